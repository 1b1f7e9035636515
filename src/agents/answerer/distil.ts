import type { ScoredMemory } from '../../memory/records.js';
import { memoised } from '../memo.js';
import type { Question } from './question.js';
import { type ScoredSentence, sentencesOf } from './relevance.js';

/**
 * What counts beside the search's score in [0, 1], all of a memory's best sentence. Chosen on LoCoMo conv-26
 * and conv-30; weights trained on generated dialogues kept less (docs/experiments.md).
 */
const WEIGHTS = { relevance: 0.4, about: 0.2 };

/**
 * Distillation: the memories that matter most for a question, best first, at most `limit`. What repeats one
 * that is there already comes last: a fact that was noted beside the words it was taken from, say.
 * @param sentences of the memories, best first
 */
export function distilMemories(
  { kind }: Question,
  sentences: readonly ScoredSentence[],
  limit: number,
): ScoredMemory[] {
  const best = new Map<ScoredMemory, ScoredSentence>();
  for (const sentence of sentences) {
    if (!best.has(sentence.memory)) best.set(sentence.memory, sentence);
  }
  const most = Math.max(1e-9, ...[...best.keys()].map(({ score }) => score));
  const ranked = [...best]
    .map(([memory, { relevance, about }]) => ({
      memory,
      worth: memory.score / most + WEIGHTS.relevance * relevance + WEIGHTS.about * about,
    }))
    .sort((a, b) => b.worth - a.worth)
    .map(({ memory }) => memory);
  // A time is mostly in one of two tellings only.
  if (kind === 'when') return ranked.slice(0, limit);
  const repeats = repetition(ranked);
  const chosen: ScoredMemory[] = [];
  const repeated: ScoredMemory[] = [];
  for (const memory of ranked) {
    if (chosen.length === limit) break;
    (chosen.some((one) => repeats(one, memory)) ? repeated : chosen).push(memory);
  }
  return [...chosen, ...repeated].slice(0, limit);
}

const stemsIn = memoised((text) => new Set(sentencesOf(text).flatMap(({ stems }) => [...stems])));

/** Share of the shorter memory's words, rare ones counting more, from which on two say the same. */
const REPEATED = 0.6;

/** Tells which of these memories repeat each other: said by one person at one time in the same words. */
function repetition(
  memories: readonly ScoredMemory[],
): (one: ScoredMemory, other: ScoredMemory) => boolean {
  const holding = new Map<string, number>();
  for (const { text } of memories) {
    for (const stem of stemsIn(text)) holding.set(stem, (holding.get(stem) ?? 0) + 1);
  }
  const weigh = (stems: Iterable<string>): number =>
    [...stems].reduce(
      (sum, stem) => sum + Math.log(1 + (memories.length + 1) / ((holding.get(stem) ?? 0) + 0.5)),
      0,
    );
  const weights = new Map(memories.map((memory) => [memory, weigh(stemsIn(memory.text))]));
  return (one, other) => {
    if (one.saidAt !== other.saidAt || one.speaker !== other.speaker) return false;
    const [words, others] = [stemsIn(one.text), stemsIn(other.text)];
    const shared = weigh([...words].filter((stem) => others.has(stem)));
    return shared > REPEATED * Math.min(weights.get(one) ?? 0, weights.get(other) ?? 0);
  };
}
