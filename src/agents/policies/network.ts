/**
 * The manager's network: a shared encoder over candidates, a pooled context, one head that decides about
 * each candidate and one that then decides whether the fact is added. Small enough that plain loops over
 * typed arrays beat a tensor library; the gradient is written by hand and checked against finite
 * differences in the tests.
 */

/** What may be done to one candidate. MERGE and REPLACE are both UPDATE: they differ in the new text. */
export const CHOICES = ['none', 'merge', 'replace', 'delete'] as const;
export type Choice = 0 | 1 | 2 | 3;
export const NONE = 0;
export const MERGE = 1;
export const REPLACE = 2;
export const DELETE = 3;

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
  choose: number;
  chooseBias: number;
  add: number;
  addBias: number;
  addOut: number;
  addOutBias: number;
  size: number;
}

/** Inputs: one row for each candidate, best first, and the fact's own. */
export interface Input {
  pairs: readonly Float64Array[];
  fact: Float64Array;
  /**
   * Added to the logits of each candidate's choices, and to that of adding: what is done unless the
   * network has learned better (residual policy learning, Silver et al. 2018).
   */
  prior?: readonly Float64Array[] | undefined;
  addPrior?: number | undefined;
}

/** A joint action. At most one candidate is merged or replaced; then the fact is not added as well. */
export interface JointAction {
  /** Indexes of the candidates in the order in which they were decided. */
  order: readonly number[];
  /** By candidate index. */
  choices: readonly Choice[];
  add: boolean;
}

/** What `forward` leaves for `chooseNode`, `addNode` and `backward`. */
export interface Activations {
  input: Input;
  /** candidates × hidden */
  encoded: Float64Array[];
  /** Largest of each hidden unit over the candidates, and which candidate had it (-1: none). */
  pooled: Float64Array;
  pooledFrom: Int32Array;
  /** candidates × head */
  mixed: Float64Array[];
  /** candidates × 4 */
  logits: Float64Array[];
}

/** One categorical choice along a joint action. */
export interface Node {
  /** Candidate index; -1 for the ADD node, whose options are [leave, add]. */
  candidate: number;
  chosen: number;
  /** Probability of each option; 0 where it is masked. */
  probabilities: Float64Array;
  /** Hidden units of the ADD head; empty for candidates. */
  hidden: Float64Array;
}

const OPTIONS = CHOICES.length;
/** Inputs of the ADD head that tell what was decided before: whether anything is deleted. */
const SUMMARY = 1;

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
    choose: take(OPTIONS * head),
    chooseBias: take(OPTIONS),
    add: take(head * (hidden + fact + SUMMARY)),
    addBias: take(head),
    addOut: take(2 * head),
    addOutBias: take(2),
  };
  return { ...layout, size: at };
}

/**
 * A network with weights scaled to their number of inputs (Glorot). It begins as an appender: the
 * biases prefer to leave candidates alone and to add, so that exploration starts from plain RAG.
 */
export function createNetwork(shape: Shape, normal: () => number, prior = 4): Network {
  const layout = layoutOf(shape);
  const parameters = new Float64Array(layout.size);
  const fill = (from: number, outputs: number, inputs: number, gain = 1): void => {
    const scale = gain * Math.sqrt(2 / (inputs + outputs));
    for (let i = 0; i < outputs * inputs; i += 1) parameters[from + i] = normal() * scale;
  };
  const { pair, fact, hidden, head } = shape;
  fill(layout.encode, hidden, pair + fact);
  fill(layout.mix, head, 2 * hidden);
  fill(layout.choose, OPTIONS, head, 0.3);
  fill(layout.add, head, hidden + fact + SUMMARY);
  fill(layout.addOut, 2, head, 0.3);
  parameters[layout.chooseBias + NONE] = prior;
  parameters[layout.addOutBias + 1] = prior / 2;
  return { shape, parameters };
}

export function forward(network: Network, input: Input): Activations {
  const { shape, parameters: w } = network;
  const { pair, hidden, head } = shape;
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
  const shared = new Float64Array(head);
  for (let u = 0; u < head; u += 1) {
    let sum = w[l.mixBias + u] as number;
    const row = l.mix + u * 2 * hidden + hidden;
    for (let h = 0; h < hidden; h += 1) sum += (w[row + h] as number) * (pooled[h] as number);
    shared[u] = sum;
  }
  const mixed = encoded.map((own) => {
    const out = new Float64Array(head);
    for (let u = 0; u < head; u += 1) {
      let sum = shared[u] as number;
      const row = l.mix + u * 2 * hidden;
      for (let h = 0; h < hidden; h += 1) sum += (w[row + h] as number) * (own[h] as number);
      out[u] = Math.tanh(sum);
    }
    return out;
  });
  const logits = mixed.map((own, at) => {
    const out = new Float64Array(OPTIONS);
    const prior = input.prior?.[at];
    for (let o = 0; o < OPTIONS; o += 1) {
      let sum = (w[l.chooseBias + o] as number) + (prior?.[o] ?? 0);
      for (let u = 0; u < head; u += 1)
        sum += (w[l.choose + o * head + u] as number) * (own[u] as number);
      out[o] = sum;
    }
    return out;
  });
  return { input, encoded, pooled, pooledFrom, mixed, logits };
}

