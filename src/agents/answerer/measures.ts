import type { Question } from './question.js';
import type { ScoredSentence } from './relevance.js';
import { blank, withoutTimes } from './statements.js';
import { stemOf, wordsOf } from './words.js';

/** An amount in a sentence and how surely it is the one that is asked for, in [0, 1]. */
export interface Measure {
  text: string;
  worth: number;
}

/** What belongs to a number: "18 grand", "65mg", "90 days". */
export const UNIT =
  '(?:grand|bucks|k|m|bn|%|percent|mg|mcg|µg|g|kg|ml|l|cm|mm|m|km|miles?|m2|sqm|square (?:met(?:re|er)s|feet)|met(?:re|er)s?|gigs|gb|mb|tb|ms|s|px|hz|ghz|degrees|seconds?|minutes?|hours?|days?|weeks?|months?|years?|euros?|pounds?|dollars?|quid|spaces?|points?)';
const AMOUNT = new RegExp(
  `(?<![\\p{L}\\d.])[$€£]?\\d+(?:[.,:]\\d+)*(?:[ -]?${UNIT}(?![\\p{L}\\d]))?(?: and a (?:half|quarter))?`,
  'giu',
);
const REST = new RegExp(`^(?:[ -]?${UNIT}(?![\\p{L}\\d]))?(?: and a (?:half|quarter))?`, 'iu');

/** What belongs to the number that ends at this place: " grand", "mg", " and a half"; empty where nothing does. */
export const unitAfter = (text: string, end: number): string =>
  REST.exec(text.slice(end))?.[0] ?? '';

/** What may stand between a noun and its amount: "port is 5432", "size: 6". */
const LINK =
  /^[\s:=#(]*(?:(?:is|are|was|of|to|at|now|set|about|a|an|v|version|number)[\s:=#]+)*$/iu;

/**
 * The amount in a sentence that belongs to what is asked for: right after a word of the question ("port
 * 5432", "infrastructure 25k"), else the nearest one.
 */
export function measureIn(question: Question, { text }: ScoredSentence): Measure | null {
  const plain = blank(withoutTimes(text), /\([^()]*\d{4}[^()]*\)/gu);
  const terms = new Set(question.terms);
  let best: Measure | null = null;
  let from = 0;
  for (const match of plain.matchAll(AMOUNT)) {
    const before = plain.slice(from, match.index);
    const after = plain.slice(match.index + match[0].length).split(/[,;.]/)[0] ?? '';
    from = match.index + match[0].length;
    const worth = worthOf(before, after, terms);
    if (best === null || worth > best.worth) best = { text: match[0].trim(), worth };
  }
  return best;
}

function worthOf(before: string, after: string, terms: ReadonlySet<string>): number {
  const isTerm = (word: string | undefined): boolean =>
    word !== undefined && terms.has(stemOf(word));
  const led = wordsOf(before);
  const last = led.findLastIndex(isTerm);
  if (last >= 0) {
    const word = led[last] ?? '';
    const gap = before.slice(before.toLowerCase().lastIndexOf(word) + word.length);
    return LINK.test(gap) ? 1 : 0.7;
  }
  return wordsOf(after).slice(0, 3).some(isTerm) ? 0.6 : 0.3;
}
