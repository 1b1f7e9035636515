import type { Alignment, Term } from './alignment.js';
import { RELATIONS } from './lexicon.js';
import { has, type Token } from './tokens.js';

/**
 * Pairs of prepositions that cannot be said of the same thing in the same matter. "In" and "on", "at" and
 * "for" can: people say either.
 */
const OPPOSITE = new Set(
  [
    ['to', 'from'],
    ['for', 'from'],
    ['for', 'against'],
    ['before', 'after'],
    ['before', 'at'],
    ['after', 'at'],
    ['with', 'without'],
    ['until', 'from'],
    ['until', 'after'],
    ['until', 'since'],
    ['on', 'off'],
    ['up', 'down'],
    ['in', 'out'],
    ['inside', 'outside'],
    ['in', 'outside'],
    ...['in', 'on', 'above', 'over', 'behind', 'near', 'next'].flatMap((where) => [
      [where, 'under'],
      [where, 'below'],
    ]),
    ['in', 'behind'],
    ['on', 'behind'],
    ['in', 'near'],
  ].flatMap(([one = '', other = '']) => [`${one} ${other}`, `${other} ${one}`]),
);
const PREPOSITION =
  /^(?:to|from|for|against|before|after|at|with|without|until|till|since|on|off|up|down|in|out|inside|outside|above|over|under|below|beneath|behind|near|next|by|of|as|into|onto|than|instead|about|through|during)$/;
const SAME: Readonly<Record<string, string>> = {
  till: 'until',
  into: 'in',
  onto: 'on',
  beneath: 'under',
};
/** What stands on both sides of these is ordered: "tabs over spaces", "older than Sara". */
const ORDERING = /^(?:over|than|before|after|instead)$/;
const BETWEEN = /^(?:the|an?|my|our|your|his|her|their|its|this|that|these|those|user|every|each)$/;

/**
 * Whether two statements of the same words set them in different relations: another preposition, another
 * owner, or who does it and to whom it is done exchanged.
 * @param pairs terms of the one with those of the other that answer to them
 */
export function atOdds(
  mine: readonly Token[],
  theirs: readonly Token[],
  pairs: Alignment['pairs'],
): boolean {
  return (
    pairs.some(([a, b]) => a.exact === b.exact && against(mine, a, theirs, b)) ||
    ownersDiffer(mine, theirs, pairs) ||
    turnedRound(mine, theirs, pairs)
  );
}

/** The preposition that leads to a word, "" for none. */
function leadOf(tokens: readonly Token[], at: number): string {
  for (let back = at - 1; back >= 0 && back > at - 5; back--) {
    const token = tokens[back];
    if (!token || /[,;.!?:]/.test(token.post)) return '';
    if (PREPOSITION.test(token.word)) return SAME[token.word] ?? token.word;
    if (!BETWEEN.test(token.word) && !has(token, 'Adjective', 'Possessive', 'Value', 'Noun'))
      return '';
  }
  return '';
}

function against(mine: readonly Token[], a: Term, theirs: readonly Token[], b: Term): boolean {
  const one = leadOf(mine, a.at);
  return one !== '' && OPPOSITE.has(`${one} ${leadOf(theirs, b.at)}`);
}

/** "Ann's teacher", "the teacher of Ann": whose a thing is said to be, by its place. */
function ownerOf(tokens: readonly Token[], at: number): number {
  for (let back = at - 1; back >= 0 && back > at - 4; back--) {
    const token = tokens[back];
    if (has(token, 'Possessive') && !has(token, 'Pronoun')) return back;
    if (!has(token, 'Adjective', 'Noun')) break;
  }
  if (tokens[at + 1]?.word !== 'of') return -1;
  let ahead = at + 2;
  while (BETWEEN.test(tokens[ahead]?.word ?? '') && tokens[ahead]?.word !== 'user') ahead++;
  while (has(tokens[ahead + 1], 'Noun') && !/[,;.!?:]/.test(tokens[ahead]?.post ?? '')) ahead++;
  return ahead < tokens.length ? ahead : -1;
}

function ownersDiffer(
  mine: readonly Token[],
  theirs: readonly Token[],
  pairs: Alignment['pairs'],
): boolean {
  const counterpart = new Map(pairs.map(([a, b]) => [a.at, b.at]));
  return pairs.some(([a, b]) => {
    const owner = ownerOf(mine, a.at);
    const expected = owner >= 0 ? counterpart.get(owner) : undefined;
    if (expected === undefined) return false;
    const other = ownerOf(theirs, b.at);
    return other >= 0 && expected !== other;
  });
}

/** Something that a statement tells of, in a form that both statements share. */
interface Role {
  who: string;
  at: number;
}

const SELF = /^(?:i|me|user|we|us)$/;

const somebody = (token: Token | undefined): boolean =>
  has(token, 'Person', 'FirstName', 'ProperNoun') || RELATIONS.has(token?.lemma ?? '');

const self = (tokens: readonly Token[]): Role => ({
  who: 'self',
  at: tokens.findIndex((token) => SELF.test(token.word) && !has(token, 'Possessive')),
});

/** "Ann lent Ben a drill" has every word of "Ben lent Ann a drill". */
function turnedRound(
  mine: readonly Token[],
  theirs: readonly Token[],
  pairs: Alignment['pairs'],
): boolean {
  if (pairs.length === 0) return false;
  const here = pairs.map(([{ key, at }]): Role => ({ who: key, at }));
  const there = pairs.map(([{ key }, { at }]): Role => ({ who: key, at }));
  const ordered = (tokens: readonly Token[]): number =>
    tokens.findIndex(({ word }) => ORDERING.test(word));
  if (exchanged(here, ordered(mine), there, ordered(theirs))) return true;
  const deeds = pairs.filter(([a, b]) => a.verb && a.lemma === b.lemma);
  if (deeds.length === 0) return false;
  const passive = (tokens: readonly Token[]): boolean => tokens.some(({ word }) => word === 'by');
  if (passive(mine) !== passive(theirs)) return false;
  // A name at the head of a sentence may not look like one; in the other statement it does.
  const people = pairs.map(([a, b]) => somebody(mine[a.at]) || somebody(theirs[b.at]));
  const doers = [self(mine), ...here.filter((_, at) => people[at])];
  const others = [self(theirs), ...there.filter((_, at) => people[at])];
  return deeds.some(([a, b]) => exchanged(doers, a.at, others, b.at));
}

/** Whether what stands before one place in the one statement stands behind it in the other, and the reverse. */
function exchanged(mine: readonly Role[], pivot: number, theirs: readonly Role[], other: number) {
  const crosses = (before: boolean): boolean =>
    mine.some(
      ({ who, at }) =>
        at >= 0 &&
        at < pivot === before &&
        theirs.some((role) => role.who === who && role.at >= 0 && role.at > other === before),
    );
  return pivot >= 0 && other >= 0 && crosses(true) && crosses(false);
}
