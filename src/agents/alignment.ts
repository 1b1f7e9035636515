import { canonical } from './words.js';
import type { SentenceAnalysis } from './language.js';
import { CARRIERS, doneWith, FAINT } from './light-words.js';
import { COUNTS, RELATIONS } from './lexicon.js';
import { isKindOf, type Sense, senseOf, synonymous } from './thesaurus.js';
import { contentWords, has, isVerb, type Token } from './tokens.js';

/** A word of matter of a statement. */
export interface Term {
  /** By which words in other statements are compared: a canonical word, or a number in digits. */
  key: string;
  lemma: string;
  word: string;
  /** A verb with its particle: "pass_away". */
  phrase: string;
  /** What the lemma and the phrase may mean. */
  sense: Sense;
  phraseSense: Sense;
  verb: boolean;
  /** A verb or noun that carries other words rather than matter. */
  carrier: boolean;
  /** A name, number or date: only itself will do for it. */
  exact: boolean;
  /** Its place among the tokens. */
  at: number;
}

/** How the words of two statements answer to each other. */
export interface Alignment {
  /** Terms of the one with the term of the other that says the same. */
  pairs: readonly (readonly [Term, Term])[];
  /** Terms that nothing in the other statement answers to, and that say something. */
  onlyMine: readonly Term[];
  onlyTheirs: readonly Term[];
  /** A word left on the one side means the opposite of one on the other. */
  opposed: boolean;
}

const THIRD = /^(?:he|she|his|her|hers|him|they|their|theirs|them)$/;
const GENDER = new Map([
  ...['he', 'his', 'him'].map((word) => [word, 'he'] as const),
  ...['she', 'her', 'hers'].map((word) => [word, 'she'] as const),
]);
const LIKING = /^(?:like|love|enjoy|prefer|rather|want|wish|favou?r)$/;
const PLURAL_DAY = /^(?:mon|tues|wednes|thurs|fri|satur|sun)days$/;

export const keyOf = ({ word, lemma }: Token): string =>
  PLURAL_DAY.test(word) ? word : LIKING.test(lemma) ? 'like' : canonical(COUNTS.get(word) ?? lemma);

/** The words of matter of an analysed statement, each key once. */
export function termsOf({ tokens }: Pick<SentenceAnalysis, 'tokens'>): Term[] {
  const lemmas = new Set(contentWords(tokens));
  const named = tokens.some(
    (token) => has(token, 'Person', 'ProperNoun') || RELATIONS.has(token.lemma),
  );
  const terms = new Map<string, Term>();
  tokens.forEach((token, at) => {
    const { word, lemma } = token;
    const put = (key: string): void => {
      if (key === '' || terms.has(key)) return;
      const exact =
        /\d/.test(key) ||
        has(token, 'WeekDay', 'Month', 'ProperNoun', 'Person', 'Place', 'Organization');
      const particle = tokens.slice(at + 1, at + 4).find((next) => has(next, 'Particle'));
      const phrase = particle ? `${lemma}_${particle.word}` : lemma;
      const verb = isVerb(tokens, at);
      const carrier = CARRIERS.has(key);
      const [sense, phraseSense] = [senseOf(lemma), senseOf(phrase)];
      terms.set(key, { key, lemma, word, phrase, sense, phraseSense, verb, carrier, exact, at });
    };
    // Of whom a pronoun speaks is not known from the statement alone.
    if (THIRD.test(word) && !named) put(GENDER.get(word) ?? 'they');
    // "Away" in "passed away" is part of its verb.
    if (has(token, 'Particle') && has(tokens[at - 1], 'Verb')) return;
    if (lemmas.has(lemma) || COUNTS.has(word)) put(keyOf(token));
  });
  return [...terms.values()];
}

const alike = (mine: Term, theirs: Term): boolean =>
  !mine.exact &&
  !theirs.exact &&
  (synonymous(mine.sense, theirs.sense) ||
    ((mine.phrase !== mine.lemma || theirs.phrase !== theirs.lemma) &&
      synonymous(mine.phraseSense, theirs.phraseSense)) ||
    (mine.verb &&
      theirs.verb &&
      (isKindOf(mine.sense, theirs.sense) || isKindOf(theirs.sense, mine.sense))));

