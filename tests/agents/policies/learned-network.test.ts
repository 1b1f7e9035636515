import { describe, expect, test } from 'vitest';
import {
  addNode,
  backward,
  candidateProbabilities,
  createNetwork,
  DELETE,
  forward,
  type JointAction,
  largest,
  layoutOf,
  logProbability,
  MERGE,
  type Network,
  nodesOf,
  REPLACE,
  selectAction,
} from '../../../src/agents/policies/network.js';
import { createRandom } from '../../../src/memory/random.js';

const SHAPE = { pair: 5, fact: 3, hidden: 6, head: 4 };
const random = createRandom(7);
const row = (length: number): Float64Array => Float64Array.from({ length }, () => random.normal());
const input = {
  pairs: [row(5), row(5), row(5)],
  fact: row(3),
  prior: [row(4), row(4), row(4)],
  addPrior: 0.7,
};
const network = createNetwork(SHAPE, () => random.normal(), 1);

const ACTIONS: [string, JointAction][] = [
  ['leave all, add', { order: [2, 0, 1], choices: [0, 0, 0], add: true }],
  ['skip', { order: [0, 1, 2], choices: [0, 0, 0], add: false }],
  ['replace one, delete one', { order: [1, 0, 2], choices: [0, REPLACE, DELETE], add: false }],
  ['delete one, add', { order: [0, 1, 2], choices: [DELETE, 0, 0], add: true }],
  ['merge', { order: [2, 1, 0], choices: [0, 0, MERGE], add: false }],
];

describe('the manager network', () => {
  test.each(ACTIONS)('the gradient is that of finite differences: %s', (_, action) => {
    const activations = forward(network, input);
    const nodes = nodesOf(network, activations, action);
    const slopes = nodes.map(({ probabilities, chosen }) =>
      probabilities.map((p, option) => (p === 0 ? 0 : (option === chosen ? 1 : 0) - p)),
    );
    const gradient = new Float64Array(network.parameters.length);
    backward(network, activations, action, nodes, slopes, gradient);
    const step = 1e-6;
    for (let i = 0; i < gradient.length; i += 1) {
      const slope = (at(i, step) - at(i, -step)) / (2 * step);
      expect(Math.abs(slope - (gradient[i] ?? 0))).toBeLessThan(1e-6);
    }
    function at(parameter: number, by: number): number {
      const moved: Network = { ...network, parameters: network.parameters.slice() };
      moved.parameters[parameter] = (moved.parameters[parameter] ?? 0) + by;
      return logProbability(nodesOf(moved, forward(moved, input), action));
    }
  });

  test('probabilities of every joint action sum to one', () => {
    const activations = forward(network, input);
    const order = [1, 2, 0];
    let sum = 0;
    for (let code = 0; code < 64; code += 1) {
      const choices = [code & 3, (code >> 2) & 3, (code >> 4) & 3] as JointAction['choices'];
      const updates = choices.filter((choice) => choice === MERGE || choice === REPLACE).length;
      if (updates > 1) continue;
      for (const add of updates === 1 ? [false] : [false, true])
        sum += Math.exp(logProbability(nodesOf(network, activations, { order, choices, add })));
    }
    expect(sum).toBeCloseTo(1, 9);
  });

  test('a second update is impossible, and so is adding what was updated', () => {
    const activations = forward(network, input);
    const open = candidateProbabilities(activations, 0, false);
    const closed = candidateProbabilities(activations, 0, true);
    expect(open.every((p) => p > 0)).toBe(true);
    expect([closed[MERGE], closed[REPLACE]]).toEqual([0, 0]);
    const updated: JointAction = { order: [0, 1, 2], choices: [MERGE, 0, 0], add: false };
    expect(nodesOf(network, activations, updated)).toHaveLength(3);
  });

  test('a new network adds and leaves memories alone', () => {
    const fresh = createNetwork(SHAPE, () => 0);
    const activations = forward(fresh, { pairs: input.pairs, fact: input.fact });
    expect(selectAction(fresh, activations, largest)).toMatchObject({
      choices: [0, 0, 0],
      add: true,
    });
    expect(addNode(fresh, activations, false, 1).probabilities[1]).toBeGreaterThan(0.8);
    expect(fresh.parameters).toHaveLength(layoutOf(SHAPE).size);
  });

  test('decides without any candidate', () => {
    const activations = forward(network, { pairs: [], fact: input.fact });
    const action = selectAction(network, activations, largest);
    expect(action.choices).toEqual([]);
    expect(nodesOf(network, activations, action)).toHaveLength(1);
  });
});
