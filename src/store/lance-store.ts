import { join } from 'node:path';
import { MemoryR1Error } from '../errors.js';
import type { Clock, IdSource } from '../memory/clock.js';
import type { EpochMs, Memory, ScoredMemory, Transaction } from '../memory/records.js';
import { damageError, mayBeDamage } from './damage.js';
import { isMissingFile, storeFailure } from './failure.js';
import { integer, liveAt, literal, oneOf, whereOf } from './filter.js';
import { folderBytes, folderExists, isRemote, makeFolder } from './folder.js';
import { decodeCursor, historyPage } from './history.js';
import { ensureIndexes } from './indexes.js';
import { LanceTable } from './lance-table.js';
import { countNamespaces, findTransaction, newestRows, searchTable } from './lance-reads.js';
import { FolderLocks, type HeldLock } from './lock.js';
import { KeyedQueue } from './queue.js';
import { migrate, needsMigration } from './migrations.js';
import { checkErasable, erasureOf, eraseRows, redacted, traces } from './redaction.js';
import { checkVectors, memoryOf, planTransaction, type Row, transactionOf } from './rows.js';
import { checkEmbedder, PLAIN_COLUMNS } from './schema.js';
import { SCHEMA_VERSION } from './schema-version.js';
import { Scrubber } from './scrub.js';
import type {
  EraseRequest,
  HistoryPage,
  HistoryQuery,
  MemoryFilter,
  MemoryStore,
  ProposedTransaction,
  SearchQuery,
  StoreStats,
  Writer,
} from './store.js';
import { Upkeep } from './upkeep.js';
import { withWriter } from './writer.js';

export interface LanceStoreOptions {
  /** A folder, or a URI that LanceDB knows (`s3://…`, `db://…`). */
  uri: string;
  /** Where lock files go; default: `locks` in the folder, none for other URIs. */
  locksFolder?: string;
  clock: Clock;
  ids: IdSource;
  embedder: { readonly name: string; dimension(): Promise<number> };
  /** Closed versions are kept this long; default: for ever. */
  retentionMs?: number | null;
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

interface Written {
  transaction: Transaction;
  tableVersion: number;
}

/** A reader that pruning overtook starts again at the newest version. */
const READ_ATTEMPTS = 4;
/** Look-ups of transactions that are remembered while the table stays as it is. */
const KNOWN_LOOKUPS = 100;

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
  readonly #scrubber: Scrubber;
  readonly #upkeep: Upkeep;
  /** `remember` asks for its idempotency key before it decides, and again inside the lock. */
  readonly #lookups = new Map<string, { tableVersion: number; found: Transaction | null }>();
  #closed = false;
  #prepared = false;

