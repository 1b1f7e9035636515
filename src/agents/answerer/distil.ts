import type { ScoredMemory } from '../../memory/records.js';
import { memoised } from '../memo.js';
import { type ScoredSentence, sentencesOf } from './relevance.js';
import { shippedSelection } from './selection/selection-weights.js';
import { signsOfMemories, worthOf } from './selection/signs-of-memories.js';

/** How much it takes from a memory's worth that all its words are in one that is chosen already; on LoCoMo conv-26 and conv-30. */
const REPEATED = 2;

/**
 * Distillation: the memories that matter most for a question, best first, at most `limit`. How likely each one is
 * to tell the answer was learned (`memory-r1 train selection`); what repeats a better one tells little more
 * (maximal marginal relevance, Carbonell and Goldstein 1998).
 * @param sentences of the memories, best first
 * @param found what was retrieved, best first
 */
export function distilMemories(
  sentences: readonly ScoredSentence[],
  found: readonly ScoredMemory[],
  limit: number,
): ScoredMemory[] {
  const weights = shippedSelection();
  const left = signsOfMemories(sentences, found).map(({ memory, signs }) => ({
    memory,
    worth: worthOf(signs, weights),
    repeated: 0,
  }));
  const chosen: ScoredMemory[] = [];
  while (chosen.length < limit && left.length > 0) {
    const marginal = left.map(({ worth, repeated }) => worth - REPEATED * repeated);
    const at = marginal.indexOf(Math.max(...marginal));
    const [{ memory }] = left.splice(at, 1) as [(typeof left)[number]];
    chosen.push(memory);
    for (const other of left)
      other.repeated = Math.max(other.repeated, repetition(memory.text, other.memory.text));
  }
  return chosen;
}

const stemsIn = memoised((text) => new Set(sentencesOf(text).flatMap(({ stems }) => [...stems])));

/** Of the shorter text's words the share that the other one has; endless where a text adds no word. */
function repetition(chosen: string, text: string): number {
  const [known, words] = [stemsIn(chosen), stemsIn(text)];
  const shared = [...words].filter((stem) => known.has(stem)).length;
  return shared === words.size ? Infinity : shared / Math.max(1, Math.min(known.size, words.size));
}
