import type { Question } from './question.js';
import type { ScoredSentence } from './relevance.js';

/**
 * How sure the answer agent is that what it found answers the question. What tells most is whether somebody
 * else's words fit the question better than those of the person it asks about: "What is Anna's dog called?"
 * when only Ben speaks of his dog. Which of the question's words are missing from the evidence, its verb or
 * its rarest noun, told nothing beyond that (docs/experiments.md).
 */

/**
 * Least probability with which an answer about the person asked about is given: as high as false abstention on
 * LoCoMo conv-26 and conv-30 stays below 13 %, the mean of three ways to store them.
 */
const LEAST = 0.67;

/** Log-odds that the question can be answered (Platt 1999); fitted on the same. */
const ODDS = { bias: -1, fits: 3, stranger: -12 };

/** A lead of the person asked about beyond this tells no more: what others said may be too little to compare. */
const LEAST_LEAD = -0.2;

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
  const odds =
    ODDS.bias + ODDS.fits * fits + ODDS.stranger * Math.max(LEAST_LEAD, strangerLead(ranked));
  const confidence = 1 / (1 + Math.exp(-odds));
  return { confidence, abstains: confidence < LEAST };
}

/** How much the best sentence counts among all: the higher, the less the others do. */
const SHARPNESS = 20;

/**
 * By how much the sentences about somebody else fit the question's words better than those about the person
 * asked about. Where several fit nearly as well as the best they count too.
 */
function strangerLead(ranked: readonly ScoredSentence[]): number {
  const strength = (pick: (sentence: ScoredSentence) => boolean): number =>
    Math.log(ranked.filter(pick).reduce((sum, { fit }) => sum + Math.exp(SHARPNESS * fit), 1)) /
    SHARPNESS;
  return strength(({ about }) => about < 0.5) - strength(({ about }) => about >= 0.5);
}
