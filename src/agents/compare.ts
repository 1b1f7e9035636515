import type { Memory, ScoredMemory } from '../memory/records.js';
import { literally } from '../memory/text.js';
import { analyse, type Clause, type SentenceAnalysis } from './language.js';
import { endedClause } from './ended-clause.js';
import { LIGHT_VERBS } from './lexicon.js';
import { Kept, memoised, memoisedOf } from './memo.js';
import type { Fact } from './policy.js';
import { canonical, salient, valueOf } from './words.js';

/** How a clause of the new fact stands to a clause of a memory. */
export interface ClausePair {
  fact: Clause;
  memory: Clause;
  /** Position of the memory's clause. */
  at: number;
  /** `same`, `different`, or `unknown` where one is a pronoun or left out. */
  subject: 'same' | 'different' | 'unknown';
  /** The same thing is said of the subject: equal attribute keys, or the same family. */
  sameAttribute: boolean;
  /** A subject has one value of this at a time. */
  single: boolean;
  /** Share of the smaller value's words that the other has too; 0 where either has none. */
  valueOverlap: number;
  /** Both say the same words of the value. */
  sameValue: boolean;
  sameSign: boolean;
}

/** Everything a manager policy may want to know of a new fact beside one candidate. In [0, 1] where numeric. */
export interface Comparison {
  /** Word for word the same, case and punctuation aside. */
  identical: boolean;
  sameSpeaker: boolean;
  /** The new text names the person whose memory this is. */
  namesSpeaker: boolean;
  readable: boolean;
  pairs: ClausePair[];
  /** Share of the fact's words that the memory has. */
  coverage: number;
  /** Share of the memory's words that the fact has. */
  reverse: number;
  /** Shared words, as a share of all. */
  overlap: number;
  /** Numbers, literals and dates of the fact that the memory lacks. */
  newNumbers: string[];
  /** Names of the fact that the memory lacks. */
  newNames: string[];
  /** The fact says that a value of this memory no longer holds: the clause it ends, else -1. */
  endsClause: number;
  /** The names both have come in the same order. */
  sameOrder: boolean;
}

/** A retrieved memory with how the new fact compares with it. */
export interface Candidate {
  memory: ScoredMemory;
  comparison: Comparison;
  /** Cosine similarity; 0 where none is known. */
  similarity: number;
}

