import { literally } from '../../memory/text.js';
import { plain } from '../compare.js';
import { canonical, salient } from '../words.js';
import { contrast, exchangedSlots, type Slot } from '../contrast.js';
import { joinedTexts } from '../echoes.js';
import { analyse, type SentenceAnalysis } from '../language.js';
import { exchange, supersede, withoutClauses, withoutLeadIn } from '../merge.js';
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
  const statement = withoutLeadIn(fact.text);
  return (
    (analyse(fact.text).cues.correction ? rewritten(memory.text, statement) : null) ??
    supersede(memory.text, clauses, statement)
  );
}

/**
 * A memory with the right value, where a correction says what it is of more shortly or not at all: "it is 88,
 * 75 was a misprint" says nothing of thyroid tablets. Null where no one value takes the place of another.
 */
function rewritten(memory: string, statement: string): string | null {
  const seen = contrast(statement.replace(FORMER, ''), memory);
  const [pair, ...more] = exchangedSlots(seen);
  const old = analyse(memory);
  const verbs = new Set(old.clauses.map(({ verb }) => canonical(verb)));
  if (seen.missingTopic.every((word) => verbs.has(word))) return null;
  if (pair && more.length === 0 && isSaid(pair.to, statement) && !ofOther(pair, old))
    return exchange(memory, statement, [{ from: pair.from.text, to: pair.to.text }]);
  // Of what nothing is said again it must still be clear what is told of.
  const subject = old.clauses[0]?.subject;
  const told = /^(?:thing|person)$/.test(subject?.kind ?? '') && seen.sharedTopic.length === 0;
  return told && subject && old.clauses.length === 1 ? `${subject.text}: ${statement}` : null;
}

/** A name is a value only where something is said to be it: not in "just checked her LinkedIn". */
const isSaid = ({ kind, text }: Slot, statement: string): boolean =>
  kind !== 'name' ||
  new RegExp(`(?:\\b(?:is|are|was|called|named)|['’]s) (?:\\p{Ll}+ )?${literally(text)}`, 'u').test(
    statement,
  );

/** "Bed 12" is no other time for "bed 14 … at two". */
const ofOther = ({ from, to }: { from: Slot; to: Slot }, memory: SentenceAnalysis): boolean =>
  from.before !== to.before && salient(memory).has(to.before);

/** "It is 88; 75 was a misprint", "…, the 36 came from an old mail": the number that was told before. */
const FORMER =
  /[;,]\s+(?:and |but )?(?:the )?[^\s,;]*\d[^\s,;]*(?: \p{L}+)? (?:was|were|came from|comes from|belongs to|is (?:the|his|her|their|last|what))\b.*$/isu;

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
