import { analyse } from '../language.js';
import { has, isVerb } from '../tokens.js';
import { stemsOf, wordsOf } from './words.js';

/** Questions that set aside what is known already: "which newspaper besides La Stampa". */

const SET_ASIDE =
  '(?:besides|apart from|aside from|other than|in addition to|except(?: for)?) (?<what>(?:the )?(?:ones? )?(?:(?:from|for|in|at) )?[^,?]+?)';
const LEADING = new RegExp(`^${SET_ASIDE}, `, 'iu');
const INSIDE = new RegExp(`,? ${SET_ASIDE}(?:,(?= )|(?=\\?|$))`, 'iu');

/** A question without what it sets aside, and the stems of that; none where it sets nothing aside. */
export function withoutSetAside(question: string): { text: string; aside: readonly string[] } {
  const found = LEADING.exec(question) ?? INSIDE.exec(question);
  const named = found?.groups?.what;
  if (found === null || named === undefined) return { text: question, aside: [] };
  // "Besides Ada sings here": what is set aside ends where a verb begins.
  const { tokens } = analyse(named);
  const verb = tokens.findIndex(
    (_, at) => at > 0 && isVerb(tokens, at) && !has(tokens[at], 'Gerund'),
  );
  const helper = tokens.findIndex((token, at) => at > 0 && has(token, 'Auxiliary', 'Copula'));
  const end = Math.min(
    ...[verb, helper].filter((at) => at > 0).map((at) => tokens[at]?.start ?? 0),
    named.length,
  );
  const what = named.slice(0, end);
  const rest = question
    .replace(found[0], ` ${named.slice(end)}`)
    .replace(/\s+/g, ' ')
    .replace(/ (?=\?)/, '')
    .trim();
  const text = rest.charAt(0).toUpperCase() + rest.slice(1);
  const others = new Set(wordsOf(rest));
  return { text, aside: stemsOf(what).filter((stem) => !others.has(stem)) };
}

/** Whether a text speaks of what is set aside. */
export function isSetAside(aside: readonly string[], text: string): boolean {
  const have = new Set(stemsOf(text));
  return aside.length > 0 && aside.every((stem) => have.has(stem));
}
