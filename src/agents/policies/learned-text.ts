import { plain } from '../compare.js';
import { analyse } from '../language.js';
import { supersede, withoutClauses, withoutLeadIn } from '../merge.js';
import type { Fact } from '../policy.js';
import type { Candidate } from './features.js';

/**
 * The texts that an operation writes, as functions of the fact, the memory and how they compare: the
 * network only chooses among them, it never writes.
 */

/**
 * The memory with what the fact puts in place of some of it. What else the memory says stays, unless
 * nothing tells which part is meant: then the fact stands for all of it.
 */
export function replacedText(fact: Fact, { memory, comparison, advice }: Candidate): string {
  if (advice?.operation === 'UPDATE') return advice.text;
  const clauses = new Set<number>();
  if (comparison.endsClause >= 0) clauses.add(comparison.endsClause);
  for (const pair of comparison.pairs)
    if (pair.subject !== 'different' && pair.sameAttribute) clauses.add(pair.at);
  const all = analyse(memory.text).clauses;
  if (clauses.size === 0) for (const at of all.keys()) clauses.add(at);
  return supersede(memory.text, clauses, withoutLeadIn(fact.text));
}

/** Both statements, each once: where one says all that the other says, that one alone. */
export function mergedText(fact: Fact, { memory, comparison }: Candidate): string {
  if (comparison.reverse === 1 && comparison.sameOrder && saysNumbersOf(fact.text, memory.text))
    return fact.text;
  if (comparison.coverage === 1 && comparison.newNumbers.length === 0) return memory.text;
  if (plain(memory.text).includes(plain(fact.text))) return memory.text;
  return `${sentence(memory.text)} ${sentence(fact.text)}`;
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

const sentence = (text: string): string => (/[.!?。！？]["'”’)]*$/.test(text) ? text : `${text}.`);
