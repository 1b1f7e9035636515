import type { Embedder } from '../embeddings/embedder.js';
import { renderForSearch } from '../memory/text.js';
import type { ExplainedChange, MemoryStore } from '../store/store.js';
import { factStream, type FactStream, type LocomoItem, type LocomoSample } from './locomo.js';

/** How many memories one transaction adds. */
const BATCH = 500;

/**
 * Adds the facts of a sample to the namespace of its id, past the manager: this measures retrieval and
 * answering, not what is kept. Texts are embedded as the manager embeds them. The memory id is the
 * item's id.
 */
export async function appendSample(
  sample: LocomoSample,
  facts: FactStream,
  parts: { store: MemoryStore; embedder: Embedder; signal?: AbortSignal | undefined },
): Promise<LocomoItem[]> {
  const items = factStream(sample, facts);
  for (let from = 0; from < items.length; from += BATCH) {
    parts.signal?.throwIfAborted();
    const batch = items.slice(from, from + BATCH);
    const vectors = await parts.embedder.embed(
      batch.map(({ speaker, text }) => renderForSearch(speaker, text)),
      'document',
    );
    const changes = batch.flatMap((item, index): ExplainedChange[] => {
      const vector = vectors[index];
      return vector === undefined
        ? []
        : [
            {
              operation: 'ADD',
              memoryId: item.id,
              text: item.text,
              speaker: item.speaker,
              saidAt: item.saidAt,
              source: 'locomo',
              vector,
              reason: 'benchmark',
              confidence: 1,
            },
          ];
    });
    await parts.store.exclusive(sample.id, async (writer) =>
      writer.commit({ namespace: sample.id, changes, policy: 'append@1' }),
    );
  }
  return items;
}

/** Share of `wanted` turn ids that the memories with these ids cover; 1 when nothing is wanted. */
export function evidenceRecall(
  wanted: readonly string[],
  ids: readonly string[],
  evidence: ReadonlyMap<string, readonly string[]>,
): number {
  if (wanted.length === 0) return 1;
  const covered = new Set(ids.flatMap((id) => evidence.get(id) ?? []));
  return wanted.filter((id) => covered.has(id)).length / wanted.length;
}

/** Item id → turn ids. */
export function evidenceIndex(items: readonly LocomoItem[]): Map<string, readonly string[]> {
  return new Map(items.map(({ id, evidence }) => [id, evidence]));
}

/** Arithmetic mean; 0 of nothing. */
export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
