import { REDACTED } from '../../memory/secrets.js';
import { literally } from '../../memory/text.js';
import { DAY_NAME } from './times.js';
import { stemsOf } from './words.js';

/** An answer in the form that its question asks for. */

const ASKS_DAY = /\b(?:what|which) (?:week)?days?\b/i;
const HABITUAL = new RegExp(`\\b(${DAY_NAME})s\\b`, 'gi');
const CLOCK_AFTER = /(day),? (?:at|from) \d[\d:.]*(?: ?[ap]\.?m\.?)?$/i;

/** "On which day?" takes a day: `Tuesday` for "Tuesdays at 14:00". */
export function inAskedForm(question: string, answer: string): string {
  if (!ASKS_DAY.test(question)) return answer;
  return answer.replace(HABITUAL, '$1').replace(CLOCK_AFTER, '$1');
}

const RULES_OUT =
  /\b(?:before|after|prior to|other than|instead of|rather than) (?<what>[^,?]+)/giu;

/** The mark of a masked secret, with or without its brackets. */
const MASKED = new RegExp(`^\\[?${literally(REDACTED.slice(1, -1))}\\]?$`, 'i');

/**
 * Whether words that were read are what a question rules out itself ("where did I live before Hamburg?"), or
 * stand where a secret was masked.
 */
export function isNoAnswer(question: string, answer: string): boolean {
  if (MASKED.test(answer)) return true;
  const stems = stemsOf(answer);
  return [...question.matchAll(RULES_OUT)].some(({ groups }) => {
    const out = new Set(stemsOf(groups?.what ?? ''));
    return stems.length > 0 && stems.every((stem) => out.has(stem));
  });
}
