import { analyse } from '../language.js';
import { has } from '../tokens.js';
import { mentionsIn, relationOf } from './mentions.js';
import type { Question } from './question.js';
import { segmentsOf } from './segments.js';
import { same } from './sorts.js';
import { isContent, stemOf, stemsOf, wordsOf } from './words.js';

/** Whether a sentence speaks of somebody or something else than the one that is asked about. */

/** "Salma's cousin goes there" tells nothing of Salma: of who is asked about only something of theirs is named. */
export function isOfTheirs(question: Question, sentence: string): boolean {
  const asked = mentionsIn(question.text).filter(
    ({ key, possessive }) =>
      !possessive && /^\p{L}/u.test(key) && !/^(?:self|group|third|rel:.*)$/.test(key),
  );
  const told = mentionsIn(sentence);
  return asked.some(({ key }) => {
    const theirs = told.some(
      ({ relation, start, end }) =>
        relation !== null &&
        /^(.*?)['’]s /.exec(sentence.slice(start, end))?.[1]?.toLowerCase() === key,
    );
    return theirs && !told.some((mention) => mention.key === key);
  });
}

/** "My sister is learning Amharic", "my parents-in-law live there": a sentence about somebody's kin. */
const FAMILY =
  '(?:(?:step|grand|half-)?(?:sister|brother|mother|father|mom|mum|dad|son|daughter|child|kid|parent)s?(?:-in-law)?|wife|husband|spouse|partner|boyfriend|girlfriend|fianc[eé]e?|friend|roommate|flatmate|housemate|colleague|coworker|neighbou?r|cousin|uncle|aunt|niece|nephew|in-laws)';
const KIN = new RegExp(
  `^(?:(?:and|but|oh|btw|so|also),? )?(?:my|our|(?:the )?user['’]s) (?:[\\p{L}\\d-]+ )?(?<who>${FAMILY})(?![\\p{L}-])`,
  'iu',
);

const SELF = /\b(?:I|me|my|we|our|user)\b/i;

/** Whether a sentence tells of somebody's sister, say, where the question asks of that somebody alone. */
export function isOfKin(question: string, sentence: string): boolean {
  const kin = KIN.exec(sentence);
  const who = kin?.groups?.who;
  if (kin === null || who === undefined || !SELF.test(question)) return false;
  const asked = new Set(wordsOf(question).map(relationOf));
  if (wordsOf(who).some((word) => asked.has(relationOf(word)))) return false;
  const rest = sentence.slice(kin[0].length);
  const names = rest.match(/\b\p{Lu}[\p{L}-]+/gu) ?? [];
  return !SELF.test(rest) && !names.some((name) => asked.has(name.toLowerCase()));
}

/** "The production host" tells nothing of the staging host: another word tells which one is meant. */
export function isOtherKind({ focus, text, measured }: Question, sentence: string): boolean {
  if (measured || /\bof\b/.test(text)) return false;
  const named = focus.filter((stem) => stem !== stemOf('called'));
  const head = named.at(-1);
  const which = named.slice(0, -1);
  if (head === undefined || which.length === 0) return false;
  const { tokens } = analyse(sentence);
  const have = new Set(stemsOf(sentence.replace(/[-_]/g, ' ')));
  if (which.some((stem) => [...same(stem)].some((other) => have.has(other)))) return false;
  return tokens.some((token, at) => {
    const before = tokens[at - 1];
    return (
      stemOf(token.word) === head &&
      before !== undefined &&
      has(before, 'Noun', 'Adjective') &&
      isContent(before.word) &&
      before.word !== 'user' &&
      !/[,;:.]/.test(before.post)
    );
  });
}

/** What a sentence that speaks of more than is asked loses: "the ops standup" for "our standup". */
const BESIDE = 0.15;

/**
 * By how much less a sentence is worth for what is named beside the question's own words in the same breath:
 * "the waiting list for the beta" for "the beta". In [0, 0.15].
 */
export function besideAsked(question: Question): (sentence: string) => number {
  const asked = new Set(question.terms.flatMap((term) => [...same(term)]));
  const people = new Set(question.people.flatMap(stemsOf));
  return (sentence) => {
    const { segments, tokens } = segmentsOf(sentence);
    const own = segments.filter(
      ({ verb, stems, preposition }) =>
        verb < 0 && preposition !== 'time' && !stems.every((stem) => people.has(stem)),
    );
    const spoken = own.flatMap(({ from, to }) =>
      tokens
        .slice(from, to)
        .map(({ word }) => word)
        .flatMap(wordsOf)
        .filter((word) => isContent(word) && word !== 'user')
        .map(stemOf),
    );
    if (!spoken.some((stem) => asked.has(stem))) return 0;
    const strange = spoken.filter((stem) => !asked.has(stem) && !people.has(stem));
    return BESIDE * (strange.length / spoken.length);
  };
}
