import { describe, expect, test } from 'vitest';
import {
  ADD,
  backward,
  changeOf,
  createNetwork,
  DELETE,
  forward,
  largest,
  layoutOf,
  LEAVE,
  MERGE,
  type Network,
  optionCount,
  optionOf,
  PROPOSAL,
  REPLACE,
} from '../../../src/agents/policies/network.js';
import { createRandom } from '../../../src/memory/random.js';

const SHAPE = { pair: 5, fact: 3, hidden: 6, head: 4 };
const random = createRandom(7);
const row = (length: number): Float64Array => Float64Array.from({ length }, () => random.normal());
const open = new Array<boolean>(optionCount(3)).fill(true).with(ADD, false);
const input = { pairs: [row(5), row(5), row(5)], fact: row(3), open };
const network = createNetwork(SHAPE, () => random.normal(), 1);

describe('the manager network', () => {
  test.each([
    ['what the rules propose', PROPOSAL],
    ['leaving all', LEAVE],
    ['replacing one', optionOf(1, REPLACE)],
    ['deleting one', optionOf(2, DELETE)],
    ['merging', optionOf(0, MERGE)],
  ])('the gradient is that of finite differences: %s', (_, option) => {
    const activations = forward(network, input);
    const slopes = activations.probabilities.map((p, o) =>
      open[o] ? (o === option ? 1 : 0) - p : 0,
    );
    const gradient = new Float64Array(network.parameters.length);
    backward(network, activations, slopes, gradient);
    const step = 1e-6;
    for (let i = 0; i < gradient.length; i += 1) {
      const slope = (at(i, step) - at(i, -step)) / (2 * step);
      expect(Math.abs(slope - (gradient[i] ?? 0))).toBeLessThan(1e-6);
    }
    function at(parameter: number, by: number): number {
      const moved: Network = { ...network, parameters: network.parameters.slice() };
      moved.parameters[parameter] = (moved.parameters[parameter] ?? 0) + by;
      return Math.log(forward(moved, input).probabilities[option] ?? 0);
    }
  });

  test('probabilities of the open options sum to one, a closed one has none', () => {
    const { probabilities } = forward(network, input);
    expect(probabilities).toHaveLength(optionCount(3));
    expect(probabilities.reduce((sum, p) => sum + p)).toBeCloseTo(1, 12);
    expect(probabilities[ADD]).toBe(0);
    expect(probabilities.filter((p) => p > 0)).toHaveLength(optionCount(3) - 1);
  });

  test('an option is told from its index', () => {
    expect([PROPOSAL, ADD, LEAVE].map(changeOf)).toEqual([null, null, null]);
    for (const candidate of [0, 1, 9])
      for (const change of [MERGE, REPLACE, DELETE] as const)
        expect(changeOf(optionOf(candidate, change))).toEqual({ candidate, change });
  });

  test('a new network does what the rules propose', () => {
    const fresh = createNetwork(SHAPE, () => 0, 3);
    const { probabilities } = forward(fresh, input);
    expect(largest(probabilities)).toBe(PROPOSAL);
    expect(probabilities[PROPOSAL]).toBeGreaterThan(0.6);
    expect(fresh.parameters).toHaveLength(layoutOf(SHAPE).size);
  });

  test('decides without any candidate', () => {
    const alone = { pairs: [], fact: input.fact, open: [true, false, true] };
    const { probabilities } = forward(network, alone);
    expect(probabilities).toHaveLength(3);
    expect(probabilities.reduce((sum, p) => sum + p)).toBeCloseTo(1, 12);
  });
});
