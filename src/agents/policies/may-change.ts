import type { Term } from '../alignment.js';
import { ANNOTATION } from '../dates.js';
import { between, gist, type Gist } from '../gist.js';
import { analyse } from '../language.js';
import { memoised } from '../memo.js';
import type { Fact } from '../policy.js';
import { has } from '../tokens.js';
import type { Candidate } from './candidate.js';
import { type Change, MERGE } from './network.js';

/**
 * Whether the network may change a candidate where the rules propose nothing for it. It learned among few
 * memories, where the nearest one is mostly the one that is meant; in a long conversation the nearest is
 * often only on the same subject. There the fact must have a word of matter in common with this candidate
 * alone, and take the place of how things are or will be: what happened is not undone by what happens next.
 */
export function mayChange(
  fact: Fact,
  candidates: readonly Candidate[],
  at: number,
  change: Change,
): boolean {
  const { text } = fact;
  const candidate = candidates[at];
  const { correction, retraction, change: changes } = analyse(text).cues;
  if (!candidate || candidate.advice !== null || correction || retraction) return true;
  if (candidates.length <= FEW) return true;
  const { text: old } = candidate.memory;
  const elsewhere = candidates.filter((each) => each !== candidate).map((each) => each.memory.text);
  const own = sharesOwn(text, old, elsewhere);
  if (change === MERGE) return own;
  if (!own && !ofOneFamily(candidate)) return false;
  const { clauses } = analyse(old);
  const [dates, oldDates] = [datesOf(text), datesOf(old)];
  const most = answered(text, old) > HALF;
  if (gist(old).told)
    return (
      most && clauses.some(({ subject }) => subject.text !== '') && [dates, ''].includes(oldDates)
    );
  if (!clauses.some(({ holds, tense }) => holds || tense === 'future')) return false;
  // Two dates of which each has its own words are two occasions.
  return changes || most || dates === '' || oldDates === '' || dates === oldDates;
}

/** Among so many memories the network learned, where the nearest one is mostly meant. */
const FEW = 3;

/** More than this share of a memory's words of matter is most of them. */
const HALF = 0.5;

/** Whether something that the fact shares with a memory is in no other one. */
function sharesOwn(text: string, memory: string, others: readonly string[]): boolean {
  const elsewhere = others.flatMap((other) => shared(text, other));
  return shared(text, memory).some((key) => !elsewhere.includes(key));
}

const ofOneFamily = ({ comparison }: Candidate): boolean =>
  comparison.pairs.some(
    ({ fact, memory }) => fact.family !== null && fact.family === memory.family,
  );

const undated = memoised((text: string): Gist => gist(text.replace(ANNOTATION, '')));

/** The things, names and numbers of a fact that something in the memory answers to, its dates left out. */
function shared(fact: string, memory: string): string[] {
  const mine = undated(fact);
  const theirs = undated(memory);
  return between(mine)(theirs)
    .pairs.filter(([one, other]) => isThing(mine, one) || isThing(theirs, other))
    .map(([{ key }]) => key);
}

function isThing({ tokens }: Gist, { at, exact }: Term): boolean {
  const token = tokens[at];
  if (token === undefined) return exact;
  if (has(token, 'Date')) return has(token, 'WeekDay', 'Time');
  return exact || has(token, 'Noun');
}

/** How much of the memory the fact answers to. */
function answered(fact: string, memory: string): number {
  const theirs = undated(memory);
  const { pairs } = between(undated(fact))(theirs);
  return pairs.length / Math.max(1, theirs.terms.filter(({ carrier }) => !carrier).length);
}

/** The dates in brackets, else the months that are named. */
const datesOf = (text: string): string =>
  (text.match(ANNOTATION) ?? analyse(text).dates.filter((date) => !date.endsWith('day'))).join();
