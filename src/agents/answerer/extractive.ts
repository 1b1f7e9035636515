import { BUNDLED_NAME } from '../../embeddings/embedder.js';
import type { ScoredMemory } from '../../memory/records.js';
import type { Answer, AnswerPolicy, Distillation } from '../answer-agent.js';
import { inAskedForm, isNoAnswer } from './answer-form.js';
import type { Asked, Topic } from './asked.js';
import { isOfAskedSort } from './asked-sort.js';
import { hasNoun, isOfAnother, isOfOtherAnimal, standsByNoun } from './asked-noun.js';
import { distilMemories } from './distil.js';
import { judge } from './confidence.js';
import type { FactReading } from './statements.js';
import { canBeSomebody } from './kinds.js';
import { type AnswerWeights, shippedAnswerWeights } from './learned/answer-weights.js';
import { choose } from './learned/choosing.js';
import { type AnswerOptions, answerOptions, placeOf } from './learned/options.js';
import { isOfAnotherKind } from './look-alikes.js';
import { type Ask, askOf, factFor, type Material, materialFor } from './material.js';
import type { Question } from './question.js';
import { read } from './reader.js';
import { FEW, type ScoredSentence, topMemories } from './relevance.js';
import { isOfTheirs, isOtherKind } from './strangers.js';
import { speaksOfAsked } from './sorts.js';
import { endSince } from './yes-no.js';

/** An answer by words alone that fits less is none. */
const LEAST_FIT = 0.25;

/**
 * Topics whose statements are all read by their form: where none is found there is nothing to say, unless
 * words alone say it surely. What somebody did may be told in any words.
 */
function isClosed({ topic, form, open }: Asked): boolean {
  return form !== 'whether' && topic !== 'did' && open !== true;
}

/** Topics of which a sentence about something akin tells nothing: a dog's name is not the cat's. */
const STRICT: ReadonlySet<Topic> = new Set(['pet', 'child', 'called', 'age', 'colour', 'version']);

const ABSENT = 0.2;

/** Confidence in a value that a statement of the asked form gives. */
const STATED = 0.9;

/** The memories a question is answered from: those that state the fact, then those that fit its words. */
function distilled(
  { found }: Material,
  fact: FactReading | null,
  memories: readonly ScoredMemory[],
  limit: number,
): ScoredMemory[] {
  const ranked = distilMemories(found, memories, limit);
  return [...new Set([...(fact?.evidence ?? []), ...ranked])].slice(0, limit);
}

/** Below this a reading by words alone is no match for a value that was read by its noun. */
const PREFERRED = 0.6;
/** How surely words alone must answer what statements of the asked form do not. */
const PLAIN = 0.6;

/** An answer that was read, with how well it fits as its confidence. */
interface Read extends Answer {
  text: string;
  /** From a statement of the asked form, which tells whose fact it is; or by the words of the sentences alone. */
  way: 'fact' | 'words';
}

interface Reading {
  question: Question;
  /** Sentences of the memories, best first. */
  ranked: readonly ScoredSentence[];
  asked: Asked | null;
  /** Read from the memories or from more. */
  fact: FactReading | null;
  /** How many memories were retrieved. */
  found: number;
}

/** What the rules answer, with all that may be answered instead. */
interface Considered {
  answer: Answer;
  question: Question;
  /** Sentences that the answer is judged by. */
  sentences: readonly ScoredSentence[];
  /** Null where the rules have the last word. */
  options: (() => AnswerOptions) | null;
}

