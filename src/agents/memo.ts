/** How many texts' readings are kept; a namespace's live memories are far fewer. */
const KEPT = 5_000;

const memos: Map<string, unknown>[] = [];

/**
 * A function of a text that remembers its results, since the same memories are retrieved for one
 * question after another. Bounded: the oldest go. Results are shared, so they must not be changed.
 * For functions of a module, which live as long as the process.
 */
export function memoised<T>(read: (text: string) => T, kept = KEPT): (text: string) => T {
  const known = new Map<string, T>();
  memos.push(known);
  return (text) => {
    const old = known.get(text);
    if (old !== undefined) return old;
    const result = read(text);
    if (known.size >= kept) known.delete(known.keys().next().value ?? '');
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
