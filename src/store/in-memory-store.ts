import { type Activity, activityOf } from './activity.js';
import { type Clock, type IdSource, randomIds, systemClock } from '../memory/clock.js';
import type { EpochMs, Memory, ScoredMemory, Transaction } from '../memory/records.js';
import { epochOf } from '../memory/time.js';
import { speakerKey } from './filter.js';
import { type Candidate, cosine, fuse } from './fusion.js';
import { decodeCursor, historyPage, isBefore } from './history.js';
import { KeyedQueue } from './queue.js';
import {
  checkVectors,
  memoryOf,
  planTransaction,
  type Row,
  searchableOf,
  transactionOf,
} from './rows.js';
import { checkErasable, erasureOf, eraseRows, redacted, unknownMemory } from './redaction.js';
import { SCHEMA_VERSION } from './schema-version.js';
import type {
  EraseRequest,
  HistoryPage,
  HistoryQuery,
  MemoryFilter,
  MemoryStore,
  NamespaceStats,
  ProposedTransaction,
  SearchQuery,
  StoreStats,
  Writer,
} from './store.js';
import { withWriter } from './writer.js';
import { type Bag, bagOf, bm25 } from '../memory/words.js';

interface StoredRow extends Row {
  saidAtMs: EpochMs;
  speakerKey: string | null;
  /** Words for full-text search, counted once. */
  bag: Bag;
}

interface Shelf {
  /** Every row, in the order of writing. */
  rows: StoredRow[];
  live: Map<string, StoredRow>;
  /** Newest row of each memory, live or not; NOOPs left out. */
  newest: Map<string, StoredRow>;
  transactions: Map<string, StoredRow[]>;
  keys: Map<string, string>;
  revision: number;
  lastAt: EpochMs;
}

/** A ledger that can be copied: many futures of one past, none of which knows of the others. */
export interface ForkableStore extends MemoryStore {
  /** An independent copy; what only a queue holds yet is not in it. */
  fork(options?: { clock?: Clock; ids?: IdSource }): ForkableStore;
}

/** The reference implementation of the ledger, for tests and training: nothing outlives the process. */
export function createInMemoryStore(
  options: { clock?: Clock; ids?: IdSource } = {},
): ForkableStore {
  return new InMemoryStore(options.clock ?? systemClock, options.ids ?? randomIds);
}

class InMemoryStore implements ForkableStore {
  readonly #shelves = new Map<string, Shelf>();
  readonly #queue = new KeyedQueue();
  /** Set by the first vector. */
  #dimension: number | null = null;

  constructor(
    private readonly clock: Clock,
    private readonly ids: IdSource,
  ) {}

