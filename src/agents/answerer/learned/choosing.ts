import { calibrated } from '../../policies/departure.js';
import type { AnswerWeights } from './answer-weights.js';
import { probabilitiesOf } from './encoding.js';
import type { AnswerOption, AnswerOptions } from './options.js';

/** An answer that says something, with its probability in the policy where it must be this or silence. */
export interface Likeliest {
  /** Number of the option. */
  option: number;
  probability: number;
}

/** The first of what may be answered is the answer of the rules, the second one is silence; see `AnswerOptions`. */
export const OWN = 0;
export const SILENCE = 1;

/**
 * The likeliest answer that says something. What several options say alike has their probability together.
 *
 * @param answers as in `AnswerOptions`
 * @returns null where nothing can be said
 */
export function likeliest(answers: Uint16Array, probabilities: Float64Array): Likeliest | null {
  const together = new Float64Array(answers.length);
  answers.forEach((answer, option) => {
    together[answer] = (together[answer] as number) + (probabilities[option] as number);
  });
  const silent = answers[SILENCE] as number;
  let best = -1;
  for (let answer = 0; answer < together.length; answer += 1) {
    if (answers[answer] !== answer || answer === silent) continue;
    if (best === -1 || (together[answer] as number) > (together[best] as number)) best = answer;
  }
  if (best === -1) return null;
  const [said, unsaid] = [together[best] as number, together[silent] as number];
  return { option: best, probability: said / Math.max(1e-12, said + unsaid) };
}

/** What is answered: the likeliest answer, or silence where that is too unsure. */
export interface Chosen extends AnswerOption {
  /** Of the likeliest answer, given or not, in the policy where it must be this or silence. */
  probability: number;
  /** The calibrated probability that the likeliest answer is right. */
  confidence: number;
}

/** Chooses among all that may be answered. */
export function choose(
  { options, answers, encoding, place }: AnswerOptions,
  { signs, calibration }: Pick<AnswerWeights, 'signs' | 'calibration'>,
): Chosen {
  const silence = options[SILENCE] as AnswerOption;
  const best = likeliest(answers, probabilitiesOf(encoding, signs));
  if (best === null) return { ...silence, probability: 0, confidence: 0 };
  const bar = calibration[place];
  const { option, probability } = best;
  const confidence = calibrated(probability, bar);
  const given = confidence < bar.threshold ? silence : (options[option] as AnswerOption);
  return { ...given, probability, confidence };
}
