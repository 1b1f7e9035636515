import { porterStem } from './porter.js';

/**
 * English words that say nothing about what a memory is about, question words included: questions are
 * what the store is searched with, and "when" or "did" would otherwise count as rare, telling words.
 */
export const STOP_WORDS: readonly string[] =
  `a about am an and any are as at be been being but by can could d did do does doing for from had
  has have having he her hers him his how i if in into is it its just ll m may me might my no nor not
  of on or our ours s shall she should so some such t than that the their theirs them then there
  these they this those to too ve was we were what when where which who whom whose why will with
  would you your yours`
    .split(/\s+/)
    .filter(Boolean);

const STOPPED = new Set(STOP_WORDS);

const WORD =
  /\p{sc=Han}|[\p{sc=Katakana}ー]+|\p{sc=Hiragana}+|(?:(?![\p{sc=Han}\p{sc=Katakana}\p{sc=Hiragana}])[\p{L}\p{N}])+/gu;

/**
 * The words of a text as full-text search compares them: lower case, without accents, without stop
 * words, English endings cut. No blanks separate words in Chinese and Japanese: Han characters count one by
 * one, runs of hiragana and of katakana as they are.
 */
export function wordsOf(text: string): string[] {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{Mn}+/gu, '')
    .toLowerCase();
  const words: string[] = [];
  for (const [word] of plain.matchAll(WORD)) {
    if (!STOPPED.has(word)) words.push(porterStem(word));
  }
  return words;
}

/** How often each word occurs in a text, and how many words it has. */
export interface Bag {
  counts: ReadonlyMap<string, number>;
  length: number;
}

export function bagOf(text: string): Bag {
  const counts = new Map<string, number>();
  const words = wordsOf(text);
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return { counts, length: words.length };
}

const K1 = 1.2;
const B = 0.75;

/**
 * BM25 of each bag for the words of a query, 0 where none occurs (Robertson and Zaragoza 2009, with
 * Lucene's idf, which is never negative). Statistics are those of the bags given.
 * @param query a text, or its words (as `wordsOf` gives them) with what each weighs
 */
export function bm25(
  bags: readonly Bag[],
  query: string | ReadonlyMap<string, number>,
): Float64Array {
  const scores = new Float64Array(bags.length);
  const words =
    typeof query === 'string' ? new Map(wordsOf(query).map((word) => [word, 1])) : query;
  let total = 0;
  for (const bag of bags) total += bag.length;
  const mean = total / bags.length || 1;
  const tf = new Float64Array(bags.length);
  for (const [word, weight] of words) {
    let holding = 0;
    for (let i = 0; i < bags.length; i += 1) {
      const count = bags[i]?.counts.get(word) ?? 0;
      tf[i] = count;
      if (count > 0) holding += 1;
    }
    if (holding === 0) continue;
    const idf = weight * Math.log(1 + (bags.length - holding + 0.5) / (holding + 0.5));
    for (let i = 0; i < bags.length; i += 1) {
      const count = tf[i] ?? 0;
      if (count === 0) continue;
      const norm = K1 * (1 - B + (B * (bags[i]?.length ?? 0)) / mean);
      scores[i] = (scores[i] ?? 0) + (idf * count * (K1 + 1)) / (count + norm);
    }
  }
  return scores;
}
