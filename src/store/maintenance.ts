import { join } from 'node:path';
import { storeFailure } from './failure.js';
import { folderBytes, isRemote } from './folder.js';
import { ensureIndexes } from './indexes.js';
import { LanceDatabase } from './lance-database.js';
import type { LanceTable } from './lance-table.js';
import { explainedError } from './damage.js';
import { FolderLocks } from './folder-locks.js';
import { acquireAlone, behindLock, type Locks } from './lock.js';
import { migrateStore } from './migrations.js';
import { Scrubber } from './scrub.js';
import type { StoreLayout } from './store.js';
import { TableLocks } from './table-locks.js';
import { removeExpired } from './upkeep.js';

export interface CompactOptions {
  uri: string;
  /** Closed versions older than this go for good; null: none. */
  retentionMs: number | null;
  /** Milliseconds since 1970. */
  now: number;
}

export interface CompactReport {
  before: StoreLayout;
  after: StoreLayout;
  /** On disk; null where the store is not a local folder. */
  bytesBefore: number | null;
  bytesAfter: number | null;
  /** Rows past their retention that were removed. */
  expired: number;
}

/** The locks of a store: files in its folder, or where it has none, rows in tables of its own. */
export function locksOf(uri: string): Locks {
  return isRemote(uri) ? new TableLocks(uri) : new FolderLocks(join(uri, 'locks'));
}

/**
 * Does all upkeep at once, table by table, while nobody else writes to that one: finishes an erase that
 * was interrupted, removes what is past its retention, makes missing indexes, merges fragments, drops old
 * versions of the table. A table that fails does not keep the others from it.
 * @returns null where nothing was ever stored
 * @throws what the first table that failed threw, when the others are done
 */
export async function compactStore(options: CompactOptions): Promise<CompactReport | null> {
  const { uri } = options;
  const locks = locksOf(uri);
  const bytes = async (): Promise<number | null> => (isRemote(uri) ? null : folderBytes(uri));
  let database: LanceDatabase | null = null;
  try {
    database = await LanceDatabase.open(uri);
    if (!database) return null;
    await migrateStore(database, locks);
    const names = await database.tableNames();
    if (names.length === 0) return null;
    const bytesBefore = await bytes();
    const before: StoreLayout[] = [];
    const after: StoreLayout[] = [];
    let expired = 0;
    const failures: unknown[] = [];
    for (const name of names) {
      try {
        const table = await database.openByName(name);
        if (!table) continue;
        try {
          before.push(await table.layout());
          expired += await compactTable(table, locks, options);
          after.push(await table.layout());
        } finally {
          table.close();
        }
      } catch (error) {
        failures.push(await explainedError(uri, error, name));
      }
    }
    if (failures.length > 0) throw failures[0];
    return {
      before: joinLayouts(before),
      after: joinLayouts(after),
      bytesBefore,
      bytesAfter: await bytes(),
      expired,
    };
  } catch (error) {
    throw storeFailure(error, uri);
  } finally {
    database?.close();
  }
}

async function compactTable(
  table: LanceTable,
  locks: Locks,
  { uri, retentionMs, now }: CompactOptions,
): Promise<number> {
  const { namespace } = table.mark;
  const scrubber = new Scrubber(uri, locks);
  if (await scrubber.isPending(namespace))
    await behindLock(locks, namespace, () => scrubber.scrub(table));
  const alone = await acquireAlone(locks, namespace);
  try {
    await table.refresh();
    const expired = retentionMs === null ? 0 : await removeExpired(table, now - retentionMs);
    if (expired > 0) await scrubber.clean(table);
    await table.optimize({ olderThan: new Date(), alone: false });
    await ensureIndexes(table);
    await table.optimize({ olderThan: new Date(), alone: true });
    return expired;
  } finally {
    await alone.release();
  }
}

/** How several tables lie on disk, in one sum. */
export function joinLayouts(layouts: readonly StoreLayout[]): StoreLayout {
  const indexes = new Map<string, StoreLayout['indexes'][number]>();
  for (const index of layouts.flatMap((layout) => layout.indexes)) {
    const key = `${index.name} ${index.type}`;
    const unindexedRows = (indexes.get(key)?.unindexedRows ?? 0) + index.unindexedRows;
    indexes.set(key, { ...index, unindexedRows });
  }
  const sum = (of: (layout: StoreLayout) => number): number =>
    layouts.reduce((total, layout) => total + of(layout), 0);
  return {
    rows: sum(({ rows }) => rows),
    fragments: sum(({ fragments }) => fragments),
    versions: sum(({ versions }) => versions),
    indexes: [...indexes.values()],
  };
}
