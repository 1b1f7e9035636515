import { memoised } from '../memo.js';

/** Spoken spellings as they are written: "i cant eat peanuts, im allergic" reads as with its apostrophes. */

const NEGATIVE =
  /\b((?:ca|do|does|did|wo|is|are|was|were|could|would|should|has|have|had|must|need)n)t\b/giu;
const CANNOT = /\b(ca)nt\b/giu;
const FIRST = /\b([iI])(m|ve)\b/gu;
const OTHERS = /\b(you|we|they)(ve|re(?<!\bwere))\b/giu;
const SHE_IS = /\b(she|he|that|what|there|who|where)s\b/giu;
/** "Its" is a possessive but before these. */
const IT_IS =
  /\b(it|mine|ours|yours)s (?=(?:an?|the|not|been|called|just|now|on|in|at|about|my|our|\d)\b)/giu;
/** "My gfs sister": one has only one of them, so the plural is none. */
const ONES =
  /\b((?:my|our|his|her|their) (?:gf|bf|girlfriend|boyfriend|mum|mom|dad|mother|father|wife|husband|fianc[eé]e?))s (?=\p{Ll}{3})/giu;
const SHORT: readonly [RegExp, string][] = [
  [/\bgf\b/giu, 'girlfriend'],
  [/\bbf\b/giu, 'boyfriend'],
];

/** A text with the apostrophes that were left out in typing, and short words for people in full. */
export const asWritten: (text: string) => string = memoised((text) =>
  SHORT.reduce(
    (whole, [short, long]) => whole.replace(short, long),
    text
      .replace(NEGATIVE, "$1't")
      .replace(CANNOT, "$1n't")
      .replace(FIRST, "I'$2")
      .replace(OTHERS, "$1'$2")
      .replace(SHE_IS, "$1's")
      .replace(IT_IS, "$1's ")
      .replace(ONES, "$1's "),
  ),
);
