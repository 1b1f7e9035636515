import type { ScoredMemory } from '../../memory/records.js';
import { epochOf } from '../../memory/time.js';
import { analyse } from '../language.js';
import type { Question } from './question.js';
import { ends, endsSomething, isOfMore, overIn } from './over.js';
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
  const wanted = stemsOfSide(side.replace(/-/g, ' '));
  const words = [...sentence.replace(/-/g, ' ').matchAll(WORD)];
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

const CLAUSES = /[;:] |,? \b(?:and|but)\b|, (?=(?:I|we|you|he|she|they|it)\b)/iu;

/** "Is vegetarian and does not eat meat": the part that has most of the asked words; all of it where several do. */
function clauseOf(sentence: string, asked: ReadonlySet<string>): string {
  const parts = sentence.split(CLAUSES).map((text) => ({
    text,
    share: stemsOf(text).filter((stem) => asked.has(stem)).length,
  }));
  const most = Math.max(...parts.map(({ share }) => share));
  const [first, second] = parts.filter(({ share }) => share === most && share > 0);
  return first === undefined || second !== undefined ? sentence : first.text;
}

/** How near in relevance a later sentence has to be to count more. */
const AS_GOOD = 0.02;

/** The best sentence; of those that fit as well, and speak of no more, the one said last. */
function latestBest(
  sentences: readonly ScoredSentence[],
  asked: ReadonlySet<string>,
): ScoredSentence | undefined {
  const [best] = sentences;
  return sentences
    .filter(
      (sentence) =>
        sentence === best ||
        (best !== undefined &&
          sentence.relevance >= best.relevance - AS_GOOD &&
          sentence.coverage >= best.coverage - AS_GOOD &&
          !isOfMore(sentence.text, asked)),
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
  const asked = new Set(question.terms);
  const best = latestBest(sentences, asked);
  if (best === undefined) return null;
  const clause = clauseOf(best.text, asked);
  const ended = ends(best.text, asked);
  const negated = ended || analyse(clause).negated || overIn(clause, asked) !== null;
  const denied = negated !== NEGATED.test(question.text);
  return { text: denied ? 'No' : 'Yes', certainty: best.coverage, whole: ended, evidence: [best] };
}

/** "Did I have a dog?" asks for what was, whatever became of it. */
const ASKS_PAST = /^(?:did|was|were|had|has|have)\b(?!.*\bstill\b)/i;
/** Names within a sentence, and those that begin one as who does something. */
const NAME =
  /(?<=\s)\p{Lu}\p{Ll}[\p{L}-]*|^\p{Lu}\p{Ll}[\p{L}-]*(?= (?:has )?\p{L}+(?:ed|t|ve)\b)/gu;

/**
 * The sentence that says, not before what told of it, that the thing which is asked for is over; null where
 * none does. It speaks of all that is asked but for the verb, and of nobody else.
 */
export function endSince(
  question: Question,
  told: readonly ScoredMemory[],
  sentences: readonly ScoredSentence[],
): ScoredSentence | null {
  if (ASKS_PAST.test(question.text) || NEGATED.test(question.text)) return null;
  const since = Math.max(...told.map(({ saidAt }) => epochOf(saidAt)));
  const known = `${question.text} ${told.map(({ text }) => text).join(' ')}`.toLowerCase();
  const things = question.terms.filter((stem) => stem !== question.verb);
  const asked = new Set(things);
  const toldStems = new Set(told.flatMap(({ text }) => stemsOf(text)));
  const shared = things.filter((stem) => toldStems.has(stem));
  // "Done with selling prints": where it may be over, one word may be left unsaid.
  const most = /\bstill\b/i.test(question.text) && shared.length > 1 ? 1 : 0;
  const found = sentences.find(({ memory, text, about }) => {
    if (about < 1 || epochOf(memory.saidAt) < since) return false;
    const have = new Set(stemsOf(text));
    if (shared.filter((stem) => !have.has(stem)).length > most) return false;
    const ofOthers = (clause: string): boolean =>
      (clause.match(NAME) ?? []).some((name) => !known.includes(name.toLowerCase()));
    return text.split(CLAUSES).some((clause) => endsSomething(clause, asked) && !ofOthers(clause));
  });
  return found ?? null;
}
