import type { OperationName, ScoredMemory, Transaction } from '../memory/records.js';
import type { Lifetime } from './activity.js';
import { literal, oneOf, whereOf } from './filter.js';
import { type Candidate, cosine, fuse, fusionDepth } from './fusion.js';
import type { Found, LanceTable } from './lance-table.js';
import { checkVectors, memoryOf, type Row, touchedIds, transactionOf } from './rows.js';
import { PLAIN_COLUMNS } from './schema.js';
import type { NamespaceStats, ProposedTransaction, SearchQuery } from './store.js';

/** A hybrid search: both sides looked up in LanceDB, filters pushed down, and fused here. */
export async function searchTable(table: LanceTable, query: SearchQuery): Promise<ScoredMemory[]> {
  const { vector, text, limit } = query;
  checkVectors([query], table.mark.dimension);
  const where = whereOf(query);
  const depth = fusionDepth(limit);
  const [near, worded] = await Promise.all([
    vector ? table.nearest(vector, where, depth) : [],
    text === undefined ? [] : table.matching(text, where, depth, vector !== undefined),
  ]);
  const candidates = new Map<string, Candidate<Found>>();
  const take = (item: Found, similarity: number | null, bm25: number | null): void => {
    const id = item.memoryId;
    const had = candidates.get(id)?.item;
    // A commit between the two searches may show them different versions: the newer one counts.
    if (had && had.version > item.version) return;
    candidates.set(id, { id, item, similarity, bm25 });
  };
  for (const found of near) take(found, found.similarity ?? null, text === undefined ? null : 0);
  // The second look at a row replaces the first, since it knows both sides.
  for (const found of worded) {
    take(found, vector && found.vector ? cosine(vector, found.vector) : null, found.bm25 ?? 0);
  }
  const ranked = fuse([...candidates.values()], limit);
  const rows = await table.take(ranked.map(({ item }) => item));
  const byId = new Map(rows.map((row) => [row.rowId, row]));
  return ranked.flatMap(({ item, score, similarity }) => {
    const row = byId.get(item.rowId);
    if (!row) return [];
    const { revision, seq } = row;
    return { ...memoryOf(row), score, similarity, written: { revision, seq } };
  });
}

/** The newest row of each memory that the changes touch, with its vector, by memory id. */
export async function newestRows(
  table: LanceTable,
  proposed: ProposedTransaction,
): Promise<Map<string, Row>> {
  const ids = touchedIds(proposed.changes);
  const newest = new Map<string, { rowId: string; version: number }>();
  if (ids.length === 0) return new Map();
  // Most transactions add new memories and find nothing here: the wide columns wait for the others.
  const seen = await table.values({
    where: `operation <> 'NOOP' AND ${oneOf('memory_id', ids)}`,
    columns: ['row_id', 'memory_id', 'version'],
  });
  for (const row of seen) {
    const [id, version] = [String(row['memory_id']), Number(row['version'])];
    if (version > (newest.get(id)?.version ?? 0))
      newest.set(id, { rowId: String(row['row_id']), version });
  }
  if (newest.size === 0) return new Map();
  const rows = await table.rows({
    where: oneOf(
      'row_id',
      [...newest.values()].map(({ rowId }) => rowId),
    ),
    columns: [...PLAIN_COLUMNS, 'vector'],
  });
  return new Map(rows.map((row) => [row.memoryId ?? '', row]));
}

/** The first transaction with an id or an idempotency key; null where there is none. */
export async function findTransaction(
  table: LanceTable,
  by: { id: string } | { idempotencyKey: string },
): Promise<Transaction | null> {
  let id: string | undefined;
  if ('id' in by) id = by.id;
  else {
    const seen = await table.values({
      where: `idempotency_key = ${literal(by.idempotencyKey)}`,
      columns: ['transaction_id', 'revision'],
    });
    let first = Infinity;
    for (const row of seen) {
      if (Number(row['revision']) >= first) continue;
      first = Number(row['revision']);
      id = String(row['transaction_id']);
    }
  }
  if (id === undefined) return null;
  const rows = await table.rows({ where: `transaction_id = ${literal(id)}` });
  rows.sort((a, b) => a.seq - b.seq);
  return rows.length === 0 ? null : transactionOf(rows);
}

/** What a namespace holds. */
export async function countRows(table: LanceTable): Promise<NamespaceStats> {
  const operations = { ADD: 0, UPDATE: 0, DELETE: 0, NOOP: 0 };
  const counts = { namespace: table.mark.namespace, live: 0, closed: 0, operations };
  await table.scan(['operation', 'valid_to'], ([operation, validTo]) => {
    operations[operation as keyof typeof operations] += 1;
    if (validTo === null) counts.live += 1;
    else counts.closed += 1;
  });
  return counts;
}

/** When every row began and ended. */
export async function lifetimes(table: LanceTable): Promise<Lifetime[]> {
  const rows = await table.values({
    columns: ['operation', 'valid_from', 'valid_to'],
  });
  return rows.map((row) => ({
    operation: row['operation'] as OperationName,
    validFrom: Number(row['valid_from']),
    validTo: row['valid_to'] === null ? null : Number(row['valid_to']),
  }));
}
