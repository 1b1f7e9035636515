import type { Embedder } from '../embeddings/embedder.js';
import type { EpochMs, ScoredMemory } from '../memory/records.js';
import type { MemoryFilter, MemoryStore } from '../store/store.js';
import type { Answer, AnswerPolicy } from './answer-agent.js';

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

/** Best first; ties by id, so that the order does not depend on the store. */
function byScore(a: ScoredMemory, b: ScoredMemory): number {
  return b.score - a.score || (a.id < b.id ? -1 : 1);
}

/** Wires the answer agent: where memories come from and the policy that reads them. */
export function createAnswerAgent(parts: {
  store: MemoryStore;
  embedder: Embedder;
  policy: AnswerPolicy;
}): AnswerAgent {
  const { store, embedder, policy } = parts;

  async function vectorOf(text: string): Promise<Float32Array | undefined> {
    const [vector] = await embedder.embed([text], 'query');
    return vector;
  }

  /**
   * Top 60; 30 of each where two people speak, since the one who talks more would otherwise crowd out
   * the other.
   */
  async function retrieve(question: string, filter: MemoryFilter): Promise<ScoredMemory[]> {
    const vector = await vectorOf(question);
    const search = (limit: number, speaker?: string): Promise<ScoredMemory[]> =>
      store.search({ ...filter, speaker, vector, text: question, limit });
    const top = await search(RETRIEVED);
    const speakers = new Set(top.map((memory) => memory.speaker?.toLowerCase() ?? null));
    if (top.length < RETRIEVED || speakers.size !== 2 || speakers.has(null)) return top;
    const names = [...speakers].filter((speaker) => speaker !== null);
    const halves = await Promise.all(names.map((speaker) => search(RETRIEVED / 2, speaker)));
    // Scores compare within one search only: those of the common search count where there is one.
    const common = new Map(top.map((memory) => [memory.id, memory.score]));
    const lowest = top.at(-1)?.score ?? 0;
    return halves
      .flat()
      .map((memory) => ({
        ...memory,
        score: common.get(memory.id) ?? Math.min(memory.score, lowest),
      }))
      .sort(byScore);
  }

  return {
    async recall({ query, limit, maxTokens, ...filter }, options = {}) {
      const vector = await vectorOf(query);
      options.signal?.throwIfAborted();
      // One more than asked for tells whether there is more.
      const found = await store.search({ ...filter, vector, text: query, limit: limit + 1 });
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
      const retrieved = await retrieve(question, { namespace, asOf });
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
