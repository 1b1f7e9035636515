import type { Question } from './environment/episode.js';
import { exactMatch, f1 } from '../bench/metrics.js';

/** How a predicted answer is scored: exact match as in the paper, or token F1. */
export type RewardKind = 'em' | 'f1';

/**
 * Score of one answer in [0, 1] against the best of the accepted forms. Where nothing is known,
 * abstaining is right and everything else wrong.
 */
export function scoreAnswer(
  predicted: string | null,
  question: Pick<Question, 'answers'>,
  kind: RewardKind = 'em',
): number {
  if (question.answers.length === 0) return predicted === null ? 1 : 0;
  if (predicted === null) return 0;
  const metric = kind === 'em' ? exactMatch : f1;
  return Math.max(...question.answers.map((answer) => metric(predicted, answer)));
}
