import { z } from 'zod';
import { exactMatch, f1 } from '../../bench/metrics.js';

/** What a rollout is worth in each respect, each in [0, 1]. */
export interface RewardParts {
  /** Exact match of the answers, mean over the questions: the paper's reward. */
  em: number;
  /** Token F1 (Mem0's) of the answers, mean over the questions. */
  f1: number;
  /**
   * 1 where the output could be used as it is, 0.5 where a part of it could, 0.25 where it only had the
   * form that was asked for, else 0.
   */
  format: number;
  /** 1 up to the length that is enough, then falling in proportion. */
  length: number;
}

/** How much each part counts; the reward is the weighted sum. */
export const weightsSchema = z
  .strictObject({
    em: z.number().min(-100).max(100),
    f1: z.number().min(-100).max(100),
    format: z.number().min(-100).max(100),
    length: z.number().min(-100).max(100),
  })
  .partial();
export type RewardWeights = z.infer<typeof weightsSchema>;

/** Memory-R1's (arXiv 2508.19828): exact match and nothing else. */
export const PAPER_WEIGHTS: RewardWeights = { em: 1 };

export function rewardOf(parts: RewardParts, weights: RewardWeights): number {
  let sum = 0;
  for (const name of ['em', 'f1', 'format', 'length'] as const)
    sum += (weights[name] ?? 0) * parts[name];
  return sum;
}

/** Best score of an answer among the accepted ones; where there are none, abstaining scores 1. */
export function answerScores(
  given: string | null,
  accepted: readonly string[],
): { em: number; f1: number } {
  if (accepted.length === 0) return given === null ? { em: 1, f1: 1 } : { em: 0, f1: 0 };
  if (given === null) return { em: 0, f1: 0 };
  return {
    em: Math.max(...accepted.map((answer) => exactMatch(given, answer))),
    f1: Math.max(...accepted.map((answer) => f1(given, answer))),
  };
}

/** 1 while `length` is within `enough`, then in inverse proportion. */
export function brevity(length: number, enough: number): number {
  return length <= enough ? 1 : enough / length;
}
