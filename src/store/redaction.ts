import { inputError, MemoryR1Error } from '../errors.js';
import { brief } from '../memory/text.js';
import type { Row } from './rows.js';
import type { EraseRequest } from './store.js';

/** What stands in place of whatever an erased text was told with. */
export const ERASED = 'Erased.';

/** Policy name of the line of history that an erase leaves. */
export const ERASE_POLICY = 'erase';

/** Shorter texts are part of too many others: they count only where they stand in quotation marks. */
const TELLING_LENGTH = 12;

/** What is to be erased in one namespace. */
export interface Erasure {
  memoryIds: ReadonlySet<string>;
  /** Every text that the memories ever had. */
  texts: ReadonlySet<string>;
}

/** What to look for in rows of other memories: pieces that would tell an erased text. */
export function traces({ texts }: Pick<Erasure, 'texts'>): string[] {
  const pieces = new Set<string>();
  for (const text of texts) {
    if (text === '') continue;
    // Reasons quote a text on one line, and long ones cut.
    const quoted = brief(text).replace(/…$/u, '');
    for (const piece of [text, quoted]) {
      pieces.add([...piece].length >= TELLING_LENGTH ? piece : `“${piece}”`);
    }
  }
  return [...pieces];
}

/**
 * A row as it is after an erase, or null where the erase does not concern it. The skeleton stays (ids,
 * times, operation, policy, idempotency key), so that history keeps its order, a repeated call does not
 * bring the text back, and undo can say why it refuses. What goes:
 *
 * - of the erased memories, every version and every note about them: all content;
 * - of other memories, closed versions with exactly an erased text: all content;
 * - notes (NOOP) that contain an erased text: all content; reasons and previous texts that do: these;
 * - idempotency keys that contain one.
 */
export function redacted(row: Row, erasure: Erasure): Row | null {
  const pieces = traces(erasure);
  const tells = (text: string | null): boolean =>
    text !== null && (erasure.texts.has(text) || pieces.some((piece) => text.includes(piece)));
  const own = row.memoryId !== null && erasure.memoryIds.has(row.memoryId);
  const same = row.validTo !== null && row.text !== '' && erasure.texts.has(row.text);
  const note = row.operation === 'NOOP' && tells(row.text);
  const after: Row = { ...row };
  if (own || same || note) {
    after.text = '';
    after.previousText = row.previousText === null ? null : '';
    after.speaker = null;
    after.source = null;
    after.vector = null;
    after.reason = ERASED;
    // Never live: no reading of the past shows an empty memory.
    after.validTo = row.validFrom;
  }
  if (tells(after.reason)) after.reason = ERASED;
  if (erasure.texts.has(after.previousText ?? '') && after.previousText !== '')
    after.previousText = '';
  if (tells(after.source)) after.source = null;
  if (tells(after.idempotencyKey)) after.idempotencyKey = null;
  return isSame(row, after) ? null : after;
}

function isSame(a: Row, b: Row): boolean {
  return (
    a.text === b.text &&
    a.previousText === b.previousText &&
    a.reason === b.reason &&
    a.source === b.source &&
    a.speaker === b.speaker &&
    a.vector === b.vector &&
    a.validTo === b.validTo &&
    a.idempotencyKey === b.idempotencyKey
  );
}

/** What an erase takes out, given every row of the memories. */
export function erasureOf(request: EraseRequest, own: readonly Row[]): Erasure {
  const texts = own.flatMap(({ operation, text, previousText }) =>
    operation === 'NOOP' ? [] : [text, previousText ?? ''],
  );
  return { memoryIds: new Set(request.memoryIds), texts: new Set(texts.filter(Boolean)) };
}

/** @throws MemoryR1Error `unknown-memory` where a memory has no row, or `empty-transaction` */
export function checkErasable(
  { namespace, memoryIds }: EraseRequest,
  own: readonly Pick<Row, 'memoryId' | 'operation'>[],
): void {
  if (memoryIds.length === 0) {
    throw new MemoryR1Error('internal', 'empty-transaction', 'An erase needs a memory.');
  }
  const there = new Set(own.map((row) => (row.operation === 'NOOP' ? null : row.memoryId)));
  const missing = memoryIds.find((id) => !there.has(id));
  if (missing !== undefined) throw unknownMemory(missing, namespace);
}

export function unknownMemory(id: string | undefined, namespace: string): MemoryR1Error {
  return inputError(
    'unknown-memory',
    `There is no memory ${JSON.stringify(brief(id ?? '', 80))} in namespace "${namespace}"; recall and history give the ids.`,
  );
}

/** Rows that carry the erase itself, one for each memory. */
export function eraseRows(
  latest: ReadonlyMap<string, Pick<Row, 'version'>>,
  request: EraseRequest,
  position: { transactionId: string; at: number; revision: number },
): Row[] {
  return [...new Set(request.memoryIds)].map((memoryId, seq): Row => ({
    rowId: `${position.transactionId}:${seq}`,
    namespace: request.namespace,
    memoryId,
    version: (latest.get(memoryId)?.version ?? 0) + 1,
    text: '',
    speaker: null,
    saidAt: null,
    source: null,
    vector: null,
    validFrom: position.at,
    validTo: position.at,
    transactionId: position.transactionId,
    revision: position.revision,
    seq,
    operation: 'DELETE',
    previousText: null,
    reason: request.reason,
    policy: ERASE_POLICY,
    confidence: 1,
    idempotencyKey: null,
  }));
}
