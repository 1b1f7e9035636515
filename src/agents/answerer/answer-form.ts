import { DAY_NAME } from './times.js';

/** An answer in the form that its question asks for. */

const ASKS_DAY = /\b(?:what|which) (?:week)?days?\b/i;
const HABITUAL = new RegExp(`\\b(${DAY_NAME})s\\b`, 'gi');
const CLOCK_AFTER = /(day),? (?:at|from) \d[\d:.]*(?: ?[ap]\.?m\.?)?$/i;

/** "On which day?" takes a day: `Tuesday` for "Tuesdays at 14:00". */
export function inAskedForm(question: string, answer: string): string {
  if (!ASKS_DAY.test(question)) return answer;
  return answer.replace(HABITUAL, '$1').replace(CLOCK_AFTER, '$1');
}
