import { MemoryR1Error, messageOf } from '../errors.js';
import type { Clock, IdSource } from '../memory/clock.js';
import type { EpochMs, Memory, ScoredMemory, Transaction } from '../memory/records.js';
import { type Activity, activityOf } from './activity.js';
import { explainedError } from './damage.js';
import { isMissingFile } from './failure.js';
import { integer, literal, liveAt, oneOf, whereOf } from './filter.js';
import { folderBytes, folderExists, isRemote, makeFolder } from './folder.js';
import { decodeCursor, historyPage } from './history.js';
import { LanceDatabase, tableNameOf } from './lance-database.js';
import type { LanceTable } from './lance-table.js';
import { countRows, lifetimes, searchTable } from './lance-reads.js';
import { behindLock, type HeldLock, type Locks } from './lock.js';
import { joinLayouts, locksOf } from './maintenance.js';
import { migrateStore, SINGLE_TABLE } from './migrations.js';
import { isLockLost, NamespaceLedger, NO_HEAD } from './namespace-ledger.js';
import { KeyedQueue } from './queue.js';
import { unknownMemory } from './redaction.js';
import { memoryOf } from './rows.js';
import { checkEmbedder, checkImported } from './schema.js';
import { SCHEMA_VERSION } from './schema-version.js';
import { Scrubber } from './scrub.js';
import type {
  HistoryPage,
  HistoryQuery,
  MemoryFilter,
  MemoryStore,
  SearchQuery,
  StoreLayout,
  StoreStats,
  Writer,
} from './store.js';
import { Upkeep } from './upkeep.js';
import { withWriter } from './writer.js';

export interface LanceStoreOptions {
  /** A folder, or a URI that LanceDB knows (`s3://…`, `db://…`). */
  uri: string;
  clock: Clock;
  ids: IdSource;
  embedder: { readonly name: string; dimension(): Promise<number> };
  /** Closed versions are kept this long; default: for ever. */
  retentionMs?: number | null;
  log?: { warn(message: string): void };
}

/** A reader that pruning overtook starts again at the newest version. */
const READ_ATTEMPTS = 4;
/** A writer that stood still and lost its lock starts again. */
const WRITE_ATTEMPTS = 4;

/** The ledger in LanceDB. Does no I/O before the first call. */
export function openLanceStore(options: LanceStoreOptions): MemoryStore {
  return new LanceStore(options);
}

class LanceStore implements MemoryStore {
  readonly #options: LanceStoreOptions;
  readonly #queue = new KeyedQueue();
  readonly #locks: Locks;
  readonly #scrubber: Scrubber;
  readonly #upkeep: Upkeep;
  /** By name of the table. */
  readonly #ledgers = new Map<string, NamespaceLedger>();
  readonly #opening = new Map<string, Promise<NamespaceLedger | null>>();
  #database: Promise<LanceDatabase | null> | null = null;
  #closed = false;

  constructor(options: LanceStoreOptions) {
    this.#options = options;
    this.#locks = locksOf(options.uri);
    this.#scrubber = new Scrubber(options.uri, this.#locks);
    this.#upkeep = new Upkeep({
      locks: this.#locks,
      scrubber: this.#scrubber,
      clock: options.clock,
      retentionMs: options.retentionMs ?? null,
      tables: async () => (await this.#db())?.tableNames() ?? [],
      open: async (name) => (await this.#ledger(name))?.table ?? null,
      log: options.log,
    });
  }

  async search(query: SearchQuery): Promise<ScoredMemory[]> {
    if (query.limit <= 0 || (query.vector === undefined && query.text === undefined)) return [];
    return this.#read(tableNameOf(query.namespace), [], ({ table }) => searchTable(table, query));
  }

