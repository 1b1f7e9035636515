import type { ScoredMemory } from '../memory/records.js';
import { literal, oneOf, whereOf } from './filter.js';
import { type Candidate, cosine, fuse, fusionDepth } from './fusion.js';
import type { LanceTable } from './lance-table.js';
import { checkVectors, memoryOf, type Row, touchedIds } from './rows.js';
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
  const candidates = new Map<string, Candidate<Row>>();
  const take = (row: Row, similarity: number | null, bm25: number | null): void => {
    const id = row.memoryId ?? '';
    const had = candidates.get(id)?.item;
    // A commit between the two searches may show them different versions: the newer one counts.
    if (had && (had.version ?? 0) > (row.version ?? 0)) return;
    candidates.set(id, { id, item: row, similarity, bm25 });
  };
  for (const { row, similarity } of near) take(row, similarity, text === undefined ? null : 0);
  // The second look at a row replaces the first, since it knows both sides.
  for (const { row, bm25 } of worded) {
    take(row, vector && row.vector ? cosine(vector, row.vector) : null, bm25);
  }
  return fuse([...candidates.values()], limit).map(({ item, score, similarity }) => ({
    ...memoryOf(item),
    score,
    similarity,
  }));
}

/** The newest row of each memory that the changes touch, with its vector, by memory id. */
export async function newestRows(
  table: LanceTable,
  proposed: ProposedTransaction,
): Promise<Map<string, Row>> {
  const ids = touchedIds(proposed.changes);
  const newest = new Map<string, Row>();
  if (ids.length === 0) return newest;
  const rows = await table.rows({
    where: `namespace = ${literal(proposed.namespace)} AND operation <> 'NOOP' AND ${oneOf('memory_id', ids)}`,
    columns: [...PLAIN_COLUMNS, 'vector'],
  });
  for (const row of rows) {
    const id = row.memoryId ?? '';
    if ((row.version ?? 0) > (newest.get(id)?.version ?? 0)) newest.set(id, row);
  }
  return newest;
}

/** What each namespace holds, by name. */
export async function countNamespaces(table: LanceTable): Promise<NamespaceStats[]> {
  const counts = new Map<string, NamespaceStats>();
  await table.scan(['namespace', 'operation', 'valid_to'], ([name, operation, validTo]) => {
    const namespace = String(name);
    let own = counts.get(namespace);
    if (!own) {
      const operations = { ADD: 0, UPDATE: 0, DELETE: 0, NOOP: 0 };
      own = { namespace, live: 0, closed: 0, operations };
      counts.set(namespace, own);
    }
    own.operations[operation as keyof NamespaceStats['operations']] += 1;
    if (validTo === null) own.live += 1;
    else own.closed += 1;
  });
  return [...counts.values()].sort((a, b) => (a.namespace < b.namespace ? -1 : 1));
}
