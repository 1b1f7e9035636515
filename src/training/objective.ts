import { backward, forward, type Input, type Network } from '../agents/policies/network.js';

/** One state to learn from: a group of options that were judged, or the one that was drawn. */
export interface Sample {
  encoding: Input;
  /** Probability of each option under the policy that acted. */
  old: Float64Array;
  /** Share of each option in the surrogate: its probability in a group, 1 for the one that was drawn. */
  weights: Float64Array;
  /** By option; without meaning where the weight is 0. */
  advantages: Float64Array;
}

export interface ObjectiveOptions {
  /** Ratios beyond 1 ± clip earn nothing more. */
  clip: number;
  /** Weight of the KL divergence from the reference policy. */
  kl: number;
  /** Weight of the entropy that is rewarded. */
  entropy: number;
}

export interface ObjectiveReport {
  /** KL divergence of the acting from the new policy, mean over the samples, in nats. */
  approximateKl: number;
  /** Share of the weight whose ratio was clipped. */
  clipFraction: number;
  /** Mean entropy of the policy, in nats. */
  entropy: number;
  /** Mean KL divergence from the reference, in nats. */
  referenceKl: number;
  samples: number;
}

/**
 * Beyond it the ratio of a bad option counts no more: one that was hardly ever taken can become many times
 * likelier within one iteration, and would then outweigh all others (Ye et al. 2020).
 */
const RATIO_CAP = 2;

/** The clipped surrogate's derivative by the log-probability: 0 where the clip holds. */
export function surrogateSlope(ratio: number, advantage: number, clip: number): number {
  if (advantage > 0 && ratio > 1 + clip) return 0;
  if (advantage < 0 && ratio < 1 - clip) return 0;
  return Math.min(ratio, RATIO_CAP) * advantage;
}

/**
 * Adds the gradient of −(clipped surrogate + entropy bonus − KL penalty), the mean over the samples, to
 * `gradient`. KL and entropy are exact.
 *
 * @param seen what the network sees of a sample; the reference always sees all of it
 */
export function addPolicyGradient(
  network: Network,
  reference: Network,
  samples: readonly Sample[],
  options: ObjectiveOptions,
  gradient: Float64Array,
  seen: (input: Input) => Input = (input) => input,
): ObjectiveReport {
  const report = { approximateKl: 0, clipFraction: 0, entropy: 0, referenceKl: 0, samples: 0 };
  const share = 1 / samples.length;
  for (const { encoding, old, weights, advantages } of samples) {
    const activations = forward(network, seen(encoding));
    const p = activations.probabilities;
    const q = options.kl > 0 ? forward(reference, encoding).probabilities : p;
    /** Derivatives of the surrogate by each log-probability. */
    const byLog = new Float64Array(p.length);
    let sum = 0;
    let entropy = 0;
    let kl = 0;
    for (let o = 0; o < p.length; o += 1) {
      const own = p[o] as number;
      if (own === 0) continue;
      entropy -= own * Math.log(own);
      kl += own * Math.log(own / Math.max(q[o] as number, 1e-12));
      const before = Math.max(old[o] as number, 1e-12);
      report.approximateKl += share * before * Math.log(before / own);
      const weight = weights[o] as number;
      if (weight === 0) continue;
      const slope = surrogateSlope(own / before, advantages[o] as number, options.clip);
      if (slope === 0 && advantages[o] !== 0) report.clipFraction += share * weight;
      byLog[o] = weight * slope;
      sum += weight * slope;
    }
    const slopes = p.map((own, o) => {
      if (own === 0) return 0;
      const log = Math.log(own);
      const surrogate = (byLog[o] as number) - sum * own;
      const byEntropy = -own * (log + entropy);
      const byKl = own * (log - Math.log(Math.max(q[o] as number, 1e-12)) - kl);
      return -share * (surrogate + options.entropy * byEntropy - options.kl * byKl);
    });
    backward(network, activations, slopes, gradient);
    report.entropy += share * entropy;
    report.referenceKl += share * kl;
    report.samples += 1;
  }
  return report;
}

/**
 * Adds the gradient of the mean negative log-likelihood of labelled options. Returns the mean loss in nats.
 */
export function addLikelihoodGradient(
  network: Network,
  samples: readonly { encoding: Input; option: number }[],
  gradient: Float64Array,
  seen: (input: Input) => Input = (input) => input,
): number {
  const share = 1 / samples.length;
  let loss = 0;
  for (const { encoding, option } of samples) {
    const activations = forward(network, seen(encoding));
    const p = activations.probabilities;
    const slopes = p.map((own, o) => share * (own - (o === option ? 1 : 0)));
    backward(network, activations, slopes, gradient);
    loss -= share * Math.log(Math.max(p[option] as number, 1e-12));
  }
  return loss;
}
