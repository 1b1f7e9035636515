import type { ScoredMemory } from '../../../memory/records.js';
import type { Question } from '../question.js';
import { type ScoredSentence, topMemories } from '../relevance.js';
import { type AskedFor, askedFor } from './asked.js';
import { signsOfSilence, signsOfTruth, type Situation } from './situation.js';
import { Signs } from './signs.js';
import { type Stretched, stretchesOf } from './stretches.js';
import { readWords } from './words.js';

/** One possible answer. */
export interface AnswerOption {
  /** Null for none. */
  text: string | null;
  evidence: readonly ScoredMemory[];
  /** Which of the situation's lists of signs speak for it. */
  lists: readonly number[];
}

/** All that may be answered to a question; the first is what the reader answers by its rules. */
export interface AnswerOptions {
  options: readonly AnswerOption[];
  /** Lists of signs, as buckets; options share them, so that each is summed once. */
  lists: readonly Int32Array[];
}

/** What the reader answers by its rules, and by which of them. */
export interface OwnAnswer {
  text: string | null;
  confidence: number;
  evidence: readonly ScoredMemory[];
  way: string;
}

/** From how many of the best sentences an answer may be taken. */
const SENTENCES = 5;

/** Texts that count as the same answer. */
export const keyOf = (text: string | null): string =>
  text === null
    ? ''
    : text
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s]/gu, ' ')
        .replace(/\b(?:a|an|the)\b/g, ' ')
        .replace(/\s+/g, ' ')
        .trim();

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
  const asked = askedFor(question);
  const lists: Int32Array[] = [];
  const put = (signs: Signs): number => lists.push(signs.found) - 1;
  const situation: Situation = { asked, ranked, own, found };
  const options: AnswerOption[] = [
    { text: own.text, evidence: own.evidence, lists: [put(signsOfOwn(situation))] },
    {
      text: null,
      evidence: topMemories(ranked, 3),
      lists: [put(signsOfSilence(situation))],
    },
  ];
  if (question.kind === 'yes-no') {
    for (const text of ['Yes', 'No'])
      options.push({
        text,
        evidence: topMemories(ranked, 1),
        lists: [put(signsOfTruth(situation, text))],
      });
    if (!/\bor\b/i.test(question.text)) return { options, lists };
  }
  const ownKey = keyOf(own.text);
  for (const [rank, sentence] of ranked.slice(0, SENTENCES).entries()) {
    const stretched: Stretched = stretchesOf(situation, sentence, rank);
    const shared = stretched.lists.map(put);
    const memory = [sentence.memory];
    for (const { text, uses, signs } of stretched.stretches) {
      const key = keyOf(text);
      if (key === '') continue;
      const related = relation(ownKey, key);
      signs
        .closely('read', related, own.way)
        .add('read sure', related, Math.round(own.confidence * 8));
      options.push({
        text,
        evidence: memory,
        lists: [...uses.map((use) => shared[use] as number), put(signs)],
      });
    }
  }
  return { options, lists };
}

/** How a stretch stands to what the reader answers. */
function relation(own: string, key: string): string {
  if (own === '') return 'none';
  if (own === key) return 'same';
  if (` ${own} `.includes(` ${key} `)) return 'part';
  if (` ${key} `.includes(` ${own} `)) return 'more';
  return 'other';
}

function signsOfOwn({ asked, own, found }: Situation): Signs {
  const signs = new Signs(asked.plain, asked.close);
  if (own.text === null)
    return signs.closely('own silent', own.way, Math.min(3, Math.round(Math.log2(found + 1))));
  const words = readWords(own.text);
  const sure = Math.round(own.confidence * 10);
  signs
    .closely('own', own.way)
    .add('own sure', own.way, sure)
    .add('own topic', own.way, asked.topic)
    .add('own length', Math.min(7, words.length))
    .closely('own first', words[0]?.part ?? '', words[0]?.shape ?? '')
    .closely('own last', words.at(-1)?.part ?? '', words.at(-1)?.shape ?? '')
    .add('own many', own.way, Math.min(4, Math.round(Math.log2(found + 1))));
  const said = words.filter((word) => asked.match(word) !== '').length;
  signs.add('own repeats', said === 0 ? 0 : said === words.length ? 2 : 1);
  for (const word of words) {
    signs.closely('own word', word.text);
    for (const sort of word.sorts) signs.closely('own sort', sort);
  }
  return signs;
}

export type { AskedFor };
