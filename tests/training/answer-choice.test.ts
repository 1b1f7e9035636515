import { describe, expect, test } from 'vitest';
import { type Encoding, probabilitiesOf } from '../../src/agents/answerer/learned/encoding.js';
import { BUCKETS } from '../../src/agents/answerer/learned/signs.js';
import { createRandom } from '../../src/memory/random.js';
import {
  addGradient,
  type Choice,
  CHOICE_DEFAULTS,
  likelihoodSlopes,
  rewardSlopes,
  trainChoice,
} from '../../src/training/answer-choice.js';

const random = createRandom(3);

/** Three options that share list 0; each has one list of its own. The one with sign 7 is right. */
const choices: Choice[] = Array.from({ length: 60 }, () => {
  const right = random.int(3);
  const own = [0, 1, 2].map((at) => [at === right ? 7 : 8, 10 + random.int(5)]);
  const encoding: Encoding = {
    buckets: Int32Array.from([1, 2, ...own.flat()]),
    lists: Uint32Array.from([0, 2, 4, 6, 8]),
    uses: Uint16Array.from([0, 1, 0, 2, 0, 3]),
    options: Uint32Array.from([0, 2, 4, 6]),
  };
  const rewards = Float32Array.from([0, 1, 2], (at) => (at === right ? 1 : -0.5));
  return { encoding, rewards, weight: 1 };
});

const expectedReward = (weights: Float32Array): number =>
  choices.reduce((sum, { encoding, rewards }) => {
    const policy = probabilitiesOf(encoding, weights);
    return sum + policy.reduce((all, p, at) => all + p * rewards[at]!, 0) / choices.length;
  }, 0);

describe('the choice of an answer', () => {
  test.each(['grpo', 'sft'] as const)(
    '%s learns from reward, and again the same',
    async (algorithm) => {
      const options = { ...CHOICE_DEFAULTS, algorithm, seed: 1, leastSeen: 2 };
      const weights = await trainChoice(choices, options);
      expect(expectedReward(weights!)).toBeGreaterThan(
        expectedReward(new Float32Array(BUCKETS)) + 0.3,
      );
      // Millions of numbers: compared as bytes.
      const again = await trainChoice(choices, options);
      expect(Buffer.from(again!.buffer).equals(Buffer.from(weights!.buffer))).toBe(true);
    },
  );

  test('signs that are seen too rarely get no weight', async () => {
    const rare = {
      ...choices[0]!,
      encoding: {
        ...choices[0]!.encoding,
        buckets: choices[0]!.encoding.buckets.map((bucket) => bucket + 100),
      },
    };
    const weights = await trainChoice([...choices, rare], {
      ...CHOICE_DEFAULTS,
      algorithm: 'sft',
      seed: 1,
      leastSeen: 2,
    });
    expect(weights!.subarray(100).every((weight) => weight === 0)).toBe(true);
  });

  test('a signal stops it', async () => {
    const options = { ...CHOICE_DEFAULTS, algorithm: 'sft' as const, seed: 1 };
    expect(await trainChoice(choices, options, undefined, AbortSignal.abort())).toBeNull();
  });

  test.each([
    [
      'likelihood',
      likelihoodSlopes,
      (p: Float64Array, r: Float32Array) =>
        Math.log(p.reduce((sum, each, at) => sum + each * Math.max(0, r[at]!), 0)),
    ],
    // With an endless floor the advantages are the rewards less their mean, up to scale.
    [
      'reward',
      (p: Float64Array, r: Float32Array) => rewardSlopes(p, r, 1e9).map((slope) => slope * 1e9),
      (p: Float64Array, r: Float32Array) => p.reduce((sum, each, at) => sum + each * r[at]!, 0),
    ],
  ] as const)('the gradient of the %s is that of finite differences', (_, slopes, objective) => {
    const { encoding, rewards } = choices[0]!;
    const weights = new Float32Array(BUCKETS).map((__, at) => (at < 20 ? (at % 5) / 4 - 0.5 : 0));
    const gradient = new Float64Array(BUCKETS);
    addGradient(encoding, slopes(probabilitiesOf(encoding, weights), rewards), gradient);
    for (const bucket of [1, 7, 8, 12]) {
      const moved = (step: number): number => {
        const there = weights.slice();
        there[bucket] = there[bucket]! + step;
        return objective(probabilitiesOf(encoding, there), rewards);
      };
      expect(gradient[bucket]).toBeCloseTo((moved(1e-2) - moved(-1e-2)) / 2e-2, 3);
    }
  });
});
