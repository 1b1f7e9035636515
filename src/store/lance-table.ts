import type { Table } from '#lancedb';
import type * as Arrow from 'apache-arrow';
import { MemoryR1Error } from '../errors.js';
import { isCommitConflict } from './failure.js';
import { literal, oneOf } from './filter.js';
import type { Row } from './rows.js';
import {
  markOf,
  PLAIN_COLUMNS,
  recordOf,
  rowsOf,
  type TableMark,
  VECTOR_COLUMN,
  vectorOf,
} from './schema.js';
import type { StoreLayout } from './store.js';
import { STOP_WORDS } from '../memory/words.js';

const TEXT_INDEX = 'content_idx';
const UNLIMITED = 2 ** 31 - 1;
const COMMIT_ATTEMPTS = 6;
/**
 * Partitions of the vector index that a search looks into, and how many times the wanted rows it then
 * ranks by their full vectors. At 1,000,000 vectors recall@10 against exact search is 0.89 with once,
 * 0.98 with twice and 1.00 with four times as many, at the same cost; more partitions change nothing.
 */
const PROBES = 40;
const REFINE = 4;
/** What ranking needs of a row. Every column more is opened in every fragment. */
const CANDIDATE_COLUMNS = ['row_id', 'memory_id', 'version'];

export interface RowQuery {
  where?: string;
  columns?: string[];
  order?: { column: string; ascending: boolean }[];
  offset?: number;
  limit?: number;
}

/** A row that a search found, in brief. */
export interface Found {
  rowId: string;
  memoryId: string;
  version: number;
  /** Where the row lies, until the next compaction. */
  place: bigint;
  similarity?: number;
  bm25?: number;
  vector?: Float32Array | null;
}

/** A namespace's table in LanceDB. Every read sees what any process has committed before it. */
export class LanceTable {
  private constructor(
    readonly lance: typeof import('#lancedb'),
    /** For the other files of this folder. */
    readonly table: Table,
    private readonly uri: string,
    private known: { mark: TableMark; version: number },
  ) {}

  /** @throws MemoryR1Error `foreign-table` or `newer-ledger` */
  static async of(
    lance: typeof import('#lancedb'),
    table: Table,
    uri: string,
  ): Promise<LanceTable> {
    try {
      const version = await table.version();
      const mark = markOf(await table.schema(), uri);
      return new LanceTable(lance, table, uri, { mark, version });
    } catch (error) {
      table.close();
      throw error;
    }
  }

  get mark(): TableMark {
    return this.known.mark;
  }

  /** Grows with every commit of any process; the same number is the same content. */
  version(): Promise<number> {
    return this.table.version();
  }

  /** The mark as it is now: another process may have migrated the table, or embedded it anew. */
  async freshMark(): Promise<TableMark> {
    const version = await this.table.version();
    if (version !== this.known.version) {
      this.known = { mark: markOf(await this.table.schema(), this.uri), version };
    }
    return this.known.mark;
  }

  /** A merge matches against the version its handle has open; older ones would double rows (lancedb#3377). */
  refresh(): Promise<void> {
    return this.table.checkoutLatest();
  }

  async rows(query: RowQuery): Promise<Row[]> {
    let builder = this.table.query().select(query.columns ?? PLAIN_COLUMNS);
    if (query.where !== undefined) builder = builder.where(query.where);
    if (query.order) {
      builder = builder.orderBy(
        query.order.map(({ column, ascending }) => ({ columnName: column, ascending })),
      );
    }
    if (query.offset) builder = builder.offset(query.offset);
    if (query.limit !== undefined) builder = builder.limit(query.limit);
    return rowsOf(await builder.toArrow());
  }

  /** Calls `visit` with the values of some columns of every row, batch by batch. */
  async scan(columns: string[], visit: (values: unknown[]) => void): Promise<void> {
    for await (const batch of this.table.query().select(columns)) {
      const children = columns.map((name) => batch.getChild(name));
      for (let i = 0; i < batch.numRows; i += 1)
        visit(children.map((child) => child?.get(i) as unknown));
    }
  }

  /** Rows with a few columns only: as values by column name, `undefined` where there is no such column. */
  async values(query: RowQuery & { columns: string[] }): Promise<Record<string, unknown>[]> {
    const { columns, where, limit } = query;
    let builder = this.table.query().select(columns);
    if (where !== undefined) builder = builder.where(where);
    if (limit !== undefined) builder = builder.limit(limit);
    const result = await builder.toArrow();
    const children = columns.map((name) => [name, result.getChild(name)] as const);
    return Array.from({ length: result.numRows }, (_, i) =>
      Object.fromEntries(children.map(([name, child]) => [name, child?.get(i) as unknown])),
    );
  }

