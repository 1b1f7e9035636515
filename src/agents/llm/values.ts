import { memoised } from '../answerer/memo.js';
import { analyse, type SentenceAnalysis } from '../language.js';

/** Names, numbers, dates and literals: what cannot be said again in other words. */
export function valuesOf({ names, numbers, dates, literals }: SentenceAnalysis): string[] {
  return [...names.flatMap((name) => name.split(/\s+/)), ...numbers, ...dates, ...literals];
}

/** Those of `values` that `text` does not hold; "two" holds 2. */
export function lacking(values: readonly string[], text: string): string[] {
  const numbers = new Set(analyse(text).numbers);
  return values.filter((value) => !numbers.has(value) && !holds(text, value));
}

/** Whether `text` has `value` as whole words. */
export function holds(text: string, value: string): boolean {
  return wholeWords(value).test(text);
}

/** Remembered: making one takes longer than all the searching with it. */
const wholeWords = memoised((value) => {
  const literal = value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`, 'iu');
});
