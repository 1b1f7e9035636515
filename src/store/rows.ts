import { inputError, MemoryR1Error } from '../errors.js';
import type {
  EpochMs,
  LedgerEntry,
  Memory,
  OperationName,
  Transaction,
  ZonedTime,
} from '../memory/records.js';
import { renderForSearch } from '../memory/text.js';
import { epochOf, offsetOf, toZoned } from '../memory/time.js';
import type { ExplainedChange, ProposedTransaction } from './store.js';

/**
 * One version of a memory, as every store keeps it; also exactly one line of history. Live while
 * `validTo` is null. DELETE and NOOP leave rows with `validTo` equal to `validFrom`: they were never
 * live, have no vector and are no part of any search.
 */
export interface Row {
  rowId: string;
  namespace: string;
  memoryId: string | null;
  version: number | null;
  text: string;
  speaker: string | null;
  /** Null only for NOOP. */
  saidAt: ZonedTime | null;
  source: string | null;
  vector: Float32Array | null;
  /** When the transaction that made this row was committed. */
  validFrom: EpochMs;
  validTo: EpochMs | null;
  transactionId: string;
  revision: number;
  /** Place inside the transaction, from 0. */
  seq: number;
  operation: OperationName;
  previousText: string | null;
  reason: string;
  policy: string;
  confidence: number;
  idempotencyKey: string | null;
}

/** The newest row of a memory that a transaction may build on, live or not. */
export type Latest = Pick<
  Row,
  'rowId' | 'memoryId' | 'version' | 'text' | 'speaker' | 'saidAt' | 'validTo'
>;

/** What one transaction writes. */
export interface Plan {
  /** Row ids of versions that were live before and are closed at `transaction.at`. */
  closes: string[];
  /** One row for each change, in order. */
  inserts: Row[];
  transaction: Transaction;
}

/** Where a transaction lands in its namespace. */
export interface Position {
  transactionId: string;
  at: EpochMs;
  revision: number;
}

/**
 * Turns a proposed transaction into the rows to close and to insert. Pure, and the one place that knows
 * the rules, so that all stores agree on them.
 * @param latest newest row of every memory that the changes touch, by memory id
 * @param newRowId gives the id of each new row
 * @throws MemoryR1Error `conflict` where UPDATE or DELETE touches a memory that is not live, or ADD one that is
 */
export function planTransaction(
  proposed: ProposedTransaction,
  latest: ReadonlyMap<string, Latest>,
  position: Position,
  newRowId: () => string,
): Plan {
  if (proposed.changes.length === 0) {
    throw new MemoryR1Error('internal', 'empty-transaction', 'A transaction needs a change.');
  }
  const { at } = position;
  const newest = new Map(latest);
  const closes: string[] = [];
  const inserts: Row[] = [];
  for (const [seq, change] of proposed.changes.entries()) {
    const before = change.memoryId === null ? undefined : newest.get(change.memoryId);
    const live = before?.validTo === null ? before : undefined;
    checkLive(change, live !== undefined);
    const row: Row = {
      rowId: newRowId(),
      namespace: proposed.namespace,
      memoryId: change.memoryId,
      version: (before?.version ?? 0) + 1,
      ...contentOf(change, live),
      source: change.source,
      validFrom: at,
      validTo: null,
      transactionId: position.transactionId,
      revision: position.revision,
      seq,
      operation: change.operation,
      previousText: null,
      reason: change.reason,
      policy: proposed.policy,
      confidence: change.confidence,
      idempotencyKey: proposed.idempotencyKey ?? null,
    };
    if (change.operation === 'NOOP') row.version = null;
    if (change.operation === 'NOOP' || change.operation === 'DELETE') row.validTo = at;
    if (change.operation === 'UPDATE' || change.operation === 'DELETE') {
      row.previousText = live?.text ?? null;
      const own = inserts.find((other) => other.rowId === live?.rowId);
      if (own) own.validTo = at;
      else if (live) closes.push(live.rowId);
    }
    inserts.push(row);
    if (row.memoryId !== null && change.operation !== 'NOOP') newest.set(row.memoryId, row);
  }
  return { closes, inserts, transaction: transactionOf(inserts) };
}

