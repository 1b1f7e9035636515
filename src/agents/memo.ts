/** How many texts' readings are kept; a namespace's live memories are far fewer. */
const KEPT = 5_000;

/**
 * A function of a text that remembers its results, since the same memories are retrieved for one
 * question after another. Bounded: the oldest go. Results are shared, so they must not be changed.
 */
export function memoised<T>(read: (text: string) => T, kept = KEPT): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const old = known.get(text);
    if (old !== undefined) return old;
    const result = read(text);
    if (known.size >= kept) known.delete(known.keys().next().value ?? '');
    known.set(text, result);
    return result;
  };
}
