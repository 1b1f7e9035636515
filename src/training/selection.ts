import { createRandom, deriveSeed, type Random } from '../memory/random.js';
import { groupAdvantages } from './grpo.js';
import { surrogateSlope } from './objective.js';
import { adamStep, createAdam } from './optimiser.js';

/**
 * Policy gradients for one categorical choice among candidates that features describe: the answer agent's
 * choice of an answer. The policy is a softmax over weighted sums of the features.
 *
 * Departures from Memory-R1 (arXiv 2508.19828), beside those of `grpo.ts`: the answer agent is no language
 * model, so that its action is which candidate to give; what each candidate is worth is known beforehand,
 * so that rollouts cost nothing. An episode has one step, so that in PPO the advantage is the reward less
 * the critic's estimate (GAE over one step); the critic is a running mean for each question.
 */
export interface Selection {
  /** candidates × features */
  features: readonly Float64Array[];
  /** What choosing each candidate earns. */
  rewards: readonly number[];
}

export interface SelectionOptions {
  algorithm: 'grpo' | 'ppo';
  seed: number;
  iterations: number;
  /** Choices drawn for each question in each iteration. */
  groupSize: number;
  epochs: number;
  learningRate: number;
  clip: number;
  /** Weight of the KL divergence from the initial policy. */
  kl: number;
}

export const SELECTION_DEFAULTS: Omit<SelectionOptions, 'algorithm' | 'seed'> = {
  iterations: 40,
  groupSize: 8,
  epochs: 2,
  learningRate: 0.05,
  clip: 0.2,
  kl: 0.05,
};

export interface SelectionProgress {
  iteration: number;
  /** Mean reward of the most likely candidates. */
  reward: number;
  /** Mean KL divergence from the initial policy, in nats. */
  kl: number;
  clipFraction: number;
}

interface Drawn {
  selection: Selection;
  anchor: Float64Array;
  chosen: number;
  oldLog: number;
  advantage: number;
}

/** Learns the weights of the choice. Equal arguments give equal weights. */
export function trainSelection(
  initial: Float64Array,
  selections: readonly Selection[],
  options: SelectionOptions,
): { weights: Float64Array; progress: SelectionProgress[] } {
  const weights = initial.slice();
  const adam = createAdam(weights.length);
  const values = selections.map(() => 0);
  const progress: SelectionProgress[] = [];
  for (let iteration = 1; iteration <= options.iterations; iteration += 1) {
    const random = createRandom(deriveSeed(options.seed, iteration));
    const drawn = selections.flatMap((selection, at) =>
      draw(selection, weights, initial, values, at, options, random),
    );
    const report = { iteration, reward: 0, kl: 0, clipFraction: 0 };
    for (let epoch = 0; epoch < options.epochs && drawn.length > 0; epoch += 1) {
      const gradient = new Float64Array(weights.length);
      const found = addSelectionGradient(weights, drawn, options, gradient);
      adamStep(weights, gradient, adam, {
        learningRate: options.learningRate,
        maxNorm: 1,
        decay: 0,
      });
      Object.assign(report, found);
    }
    report.reward = greedyReward(weights, selections);
    progress.push(report);
  }
  return { weights, progress };
}

function draw(
  selection: Selection,
  weights: Float64Array,
  initial: Float64Array,
  values: number[],
  at: number,
  { algorithm, groupSize }: SelectionOptions,
  random: Random,
): Drawn[] {
  const policy = choiceProbabilities(weights, selection.features);
  const chosen = Array.from({ length: groupSize }, () => pick(policy, random));
  const rewards = chosen.map((each) => selection.rewards[each] as number);
  const value = values[at] as number;
  const advantages =
    algorithm === 'grpo'
      ? groupAdvantages(
          rewards,
          rewards.map(() => 1),
          0.1,
        )
      : rewards.map((reward) => reward - value);
  const mean = rewards.reduce((sum, reward) => sum + reward, 0) / groupSize;
  values[at] = value + 0.3 * (mean - value);
  const anchor = choiceProbabilities(initial, selection.features);
  return chosen.map((each, i) => ({
    selection,
    anchor,
    chosen: each,
    oldLog: Math.log(policy[each] as number),
    advantage: advantages[i] as number,
  }));
}

/** Adds the gradient of −(clipped surrogate − KL penalty), a mean over what was drawn. */
export function addSelectionGradient(
  weights: Float64Array,
  drawn: readonly Drawn[],
  { clip, kl: klWeight }: Pick<SelectionOptions, 'clip' | 'kl'>,
  gradient: Float64Array,
): { kl: number; clipFraction: number } {
  const report = { kl: 0, clipFraction: 0 };
  const share = 1 / drawn.length;
  for (const { selection, anchor, chosen, oldLog, advantage } of drawn) {
    const policy = choiceProbabilities(weights, selection.features);
    const ratio = Math.exp(Math.log(policy[chosen] as number) - oldLog);
    const slope = surrogateSlope(ratio, advantage, clip);
    if (slope === 0 && advantage !== 0) report.clipFraction += share;
    const logs = policy.map((p, i) => Math.log(p) - Math.log(anchor[i] as number));
    const divergence = policy.reduce((sum, p, i) => sum + p * (logs[i] as number), 0);
    report.kl += share * divergence;
    policy.forEach((p, i) => {
      const surrogate = slope * ((i === chosen ? 1 : 0) - p);
      const byKl = p * ((logs[i] as number) - divergence);
      const byScore = -share * (surrogate - klWeight * byKl);
      const features = selection.features[i] as Float64Array;
      for (let j = 0; j < weights.length; j += 1)
        gradient[j] = (gradient[j] as number) + byScore * (features[j] as number);
    });
  }
  return report;
}

/** Mean reward of the candidates that score best. */
export function greedyReward(weights: Float64Array, selections: readonly Selection[]): number {
  const sum = selections.reduce((total, { features, rewards }) => {
    const scores = features.map((each) => score(weights, each));
    return total + (rewards[scores.indexOf(Math.max(...scores))] as number);
  }, 0);
  return sum / Math.max(1, selections.length);
}

export function choiceProbabilities(
  weights: Float64Array,
  features: readonly Float64Array[],
): Float64Array {
  const scores = Float64Array.from(features, (each) => score(weights, each));
  const top = Math.max(...scores);
  const powers = scores.map((each) => Math.max(1e-12, Math.exp(each - top)));
  const sum = powers.reduce((total, each) => total + each, 0);
  return powers.map((each) => each / sum);
}

function score(weights: Float64Array, features: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < weights.length; j += 1)
    sum += (weights[j] as number) * (features[j] as number);
  return sum;
}

function pick(probabilities: Float64Array, random: Random): number {
  let left = random.next();
  for (let i = 0; i < probabilities.length; i += 1) {
    left -= probabilities[i] as number;
    if (left < 0) return i;
  }
  return probabilities.length - 1;
}
