import { MemoryR1Error, providerError } from '../errors.js';
import type { Clock, IdSource } from '../memory/clock.js';
import type { EpochMs, Transaction } from '../memory/records.js';
import { isCommitConflict } from './failure.js';
import { integer, literal, oneOf } from './filter.js';
import type { LanceDatabase } from './lance-database.js';
import { findTransaction, newestRows } from './lance-reads.js';
import type { LanceTable } from './lance-table.js';
import { checkErasable, erasureOf, eraseRows, redacted, traces } from './redaction.js';
import { checkVectors, planTransaction, type Row, transactionOf } from './rows.js';
import { PLAIN_COLUMNS } from './schema.js';
import type { EraseRequest, ProposedTransaction } from './store.js';

/** The newest transaction of a namespace, as of a version of its table. */
export interface Head {
  tableVersion: number;
  revision: number;
  at: EpochMs;
}

/** The head of a namespace to which nothing was written yet. */
export const NO_HEAD: Head = { tableVersion: 0, revision: 0, at: -Infinity };

/** Look-ups of transactions that are remembered while the table stays as it is. */
const KNOWN_LOOKUPS = 100;

export interface LedgerParts {
  clock: Clock;
  ids: IdSource;
  database: LanceDatabase;
}

/** True of what `commit` and `erase` throw where the lock was lost before they were done; nothing stays then. */
export function isLockLost(error: unknown): boolean {
  return error instanceof MemoryR1Error && ['lock-lost', 'revision-taken'].includes(error.code);
}

/** One namespace's table with the rules of the ledger. */
export class NamespaceLedger {
  #head: Head | null = null;
  /** `remember` asks for its idempotency key before it decides, and again inside the lock. */
  readonly #lookups = new Map<string, { tableVersion: number; found: Transaction | null }>();

  #prepared = false;

  constructor(
    readonly table: LanceTable,
    private readonly parts: LedgerParts,
  ) {}

