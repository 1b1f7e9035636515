import { describe, expect, test } from 'vitest';
import { createRandom } from '../../src/memory/random.js';
import {
  addSelectionGradient,
  choiceProbabilities,
  greedyReward,
  type Selection,
  SELECTION_DEFAULTS,
  trainSelection,
} from '../../src/training/selection.js';

const random = createRandom(3);
/** The right candidate is the one with the larger second feature; the first one misleads. */
const selections: Selection[] = Array.from({ length: 12 }, () => {
  const features = Array.from({ length: 4 }, () =>
    Float64Array.from([random.normal(), random.normal()]),
  );
  const best = features.reduce((top, each, at) => (each[1]! > features[top]![1]! ? at : top), 0);
  return { features, rewards: features.map((_, at) => (at === best ? 1 : 0)) };
});
const misled = Float64Array.from([1, 0]);

describe('the choice among candidates', () => {
  test.each(['grpo', 'ppo'] as const)(
    '%s learns from reward alone, and again the same',
    (algorithm) => {
      const options = { ...SELECTION_DEFAULTS, algorithm, seed: 1, iterations: 60 };
      const { weights, progress } = trainSelection(misled, selections, options);
      expect(greedyReward(weights, selections)).toBeGreaterThan(
        greedyReward(misled, selections) + 0.3,
      );
      expect(progress.at(-1)?.kl).toBeGreaterThan(0);
      expect(trainSelection(misled, selections, options).weights).toEqual(weights);
    },
  );

  test('the gradient is that of finite differences', () => {
    const weights = Float64Array.from([0.3, -0.2]);
    const drawn = selections.slice(0, 3).map((selection, at) => {
      const policy = choiceProbabilities(weights, selection.features);
      const anchor = choiceProbabilities(misled, selection.features);
      return { selection, anchor, chosen: at, oldLog: Math.log(policy[at]!), advantage: at - 1.5 };
    });
    const loss = (at: Float64Array): number =>
      drawn.reduce((sum, { selection, anchor, chosen, oldLog, advantage }) => {
        const policy = choiceProbabilities(at, selection.features);
        const kl = policy.reduce((total, p, i) => total + p * Math.log(p / anchor[i]!), 0);
        return sum - (Math.exp(Math.log(policy[chosen]!) - oldLog) * advantage - 0.3 * kl) / 3;
      }, 0);
    const gradient = new Float64Array(2);
    addSelectionGradient(weights, drawn, { clip: 10, kl: 0.3 }, gradient);
    for (const j of [0, 1]) {
      const moved = (step: number): Float64Array =>
        weights.map((value, at) => (at === j ? value + step : value));
      expect(gradient[j]).toBeCloseTo((loss(moved(1e-5)) - loss(moved(-1e-5))) / 2e-5, 6);
    }
  });
});
