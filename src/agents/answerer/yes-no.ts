import { analyse } from '../language.js';
import type { Question } from './question.js';
import { ends, overIn } from './over.js';
import type { Reading } from './reading.js';
import { laterFirst, type ScoredSentence } from './relevance.js';
import { numberOf } from './times.js';
import { holds } from './values.js';
import { isContent, stemOf, stemsOf, wordsOf } from './words.js';

const NEGATED = /\b(?:not|n['’]t|never|no)\b|n['’]t\b/i;

/** The content word next to "or", with the capitals that belong to it: `Google Cloud`. */
function sideOf(words: readonly string[], next: -1 | 1): string | null {
  const ordered = next < 0 ? [...words].reverse() : words;
  const first = ordered.findIndex(
    (word) => isContent(word.toLowerCase()) || numberOf(word) !== null,
  );
  const head = ordered[first];
  if (head === undefined) return null;
  const name = [head];
  if (/^\p{Lu}/u.test(head)) {
    for (const word of ordered.slice(first + 1)) {
      if (!/^[\p{Lu}\d]/u.test(word) || word === 'I') break;
      name.push(word);
    }
  }
  return (next < 0 ? name.reverse() : name).join(' ');
}

const stemsOfSide = (side: string): string[] =>
  side.split(' ').map((word) => numberOf(word) ?? stemOf(word.toLowerCase()));

const WORD = /[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*\+?/gu;

/** Where all words of a side stand in a sentence, as first and last character; null where one is missing. */
function placeOf(sentence: string, side: string): { start: number; end: number } | null {
  const wanted = stemsOfSide(side);
  const words = [...sentence.matchAll(WORD)];
  const at = words.findIndex((_, from) =>
    wanted.every((stem, next) => {
      const [word = ''] = wordsOf(words[from + next]?.[0] ?? '');
      return stem === (numberOf(word) ?? stemOf(word));
    }),
  );
  const first = words[at];
  const last = words[at + wanted.length - 1];
  return first === undefined || last === undefined
    ? null
    : { start: first.index, end: last.index + last[0].length };
}

/** "Left- or right-handed": the part that both sides share is written once. */
const SHARED_END = /([\p{L}\p{N}]+)- or ([\p{L}\p{N}]+)-([\p{L}\p{N}]+)/giu;

/** "Do I like tea or coffee?": the side that the latest fitting sentence says holds, the first where both do. */
function readChoice(question: Question, sentences: readonly ScoredSentence[]): Reading | null {
  const match = /^(.*\S)\s+or\s+(\S.*)$/iu.exec(
    question.text.replace(/[?!.\s]+$/, '').replace(SHARED_END, '$1-$3 or $2-$3'),
  );
  if (match === null) return null;
  const words = (text: string): string[] => text.match(/[\p{L}\p{N}][\p{L}\p{N}+#.'’-]*/gu) ?? [];
  const sides = [sideOf(words(match[1] ?? ''), -1), sideOf(words(match[2] ?? ''), 1)].filter(
    (side) => side !== null,
  );
  if (sides.length < 2) return null;
  const others = new Set(question.terms);
  for (const side of sides) for (const stem of stemsOfSide(side)) others.delete(stem);
  const found = sentences.flatMap((sentence) => {
    const placed = sides.flatMap((side) => {
      const place = placeOf(sentence.text, side);
      return place === null ? [] : [{ side, ...place }];
    });
    const held = placed.filter(({ start, end }) => holds(sentence.text, start, end));
    const [first] = held.sort((a, b) => a.start - b.start);
    if (first === undefined) return [];
    const have = new Set(stemsOf(sentence.text));
    const share = [...others].filter((stem) => have.has(stem)).length;
    return [{ side: first.side, share, sentence }];
  });
  const most = Math.max(...found.map(({ share }) => share));
  const [best] = found
    .filter(({ share }) => share === most)
    .sort((a, b) => laterFirst(a.sentence, b.sentence));
  return best === undefined ? null : { text: best.side, certainty: 0.9, evidence: [best.sentence] };
}

/** "Is vegetarian and does not eat meat": the part that has most of the asked words; all of it where several do. */
function clauseOf(sentence: string, asked: ReadonlySet<string>): string {
  const parts = sentence.split(/;|,? \b(?:and|but)\b/i).map((text) => ({
    text,
    share: stemsOf(text).filter((stem) => asked.has(stem)).length,
  }));
  const most = Math.max(...parts.map(({ share }) => share));
  const [first, second] = parts.filter(({ share }) => share === most && share > 0);
  return first === undefined || second !== undefined ? sentence : first.text;
}

/** How near in relevance a later sentence has to be to count more. */
const AS_GOOD = 0.02;

/** The best sentence; of those that fit as well the one said last. */
function latestBest(sentences: readonly ScoredSentence[]): ScoredSentence | undefined {
  const [best] = sentences;
  return sentences
    .filter(
      ({ relevance, coverage }) =>
        best !== undefined &&
        relevance >= best.relevance - AS_GOOD &&
        coverage >= best.coverage - AS_GOOD,
    )
    .sort(laterFirst)[0];
}

/** Yes or no by the sentence that fits best: whether it denies what is asked, or says that it is over. */
export function readYesNo(
  question: Question,
  sentences: readonly ScoredSentence[],
): Reading | null {
  if (/\bor\b(?! not\b)/i.test(question.text)) {
    const choice = readChoice(question, sentences);
    if (choice !== null) return choice;
  }
  const best = latestBest(sentences);
  if (best === undefined) return null;
  const asked = new Set(question.terms);
  const clause = clauseOf(best.text, asked);
  const ended = ends(best.text, asked);
  const negated = ended || analyse(clause).negated || overIn(clause, asked) !== null;
  const denied = negated !== NEGATED.test(question.text);
  return { text: denied ? 'No' : 'Yes', certainty: best.coverage, whole: ended, evidence: [best] };
}