  async head(): Promise<Head> {
    const tableVersion = await this.table.version();
    const known = this.#head;
    if (known?.tableVersion === tableVersion) return known;
    const [newest] = await this.table.rows({
      where: `revision > ${integer(known?.revision ?? 0)}`,
      order: [{ column: 'revision', ascending: false }],
      limit: 1,
    });
    const head = {
      tableVersion,
      revision: newest?.revision ?? known?.revision ?? 0,
      at: newest?.validFrom ?? known?.at ?? NO_HEAD.at,
    };
    // A slower reader must not put an older head in place of a newer one.
    if (head.revision >= (this.#head?.revision ?? 0)) this.#head = head;
    return head;
  }

  /** Before the first commit of a process: where one died after it made the table, words are not stemmed. */
  async prepare(): Promise<void> {
    if (this.#prepared) return;
    try {
      if (!(await this.table.hasTextIndex())) await this.table.createTextIndex();
    } catch (error) {
      // Another process has just made it.
      if (!isCommitConflict(error)) throw error;
    }
    this.#prepared = true;
  }

  async transaction(by: { id: string } | { idempotencyKey: string }): Promise<Transaction | null> {
    const tableVersion = await this.table.version();
    const question = JSON.stringify(by);
    const known = this.#lookups.get(question);
    if (known?.tableVersion === tableVersion) return known.found;
    const found = await findTransaction(this.table, by);
    if (this.#lookups.size >= KNOWN_LOOKUPS) this.#lookups.clear();
    this.#lookups.set(question, { tableVersion, found });
    return found;
  }

  /**
   * @param head what the namespace was when its lock was taken
   * @param guard called right before the commit
   */
  async commit(
    proposed: ProposedTransaction,
    head: Head,
    guard: () => Promise<void>,
  ): Promise<Transaction> {
    const { table } = this;
    const vectors = proposed.changes.flatMap((change) => ('vector' in change ? [change] : []));
    checkVectors(vectors, table.mark.dimension);
    const before = await newestRows(table, proposed);
    const position = this.#next(head);
    let count = 0;
    const plan = planTransaction(
      proposed,
      before,
      position,
      () => `${position.transactionId}:${count++}`,
    );
    const closing = new Set(plan.closes);
    const closed = [...before.values()].filter((row) => closing.has(row.rowId));
    const replaced = closed.map((row) => ({ ...row, validTo: plan.transaction.at }));
    await this.#write(replaced, plan.inserts, plan.transaction, head, guard);
    return plan.transaction;
  }

  /** @param announce called when it is sure that there is something to erase, before it is */
  async erase(
    request: EraseRequest,
    head: Head,
    guard: () => Promise<void>,
    announce: () => Promise<void>,
  ): Promise<Transaction> {
    const { table } = this;
    const mine = oneOf('memory_id', request.memoryIds);
    const own = await table.rows({ where: mine });
    checkErasable(request, own);
    const erasure = erasureOf(request, own);
    const telling = traces(erasure).flatMap((piece) =>
      ['text', 'previous_text', 'reason', 'source', 'idempotency_key'].map(
        (column) => `contains(${column}, ${literal(piece)})`,
      ),
    );
    const equal = oneOf('text', [...erasure.texts]);
    const suspects = await table.rows({
      where: [mine, equal, ...telling].join(' OR '),
      columns: [...PLAIN_COLUMNS, 'vector'],
    });
    const latest = new Map<string, Row>();
    for (const row of own) {
      const id = row.memoryId ?? '';
      if ((row.version ?? 0) > (latest.get(id)?.version ?? 0)) latest.set(id, row);
    }
    const inserts = eraseRows(latest, request, this.#next(head));
    const transaction = transactionOf(inserts);
    await announce();
    const replaced = suspects.flatMap((row) => redacted(row, erasure) ?? []);
    await this.#write(replaced, inserts, transaction, head, guard);
    return transaction;
  }

  #next(head: Head): { transactionId: string; at: EpochMs; revision: number } {
    const { clock, ids } = this.parts;
    return {
      transactionId: ids.next(),
      at: Math.max(clock.now(), head.at + 1),
      revision: head.revision + 1,
    };
  }

  /**
   * Commits, and takes the commit back where another process has given the same revision before: the
   * lock keeps that from happening, unless its owner stood still between looking at it and the commit.
   * Mostly the versions of the table alone show that nobody came in between.
   * @throws MemoryR1Error `revision-taken`
   */
  async #write(
    replaced: readonly Row[],
    inserts: readonly Row[],
    { id, revision, at }: Transaction,
    head: Head,
    guard: () => Promise<void>,
  ): Promise<void> {
    const { table } = this;
    const tableVersion = await table.write(replaced, inserts, guard);
    if (tableVersion !== head.tableVersion + 1) {
      const before = await this.#asBefore(tableVersion);
      try {
        // Not only others: upkeep on the same handle may have made its version a later one than ours.
        const others = await before.values({
          where: `revision >= ${integer(revision)} AND transaction_id <> ${literal(id)}`,
          columns: ['row_id'],
          limit: 1,
        });
        if (others.length > 0) {
          const columns = [...PLAIN_COLUMNS, 'vector'];
          const ids = replaced.map(({ rowId }) => rowId);
          await table.takeBack(id, await before.rows({ where: oneOf('row_id', ids), columns }));
          this.#head = null;
          throw providerError(
            'revision-taken',
            'Another process wrote at the same moment; nothing was written, repeat the call.',
          );
        }
      } finally {
        before.close();
      }
    }
    this.#head = { tableVersion, revision, at };
  }

  async #asBefore(tableVersion: number): Promise<LanceTable> {
    const handle = await this.parts.database.open(this.table.mark.namespace);
    if (!handle) throw new MemoryR1Error('internal', 'no-table', 'A table vanished.');
    await handle.table.checkout(tableVersion - 1);
    return handle;
  }
}
