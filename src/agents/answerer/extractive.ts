import type { ScoredMemory } from '../../memory/records.js';
import type { Answer, AnswerPolicy, Distillation } from '../answer-agent.js';
import { type Asked, nounStems, parseAsked } from './asked.js';
import { readFact } from './fact-reader.js';
import type { FactReading } from './statements.js';
import { parseQuestion, type Question } from './question.js';
import { type Candidate, type SpanWeights, WEIGHTS } from './choice.js';
import { read, spanChoices } from './reader.js';
import { type ScoredSentence, scoreSentences, topMemories } from './relevance.js';
import { relatedStems, stemsOf } from './words.js';

/** Below this confidence the agent says that it does not know; chosen on LoCoMo conv-30. */
export const ABSTAIN_BELOW = 0.35;

/**
 * Topics whose statements are all read by their form: where none is found there is nothing to say. What
 * somebody did may be told in any words.
 */
function isClosed({ topic, form, open }: Asked): boolean {
  return form !== 'whether' && topic !== 'did' && open !== true;
}
const ABSENT = 0.2;

/** Sentences about the right person that have every word of what is asked for, or a related one. */
function speaksOf(asked: Asked): (sentence: ScoredSentence) => boolean {
  const sought = nounStems(asked).map(relatedStems);
  return ({ text, about }) => {
    const have = stemsOf(text);
    return about >= 0.5 && sought.every((same) => have.some((stem) => same.has(stem)));
  };
}

/** Confidence in a value that a statement of the asked form gives. */
const STATED = 0.9;

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

/** The memories a question is answered from: those that state the fact, then those that fit its words. */
function distilled(
  question: string,
  memories: readonly ScoredMemory[],
  fact: FactReading | null,
  limit: number,
): ScoredMemory[] {
  const parsed = parseQuestion(question, peopleOf(memories));
  const ranked = topMemories(scoreSentences(parsed, memories), limit);
  return [...new Set([...(fact?.evidence ?? []), ...ranked])].slice(0, limit);
}

/** Answers from memories, with the fact already read from them or from more. */
function answerFrom(
  question: string,
  memories: readonly ScoredMemory[],
  asked: Asked | null,
  fact: FactReading | null,
  weights: SpanWeights,
): Answer {
  if (fact !== null && fact.values.length > 0)
    return { text: fact.values.join(', '), confidence: STATED, evidence: fact.evidence };
  const parsed = parseQuestion(question, peopleOf(memories));
  const ranked = scoreSentences(parsed, memories);
  const closest = topMemories(ranked, 3);
  if (asked !== null && fact !== null && isClosed(asked))
    return { text: null, confidence: memories.length === 0 ? 0 : ABSENT, evidence: closest };
  const sentences = asked?.open === true ? ranked.filter(speaksOf(asked)) : ranked;
  const reading = read(parsed, sentences, weights);
  if (reading === null || reading.text === '')
    return { text: null, confidence: 0, evidence: closest };
  const coverage = Math.max(0, ...reading.evidence.map((sentence) => sentence.coverage));
  const fits = 0.65 * coverage + 0.35 * reading.certainty;
  const confidence = Math.min(1, Math.max(0, aboutSomebodyElse(parsed, ranked) ? fits / 3 : fits));
  if (confidence < ABSTAIN_BELOW) return { text: null, confidence, evidence: closest };
  return { text: reading.text, confidence, evidence: topMemories(reading.evidence, 12) };
}

/**
 * The spans among which the answer agent chooses for a question, best first: what a trained choice learns
 * from. Empty where a statement of the asked form settles it, or the form is not one of a single span.
 */
export function answerChoices(question: string, memories: readonly ScoredMemory[]): Candidate[] {
  const asked = parseAsked(question);
  const fact = asked === null ? null : readFact(asked, memories);
  if (fact !== null && (fact.values.length > 0 || (asked !== null && isClosed(asked)))) return [];
  const parsed = parseQuestion(question, peopleOf(memories));
  const ranked = scoreSentences(parsed, memories);
  return spanChoices(parsed, asked?.open === true ? ranked.filter(speaksOf(asked)) : ranked);
}

/**
 * The answer agent without a language model: the fact that statements of the asked form give; else the
 * memories whose sentences share the question's rare words and are about the right person, then the span
 * that fits the question's form. Deterministic.
 *
 * @param weights of the choice among spans
 */
export function createExtractivePolicy(weights: SpanWeights = WEIGHTS): AnswerPolicy {
  return {
    name: 'extractive@1',

    distil(question: string, memories: readonly ScoredMemory[], limit: number): ScoredMemory[] {
      const asked = parseAsked(question);
      const fact = asked === null ? null : readFact(asked, memories);
      return distilled(question, memories, fact, limit);
    },

    answer(question: string, memories: readonly ScoredMemory[]): Answer {
      const asked = parseAsked(question);
      const fact = asked === null ? null : readFact(asked, memories);
      return answerFrom(question, memories, asked, fact, weights);
    },

    // Read over all that was retrieved, so that what ended a fact counts even where it was not distilled.
    distilAndAnswer(
      question: string,
      memories: readonly ScoredMemory[],
      limit: number,
    ): Distillation {
      const asked = parseAsked(question);
      const fact = asked === null ? null : readFact(asked, memories);
      const chosen = distilled(question, memories, fact, limit);
      const answer = answerFrom(question, chosen, asked, fact, weights);
      return {
        distilled: chosen,
        answer: {
          ...answer,
          evidence: answer.evidence.filter((memory) => chosen.includes(memory)),
        },
      };
    },
  };
}

/** The same with the weights that ship. */
export const extractivePolicy: AnswerPolicy = createExtractivePolicy();
