import type { Connection, Table } from '@lancedb/lancedb';
import { MemoryR1Error } from '../errors.js';
import { isCommitConflict } from './failure.js';
import type { Row } from './rows.js';
import {
  type EmbedderMark,
  ledgerSchema,
  markOf,
  PLAIN_COLUMNS,
  recordOf,
  rowsOf,
} from './schema.js';
import { STOP_WORDS } from './words.js';

const TABLE = 'ledger';
const TEXT_INDEX = 'content_idx';
const UNLIMITED = 2 ** 31 - 1;
const COMMIT_ATTEMPTS = 6;

export interface RowQuery {
  where?: string;
  columns?: string[];
  order?: { column: string; ascending: boolean }[];
  offset?: number;
  limit?: number;
}

/** The ledger's table in LanceDB. Every read sees what any process has committed before it. */
export class LanceTable {
  private constructor(
    private readonly lance: typeof import('@lancedb/lancedb'),
    private readonly connection: Connection,
    private readonly table: Table,
    readonly mark: EmbedderMark,
  ) {}

  /** The table, or null where there is none yet. */
  static async open(uri: string): Promise<LanceTable | null> {
    const lance = await import('@lancedb/lancedb');
    const connection = await lance.connect(uri, { readConsistencyInterval: 0 });
    try {
      const table = await connection.openTable(TABLE);
      return new LanceTable(lance, connection, table, markOf(await table.schema(), uri));
    } catch (error) {
      connection.close();
      if (error instanceof Error && /was not found|not found:/i.test(error.message)) return null;
      throw error;
    }
  }

  /** Makes the table. Callers see to it that only one process does so at a time. */
  static async create(uri: string, embedder: EmbedderMark): Promise<void> {
    const [lance, arrow] = await Promise.all([import('@lancedb/lancedb'), import('apache-arrow')]);
    const connection = await lance.connect(uri);
    try {
      const table = await connection.createEmptyTable(TABLE, ledgerSchema(arrow, embedder), {
        existOk: true,
      });
      table.close();
    } finally {
      connection.close();
    }
  }

  /** Grows with every commit of any process; the same number is the same content. */
  version(): Promise<number> {
    return this.table.version();
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

  /** The rows nearest to a vector by cosine, nearest first; exact. */
  async nearest(
    vector: Float32Array,
    where: string,
    limit: number,
  ): Promise<{ row: Row; similarity: number }[]> {
    const query = this.table
      .query()
      .nearestTo(vector)
      .distanceType('cosine')
      .where(where)
      .select([...PLAIN_COLUMNS, '_distance'])
      .limit(limit);
    const result = await query.toArrow();
    const distances = result.getChild('_distance');
    return rowsOf(result).map((row, i) => ({ row, similarity: similarityOf(distances?.get(i)) }));
  }

  /** The rows that hold any of the words, best BM25 first. With vectors where asked. */
  async matching(
    words: string,
    where: string,
    limit: number,
    withVectors: boolean,
  ): Promise<{ row: Row; bm25: number }[]> {
    // While the index holds no row at all, Lance 10 cuts the matches off before it ranks them.
    const indexed = ((await this.table.indexStats(TEXT_INDEX))?.numIndexedRows ?? 0) > 0;
    const columns = [...PLAIN_COLUMNS, '_score', ...(withVectors ? ['vector'] : [])];
    const query = this.table
      .query()
      // A query object, not a query string: nothing that people type is syntax.
      .fullTextSearch(new this.lance.MatchQuery(words, 'content'))
      .where(where)
      .select(columns)
      .limit(indexed ? limit : UNLIMITED);
    const result = await query.toArrow();
    const scores = Array.from(result.getChild('_score') ?? [], Number);
    const best = [...scores.keys()].sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
    best.length = Math.min(best.length, limit);
    return rowsOf(result, best).map((row, i) => ({ row, bm25: scores[best[i] ?? 0] ?? 0 }));
  }

  /**
   * Writes all rows in one commit: those whose id is there already are replaced, the others are added.
   * @param guard called before every attempt; what it throws stops the commit
   */
  async write(
    closed: readonly Row[],
    added: readonly Row[],
    guard: () => Promise<void>,
  ): Promise<void> {
    const records = [...closed, ...added].map(recordOf);
    for (let attempt = 1; ; attempt += 1) {
      await guard();
      await this.refresh();
      try {
        // Adding alone is the same single commit, without the search for rows to replace.
        if (closed.length === 0) await this.table.add(records);
        else {
          const merge = this.table.mergeInsert('row_id').whenMatchedUpdateAll();
          const result = await merge.whenNotMatchedInsertAll().execute(records);
          checkCounts(result, closed.length, added.length);
        }
        return;
      } catch (error) {
        // Nothing was written: another process committed first, or compacted the rows to replace.
        if (!isCommitConflict(error) || attempt >= COMMIT_ATTEMPTS) throw error;
      }
    }
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

  /** Merges small fragments and takes new rows into the index. */
  async optimize(): Promise<void> {
    await this.table.optimize();
  }

  close(): void {
    this.table.close();
    this.connection.close();
  }
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
