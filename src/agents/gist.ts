import { memoised } from './memo.js';
import { canonical } from './compare.js';
import { bareStatement } from './surroundings.js';
import { analyse, type SentenceAnalysis } from './language.js';
import { COUNTS, RELATIONS } from './lexicon.js';
import { plainer } from './plainer.js';
import { contentWords, has, type Token } from './tokens.js';

/** What a statement says, in words that its paraphrases share. */
export interface Gist {
  /** Canonical words of matter, numbers among them. */
  words: ReadonlySet<string>;
  denied: boolean;
  /** What is set above, before or in the place of what: "tabs over spaces" → `tab>space`. */
  directions: ReadonlySet<string>;
  /** It tells of how things were, or will be. */
  past: boolean;
  ahead: boolean;
}

/** Verbs and nouns in which the same fact is told in one way or the other: "is on", "runs on", "is hosted on". */
const CARRIERS = new Set(
  'be have use run get take go do keep host base locate sit own possess say write build place put fall happen occur work wear live-there stay serve consist come give make set exist need-be user team we everything code-base people person that thing one url link address site disease condition long old way currently always usually by just so there eat drink can cup mean kind type sort value setting please note'
    .split(' ')
    .map(canonical),
);
/** "Staging database: PostgreSQL 14" reads as "the staging database is PostgreSQL 14". */
const NOTED = /^([\p{L}\p{N}][^:.,;!?]{2,50}): (?=\S)/u;
const DENIAL = /^(?:no|not|never|without|cannot|none|nobody|nothing|neither|nor)$/;
/** These say of themselves what is not eaten. */
const COELIAC = /\b(?:coeliac|celiac|gluten[- ]free)\b/i;
const DIRECTED = /^(?:over|than|before|after|instead|to)$/;
const THIRD = /^(?:he|she|his|her|hers|him|they|their|theirs|them)$/;
const LIKING = /^(?:like|love|enjoy|prefer|rather|want|favou?r)$/;
const PLURAL_DAY = /^(?:mon|tues|wednes|thurs|fri|satur|sun)days$/;

/** Reads the gist of a statement. Pure; the latest results are kept. */
export const gist: (text: string) => Gist = memoised((text) => {
  const bare = bareStatement(plainer(text)).replace(NOTED, '$1 is ');
  const analysis = analyse(bare);
  const { tokens, clauses } = analysis;
  const words = matter(analysis);
  // "Please indent with two spaces": what is asked for is liked.
  if (/\b(?:please|pls|plz)\b/i.test(text)) words.add('like');
  if (tokens.some(({ word }) => word === 'must')) words.add('need');
  return {
    words,
    denied:
      COELIAC.test(bare) ||
      tokens.some((token) => DENIAL.test(token.word) || has(token, 'Negative')),
    directions: directionsOf(tokens, words),
    past: clauses.some(
      ({ tense, holds, subject }) => tense === 'past' && !holds && subject.text !== '',
    ),
    ahead: clauses.some(({ tense }) => tense === 'future'),
  };
});

const keyOf = ({ word, lemma }: Token): string =>
  PLURAL_DAY.test(word) ? word : LIKING.test(lemma) ? 'like' : canonical(COUNTS.get(word) ?? lemma);

function matter({ tokens }: SentenceAnalysis): Set<string> {
  const lemmas = new Set(contentWords(tokens));
  const named = tokens.some(
    (token) => has(token, 'Person', 'ProperNoun') || RELATIONS.has(token.lemma),
  );
  const words = new Set<string>();
  for (const token of tokens) {
    // Of whom a pronoun speaks is not known from the statement alone.
    if (THIRD.test(token.word) && !named) words.add(token.word.slice(0, 2));
    if (!lemmas.has(token.lemma) && !COUNTS.has(token.word)) continue;
    const key = keyOf(token);
    if (key !== '' && !CARRIERS.has(key)) words.add(key);
  }
  return words;
}

const somebody = (token: Token, at: number): boolean =>
  RELATIONS.has(token.lemma) ||
  has(token, 'Person', 'FirstName') ||
  (at > 0 && /^\p{Lu}/u.test(token.text));

function directionsOf(tokens: readonly Token[], words: ReadonlySet<string>): Set<string> {
  const found = new Set<string>();
  const near = (from: number, step: 1 | -1): string => {
    for (let at = from + step, seen = 0; seen < 4 && tokens[at]; at += step, seen++) {
      const key = keyOf(tokens[at] as Token);
      if (words.has(key)) return key;
    }
    return '';
  };
  tokens.forEach((token, at) => {
    // "Ana is Leo's teacher" has every word of "Leo is Ana's teacher".
    if (has(token, 'Possessive') && somebody(token, at) && words.has(keyOf(token)))
      found.add(`${keyOf(token)}>${near(at, 1)}`);
    if (!DIRECTED.test(token.word)) return;
    if (token.word === 'to' && !tokens.some(({ word }) => word === 'from')) return;
    const [left, right] = [near(at, -1), near(at, 1)];
    if (left !== '' && right !== '') found.add(`${left}>${right}`);
  });
  return found;
}

/** Whether two statements of one speaker say the same, no more and no less, in whatever words. */
export function sameGist(fact: string, memory: string): boolean {
  const mine = gist(fact);
  return [memory, ...parts(memory)].some((text) => {
    const theirs = gist(text);
    return (
      (mine.words.size >= 2 || plainlySaid(fact, mine)) &&
      equal(mine.words, theirs.words) &&
      mine.denied === theirs.denied &&
      mine.past === theirs.past &&
      mine.ahead === theirs.ahead &&
      equal(mine.directions, theirs.directions)
    );
  });
}

/** One word of matter says enough beside a verb that adds nothing: "is a nurse", "can't eat gluten". */
const plainlySaid = (statement: string, { words, denied }: Gist): boolean =>
  words.size === 1 &&
  analyse(statement).clauses.every(
    ({ verb }) => /^(?:|be|have|work|know)$/.test(verb) || (denied && /^(?:eat|drink)$/.test(verb)),
  );

/** What a memory tells in parts that stand for themselves. */
const parts = memoised((memory: string): readonly string[] => [
  ...analyse(memory)
    .clauses.filter(({ subject, verb }, at) => (subject.text !== '' || at === 0) && verb !== '')
    .map(({ text }) => text),
  memory.split(/[,;.!?]\s/)[0] ?? memory,
]);

const equal = (one: ReadonlySet<string>, other: ReadonlySet<string>): boolean =>
  one.size === other.size && [...one].every((item) => other.has(item));
