import type {
  EpochMs,
  LedgerEntry,
  Memory,
  OperationName,
  ScoredMemory,
  Transaction,
  ZonedTime,
} from '../memory/records.js';
import type { Activity } from './activity.js';

/** Where to look and what to leave out; every part narrows the result. */
export interface MemoryFilter {
  namespace: string;
  /** Only what this person said (compared without case). */
  speaker?: string | undefined;
  /** Said at or after this instant. */
  since?: EpochMs | undefined;
  /** Said before this instant. */
  until?: EpochMs | undefined;
  /** What was live at this instant; default: what is live now. */
  asOf?: EpochMs | undefined;
}

/** A hybrid search: vector and full-text results fused; with one of the two alone, only that one. */
export interface SearchQuery extends MemoryFilter {
  /** Query embedding, unit length, of the store's dimension. */
  vector?: Float32Array | undefined;
  /** Query words for full-text search. */
  text?: string | undefined;
  /** How many to return. */
  limit: number;
}

/** One operation that a transaction applies. Callers have validated it against what is live. */
export type Change =
  | {
      operation: 'ADD';
      /** A new id, or the id of a closed memory that is brought back. */
      memoryId: string;
      text: string;
      speaker: string | null;
      saidAt: ZonedTime;
      source: string | null;
      vector: Float32Array;
    }
  | {
      operation: 'UPDATE';
      memoryId: string;
      text: string;
      speaker: string | null;
      saidAt: ZonedTime;
      source: string | null;
      vector: Float32Array;
    }
  | { operation: 'DELETE'; memoryId: string; source: string | null }
  | { operation: 'NOOP'; memoryId: string | null; text: string; source: string | null };

/** A change with the account of why it is made. */
export type ExplainedChange = Change & { reason: string; confidence: number };

/** What one call wants written: all of it in one commit, or none. */
export interface ProposedTransaction {
  namespace: string;
  changes: ExplainedChange[];
  /** Policy name and version, e.g. `rules@1`. */
  policy: string;
  idempotencyKey?: string | undefined;
}

/** The right to write to one namespace; valid until the `exclusive` callback settles. */
export interface Writer {
  /** Revision of the namespace now; it cannot change while this writer is held, but by its own commit. */
  readonly revision: number;
  /**
   * Applies the changes in order, in one atomic commit. Changes may build on earlier ones of the same
   * transaction (ADD then UPDATE of the same id).
   * @throws MemoryR1Error `conflict` where a touched memory is not live; nothing is written then.
   */
  commit(transaction: ProposedTransaction): Promise<Transaction>;
  /**
   * Takes the content of every version of these memories, live or closed, out of the store, and what
   * tells it elsewhere in the namespace (`redacted` in redaction.ts says what). Leaves one line of
   * history for each memory, without its text. Cannot be undone. When `exclusive` has settled, the
   * bytes are gone from a local folder too.
   * @throws MemoryR1Error `unknown-memory` where one of them never was
   */
  erase(request: EraseRequest): Promise<Transaction>;
}

export interface EraseRequest {
  namespace: string;
  memoryIds: readonly string[];
  /** Becomes part of history: must not tell the text. */
  reason: string;
}

/** A page of history, newest first. */
export interface HistoryPage {
  entries: LedgerEntry[];
  /** Opaque; null on the last page. */
  nextCursor: string | null;
}

export interface HistoryQuery {
  namespace: string;
  memoryId?: string | undefined;
  limit: number;
  cursor?: string | undefined;
}

export interface NamespaceStats {
  namespace: string;
  live: number;
  /** Rows that are not live: closed versions, tombstones and NOOPs. */
  closed: number;
  operations: Record<OperationName, number>;
}

/** How the data lie on disk. */
export interface StoreLayout {
  /** Rows of all tables: every version of every memory, and every note. */
  rows: number;
  /** Pieces the tables are in; upkeep merges them. */
  fragments: number;
  /** Versions of the tables that are still on disk. */
  versions: number;
  /** Indexes by name, with the rows each does not cover yet. */
  indexes: { name: string; type: string; unindexedRows: number }[];
}

export interface StoreStats {
  /** Those that could be read, by name. */
  namespaces: NamespaceStats[];
  /** The others, with the error that reading them gives. */
  unreadable: { namespace: string; problem: string }[];
  /** Null where nothing was written yet or the store has no tables. */
  layout: StoreLayout | null;
  /** On disk; null where the store is not a local folder. */
  bytes: number | null;
  embedder: { name: string; dimension: number } | null;
  schemaVersion: number;
}

/**
 * The ledger. Reads never wait for writers. Every implementation passes the suite in
 * `tests/contracts/memory-store.ts`.
 */
export interface MemoryStore {
  /** Best first; at most `limit`. Scores lie in [0, 1]. */
  search(query: SearchQuery): Promise<ScoredMemory[]>;
  /** Live (or as of) memories by id; ids that are not there are left out. */
  get(namespace: string, ids: readonly string[], asOf?: EpochMs): Promise<Memory[]>;
  /** Live (or as of) memories, oldest first by said-at then id. `offset` and `limit` count memories. */
  list(filter: MemoryFilter, page: { offset: number; limit: number }): Promise<Memory[]>;
  /** Revision of a namespace: 0 when nothing was ever written. */
  revision(namespace: string): Promise<number>;
  /**
   * Runs `work` while nobody else, in this process or another, can write to the namespace.
   * Other namespaces go on meanwhile. Where somebody wrote all the same (the lock was lost, or the store
   * has none), nothing of this transaction stays and `work` runs again: it must not have done anything
   * else.
   */
  exclusive<T>(
    namespace: string,
    work: (writer: Writer) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T>;
  /** Newest first. */
  history(query: HistoryQuery): Promise<HistoryPage>;
  /**
   * One transaction by id, or the first one made with an idempotency key; null where there is none.
   * Without a namespace, all of them are searched (the `undo` tool is given an id only).
   */
  transaction(
    namespace: string | null,
    by: { id: string } | { idempotencyKey: string },
  ): Promise<Transaction | null>;
  stats(): Promise<StoreStats>;
  /** How a namespace grew and what was done in it. */
  activity(namespace: string): Promise<Activity>;
  close(): Promise<void>;
}