  constructor(options: LanceStoreOptions) {
    this.#options = options;
    const folder =
      options.locksFolder ?? (isRemote(options.uri) ? null : join(options.uri, 'locks'));
    this.#locks = folder === null ? null : new FolderLocks(folder);
    this.#scrubber = new Scrubber(options.uri, this.#locks);
    this.#upkeep = new Upkeep({
      table: () => this.#table,
      locks: this.#locks,
      scrubber: this.#scrubber,
      clock: options.clock,
      retentionMs: options.retentionMs ?? null,
      log: options.log,
    });
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
    let erased = false;
    const run = async (): Promise<T> => {
      if (!isRemote(this.#options.uri)) await makeFolder(this.#options.uri);
      const lock = await this.#locks?.acquireBehindGate(namespace, signal);
      try {
        let head = await this.#onTable<Head | null>(null, async (table) => {
          await table.refresh();
          return this.#head(table, namespace);
        });
        const written = ({ transaction, tableVersion }: Written): Transaction => {
          head = { tableVersion, revision: transaction.revision, at: transaction.at };
          this.#heads.set(namespace, head);
          this.#upkeep.committed();
          return transaction;
        };
        return await withWriter(namespace, work, () => head?.revision ?? 0, {
          commit: async (proposed) => written(await this.#commit(proposed, head, lock)),
          erase: async (request) => {
            erased = true;
            return written(await this.#erase(request, head, lock));
          },
        });
      } finally {
        await lock?.release();
      }
    };
    const result = await this.#queue.run(namespace, run, signal);
    // After the lock: scrubbing waits until nobody writes anywhere.
    if (erased) await this.#onTable(undefined, async (table) => this.#scrubber.scrub(table));
    return result;
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
    return this.#read(null, async (table) => {
      const tableVersion = await table.version();
      const question = JSON.stringify([namespace, by]);
      const known = this.#lookups.get(question);
      if (known?.tableVersion === tableVersion) return known.found;
      const found = await findTransaction(table, namespace, by);
      if (this.#lookups.size >= KNOWN_LOOKUPS) this.#lookups.clear();
      this.#lookups.set(question, { tableVersion, found });
      return found;
    });
  }

  async stats(): Promise<StoreStats> {
    const { uri } = this.#options;
    const local = !isRemote(uri) && (await folderExists(uri));
    const bytes = local ? await folderBytes(uri) : null;
    const none = {
      namespaces: [],
      layout: null,
      bytes,
      embedder: null,
      schemaVersion: SCHEMA_VERSION,
    };
    return this.#read<StoreStats>(none, async (table) => ({
      namespaces: await countNamespaces(table),
      layout: await table.layout(),
      bytes,
      embedder: { name: table.mark.name, dimension: table.mark.dimension },
      schemaVersion: table.mark.schemaVersion,
    }));
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#queue.idle();
    await this.#opening?.catch(() => null);
    await this.#upkeep.stop();
    this.#table?.close();
    this.#table = null;
  }

  async #commit(
    proposed: ProposedTransaction,
    head: Head | null,
    lock: HeldLock | undefined,
  ): Promise<Written> {
    const { clock, ids } = this.#options;
    try {
      const table = (await this.#open()) ?? (await this.#create());
      await this.#prepare(table);
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
      throw await this.#explained(error);
    }
  }

  async #erase(
    request: EraseRequest,
    head: Head | null,
    lock: HeldLock | undefined,
  ): Promise<Written> {
    const { clock, ids } = this.#options;
    try {
      const table = await this.#open();
      const within = `namespace = ${literal(request.namespace)}`;
      const mine = `${within} AND ${oneOf('memory_id', request.memoryIds)}`;
      const own = (await table?.rows({ where: mine })) ?? [];
      checkErasable(request, own);
      if (!table) throw new MemoryR1Error('internal', 'no-table', 'Rows came from no table.');
      const erasure = erasureOf(request, own);
      const telling = traces(erasure).flatMap((piece) =>
        ['text', 'previous_text', 'reason', 'source', 'idempotency_key'].map(
          (column) => `contains(${column}, ${literal(piece)})`,
        ),
      );
      const equal = oneOf('text', [...erasure.texts]);
      const columns = [...PLAIN_COLUMNS, 'vector'];
      const suspects = await table.rows({
        where: `${within} AND (${[oneOf('memory_id', request.memoryIds), equal, ...telling].join(' OR ')})`,
        columns,
      });
      const latest = new Map<string, Row>();
      for (const row of own) {
        const id = row.memoryId ?? '';
        if ((row.version ?? 0) > (latest.get(id)?.version ?? 0)) latest.set(id, row);
      }
      const inserts = eraseRows(latest, request, {
        transactionId: ids.next(),
        at: Math.max(clock.now(), (head?.at ?? NO_TIME) + 1),
        revision: (head?.revision ?? 0) + 1,
      });
      await this.#scrubber.announce();
      await table.write(
        suspects.flatMap((row) => redacted(row, erasure) ?? []),
        inserts,
        async () => lock?.verify(),
      );
      return { transaction: transactionOf(inserts), tableVersion: await table.version() };
    } catch (error) {
      throw await this.#explained(error);
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
    for (let attempt = 1; ; attempt += 1) {
      try {
        const table = await this.#open();
        if (!table) return empty;
        checkEmbedder(await table.freshMark(), this.#options.embedder.name, this.#options.uri);
        return await work(table);
      } catch (error) {
        if (!isMissingFile(error) || attempt >= READ_ATTEMPTS) throw await this.#explained(error);
        await this.#table?.refresh().catch(() => undefined);
      }
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
    this.#upkeep.opened();
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
      await ensureIndexes(table);
      return table;
    } finally {
      await lock?.release();
    }
  }

  /**
   * Before the first commit of a process: the table may be of an older format, or without its index where
   * a process died between making the two (words are not stemmed then).
   */
  async #prepare(table: LanceTable): Promise<void> {
    if (this.#prepared) return;
    if (!(await table.hasTextIndex())) await this.#create();
    if (needsMigration(table)) {
      const lock = await this.#locks?.acquire(TABLE_LOCK);
      try {
        await migrate(table);
      } finally {
        await lock?.release();
      }
    }
    this.#prepared = true;
  }

  /** The error that callers get; looks for damaged files where that may be why. */
  async #explained(error: unknown): Promise<MemoryR1Error> {
    const { uri } = this.#options;
    const damage = mayBeDamage(error) ? await damageError(uri, error) : null;
    return damage ?? storeFailure(error, uri);
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
