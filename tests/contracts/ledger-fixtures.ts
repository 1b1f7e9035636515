import type { Clock, IdSource } from '../../src/memory/clock.js';
import type { ExplainedChange, MemoryStore } from '../../src/store/store.js';
import type { Transaction } from '../../src/memory/records.js';

export const DIMENSION = 32;
export const NAMESPACE = 'default';

/** A unit vector that depends on the words only: texts that share words are near each other. */
export function vectorOf(text: string): Float32Array {
  const vector = new Float32Array(DIMENSION);
  for (const word of text.toLowerCase().split(/[^\p{L}\p{N}]+/u)) {
    let hash = 2166136261;
    for (const char of word) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 16777619);
    const at = Math.abs(hash) % DIMENSION;
    vector[at] = (vector[at] ?? 0) + 1;
  }
  const length = Math.hypot(...vector) || 1;
  return vector.map((x) => x / length);
}

/** A clock that stands still until told. */
export class ManualClock implements Clock {
  constructor(public time = Date.UTC(2024, 0, 1)) {}
  now(): number {
    return this.time;
  }
}

/** Ids that differ between two stores, and are the same in every run. */
export function countingIds(prefix: string): IdSource {
  let count = 0;
  return { next: () => `${prefix}-${(count += 1)}` };
}

type Content = { speaker?: string | null; saidAt?: string; source?: string | null };

export function add(memoryId: string, text: string, more: Content = {}): ExplainedChange {
  return content('ADD', memoryId, text, more);
}
export function update(memoryId: string, text: string, more: Content = {}): ExplainedChange {
  return content('UPDATE', memoryId, text, more);
}
export function remove(memoryId: string): ExplainedChange {
  return { operation: 'DELETE', memoryId, source: null, reason: 'contradicted', confidence: 0.5 };
}
export function noop(memoryId: string | null, text: string): ExplainedChange {
  return { operation: 'NOOP', memoryId, text, source: null, reason: 'known', confidence: 1 };
}

function content(
  operation: 'ADD' | 'UPDATE',
  memoryId: string,
  text: string,
  more: Content,
): ExplainedChange {
  return {
    operation,
    memoryId,
    text,
    speaker: more.speaker ?? null,
    saidAt: more.saidAt ?? '2023-05-08T13:56:00+02:00',
    source: more.source ?? null,
    vector: vectorOf(text),
    reason: 'new',
    confidence: 0.75,
  };
}

/** One transaction on its own. */
export async function commit(
  store: MemoryStore,
  changes: ExplainedChange[],
  more: { namespace?: string; idempotencyKey?: string } = {},
): Promise<Transaction> {
  const namespace = more.namespace ?? NAMESPACE;
  const { idempotencyKey } = more;
  return store.exclusive(namespace, async (writer) =>
    writer.commit({ namespace, changes, policy: 'rules@1', idempotencyKey }),
  );
}

/** Texts of all live memories, in the order of `list`. */
export async function texts(
  store: MemoryStore,
  asOf?: number,
  namespace = NAMESPACE,
): Promise<string[]> {
  const memories = await store.list({ namespace, asOf }, { offset: 0, limit: 1000 });
  return memories.map((memory) => memory.text);
}

/** Erases memories in a call of its own. */
export async function erase(store: MemoryStore, memoryIds: string[]): Promise<Transaction> {
  return store.exclusive(NAMESPACE, async (writer) =>
    writer.erase({ namespace: NAMESPACE, memoryIds, reason: 'Erased on request.' }),
  );
}
