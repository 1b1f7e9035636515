import { join } from 'node:path';
import { MemoryR1Error, messageOf } from '../errors.js';
import type { Clock, IdSource } from '../memory/clock.js';
import type { EpochMs, Memory, ScoredMemory, Transaction } from '../memory/records.js';
import { isCommitConflict, storeFailure } from './failure.js';
import { integer, liveAt, literal, oneOf, whereOf } from './filter.js';
import { folderBytes, folderExists, isRemote, makeFolder } from './folder.js';
import { decodeCursor, historyPage } from './history.js';
import { LanceTable } from './lance-table.js';
import { countNamespaces, newestRows, searchTable } from './lance-reads.js';
import { FolderLocks, type HeldLock } from './lock.js';
import { KeyedQueue } from './queue.js';
import { checkVectors, memoryOf, planTransaction, transactionOf } from './rows.js';
import { checkEmbedder } from './schema.js';
import { SCHEMA_VERSION } from './schema-version.js';
import type {
  HistoryPage,
  HistoryQuery,
  MemoryFilter,
  MemoryStore,
  ProposedTransaction,
  SearchQuery,
  StoreStats,
  Writer,
} from './store.js';
import { withWriter } from './writer.js';

export interface LanceStoreOptions {
  /** A folder, or a URI that LanceDB knows (`s3://…`, `db://…`). */
  uri: string;
  /** Where lock files go; default: `locks` in the folder, none for other URIs. */
  locksFolder?: string;
  clock: Clock;
  ids: IdSource;
  embedder: { readonly name: string; dimension(): Promise<number> };
  log?: { warn(message: string): void };
}

/** The lock that is held while the table is made; no namespace begins with a dot. */
const TABLE_LOCK = '.table';

/** The newest transaction of a namespace, as of a version of the table. */
interface Head {
  tableVersion: number;
  revision: number;
  at: EpochMs;
}
const NO_TIME = -Infinity;

/** Commits of this process between two rounds of upkeep. */
const COMMITS_PER_UPKEEP = 50;

/** The ledger in LanceDB. Does no I/O before the first call. */
export function openLanceStore(options: LanceStoreOptions): MemoryStore {
  return new LanceStore(options);
}

class LanceStore implements MemoryStore {
  readonly #options: LanceStoreOptions;
  readonly #queue = new KeyedQueue();
  readonly #locks: FolderLocks | null;
  readonly #heads = new Map<string, Head>();
  #table: LanceTable | null = null;
  #opening: Promise<LanceTable | null> | null = null;
  #closed = false;
  #commits = 0;
  #upkeep: Promise<void> | null = null;

  constructor(options: LanceStoreOptions) {
    this.#options = options;
    const folder =
      options.locksFolder ?? (isRemote(options.uri) ? null : join(options.uri, 'locks'));
    this.#locks = folder === null ? null : new FolderLocks(folder);
  }

  async search(query: SearchQuery): Promise<ScoredMemory[]> {
    if (query.limit <= 0 || (query.vector === undefined && query.text === undefined)) return [];
    return this.#read([], (table) => searchTable(table, query));
  }

