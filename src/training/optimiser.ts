/** State of Adam (Kingma and Ba 2015), so that training can stop and go on as if it had not. */
export interface AdamState {
  step: number;
  first: Float64Array;
  second: Float64Array;
}

export interface AdamOptions {
  learningRate: number;
  /** Gradients longer than this (L2) are shortened to it. */
  maxNorm: number;
  /** Decoupled weight decay per step, times the learning rate. */
  decay: number;
}

const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-8;

export function createAdam(size: number): AdamState {
  return { step: 0, first: new Float64Array(size), second: new Float64Array(size) };
}

/** One step down the gradient of a loss, in place. Returns the gradient's length before clipping. */
export function adamStep(
  parameters: Float64Array,
  gradient: Float64Array,
  state: AdamState,
  { learningRate, maxNorm, decay }: AdamOptions,
): number {
  let square = 0;
  for (const value of gradient) square += value * value;
  const norm = Math.sqrt(square);
  const scale = norm > maxNorm ? maxNorm / norm : 1;
  state.step += 1;
  const correction1 = 1 - BETA1 ** state.step;
  const correction2 = 1 - BETA2 ** state.step;
  const { first, second } = state;
  for (let i = 0; i < parameters.length; i += 1) {
    const slope = (gradient[i] as number) * scale;
    const m = BETA1 * (first[i] as number) + (1 - BETA1) * slope;
    const v = BETA2 * (second[i] as number) + (1 - BETA2) * slope * slope;
    first[i] = m;
    second[i] = v;
    const move = m / correction1 / (Math.sqrt(v / correction2) + EPSILON);
    const value = parameters[i] as number;
    parameters[i] = value - learningRate * (move + decay * value);
  }
  return norm;
}
