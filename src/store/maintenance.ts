import { join } from 'node:path';
import { storeFailure } from './failure.js';
import { folderBytes, folderExists, isRemote } from './folder.js';
import { ensureIndexes } from './indexes.js';
import { LanceTable } from './lance-table.js';
import { FolderLocks } from './lock.js';
import { migrate } from './migrations.js';
import { Scrubber } from './scrub.js';
import type { StoreLayout } from './store.js';
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

/** The locks of a store; null where it is not a local folder. */
export function locksOf(uri: string): FolderLocks | null {
  return isRemote(uri) ? null : new FolderLocks(join(uri, 'locks'));
}

/**
 * Does all upkeep at once while nobody else writes: finishes an erase that was interrupted, removes what
 * is past its retention, makes missing indexes, merges fragments, drops old versions of the table.
 * @returns null where nothing was ever stored
 */
export async function compactStore(options: CompactOptions): Promise<CompactReport | null> {
  const { uri, retentionMs, now } = options;
  const local = !isRemote(uri);
  if (local && !(await folderExists(uri))) return null;
  const locks = locksOf(uri);
  const bytes = async (): Promise<number | null> => (local ? folderBytes(uri) : null);
  try {
    const table = await LanceTable.open(uri);
    if (!table) return null;
    try {
      const [before, bytesBefore] = [await table.layout(), await bytes()];
      const scrubber = new Scrubber(uri, locks);
      if (await scrubber.isPending()) await scrubber.scrub(table);
      const gate = await locks?.closeGate();
      let expired = 0;
      try {
        await migrate(table);
        if (retentionMs !== null) expired = await removeExpired(table, now - retentionMs);
        if (expired > 0) await scrubber.clean(table, gate !== undefined);
        await table.optimize({ olderThan: new Date(), alone: false });
        await ensureIndexes(table);
        await table.optimize({ olderThan: new Date(), alone: gate !== undefined });
      } finally {
        await gate?.release();
      }
      const after = await table.layout();
      return { before, after, bytesBefore, bytesAfter: await bytes(), expired };
    } finally {
      table.close();
    }
  } catch (error) {
    throw storeFailure(error, uri);
  }
}