  async get(namespace: string, ids: readonly string[], asOf?: EpochMs): Promise<Memory[]> {
    if (ids.length === 0) return [];
    return this.#read(tableNameOf(namespace), [], async ({ table }) => {
      const rows = await table.rows({ where: `(${liveAt(asOf)}) AND ${oneOf('memory_id', ids)}` });
      const found = new Map(rows.map((row) => [row.memoryId, memoryOf(row)]));
      return [...new Set(ids)].flatMap((id) => found.get(id) ?? []);
    });
  }

  async list(filter: MemoryFilter, page: { offset: number; limit: number }): Promise<Memory[]> {
    if (page.limit <= 0) return [];
    return this.#read(tableNameOf(filter.namespace), [], async ({ table }) => {
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
    return this.#read(tableNameOf(namespace), 0, async (ledger) => (await ledger.head()).revision);
  }

  async exclusive<T>(
    namespace: string,
    work: (writer: Writer) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    this.#checkOpen();
    return this.#queue.run(namespace, () => this.#repeated(namespace, work, signal), signal);
  }

  async history(query: HistoryQuery): Promise<HistoryPage> {
    const where = query.memoryId === undefined ? [] : [`memory_id = ${literal(query.memoryId)}`];
    if (query.cursor !== undefined) {
      const { revision, seq } = decodeCursor(query.cursor);
      const [r, s] = [integer(revision), integer(seq)];
      where.push(`(revision < ${r} OR (revision = ${r} AND seq < ${s}))`);
    }
    return this.#read(
      tableNameOf(query.namespace),
      { entries: [], nextCursor: null },
      async ({ table }) => {
        const rows = await table.rows({
          ...(where.length === 0 ? {} : { where: where.join(' AND ') }),
          order: [
            { column: 'revision', ascending: false },
            { column: 'seq', ascending: false },
          ],
          limit: query.limit + 1,
        });
        return historyPage(rows, query.limit);
      },
    );
  }

  async transaction(
    namespace: string | null,
    by: { id: string } | { idempotencyKey: string },
  ): Promise<Transaction | null> {
    if (namespace !== null)
      return this.#read(tableNameOf(namespace), null, (ledger) => ledger.transaction(by));
    this.#checkOpen();
    // Those in use first: what is to be undone has mostly just been done.
    const all = (await (await this.#db())?.tableNames()) ?? [];
    const names = new Set([...this.#ledgers.keys(), ...all]);
    let failure: Error | null = null;
    for (const name of names) {
      try {
        const found = await this.#read(name, null, (ledger) => ledger.transaction(by));
        if (found) return found;
      } catch (error) {
        failure ??= error as Error;
      }
    }
    // It may be where nothing could be read.
    if (failure) throw failure;
    return null;
  }

  async stats(): Promise<StoreStats> {
    this.#checkOpen();
    const { uri } = this.#options;
    const local = !isRemote(uri) && (await folderExists(uri));
    const stats: StoreStats = {
      namespaces: [],
      unreadable: [],
      layout: null,
      bytes: local ? await folderBytes(uri) : null,
      embedder: null,
      schemaVersion: SCHEMA_VERSION,
    };
    const layouts: StoreLayout[] = [];
    const database = await this.#db();
    for (const name of (await database?.tableNames()) ?? []) {
      let namespace = name;
      try {
        const table = await database?.openByName(name);
        if (!table) continue;
        try {
          namespace = table.mark.namespace;
          checkImported(table.mark, uri);
          checkEmbedder(table.mark, this.#options.embedder.name, uri);
          stats.embedder ??= { name: table.mark.name, dimension: table.mark.dimension };
          stats.namespaces.push(await countRows(table));
          layouts.push(await table.layout());
        } finally {
          table.close();
        }
      } catch (error) {
        const problem = messageOf(await explainedError(uri, error, name));
        stats.unreadable.push({ namespace, problem });
      }
    }
    stats.namespaces.sort((a, b) => (a.namespace < b.namespace ? -1 : 1));
    if (layouts.length > 0) stats.layout = joinLayouts(layouts);
    return stats;
  }

  async activity(namespace: string): Promise<Activity> {
    return this.#read(tableNameOf(namespace), activityOf([]), async ({ table }) =>
      activityOf(await lifetimes(table)),
    );
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#queue.idle();
    await Promise.allSettled(this.#opening.values());
    await this.#upkeep.stop();
    for (const { table } of this.#ledgers.values()) table.close();
    this.#ledgers.clear();
    (await this.#database?.catch(() => null))?.close();
  }

  /** Once is enough, unless this process stands still so long that another takes its lock over. */
  async #repeated<T>(
    namespace: string,
    work: (writer: Writer) => Promise<T>,
    signal: AbortSignal | undefined,
  ): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#once(namespace, work, signal);
      } catch (error) {
        if (!isLockLost(error) || attempt >= WRITE_ATTEMPTS) throw error;
      }
    }
  }

  async #once<T>(
    namespace: string,
    work: (writer: Writer) => Promise<T>,
    signal: AbortSignal | undefined,
  ): Promise<T> {
    const { uri } = this.#options;
    const name = tableNameOf(namespace);
    if (!isRemote(uri)) await makeFolder(uri);
    const locked = async (lock: HeldLock): Promise<T> => {
      let head = await this.#onLedger(name, NO_HEAD, async (ledger) => {
        await ledger.table.refresh();
        return ledger.head();
      });
      const guard = (): Promise<void> => lock.verify();
      const written = async (
        ledger: NamespaceLedger,
        write: () => Promise<Transaction>,
      ): Promise<Transaction> => {
        try {
          const transaction = await write();
          head = await ledger.head();
          this.#upkeep.committed(ledger.table);
          return transaction;
        } catch (error) {
          throw await explainedError(uri, error, name);
        }
      };
      let erased: LanceTable | null = null;
      const result = await withWriter(namespace, work, () => head.revision, {
        commit: async (proposed) => {
          const ledger = await this.#writable(namespace, lock);
          return written(ledger, () => ledger.commit(proposed, head, guard));
        },
        erase: async (request) => {
          const ledger = await this.#ledger(name);
          if (!ledger) throw unknownMemory(request.memoryIds[0], namespace);
          const announce = (): Promise<void> => this.#scrubber.announce(namespace);
          const made = await written(ledger, () => ledger.erase(request, head, guard, announce));
          erased = ledger.table;
          return made;
        },
      });
      if (erased) await this.#scrubber.scrub(erased);
      return result;
    };
    return behindLock(this.#locks, namespace, locked, signal);
  }

  async #read<T>(
    name: string,
    empty: T,
    work: (ledger: NamespaceLedger) => Promise<T>,
  ): Promise<T> {
    this.#checkOpen();
    return this.#onLedger(name, empty, work);
  }

  /** Runs what needs a namespace's table; `empty` where nothing was ever written to it. */
  async #onLedger<T>(
    name: string,
    empty: T,
    work: (ledger: NamespaceLedger) => Promise<T>,
  ): Promise<T> {
    const { uri, embedder } = this.#options;
    for (let attempt = 1; ; attempt += 1) {
      try {
        const ledger = await this.#ledger(name);
        if (!ledger) return empty;
        const mark = await ledger.table.freshMark();
        checkImported(mark, uri);
        checkEmbedder(mark, embedder.name, uri);
        return await work(ledger);
      } catch (error) {
        if (!isMissingFile(error) || attempt >= READ_ATTEMPTS)
          throw await explainedError(uri, error, name);
        await this.#ledgers
          .get(name)
          ?.table.refresh()
          .catch(() => undefined);
      }
    }
  }

  /** The ledger of a namespace, made where it is not there yet; callers hold the namespace's lock. */
  async #writable(namespace: string, lock: HeldLock): Promise<NamespaceLedger> {
    const { uri, embedder } = this.#options;
    const name = tableNameOf(namespace);
    try {
      if (!(await this.#ledger(name))) {
        const mark = { name: embedder.name, dimension: await embedder.dimension() };
        await lock.verify();
        await (await this.#db())?.create(namespace, mark);
      }
      const ledger = await this.#ledger(name);
      if (!ledger) throw new MemoryR1Error('internal', 'no-table', 'A new table is not there.');
      await ledger.prepare();
      return ledger;
    } catch (error) {
      throw await explainedError(uri, error, name);
    }
  }

  /** One attempt at a time for each; one that found nothing is repeated by the next call. */
  async #ledger(name: string): Promise<NamespaceLedger | null> {
    const known = this.#ledgers.get(name);
    if (known) return known;
    let opening = this.#opening.get(name);
    if (!opening) {
      opening = this.#openLedger(name).finally(() => {
        this.#opening.delete(name);
      });
      this.#opening.set(name, opening);
    }
    return opening;
  }

  async #openLedger(name: string): Promise<NamespaceLedger | null> {
    const { clock, ids } = this.#options;
    const database = await this.#db();
    const table = await database?.openByName(name);
    if (!database || !table) return null;
    const ledger = new NamespaceLedger(table, { clock, ids, database });
    this.#ledgers.set(name, ledger);
    this.#upkeep.opened(table);
    return ledger;
  }

  /** The store, in the current format; null where there is none yet, which the next call looks at again. */
  async #db(): Promise<LanceDatabase | null> {
    this.#database ??= this.#openDatabase();
    try {
      const opened = await this.#database;
      if (!opened) this.#database = null;
      return opened;
    } catch (error) {
      this.#database = null;
      throw await explainedError(this.#options.uri, error, SINGLE_TABLE);
    }
  }

  async #openDatabase(): Promise<LanceDatabase | null> {
    const database = await LanceDatabase.open(this.#options.uri);
    try {
      if (database) await migrateStore(database, this.#locks);
      return database;
    } catch (error) {
      database?.close();
      throw error;
    }
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
