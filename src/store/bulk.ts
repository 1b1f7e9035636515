import { MemoryR1Error } from '../errors.js';
import { whereOf } from './filter.js';
import { isRemote, makeFolder } from './folder.js';
import { ensureIndexes } from './indexes.js';
import { LanceDatabase } from './lance-database.js';
import type { LanceTable } from './lance-table.js';
import type { Row } from './rows.js';
import type { EmbedderMark } from './schema.js';

/** Rows in one commit, where rows are added past the rules of the ledger. */
export const ROWS_PER_COMMIT = 5000;

/** The store, with its folder made where it is not there. */
export async function openOrMake(uri: string): Promise<LanceDatabase> {
  if (!isRemote(uri)) await makeFolder(uri);
  const database = await LanceDatabase.open(uri);
  if (!database) throw new MemoryR1Error('internal', 'no-folder', `${uri} vanished.`);
  return database;
}

/** The table of a namespace, made where it is not there. */
export async function tableOf(
  database: LanceDatabase,
  namespace: string,
  embedder: EmbedderMark,
): Promise<LanceTable> {
  await database.create(namespace, embedder);
  const table = await database.open(namespace);
  if (!table) throw new MemoryR1Error('internal', 'no-table', 'A new table is not there.');
  return table;
}

/**
 * Writes finished rows of one namespace into a ledger that nobody else writes to meanwhile, past the
 * rules of the ledger: for benchmarks.
 * @returns how many
 */
export async function bulkLoad(
  uri: string,
  namespace: string,
  embedder: EmbedderMark,
  rows: Iterable<Row>,
): Promise<number> {
  const database = await openOrMake(uri);
  const table = await tableOf(database, namespace, embedder);
  try {
    await ensureIndexes(table);
    let batch: Row[] = [];
    let done = 0;
    const flush = async (): Promise<void> => {
      if (batch.length === 0) return;
      await table.write([], batch);
      done += batch.length;
      batch = [];
    };
    for (const row of rows) {
      batch.push(row);
      if (batch.length >= ROWS_PER_COMMIT) await flush();
    }
    await flush();
    return done;
  } finally {
    table.close();
    database.close();
  }
}

/** Ids of the live memories nearest to each vector by exhaustive search. */
export async function exactNearest(
  uri: string,
  namespace: string,
  vectors: readonly Float32Array[],
  limit: number,
): Promise<string[][]> {
  const database = await LanceDatabase.open(uri);
  const table = await database?.open(namespace);
  try {
    const found: string[][] = [];
    for (const vector of vectors)
      found.push((await table?.nearestExactly(vector, whereOf({}), limit)) ?? []);
    return found;
  } finally {
    table?.close();
    database?.close();
  }
}
