import { isOwnNumber, ownNumbers } from './numbered.js';
import type { Question } from './question.js';
import type { ScoredSentence } from './relevance.js';
import { same } from './sorts.js';
import { blank, withoutTimes } from './statements.js';
import { toldAs } from './told-as.js';
import { stemOf, stemsOf, wordsOf } from './words.js';

/** An amount in a sentence and how surely it is the one that is asked for, in [0, 1]. */
export interface Measure {
  text: string;
  worth: number;
  /** The sentence tells all that is asked for: by its unit, or by the noun that the number follows. */
  whole: boolean;
}

/** What belongs to a number: "18 grand", "65mg", "90 days". */
export const UNIT =
  '(?:grand|bucks|k|m|bn|%|percent|mg|mcg|µg|micrograms?|milligrams?|grams?|g|kg|kilos?|tonn?es?|tons?|ml|l|cm|mm|m|km|miles?|m2|sqm|square (?:met(?:re|er)s|feet)|met(?:re|er)s?|gigs|gb|mb|tb|ms|s|px|hz|ghz|degrees|seconds?|minutes?|hours?|days?|weeks?|months?|years?|euros?|pounds?|dollars?|quid|spaces?|points?)';
/** "One hour": a number in words is an amount by its unit. */
const IN_WORDS = `(?<![\\p{L}-])(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|sixty|ninety)[ -](?=\\p{L}{3})${UNIT}(?![\\p{L}\\d])`;
const AMOUNT = new RegExp(
  `${IN_WORDS}|(?<![\\p{L}\\d.])[$€£]?\\d+(?:[.,:]\\d+)*(?:[ -]?${UNIT}(?![\\p{L}\\d]))?(?: and a (?:half|quarter))?`,
  'giu',
);
const IN_WORDS_ONLY = new RegExp(IN_WORDS, 'iu');
const REST = new RegExp(`^(?:[ -]?${UNIT}(?![\\p{L}\\d]))?(?: and a (?:half|quarter))?`, 'iu');

/** What belongs to the number that ends at this place: " grand", "mg", " and a half"; empty where nothing does. */
export const unitAfter = (text: string, end: number): string =>
  REST.exec(text.slice(end))?.[0] ?? '';

const MONEY =
  /[$€£]|\b\d[\d.,]*\s?(?:grand|bucks|k|m|bn|euros?|pounds?|dollars?|quid|francs?|cents?)\b|\b(?:EUR|USD|GBP|CHF)\b/iu;
const TIME =
  /(?:\d[\d.,]*[ -]?|\b\p{L}+[ -])(?:ms|s|seconds?|minutes?|mins?|hours?|days?|weeks?|months?|years?)\b/iu;
const LENGTH = /\d[\d.,]*[ -]?(?:cm|mm|m|km|miles?|met(?:re|er)s?|feet|foot|inch(?:es)?)\b/i;
/** The units in which a noun is told: what says "75 mg" of a medicine tells its dose. */
const UNITS: readonly [nouns: RegExp, units: RegExp][] = [
  [
    /\b(?:dose|dosage)\b/i,
    /\d[\d.,]*\s?(?:mg|mcg|µg|micrograms?|milligrams?|grams?|g|ml|units?|iu|drops?|tablets?|puffs?)\b/i,
  ],
  [/\b(?:price|cost|salary|income|wage|rent|budget|hourly rate|day rate|rate|fee)\b/i, MONEY],
  [/\b(?:timeout|interval|ttl|lifetime|lifespan|validity)\b/i, TIME],
  [/\b(?:height|length|width|depth|distance)\b/i, LENGTH],
  [/\bweight\b/i, /\d[\d.,]*\s?(?:g|kg|kilos?|lbs?|pounds?|tons?|stone)\b/i],
  [/\btemperature\b/i, /\d[\d.,]*\s?(?:°|degrees)/i],
  [/\bpercentage\b/i, /\d[\d.,]*\s?(?:%|percent)/i],
];
/** "I take a 44 in shoes": a size that goes without the word. */
const SIZE =
  /\b(?:takes?|wears?|needs?|(?:is|are|be) an?|in)\b (?:an? |size )?\d{1,2}(?:[.,]5|½)?(?![\p{L}\d:.,-]*\d)/iu;

const unitsOf = ({ text }: Question): RegExp | undefined =>
  UNITS.find(([nouns]) => nouns.test(text))?.[1];

