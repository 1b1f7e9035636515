import type { Signs } from './signs.js';

/**
 * Options described by lists of signs, many of which they share, in flat arrays: a question has some hundred
 * lists and hundreds of options, and a training has tens of thousands of questions.
 */
export interface Encoding {
  /** Buckets of all lists, one list after the other. */
  buckets: Int32Array;
  /** Where each list begins, and where the last one ends. */
  lists: Uint32Array;
  /** Numbers of the lists of all options, one option after the other. */
  uses: Uint16Array;
  /** Where each option begins in `uses`, and where the last one ends. */
  options: Uint32Array;
}

/** @param uses numbers of each option's lists */
export function encodingOf(
  signs: readonly Signs[],
  uses: readonly (readonly number[])[],
): Encoding {
  const found = signs.map((each) => each.found);
  return {
    buckets: Int32Array.from(found.flat()),
    lists: startsOf(found),
    uses: Uint16Array.from(uses.flat()),
    options: startsOf(uses),
  };
}

function startsOf(parts: readonly (readonly unknown[])[]): Uint32Array {
  const starts = new Uint32Array(parts.length + 1);
  parts.forEach((part, at) => (starts[at + 1] = (starts[at] as number) + part.length));
  return starts;
}

/** Of each option the sum of what its lists sum up to. */
export const scoresOf = (
  { buckets, lists, uses, options }: Encoding,
  weights: Float32Array,
): Float64Array => sumsOf(options, uses, sumsOf(lists, buckets, weights));

/** The sum of the values that each part of the places names. @param starts as in `Encoding` */
function sumsOf(
  starts: Uint32Array,
  places: Int32Array | Uint16Array,
  values: Float32Array | Float64Array,
): Float64Array {
  const sums = new Float64Array(starts.length - 1);
  for (let part = 0; part < sums.length; part += 1) {
    let sum = 0;
    for (let at = starts[part] as number; at < (starts[part + 1] as number); at += 1)
      sum += values[places[at] as number] as number;
    sums[part] = sum;
  }
  return sums;
}

/** The probability of each option in the policy: a softmax over the scores. */
export function probabilitiesOf(encoding: Encoding, weights: Float32Array): Float64Array {
  const scores = scoresOf(encoding, weights);
  const top = scores.reduce((most, score) => Math.max(most, score), -Infinity);
  const powers = scores.map((score) => Math.exp(score - top));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
