import { inputError, providerError } from '../errors.js';
import { openOrMake, ROWS_PER_COMMIT, tableOf } from './bulk.js';
import { storeFailure } from './failure.js';
import { ensureIndexes } from './indexes.js';
import type { LanceDatabase } from './lance-database.js';
import type { LanceTable } from './lance-table.js';
import { behindLock, type HeldLock, type Locks } from './lock.js';
import { locksOf } from './maintenance.js';
import { migrateStore } from './migrations.js';
import type { Row } from './rows.js';
import {
  checkEmbedder,
  type EmbedderMark,
  IMPORTED,
  IMPORTING,
  MARK,
  VERSION_COLUMN,
} from './schema.js';

const IMPORT_LOCK = '.import';

export interface HistoryImportOptions {
  uri: string;
  embedder: EmbedderMark;
  /** Every namespace that the file has rows of. */
  namespaces: readonly string[];
  /** Tells this file from others: an import that was interrupted goes on with the same one only. */
  digest: string;
}

/**
 * Rows of another ledger on their way into namespaces that hold nothing yet. Their tables are marked
 * until everything is there: nobody reads or writes them before, and the same import goes on where it
 * was interrupted.
 */
export class HistoryImport {
  readonly #tables = new Map<string, { table: LanceTable; there: Set<string> }>();
  #waiting = new Map<string, Row[]>();
  #count = 0;

  private constructor(
    private readonly options: HistoryImportOptions,
    private readonly database: LanceDatabase,
    private readonly lock: HeldLock,
  ) {}

  /**
   * @throws MemoryR1Error `not-empty` where one of the namespaces holds memories, `import-running`, or
   * `other-import` where the import of another file into one of them was interrupted
   */
  static async begin(options: HistoryImportOptions): Promise<HistoryImport> {
    const { uri } = options;
    const locks = locksOf(uri);
    const database = await openOrMake(uri);
    let lock: HeldLock | null = null;
    try {
      lock = await locks.tryAcquire(IMPORT_LOCK);
      if (!lock) throw providerError('import-running', `Another process is importing into ${uri}.`);
      await migrateStore(database, locks);
      const own = new HistoryImport(options, database, lock);
      await own.#claim(locks);
      return own;
    } catch (error) {
      await lock?.release();
      database.close();
      throw storeFailure(error, uri);
    }
  }

  /** True where the row is stored already, by an attempt that was interrupted. */
  has(row: { namespace: string; rowId: string }): boolean {
    const own = this.#tables.get(row.namespace);
    return own === undefined || own.there.has(row.rowId);
  }

  async add(row: Row): Promise<void> {
    const rows = this.#waiting.get(row.namespace) ?? [];
    rows.push(row);
    this.#waiting.set(row.namespace, rows);
    this.#count += 1;
    if (this.#count >= ROWS_PER_COMMIT) await this.#flush();
  }

  /** Call when every row was added: from now on the namespaces are there. */
  async finish(): Promise<void> {
    await this.#flush();
    for (const { table } of this.#tables.values()) await ensureIndexes(table);
    for (const { table } of this.#tables.values()) await this.#mark(table, IMPORTED);
  }

  async close(): Promise<void> {
    for (const { table } of this.#tables.values()) table.close();
    this.database.close();
    await this.lock.release();
  }

  async #claim(locks: Locks): Promise<void> {
    const { uri, embedder, namespaces } = this.options;
    // All are looked at before the first is marked.
    for (const mark of [false, true]) {
      for (const namespace of namespaces) {
        await behindLock(locks, namespace, async () => {
          const found = await this.database.open(namespace);
          if (found) checkEmbedder(found.mark, embedder.name, uri);
          const state = await this.#state(found);
          if (!mark || state === 'done') {
            found?.close();
            return;
          }
          const table = found ?? (await tableOf(this.database, namespace, embedder));
          if (state === 'new') await this.#mark(table, IMPORTING);
          const there = new Set<string>();
          await table.scan(['row_id'], ([id]) => there.add(String(id)));
          this.#tables.set(namespace, { table, there });
        });
      }
    }
  }

  async #state(table: LanceTable | null): Promise<'new' | 'begun' | 'done'> {
    const { uri, digest } = this.options;
    if (!table) return 'new';
    const { import: state, namespace } = table.mark;
    if (state === IMPORTING + digest) return 'begun';
    if (state === IMPORTED + digest) return 'done';
    if (state?.startsWith(IMPORTING)) {
      throw inputError(
        'other-import',
        `The import of another file into namespace "${namespace}" of ${uri} was interrupted; finish that one, or set MEMORY_R1_STORE to a new folder.`,
      );
    }
    if ((await table.size()).rows === 0) return 'new';
    throw inputError(
      'not-empty',
      `Namespace "${namespace}" of ${uri} holds memories already; history goes into empty namespaces only. Set MEMORY_R1_STORE to a new folder.`,
    );
  }

  async #mark({ table }: LanceTable, state: string): Promise<void> {
    const metadata = { [MARK.import]: state + this.options.digest };
    await table.updateFieldMetadata([{ path: VERSION_COLUMN, metadata }]);
  }

  async #flush(): Promise<void> {
    for (const [namespace, rows] of this.#waiting) {
      await this.lock.verify();
      await this.#tables.get(namespace)?.table.write([], rows);
    }
    this.#waiting = new Map();
    this.#count = 0;
  }
}
