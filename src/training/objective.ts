import type { Encoding } from '../agents/policies/features.js';
import {
  backward,
  forward,
  type JointAction,
  logProbability,
  type Network,
  type Node,
  nodesOf,
} from '../agents/policies/network.js';

/** One action to learn from. */
export interface Sample {
  encoding: Pick<Encoding, 'pairs' | 'fact' | 'prior' | 'addPrior'>;
  action: JointAction;
  /** Log-probability under the policy that acted. */
  oldLog: number;
  advantage: number;
  /** How often it was drawn. */
  weight: number;
  /**
   * The choices that the advantage is owed to, by candidate index, -1 for adding, where the action was
   * made by varying another one; null where it was drawn as a whole.
   */
  varied: readonly number[] | null;
}

export interface ObjectiveOptions {
  /** Ratios beyond 1 ± clip earn nothing more. */
  clip: number;
  /**
   * The same above 1 for good variations: a choice of one in a thousand would otherwise take dozens of
   * iterations to be heard ("clip-higher" of DAPO, Yu et al. 2025).
   */
  clipVaried: number;
  /** Weight of the KL divergence from the reference policy. */
  kl: number;
  /** Weight of the entropy that is rewarded. */
  entropy: number;
  /** A bad variation that is less likely than this is not made less likely still: it stays in play. */
  floor: number;
}

export interface ObjectiveReport {
  /** Mean of k3, (r - 1) - log r, over the samples: KL of the acting from the new policy (Schulman 2020). */
  approximateKl: number;
  /** Share of samples whose ratio was clipped. */
  clipFraction: number;
  /** Mean entropy of a categorical choice, in nats. */
  entropy: number;
  /** Mean KL divergence from the reference along the samples' choices, in nats. */
  referenceKl: number;
  samples: number;
}

/**
 * Beyond it the ratio of a bad action counts no more: an action that was hardly ever taken can become
 * many times likelier within one iteration, and would then outweigh all others (Ye et al. 2020).
 */
const RATIO_CAP = 2;

/** The clipped surrogate's derivative by the log-probability: 0 where the clip holds. */
export function surrogateSlope(ratio: number, advantage: number, clip: number): number {
  if (advantage > 0 && ratio > 1 + clip) return 0;
  if (advantage < 0 && ratio < 1 - clip) return 0;
  return Math.min(ratio, RATIO_CAP) * advantage;
}

/**
 * Adds the gradient of −(clipped surrogate + entropy bonus − KL penalty), a weighted mean over the
 * samples, to `gradient`. KL and entropy are exact for each categorical choice along the sampled action.
 */
export function addPolicyGradient(
  network: Network,
  reference: Network,
  samples: readonly Sample[],
  options: ObjectiveOptions,
  gradient: Float64Array,
): ObjectiveReport {
  const report = { approximateKl: 0, clipFraction: 0, entropy: 0, referenceKl: 0, samples: 0 };
  const total = samples.reduce((sum, { weight }) => sum + weight, 0);
  if (total === 0) return report;
  let nodeCount = 0;
  for (const { encoding, action, oldLog, advantage, weight, varied } of samples) {
    const activations = forward(network, encoding);
    const nodes = nodesOf(network, activations, action);
    const anchors =
      options.kl > 0 ? nodesOf(reference, forward(reference, encoding), action) : nodes;
    const log = logProbability(nodes);
    const ratio = Math.exp(log - oldLog);
    const reach = varied !== null && advantage > 0 ? options.clipVaried : options.clip;
    const slope = surrogateSlope(ratio, advantage, reach);
    const share = weight / total;
    const slopes = nodes.map((node, at) => {
      const rare = (node.probabilities[node.chosen] as number) < options.floor;
      const owed = varied === null || (varied.includes(node.candidate) && !(advantage < 0 && rare));
      const own = owed ? slope : 0;
      const { out, entropy, kl } = nodeSlopes(node, anchors[at] as Node, own, options, share);
      report.entropy += entropy * weight;
      report.referenceKl += kl * share;
      nodeCount += weight;
      return out;
    });
    backward(network, activations, action, nodes, slopes, gradient);
    report.approximateKl += share * (ratio - 1 - (log - oldLog));
    if (slope === 0 && advantage !== 0) report.clipFraction += share;
    report.samples += weight;
  }
  report.entropy /= nodeCount;
  return report;
}

function nodeSlopes(
  { probabilities, chosen }: Node,
  anchor: Node,
  slope: number,
  options: ObjectiveOptions,
  share: number,
): { out: Float64Array; entropy: number; kl: number } {
  const out = new Float64Array(probabilities.length);
  let entropy = 0;
  let kl = 0;
  for (let o = 0; o < out.length; o += 1) {
    const p = probabilities[o] as number;
    if (p === 0) continue;
    entropy -= p * Math.log(p);
    kl += p * Math.log(p / Math.max(anchor.probabilities[o] as number, 1e-12));
  }
  for (let o = 0; o < out.length; o += 1) {
    const p = probabilities[o] as number;
    if (p === 0) continue;
    const log = Math.log(p);
    const surrogate = slope * ((o === chosen ? 1 : 0) - p);
    const byEntropy = -p * (log + entropy);
    const byKl = p * (log - Math.log(Math.max(anchor.probabilities[o] as number, 1e-12)) - kl);
    out[o] = -share * (surrogate + options.entropy * byEntropy - options.kl * byKl);
  }
  return { out, entropy, kl };
}

/**
 * Adds the gradient of the mean negative log-likelihood of labelled actions: supervised learning and
 * behaviour cloning. Returns the mean loss in nats.
 *
 * @param smoothing share of each target that is spread over all options, so that a clone still explores
 */
export function addLikelihoodGradient(
  network: Network,
  samples: readonly Pick<Sample, 'encoding' | 'action' | 'weight'>[],
  gradient: Float64Array,
  smoothing = 0,
): number {
  const total = samples.reduce((sum, { weight }) => sum + weight, 0);
  let loss = 0;
  for (const { encoding, action, weight } of samples) {
    const activations = forward(network, encoding);
    const nodes = nodesOf(network, activations, action);
    const share = weight / total;
    const slopes = nodes.map(({ probabilities, chosen }) =>
      probabilities.map((p, o) => {
        const target = (1 - smoothing) * (o === chosen ? 1 : 0) + smoothing / probabilities.length;
        return p === 0 ? 0 : share * (p - target);
      }),
    );
    backward(network, activations, action, nodes, slopes, gradient);
    loss -= share * logProbability(nodes);
  }
  return loss;
}
