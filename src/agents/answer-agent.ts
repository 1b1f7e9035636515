import type { ScoredMemory } from '../memory/records.js';

export interface Answer {
  /** Short, extractive, dates absolute; null when the agent abstains. */
  text: string | null;
  /** In [0, 1]. */
  confidence: number;
  /** The memories the answer rests on, best first; when abstaining, the closest ones or none. */
  evidence: ScoredMemory[];
}

/** The answer agent: distils what was retrieved, then answers from that or abstains. */
export interface AnswerPolicy {
  /** Name and version, e.g. `extractive@1`. */
  readonly name: string;
  /** Name of the only embedder whose similarities it can judge; it is not shown those of others. */
  readonly embedder?: string;
  /** The few of `memories` that matter for the question, best first, at most `limit`. */
  distil(
    question: string,
    memories: readonly ScoredMemory[],
    limit: number,
  ): ScoredMemory[] | Promise<ScoredMemory[]>;
  /** Answers from the distilled memories only. */
  answer(
    question: string,
    distilled: readonly ScoredMemory[],
    signal?: AbortSignal,
  ): Answer | Promise<Answer>;
  /**
   * Both steps in one, for policies that would otherwise read the memories twice; used instead of the
   * two where it is there.
   */
  distilAndAnswer?(
    question: string,
    memories: readonly ScoredMemory[],
    limit: number,
    signal?: AbortSignal,
  ): Distillation | Promise<Distillation>;
}

/** An answer with the memories it was read from. */
export interface Distillation {
  distilled: ScoredMemory[];
  answer: Answer;
}
