import type { ScoredMemory } from '../../memory/records.js';
import { type Part, partsOf, wordStems } from './parts.js';
import type { Question } from './question.js';
import { sentencesOf } from './relevance.js';
import { same } from './sorts.js';
import { isContent, stemsOf } from './words.js';

/**
 * Of a sentence that tells several things only what a question is about is read, so that no reader takes a
 * value from the part beside it.
 */

/** A word that a part leaves out is its own nearly as surely, one that a pronoun may stand for less so. */
const LEFT = 0.95;
const MEANT = 0.7;
/** The verb of a question is easily another one where it is answered, and so is the sort of thing. */
const VERB = 0.6;
/** By how much a part must fit better than any other. */
const LEAD = 0.3;

interface Term {
  weight: number;
  stems: ReadonlySet<string>;
}

function termsOf(question: Question): Term[] {
  const people = question.people.flatMap(stemsOf);
  const small = wordStems(question.text).filter((stem) => !isContent(stem));
  return [...new Set([...question.terms, ...people, ...small])].map((stem) => ({
    stems: same(stem),
    weight:
      stem === question.verb || question.focus.includes(stem) || small.includes(stem) ? VERB : 1,
  }));
}

const hasAny = (stems: ReadonlySet<string>, wanted: ReadonlySet<string>): boolean =>
  [...wanted].some((stem) => stems.has(stem));

/** How much of the question a part says, itself or by what it leaves out. */
function fitOf(part: Part, terms: readonly Term[]): { fit: number; missing: Term[] } {
  let fit = 0;
  const missing: Term[] = [];
  for (const term of terms) {
    if (hasAny(part.own, term.stems)) fit += term.weight;
    else if (hasAny(part.left, term.stems)) fit += LEFT * term.weight;
    else if (hasAny(part.meant, term.stems)) fit += MEANT * term.weight;
    else missing.push(term);
  }
  return { fit, missing };
}

/** The part of a sentence that a question is about; the whole where several may be. */
function partFor(terms: readonly Term[], sentence: string): string {
  const parts = partsOf(sentence);
  if (parts.length < 2) return sentence;
  const ranked = parts
    .map((part) => ({ part, ...fitOf(part, terms) }))
    .sort((a, b) => b.fit - a.fit);
  const [best, second] = ranked;
  if (best?.part.apart !== true || second === undefined || best.fit < second.fit + LEAD)
    return sentence;
  // What stands beside it without being set against it may tell the rest of what is asked.
  const beside = ranked.slice(1).filter(({ part }) => !part.apart);
  const told = beside.some(({ part }) => best.missing.some(({ stems }) => hasAny(part.own, stems)));
  return told ? sentence : best.part.text;
}

/** The memories as far as a question is about them; `original` gives back the memory as it is kept. */
export function focusOn(
  question: Question,
  memories: readonly ScoredMemory[],
): { focused: ScoredMemory[]; original: (memory: ScoredMemory) => ScoredMemory } {
  const terms = termsOf(question);
  const kept = new Map<ScoredMemory, ScoredMemory>();
  const focused = memories.map((memory) => {
    let { text } = memory;
    for (const { text: sentence } of sentencesOf(memory.text, true)) {
      const part = partFor(terms, sentence);
      if (part !== sentence) text = text.replace(sentence, () => part.replace(/[,;:.\s]*$/, '.'));
    }
    if (text === memory.text) return memory;
    const narrowed = { ...memory, text };
    kept.set(narrowed, memory);
    return narrowed;
  });
  return { focused, original: (memory) => kept.get(memory) ?? memory };
}
