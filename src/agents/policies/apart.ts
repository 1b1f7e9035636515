import { canonical } from '../words.js';
import { analyse } from '../language.js';
import { PETS, RELATIONS } from '../lexicon.js';
import { memoised } from '../memo.js';
import { has, isVerb, type Token } from '../tokens.js';

/** These tell one in time from another, not one thing from another. */
const IN_TIME =
  /^(?:new|old|current|former|present|latest|actual|main|next|last|previous|whole|same|first|final|just|only|really|still|also|now)$/;

/** The flight there is another one than the flight back. */
const JOURNEY = /^(?:flight|train|bus|ferry|coach|trip|drive|journey|ride|crossing)$/;
const RETURN = /\b(?:back|home|return|returning|inbound)\b/i;
const PART_OF_DAY = /^(?:morning|noon|afternoon|evening|night)s?$/;

/** What stands before each noun of a text and says which of its kind is meant: "unit tests" → test: unit. */
const kinds = memoised((text: string): ReadonlyMap<string, ReadonlySet<string>> => {
  const found = new Map<string, Set<string>>();
  const { tokens } = analyse(text);
  tokens.forEach((token, at) => {
    const before = tokens[at - 1];
    if (!before || !has(token, 'Noun')) return;
    const owner = ownerOf(before);
    if (owner !== null) found.set(`${canonical(token.lemma)}'s`, new Set([owner]));
    if (JOURNEY.test(token.lemma))
      found.set(`${token.lemma} way`, new Set([RETURN.test(text) ? 'back' : 'out']));
    if (!has(before, 'Noun', 'Adjective', 'Gerund')) return;
    // "My Saturday shift" is one of several, "tomorrow's" is any.
    const ofTime = has(before, 'Value', 'Date') && !has(before, 'WeekDay');
    if (ofTime || has(before, 'Pronoun', 'Possessive') || /[,.;:!?]/.test(before.post)) return;
    // "Upgraded to the Premium plan" gives a value.
    if (/\bto (?:the |an? |our |my )?$/i.test(text.slice(0, before.start))) return;
    // A lower-case "lesson" may be tagged as somebody's last name.
    const named = has(token, 'ProperNoun') && /^\p{Lu}/u.test(token.text);
    if (IN_TIME.test(before.word) || named || has(token, 'Date') || PART_OF_DAY.test(token.word))
      return;
    const key = canonical(token.lemma);
    found.set(key, (found.get(key) ?? new Set()).add(canonical(before.lemma)));
  });
  for (const [noun, place] of placedNouns(tokens)) found.set(`${noun} at`, new Set([place]));
  return found;
});

const WHERE = /^(?:at|in|on|for|of|from|by)$/;

/** Of the nouns before the verb of a text where or for what each is: "the code at mum's is 12" → code: mum. */
function placedNouns(tokens: readonly Token[]): [noun: string, place: string][] {
  // The tagger takes the "is" of "mum's is" for a noun.
  const verb = tokens.findIndex(
    ({ word }, at) => isVerb(tokens, at) || /^(?:is|are|was|were)$/.test(word),
  );
  return tokens.slice(0, Math.max(0, verb)).flatMap((token, at): [string, string][] => {
    if (!has(token, 'Noun') || !WHERE.test(tokens[at + 1]?.word ?? '')) return [];
    const behind = tokens.slice(at + 2, verb);
    const end = behind.findIndex(
      (each) => !has(each, 'Noun', 'Adjective', 'Possessive', 'Determiner'),
    );
    const place = behind
      .slice(0, end < 0 ? behind.length : end)
      .findLast((each) => has(each, 'Noun'));
    return place === undefined || has(place, 'Date', 'WeekDay', 'Month', 'Pronoun')
      ? []
      : [[canonical(token.lemma), canonical(place.lemma)]];
  });
}