/** What tells no amount without its own name: a locker's number is not its code. */
const NAMED = /\b(code|pin|extension|score|quota|indentation)\b/i;
/** "Invoice number INV-20", "phone number +31 6 …": codes and numbers in groups. */
const CODE =
  /(?<![\p{L}\d-])(?:\+\d[\d ()-]{5,}\d|\d+(?:[-/]\d+)+|[\p{L}]+[-#]?\d[\p{L}\d-]*)(?![\p{L}\d])/giu;

/** What may stand between a noun and its amount: "port is 5432", "size: 6". */
const LINK =
  /^[\s:=#(]*(?:(?:is|are|was|of|to|at|now|set|about|a|an|v|version|number)[\s:=#]+)*$/iu;

/** Whether a sentence can tell the amount that is asked for: one that goes by its own name only needs the name. */
export function tellsAmount(question: Question, text: string): boolean {
  // What is told in units takes a number, in digits or in words.
  if (unitsOf(question) !== undefined && !/\d|\bfree\b/i.test(text) && !IN_WORDS_ONLY.test(text))
    return false;
  const own = NAMED.exec(question.text)?.[1]?.toLowerCase();
  if (own === undefined) return true;
  const have = stemsOf(text);
  return have.includes(stemOf(own)) || have.some((stem) => toldAs(stemOf(own)).has(stem));
}

/**
 * The amount in a sentence that belongs to what is asked for: right after a word of the question ("port
 * 5432", "infrastructure 25k"), else the nearest one.
 */
export function measureIn(question: Question, { text }: ScoredSentence): Measure | null {
  const plain = blank(withoutTimes(text), /\([^()]*\d{4}[^()]*\)/gu);
  const terms = new Set(question.terms);
  if (!tellsAmount(question, text)) return null;
  const units = unitsOf(question);
  const code = /\b(?:number|code|id|reference)\b/i.test(question.text)
    ? codeIn(plain, terms)
    : null;
  if (code !== null) return code;
  const have = new Set(stemsOf(text));
  const covered = (stem: string): boolean => [...same(stem)].some((other) => have.has(other));
  const missing = question.terms.filter((stem) => !covered(stem));
  let best: Measure | null = null;
  let from = 0;
  const own = ownNumbers(question.text);
  const size = /\bsize\b/i.test(question.text) && SIZE.test(plain);
  for (const match of plain.matchAll(AMOUNT)) {
    if (isOwnNumber(match[0], own)) continue;
    const before = plain.slice(from, match.index);
    const after = plain.slice(match.index + match[0].length).split(/[,;.]/)[0] ?? '';
    from = match.index + match[0].length;
    const unit = size || units?.test(match[0]) === true;
    const worth = Math.max(worthOf(before, after, terms), unit ? 0.9 : 0);
    const noun = /number/i.test(question.text) && isTerm(wordsOf(before).at(-1), terms);
    const whole = missing.length <= 1 && (unit || noun);
    if (best === null || worth > best.worth) best = { text: match[0].trim(), worth, whole };
  }
  return best;
}

/** A code or a number in groups, in a sentence that has all else that is asked for. */
function codeIn(text: string, terms: ReadonlySet<string>): Measure | null {
  const own = ownNumbers([...terms].join(' '));
  const [first] = (text.match(CODE) ?? []).filter((code) => !isOwnNumber(code, own));
  const have = new Set(stemsOf(text));
  const asked = [...terms].filter((stem) => stem !== stemOf('number'));
  const missing = asked.filter((stem) => !have.has(stem));
  return first === undefined || 3 * missing.length > asked.length
    ? null
    : { text: first, worth: 1, whole: true };
}

const isTerm = (word: string | undefined, terms: ReadonlySet<string>): boolean =>
  word !== undefined && terms.has(stemOf(word));

function worthOf(before: string, after: string, terms: ReadonlySet<string>): number {
  const led = wordsOf(before);
  const last = led.findLastIndex((word) => isTerm(word, terms));
  if (last >= 0) {
    const word = led[last] ?? '';
    const gap = before.slice(before.toLowerCase().lastIndexOf(word) + word.length);
    return LINK.test(gap) ? 1 : 0.7;
  }
  // "1000 requests a minute per key": what the rate is per.
  const per = /\bper ([\p{L}-]+)(?!.*\bper )/iu.exec(after)?.[1];
  if (per !== undefined && isTerm(per.toLowerCase(), terms)) return 1;
  return wordsOf(after)
    .slice(0, 3)
    .some((word) => isTerm(word, terms))
    ? 0.6
    : 0.3;
}
