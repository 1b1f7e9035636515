import type { Question } from './question.js';
import type { ScoredSentence } from './relevance.js';

/**
 * How sure the answer agent is that what it found answers the question. What tells most is whether somebody
 * else's words fit the question better than those of the person it asks about: "What is Anna's dog called?"
 * when only Ben speaks of his dog. Which of the question's words are missing from the evidence, its verb or
 * its rarest noun, told nothing beyond that (docs/experiments.md).
 */

/** Least probability with which an answer about the person asked about is given. */
const LEAST = 0.75;

/** Log-odds that the question can be answered (Platt 1999); fitted, as `LEAST`, on LoCoMo conv-26 and conv-30. */
const ODDS = { bias: 1.5, fits: 0.9, stranger: -12.5 };

export interface Judgement {
  /** In [0, 1]. */
  confidence: number;
  /** Too unsure to answer. */
  abstains: boolean;
}

/**
 * Judges an answer by the sentences ranked for its question. Where not just one person is asked about,
 * its fit is all there is to go by.
 * @param fits how well the answer fits the question, in [0, 1]
 */
export function judge(
  fits: number,
  question: Question,
  ranked: readonly ScoredSentence[],
): Judgement {
  if (question.people.length !== 1) return { confidence: fits, abstains: false };
  const odds = ODDS.bias + ODDS.fits * fits + ODDS.stranger * strangerLead(ranked);
  const confidence = 1 / (1 + Math.exp(-odds));
  return { confidence, abstains: confidence < LEAST };
}

/**
 * By how much more of the question's words the best sentence about somebody else has than the best one about
 * the person asked about, in [0, 1].
 */
function strangerLead(ranked: readonly ScoredSentence[]): number {
  const best = (pick: (sentence: ScoredSentence) => boolean): number =>
    Math.max(0, ...ranked.filter(pick).map(({ coverage }) => coverage));
  return Math.max(0, best(({ about }) => about < 0.5) - best(({ about }) => about >= 0.5));
}
