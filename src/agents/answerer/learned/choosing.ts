import { calibrated } from '../../policies/departure.js';
import type { Calibration } from '../../policies/learned-weights.js';
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
const SILENCE = 1;

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

/** What is answered. */
export interface Decided {
  /** Number of the option. */
  option: number;
  /** Of the likeliest answer, given or not, in the policy where it must be this or silence. */
  probability: number;
  /** The calibrated probability that the likeliest answer is right. */
  confidence: number;
}

/** Gives the likeliest answer, or silence where that is too unsure. @param bar how sure it must be */
export function decide(
  answers: Uint16Array,
  probabilities: Float64Array,
  bar: Calibration,
): Decided {
  const best = likeliest(answers, probabilities);
  if (best === null) return { option: SILENCE, probability: 0, confidence: 0 };
  const confidence = calibrated(best.probability, bar);
  return { ...best, confidence, option: confidence < bar.threshold ? SILENCE : best.option };
}

/** Chooses among all that may be answered. */
export function choose(
  { options, answers, encoding, place }: AnswerOptions,
  { signs, calibration }: Pick<AnswerWeights, 'signs' | 'calibration'>,
): AnswerOption & Omit<Decided, 'option'> {
  const { option, ...sure } = decide(answers, probabilitiesOf(encoding, signs), calibration[place]);
  return { ...(options[option] as AnswerOption), ...sure };
}
