import type { ScoredMemory } from '../../../memory/records.js';
import { inAskedForm } from '../answer-form.js';
import { kindsNamed } from '../kinds.js';
import type { Question } from '../question.js';
import { numberOf } from '../times.js';
import { FEW, type ScoredSentence, topMemories } from '../relevance.js';
import { wordsOf } from '../words.js';
import type { Place } from './answer-weights.js';
import { askedFor } from './asked.js';
import { type Encoding, encodingOf } from './encoding.js';
import {
  eighths,
  type OwnAnswer,
  signsOfOwn,
  signsOfSilence,
  signsOfTruth,
  type Situation,
} from './situation.js';
import { nearnessOf } from './nearness.js';
import { Signs } from './signs.js';
import { stretchesOf } from './stretches.js';
import { readWords } from './words.js';

/** One possible answer. */
export interface AnswerOption {
  /** Null for none. */
  text: string | null;
  evidence: readonly ScoredMemory[];
}

/** All that may be answered to a question; the first is what the reader answers by its rules. */
export interface AnswerOptions {
  options: readonly AnswerOption[];
  /** Of each option the number of the first that comes to the same. */
  answers: Uint16Array;
  encoding: Encoding;
  place: Place;
}

/** @param found how many memories were retrieved */
export const placeOf = ({ people }: Question, found: number): Place =>
  found > FEW && people.length > 0 ? 'inConversation' : 'plainly';

/** From how many of the best sentences an answer may be taken: among many memories the best are less sure to tell. */
const SENTENCES = { few: 5, many: 8 };

/** The words of an answer, numbers in digits; '' for none. */
const keyOf = (text: string | null): string =>
  (text ?? '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s-]/gu, ' ')
    .replace(/\b(?:a|an|the)\b/g, ' ')
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => numberOf(word) ?? word.replace(/-/g, ' '))
    .join(' ');

/** An answer of the rules with more words may hold more than is asked for. */
const CONCISE = 4;

/**
 * Whether a stretch comes to what the rules answer: their few words tell the unit or the title that belongs to
 * it, a statement of the asked form tells where the answer ends, and the question's own words tell nothing.
 */
function isAsGood(
  related: string,
  key: string,
  ownKey: string,
  { asked, own }: Situation,
): boolean {
  const few = ownKey.split(' ');
  if (related === 'part') return few.length <= CONCISE;
  if (related !== 'more') return false;
  const more = readWords(key).filter(({ text }) => !few.includes(text));
  return own.way === 'fact' || more.every((word) => word.stem === '' || asked.match(word) !== '');
}

/**
 * Lists what may be answered: what the reader answers, nothing, yes and no where the question asks for it,
 * and every stretch of a few words of the best sentences.
 * @param found how many memories were retrieved
 */
export function answerOptions(
  question: Question,
  ranked: readonly ScoredSentence[],
  own: OwnAnswer,
  found: number,
): AnswerOptions {
  const place = placeOf(question, found);
  const sentences = ranked.slice(0, found > FEW ? SENTENCES.many : SENTENCES.few);
  const asked = askedFor(question, place);
  const situation: Situation = {
    asked,
    ranked,
    own,
    found,
    nearness: nearnessOf(ranked),
    kinds: sentences.map(({ text }) => kindsIn(question, text)),
  };
  const options: AnswerOption[] = [];
  const lists: Signs[] = [];
  const uses: number[][] = [];
  const put = (signs: Signs): number => lists.push(signs) - 1;
  const answers: number[] = [];
  const first = new Map<string, number>();
  const add = (
    text: string | null,
    evidence: readonly ScoredMemory[],
    used: number[],
    key = keyOf(text),
  ): void => {
    if (!first.has(key)) first.set(key, options.length);
    answers.push(first.get(key) ?? 0);
    options.push({ text, evidence });
    uses.push(used);
  };
  const all = (): AnswerOptions => ({
    options,
    answers: Uint16Array.from(answers),
    encoding: encodingOf(lists, uses),
    place,
  });
  add(own.text, own.evidence, [put(signsOfOwn(situation))]);
  add(null, topMemories(ranked, 3), [put(signsOfSilence(situation))]);
  if (question.kind === 'yes-no') {
    // What the rules see to be over or denied is so: what was learned takes it for a yes now and then.
    for (const text of own.text === 'No' ? ['No'] : ['Yes', 'No'])
      add(text, topMemories(ranked, 1), [put(signsOfTruth(situation, text))]);
    if (!/\bor\b/i.test(question.text)) return all();
  }
  const ownKey = keyOf(own.text);
  for (const [rank, sentence] of sentences.entries()) {
    const { stretches, lists: shared } = stretchesOf(situation, sentence, rank);
    const numbers = shared.map(put);
    for (const { text: written, uses: used, signs } of stretches) {
      const text = inAskedForm(question.text, written);
      const key = keyOf(text);
      if (key === '') continue;
      const related = relation(ownKey, key);
      signs.closely('read', related, own.way).add('read sure', related, eighths(own.confidence));
      const listed = [...used.map((use) => numbers[use] as number), put(signs)];
      add(
        text,
        [sentence.memory],
        listed,
        isAsGood(related, key, ownKey, situation) ? ownKey : key,
      );
    }
  }
  return all();
}

/** The words of a sentence that name a thing of the sort asked for. */
function kindsIn({ focus }: Question, text: string): ReadonlySet<string> {
  const sort = focus.at(-1);
  return new Set(sort === undefined ? [] : kindsNamed(text, sort).flatMap(wordsOf));
}

/** How a stretch stands to what the reader answers. */
function relation(own: string, key: string): string {
  if (own === '') return 'none';
  if (own === key) return 'same';
  if (` ${own} `.includes(` ${key} `)) return 'part';
  if (` ${key} `.includes(` ${own} `)) return 'more';
  return 'other';
}
