import type { LanceTable } from './lance-table.js';
import { OLD_VECTOR_COLUMN, VECTOR_COLUMN } from './schema.js';

/**
 * Rows from which an index is worth its upkeep, measured with `bench scale`: below it a scan takes a few
 * milliseconds, and is exact where the vectors are concerned.
 */
const WORTH_FROM = { scalar: 10_000, vector: 50_000 };

/** Looked up one by one: which row, memory, transaction, repeated call. */
const POINT_COLUMNS = ['row_id', 'memory_id', 'transaction_id', 'idempotency_key'];

/**
 * Makes the indexes that are missing and drops what an interrupted run left.
 * @param worthFrom rows from which each kind is made; for tests
 */
export async function ensureIndexes(table: LanceTable, worthFrom = WORTH_FROM): Promise<void> {
  const raw = table.table;
  const { Index } = table.lance;
  const { rows } = await table.size();
  if (!(await table.hasTextIndex())) await table.createTextIndex();
  const schema = await raw.schema();
  if (schema.fields.some(({ name }) => name === OLD_VECTOR_COLUMN)) {
    for (const { name, columns } of await raw.listIndices()) {
      if (columns.includes(OLD_VECTOR_COLUMN)) await raw.dropIndex(name);
    }
    await raw.dropColumns([OLD_VECTOR_COLUMN]);
  }
  const indexed = new Set((await raw.listIndices()).flatMap(({ columns }) => columns));
  if (rows >= worthFrom.scalar) {
    for (const column of POINT_COLUMNS) {
      if (!indexed.has(column)) await raw.createIndex(column, { config: Index.btree() });
    }
    if (!indexed.has('valid_to')) await raw.createIndex('valid_to', { config: Index.btree() });
  }
  if (rows >= worthFrom.vector && !indexed.has(VECTOR_COLUMN)) await createVectorIndex(table, rows);
}

/**
 * Vectors cut to a bit a dimension (RaBitQ, Gao and Long 2024), in about as many partitions as each has
 * rows; the full vectors then rank what was found. 64 bytes a row on disk, where IVF_FLAT would take
 * 2048; HNSW takes minutes to build for 100,000 rows here.
 */
async function createVectorIndex(table: LanceTable, rows: number): Promise<void> {
  const config = table.lance.Index.ivfRq({
    distanceType: 'cosine',
    numPartitions: Math.round(Math.sqrt(rows)),
    sampleRate: 64,
    maxIterations: 20,
  });
  await table.table.createIndex(VECTOR_COLUMN, { config });
}

/** True where an index is missing that the table is large enough for. */
export async function lacksIndexes(table: LanceTable): Promise<boolean> {
  const { rows } = await table.size();
  const indexed = new Set((await table.table.listIndices()).flatMap(({ columns }) => columns));
  return (
    !indexed.has('content') ||
    (rows >= WORTH_FROM.scalar && !indexed.has('valid_to')) ||
    (rows >= WORTH_FROM.vector && !indexed.has(VECTOR_COLUMN))
  );
}
