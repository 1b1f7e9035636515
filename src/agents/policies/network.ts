/**
 * The manager's network: a shared encoder over candidates, a pooled context, one head that scores what may
 * be done to each candidate and one that scores what may be done without touching any. One softmax over all
 * of it is the policy. Small enough that plain loops over typed arrays beat a tensor library; the gradient
 * is written by hand and checked against finite differences in the tests.
 */

/** What may be done to one candidate. MERGE and REPLACE are both UPDATE: they differ in the new text. */
export const CHANGES = ['merge', 'replace', 'delete'] as const;
export const MERGE = 0;
export const REPLACE = 1;
export const DELETE = 2;
export type Change = typeof MERGE | typeof REPLACE | typeof DELETE;

/**
 * Options that change no candidate, before those of the candidates: what the rules propose (which may
 * change several memories at once), adding the fact, and leaving everything as it is.
 */
export const PROPOSAL = 0;
export const ADD = 1;
export const LEAVE = 2;
const GENERAL = 3;

/** Index of the option that changes one candidate. */
export const optionOf = (candidate: number, change: Change): number =>
  GENERAL + candidate * CHANGES.length + change;

/** The candidate that an option changes, and how; null for options that change none by themselves. */
export function changeOf(option: number): { candidate: number; change: Change } | null {
  const at = option - GENERAL;
  if (at < 0) return null;
  return {
    candidate: Math.floor(at / CHANGES.length),
    change: (at % CHANGES.length) as Change,
  };
}

export const optionCount = (candidates: number): number => GENERAL + candidates * CHANGES.length;

/** Sizes of the network. */
export interface Shape {
  /** Features of a candidate beside the fact. */
  pair: number;
  /** Features of the fact alone. */
  fact: number;
  /** Width of the candidate encoder. */
  hidden: number;
  /** Width of the heads. */
  head: number;
}

export interface Network {
  shape: Shape;
  /** All weights in one array; see `layoutOf`. */
  parameters: Float64Array;
}

/**
 * Where each weight matrix and bias begins in `parameters`. Matrices are row-major, outputs × inputs; but
 * `encode` is inputs × outputs, so that the many features that are zero cost nothing.
 */
export interface Layout {
  encode: number;
  encodeBias: number;
  mix: number;
  mixBias: number;
  change: number;
  changeBias: number;
  rest: number;
  restBias: number;
  restOut: number;
  restOutBias: number;
  size: number;
}

/** What the network sees of a state. */
export interface Input {
  /** One row for each candidate, best first. */
  pairs: readonly Float64Array[];
  /** The fact's own features. */
  fact: Float64Array;
  /** Which options may be taken, by index. One that equals what the rules propose is closed. */
  open: readonly boolean[];
}

/** What `forward` leaves for `backward`. */
export interface Activations {
  input: Input;
  /** candidates × hidden */
  encoded: Float64Array[];
  /** Largest of each hidden unit over the candidates, and which candidate had it (-1: none). */
  pooled: Float64Array;
  pooledFrom: Int32Array;
  /** candidates × head */
  mixed: Float64Array[];
  /** Hidden units of the head for the options that touch no candidate. */
  rest: Float64Array;
  /** Probability of each option; 0 where it is closed. */
  probabilities: Float64Array;
}

const layouts = new WeakMap<Shape, Layout>();

export function layoutOf(shape: Shape): Layout {
  let layout = layouts.get(shape);
  if (!layout) {
    layout = lay(shape);
    layouts.set(shape, layout);
  }
  return layout;
}

function lay({ pair, fact, hidden, head }: Shape): Layout {
  let at = 0;
  const take = (count: number): number => {
    at += count;
    return at - count;
  };
  const layout = {
    encode: take(hidden * (pair + fact)),
    encodeBias: take(hidden),
    mix: take(head * 2 * hidden),
    mixBias: take(head),
    change: take(CHANGES.length * head),
    changeBias: take(CHANGES.length),
    rest: take(head * (hidden + fact)),
    restBias: take(head),
    restOut: take(GENERAL * head),
    restOutBias: take(GENERAL),
  };
  return { ...layout, size: at };
}

/**
 * A network with weights scaled to their number of inputs (Glorot). It begins with the rules: `prior` is
 * the logit by which it prefers what they propose to every other option.
 */