const SELF = /^(?:user|me|human|self|speaker|the user|assistant's user)$/i;
const PRONOUN_KEY =
  /^(?:he|she|it|they|his|her|its|their|him|them|this|that|these|those|there|who|which)$/;

/** How many facts are remembered, and with how many memories each. */
const FACTS = 2_000;
const MEMORIES = 100;

interface Compared {
  mine: SentenceAnalysis;
  theirs: SentenceAnalysis;
  speakers: readonly [fact: string | null, memory: string | null];
  comparison: Comparison;
}

const compared = memoised(() => new Kept<Compared>(MEMORIES), FACTS);

/**
 * Compares a new fact with one memory. Pure; the latest results are kept, since several policies ask for
 * the same pair, and training asks for the same pairs again and again.
 */
export function compare(
  fact: Pick<Fact, 'text' | 'speaker'>,
  memory: Pick<Memory, 'text' | 'speaker'>,
): Comparison {
  const [mine, theirs] = [analyse(fact.text), analyse(memory.text)];
  const pairs = compared(fact.text);
  const known = pairs.get(memory.text);
  if (
    // A text that was forgotten and read again has other clauses than those that were paired.
    known?.mine === mine &&
    known.theirs === theirs &&
    known.speakers[0] === fact.speaker &&
    known.speakers[1] === memory.speaker
  )
    return known.comparison;
  const comparison = build(fact, mine, memory, theirs);
  pairs.set(memory.text, { mine, theirs, speakers: [fact.speaker, memory.speaker], comparison });
  return comparison;
}

function build(
  fact: Pick<Fact, 'text' | 'speaker'>,
  mine: SentenceAnalysis,
  memory: Pick<Memory, 'text' | 'speaker'>,
  theirs: SentenceAnalysis,
): Comparison {
  const factWords = salient(mine);
  const memoryWords = salient(theirs);
  const shared = [...factWords].filter((word) => memoryWords.has(word)).length;
  const all = factWords.size + memoryWords.size - shared;
  const pairs = theirs.clauses.flatMap((theirClause, at) =>
    mine.clauses.map((myClause) => pairOf(myClause, fact.speaker, theirClause, memory.speaker, at)),
  );
  const speaker = personKey(memory.speaker);
  return {
    identical: plain(fact.text) === plain(memory.text),
    sameSpeaker: personKey(fact.speaker) === speaker,
    namesSpeaker:
      speaker !== 'speaker' &&
      // Compiling the pattern takes far longer than this.
      fact.text.toLowerCase().includes(speaker) &&
      new RegExp(`(?<!\\p{L})${literally(speaker)}(?!\\p{L})`, 'iu').test(fact.text),
    readable: mine.readable && theirs.readable,
    pairs,
    coverage: factWords.size === 0 ? 0 : shared / factWords.size,
    reverse: memoryWords.size === 0 ? 0 : shared / memoryWords.size,
    overlap: all === 0 ? 0 : shared / all,
    newNumbers: [
      ...outOfOrder(mine.numbers, theirs.numbers),
      ...lacking([...mine.numbers, ...mine.literals, ...mine.dates], memory.text),
    ],
    newNames: lacking(mine.names, memory.text),
    endsClause: endedClause(mine, theirs, pairs),
    sameOrder: sameOrder(mine, theirs),
  };
}

/** Lower-case first name of a speaker; the user of an assistant is just `speaker`. */
export function personKey(speaker: string | null): string {
  if (speaker === null || SELF.test(speaker.trim())) return 'speaker';
  return speaker.trim().toLowerCase().split(/\s+/)[0] ?? 'speaker';
}

/** A text as compared for being the same: letters, digits and signs that carry meaning, lower case. */
export const plain = memoised((text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s.,!;:'"“”‘’()。！，、；：]+/gu, ' ')
    .trim(),
);

function pairOf(
  mine: Clause,
  mySpeaker: string | null,
  theirs: Clause,
  theirSpeaker: string | null,
  at: number,
): ClausePair {
  const myValue = valueOf(mine);
  const theirValue = valueOf(theirs);
  const shared = [...myValue].filter((word) => theirValue.has(word)).length;
  const smaller = Math.min(myValue.size, theirValue.size);
  return {
    fact: mine,
    memory: theirs,
    at,
    subject: sameSubject(mine, mySpeaker, theirs, theirSpeaker),
    sameAttribute: sameAttribute(mine, theirs),
    single: mine.single && theirs.single,
    valueOverlap: smaller === 0 ? 0 : shared / smaller,
    sameValue: smaller > 0 && shared === Math.max(myValue.size, theirValue.size),
    sameSign: mine.negated === theirs.negated,
  };
}

function sameSubject(
  mine: Clause,
  mySpeaker: string | null,
  theirs: Clause,
  theirSpeaker: string | null,
): ClausePair['subject'] {
  const a = subjectKeys(mine, mySpeaker);
  const b = subjectKeys(theirs, theirSpeaker);
  if (a.length === 0 || b.length === 0) return 'unknown';
  if (a.some((key) => PRONOUN_KEY.test(key)) || b.some((key) => PRONOUN_KEY.test(key)))
    return 'unknown';
  const whose = (key: string): boolean => key.startsWith('of/');
  if (a.some(whose) && b.some(whose) && !a.some((key) => whose(key) && b.includes(key)))
    return 'different';
  const named = (key: string): boolean =>
    !key.includes('/') && !/^(?:speaker|group|thing)$/.test(key);
  const bothNamed = a.some(named) && b.some(named);
  // Tom and Tim may both be "my friend": where both have names, the names decide.
  const shares = a.some((key) => b.includes(key) && (!bothNamed || named(key)));
  if (shares) return 'same';
  if (belongs(a, theirs, b) || belongs(b, mine, a)) return 'unknown';
  // Whose it is, "the allergy is to cashews" leaves to what was said before.
  if (mine.subject.kind === 'thing' && a.join() === 'thing' && theirs.subject.kind === 'speaker')
    return 'unknown';
  const kinds = [mine.subject.kind, theirs.subject.kind];
  // "We use Jest" and "the project uses Jest" and "the staging URL" are all about the common work.
  const common = kinds.every((kind) => kind === 'speaker' || kind === 'group' || kind === 'thing');
  return common && kinds.includes('group') ? 'same' : 'different';
}

/** "My dog" beside "I have a dog": the one is what the other speaks of. */
function belongs(part: readonly string[], owner: Clause, ownerKeys: readonly string[]): boolean {
  return part.some((key) => {
    if (!key.includes('/')) return false;
    const [whose = '', what = ''] = key.split('/');
    return ownerKeys.includes(whose) && valueOf(owner).has(canonical(what));
  });
}

function subjectKeys({ subject }: Clause, speaker: string | null): readonly string[] {
  const self = personKey(speaker);
  return self === 'speaker'
    ? subject.keys
    : subject.keys.map((key) => key.replace(/^speaker(?=\/|$)/, self));
}

/** "Married for 5 years" tells how long, not to whom. */
const HOW_LONG = /^(?:since\b|for (?:[\p{L}\d-]+ ){1,3}(?:year|month|week|day|decade)s?$)/iu;

function sameAttribute(mine: Clause, theirs: Clause): boolean {
  if (HOW_LONG.test(mine.value) !== HOW_LONG.test(theirs.value)) return false;
  if (mine.family !== null && mine.family === theirs.family)
    return mine.family !== 'have' || mine.attribute === theirs.attribute;
  return mine.attribute !== '' && attributeWords(mine) === attributeWords(theirs);
}

const attributeWords = memoisedOf(({ attribute }: Clause): string =>
  attribute
    .split(' ')
    .filter((word) => !/^(?:current|new|main|old|actual|our|the|primary|latest)$/.test(word))
    .map(canonical)
    .sort()
    .join(' '),
);

/**
 * The numbers that the other text does not have in this order and this often: "shelf 0-0, box 0" and
 * "shelf 1-0, box 1000" share their set of words, and are two facts.
 */
export function outOfOrder(mine: readonly string[], theirs: readonly string[]): string[] {
  let from = 0;
  return mine.filter((number) => {
    const at = theirs.indexOf(number, from);
    if (at >= 0) from = at + 1;
    return at < 0;
  });
}

const lacking = (items: readonly string[], text: string): string[] => {
  const lower = text.toLowerCase();
  return items.filter((item) => !lower.includes(item.toLowerCase()));
};

function sameOrder(mine: SentenceAnalysis, theirs: SentenceAnalysis): boolean {
  const shared = mine.names.filter((name) => theirs.names.includes(name));
  const other = theirs.names.filter((name) => shared.includes(name));
  if (shared.length > 2 || mine.clauses[0]?.family === 'name') return true;
  return (
    shared.every((name, at) => other[at] === name) || LIGHT_VERBS.has(mine.clauses[0]?.verb ?? '')
  );
}