/** Whose a thing is: "our flat" is the speaker's, "my parents' flat" is not. */
function ownerOf(token: Token): string | null {
  if (/^(?:my|our)$/.test(token.word)) return 'self';
  // "My wifes birthday": many leave the apostrophe out.
  if (token.word.endsWith('s') && RELATIONS.has(token.word.slice(0, -1)))
    return canonical(token.word.slice(0, -1));
  if (!has(token, 'Possessive') || has(token, 'Pronoun')) return null;
  return token.lemma === 'user' ? 'self' : canonical(token.lemma);
}

/**
 * Whether two statements speak of two things of one kind: "unit tests" and "e2e tests", "the staging
 * database" and "the prod database".
 *
 * @param value a noun that does not count, since what stands before it is what may have changed
 */
export function toldApart(one: string, other: string, value = ''): boolean {
  const mine = kinds(one);
  const theirs = kinds(other);
  if (otherSide(one, other)) return true;
  return [...mine].some(([noun, words]) => {
    const others = theirs.get(noun);
    return (
      others !== undefined &&
      noun !== canonical(value) &&
      ![...words].some((word) => others.has(word)) &&
      ![...words].some((word) => mentions(other, word)) &&
      ![...others].some((word) => mentions(one, word))
    );
  });
}

const SIDE =
  /(?:\b(?:my|our|his|her|their|its|the|on)|['’]s) (left|right|front|rear|back|upper|lower|inner|outer|top|bottom)(?=[- ]\p{L})(?! (?:and|or|now|away|after|before|in|at|on|to|of)\b)/giu;

const sidesOf = memoised(
  (text: string): ReadonlySet<string> =>
    new Set([...text.matchAll(SIDE)].map(([, side]) => side?.toLowerCase() ?? '')),
);

/** "The left hearing aid" is not the right one. */
function otherSide(one: string, other: string): boolean {
  const [mine, theirs] = [sidesOf(one), sidesOf(other)];
  return mine.size > 0 && theirs.size > 0 && ![...mine].some((side) => theirs.has(side));
}

const mentions = (text: string, word: string): boolean =>
  analyse(text).tokens.some(
    (token) => canonical(token.lemma) === word || canonical(token.word) === word,
  );

/** Those of whom one has several, and whom one calls by name. */
const KINDRED = [
  ...PETS,
  ...'son daughter child kid baby grandson granddaughter grandchild brother sister sibling cousin niece nephew uncle aunt friend colleague coworker'.split(
    ' ',
  ),
].join('|');
const NAME = String.raw`(\p{Lu}[\p{L}'’-]+)`;
const CALLED = new RegExp(
  String.raw`\b(${KINDRED})(?:['’]s name)?,? (?:(?:is|was|are) )?(?:(?:now )?(?:called|named) )?${NAME}|${NAME} is (?:my|our|an?|(?:the )?user['’]s|\p{Lu}\p{L}+['’]s) (${KINDRED})\b`,
  'gu',
);

const calledByName = memoised((text: string): ReadonlyMap<string, ReadonlySet<string>> => {
  const found = new Map<string, Set<string>>();
  for (const [, kind, name, before, of] of text.matchAll(CALLED)) {
    const key = kind ?? of ?? '';
    found.set(key, (found.get(key) ?? new Set()).add(name ?? before ?? ''));
  }
  return found;
});

/** Whether two statements call different ones of a kind by name: the dog Scout is not the dog Buddy. */
export function otherName(one: string, other: string): boolean {
  const theirs = calledByName(other);
  return [...calledByName(one)].some(([kind, names]) => {
    const others = theirs.get(kind);
    return others !== undefined && ![...names].some((name) => others.has(name));
  });
}

const NUMBERED = /^(?:the |my |our |user['’]s )?(\p{L}+) (#?\p{L}?\d[\p{L}\d.-]*)/iu;

/** Whether two statements begin with two of a kind, told apart by number: shelf 4 is not shelf 1. */
export function otherNumber(one: string, other: string): boolean {
  const [, kind, number] = NUMBERED.exec(one) ?? [];
  const [, otherKind, another] = NUMBERED.exec(other) ?? [];
  return (
    kind !== undefined && kind.toLowerCase() === otherKind?.toLowerCase() && number !== another
  );
}