/** @throws MemoryR1Error `vector-length` where a vector is not of the store's dimension */
export function checkVectors(
  holders: readonly { vector?: Float32Array | undefined }[],
  dimension: number,
): void {
  const wrong = holders.find((held) => held.vector && held.vector.length !== dimension);
  if (wrong) {
    throw new MemoryR1Error(
      'internal',
      'vector-length',
      `A vector of ${wrong.vector?.length} numbers came to a store of ${dimension}.`,
    );
  }
}

/** The memories whose newest rows `planTransaction` has to see. */
export function touchedIds(changes: readonly ExplainedChange[]): string[] {
  const ids = changes.flatMap((change) =>
    change.operation === 'NOOP' || change.memoryId === null ? [] : [change.memoryId],
  );
  return [...new Set(ids)];
}

/** The transaction that left these rows (all of one transaction, in order, at least one). */
export function transactionOf(rows: readonly Row[]): Transaction {
  const [first] = rows;
  if (!first) throw new MemoryR1Error('internal', 'empty-transaction', 'A transaction has rows.');
  return {
    id: first.transactionId,
    namespace: first.namespace,
    at: first.validFrom,
    revision: first.revision,
    entries: rows.map(entryOf),
  };
}

/** The line of history that a row is. */
export function entryOf(row: Omit<Row, 'vector'>): LedgerEntry {
  return {
    transactionId: row.transactionId,
    at: row.validFrom,
    operation: row.operation,
    memoryId: row.memoryId,
    version: row.version,
    text: row.text,
    previousText: row.previousText,
    reason: row.reason,
    policy: row.policy,
    confidence: row.confidence,
    source: row.source,
  };
}

/** The memory that a row shows while it is live. */
export function memoryOf(
  row: Pick<Row, 'memoryId' | 'namespace' | 'version' | 'text' | 'speaker' | 'saidAt' | 'source'>,
): Memory {
  if (row.memoryId === null || row.version === null || row.saidAt === null) {
    throw new MemoryR1Error('internal', 'not-a-memory', 'A row without a memory was read as one.');
  }
  return {
    id: row.memoryId,
    namespace: row.namespace,
    version: row.version,
    text: row.text,
    speaker: row.speaker,
    saidAt: row.saidAt,
    source: row.source,
  };
}

/** What full-text search sees: who said it is searchable too. Null for rows that are never live. */
export function searchableOf(row: Row): string | null {
  if (row.vector === null) return null;
  return renderForSearch(row.speaker, row.text);
}

function checkLive(change: ExplainedChange, live: boolean): void {
  const wantsLive = change.operation === 'UPDATE' || change.operation === 'DELETE';
  const wantsGone = change.operation === 'ADD';
  if ((wantsLive && !live) || (wantsGone && live)) {
    throw inputError(
      'conflict',
      `${change.operation} of memory ${String(change.memoryId)}: it is ${live ? 'there already' : 'not live'}; nothing was written. Recall again and decide anew.`,
    );
  }
}

function contentOf(
  change: ExplainedChange,
  live: Latest | undefined,
): Pick<Row, 'text' | 'speaker' | 'saidAt' | 'vector'> {
  switch (change.operation) {
    case 'ADD':
    case 'UPDATE':
      return {
        text: change.text,
        speaker: change.speaker,
        // One form for one time, whoever wrote it.
        saidAt: toZoned(epochOf(change.saidAt), offsetOf(change.saidAt)),
        vector: change.vector,
      };
    case 'DELETE':
      return {
        text: live?.text ?? '',
        speaker: live?.speaker ?? null,
        saidAt: live?.saidAt ?? null,
        vector: null,
      };
    case 'NOOP':
      return { text: change.text, speaker: null, saidAt: null, vector: null };
  }
}
