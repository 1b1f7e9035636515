import { type Encoding, probabilitiesOf } from '../agents/answerer/learned/encoding.js';
import { BUCKETS } from '../agents/answerer/learned/signs.js';
import { createRandom } from '../memory/random.js';
import { groupAdvantages } from './grpo.js';

/**
 * Learns the answer agent's choice: a softmax over sums of the weights of each option's signs.
 *
 * Departures from Memory-R1 (arXiv 2508.19828), beside those of `grpo.ts`: the answer agent is no language
 * model, so that its action is which option to give. What each option earns is known beforehand, so that
 * nothing is drawn: all options are the group, each by its probability, and there is nothing for a critic to
 * estimate. Training begins by raising the logarithm of the expected reward of the right options, which is
 * the marginal likelihood of a right answer (Guu et al. 2017, arXiv 1704.07926): unlike the expected reward
 * itself it still has a slope where a right answer is unlikely. Weights move by Adagrad (Duchi et al. 2011), which
 * suits signs that are rare.
 */
export interface Choice {
  encoding: Encoding;
  /** What each option earns. */
  rewards: Float32Array;
  /** How much it counts. */
  weight: number;
}

export interface ChoiceOptions {
  /** `sft` raises the likelihood of a right answer only; `grpo` goes on from there by reward. */
  algorithm: 'grpo' | 'sft';
  seed: number;
  /** Passes over the choices by likelihood, and by reward. */
  passes: { likelihood: number; reward: number };
  learningRate: number;
  /** Signs that fewer choices have are left out: what is seen so rarely is learned by heart. */
  leastSeen: number;
  /** Added to the deviation of a group's rewards. */
  deviationFloor: number;
}

export const CHOICE_DEFAULTS: Omit<ChoiceOptions, 'algorithm' | 'seed'> = {
  passes: { likelihood: 2, reward: 1 },
  learningRate: 0.06,
  leastSeen: 40,
  deviationFloor: 0.1,
};

/** What Adagrad's sums of squares begin with. */
const FIRST_SQUARE = 0.1;

/**
 * Learns the weights of the signs. Equal arguments give equal weights.
 * @param onPass called after each pass over the choices
 * @returns null where the signal stopped it
 */
export async function trainChoice(
  choices: readonly Choice[],
  options: ChoiceOptions,
  onPass: (pass: number, passes: number, weights: Float32Array) => void = () => undefined,
  signal?: AbortSignal,
): Promise<Float32Array | null> {
  const weights = new Float32Array(BUCKETS);
  const squares = new Float32Array(BUCKETS).fill(FIRST_SQUARE);
  const common = commonSigns(choices, options.leastSeen);
  const gradient = new Float64Array(BUCKETS);
  const random = createRandom(options.seed);
  const byReward = options.algorithm === 'grpo' ? options.passes.reward : 0;
  const passes = options.passes.likelihood + byReward;
  for (let pass = 1; pass <= passes; pass += 1) {
    const slopes = pass > options.passes.likelihood ? rewardSlopes : likelihoodSlopes;
    for (const choice of random.shuffle(choices)) {
      const policy = probabilitiesOf(choice.encoding, weights);
      const moved = addGradient(
        choice.encoding,
        slopes(policy, choice.rewards, options.deviationFloor),
        gradient,
      );
      for (const bucket of moved) {
        const slope = common[bucket] === 1 ? choice.weight * (gradient[bucket] as number) : 0;
        gradient[bucket] = 0;
        if (slope === 0) continue;
        const square = (squares[bucket] as number) + slope * slope;
        squares[bucket] = square;
        weights[bucket] =
          (weights[bucket] as number) + (options.learningRate * slope) / Math.sqrt(square);
      }
    }
    onPass(pass, passes, weights);
    // Lets signals through.
    await new Promise((resolve) => setImmediate(resolve));
    if (signal?.aborted) return null;
  }
  return weights;
}

/** 1 for the buckets that at least so many choices have a sign in. */
function commonSigns(choices: readonly Choice[], least: number): Uint8Array {
  const seen = new Uint32Array(BUCKETS);
  const last = new Int32Array(BUCKETS).fill(-1);
  choices.forEach(({ encoding }, at) => {
    for (const bucket of encoding.buckets) {
      if (last[bucket] === at) continue;
      last[bucket] = at;
      seen[bucket] = (seen[bucket] as number) + 1;
    }
  });
  return Uint8Array.from(seen, (count) => (count >= least ? 1 : 0));
}

/** Slope of the log of the expected reward by each option's score, counting right options only. */
export function likelihoodSlopes(policy: Float64Array, rewards: Float32Array): Float64Array {
  const expected = policy.reduce((sum, p, at) => sum + p * Math.max(0, rewards[at] as number), 0);
  if (expected === 0) return new Float64Array(policy.length);
  return policy.map((p, at) => (p * Math.max(0, rewards[at] as number)) / expected - p);
}

/** Slope of the expected reward, relative to the group's deviation, by each option's score. */
export function rewardSlopes(
  policy: Float64Array,
  rewards: Float32Array,
  deviationFloor: number,
): Float64Array {
  const advantages = groupAdvantages([...rewards], [...policy], deviationFloor);
  return policy.map((p, at) => p * (advantages[at] as number));
}

/** Adds what the slopes of the scores come to for the weights; returns the buckets concerned. */
export function addGradient(
  { buckets, lists, uses, options }: Encoding,
  slopes: Float64Array,
  gradient: Float64Array,
): number[] {
  const byList = new Float64Array(lists.length - 1);
  slopes.forEach((slope, option) => {
    if (Math.abs(slope) < 1e-7) return;
    for (let at = options[option] as number; at < (options[option + 1] as number); at += 1) {
      const list = uses[at] as number;
      byList[list] = (byList[list] as number) + slope;
    }
  });
  const moved: number[] = [];
  byList.forEach((slope, list) => {
    if (slope === 0) return;
    for (let at = lists[list] as number; at < (lists[list + 1] as number); at += 1) {
      const bucket = buckets[at] as number;
      if (gradient[bucket] === 0) moved.push(bucket);
      gradient[bucket] = (gradient[bucket] as number) + slope;
    }
  });
  return moved;
}
