import { calibrated } from '../../policies/departure.js';
import type { AnswerWeights, Bars, Departure } from './answer-weights.js';
import { probabilitiesOf } from './encoding.js';
import type { AnswerOption, AnswerOptions } from './options.js';

/**
 * The likeliest answer other than the rules' own, with its probability where it must be one of these two.
 * What several options say alike has their probability together.
 *
 * @param answers as in `AnswerOptions`; null where nothing else can be answered
 */
export function bestDeparture(
  answers: Uint16Array,
  probabilities: Float64Array,
): { option: number; probability: number; way: Departure } | null {
  const together = new Float64Array(answers.length);
  answers.forEach((answer, option) => {
    together[answer] = (together[answer] as number) + (probabilities[option] as number);
  });
  let best = 0;
  for (let answer = 1; answer < together.length; answer += 1) {
    if (answers[answer] !== answer) continue;
    if (best === 0 || (together[answer] as number) > (together[best] as number)) best = answer;
  }
  if (best === 0) return null;
  const [own, other] = [together[0] as number, together[best] as number];
  return {
    option: best,
    probability: other / Math.max(1e-12, own + other),
    way: wayOf(answers, best),
  };
}

/** Of the first two options one is the answer of the rules, the other one is silence. */
const wayOf = (answers: Uint16Array, option: number): Departure =>
  answers[1] === 0 ? 'answered' : option === 1 ? 'silenced' : 'changed';

/**
 * The best departure from the rules where it is sure enough, with its calibrated confidence; null where the
 * rules' answer stands. One that is less likely than the rules' answer is none, whatever its way has gained.
 */
export function sureDeparture(
  answers: Uint16Array,
  probabilities: Float64Array,
  bars: Bars,
): { option: number; confidence: number } | null {
  const best = bestDeparture(answers, probabilities);
  if (best === null || best.probability < 0.5) return null;
  const bar = bars[best.way];
  const confidence = calibrated(best.probability, bar);
  return confidence >= bar.threshold ? { option: best.option, confidence } : null;
}

/** Another answer than that of the rules, where it is surely better; null where the rules' stands. */
export function departure(
  { options, answers, encoding, place }: AnswerOptions,
  { signs, calibration }: Pick<AnswerWeights, 'signs' | 'calibration'>,
): (AnswerOption & { confidence: number }) | null {
  const sure = sureDeparture(answers, probabilitiesOf(encoding, signs), calibration[place]);
  const option = sure === null ? undefined : options[sure.option];
  return sure === null || option === undefined ? null : { ...option, confidence: sure.confidence };
}
