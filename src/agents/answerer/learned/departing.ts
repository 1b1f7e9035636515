import { calibrated } from '../../policies/departure.js';
import type { AnswerWeights } from './answer-weights.js';
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
): { option: number; probability: number } | null {
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
  return { option: best, probability: other / Math.max(1e-12, own + other) };
}

/** Another answer than that of the rules, where it is surely better; null where the rules' stands. */
export function departure(
  { options, answers, encoding }: AnswerOptions,
  { signs, calibration }: Pick<AnswerWeights, 'signs' | 'calibration'>,
): (AnswerOption & { confidence: number }) | null {
  const best = bestDeparture(answers, probabilitiesOf(encoding, signs));
  if (best === null) return null;
  const bar = calibration[options[0]?.text === null ? 'silent' : 'said'];
  const confidence = calibrated(best.probability, bar);
  const option = options[best.option];
  return option !== undefined && confidence >= bar.threshold ? { ...option, confidence } : null;
}