  /** The rows nearest to a vector by cosine, nearest first; exact unless there is a vector index. */
  async nearest(vector: Float32Array, where: string, limit: number): Promise<Found[]> {
    const result = await this.table
      .query()
      .nearestTo(vector)
      .column(VECTOR_COLUMN)
      .distanceType('cosine')
      .where(where)
      .withRowId()
      .select([...CANDIDATE_COLUMNS, '_distance'])
      // Only the vector index, where there is one, reads these.
      // 0: as many more as it takes to find enough rows that pass the filter.
      .maximumNprobes(0)
      .minimumNprobes(PROBES)
      .refineFactor(REFINE)
      .limit(limit)
      .toArrow();
    const distances = result.getChild('_distance');
    return foundIn(result).map((found, i) => ({
      ...found,
      similarity: similarityOf(distances?.get(i)),
    }));
  }

  /** The rows that hold any of the words, best BM25 first. With vectors where asked. */
  async matching(
    words: string,
    where: string,
    limit: number,
    withVectors: boolean,
  ): Promise<Found[]> {
    // While the index holds no row at all, Lance 10 cuts the matches off before it ranks them.
    const indexed = ((await this.table.indexStats(TEXT_INDEX))?.numIndexedRows ?? 0) > 0;
    const result = await this.table
      .query()
      // A query object, not a query string: nothing that people type is syntax.
      .fullTextSearch(new this.lance.MatchQuery(words, 'content'))
      .where(where)
      .withRowId()
      .select([...CANDIDATE_COLUMNS, '_score', ...(withVectors ? ['vector'] : [])])
      .limit(indexed ? limit : UNLIMITED)
      .toArrow();
    const scores = Array.from(result.getChild('_score') ?? [], Number);
    const best = [...scores.keys()].sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
    best.length = Math.min(best.length, limit);
    const vectors = result.getChild('vector');
    const all = foundIn(result);
    return best.flatMap((i) => {
      const found = all[i];
      return found ? { ...found, bm25: scores[i] ?? 0, vector: vectorOf(vectors?.get(i)) } : [];
    });
  }

  /** Memory ids of the rows nearest to a vector, without the vector index: what that is measured against. */
  async nearestExactly(vector: Float32Array, where: string, limit: number): Promise<string[]> {
    const result = await this.table
      .query()
      .nearestTo(vector)
      .column(VECTOR_COLUMN)
      .distanceType('cosine')
      .bypassVectorIndex()
      .where(where)
      .select(['memory_id', '_distance'])
      .limit(limit)
      .toArrow();
    return Array.from(result.getChild('memory_id') ?? [], String);
  }

  /** The full rows of what a search found, in its order; rows that are no longer there are left out. */
  async take(found: readonly Found[]): Promise<Row[]> {
    if (found.length === 0) return [];
    const wanted = new Set(found.map(({ rowId }) => rowId));
    const taken = this.table.takeRowIds(found.map(({ place }) => place)).select(PLAIN_COLUMNS);
    // Compaction may have moved rows since the search: places then hold nothing, or other rows.
    let rows = await taken.toArrow().then(rowsOf, () => []);
    rows = rows.filter((row) => wanted.has(row.rowId));
    if (rows.length < wanted.size) rows = await this.rows({ where: oneOf('row_id', [...wanted]) });
    const byId = new Map(rows.map((row) => [row.rowId, row]));
    return found.flatMap(({ rowId }) => byId.get(rowId) ?? []);
  }

  /**
   * Writes all rows in one commit: those whose id is there already are replaced, the others are added.
   * @param guard called before every attempt; what it throws stops the commit
   * @returns the version of the table that this commit made
   */
  async write(
    closed: readonly Row[],
    added: readonly Row[],
    guard: () => Promise<void> = async () => undefined,
  ): Promise<number> {
    const records = [...closed, ...added].map(recordOf);
    for (let attempt = 1; ; attempt += 1) {
      await guard();
      await this.refresh();
      try {
        // Adding alone is the same single commit, without the search for rows to replace.
        if (closed.length === 0) return (await this.table.add(records)).version;
        const merge = this.table.mergeInsert('row_id').whenMatchedUpdateAll();
        const result = await merge.whenNotMatchedInsertAll().execute(records);
        checkCounts(result, closed.length, added.length);
        return result.version;
      } catch (error) {
        // Nothing was written: another process committed first, or compacted the rows to replace.
        if (!isCommitConflict(error) || attempt >= COMMIT_ATTEMPTS) throw error;
      }
    }
  }