  async search(query: SearchQuery): Promise<ScoredMemory[]> {
    if (query.limit <= 0) return [];
    if (this.#dimension !== null) checkVectors([query], this.#dimension);
    const rows = this.#matching(query);
    const { vector, text } = query;
    if (vector === undefined && text === undefined) return [];
    const words =
      text === undefined
        ? null
        : bm25(
            rows.map((row) => row.bag),
            text,
          );
    const candidates: Candidate<StoredRow>[] = [];
    for (const [i, row] of rows.entries()) {
      const score = words ? (words[i] ?? 0) : null;
      if (vector === undefined && score === 0) continue;
      candidates.push({
        item: row,
        id: row.memoryId ?? '',
        similarity: vector && row.vector ? cosine(vector, row.vector) : null,
        bm25: score,
      });
    }
    return fuse(candidates, query.limit).map(({ item, score, similarity }) => ({
      ...memoryOf(item),
      score,
      similarity,
      written: { revision: item.revision, seq: item.seq },
    }));
  }

  async get(namespace: string, ids: readonly string[], asOf?: EpochMs): Promise<Memory[]> {
    const wanted = new Set(ids);
    if (asOf === undefined) {
      const live = this.#shelves.get(namespace)?.live;
      return [...wanted].flatMap((id) => live?.get(id) ?? []).map(memoryOf);
    }
    const found = new Map<string, Memory>();
    for (const row of this.#matching({ namespace, asOf })) {
      if (row.memoryId !== null && wanted.has(row.memoryId)) found.set(row.memoryId, memoryOf(row));
    }
    return [...wanted].flatMap((id) => found.get(id) ?? []);
  }

  async list(filter: MemoryFilter, page: { offset: number; limit: number }): Promise<Memory[]> {
    return this.#matching(filter)
      .sort((a, b) => a.saidAtMs - b.saidAtMs || ((a.memoryId ?? '') < (b.memoryId ?? '') ? -1 : 1))
      .slice(page.offset, page.offset + page.limit)
      .map(memoryOf);
  }

  async revision(namespace: string): Promise<number> {
    return this.#shelves.get(namespace)?.revision ?? 0;
  }

  async exclusive<T>(
    namespace: string,
    work: (writer: Writer) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    return this.#queue.run(
      namespace,
      async () =>
        withWriter(namespace, work, () => this.#shelves.get(namespace)?.revision ?? 0, {
          commit: async (transaction) => this.#commit(transaction),
          erase: async (request) => this.#erase(request),
        }),
      signal,
    );
  }

  async history(query: HistoryQuery): Promise<HistoryPage> {
    const rows = this.#shelves.get(query.namespace)?.rows ?? [];
    const before = query.cursor === undefined ? null : decodeCursor(query.cursor);
    const page: StoredRow[] = [];
    for (let i = rows.length - 1; i >= 0 && page.length <= query.limit; i -= 1) {
      const row = rows[i];
      if (!row) continue;
      if (query.memoryId !== undefined && row.memoryId !== query.memoryId) continue;
      if (before && !isBefore(row, before)) continue;
      page.push(row);
    }
    return historyPage(page, query.limit);
  }

  async transaction(
    namespace: string | null,
    by: { id: string } | { idempotencyKey: string },
  ): Promise<Transaction | null> {
    for (const [name, shelf] of this.#shelves) {
      if (namespace !== null && name !== namespace) continue;
      const id = 'id' in by ? by.id : shelf.keys.get(by.idempotencyKey);
      const rows = id === undefined ? undefined : shelf.transactions.get(id);
      if (rows) return transactionOf(rows);
    }
    return null;
  }

  async stats(): Promise<StoreStats> {
    const namespaces = [...this.#shelves].map(([namespace, shelf]): NamespaceStats => {
      const operations = { ADD: 0, UPDATE: 0, DELETE: 0, NOOP: 0 };
      for (const row of shelf.rows) operations[row.operation] += 1;
      const live = shelf.live.size;
      return { namespace, live, closed: shelf.rows.length - live, operations };
    });
    namespaces.sort((a, b) => (a.namespace < b.namespace ? -1 : 1));
    const none = { unreadable: [], bytes: null, embedder: null, layout: null };
    return { namespaces, ...none, schemaVersion: SCHEMA_VERSION };
  }

  fork(options: { clock?: Clock; ids?: IdSource } = {}): ForkableStore {
    const copy = new InMemoryStore(options.clock ?? this.clock, options.ids ?? this.ids);
    copy.#dimension = this.#dimension;
    for (const [namespace, { rows, revision, lastAt }] of this.#shelves) {
      // Rows are closed in place; texts, vectors and words in them are shared.
      const shelf = { ...emptyShelf(), rows: rows.map((row) => ({ ...row })), revision, lastAt };
      reindex(shelf);
      copy.#shelves.set(namespace, shelf);
    }
    return copy;
  }

  async activity(namespace: string): Promise<Activity> {
    return activityOf(this.#shelves.get(namespace)?.rows ?? []);
  }

  async close(): Promise<void> {
    await this.#queue.idle();
  }

  #commit(proposed: ProposedTransaction): Transaction {
    const vectors = proposed.changes.flatMap((change) => ('vector' in change ? [change] : []));
    const dimension = this.#dimension ?? vectors[0]?.vector.length ?? null;
    if (dimension !== null) checkVectors(vectors, dimension);
    const shelf = this.#shelves.get(proposed.namespace) ?? emptyShelf();
    const position = {
      transactionId: this.ids.next(),
      at: Math.max(this.clock.now(), shelf.lastAt + 1),
      revision: shelf.revision + 1,
    };
    // Everything that can fail happens here, before the first change.
    let row = 0;
    const rowId = (): string => `${position.transactionId}:${row++}`;
    const plan = planTransaction(proposed, shelf.newest, position, rowId);
    const inserts = plan.inserts.map((insert): StoredRow => {
      const content = searchableOf(insert);
      return {
        ...insert,
        saidAtMs: insert.saidAt === null ? 0 : epochOf(insert.saidAt),
        speakerKey: insert.speaker === null ? null : speakerKey(insert.speaker),
        bag: content === null ? EMPTY_BAG : bagOf(content),
      };
    });

    this.#dimension = dimension;
    this.#shelves.set(proposed.namespace, shelf);
    for (const insert of inserts) {
      shelf.rows.push(insert);
      if (insert.memoryId === null || insert.operation === 'NOOP') continue;
      const before = shelf.live.get(insert.memoryId);
      if (before) before.validTo = position.at;
      if (insert.validTo === null) shelf.live.set(insert.memoryId, insert);
      else shelf.live.delete(insert.memoryId);
      shelf.newest.set(insert.memoryId, insert);
    }
    shelf.transactions.set(position.transactionId, inserts);
    const key = proposed.idempotencyKey;
    if (key !== undefined && !shelf.keys.has(key)) shelf.keys.set(key, position.transactionId);
    shelf.revision = position.revision;
    shelf.lastAt = position.at;
    return plan.transaction;
  }

  #erase(request: EraseRequest): Transaction {
    const shelf = this.#shelves.get(request.namespace);
    const ids = new Set(request.memoryIds);
    const own = shelf?.rows.filter((row) => row.memoryId !== null && ids.has(row.memoryId)) ?? [];
    if (!shelf) throw unknownMemory(request.memoryIds[0], request.namespace);
    checkErasable(request, own);
    const erasure = erasureOf(request, own);
    shelf.rows = shelf.rows.map((row) => {
      const after = redacted(row, erasure);
      if (!after) return row;
      const wiped = after.validTo !== row.validTo || after.text !== row.text;
      return { ...row, ...after, ...(wiped ? { speakerKey: null, bag: EMPTY_BAG } : {}) };
    });
    const position = {
      transactionId: this.ids.next(),
      at: Math.max(this.clock.now(), shelf.lastAt + 1),
      revision: shelf.revision + 1,
    };
    const inserts = eraseRows(shelf.newest, request, position).map((row): StoredRow => ({
      ...row,
      saidAtMs: 0,
      speakerKey: null,
      bag: EMPTY_BAG,
    }));
    shelf.rows.push(...inserts);
    shelf.revision = position.revision;
    shelf.lastAt = position.at;
    reindex(shelf);
    return transactionOf(inserts);
  }

  #matching(filter: MemoryFilter): StoredRow[] {
    const shelf = this.#shelves.get(filter.namespace);
    if (!shelf) return [];
    const { asOf, since, until } = filter;
    const speaker = filter.speaker === undefined ? undefined : speakerKey(filter.speaker);
    const rows = asOf === undefined ? shelf.live.values() : shelf.rows;
    const matching: StoredRow[] = [];
    for (const row of rows) {
      if (asOf !== undefined && !(row.validFrom <= asOf && asOf < (row.validTo ?? Infinity)))
        continue;
      if (speaker !== undefined && row.speakerKey !== speaker) continue;
      if (since !== undefined && row.saidAtMs < since) continue;
      if (until !== undefined && row.saidAtMs >= until) continue;
      matching.push(row);
    }
    return matching;
  }
}

/** Rows were exchanged for others: what points to them is made anew. */
function reindex(shelf: Shelf): void {
  shelf.live.clear();
  shelf.newest.clear();
  shelf.transactions.clear();
  shelf.keys.clear();
  for (const row of shelf.rows) {
    const rows = shelf.transactions.get(row.transactionId);
    if (rows) rows.push(row);
    else shelf.transactions.set(row.transactionId, [row]);
    const key = row.idempotencyKey;
    if (key !== null && !shelf.keys.has(key)) shelf.keys.set(key, row.transactionId);
    if (row.memoryId === null || row.operation === 'NOOP') continue;
    if (row.validTo === null) shelf.live.set(row.memoryId, row);
    shelf.newest.set(row.memoryId, row);
  }
}

const EMPTY_BAG: Bag = { counts: new Map(), length: 0 };

function emptyShelf(): Shelf {
  return {
    rows: [],
    live: new Map(),
    newest: new Map(),
    transactions: new Map(),
    keys: new Map(),
    revision: 0,
    lastAt: -Infinity,
  };
}
