import type { ScoredMemory } from '../../memory/records.js';
import type { ScoredSentence } from './relevance.js';
import { shippedSelection } from './selection/selection-weights.js';
import { signsOfMemories } from './selection/signs-of-memories.js';

/**
 * Distillation: the memories that matter most for a question, best first, at most `limit`. How likely each one is
 * to tell the answer was learned (`memory-r1 train selection`).
 * @param sentences of the memories, best first
 * @param found what was retrieved, best first
 */
export function distilMemories(
  sentences: readonly ScoredSentence[],
  found: readonly ScoredMemory[],
  limit: number,
): ScoredMemory[] {
  const weights = shippedSelection();
  return signsOfMemories(sentences, found)
    .map(({ memory, signs }) => ({
      memory,
      worth: signs.reduce((sum, sign, at) => sum + sign * (weights[at] as number), 0),
    }))
    .sort((a, b) => b.worth - a.worth)
    .slice(0, limit)
    .map(({ memory }) => memory);
}
