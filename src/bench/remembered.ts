import type { Manager } from '../agents/manager.js';
import type { Embedder } from '../embeddings/embedder.js';
import { OPERATION_NAMES, type OperationName } from '../memory/records.js';
import type { MemoryStore } from '../store/store.js';
import { appendSample, evidenceIndex } from './ingest.js';
import { factStream, type FactStream, type LocomoSample } from './locomo.js';

/** How a dialogue got into the store. */
export interface Remembered {
  /** Memory id → ids of the turns it stems from. */
  evidence: ReadonlyMap<string, readonly string[]>;
  operations: Record<OperationName, number>;
  /** Milliseconds of each `remember`; empty where nothing went through the manager. */
  rememberMs: number[];
}

export interface RememberParts {
  store: MemoryStore;
  embedder: Embedder;
  /** Null: every fact is added as it is, past the manager. */
  manager: Manager | null;
  /** Called with how many more facts are stored. */
  onProgress?: ((more: number) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * Remembers a dialogue in the namespace of its id, one call for each turn or fact, as it was said. A
 * memory's evidence is every turn that went into it.
 */
export async function rememberSample(
  sample: LocomoSample,
  facts: FactStream,
  parts: RememberParts,
): Promise<Remembered> {
  const operations: Record<OperationName, number> = { ADD: 0, UPDATE: 0, DELETE: 0, NOOP: 0 };
  const { manager, signal, onProgress } = parts;
  if (manager === null) {
    const items = await appendSample(sample, facts, parts);
    operations.ADD = items.length;
    onProgress?.(items.length);
    return { evidence: evidenceIndex(items), operations, rememberMs: [] };
  }
  const items = factStream(sample, facts);
  const turns = new Set(sample.turns.map(({ id }) => id));
  const evidence = new Map<string, readonly string[]>();
  const rememberMs: number[] = [];
  for (const item of items) {
    const start = performance.now();
    const { speaker, text, saidAt } = item;
    const outcome = await manager.remember(
      {
        namespace: sample.id,
        messages: [{ speaker, text, saidAt }],
        source: item.id,
        // Observations are facts already.
        verbatim: !turns.has(item.id),
        dryRun: false,
      },
      { signal },
    );
    rememberMs.push(performance.now() - start);
    for (const { operation, memoryId } of outcome.operations) {
      operations[operation] += 1;
      if (memoryId === null || operation === 'DELETE') continue;
      evidence.set(memoryId, [...new Set([...(evidence.get(memoryId) ?? []), ...item.evidence])]);
    }
    onProgress?.(1);
  }
  return { evidence, operations, rememberMs };
}

/** Sums by operation. */
export function addOperations(
  all: readonly Record<OperationName, number>[],
): Record<OperationName, number> {
  const sums = OPERATION_NAMES.map((name) => [
    name,
    all.reduce((sum, operations) => sum + operations[name], 0),
  ]);
  return Object.fromEntries(sums) as Record<OperationName, number>;
}
