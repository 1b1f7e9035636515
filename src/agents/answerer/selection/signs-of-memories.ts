import type { ScoredMemory } from '../../../memory/records.js';
import { RETRIEVED } from '../../answer.js';
import { isAsked, type ScoredSentence } from '../relevance.js';

/** What speaks for and against a memory beside the others that were found, each about from 0 to 1. */
export const MEMORY_SIGNS = [
  /** Its place in what the search found. */
  'rank',
  /** Its cosine to the question, as a share of the nearest one's. */
  'nearness',
  /** How well its best sentence fits, as a share of the best of all. */
  'relevance',
  /** How many have a better sentence, as 1 / (1 + n). */
  'leading',
  'length',
  /** Share of its sentences that ask something. */
  'asks',
  /** It speaks to somebody. */
  'addresses',
  /** Share of the ten best that were told at the same time. */
  'company',
  /** How well the best other one fits that was told at the same time. */
  'companion',
  /** Share of the question's words that its best sentence covers. */
  'coverage',
  /** Its best sentence is about the person asked about. */
  'about',
  /** How well the one fits that was told right before it, where that asks something: this may be the answer. */
  'answers',
] as const;

export interface MemorySigns {
  memory: ScoredMemory;
  /** In the order of `MEMORY_SIGNS`. */
  signs: number[];
}

const TOP = 10;
/** Characters after which a length tells little more. */
const SHORT = 20;
const SHARE_OF_LENGTH = 0.25;

const YOU = /\byou(?:r|rs)?\b/i;

/**
 * Takes in what a choice of memories goes by; those without a sentence are left out.
 * @param sentences of the memories, best first
 * @param found best first
 */
export function signsOfMemories(
  sentences: readonly ScoredSentence[],
  found: readonly ScoredMemory[],
): MemorySigns[] {
  const own = groupedBy(sentences, ({ memory }) => memory);
  const together = groupedBy(found, ({ saidAt }) => saidAt);
  const top = found.slice(0, TOP);
  const byRevision = new Map(found.map((memory) => [memory.written?.revision, memory]));
  // A map keeps the order of the best sentences.
  const leading = new Map([...own.keys()].map((memory, at) => [memory, at]));
  const relevanceOf = (memory: ScoredMemory): number => own.get(memory)?.[0]?.relevance ?? 0;
  const best = Math.max(0.05, ...[...own.keys()].map(relevanceOf));
  const nearest = Math.max(1e-6, ...found.map(({ similarity }) => similarity ?? 0));
  return found.flatMap((memory, rank) => {
    const told = own.get(memory);
    if (told === undefined) return [];
    const { text, saidAt, similarity, written } = memory;
    const [first] = told;
    const before = written && byRevision.get(written.revision - 1);
    const companions = (together.get(saidAt) ?? []).filter((other) => other !== memory);
    return {
      memory,
      signs: [
        rank / RETRIEVED,
        (similarity ?? 0) / nearest,
        relevanceOf(memory) / best,
        1 / (1 + (leading.get(memory) ?? 0)),
        SHARE_OF_LENGTH * Math.log(1 + text.length / SHORT),
        told.filter((sentence) => isAsked(sentence.text)).length / told.length,
        YOU.test(text) ? 1 : 0,
        top.filter((other) => other.saidAt === saidAt).length / TOP,
        Math.max(0, ...companions.map(relevanceOf)) / best,
        first?.coverage ?? 0,
        first?.about ?? 0,
        before && isAsked(before.text) ? Math.max(0, relevanceOf(before)) / best : 0,
      ],
    };
  });
}

/** How much a memory's signs speak for it. @param weights both in the order of `MEMORY_SIGNS` */
export const worthOf = (signs: readonly number[], weights: readonly number[]): number =>
  signs.reduce((sum, sign, at) => sum + sign * (weights[at] as number), 0);

/** The items in groups that have a key in common, in the order of the first of each. */
function groupedBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