export function createNetwork(shape: Shape, normal: () => number, prior: number): Network {
  const layout = layoutOf(shape);
  const parameters = new Float64Array(layout.size);
  const fill = (from: number, outputs: number, inputs: number, gain = 1): void => {
    const scale = gain * Math.sqrt(2 / (inputs + outputs));
    for (let i = 0; i < outputs * inputs; i += 1) parameters[from + i] = normal() * scale;
  };
  const { pair, fact, hidden, head } = shape;
  fill(layout.encode, hidden, pair + fact);
  fill(layout.mix, head, 2 * hidden);
  fill(layout.change, CHANGES.length, head, 0.3);
  fill(layout.rest, head, hidden + fact);
  fill(layout.restOut, GENERAL, head, 0.3);
  parameters[layout.restOutBias + PROPOSAL] = prior;
  return { shape, parameters };
}

/** The policy in a state: a probability for each open option. */
export function forward(network: Network, input: Input): Activations {
  const { shape, parameters: w } = network;
  const { pair, fact, hidden, head } = shape;
  const l = layoutOf(shape);
  // The fact's part of the encoder is the same for every candidate.
  const base = w.slice(l.encodeBias, l.encodeBias + hidden);
  addProduct(base, w, l.encode + pair * hidden, input.fact);
  const pooled = new Float64Array(hidden);
  const pooledFrom = new Int32Array(hidden).fill(-1);
  const encoded = input.pairs.map((features, at) => {
    const out = base.slice();
    addProduct(out, w, l.encode, features);
    for (let h = 0; h < hidden; h += 1) {
      const value = Math.tanh(out[h] as number);
      out[h] = value;
      if (pooledFrom[h] === -1 || value > (pooled[h] as number)) {
        pooled[h] = value;
        pooledFrom[h] = at;
      }
    }
    return out;
  });
  // So is the pooled part of the mix.
  const shared = w.slice(l.mixBias, l.mixBias + head);
  addRows(shared, w, l.mix + hidden, 2 * hidden, pooled);
  const mixed = encoded.map((own) => {
    const out = shared.slice();
    addRows(out, w, l.mix, 2 * hidden, own);
    return out.map(Math.tanh);
  });
  const rest = w.slice(l.restBias, l.restBias + head);
  addRows(rest, w, l.rest, hidden + fact, pooled);
  addRows(rest, w, l.rest + hidden, hidden + fact, input.fact);
  for (let u = 0; u < head; u += 1) rest[u] = Math.tanh(rest[u] as number);
  const logits = new Float64Array(optionCount(mixed.length));
  const general = w.slice(l.restOutBias, l.restOutBias + GENERAL);
  addRows(general, w, l.restOut, head, rest);
  logits.set(general);
  mixed.forEach((own, at) => {
    const changes = w.slice(l.changeBias, l.changeBias + CHANGES.length);
    addRows(changes, w, l.change, head, own);
    logits.set(changes, optionOf(at, MERGE));
  });
  return {
    input,
    encoded,
    pooled,
    pooledFrom,
    mixed,
    rest,
    probabilities: softmax(logits, input.open),
  };
}

/** Index of the largest value, the first of equals. */
export function largest(values: Float64Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i += 1)
    if ((values[i] as number) > (values[best] as number)) best = i;
  return best;
}

/**
 * Adds the gradient of a loss to `gradient`.
 *
 * @param slopes derivative of the loss by each option's logit
 */
