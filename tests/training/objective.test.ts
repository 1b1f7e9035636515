import { describe, expect, test } from 'vitest';
import { createNetwork, forward, type Network } from '../../src/agents/policies/network.js';
import { createRandom } from '../../src/memory/random.js';
import { groupAdvantages } from '../../src/training/grpo.js';
import {
  addLikelihoodGradient,
  addPolicyGradient,
  type Sample,
  surrogateSlope,
} from '../../src/training/objective.js';
import { adamStep, createAdam } from '../../src/training/optimiser.js';
import { explainedVariance, gae } from '../../src/training/ppo.js';
import { createValueNetwork, value, valueInput } from '../../src/training/value.js';

const SHAPE = { pair: 4, fact: 2, hidden: 5, head: 3 };
const random = createRandom(11);
const row = (length: number): Float64Array => Float64Array.from({ length }, () => random.normal());
const network = createNetwork(SHAPE, () => random.normal(), 1);
const reference = createNetwork(SHAPE, () => random.normal(), 1);
const open = [true, false, true, true, true, true, true, true, true];
/** A group of all options, one that was drawn, and a group of some; ratios inside and outside of the clip. */
const samples = [
  { group: [0, 2, 3, 4, 5, 6, 7, 8], shift: 0.05 },
  { group: [4], shift: -0.5 },
  { group: [0, 3, 8], shift: 0.3 },
].map(({ group, shift }): Sample => {
  const encoding = { pairs: [row(4), row(4)], fact: row(2), open };
  const now = forward(network, encoding).probabilities;
  const old = now.map((p, o) => p * Math.exp(o % 2 === 0 ? shift : -shift));
  return {
    encoding,
    old,
    weights: old.map((p, o) => (group.includes(o) ? (group.length === 1 ? 1 : p) : 0)),
    advantages: old.map(() => 2 * random.normal()),
  };
});
const OPTIONS = { clip: 0.2, kl: 0.3, entropy: 0.1 };

describe('the policy objective', () => {
  test('its gradient is that of finite differences', () => {
    const gradient = new Float64Array(network.parameters.length);
    addPolicyGradient(network, reference, samples, OPTIONS, gradient);
    checkGradient(network, gradient, plainLoss);
  });

  test('the likelihood gradient is that of finite differences', () => {
    const labelled = samples.map(({ encoding }, at) => ({ encoding, option: [0, 5, 2][at] ?? 0 }));
    const gradient = new Float64Array(network.parameters.length);
    const loss = addLikelihoodGradient(network, labelled, gradient);
    const plain = (at: Network): number =>
      labelled.reduce(
        (sum, { encoding, option }) =>
          sum - Math.log(forward(at, encoding).probabilities[option] ?? 0) / labelled.length,
        0,
      );
    expect(loss).toBeCloseTo(plain(network), 12);
    checkGradient(network, gradient, plain);
  });

  test('what is hidden from the network is hidden from its gradient', () => {
    const gradient = new Float64Array(network.parameters.length);
    const blind = samples.map((sample) => ({ ...sample, encoding: bare(sample.encoding) }));
    const other = new Float64Array(network.parameters.length);
    addPolicyGradient(network, reference, samples, { ...OPTIONS, kl: 0 }, gradient, bare);
    addPolicyGradient(network, reference, blind, { ...OPTIONS, kl: 0 }, other);
    expect(gradient).toEqual(other);
    function bare(input: Sample['encoding']): Sample['encoding'] {
      return { ...input, fact: input.fact.map(() => 0) };
    }
  });

  test('a clipped sample earns nothing more', () => {
    expect(surrogateSlope(1.3, 1, 0.2)).toBe(0);
    expect(surrogateSlope(1.3, -1, 0.2)).toBeCloseTo(-1.3);
    expect(surrogateSlope(0.7, -1, 0.2)).toBe(0);
    expect(surrogateSlope(0.7, 1, 0.2)).toBeCloseTo(0.7);
  });

  test('without samples there is nothing to learn', () => {
    const gradient = new Float64Array(network.parameters.length);
    expect(addPolicyGradient(network, reference, [], OPTIONS, gradient).samples).toBe(0);
    expect(gradient.every((slope) => slope === 0)).toBe(true);
  });

  /** The loss as the papers write it, one sample and one option at a time. */
  function plainLoss(at: Network): number {
    let loss = 0;
    for (const { encoding, old, weights, advantages } of samples) {
      const now = forward(at, encoding).probabilities;
      const anchor = forward(reference, encoding).probabilities;
      let gain = 0;
      now.forEach((p, option) => {
        if (p === 0) return;
        const ratio = p / (old[option] ?? 0);
        const clipped = Math.min(Math.max(ratio, 1 - OPTIONS.clip), 1 + OPTIONS.clip);
        const advantage = advantages[option] ?? 0;
        gain += (weights[option] ?? 0) * Math.min(ratio * advantage, clipped * advantage);
        gain += OPTIONS.entropy * -p * Math.log(p);
        gain -= OPTIONS.kl * p * Math.log(p / (anchor[option] ?? 0));
      });
      loss -= gain / samples.length;
    }
    return loss;
  }
});

