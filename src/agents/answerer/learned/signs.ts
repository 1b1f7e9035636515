import { memoised } from '../../memo.js';

/**
 * Sparse binary features ("signs") by the hashing trick (Weinberger et al. 2009): a sign is a name with one
 * or two values, hashed to one of `BUCKETS` weights.
 */
export const BUCKETS = 2 ** 22;

/** FNV-1a of a text. */
const hashOf = memoised((text: string): number => {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1)
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash;
}, 50_000);

const mixed = (one: number, other: number): number => {
  const product = Math.imul(one ^ Math.imul(other, 0x85ebca6b), 0xc2b2ae35);
  return product ^ (product >>> 15);
};

export type Value = string | number | boolean | null;

/** Collects the signs of one thing, each by itself and joined with what is asked. */
export class Signs {
  readonly #found: number[] = [];

  /**
   * @param asked aspects of the question that every sign is joined with
   * @param closely further aspects, for signs that are added by `closely`
   */
  constructor(
    private readonly asked: readonly number[],
    private readonly close: readonly number[],
  ) {}

  add(name: string, value: Value = 1, other: Value = 1): this {
    this.#join(signOf(name, value, other));
    return this;
  }

  /** The same, also joined with the words of the question. */
  closely(name: string, value: Value = 1, other: Value = 1): this {
    const sign = signOf(name, value, other);
    this.#join(sign);
    for (const aspect of this.close) this.#put(mixed(sign, aspect));
    return this;
  }

  /** Buckets of all signs. */
  get found(): readonly number[] {
    return this.#found;
  }

  #join(sign: number): void {
    this.#put(sign);
    for (const aspect of this.asked) this.#put(mixed(sign, aspect));
  }

  #put(sign: number): void {
    this.#found.push((sign ^ (sign >>> 13)) & (BUCKETS - 1));
  }
}

const valueOf = (value: Value): number =>
  typeof value === 'string' ? hashOf(value) : typeof value === 'number' ? value : value ? 1 : -7;

export const signOf = (name: string, value: Value = 1, other: Value = 1): number =>
  mixed(mixed(hashOf(name), valueOf(value)), valueOf(other));
