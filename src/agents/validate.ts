import { brief } from '../memory/text.js';
import { plain } from './compare.js';
import type { Decision, Fact, Observation } from './policy.js';
import { protection } from './standing.js';

/** One fact may change at most this many memories; a policy that wants more is out of its mind. */
const MAX_CHANGES = 5;
const MAX_TEXT_LENGTH = 4_000;

/**
 * The decisions that may be carried out. An operation may only touch a retrieved memory, and each at
 * most once; texts are neither empty nor endless. What is only supposed, planned or reported, was said
 * before the memory, or gives orders to it, closes no memory. What is not valid is dropped; where nothing
 * valid stays, the fact is added, so that nothing said is lost.
 * @returns at least one decision
 */
export function validateDecisions(
  decisions: readonly Decision[],
  observation: Observation,
): Decision[] {
  const known = new Map(observation.related.map((memory) => [memory.id, memory]));
  const touched = new Set<string>();
  const valid: Decision[] = [];
  const problems: string[] = [];
  for (const decision of decisions) {
    const problem = problemOf(decision, observation.fact, known, touched);
    if (problem !== null) {
      problems.push(problem);
      continue;
    }
    if (valid.length >= MAX_CHANGES) {
      problems.push(`more than ${MAX_CHANGES} changes for one fact`);
      break;
    }
    if (decision.operation !== 'ADD' && decision.memoryId !== null) touched.add(decision.memoryId);
    valid.push({ ...decision, confidence: clamp(decision.confidence) });
  }
  if (valid.length > 0) return valid;
  const why =
    problems.length > 0 ? `the policy asked for ${problems[0]}` : 'the policy decided nothing';
  return [
    {
      operation: 'ADD',
      text: observation.fact.text,
      reason: `Added as it is: ${why}.`,
      confidence: 0.3,
    },
  ];
}

function problemOf(
  decision: Decision,
  fact: Fact,
  known: ReadonlyMap<string, { text: string; saidAt: Fact['saidAt'] }>,
  touched: ReadonlySet<string>,
): string | null {
  if ('text' in decision) {
    if (decision.text.trim() === '') return `${decision.operation} with an empty text`;
    if (decision.text.length > MAX_TEXT_LENGTH)
      return `${decision.operation} with a text of ${decision.text.length} characters`;
  }
  if (decision.operation === 'ADD') return null;
  if (decision.memoryId === null) return null;
  const memory = known.get(decision.memoryId);
  if (!memory)
    return `${decision.operation} of a memory that was not retrieved (${brief(decision.memoryId, 40)})`;
  if (touched.has(decision.memoryId)) return `a second operation on “${brief(memory.text)}”`;
  if (decision.operation === 'NOOP') return null;
  const guarded = protection(fact, memory);
  if (!guarded) return null;
  // A text that says all of the memory closes nothing.
  const kept =
    guarded.reservation !== null &&
    decision.operation === 'UPDATE' &&
    plain(decision.text).includes(plain(memory.text));
  return kept ? null : `${decision.operation} of “${brief(memory.text)}”, but ${guarded.why}`;
}

const clamp = (value: number): number =>
  Number.isFinite(value) ? Math.min(1, Math.max(0, value)) : 0;
