import type { ScoredMemory } from '../../memory/records.js';
import { brief } from '../../memory/text.js';
import type { Candidate } from '../compare.js';
import type { Clause, SentenceAnalysis } from '../language.js';
import { exchange, supersede, withoutLeadIn } from '../merge.js';
import type { Decision, Fact } from '../policy.js';
import { toldApart } from './apart.js';
import { comesOnTop, isRelated, olderThan } from './concerns.js';

/** Of these one has one at a time, so that a new one takes the place of the old one. */
const ONE_AT_A_TIME =
  /\b(?:gp|doctor|dentist|manager|boss|lead|leader|landlord|landlady|supervisor|advis[oe]r|therapist|physio|accountant|solicitor|principal|headteacher|captain|head|chair|ceo|cto|cfo|employer|address|number|email|password|username|handle|surname|nickname)$/i;

/** Whether a noun names an office or a thing that one has one of at a time. */
export const isOneAtATime = (noun: string): boolean => ONE_AT_A_TIME.test(noun);

/** "Registered with a new GP, Dr Lang", "new 5k best 24:10": what is called new is the one there is now. */
export function succeeded(
  fact: Fact,
  mine: SentenceAnalysis,
  candidates: readonly Candidate[],
): Decision[] | null {
  if (comesOnTop(fact.text) && !mine.cues.correction) return null;
  const statement = withoutLeadIn(fact.text);
  for (const { memory, comparison, similarity } of candidates.filter(isRelated)) {
    if (olderThan(fact.text, memory) || toldApart(statement, memory.text)) continue;
    const pair = comparison.pairs.find(({ memory: old }) => hasNew(statement, old));
    const moved = comparison.pairs.find(
      (each) => each.memory.family === 'home' && each.memory.holds,
    );
    const home = moved && newHome(statement, mine, moved.memory);
    const at = pair?.at ?? (home ? moved.at : null);
    if (at === null) continue;
    const text =
      home && moved.memory.value.startsWith(`in ${home.from}`)
        ? exchange(memory.text, statement, [home])
        : supersede(memory.text, new Set([at]), statement);
    return [gaveWay(memory, text, similarity)];
  }
  return null;
}

const gaveWay = (memory: ScoredMemory, text: string, similarity: number): Decision => ({
  operation: 'UPDATE',
  memoryId: memory.id,
  text,
  reason: `It gives a new value for “${brief(memory.text)}”.`,
  confidence: Math.min(0.9, 0.55 + similarity / 3),
});

const OWNER = /^(?:(?:and|so|but|the|my|our|(?:the )?user['’]s|current|present|old)\s+)+/i;

/** Whether the statement names a new one of what the clause names, with a value of the same kind. */
function hasNew(statement: string, { subject, verb, value, single, holds }: Clause): boolean {
  // "User's GP" is read as a thing of the user's, "user's dentist" as a person of theirs.
  const own =
    /^(?:speaker|group)$/.test(subject.kind) ||
    (subject.kind === 'person' && subject.keys.every((key) => key.startsWith('speaker/')));
  if (verb !== 'be' || !single || !holds || !own) return false;
  const noun = subject.text.replace(OWNER, '').toLowerCase();
  const phrase = `new ${noun}`;
  const at = statement.toLowerCase().indexOf(phrase);
  if (noun === '' || at < 0 || /[\p{L}\d]$/u.test(statement.slice(0, at))) return false;
  const fresh = NAMED_VALUE.exec(statement.slice(at + phrase.length))?.[1] ?? '';
  const numbered = /^\d/.test(fresh) && /^(?:now )?\d/.test(value);
  const named = /^\p{Lu}/u.test(fresh) && /^(?:now )?\p{Lu}/u.test(value) && isOneAtATime(noun);
  return numbered || named;
}

/** "…, Dr Lang", "… is 24:10" */
const NAMED_VALUE =
  /^(?:\s*[,:–—-])?(?:\s+(?:is|was|called|named|of|at|now))*\s+((?:\p{Lu}|\d)[^\s,;]*)/u;

const MOVED_IN =
  /(?:\b(?:are|am|is|have|has|finally|all|just|now)|['’](?:re|m|ve|s)) (?:\p{L}+ )?moved in(?:to)?\b|\bslept (?:there|here)\b|\bfirst night (?:there|here|in it)\b/iu;
const PLACE_OF =
  /\b(?:an?|the|our|my|new) (?:new )?(?:flat|apartment|house|home|place|cottage|bungalow|studio|condo|room) (?:in|at) (\p{Lu}[\p{L}'’-]*(?: \p{Lu}[\p{L}'’-]*)*)/u;

/** "Got the keys to the flat in Lund, we're all moved in" after "I live in Malmö". */
function newHome(
  statement: string,
  { clauses }: SentenceAnalysis,
  { value, subject }: Clause,
): { from: string; to: string } | null {
  const to = PLACE_OF.exec(statement)?.[1];
  const from = /\b(?:in|at) (\p{Lu}[\p{L}'’-]*(?: \p{Lu}[\p{L}'’-]*)*)/u.exec(value)?.[1];
  const own =
    /^(?:speaker|group)$/.test(subject.kind) &&
    clauses.every((each) => /^(?:speaker|group|none|thing)$/.test(each.subject.kind));
  return own && to && from && to !== from && MOVED_IN.test(statement) ? { from, to } : null;
}
