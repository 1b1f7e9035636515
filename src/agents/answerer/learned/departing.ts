import { calibrated } from '../../policies/departure.js';
import type { AnswerWeights } from './answer-weights.js';
import { type AnswerOption, type AnswerOptions, keyOf } from './options.js';

/** Scores of the options: the sums of their signs' weights. */
export function scoresOf({ options, lists }: AnswerOptions, weights: Float32Array): Float64Array {
  const sums = lists.map((list) => {
    let sum = 0;
    for (const bucket of list) sum += weights[bucket] as number;
    return sum;
  });
  return Float64Array.from(options, (option) =>
    option.lists.reduce((sum, list) => sum + (sums[list] as number), 0),
  );
}

/** The probability of each option in the policy: a softmax. */
export function probabilitiesOf(options: AnswerOptions, weights: Float32Array): Float64Array {
  const scores = scoresOf(options, weights);
  const top = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - top));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

/** The likeliest answer other than the rules' own, with its probability where it must be one of these two. */
export function bestDeparture(
  { options }: AnswerOptions,
  probabilities: Float64Array,
): { option: AnswerOption; probability: number } | null {
  const byText = new Map<string, { option: AnswerOption; sum: number; most: number }>();
  options.forEach((option, at) => {
    const key = keyOf(option.text);
    const p = probabilities[at] as number;
    const same = byText.get(key);
    if (same === undefined) byText.set(key, { option, sum: p, most: p });
    else {
      same.sum += p;
      if (p > same.most) Object.assign(same, { option, most: p });
    }
  });
  const ownKey = keyOf(options[0]?.text ?? null);
  const own = byText.get(ownKey)?.sum ?? 0;
  byText.delete(ownKey);
  const [best] = [...byText.values()].sort((a, b) => b.sum - a.sum);
  return best === undefined
    ? null
    : { option: best.option, probability: best.sum / Math.max(1e-12, best.sum + own) };
}

/** Another answer than that of the rules, where it is surely better; null where the rules' stands. */
export function departure(
  options: AnswerOptions,
  { signs, calibration }: AnswerWeights,
): (AnswerOption & { confidence: number }) | null {
  const best = bestDeparture(options, probabilitiesOf(options, signs));
  if (best === null) return null;
  const confidence = calibrated(best.probability, calibration);
  return confidence >= calibration.threshold ? { ...best.option, confidence } : null;
}
