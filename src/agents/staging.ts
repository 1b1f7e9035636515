import type { Memory, ScoredMemory } from '../memory/records.js';
import { dot } from '../memory/vectors.js';

/** A memory that this call has added or changed and not yet committed. */
export interface Staged {
  memory: Memory;
  vector: Float32Array;
}

/**
 * What the earlier facts of a call have decided, laid over what the store finds: the second sentence of
 * a message can correct the first one.
 */
export class Staging {
  readonly #live = new Map<string, Staged>();
  readonly #gone = new Set<string>();

  put(staged: Staged): void {
    this.#gone.delete(staged.memory.id);
    // Put last: the newest come first in `overlay`'s reserve.
    this.#live.delete(staged.memory.id);
    this.#live.set(staged.memory.id, staged);
  }

  remove(memoryId: string): void {
    this.#live.delete(memoryId);
    this.#gone.add(memoryId);
  }

  /**
   * The related memories as they will be after this call, best first, at most `limit`. The two staged
   * last are always among them: "I meant Tuesday" has hardly a word in common with what it corrects.
   */
  overlay(stored: readonly ScoredMemory[], vector: Float32Array, limit: number): ScoredMemory[] {
    if (this.#live.size === 0 && this.#gone.size === 0) return stored.slice(0, limit);
    const result = stored.filter(({ id }) => !this.#gone.has(id) && !this.#live.has(id));
    const latest = [...this.#live.keys()].slice(-2);
    const staged = [...this.#live.values()]
      .map(({ memory, vector: own }) => {
        const similarity = dot(own, vector);
        return { ...memory, similarity, score: Math.max(0, similarity) };
      })
      .sort((a, b) => b.similarity - a.similarity);
    for (const memory of staged) {
      // Fused scores and similarities do not compare; the place is found by similarity alone.
      const at = result.findIndex(({ similarity }) => (similarity ?? -1) < memory.similarity);
      result.splice(at < 0 ? result.length : at, 0, memory);
    }
    const reserved = result.slice(limit).filter(({ id }) => latest.includes(id));
    return [...result.slice(0, limit - reserved.length), ...reserved];
  }
}