  /** Takes a transaction out again in one commit, and puts the rows back that it had replaced. */
  async takeBack(transactionId: string, before: readonly Row[]): Promise<void> {
    const where = `transaction_id = ${literal(transactionId)}`;
    if (before.length === 0) {
      await this.table.delete(where);
      return;
    }
    await this.table
      .mergeInsert('row_id')
      .whenMatchedUpdateAll()
      .whenNotMatchedBySourceDelete({ where })
      .execute(before.map(recordOf));
  }

  /** True where full-text search has its index; without it words are not stemmed. */
  async hasTextIndex(): Promise<boolean> {
    return (await this.table.listIndices()).some((index) => index.name === TEXT_INDEX);
  }

  async createTextIndex(): Promise<void> {
    await this.table.createIndex('content', {
      config: this.lance.Index.fts({
        // Splits Chinese, Japanese and Thai into words too.
        baseTokenizer: 'icu',
        language: 'English',
        stem: true,
        removeStopWords: true,
        customStopWords: [...STOP_WORDS],
        lowercase: true,
        asciiFolding: true,
        withPosition: false,
      }),
    });
  }

  /**
   * Merges small fragments, takes new rows into the indexes, and removes what only versions of the
   * table older than `olderThan` need.
   * @param alone true where nobody else writes: then also removes files that no version needs, which
   * could otherwise be those of a commit under way
   */
  async optimize(options: { olderThan: Date; alone?: boolean }): Promise<void> {
    await this.table.optimize({
      cleanupOlderThan: options.olderThan,
      deleteUnverified: options.alone ?? false,
    });
  }

  /** Writes every row anew, in one commit: afterwards no data file of this version holds a deleted row. */
  async rewrite(): Promise<void> {
    await this.table.update({ valuesSql: { policy: 'policy' } });
  }

  /** Removes rows for good. @returns how many */
  async remove(where: string): Promise<number> {
    const count = await this.table.countRows(where);
    if (count > 0) await this.table.delete(where);
    return count;
  }

  async layout(): Promise<StoreLayout> {
    const [{ numRows, fragmentStats }, indexes, versions] = await Promise.all([
      this.table.stats(),
      this.table.listIndices(),
      this.table.listVersions(),
    ]);
    const covered = await Promise.all(
      indexes.map(async ({ name, indexType }) => ({
        name,
        type: indexType,
        unindexedRows: (await this.table.indexStats(name))?.numUnindexedRows ?? 0,
      })),
    );
    return {
      rows: numRows,
      fragments: fragmentStats.numFragments,
      versions: versions.length,
      indexes: covered,
    };
  }

  /** How many rows and pieces the table has; cheap. */
  async size(): Promise<{ rows: number; fragments: number }> {
    const { numRows, fragmentStats } = await this.table.stats();
    return { rows: numRows, fragments: fragmentStats.numFragments };
  }

  close(): void {
    this.table.close();
  }
}

function foundIn(result: Arrow.Table): Found[] {
  const [rowIds, memoryIds, versions, places] = [...CANDIDATE_COLUMNS, '_rowid'].map((name) =>
    result.getChild(name),
  );
  return Array.from({ length: result.numRows }, (_, i) => ({
    rowId: String(rowIds?.get(i)),
    memoryId: String(memoryIds?.get(i)),
    version: Number(versions?.get(i)),
    place: places?.get(i) as bigint,
  }));
}

function similarityOf(distance: unknown): number {
  const similarity = 1 - Number(distance);
  // A vector of zeros has no direction.
  return Number.isNaN(similarity) ? 0 : Math.min(1, Math.max(-1, similarity));
}

function checkCounts(
  result: { numInsertedRows: number; numUpdatedRows: number },
  closed: number,
  added: number,
): void {
  if (result.numUpdatedRows === closed && result.numInsertedRows === added) return;
  throw new MemoryR1Error(
    'internal',
    'merge-mismatch',
    `A commit closed ${result.numUpdatedRows} and added ${result.numInsertedRows} rows in place of ${closed} and ${added}.`,
  );
}
