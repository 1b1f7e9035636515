import type { ScoredSentence } from './relevance.js';

/** A short answer and the sentences it rests on, best first. */
export interface Reading {
  text: string;
  /** How sure the reader is of the form it found, in [0, 1]; the sentence's relevance comes on top. */
  certainty: number;
  /** The sentence tells all that is asked for, in words of its own where need be. */
  whole?: boolean;
  evidence: ScoredSentence[];
}
