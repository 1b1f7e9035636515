import { withoutRepeats } from '../memory/text.js';
import {
  align,
  type Alignment,
  carried,
  faint,
  namesTheSame,
  sayTheSame,
  type Term,
  termsOf,
} from './alignment.js';
import { atOdds } from './at-odds.js';
import { canonical } from './words.js';
import { analyse } from './language.js';
import { doneWith, EMPTY } from './light-words.js';
import { memoised, memoisedOf } from './memo.js';
import { plainer } from './plainer.js';
import { bareStatement, inFull } from './surroundings.js';
import { senseOf } from './thesaurus.js';
import { has, type Token } from './tokens.js';

/** What a statement says, in a form that its paraphrases share. */
export interface Gist {
  /** Words of matter, numbers among them. */
  terms: readonly Term[];
  tokens: readonly Token[];
  denied: boolean;
  /** It tells of how things were, or will be. */
  past: boolean;
  /** It is told in the past tense, whatever follows of it for the present. */
  told: boolean;
  ahead: boolean;
  /** Which words it has that no paraphrase adds or leaves out. */
  qualified: string;
}

/** How a statement answers to another. */
interface Relation extends Alignment {
  /** See `apart`. */
  apart: () => boolean;
}

const DENIAL = /^(?:no|not|never|without|cannot|none|nobody|nothing|neither|nor)$/;
/** These say of themselves what is not eaten. */
const COELIAC = /\b(?:coeliac|celiac|gluten[- ]free)\b/i;

const askedFor = (key: string): Term => ({
  key,
  lemma: '',
  word: '',
  phrase: '',
  sense: senseOf(''),
  phraseSense: senseOf(''),
  verb: true,
  carrier: false,
  exact: false,
  at: -1,
});

/** Reads the gist of a statement. Pure; the latest results are kept. */
export const gist: (text: string) => Gist = memoised((text) => {
  const bare = inFull(bareStatement(plainer(text)));
  const analysis = analyse(bare);
  const { tokens, clauses } = analysis;
  const terms = termsOf(analysis);
  const put = (key: string): void => {
    if (!terms.some((term) => term.key === key)) terms.push(askedFor(key));
  };
  // "Please indent with two spaces": what is asked for is liked.
  if (/\b(?:please|pls|plz|should)\b/i.test(text)) put('like');
  if (tokens.some(({ word }) => word === 'must')) put('need');
  return {
    terms,
    tokens,
    denied:
      COELIAC.test(bare) ||
      tokens.some((token) => DENIAL.test(token.word) || has(token, 'Negative')),
    past: clauses.some(
      ({ tense, holds, subject }) => tense === 'past' && !holds && subject.text !== '',
    ),
    told: clauses.some(({ tense }) => tense === 'past'),
    ahead: clauses.some(({ tense }) => tense === 'future'),
    qualified: [POSSIBLE, ALTERING, OF_ALL].map((words) => words.test(text)).join(),
  };
});

/** How a statement answers to another; asked several times of the same two. */
export const between = memoisedOf((mine: Gist) =>
  memoisedOf((theirs: Gist): Relation => {
    const alignment = align(mine.terms, theirs.terms);
    let known: boolean | undefined;
    const apart = (): boolean =>
      (known ??=
        alignment.opposed ||
        mine.qualified !== theirs.qualified ||
        atOdds(mine.tokens, theirs.tokens, alignment.pairs));
    return { ...alignment, apart };
  }),
);

/** Whether two statements of one speaker say the same, no more and no less, in whatever words. */
export function sameGist(fact: string, memory: string): boolean {
  const known = keysOf(gist(memory));
  // A name or number that the memory lacks is in none of its parts.
  if (gist(fact).terms.some(({ key, exact, carrier }) => exact && !carrier && !known.has(key)))
    return false;
  if (equal(fact, memory)) return true;
  const { pairs, onlyMine } = between(gist(fact))(gist(memory));
  return answered(pairs, onlyMine) && parts(memory).some((text) => equal(fact, text));
}

const keysOf = memoisedOf(({ terms }: Gist) => new Set(terms.map(({ key }) => key)));

/** Whether a part of the statement says what all of the memory says. */
export function partSays(fact: string, memory: string): boolean {
  const { pairs, onlyTheirs } = between(gist(fact))(gist(memory));
  return answered(pairs, onlyTheirs) && parts(fact).some((text) => equal(text, memory));
}

/** What the whole of a statement does not answer to, no part of it does; so most parts need not be read. */
const answered = (pairs: Alignment['pairs'], rest: readonly Term[]): boolean =>
  pairs.length > 0 && faint(rest);

