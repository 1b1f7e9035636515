import { otherValue } from '../frame.js';
import { analyse } from '../language.js';
import type { Decision, Fact } from '../policy.js';
import { takenBack } from '../taking-back.js';
import { otherNumber } from './apart.js';
import { staysBeside, toldOfAnother } from './beside.js';
import type { Candidate } from './candidate.js';
import { tellsOfEnd } from './ending.js';
import {
  ADD,
  changeOf,
  DELETE,
  LEAVE,
  MERGE,
  optionCount,
  optionOf,
  PROPOSAL,
  REPLACE,
} from './network.js';

/** The change of a memory that what the rules propose for it leaves no use for. */
const CLOSED = { UPDATE: REPLACE, DELETE, NOOP: MERGE } as const;

/** Says so without being taken for a correction. */
const WRONG = /\b(?:(?:a|by) mistake|an error|wrong|mistaken|incorrect)\b/i;

/**
 * Which options may be taken, by index: all but the one that comes to what the rules propose, so that nothing
 * is there twice, joining a fact to the memory that says it already, putting something else in a
 * memory's place, and keeping what was only said to the memory.
 */
export function openOptions(
  fact: Fact,
  candidates: readonly Candidate[],
  advice: readonly Decision[],
): boolean[] {
  const { text, instruction } = fact;
  const open = new Array<boolean>(optionCount(candidates.length)).fill(true);
  const corrects = analyse(text).cues.correction;
  const ends = tellsOfEnd(text);
  const updates = advice.some(({ operation }) => operation === 'UPDATE');
  const most = Math.max(0, ...candidates.map(({ comparison }) => comparison.coverage));
  candidates.forEach(({ memory, comparison, advice: proposed }, at) => {
    const kept = otherNumber(text, memory.text) || (!corrects && toldOfAnother(text, memory.text));
    // Neither with a new value nor with its end in one text: "User prefers dark mode. User prefers light mode."
    if (kept || ends || proposed?.operation === 'UPDATE' || otherValue(text, memory.text))
      open[optionOf(at, MERGE)] = false;
    // What the rules know to change one memory changes no other.
    // A correction sets right what it has most words of.
    const corrected =
      !(corrects || WRONG.test(text)) || proposed !== null || comparison.coverage === most;
    if (
      kept ||
      !corrected ||
      (updates && proposed === null) ||
      staysBeside(fact, memory, comparison)
    )
      open.fill(false, optionOf(at, REPLACE), optionOf(at + 1, MERGE));
  });
  const [only, ...others] = advice;
  // "Please forget what I said about my PIN" is said to the memory: nothing to keep, beside what it takes away.
  if (instruction !== true && takenBack(text)?.certain && only?.operation !== 'ADD')
    return open.map(
      (is, option) => option === PROPOSAL || (is && changeOf(option)?.change === DELETE),
    );
  if (!only || others.length > 0) return open;
  if (only.operation === 'ADD') open[ADD] = false;
  else {
    const at = candidates.findIndex(({ memory }) => memory.id === only.memoryId);
    if (only.operation === 'NOOP') open[LEAVE] = false;
    if (at >= 0) open[optionOf(at, CLOSED[only.operation])] = false;
  }
  return open;
}