/** Answers from memories by rules, with the fact already read from them or from more, where that is sure enough. */
function consider(
  ask: Ask,
  memories: readonly ScoredMemory[],
  parts: Pick<Reading, 'asked' | 'fact' | 'found'>,
  retrieved?: Material,
): Considered {
  const { question, sentences: ranked } = materialFor(ask, memories);
  const judging = { question, sentences: retrieved?.found ?? ranked };
  const considered = (way: string, answer: Answer): Considered => ({
    ...judging,
    answer,
    options: isSettled(question, parts, answer)
      ? null
      : () => answerOptions(question, ranked, { ...answer, way }, parts.found),
  });
  const final = (answer: Answer): Considered => ({ ...judging, answer, options: null });
  const read = stillSo(question, ranked, readAnswer({ question, ranked, ...parts }));
  const silence = (confidence: number): Answer => ({
    text: null,
    confidence,
    evidence: topMemories(ranked, 3),
  });
  // What is said to be over is not answered with itself.
  if (read === null && parts.fact?.over === true) return final(silence(ABSENT));
  if (read === null) return considered('none', silence(memories.length === 0 ? 0 : ABSENT));
  const { way, ...given } = { ...read, text: inAskedForm(ask.text, read.text) };
  const told = given.evidence.map(({ text }) => text);
  if (isNoAnswer(ask.text, given.text) || isOfOtherAnimal(ask.text, told))
    return final(silence(ABSENT));
  if (way === 'fact') return considered(way, given);
  const { confidence, abstains } = judge(given.confidence, question, judging.sentences);
  // The memories speak of somebody else, whatever else could be read from them.
  if (abstains) return final(silence(confidence));
  return considered(way, { ...given, confidence });
}

/**
 * Whether no stretch of words can be better than what the rules say: of several things that are asked for one
 * stretch is one. In a conversation the rules are too often beside the matter for that.
 */
function isSettled(
  question: Question,
  { asked, found }: Pick<Reading, 'asked' | 'found'>,
  { text }: Answer,
): boolean {
  if (placeOf(question, found) === 'inConversation') return false;
  return (question.plural || asked?.form === 'all') && text?.includes(', ') === true;
}

/** A yes is a no where another sentence says that it is over. */
function stillSo(
  question: Question,
  ranked: readonly ScoredSentence[],
  answer: Read | null,
): Read | null {
  if (question.kind !== 'yes-no' || answer?.text !== 'Yes') return answer;
  const end = endSince(question, answer.evidence, ranked);
  return end === null ? answer : { ...answer, text: 'No', evidence: [end.memory] };
}

/** Null where there is no answer. */
function readAnswer({ question: parsed, ranked, asked, fact, found }: Reading): Read | null {
  const stated: Read | null =
    fact === null ||
    fact.values.length === 0 ||
    (parsed.measured && !fact.values.some((value) => /\d/.test(value))) ||
    (parsed.kind === 'who' && !fact.values.some(canBeSomebody)) ||
    !fact.values.some((value) => isOfAskedSort(parsed, value))
      ? null
      : {
          text: fact.values.join(', '),
          confidence: STATED,
          evidence: fact.evidence,
          way: 'fact',
        };
  if (stated !== null && asked?.open !== true) return stated;
  const closed = asked !== null && fact !== null && isClosed(asked);
  const over = closed && fact.over === true;
  const few = found <= FEW;
  const plain = readPlainly(parsed, ranked, few);
  if (stated !== null) {
    const named = stated.evidence.some(({ text }) => standsByNoun(asked, stated.text, text));
    return plain !== null && plain.confidence >= PREFERRED && !named ? plain : stated;
  }
  if (over) return null;
  const beside = ({ text }: { text: string }): boolean =>
    (few &&
      (isOtherKind(parsed, text) || isOfAnotherKind(parsed, text) || isOfTheirs(parsed, text))) ||
    (closed &&
      (STRICT.has(asked.topic)
        ? !hasNoun(asked, text)
        : asked.topic === 'attribute' && isOfAnother(asked, parsed, text)));
  if (plain === null || plain.confidence < (closed ? PLAIN : LEAST_FIT)) return null;
  return plain.evidence.some(beside) ? null : plain;
}

