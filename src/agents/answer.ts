import type { Embedder } from '../embeddings/embedder.js';
import type { EpochMs, ScoredMemory } from '../memory/records.js';
import type { MemoryFilter, MemoryStore } from '../store/store.js';
import type { Answer, AnswerPolicy } from './answer-agent.js';
import { CANDIDATES, rerank, type RerankSignals } from './rerank.js';

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
   * The memories nearest to a query, best first. With a token budget, as many of the best as fit it: none
   * where even the best does not, since the budget is a promise. `hasMore`: something was left out.
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

/** Wires the answer agent: where memories come from and the policy that reads them. */
export function createAnswerAgent(parts: {
  store: MemoryStore;
  embedder: Embedder;
  policy: AnswerPolicy;
  /** Which signals rank what was found; all when omitted. */
  signals?: RerankSignals | undefined;
}): AnswerAgent {
  const { store, embedder, policy, signals } = parts;

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
    return rerank(query, found, signals).slice(0, limit);
  }

  return {
    async recall({ query, limit, maxTokens, ...filter }, options = {}) {
      // One more than asked for tells whether there is more.
      const found = await retrieve(query, filter, limit + 1);
      options.signal?.throwIfAborted();
      const memories: ScoredMemory[] = [];
      let left = maxTokens ?? Infinity;
      for (const memory of found.slice(0, limit)) {
        const size = approximateTokens(memory.text);
        // What comes next is less relevant: it must not take the place of what did not fit.
        if (size > left) break;
        left -= size;
        memories.push(memory);
      }
      return { memories, hasMore: memories.length < found.length };
    },

    async answer(question, { namespace, asOf, signal }) {
      const retrieved = await retrieve(question, { namespace, asOf }, RETRIEVED);
      signal?.throwIfAborted();
      if (policy.distilAndAnswer) {
        const both = await policy.distilAndAnswer(question, retrieved, DISTILLED, signal);
        return { ...both.answer, retrieved, distilled: both.distilled };
      }
      const distilled = await policy.distil(question, retrieved, DISTILLED);
      const answer = await policy.answer(question, distilled, signal);
      return { ...answer, retrieved, distilled };
    },
  };
}
