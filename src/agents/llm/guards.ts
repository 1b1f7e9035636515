import type { ScoredMemory } from '../../memory/records.js';
import { brief } from '../../memory/text.js';
import { compare, type Comparison } from '../compare.js';
import { canonical } from '../words.js';
import { analyse } from '../language.js';
import type { Fact } from '../policy.js';
import { holds, lacking, valuesOf } from './values.js';

/**
 * What a language model may not do, whatever it says: each check names the reason in words for the
 * ledger, or gives null where there is nothing against it. They are lexical and err on the side of the
 * memory, since a refused operation only means that the fallback policy decides.
 */

/** An UPDATE must keep at least this share of the memory's words where nothing contradicts them. */
const KEPT_WORDS = 0.5;

/** From this share of common words on, a fact is about the matter of a memory. */
const SAME_MATTER = 0.34;

/** The absolute date that extraction writes behind a relative one. */
const WRITTEN_DATE = /\s*\([^()]*\b\d{4}\)/g;

/** Against adding `fact` beside these memories. */
export function againstAdd(fact: Fact, related: readonly ScoredMemory[]): string | null {
  const twin = related.find((memory) => {
    const { identical, sameSpeaker } = compare(fact, memory);
    return identical && sameSpeaker;
  });
  return twin ? `the ADD would have repeated “${brief(twin.text)}”` : null;
}

/** Against replacing the text of `memory` by `text` because of `fact`. */
export function againstUpdate(fact: Fact, memory: ScoredMemory, text: string): string | null {
  const comparison = compare(fact, memory);
  if (!aboutSamePerson(comparison)) return 'the UPDATE would have changed what somebody else said';
  const said = `${memory.text} ${fact.text} ${fact.speaker ?? ''}`;
  // A count in words may sum up what was merged: Buddy and Scout are two dogs.
  const invented = lacking(valuesOf(analyse(text)), said).filter((value) => holds(text, value));
  if (invented[0] !== undefined) return `the UPDATE would have made up “${brief(invented[0])}”`;
  if (repeatsItself(text)) return 'the UPDATE would have said the same twice';
  const lost = lacking(valuesOf(analyse(memory.text)), text).find(
    (value) => !contradicts(fact, memory, comparison, value),
  );
  if (lost !== undefined) return `the UPDATE would have lost “${brief(lost)}”`;
  const unsaid = lacking(valuesOf(analyse(fact.text)), text);
  if (
    unsaid[0] !== undefined &&
    !analyse(fact.text).ended.some((part) => part.includes(unsaid[0] ?? ''))
  )
    return `the UPDATE would have left out “${brief(unsaid[0])}”`;
  if (!contradictsAnything(fact, comparison) && keptWords(memory.text, text) < KEPT_WORDS)
    return `the UPDATE would have lost most of “${brief(memory.text)}”`;
  return null;
}

/** Against deleting `memory` because of `fact`: the fact itself must speak against it. */
export function againstDelete(fact: Fact, memory: ScoredMemory): string | null {
  const comparison = compare(fact, memory);
  if (!aboutSamePerson(comparison)) return 'the DELETE would have removed what somebody else said';
  if (!contradictsAnything(fact, comparison))
    return `nothing in the new fact speaks against “${brief(memory.text)}”`;
  const theirs = analyse(memory.text);
  if (theirs.clauses.length > 1) {
    const lost = valuesOf(theirs).find((value) => !contradicts(fact, memory, comparison, value));
    if (lost !== undefined) return `the DELETE would have lost “${brief(lost)}”`;
  }
  return null;
}

/** Against leaving `fact` unstored: what it names must be in the memory that is said to hold it. */
export function againstNone(fact: Fact, memory: ScoredMemory | null): string | null {
  if (memory !== null && contradictsAnything(fact, compare(fact, memory)))
    return `the new fact speaks against “${brief(memory.text)}”`;
  return againstLoss(fact, memory, 'NONE');
}

/** Against an `event` after which nothing but `memory` could hold what the fact names. */
export function againstLoss(fact: Fact, memory: ScoredMemory | null, event: string): string | null {
  const missing = lacking(valuesOf(analyse(fact.text)), memory?.text ?? '');
  return missing[0] === undefined ? null : `${event} would have lost “${brief(missing[0])}”`;
}

const aboutSamePerson = ({ sameSpeaker, namesSpeaker }: Comparison): boolean =>
  sameSpeaker || namesSpeaker;

/** Whether the fact says that `value`, one of the memory's, does not hold (any more). */
function contradicts(
  fact: Fact,
  memory: ScoredMemory,
  comparison: Comparison,
  value: string,
): boolean {
  const mine = analyse(fact.text);
  const has = (text: string): boolean => lacking([value], text).length === 0;
  if (mine.ended.some(has)) return true;
  const theirs = analyse(memory.text);
  const clause = theirs.clauses.findIndex(({ text }) => has(text));
  if (clause >= 0 && comparison.endsClause === clause) return true;
  const cue = mine.cues.correction || mine.cues.retraction;
  if (cue && comparison.coverage > 0) return true;
  // "The review is on Tuesday" – "the review moved to Friday": a value of the same kind takes its place.
  // A date that was only written beside "on Friday" takes nobody's place.
  const said = analyse(fact.text.replace(WRITTEN_DATE, ''));
  const kinds = ['numbers', 'dates', 'literals'] as const;
  const replaced = kinds.some((kind) => theirs[kind].includes(value) && said[kind].length > 0);
  if (replaced && comparison.coverage >= SAME_MATTER && !mine.cues.addition) return true;
  return comparison.pairs.some(
    (pair) =>
      pair.at === clause &&
      pair.subject !== 'different' &&
      pair.sameAttribute &&
      !mine.cues.addition &&
      (!pair.sameSign || (pair.single && !pair.sameValue)),
  );
}

/** Whether the fact speaks against anything that the memory says. */
function contradictsAnything(fact: Fact, comparison: Comparison): boolean {
  const { cues } = analyse(fact.text);
  if (comparison.endsClause >= 0) return true;
  if ((cues.correction || cues.retraction) && comparison.coverage > 0) return true;
  return comparison.pairs.some(
    (pair) =>
      pair.subject !== 'different' &&
      ((!pair.sameSign && (pair.sameAttribute || pair.valueOverlap > 0)) ||
        (pair.sameAttribute && pair.single && !pair.sameValue && !cues.addition)),
  );
}

/** Small models fall into loops; four words in a row do not come twice in a memory otherwise. */
function repeatsItself(text: string): boolean {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const runs = words.slice(3).map((_, at) => words.slice(at, at + 4).join(' '));
  return new Set(runs).size < runs.length;
}

/** Share of the old text's words that the new one has; of its pairs of letters in other scripts. */
function keptWords(before: string, after: string): number {
  const old = analyse(before);
  const parts = old.readable ? old.words.map(canonical) : pairsOfLetters(before);
  const kept = new Set(old.readable ? analyse(after).words.map(canonical) : pairsOfLetters(after));
  return parts.length === 0 ? 1 : parts.filter((part) => kept.has(part)).length / parts.length;
}

function pairsOfLetters(text: string): string[] {
  const letters = [...text.replace(/[^\p{L}\p{N}]/gu, '')];
  return letters.slice(1).map((letter, at) => `${letters[at] ?? ''}${letter}`);
}
