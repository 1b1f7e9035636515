import type { Question } from './question.js';
import type { Reading } from './reading.js';
import { isAsked, type ScoredSentence } from './relevance.js';
import { isContent, relatedStems, stemOf, stemsOf, wordsOf } from './words.js';

/** Words of the longest answer; what is longer is cut to the part that speaks to the question. */
const MOST_WORDS = 12;
/** Least share of the question's words, rare ones counting more, that a quoted sentence has. */
const LEAST_COVERAGE = 0.35;
/** A date says little by itself: it must be the one that is meant. */
const DATED_COVERAGE = 0.6;

/**
 * The sentence that speaks to a question, or the part of it that does, where no statement of a known form
 * gives the value: whoever asks can read the answer in it. Null where no sentence is near enough.
 */
export function quote(question: Question, ranked: readonly ScoredSentence[]): Reading | null {
  // A sentence without the amount or the time that is asked for answers nothing.
  if (question.kind === 'count' || question.kind === 'duration') return null;
  const numeric = question.measured || question.kind === 'when';
  const names = [...question.text.matchAll(/(?<!^)(?<![.?!] )\b\p{Lu}[\p{L}\d]+/gu)]
    .map(([name]) => name.toLowerCase())
    .filter((name) => !/^(?:user|i)$/.test(name));
  const found = ranked.find(({ text, coverage, about }) => {
    const words = new Set(wordsOf(text));
    return (
      about >= 0.5 &&
      coverage >= (question.kind === 'when' ? DATED_COVERAGE : LEAST_COVERAGE) &&
      (!numeric || /\d/.test(text)) &&
      !isAsked(text) &&
      names.every((name) => words.has(name) || words.has(`${name}'s`) || words.has(`${name}s`))
    );
  });
  if (found === undefined) return null;
  const text = shortened(question, found.text);
  return { text, certainty: 0, evidence: [found] };
}

/** A sentence, cut to the parts that have the question's words and what stands between them. */
function shortened(question: Question, sentence: string): string {
  const bare = sentence.replace(/[.!]+$/, '');
  if (bare.split(/\s+/).length <= MOST_WORDS) return bare;
  const parts = bare.split(/(?<=[,;:–—])\s+/);
  const wanted = new Set(question.terms.flatMap((term) => [...relatedStems(term)]));
  const asked = parts.map((part) => stemsOf(part).filter((stem) => wanted.has(stem)).length);
  const first = asked.findIndex((count) => count > 0);
  const last = asked.findLastIndex((count) => count > 0);
  if (first < 0) return bare;
  // The asked words alone say nothing new: what follows tells it.
  const kept = parts.slice(first, last + 1);
  const news = wordsOf(kept.join(' ')).filter(
    (word) => isContent(word) && !wanted.has(stemOf(word)),
  );
  return [...kept, ...(news.length === 0 ? parts.slice(last + 1, last + 2) : [])]
    .join(' ')
    .replace(/[,;:\s]+$/, '');
}
