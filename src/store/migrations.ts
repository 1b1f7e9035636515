import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ROWS_PER_COMMIT, tableOf } from './bulk.js';
import { folderExists, isRemote } from './folder.js';
import { type LanceDatabase, tableNameOf } from './lance-database.js';
import type { LanceTable } from './lance-table.js';
import { behindLock, type Locks } from './lock.js';
import type { Row } from './rows.js';
import { PLAIN_COLUMNS, rowsOf } from './schema.js';

/** The one table that formats 1 and 2 had for all namespaces. */
export const SINGLE_TABLE = 'ledger';
const MIGRATION_LOCK = '.migration';

/**
 * Brings a store to the current format: before format 3 all namespaces were in one table. Everybody does
 * so before anything else, and nobody reads the new tables while the old one is there, so an attempt
 * that was interrupted is simply made again.
 */
export async function migrateStore(database: LanceDatabase, locks: Locks): Promise<void> {
  // Of a process that died while it removed the old table.
  if (!isRemote(database.uri)) await rm(asideOf(database), { recursive: true, force: true });
  if (!(await isOld(database))) return;
  await behindLock(locks, MIGRATION_LOCK, async (lock) => {
    const old = await database.openByName(SINGLE_TABLE);
    if (!old) return;
    try {
      await divide(database, old, () => lock.verify());
    } finally {
      old.close();
    }
    await removeOld(database);
  });
}

async function isOld({ uri, connection }: LanceDatabase): Promise<boolean> {
  if (!isRemote(uri)) return folderExists(join(uri, `${SINGLE_TABLE}.lance`));
  return (await connection.tableNames({ startAfter: 'ledge', limit: 1 })).includes(SINGLE_TABLE);
}

async function divide(
  database: LanceDatabase,
  old: LanceTable,
  guard: () => Promise<void>,
): Promise<void> {
  const tables = new Map<string, LanceTable>();
  const waiting = new Map<string, Row[]>();
  let count = 0;
  const flush = async (): Promise<void> => {
    for (const [namespace, rows] of waiting) {
      let table = tables.get(namespace);
      if (!table) {
        await guard();
        // Left by an attempt that was interrupted.
        if (await database.open(namespace)) await database.drop(tableNameOf(namespace));
        table = await tableOf(database, namespace, old.mark);
        tables.set(namespace, table);
      }
      await table.write([], rows, guard);
    }
    waiting.clear();
    count = 0;
  };
  try {
    for await (const batch of old.table.query().select([...PLAIN_COLUMNS, 'vector'])) {
      for (const row of rowsOf(batch)) {
        const rows = waiting.get(row.namespace) ?? [];
        rows.push(row);
        waiting.set(row.namespace, rows);
        count += 1;
      }
      if (count >= ROWS_PER_COMMIT) await flush();
    }
    await flush();
    for (const table of tables.values()) await table.createTextIndex();
  } finally {
    for (const table of tables.values()) table.close();
  }
}

/** In one step where it can be: half a table would be in everybody's way. */
async function removeOld(database: LanceDatabase): Promise<void> {
  const { uri } = database;
  if (isRemote(uri)) {
    await database.drop(SINGLE_TABLE);
    return;
  }
  const aside = asideOf(database);
  await rename(join(uri, `${SINGLE_TABLE}.lance`), aside);
  await rm(aside, { recursive: true, force: true });
}

function asideOf({ uri }: LanceDatabase): string {
  return join(uri, `${SINGLE_TABLE}.migrated`);
}
