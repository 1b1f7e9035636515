import type { Embedder } from '../embeddings/embedder.js';
import type { EpochMs, ScoredMemory } from '../memory/records.js';
import type { MemoryFilter, MemoryStore } from '../store/store.js';
import type { Answer, AnswerPolicy } from './answer-agent.js';
import { CANDIDATES, rerank } from './rerank.js';

/** How many memories are retrieved for a question, as in Memory-R1 (arXiv 2508.19828). */
export const RETRIEVED = 60;
/** How many of them at most the answer is read from. */
export const DISTILLED = 12;

export interface RecallQuery extends MemoryFilter {
  query: string;
  /** How many memories at most. */
  limit: number;
  /** Size of all returned texts together at most, in tokens; see `approximateTokens`. */
  maxTokens?: number | undefined;
}

export interface AnswerOptions {
  namespace: string;
  /** Answer from what was live at this instant; default: now. */
  asOf?: EpochMs | undefined;
  signal?: AbortSignal | undefined;
}

/** What an answer was made from, for those who measure. */
export interface TracedAnswer extends Answer {
  retrieved: ScoredMemory[];
  distilled: ScoredMemory[];
}

export interface AnswerAgent {
  /**
   * The memories nearest to a query, best first. With a token budget, which is never exceeded, those of the
   * 60 nearest that tell most within it: repeats and what does not fit make room for what does.
   * `hasMore`: something was left out.
   */
  recall(
    query: RecallQuery,
    options?: { signal?: AbortSignal | undefined },
  ): Promise<{ memories: ScoredMemory[]; hasMore: boolean }>;
  /** Retrieves, distils and answers, or abstains with `text` null. */
  answer(question: string, options: AnswerOptions): Promise<TracedAnswer>;
}

/** About how many tokens a language model takes for a text: one for every four characters begun. */
export function approximateTokens(text: string): number {
  return Math.ceil(text.length / 4);
}

/** As if no vector had taken part in finding it. */
export const withoutSimilarity = (memory: ScoredMemory): ScoredMemory => ({
  ...memory,
  similarity: null,
});

/** Wires the answer agent: where memories come from and the policy that reads them. */
export function createAnswerAgent(parts: {
  store: MemoryStore;
  embedder: Embedder;
  policy: AnswerPolicy;
  /** How many memories at most an answer is read from; all that are retrieved leave the distillation out. */
  distilled?: number | undefined;
}): AnswerAgent {
  const { store, embedder, policy, distilled: most = DISTILLED } = parts;

  async function vectorOf(text: string): Promise<Float32Array | undefined> {
    const [vector] = await embedder.embed([text], 'query');
    return vector;
  }

  /** The best of the search's candidates, by the search and by what `rerank` knows beyond it. */
  async function retrieve(
    query: string,
    filter: MemoryFilter,
    limit: number,
  ): Promise<ScoredMemory[]> {
    const vector = await vectorOf(query);
    const found = await store.search({
      ...filter,
      vector,
      text: query,
      limit: Math.max(limit, CANDIDATES),
    });
    return rerank(query, found).slice(0, limit);
  }

  return {
    async recall({ query, limit, maxTokens, ...filter }, options = {}) {
      // One more than asked for tells whether there is more.
      const wanted = maxTokens === undefined ? limit + 1 : Math.max(limit + 1, RETRIEVED);
      const found = await retrieve(query, filter, wanted);
      options.signal?.throwIfAborted();
      if (maxTokens === undefined)
        return { memories: found.slice(0, limit), hasMore: found.length > limit };
      const fitting = new Set<ScoredMemory>();
      let left = maxTokens;
      for (const memory of await policy.distil(query, found, found.length)) {
        const size = approximateTokens(memory.text);
        if (size > left || fitting.size === limit) continue;
        left -= size;
        fitting.add(memory);
      }
      const memories = found.filter((memory) => fitting.has(memory));
      return { memories, hasMore: memories.length < found.length };
    },

    async answer(question, { namespace, asOf, signal }) {
      const found = await retrieve(question, { namespace, asOf }, RETRIEVED);
      const judged = policy.embedder === undefined || policy.embedder === embedder.name;
      const retrieved = judged ? found : found.map(withoutSimilarity);
      signal?.throwIfAborted();
      if (policy.distilAndAnswer) {
        const both = await policy.distilAndAnswer(question, retrieved, most, signal);
        return { ...both.answer, retrieved, distilled: both.distilled };
      }
      const distilled = await policy.distil(question, retrieved, most);
      const answer = await policy.answer(question, distilled, signal);
      return { ...answer, retrieved, distilled };
    },
  };
}
