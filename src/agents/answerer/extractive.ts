import type { ScoredMemory } from '../../memory/records.js';
import type { Answer, AnswerPolicy } from '../answer-agent.js';
import { parseQuestion, type Question } from './question.js';
import { read } from './reader.js';
import { type ScoredSentence, scoreSentences, topMemories } from './relevance.js';

/** Below this confidence the agent says that it does not know; chosen on LoCoMo conv-30. */
export const ABSTAIN_BELOW = 0.35;

/** By how much a sentence about somebody else must fit better for the question to be taken as mistaken. */
const STRANGER_MARGIN = 0.2;

/** Names of the people who speak in the memories. */
function peopleOf(memories: readonly ScoredMemory[]): string[] {
  return [
    ...new Set(memories.map(({ speaker }) => speaker).filter((speaker) => speaker !== null)),
  ].sort();
}

/**
 * True when what fits the question is about somebody else: "What is Anna's dog called?" when only Ben
 * speaks of his dog.
 */
function aboutSomebodyElse(question: Question, ranked: readonly ScoredSentence[]): boolean {
  if (question.people.length !== 1) return false;
  const best = (pick: (sentence: ScoredSentence) => boolean): number =>
    Math.max(0, ...ranked.filter(pick).map(({ coverage }) => coverage));
  const own = best(({ about }) => about >= 0.5);
  const other = best(({ about }) => about < 0.5);
  return other > own + STRANGER_MARGIN;
}

/**
 * The answer agent without a language model: the memories whose sentences share the question's rare
 * words and are about the right person, then the span that fits the question's form. Deterministic.
 */
export const extractivePolicy: AnswerPolicy = {
  name: 'extractive@1',

  distil(question: string, memories: readonly ScoredMemory[], limit: number): ScoredMemory[] {
    const parsed = parseQuestion(question, peopleOf(memories));
    return topMemories(scoreSentences(parsed, memories), limit);
  },

  answer(question: string, distilled: readonly ScoredMemory[]): Answer {
    const parsed = parseQuestion(question, peopleOf(distilled));
    const ranked = scoreSentences(parsed, distilled);
    const reading = read(parsed, ranked);
    const closest = topMemories(ranked, 3);
    if (reading === null || reading.text === '')
      return { text: null, confidence: 0, evidence: closest };
    const coverage = Math.max(0, ...reading.evidence.map((sentence) => sentence.coverage));
    const fits = 0.65 * coverage + 0.35 * reading.certainty;
    const confidence = Math.min(
      1,
      Math.max(0, aboutSomebodyElse(parsed, ranked) ? fits / 3 : fits),
    );
    if (confidence < ABSTAIN_BELOW) return { text: null, confidence, evidence: closest };
    return { text: reading.text, confidence, evidence: topMemories(reading.evidence, 12) };
  },
};
