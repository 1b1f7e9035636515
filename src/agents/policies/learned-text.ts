import { plain, salient } from '../compare.js';
import { joinedTexts } from '../echoes.js';
import { analyse } from '../language.js';
import { supersede, withoutClauses, withoutLeadIn } from '../merge.js';
import type { Fact } from '../policy.js';
import type { Candidate } from './candidate.js';

/**
 * The texts that an operation writes, as functions of the fact, the memory and how they compare: the
 * network only chooses among them, it never writes.
 */

/**
 * The memory with what the fact puts in place of some of it. What else the memory says stays. Where no clause
 * has the fact's attribute, the nearest one by its words is meant.
 */
export function replacedText(fact: Fact, { memory, comparison, advice }: Candidate): string {
  if (advice?.operation === 'UPDATE') return advice.text;
  const clauses = new Set<number>();
  if (comparison.endsClause >= 0) clauses.add(comparison.endsClause);
  for (const pair of comparison.pairs)
    if (pair.subject !== 'different' && pair.sameAttribute) clauses.add(pair.at);
  if (clauses.size === 0) for (const at of nearestClauses(fact, memory.text)) clauses.add(at);
  return supersede(memory.text, clauses, withoutLeadIn(fact.text));
}

/** Positions of the memory's clauses that share most words with the fact: all of them where none shares any. */
function nearestClauses(fact: Fact, memory: string): number[] {
  const said = salient(analyse(fact.text));
  const shared = analyse(memory).clauses.map(
    ({ text }) => [...salient(analyse(text))].filter((word) => said.has(word)).length,
  );
  const most = Math.max(...shared);
  return [...shared.keys()].filter((at) => shared[at] === most);
}

/** Both statements, each once: what one says that the other says of the same is left out. */
export function mergedText(fact: Fact, { memory, comparison }: Candidate): string {
  const both = joinedTexts(memory.text, fact.text);
  // "I'm allergic to peanuts as well" has no word that "my brother is allergic to peanuts" lacks.
  if (comparison.pairs.some(({ subject }) => subject === 'different')) return both;
  if (comparison.reverse === 1 && comparison.sameOrder && saysNumbersOf(fact.text, memory.text))
    return fact.text;
  if (comparison.coverage === 1 && comparison.newNumbers.length === 0) return memory.text;
  if (plain(memory.text).includes(plain(fact.text))) return memory.text;
  return both;
}

/** What of a memory stays when the fact takes something back; empty where nothing does. */
export function remainingText({ memory, comparison, advice }: Candidate): string {
  if (advice?.operation === 'UPDATE') return '';
  const ended = comparison.endsClause;
  if (ended < 0 || analyse(memory.text).clauses.length < 2) return '';
  return withoutClauses(memory.text, new Set([ended]));
}

function saysNumbersOf(text: string, memory: string): boolean {
  const { numbers, literals, dates } = analyse(memory);
  const lower = text.toLowerCase();
  return [...numbers, ...literals, ...dates].every((each) => lower.includes(each.toLowerCase()));
}