/** The answer that the sentences' words and form give; null where there is none. */
function readPlainly(
  question: Question,
  ranked: readonly ScoredSentence[],
  few: boolean,
): Read | null {
  const reading = read(question, ranked);
  if (reading === null || reading.text === '' || !isOfAskedSort(question, reading.text))
    return null;
  if (few && !speaksOfAsked(question, reading)) return null;
  const coverage =
    reading.whole === true
      ? 1
      : Math.max(0, ...reading.evidence.map((sentence) => sentence.coverage));
  return {
    text: reading.text,
    confidence: 0.65 * coverage + 0.35 * reading.certainty,
    evidence: topMemories(reading.evidence, 12),
    way: 'words',
  };
}

/** The memories that a question is answered from, and what may be answered. */
function considerAll(
  question: string,
  memories: readonly ScoredMemory[],
  limit: number,
): Considered & { distilled: ScoredMemory[] } {
  const ask = askOf(question);
  const { asked, fact } = factFor(ask, memories);
  const retrieved = materialFor(ask, memories);
  const chosen = distilled(retrieved, fact, memories, limit);
  const parts = { asked, fact, found: memories.length };
  return { ...consider(ask, chosen, parts, retrieved), distilled: chosen };
}

/**
 * What may be answered to a question, the answer of the rules first: what a choice is trained on. Null where
 * the rules have the last word.
 */
export function optionsOf(
  question: string,
  memories: readonly ScoredMemory[],
  limit: number,
): AnswerOptions | null {
  return considerAll(question, memories, limit).options?.() ?? null;
}

/** What a choice needs of trained weights. */
type Choosing = Pick<AnswerWeights, 'signs' | 'calibration'>;

/** The likeliest answer where something was learned, else that of the rules. */
function settled(
  { answer, question, sentences, options }: Considered,
  weights: Choosing | null,
): Answer {
  if (options === null || weights === null || sentences.length === 0) return answer;
  const { text, evidence, probability, confidence } = choose(options(), weights);
  const told = evidence.map((memory) => memory.text);
  const unfit =
    text !== null &&
    (judge(probability, question, sentences).abstains ||
      !isOfAskedSort(question, text) ||
      isOfOtherAnimal(question.text, told));
  return { text: unfit ? null : text, confidence, evidence: [...evidence] };
}

/**
 * The answer agent without a language model: the fact that statements of the asked form give; else the
 * memories whose sentences share the question's rare words and are about the right person, then the span
 * that fits the question's form; or another stretch of them, yes, no or nothing, whichever is likeliest by
 * what was learned. Deterministic.
 *
 * @param weights of the learned choice, read when first needed; null for the rules alone
 */
export function createExtractivePolicy(weights: () => Choosing | null): AnswerPolicy {
  return {
    name: 'extractive@3',
    embedder: BUNDLED_NAME,

    distil(question: string, memories: readonly ScoredMemory[], limit: number): ScoredMemory[] {
      const ask = askOf(question);
      return distilled(materialFor(ask, memories), factFor(ask, memories).fact, memories, limit);
    },

    answer(question: string, memories: readonly ScoredMemory[]): Answer {
      const ask = askOf(question);
      const parts = { ...factFor(ask, memories), found: memories.length };
      return settled(consider(ask, memories, parts), weights());
    },

    // Read over all that was retrieved, so that what ended a fact counts even where it was not distilled.
    distilAndAnswer(
      question: string,
      memories: readonly ScoredMemory[],
      limit: number,
    ): Distillation {
      const considered = considerAll(question, memories, limit);
      const answer = settled(considered, weights());
      return {
        distilled: considered.distilled,
        answer: {
          ...answer,
          evidence: answer.evidence.filter((memory) => considered.distilled.includes(memory)),
        },
      };
    },
  };
}

/** The rules alone: what a choice is trained beside. */
export const readerPolicy: AnswerPolicy = createExtractivePolicy(() => null);

/** The answer agent with the weights that ship. */
export const extractivePolicy: AnswerPolicy = createExtractivePolicy(shippedAnswerWeights);