describe('advantages', () => {
  test('of a group are its rewards around their mean, over their deviation', () => {
    const rewards = [1, 0, 0, 1, 3];
    const advantages = groupAdvantages(rewards, [1, 1, 1, 1, 1], 0);
    const mean = rewards.reduce((sum, r) => sum + r, 0) / rewards.length;
    const deviation = Math.sqrt(
      rewards.reduce((sum, r) => sum + (r - mean) ** 2, 0) / rewards.length,
    );
    rewards.forEach((reward, at) => {
      expect(advantages[at]).toBeCloseTo((reward - mean) / deviation, 12);
    });
    // A member that was drawn three times counts as three members.
    const weighted = groupAdvantages([1, 0], [3, 1], 0.1);
    const spelled = groupAdvantages([1, 1, 1, 0], [1, 1, 1, 1], 0.1);
    expect(weighted[0]).toBeCloseTo(spelled[0]!, 12);
    expect(weighted[1]).toBeCloseTo(spelled[3]!, 12);
    expect([...groupAdvantages([2, 2], [1, 5], 0)]).toEqual([0, 0]);
  });

  test('of GAE are the discounted sums of one-step errors', () => {
    const rewards = [0, 1, -0.5, 2];
    const values = [0.3, -0.2, 0.9, 0.1];
    const [gamma, lambda] = [0.9, 0.8];
    const advantages = gae(rewards, values, gamma, lambda);
    rewards.forEach((_, t) => {
      let sum = 0;
      for (let l = 0; t + l < rewards.length; l += 1) {
        const error = rewards[t + l]! + gamma * (values[t + l + 1] ?? 0) - values[t + l]!;
        sum += (gamma * lambda) ** l * error;
      }
      expect(advantages[t]).toBeCloseTo(sum, 12);
    });
  });

  test('explained variance is 1 for a perfect critic and 0 for a constant one', () => {
    expect(explainedVariance([1, 2, 4], [1, 2, 4])).toBeCloseTo(1);
    expect(explainedVariance([1, 2, 4], [3, 3, 3])).toBeCloseTo(0);
  });
});

test('the critic’s gradient is that of finite differences', () => {
  const critic = createValueNetwork({ pair: 4, fact: 2 }, 3, () => random.normal());
  // The output weights begin at zero, where half of the gradient would be.
  critic.parameters.forEach((_, i) => (critic.parameters[i] = random.normal() / 3));
  const features = valueInput({ pairs: [row(4), row(4)], fact: row(2), open }, 0.5, 0.2);
  const gradient = new Float64Array(critic.parameters.length);
  value(critic, features, gradient, (estimate) => 2 * (estimate - 1.5));
  const step = 1e-6;
  const loss = (i: number, by: number): number => {
    const parameters = critic.parameters.slice();
    parameters[i] = parameters[i]! + by;
    return (value({ ...critic, parameters }, features) - 1.5) ** 2;
  };
  gradient.forEach((slope, i) => {
    expect(Math.abs((loss(i, step) - loss(i, -step)) / (2 * step) - slope)).toBeLessThan(1e-6);
  });
  expect(value(critic, valueInput({ pairs: [], fact: row(2), open: [] }, 1, 0))).not.toBeNaN();
});

test('Adam finds the bottom of a bowl', () => {
  const parameters = Float64Array.from([3, -2]);
  const state = createAdam(2);
  for (let step = 0; step < 500; step += 1) {
    const gradient = Float64Array.from([2 * (parameters[0]! - 1), 2 * parameters[1]!]);
    adamStep(parameters, gradient, state, { learningRate: 0.05, maxNorm: 1, decay: 0 });
  }
  expect(parameters[0]).toBeCloseTo(1, 3);
  expect(parameters[1]).toBeCloseTo(0, 3);
});

function checkGradient(
  at: Network,
  gradient: Float64Array,
  loss: (network: Network) => number,
): void {
  const step = 1e-6;
  gradient.forEach((slope, i) => {
    const moved = (by: number): number => {
      const parameters = at.parameters.slice();
      parameters[i] = parameters[i]! + by;
      return loss({ ...at, parameters });
    };
    expect(Math.abs((moved(step) - moved(-step)) / (2 * step) - slope)).toBeLessThan(2e-6);
  });
}