/** Whether the statement has something in it that answers to each word of matter of the memory. */
export function saysAllOf(fact: string, memory: string): boolean {
  const { pairs, onlyTheirs } = between(gist(fact))(gist(memory));
  // "Two days a week" and "in two weeks" have number and unit in common.
  const telling = pairs.some(([{ key }]) => !/\d/.test(key) && !UNIT.test(key));
  // "Lost her shop" says nothing of "lost her job", however little a job may say elsewhere.
  return telling && pairs.length >= 2 && faint(onlyTheirs) && onlyTheirs.every(({ verb }) => verb);
}

/**
 * Whether a sentence tells nothing that a text, or one part of it, does not tell: all its words of matter are
 * there, said or denied alike, and in the same relations.
 */
export const tellsAllOf = (text: string, sentence: string): boolean =>
  within(sentence, text) || parts(text).some((part) => within(sentence, part));

function within(sentence: string, text: string): boolean {
  const mine = gist(sentence);
  const theirs = gist(text);
  if (!ofOneTime(mine, theirs)) return false;
  const { pairs, onlyMine, opposed, apart: inOtherRelations } = between(mine)(theirs);
  const known = keysOf(theirs);
  return (
    pairs.length >= 2 &&
    !opposed &&
    onlyMine.every(({ key }) => EMPTY.has(key)) &&
    pairs.every(([one, other]) => one.key === other.key || namesTheSame(one, other)) &&
    // "The data team is building it" tells more than that there is one.
    mine.terms.every(({ key, carrier }) => !carrier || EMPTY.has(key) || known.has(key)) &&
    !inOtherRelations()
  );
}

/** Both say or both deny something, of the same time and as surely. */
const ofOneTime = (mine: Gist, theirs: Gist): boolean =>
  mine.denied === theirs.denied &&
  mine.ahead === theirs.ahead &&
  mine.qualified === theirs.qualified &&
  (mine.past === theirs.past || (mine.told && theirs.told));

/** Words of the statement that say something and that nothing in the memory answers to. */
export function ownWords(fact: string, memory: string): readonly Term[] {
  const theirs = gist(memory);
  return between(gist(fact))(theirs).onlyMine.filter(
    (term) => !faint([term]) && !carried(term, theirs.terms),
  );
}

/**
 * Whether two statements cannot be the same, however many words they share: they set them in different
 * relations, or one only says what may be.
 */
export const apart = (fact: string, memory: string): boolean =>
  between(gist(fact))(gist(memory)).apart();

const UNIT =
  /^(?:minut|hour|hourli|dai|daili|week|weekli|month|monthli|year|yearli|dollar|euro|pound|percent)$/;
/** "Half marathon" is no marathon. */
const ALTERING = /\b(?:half|former|ex|almost|nearly|fake|mock|except|unless)\b/i;
/** What is said of all is more than what is said of one. */
const OF_ALL =
  /\b(?:all|every(?:thing|body|one)|(?:every|each)(?! (?:\w*day|morning|night|evening|week|weekend|month|year|hour|time|other|single)\b))\b/i;
const POSSIBLE = /\b(?:may|might|maybe|perhaps|possibly|probably)\b(?! \d)/;

function equal(fact: string, memory: string): boolean {
  const mine = gist(fact);
  const theirs = gist(memory);
  if (!ofOneTime(mine, theirs)) return false;
  const relation = between(mine)(theirs);
  return (
    sayTheSame(relation) &&
    (relation.pairs.length >= 2 || (plainlySaid(fact, mine) && plainlySaid(memory, theirs))) &&
    !relation.apart()
  );
}

/** One word of matter says enough beside a verb that adds nothing: "is a nurse", "can't eat gluten". */
function plainlySaid(statement: string, { terms, denied }: Gist): boolean {
  const telling = terms.filter(({ carrier }) => !carrier);
  const matter = telling.find((term) => !faint([term]));
  const others = telling.filter((term) => term !== matter);
  const commonly = (key: string): boolean => doneWith(matter?.key ?? '', key);
  return (
    matter !== undefined &&
    (others.every(({ key }) => commonly(key)) || faint(others)) &&
    analyse(statement).clauses.every(
      ({ verb }) =>
        /^(?:|be|have|work|know|follow)$/.test(verb) ||
        (denied && /^(?:eat|drink)$/.test(verb)) ||
        commonly(canonical(verb)),
    )
  );
}

/** What a memory tells in parts that stand for themselves, the whole of it not among them. */
const parts = memoised((memory: string): readonly string[] =>
  withoutRepeats([
    memory,
    ...analyse(memory)
      .clauses.filter(({ subject, verb }, at) => (subject.text !== '' || at === 0) && verb !== '')
      .map(({ text }) => text),
    memory.split(/[,;.!?]\s/)[0] ?? memory,
  ]).slice(1),
);
