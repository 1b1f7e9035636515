/** How many texts' readings are kept; a namespace's live memories are far fewer. */
const KEPT = 5_000;

const memos: Kept<unknown>[] = [];

/**
 * Keeps so many values at most, those that were asked for lately. They go by the half: a map that loses its
 * first entry for each new one gets slow.
 */
export class Kept<T> {
  #young = new Map<string, T>();
  #old: ReadonlyMap<string, T> = new Map();

  constructor(private readonly most: number) {}

  get(key: string): T | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    if (old !== undefined) this.set(key, old);
    return old;
  }

  set(key: string, value: T): void {
    if (!this.#young.has(key) && this.#young.size >= this.most / 2) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, value);
  }

  clear(): void {
    this.#young = new Map();
    this.#old = new Map();
  }
}

/**
 * A function of a text that remembers its results, since the same memories are retrieved for one
 * question after another. Bounded: what was not asked for lately goes. Results are shared, so they must
 * not be changed. For functions of a module, which live as long as the process.
 */
export function memoised<T>(read: (text: string) => T, kept = KEPT): (text: string) => T {
  const known = new Kept<T>(kept);
  memos.push(known);
  return remembering(read, known);
}

/**
 * The same for a function that lives as long as what it was made of: "(fact) => (memory) => …". There are as
 * many of them as the outer memo keeps, so each must keep few.
 */
export function remembering<T>(read: (text: string) => T, known: Kept<T>): (text: string) => T {
  return (text) => {
    const old = known.get(text);
    if (old !== undefined) return old;
    const result = read(text);
    known.set(text, result);
    return result;
  };
}

/** The same for a function of a reading: what it makes of one is kept for as long as that is. */
export function memoisedOf<K extends object, T>(read: (reading: K) => T): (reading: K) => T {
  const known = new WeakMap<K, T>();
  return (reading) => {
    const old = known.get(reading);
    if (old !== undefined) return old;
    const result = read(reading);
    known.set(reading, result);
    return result;
  };
}

/** Makes the process as it is right after its start, for measuring what a first reading takes. */
export function forgetReadings(): void {
  for (const known of memos) known.clear();
}
