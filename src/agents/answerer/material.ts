import type { ScoredMemory } from '../../memory/records.js';
import { type Asked, parseAsked } from './asked.js';
import { isSetAside, withoutSetAside } from './besides.js';
import { readFact } from './fact-reader.js';
import { isOfOtherNumber } from './numbered.js';
import { isOfOtherDay } from './period.js';
import { parseQuestion, type Question } from './question.js';
import { type ScoredSentence, scoreSentences } from './relevance.js';
import type { FactReading } from './statements.js';
import { isOfKin } from './strangers.js';
import { asWritten } from './written.js';

/** A question as it is read, and the sentences and statements of the memories that may answer it. */

export interface Ask {
  text: string;
  /** Stems of what the question sets aside: "besides La Stampa". */
  aside: readonly string[];
}

/** "Who cooks, Ada or Ben?": who is asked for, whoever is named. */
const OFFERED = /^(who\b.*), \p{Lu}[\p{L}-]+ or \p{Lu}[\p{L}-]+(?=\W*$)/iu;
/** "The user's own dentist" is the user's dentist. */
const OWN = /(?<=['’]s |\bmy |\bour |\btheir |\bhis |\bher )own /giu;

export const askOf = (question: string): Ask =>
  withoutSetAside(asWritten(question).replace(OFFERED, '$1').replace(OWN, ''));

/** Names of the people who speak in the memories. */
function peopleOf(memories: readonly ScoredMemory[]): string[] {
  return [
    ...new Set(memories.map(({ speaker }) => speaker).filter((speaker) => speaker !== null)),
  ].sort();
}

/** What was found for a question, sentence by sentence, best first. */
export interface Material {
  question: Question;
  found: ScoredSentence[];
  /** Those that may answer it. */
  sentences: ScoredSentence[];
}

/** Those of the sentences for which a test holds; all where it leaves none that speaks to the question. */
function preferring(
  sentences: ScoredSentence[],
  test: (sentence: ScoredSentence) => boolean,
): ScoredSentence[] {
  const kept = sentences.filter(test);
  return kept.some(({ coverage }) => coverage > 0) ? kept : sentences;
}

/** Parses a question and ranks the sentences of memories that may answer it. */
export function materialFor({ text, aside }: Ask, memories: readonly ScoredMemory[]): Material {
  const question = parseQuestion(text, peopleOf(memories));
  const found = scoreSentences(question, memories);
  const own = found.filter(
    (sentence) =>
      !isOfOtherNumber(text, sentence.text) &&
      !isOfOtherDay(question, sentence.text, sentence.memory.saidAt),
  );
  const others = preferring(own, (sentence) => !isSetAside(aside, sentence.text));
  // What is told of somebody's kin only says nothing of them, but who it is may be one of the kin.
  const ofThem = (sentence: ScoredSentence): boolean => !isOfKin(text, sentence.text);
  const sentences = question.kind === 'who' ? preferring(others, ofThem) : others.filter(ofThem);
  return { question, found, sentences };
}

/** The fact that statements of the asked form give; null where the question has no such form. */
export function factFor(
  { text, aside }: Ask,
  memories: readonly ScoredMemory[],
): { asked: Asked | null; fact: FactReading | null } {
  const asked = parseAsked(text);
  const own = memories.filter(
    (memory) =>
      !isOfOtherNumber(text, memory.text) &&
      !isSetAside(aside, memory.text) &&
      !isOfKin(text, memory.text),
  );
  return { asked, fact: asked === null ? null : readFact(asked, own) };
}