/** Probabilities of what may be done to a candidate; `changed`: another one was already updated. */
export function candidateProbabilities(
  activations: Activations,
  candidate: number,
  changed: boolean,
): Float64Array {
  const logits = activations.logits[candidate] as Float64Array;
  return softmax(logits, (option) => changed && (option === MERGE || option === REPLACE));
}

/** The ADD node: options [leave, add], given whether something was deleted. */
export function addNode(
  network: Network,
  activations: Activations,
  deleted: boolean,
  chosen: number,
): Node {
  const { shape, parameters: w } = network;
  const { fact, hidden: width, head } = shape;
  const l = layoutOf(shape);
  const inputs = width + fact + SUMMARY;
  const hidden = new Float64Array(head);
  for (let u = 0; u < head; u += 1) {
    const row = l.add + u * inputs;
    let sum = w[l.addBias + u] as number;
    for (let h = 0; h < width; h += 1)
      sum += (w[row + h] as number) * (activations.pooled[h] as number);
    for (let j = 0; j < fact; j += 1)
      sum += (w[row + width + j] as number) * (activations.input.fact[j] as number);
    if (deleted) sum += w[row + width + fact] as number;
    hidden[u] = Math.tanh(sum);
  }
  const logits = new Float64Array(2);
  for (let o = 0; o < 2; o += 1) {
    let sum = (w[l.addOutBias + o] as number) + (o === 1 ? (activations.input.addPrior ?? 0) : 0);
    for (let u = 0; u < head; u += 1)
      sum += (w[l.addOut + o * head + u] as number) * (hidden[u] as number);
    logits[o] = sum;
  }
  return { candidate: -1, chosen, probabilities: softmax(logits), hidden };
}

/** Candidates by how much the network wants to update them: the surest is decided first. */
export function decisionOrder(activations: Activations): number[] {
  const want = activations.logits.map((row) => {
    const p = softmax(row);
    return (p[MERGE] as number) + (p[REPLACE] as number);
  });
  return want.map((_, at) => at).sort((a, b) => (want[b] as number) - (want[a] as number) || a - b);
}

/** The categorical choices that a joint action consists of, in order. */
export function nodesOf(network: Network, activations: Activations, action: JointAction): Node[] {
  const nodes: Node[] = [];
  let changed = false;
  let deleted = false;
  for (const candidate of action.order) {
    const chosen = action.choices[candidate] ?? NONE;
    const probabilities = candidateProbabilities(activations, candidate, changed);
    nodes.push({ candidate, chosen, probabilities, hidden: NO_HIDDEN });
    if (chosen === MERGE || chosen === REPLACE) changed = true;
    if (chosen === DELETE) deleted = true;
  }
  if (!changed) nodes.push(addNode(network, activations, deleted, action.add ? 1 : 0));
  return nodes;
}

const NO_HIDDEN = new Float64Array(0);

/**
 * Draws a joint action. `pick` chooses an option of a distribution: the most likely one when acting, a
 * random one when exploring.
 */
export function selectAction(
  network: Network,
  activations: Activations,
  pick: (probabilities: Float64Array) => number,
): JointAction {
  const order = decisionOrder(activations);
  const choices = new Array<Choice>(order.length).fill(NONE);
  let changed = false;
  let deleted = false;
  for (const candidate of order) {
    const chosen = pick(candidateProbabilities(activations, candidate, changed)) as Choice;
    choices[candidate] = chosen;
    if (chosen === MERGE || chosen === REPLACE) changed = true;
    if (chosen === DELETE) deleted = true;
  }
  const add = !changed && pick(addNode(network, activations, deleted, 0).probabilities) === 1;
  return { order, choices, add };
}

/** Index of the largest value, the first of equals. */
export function largest(values: Float64Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i += 1)
    if ((values[i] as number) > (values[best] as number)) best = i;
  return best;
}

/** Log-probability of the options that were chosen. */
export function logProbability(nodes: readonly Node[]): number {
  let sum = 0;
  for (const { probabilities, chosen } of nodes)
    sum += Math.log(Math.max(probabilities[chosen] as number, 1e-12));
  return sum;
}

/**
 * Adds the gradient of a loss to `gradient`, given its derivative by each node's logits.
 *
 * @param slopes for each node of `nodes`, one derivative for each option
 */
