import type { ScoredMemory } from '../../../memory/records.js';
import type { ScoredSentence } from '../relevance.js';

/** How near a memory is to the question beside the others, by the vectors of the search. */
export interface Nearness {
  /** Cosine similarity, in steps. */
  near: number;
  /** How many others are nearer. */
  rank: number;
  /** By how much it is nearer than the nearest other one, in steps; below 0 where it is less near. */
  lead: number;
}

const steps = (cosine: number): number => Math.round(cosine * 20);

const MOST_RANK = 3;
/** A memory by itself has no other one to be nearer than. */
const ALONE = 99;

/** Of the memories of some sentences how near they are; those that no vector took part in finding are left out. */
export function nearnessOf(
  sentences: readonly ScoredSentence[],
): ReadonlyMap<ScoredMemory, Nearness> {
  const memories = [...new Set(sentences.map(({ memory }) => memory))].flatMap((memory) =>
    memory.similarity === null ? [] : [{ memory, similarity: memory.similarity }],
  );
  return new Map(
    memories.map(({ memory, similarity }) => {
      const others = memories
        .filter((other) => other.memory !== memory)
        .map((other) => other.similarity);
      return [
        memory,
        {
          near: steps(similarity),
          rank: Math.min(MOST_RANK, others.filter((other) => other > similarity).length),
          lead: others.length === 0 ? ALONE : steps(similarity - Math.max(...others)),
        },
      ];
    }),
  );
}
