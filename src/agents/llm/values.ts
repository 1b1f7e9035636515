import { numbersOf, type SentenceAnalysis } from '../language.js';

/** Names, numbers, dates and literals: what cannot be said again in other words. */
export function valuesOf({ names, numbers, dates, literals }: SentenceAnalysis): string[] {
  return [...names.flatMap((name) => name.split(/\s+/)), ...numbers, ...dates, ...literals];
}

/** Those of `values` that `text` does not hold; "two" holds 2. */
export function lacking(values: readonly string[], text: string): string[] {
  if (values.length === 0) return [];
  const numbers = new Set(numbersOf(text));
  return values.filter((value) => !numbers.has(value) && !holds(text, value));
}

/** Whether `text` has `value` as whole words, in capitals or not. */
export function holds(text: string, value: string): boolean {
  const within = text.toLowerCase();
  const wanted = value.toLowerCase();
  for (let at = within.indexOf(wanted); at >= 0; at = within.indexOf(wanted, at + 1)) {
    const end = at + wanted.length;
    // Two units, since a letter beyond the first plane takes as many.
    const apart = !/[\p{L}\p{N}]$/u.test(within.slice(Math.max(0, at - 2), at));
    if (apart && !/^[\p{L}\p{N}]/u.test(within.slice(end, end + 2))) return true;
  }
  return false;
}