export function backward(
  network: Network,
  activations: Activations,
  action: JointAction,
  nodes: readonly Node[],
  slopes: readonly Float64Array[],
  gradient: Float64Array,
): void {
  const { shape, parameters: w } = network;
  const { pair, fact, hidden, head } = shape;
  const l = layoutOf(shape);
  const { input, encoded, pooled, pooledFrom, mixed } = activations;
  const byPooled = new Float64Array(hidden);
  const byEncoded = encoded.map(() => new Float64Array(hidden));
  const byHead = new Float64Array(head);
  const byShared = new Float64Array(head);
  nodes.forEach((node, index) => {
    const slope = slopes[index] as Float64Array;
    const add = node.candidate < 0;
    const units = add ? node.hidden : (mixed[node.candidate] as Float64Array);
    const out = add ? l.addOut : l.choose;
    const bias = add ? l.addOutBias : l.chooseBias;
    byHead.fill(0);
    for (let o = 0; o < slope.length; o += 1) {
      const s = slope[o] as number;
      if (s === 0) continue;
      gradient[bias + o] = (gradient[bias + o] as number) + s;
      for (let u = 0; u < head; u += 1) {
        const at = out + o * head + u;
        gradient[at] = (gradient[at] as number) + s * (units[u] as number);
        byHead[u] = (byHead[u] as number) + s * (w[at] as number);
      }
    }
    const deleted = add && action.choices.includes(DELETE);
    for (let u = 0; u < head; u += 1) {
      const s = (byHead[u] as number) * (1 - (units[u] as number) ** 2);
      if (s === 0) continue;
      if (add) {
        const row = l.add + u * (hidden + fact + SUMMARY);
        gradient[l.addBias + u] = (gradient[l.addBias + u] as number) + s;
        for (let h = 0; h < hidden; h += 1) {
          gradient[row + h] = (gradient[row + h] as number) + s * (pooled[h] as number);
          byPooled[h] = (byPooled[h] as number) + s * (w[row + h] as number);
        }
        for (let j = 0; j < fact; j += 1) {
          const at = row + hidden + j;
          gradient[at] = (gradient[at] as number) + s * (input.fact[j] as number);
        }
        if (deleted) {
          const at = row + hidden + fact;
          gradient[at] = (gradient[at] as number) + s;
        }
      } else {
        const own = encoded[node.candidate] as Float64Array;
        const ownSlope = byEncoded[node.candidate] as Float64Array;
        const row = l.mix + u * 2 * hidden;
        gradient[l.mixBias + u] = (gradient[l.mixBias + u] as number) + s;
        for (let h = 0; h < hidden; h += 1) {
          gradient[row + h] = (gradient[row + h] as number) + s * (own[h] as number);
          ownSlope[h] = (ownSlope[h] as number) + s * (w[row + h] as number);
        }
        byShared[u] = (byShared[u] as number) + s;
      }
    }
  });
  for (let u = 0; u < head; u += 1) {
    const s = byShared[u] as number;
    if (s === 0) continue;
    const row = l.mix + u * 2 * hidden + hidden;
    for (let h = 0; h < hidden; h += 1) {
      gradient[row + h] = (gradient[row + h] as number) + s * (pooled[h] as number);
      byPooled[h] = (byPooled[h] as number) + s * (w[row + h] as number);
    }
  }
  for (let h = 0; h < hidden; h += 1) {
    const from = byEncoded[pooledFrom[h] as number];
    if (from) from[h] = (from[h] as number) + (byPooled[h] as number);
  }
  const byBase = new Float64Array(hidden);
  byEncoded.forEach((slope, at) => {
    const own = encoded[at] as Float64Array;
    for (let h = 0; h < hidden; h += 1) {
      slope[h] = (slope[h] as number) * (1 - (own[h] as number) ** 2);
      byBase[h] = (byBase[h] as number) + (slope[h] as number);
    }
    addOuter(gradient, l.encode, input.pairs[at] as Float64Array, slope);
  });
  addOuter(gradient, l.encode + pair * hidden, input.fact, byBase);
  for (let h = 0; h < hidden; h += 1) {
    const at = l.encodeBias + h;
    gradient[at] = (gradient[at] as number) + (byBase[h] as number);
  }
}

/** out += features × the matrix (inputs × outputs) that begins at `from`. */
function addProduct(
  out: Float64Array,
  weights: Float64Array,
  from: number,
  features: Float64Array,
): void {
  const width = out.length;
  for (let j = 0; j < features.length; j += 1) {
    const feature = features[j] as number;
    if (feature === 0) continue;
    const row = from + j * width;
    for (let h = 0; h < width; h += 1)
      out[h] = (out[h] as number) + feature * (weights[row + h] as number);
  }
}

/** The gradient of `addProduct` by the matrix. */
function addOuter(
  gradient: Float64Array,
  from: number,
  features: Float64Array,
  slope: Float64Array,
): void {
  const width = slope.length;
  for (let j = 0; j < features.length; j += 1) {
    const feature = features[j] as number;
    if (feature === 0) continue;
    const row = from + j * width;
    for (let h = 0; h < width; h += 1)
      gradient[row + h] = (gradient[row + h] as number) + feature * (slope[h] as number);
  }
}

function softmax(logits: Float64Array, masked?: (option: number) => boolean): Float64Array {
  const out = new Float64Array(logits.length);
  let top = -Infinity;
  for (let i = 0; i < logits.length; i += 1)
    if (!masked?.(i)) top = Math.max(top, logits[i] as number);
  let sum = 0;
  for (let i = 0; i < logits.length; i += 1) {
    if (masked?.(i)) continue;
    out[i] = Math.exp((logits[i] as number) - top);
    sum += out[i] as number;
  }
  for (let i = 0; i < out.length; i += 1) out[i] = (out[i] as number) / sum;
  return out;
}
