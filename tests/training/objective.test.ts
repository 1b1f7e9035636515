import { describe, expect, test } from 'vitest';
import {
  createNetwork,
  forward,
  type JointAction,
  logProbability,
  MERGE,
  type Network,
  nodesOf,
} from '../../src/agents/policies/network.js';
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
const ACTIONS: JointAction[] = [
  { order: [1, 0], choices: [0, 0], add: true },
  { order: [0, 1], choices: [MERGE, 0], add: false },
  { order: [0, 1], choices: [0, 3], add: false },
];
const samples = ACTIONS.map((action, at): Sample => {
  const encoding = { pairs: [row(4), row(4)], fact: row(2) };
  const log = logProbability(nodesOf(network, forward(network, encoding), action));
  // Inside and outside of the clip, with either sign.
  return {
    encoding,
    action,
    oldLog: log + [0.05, -0.5, 0.1][at]!,
    advantage: [1, -2, 0.7][at]!,
    weight: at + 1,
    varied: null,
  };
});
const OPTIONS = { clip: 0.2, clipVaried: 0.2, kl: 0.3, entropy: 0.1, floor: 0 };

describe('the policy objective', () => {
  test('its gradient is that of finite differences', () => {
    const gradient = new Float64Array(network.parameters.length);
    addPolicyGradient(network, reference, samples, OPTIONS, gradient);
    checkGradient(network, gradient, plainLoss);
  });

  test('the likelihood gradient is that of finite differences', () => {
    const gradient = new Float64Array(network.parameters.length);
    const loss = addLikelihoodGradient(network, samples, gradient);
    const plain = (at: Network): number =>
      samples.reduce(
        (sum, { encoding, action, weight }) =>
          sum - (weight / 6) * logProbability(nodesOf(at, forward(at, encoding), action)),
        0,
      );
    expect(loss).toBeCloseTo(plain(network), 12);
    checkGradient(network, gradient, plain);
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
    const total = samples.reduce((sum, { weight }) => sum + weight, 0);
    for (const { encoding, action, oldLog, advantage, weight } of samples) {
      const nodes = nodesOf(at, forward(at, encoding), action);
      const anchors = nodesOf(reference, forward(reference, encoding), action);
      const ratio = Math.exp(logProbability(nodes) - oldLog);
      const clipped = Math.min(Math.max(ratio, 1 - OPTIONS.clip), 1 + OPTIONS.clip);
      let gain = Math.min(ratio * advantage, clipped * advantage);
      nodes.forEach(({ probabilities }, index) => {
        probabilities.forEach((p, option) => {
          if (p === 0) return;
          const q = anchors[index]?.probabilities[option] ?? 0;
          gain += OPTIONS.entropy * -p * Math.log(p) - OPTIONS.kl * p * Math.log(p / q);
        });
      });
      loss -= (weight / total) * gain;
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
  const features = valueInput({ pairs: [row(4), row(4)], fact: row(2) }, 0.5, 0.2);
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
  expect(value(critic, valueInput({ pairs: [], fact: row(2) }, 1, 0))).not.toBeNaN();
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
