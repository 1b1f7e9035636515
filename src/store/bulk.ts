import { whereOf } from './filter.js';
import { makeFolder, isRemote } from './folder.js';
import { ensureIndexes } from './indexes.js';
import { LanceTable } from './lance-table.js';
import type { Row } from './rows.js';
import type { EmbedderMark } from './schema.js';

const ROWS_PER_COMMIT = 5000;

/**
 * Writes finished rows into a ledger that nobody else writes to meanwhile, past the rules of the ledger:
 * for benchmarks, and for history that was exported from another one. Makes the ledger where it is not.
 */
export async function bulkLoad(
  uri: string,
  embedder: EmbedderMark,
  rows: Iterable<Row> | AsyncIterable<Row>,
  onProgress: (done: number) => void = () => undefined,
): Promise<number> {
  if (!isRemote(uri)) await makeFolder(uri);
  await LanceTable.create(uri, embedder);
  const table = await LanceTable.open(uri);
  if (!table) return 0;
  try {
    await ensureIndexes(table);
    let batch: Row[] = [];
    let done = 0;
    const flush = async (): Promise<void> => {
      if (batch.length === 0) return;
      await table.write([], batch, async () => undefined);
      done += batch.length;
      batch = [];
      onProgress(done);
    };
    for await (const row of rows) {
      batch.push(row);
      if (batch.length >= ROWS_PER_COMMIT) await flush();
    }
    await flush();
    return done;
  } finally {
    table.close();
  }
}

/** Ids of the live memories nearest to each vector by exhaustive search. */
export async function exactNearest(
  uri: string,
  namespace: string,
  vectors: readonly Float32Array[],
  limit: number,
): Promise<string[][]> {
  const table = await LanceTable.open(uri);
  if (!table) return vectors.map(() => []);
  try {
    const found: string[][] = [];
    for (const vector of vectors) {
      found.push(await table.nearestExactly(vector, whereOf({ namespace }), limit));
    }
    return found;
  } finally {
    table.close();
  }
}
