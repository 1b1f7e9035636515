import type { Input } from '../agents/policies/network.js';

/**
 * PPO's critic: a network of one hidden layer over the fact's features and the mean and the largest of
 * the candidates', apart from the policy so that neither disturbs the other. It is not shipped.
 */
export interface ValueNetwork {
  inputs: number;
  hidden: number;
  parameters: Float64Array;
}

export function createValueNetwork(
  shape: { pair: number; fact: number },
  hidden: number,
  normal: () => number,
): ValueNetwork {
  const inputs = 2 * shape.pair + shape.fact + EXTRA;
  const parameters = new Float64Array(hidden * (inputs + 2) + 1);
  const scale = Math.sqrt(2 / (inputs + hidden));
  for (let i = 0; i < hidden * inputs; i += 1) parameters[i] = normal() * scale;
  return { inputs, hidden, parameters };
}

/** What the critic knows besides the state: how much of the episode is left and what it earned so far. */
const EXTRA = 2;

export function valueInput(input: Input, left: number, earned: number): Float64Array {
  const pair = input.pairs[0]?.length ?? 0;
  const own: number[] = [];
  for (let j = 0; j < pair; j += 1) {
    let sum = 0;
    let top = 0;
    for (const row of input.pairs) {
      sum += row[j] as number;
      top = Math.max(top, row[j] as number);
    }
    own.push(sum / input.pairs.length, top);
  }
  return Float64Array.from([left, earned, ...input.fact, ...own]);
}

/** The estimate, and its gradient by the parameters times `slope` added to `gradient` if one is given. */
export function value(
  network: ValueNetwork,
  features: Float64Array,
  gradient?: Float64Array,
  slopeOf?: (estimate: number) => number,
): number {
  const { inputs, hidden, parameters: w } = network;
  const bias = hidden * inputs;
  const out = bias + hidden;
  const units = new Float64Array(hidden);
  let estimate = w[out + hidden] as number;
  // A state without candidates has fewer features than the network has inputs: the rest are zero.
  const known = Math.min(features.length, inputs);
  for (let h = 0; h < hidden; h += 1) {
    let sum = w[bias + h] as number;
    for (let j = 0; j < known; j += 1)
      sum += (w[h * inputs + j] as number) * (features[j] as number);
    units[h] = Math.tanh(sum);
    estimate += (w[out + h] as number) * (units[h] as number);
  }
  if (gradient && slopeOf) {
    const slope = slopeOf(estimate);
    gradient[out + hidden] = (gradient[out + hidden] as number) + slope;
    for (let h = 0; h < hidden; h += 1) {
      const unit = units[h] as number;
      gradient[out + h] = (gradient[out + h] as number) + slope * unit;
      const inner = slope * (w[out + h] as number) * (1 - unit * unit);
      gradient[bias + h] = (gradient[bias + h] as number) + inner;
      for (let j = 0; j < known; j += 1) {
        const at = h * inputs + j;
        gradient[at] = (gradient[at] as number) + inner * (features[j] as number);
      }
    }
  }
  return estimate;
}