/** Whether two terms are synonyms, or a thing and what one commonly does with it; not one a kind of the other. */
export const namesTheSame = (mine: Term, theirs: Term): boolean =>
  doneWith(mine.key, theirs.key) ||
  synonymous(mine.sense, theirs.sense) ||
  synonymous(mine.phraseSense, theirs.phraseSense);

/** Aligns the terms of two statements: equal ones first, then synonyms, then what is done with what. */
export function align(mine: readonly Term[], theirs: readonly Term[]): Alignment {
  const pairs: (readonly [Term, Term])[] = [];
  const carriers = mine.filter(({ carrier }) => carrier);
  let leftMine = mine.filter(({ carrier }) => !carrier);
  let leftTheirs = theirs.filter(({ carrier }) => !carrier);
  for (const matches of [sameKey, alike, (a: Term, b: Term) => doneWith(a.key, b.key)]) {
    leftMine = leftMine.filter((term) => {
      const at = leftTheirs.findIndex((each) => matches(term, each));
      const [other] = at < 0 ? [] : leftTheirs.splice(at, 1);
      if (other) pairs.push([term, other]);
      return !other;
    });
  }
  const joined = compounds(leftMine, leftTheirs) ?? compounds(leftTheirs, leftMine);
  if (joined) {
    leftMine = leftMine.filter((term) => !joined.has(term));
    leftTheirs = leftTheirs.filter((term) => !joined.has(term));
  }
  return {
    pairs,
    onlyMine: leftMine.filter((term) => !implied(term, pairs)),
    // "My gym is Flex" says that I go there; that I go there does not say that it is a gym.
    onlyTheirs: leftTheirs.filter((term) => !implied(term, pairs) && !carried(term, carriers)),
    opposed: opposed(leftMine, leftTheirs) || opposed(leftTheirs, leftMine),
  };
}

const opposed = (some: readonly Term[], others: readonly Term[]): boolean =>
  some.some(({ sense }) =>
    sense.opposite.some((word) => others.some(({ lemma }) => lemma === word)),
  );

/** "Turned on" is not "turned off". */
const sameKey = (a: Term, b: Term): boolean =>
  a.key === b.key && (a.phrase === b.phrase || a.phrase === a.lemma || b.phrase === b.lemma);

/** "Beagle" says that it is a dog, and "bike" that one rides it. */
const implied = (term: Term, pairs: Alignment['pairs']): boolean =>
  !term.exact &&
  pairs.some((pair) =>
    pair.some(({ key, sense }) => doneWith(key, term.key) || isKindOf(sense, term.sense)),
  );

/** Whether a word only names what the others do it with: "a keyboard" beside "type". */
export const carried = (term: Term, others: readonly Term[]): boolean =>
  others.some(({ key, carrier }) => carrier && doneWith(term.key, key));

/** "Beekeeper" and "keeper of bees", "back end" and "backend": the words that make up the same one. */
function compounds(single: readonly Term[], parts: readonly Term[]): Set<Term> | null {
  for (const whole of single)
    for (const first of parts)
      for (const second of whole.word.startsWith(first.word) ? parts : [])
        if (first !== second && whole.word === first.word + second.word)
          return new Set([whole, first, second]);
  return null;
}

/** Words that say little where nothing answers to them. */
export const faint = (terms: readonly Term[]): boolean =>
  terms.every(({ key, exact }) => !exact && FAINT.has(key));

/** Whether nothing is left but faint words, and those on one side only. */
export const sayTheSame = ({ onlyMine, onlyTheirs, opposed: opposite }: Alignment): boolean =>
  !opposite &&
  (onlyMine.length === 0 || onlyTheirs.length === 0) &&
  faint(onlyMine) &&
  faint(onlyTheirs);