export function backward(
  network: Network,
  activations: Activations,
  slopes: Float64Array,
  gradient: Float64Array,
): void {
  const { shape, parameters: w } = network;
  const { pair, fact, hidden, head } = shape;
  const l = layoutOf(shape);
  const { input, encoded, pooled, pooledFrom, mixed, rest } = activations;
  const byPooled = new Float64Array(hidden);
  /** Through one head: to its units, in place of them their slopes before the tanh. */
  const through = (
    units: Float64Array,
    own: Float64Array,
    out: number,
    bias: number,
  ): Float64Array => {
    const byUnits = new Float64Array(head);
    own.forEach((slope, option) => {
      if (slope === 0) return;
      gradient[bias + option] = (gradient[bias + option] as number) + slope;
      for (let u = 0; u < head; u += 1) {
        const at = out + option * head + u;
        gradient[at] = (gradient[at] as number) + slope * (units[u] as number);
        byUnits[u] = (byUnits[u] as number) + slope * (w[at] as number);
      }
    });
    return byUnits.map((slope, u) => slope * (1 - (units[u] as number) ** 2));
  };
  const byRest = through(rest, slopes.subarray(0, GENERAL), l.restOut, l.restOutBias);
  addTo(gradient, l.restBias, byRest);
  backRows(gradient, w, l.rest, hidden + fact, byRest, pooled, byPooled);
  backRows(gradient, w, l.rest + hidden, hidden + fact, byRest, input.fact, null);
  const byShared = new Float64Array(head);
  const byEncoded = mixed.map((units, at) => {
    const own = slopes.subarray(optionOf(at, MERGE), optionOf(at + 1, MERGE));
    const byMixed = through(units, own, l.change, l.changeBias);
    addTo(byShared, 0, byMixed);
    const by = new Float64Array(hidden);
    backRows(gradient, w, l.mix, 2 * hidden, byMixed, encoded[at] as Float64Array, by);
    return by;
  });
  addTo(gradient, l.mixBias, byShared);
  backRows(gradient, w, l.mix + hidden, 2 * hidden, byShared, pooled, byPooled);
  for (let h = 0; h < hidden; h += 1) {
    const from = byEncoded[pooledFrom[h] as number];
    if (from) from[h] = (from[h] as number) + (byPooled[h] as number);
  }
  const byBase = new Float64Array(hidden);
  byEncoded.forEach((slope, at) => {
    const own = encoded[at] as Float64Array;
    for (let h = 0; h < hidden; h += 1)
      slope[h] = (slope[h] as number) * (1 - (own[h] as number) ** 2);
    addTo(byBase, 0, slope);
    addOuter(gradient, l.encode, input.pairs[at] as Float64Array, slope);
  });
  addOuter(gradient, l.encode + pair * hidden, input.fact, byBase);
  addTo(gradient, l.encodeBias, byBase);
}

/** out += matrix · vector, for a matrix of inputs × outputs. */
function addProduct(out: Float64Array, w: Float64Array, from: number, vector: Float64Array): void {
  for (let j = 0; j < vector.length; j += 1) {
    const value = vector[j] as number;
    if (value === 0) continue;
    const row = from + j * out.length;
    for (let h = 0; h < out.length; h += 1)
      out[h] = (out[h] as number) + value * (w[row + h] as number);
  }
}

/** The gradient of `addProduct` by its matrix. */
function addOuter(
  gradient: Float64Array,
  from: number,
  vector: Float64Array,
  slope: Float64Array,
): void {
  for (let j = 0; j < vector.length; j += 1) {
    const value = vector[j] as number;
    if (value === 0) continue;
    addTo(gradient, from + j * slope.length, slope, value);
  }
}

/** out += matrix · vector, for rows of a matrix that lie `stride` apart. */
function addRows(
  out: Float64Array,
  w: Float64Array,
  from: number,
  stride: number,
  vector: Float64Array,
): void {
  for (let u = 0; u < out.length; u += 1) {
    const row = from + u * stride;
    let sum = out[u] as number;
    for (let h = 0; h < vector.length; h += 1)
      sum += (w[row + h] as number) * (vector[h] as number);
    out[u] = sum;
  }
}

/** The gradient of `addRows` by its matrix and, added to `by`, by its vector. */
function backRows(
  gradient: Float64Array,
  w: Float64Array,
  from: number,
  stride: number,
  slopes: Float64Array,
  vector: Float64Array,
  by: Float64Array | null,
): void {
  for (let u = 0; u < slopes.length; u += 1) {
    const slope = slopes[u] as number;
    if (slope === 0) continue;
    const row = from + u * stride;
    for (let h = 0; h < vector.length; h += 1) {
      gradient[row + h] = (gradient[row + h] as number) + slope * (vector[h] as number);
      if (by) by[h] = (by[h] as number) + slope * (w[row + h] as number);
    }
  }
}

function addTo(target: Float64Array, from: number, values: Float64Array, times = 1): void {
  for (let i = 0; i < values.length; i += 1)
    target[from + i] = (target[from + i] as number) + times * (values[i] as number);
}

function softmax(logits: Float64Array, open: readonly boolean[]): Float64Array {
  let top = -Infinity;
  for (let o = 0; o < logits.length; o += 1)
    if (open[o] === true) top = Math.max(top, logits[o] as number);
  let sum = 0;
  const out = logits.map((logit, o) => {
    const value = open[o] === true ? Math.exp(logit - top) : 0;
    sum += value;
    return value;
  });
  return out.map((value) => value / sum);
}
