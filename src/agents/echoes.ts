import { salient } from './words.js';
import { splitSentences } from './facts/sentences.js';
import { tellsAllOf } from './gist.js';
import { analyse, type SentenceAnalysis } from './language.js';
import { capital, sentence } from './sentence-form.js';

/**
 * Two texts as one, with nothing told twice: a sentence of the one that tells nothing which a sentence of the
 * other does not tell is left out. Of two that tell the same the first one stays.
 */
export function joinedTexts(first: string, second: string): string {
  let sentences = splitSentences(first).map(sentence);
  for (const told of splitSentences(second).map(sentence)) {
    const isKnown = (part: string): boolean => sentences.some((known) => echoes(part, known));
    if (isKnown(told)) continue;
    // "The scale was off; the crate weighs 40 kg"
    const parts = told.split(/;\s+/);
    const news = parts.length === 1 ? parts : parts.filter((part) => !isKnown(part));
    if (news.length === 0) continue;
    const added = news.length === parts.length ? told : sentence(capital(news.join('; ')));
    const at = sentences.findIndex((known) => echoes(known, added));
    if (at < 0) sentences.push(added);
    else {
      sentences[at] = added;
      sentences = sentences.filter((known, place) => place === at || !echoes(known, added));
    }
  }
  return sentences.join(' ');
}

/** Whether a sentence tells nothing that another one does not: of the same people, in whatever words. */
const echoes = (one: string, other: string): boolean =>
  tellsAllOf(other, one) &&
  speaksOf(one) <= speaksOf(other) &&
  turnsOf(one).every((word) => wordsOf(other).has(word)) &&
  !mixesUp(analyse(one), other);

/** Small words and names by which the same words of matter tell something else: "out of service", "the other studio", "in May". */
const turnsOf = (sentence: string): string[] =>
  (sentence.match(TURN) ?? []).map((word) => word.toLowerCase());

const wordsOf = (sentence: string): ReadonlySet<string> =>
  new Set(sentence.toLowerCase().match(/\p{L}+/gu));

const TURN =
  /\b(?:[Oo]ther|[Aa]nother|only|out|off|down|except|unless|if|almost|nearly|half|former|ex|until|since|before|after|yet)\b|(?<=[\p{L}\d,] )\p{Lu}\p{L}+/gu;

/**
 * How a sentence speaks of the speaker: 2 as of one who does something, 1 as of the owner of something, 0 not
 * at all. "I'm allergic to peanuts as well" has no word that "my brother is allergic to peanuts" lacks, nor
 * "the office" one that "my office" lacks.
 */
function speaksOf(sentence: string): 0 | 1 | 2 {
  if (SPEAKER.test(sentence)) return 2;
  if (!OWNER.test(sentence)) return 0;
  return /\buser['’]s\b.*\b(?:he|she|they)\b/i.test(sentence) ? 2 : 1;
}

const SPEAKER = /\b(?:i|i['’]?m|me|we|us|user(?!['’]s))\b/i;
const OWNER = /\b(?:my|mine|our|ours|user['’]s)\b/i;

/**
 * "Ann is going to Oslo" has its words from both halves of "Ann is going to Rome and Bo to Oslo".
 *
 * @param ignored canonical words that tell nothing
 */
export function mixesUp(
  mine: SentenceAnalysis,
  text: string,
  ignored: ReadonlySet<string> = new Set(),
): boolean {
  const parts: Set<string>[] = [];
  for (const { text: clause, subject } of analyse(text).clauses) {
    const words = new Set(salient(analyse(clause)));
    const last = parts.at(-1);
    if (last && (subject.text === '' || /^(?:he|she|it|they|i|we)$/i.test(subject.text)))
      for (const word of words) last.add(word);
    else parts.push(words);
  }
  if (parts.length < 2) return false;
  const all = new Set(parts.flatMap((words) => [...words]));
  return mine.clauses.some(({ text: clause }) => {
    const told = [...salient(analyse(clause))].filter(
      (word) => all.has(word) && !ignored.has(word),
    );
    return !parts.some((words) => told.every((word) => words.has(word)));
  });
}
