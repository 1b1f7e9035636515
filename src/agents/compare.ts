import type { Memory, ScoredMemory } from '../memory/records.js';
import { literally } from '../memory/text.js';
import { type ClausePair, pairOf, personKey } from './clause-pairs.js';
import { endedClause } from './ended-clause.js';
import { analyse, type SentenceAnalysis } from './language.js';
import { LIGHT_VERBS } from './lexicon.js';
import { Kept, memoised } from './memo.js';
import type { Fact } from './policy.js';
import { salient } from './words.js';

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

/** A text as compared for being the same: letters, digits and signs that carry meaning, lower case. */
export const plain = memoised((text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s.,!;:'"“”‘’()。！，、；：]+/gu, ' ')
    .trim(),
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