  async get(namespace: string, ids: readonly string[], asOf?: EpochMs): Promise<Memory[]> {
    if (ids.length === 0) return [];
    return this.#read([], async (table) => {
      const rows = await table.rows({
        where: `namespace = ${literal(namespace)} AND (${liveAt(asOf)}) AND ${oneOf('memory_id', ids)}`,
      });
      const found = new Map(rows.map((row) => [row.memoryId, memoryOf(row)]));
      return [...new Set(ids)].flatMap((id) => found.get(id) ?? []);
    });
  }

  async list(filter: MemoryFilter, page: { offset: number; limit: number }): Promise<Memory[]> {
    if (page.limit <= 0) return [];
    return this.#read([], async (table) => {
      const rows = await table.rows({
        where: whereOf(filter),
        order: [
          { column: 'said_at', ascending: true },
          { column: 'memory_id', ascending: true },
        ],
        ...page,
      });
      return rows.map(memoryOf);
    });
  }

  async revision(namespace: string): Promise<number> {
    return this.#read(0, async (table) => (await this.#head(table, namespace)).revision);
  }

  async exclusive<T>(
    namespace: string,
    work: (writer: Writer) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    this.#checkOpen();
    const run = async (): Promise<T> => {
      if (!isRemote(this.#options.uri)) await makeFolder(this.#options.uri);
      const lock = await this.#locks?.acquire(namespace, signal);
      try {
        let head = await this.#onTable<Head | null>(null, async (table) => {
          await table.refresh();
          return this.#head(table, namespace);
        });
        return await withWriter(
          namespace,
          work,
          () => head?.revision ?? 0,
          async (proposed) => {
            const { transaction, tableVersion } = await this.#commit(proposed, head, lock);
            head = { tableVersion, revision: transaction.revision, at: transaction.at };
            this.#heads.set(namespace, head);
            this.#scheduleUpkeep();
            return transaction;
          },
        );
      } finally {
        await lock?.release();
      }
    };
    return this.#queue.run(namespace, run, signal);
  }

  async history(query: HistoryQuery): Promise<HistoryPage> {
    const where = [`namespace = ${literal(query.namespace)}`];
    if (query.memoryId !== undefined) where.push(`memory_id = ${literal(query.memoryId)}`);
    if (query.cursor !== undefined) {
      const { revision, seq } = decodeCursor(query.cursor);
      const [r, s] = [integer(revision), integer(seq)];
      where.push(`(revision < ${r} OR (revision = ${r} AND seq < ${s}))`);
    }
    return this.#read({ entries: [], nextCursor: null }, async (table) => {
      const rows = await table.rows({
        where: where.join(' AND '),
        order: [
          { column: 'revision', ascending: false },
          { column: 'seq', ascending: false },
        ],
        limit: query.limit + 1,
      });
      return historyPage(rows, query.limit);
    });
  }

  async transaction(
    namespace: string | null,
    by: { id: string } | { idempotencyKey: string },
  ): Promise<Transaction | null> {
    const where = [
      'id' in by
        ? `transaction_id = ${literal(by.id)}`
        : `idempotency_key = ${literal(by.idempotencyKey)}`,
    ];
    if (namespace !== null) where.push(`namespace = ${literal(namespace)}`);
    return this.#read(null, async (table) => {
      const rows = await table.rows({
        where: where.join(' AND '),
        order: [
          { column: 'revision', ascending: true },
          { column: 'seq', ascending: true },
        ],
      });
      const first = rows[0]?.transactionId;
      const own = rows.filter((row) => row.transactionId === first);
      return own.length === 0 ? null : transactionOf(own);
    });
  }

  async stats(): Promise<StoreStats> {
    const { uri } = this.#options;
    const local = !isRemote(uri) && (await folderExists(uri));
    const bytes = local ? await folderBytes(uri) : null;
    const none = { namespaces: [], bytes, embedder: null, schemaVersion: SCHEMA_VERSION };
    return this.#read<StoreStats>(none, async (table) => ({
      namespaces: await countNamespaces(table),
      bytes,
      embedder: table.mark,
      schemaVersion: SCHEMA_VERSION,
    }));
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#queue.idle();
    await this.#opening?.catch(() => null);
    await this.#upkeep;
    this.#table?.close();
    this.#table = null;
  }

  async #commit(
    proposed: ProposedTransaction,
    head: Head | null,
    lock: HeldLock | undefined,
  ): Promise<{ transaction: Transaction; tableVersion: number }> {
    const { uri, clock, ids } = this.#options;
    try {
      const table = (await this.#open()) ?? (await this.#create());
      const vectors = proposed.changes.flatMap((change) => ('vector' in change ? [change] : []));
      checkVectors(vectors, table.mark.dimension);
      const before = await newestRows(table, proposed);
      const transactionId = ids.next();
      let count = 0;
      const plan = planTransaction(
        proposed,
        before,
        {
          transactionId,
          at: Math.max(clock.now(), (head?.at ?? NO_TIME) + 1),
          revision: (head?.revision ?? 0) + 1,
        },
        () => `${transactionId}:${count++}`,
      );
      const closing = new Set(plan.closes);
      const closed = [...before.values()].filter((row) => closing.has(row.rowId));
      await table.write(
        closed.map((row) => ({ ...row, validTo: plan.transaction.at })),
        plan.inserts,
        async () => lock?.verify(),
      );
      return { transaction: plan.transaction, tableVersion: await table.version() };
    } catch (error) {
      throw storeFailure(error, uri);
    }
  }

  async #head(table: LanceTable, namespace: string): Promise<Head> {
    const tableVersion = await table.version();
    const known = this.#heads.get(namespace);
    if (known?.tableVersion === tableVersion) return known;
    const [newest] = await table.rows({
      where: `namespace = ${literal(namespace)} AND revision > ${integer(known?.revision ?? 0)}`,
      order: [{ column: 'revision', ascending: false }],
      limit: 1,
    });
    const head = {
      tableVersion,
      revision: newest?.revision ?? known?.revision ?? 0,
      at: newest?.validFrom ?? known?.at ?? NO_TIME,
    };
    // A slower reader must not put an older head in place of a newer one.
    if (head.revision >= (this.#heads.get(namespace)?.revision ?? 0))
      this.#heads.set(namespace, head);
    return head;
  }

  async #read<T>(empty: T, work: (table: LanceTable) => Promise<T>): Promise<T> {
    this.#checkOpen();
    return this.#onTable(empty, work);
  }

  /** Runs what needs the table; `empty` where nothing was ever written. */
  async #onTable<T>(empty: T, work: (table: LanceTable) => Promise<T>): Promise<T> {
    try {
      const table = await this.#open();
      return table ? await work(table) : empty;
    } catch (error) {
      throw storeFailure(error, this.#options.uri);
    }
  }

  async #open(): Promise<LanceTable | null> {
    if (this.#table) return this.#table;
    // One attempt at a time; one that found nothing is repeated by the next call.
    this.#opening ??= this.#tryOpen().finally(() => {
      this.#opening = null;
    });
    return this.#opening;
  }

  async #tryOpen(): Promise<LanceTable | null> {
    const { uri, embedder } = this.#options;
    // LanceDB would make the folder, with other rights than ours.
    if (!isRemote(uri) && !(await folderExists(uri))) return null;
    const table = await LanceTable.open(uri);
    if (!table) return null;
    try {
      checkEmbedder(table.mark, embedder.name, uri);
    } catch (error) {
      table.close();
      throw error;
    }
    this.#table = table;
    return table;
  }

  async #create(): Promise<LanceTable> {
    const { uri, embedder } = this.#options;
    const lock = await this.#locks?.acquire(TABLE_LOCK);
    try {
      const mark = { name: embedder.name, dimension: await embedder.dimension() };
      if (!(await this.#open())) await LanceTable.create(uri, mark);
      const table = await this.#open();
      if (!table)
        throw new MemoryR1Error('internal', 'no-table', 'The table was made and is not there.');
      if (!(await table.hasTextIndex())) await table.createTextIndex();
      return table;
    } finally {
      await lock?.release();
    }
  }

  /** Every commit leaves a small fragment, and reads open all of them: now and then they are merged. */
  #scheduleUpkeep(): void {
    this.#commits += 1;
    if (this.#commits % COMMITS_PER_UPKEEP !== 0 || !this.#table || this.#upkeep) return;
    this.#upkeep = this.#table
      .optimize()
      .catch((error: unknown) => {
        // A commit came in between, most likely; the next turn does it.
        if (!isCommitConflict(error)) this.#options.log?.warn(`upkeep failed: ${messageOf(error)}`);
      })
      .finally(() => {
        this.#upkeep = null;
      });
  }

  #checkOpen(): void {
    if (this.#closed) {
      throw new MemoryR1Error(
        'internal',
        'store-closed',
        'The store was used after it was closed.',
      );
    }
  }
}
