import { brief } from '../../memory/text.js';
import {
  type Candidate,
  canonical,
  type ClausePair,
  type Comparison,
  compare,
  outOfOrder,
  plain,
  salient,
} from '../compare.js';
import { analyse, type SentenceAnalysis } from '../language.js';
import { LIGHT_VERBS } from '../lexicon.js';
import { withoutLeadIn } from '../merge.js';
import { plainer } from '../plainer.js';
import type { Decision, Fact, ManagerPolicy, Observation } from '../policy.js';
import { people, remainder } from '../remainder.js';
import { givesWay, protection, standing } from '../standing.js';
import { corrected } from './correction.js';
import { calledOff, exchanged, lapsed, replaced, tellsOfEnd } from './replacement.js';
import { retract } from './retraction.js';
import { THRESHOLDS } from './thresholds.js';

/**
 * Decides by fixed rules over the linguistic comparison of the fact with each candidate, most certain
 * first: repeat, retraction, end or replacement of a value, correction, elaboration; in doubt ADD.
 */
export const rulesPolicy: ManagerPolicy = { name: 'rules@1', decide };

function decide(observation: Observation): Decision[] {
  const { related } = observation;
  const said = analyse(observation.fact.text);
  // "No wait, my brother lives in Portugal" is compared and kept as what it states.
  const bare = said.cues.correction ? withoutLeadIn(observation.fact.text) : observation.fact.text;
  const fact = { ...observation.fact, text: bare };
  const mine = { ...analyse(bare), cues: said.cues, ended: said.ended, current: said.current };
  const candidates = related
    .map((memory) => ({
      memory,
      comparison: compare(fact, memory),
      similarity: memory.similarity ?? 0,
    }))
    // Only the speaker's own memories, or those of somebody whom the text names.
    .filter(({ comparison }) => comparison.sameSpeaker || comparison.namesSpeaker);
  const repeat = candidates.find(
    ({ comparison }) => comparison.identical && comparison.sameSpeaker,
  );
  if (repeat) return [noop(repeat, 'says the same word for word', 1)];
  if (!mine.readable) return [add(fact, 'The text is not English, so it is only ever added.', 0.6)];
  const open = candidates.filter(({ memory }) => protection(observation.fact, memory) === null);
  const readable = candidates.filter(({ comparison }) => comparison.readable);
  return (
    changed(fact, mine, open) ??
    known(fact, mine, readable) ??
    elaborated(
      fact,
      mine,
      readable.filter((candidate) => open.includes(candidate)),
    ) ?? [
      add(
        fact,
        candidates.length === 0 ? 'Nothing like it was known.' : 'It is new beside what was known.',
        0.8,
      ),
    ]
  );
}

/** What a statement ends, corrects or replaces. */
function changed(
  fact: Fact,
  mine: SentenceAnalysis,
  candidates: readonly Candidate[],
): Decision[] | null {
  // "I moved to Bern and might get a cat": only what is so can take the place of anything.
  const { firm, rest, reservation } = standing(fact.text, fact.saidAt);
  if (reservation !== null && firm !== '') {
    const stated = { ...fact, text: firm };
    const anew = candidates.map(({ memory, similarity }) => ({
      memory,
      similarity,
      comparison: compare(stated, memory),
    }));
    const decisions = changed(stated, analyse(firm), anew);
    if (decisions) return withRest(decisions, firm, rest, fact);
    // What is only planned may still take the place of another plan.
    const plans = candidates.filter(({ memory }) => givesWay(memory, reservation));
    return settled(fact, mine, plans);
  }
  return settled(fact, mine, candidates);
}

/** The same for a statement that is all firm, or memories that give way to what it plans. */
function settled(
  fact: Fact,
  mine: SentenceAnalysis,
  candidates: readonly Candidate[],
): Decision[] | null {
  if (mine.cues.retraction) {
    const retracted = retract(fact, mine, candidates);
    if (retracted) return retracted;
  }
  const readable = candidates.filter(({ comparison }) => comparison.readable);
  const decisions =
    calledOff(fact, mine, readable) ??
    lapsed(fact, mine, readable) ??
    replaced(fact, mine, readable) ??
    exchanged(fact, mine, readable);
  return decisions ? lossless(decisions, fact, mine, readable) : corrected(fact, mine, readable);
}

/** The decisions, with what a closed memory says beside what ends kept in its new text. */
function lossless(
  decisions: readonly Decision[],
  fact: Fact,
  mine: SentenceAnalysis,
  candidates: readonly Candidate[],
): Decision[] {
  return decisions.map((decision): Decision => {
    if (decision.operation !== 'UPDATE' && decision.operation !== 'DELETE') return decision;
    const memory = candidates.find((each) => each.memory.id === decision.memoryId)?.memory.text;
    if (memory === undefined) return decision;
    const { memoryId, confidence } = decision;
    const ends = mine.negated || mine.ended.length > 0 || tellsOfEnd(fact.text);
    const text = decision.operation === 'UPDATE' ? decision.text : '';
    const has = (part: string): boolean => plain(text).includes(plain(part));
    const statement = withoutLeadIn(fact.text);
    const told = text !== '' && plain(text) === plain(statement);
    const rest =
      ends && (text === '' || told)
        ? remainder(memory, fact.text).filter((part) => !has(part))
        : [];
    const who = text === '' ? [] : people(memory, fact.text, [text, ...rest].join(' '));
    if (rest.length + who.length === 0) return decision;
    const closed = text === '' ? [] : [text.replace(/(?<![.!?]["'”’)]*)$/, '.')];
    return {
      operation: 'UPDATE',
      memoryId,
      text: [...rest, ...closed, ...who].join(' '),
      reason: `${decision.reason} The rest of it stays.`,
      confidence,
    };
  });
}

/** Decisions about a part of a statement, so that the rest of it is kept too. */
function withRest(decisions: Decision[], firm: string, rest: string, fact: Fact): Decision[] {
  return decisions.flatMap((decision): Decision[] => {
    if (decision.operation !== 'UPDATE')
      return decision.operation === 'DELETE'
        ? [decision, add({ ...fact, text: rest }, 'It is new beside what was known.', 0.7)]
        : [decision];
    const text = decision.text.includes(firm)
      ? decision.text.replace(firm, () => fact.text)
      : `${decision.text.replace(/(?<![.!?])$/, '.')} ${fact.text}`;
    return [{ ...decision, text }];
  });
}

const OPPOSING = /\b(?:off|without|against|except|unlike|stopped|quit|former|ex)\b/i;

/** The fact says nothing that the memory does not say, in its own words or in plainer ones. */
function known(
  fact: Fact,
  mine: SentenceAnalysis,
  candidates: readonly Candidate[],
): Decision[] | null {
  const text = plainer(fact.text);
  const { cues } = mine;
  for (const candidate of candidates) {
    const { similarity } = candidate;
    const memory = { ...candidate.memory, text: plainer(candidate.memory.text) };
    const same = text === fact.text && memory.text === candidate.memory.text;
    if (
      repeats(mine, candidate) ||
      (!same &&
        repeats(
          { ...analyse(text), cues },
          { memory, similarity, comparison: compare({ ...fact, text }, memory) },
        ))
    )
      return [noop(candidate, 'says it already', Math.min(0.95, 0.5 + similarity / 2))];
  }
  return null;
}

function repeats(mine: SentenceAnalysis, candidate: Candidate): boolean {
  const { memory, comparison, similarity } = candidate;
  if (mine.cues.addition && comparison.coverage < 1) return false;
  if (comparison.newNumbers.length > 0 || !comparison.sameOrder) return false;
  // "I'm off the night shift" has every word of "I'm on the night shift".
  if (OPPOSING.test(mine.text) !== OPPOSING.test(memory.text)) return false;
  if (mixesUp(mine, memory.text)) return false;
  const allKnown = mine.clauses.every((_, at) => {
    const pairs = comparison.pairs.filter((pair) => pair.fact === mine.clauses[at]);
    return pairs.some((pair) => agrees(pair) && saysNoMore(pair, comparison, similarity));
  });
  return (allKnown && mine.clauses.length > 0) || sameInOtherWords(mine, candidate);
}

/** "Ann is going to Oslo" has its words from both halves of "Ann is going to Rome and Bo to Oslo". */
function mixesUp(mine: SentenceAnalysis, memory: string): boolean {
  const parts: Set<string>[] = [];
  for (const { text, subject } of analyse(memory).clauses) {
    const words = salient(analyse(text));
    const last = parts.at(-1);
    if (last && (subject.text === '' || /^(?:he|she|it|they|i|we)$/i.test(subject.text)))
      for (const word of words) last.add(word);
    else parts.push(words);
  }
  if (parts.length < 2) return false;
  const all = new Set(parts.flatMap((words) => [...words]));
  return mine.clauses.some(({ text }) => {
    const told = [...salient(analyse(text))].filter((word) => all.has(word) && !NEUTRAL.has(word));
    return !parts.some((words) => told.every((word) => words.has(word)));
  });
}

/**
 * Words that hardly tell two statements of the same matter apart: "CI runs on X", "CI is on X"; "our backend
 * is written in X", "backend language: X".
 */
const NEUTRAL = new Set(
  'be have use run get take go do keep host base locate name call sit own possess say standard write written build built put place through via what language city home town job daily day every dog cat pet person kind type value setting set always current user team url link website long last'
    .split(' ')
    .map(canonical),
);

/** The fact has no word of its own: what the memory lacks of it tells nothing apart. */
function sameInOtherWords(mine: SentenceAnalysis, candidate: Candidate): boolean {
  const { memory, comparison, similarity } = candidate;
  const theirs = analyse(memory.text);
  const words = salient(mine);
  const known = salient(theirs);
  const shared = [...words].filter((word) => known.has(word));
  const fresh = [...words].filter((word) => !known.has(word));
  return (
    similarity >= THRESHOLDS.paraphrase &&
    shared.length >= (mine.names.length > 0 ? 1 : 2) &&
    fresh.every((word) => NEUTRAL.has(word)) &&
    comparison.newNames.length === 0 &&
    mine.negated === theirs.negated &&
    mine.cues.past === theirs.cues.past &&
    sameHolding(comparison.pairs) &&
    !comparison.pairs.some(otherFamily) &&
    (!personal(comparison.pairs) || comparison.pairs.some(ofOneSubject(memory.text)))
  );
}

/** "My employer is Acme" and "my landlord is Acme". */
const otherFamily = ({ fact, memory }: ClausePair): boolean =>
  fact.family !== null &&
  memory.family !== null &&
  fact.single &&
  memory.single &&
  fact.family !== memory.family;

/** Both speak of one, or the fact of somebody whom the memory names: "I have a dog called Rex", "Rex is a dog". */
const ofOneSubject =
  (memory: string) =>
  ({ subject, fact }: ClausePair): boolean =>
    subject !== 'different' ||
    fact.subject.keys.some(
      (key) => !/[/]|^speaker$/.test(key) && plain(memory).split(' ').includes(key),
    );

const sameHolding = (pairs: readonly ClausePair[]): boolean =>
  pairs.some(({ fact, memory }) => fact.holds === memory.holds && fact.tense === memory.tense);

const personal = (pairs: readonly ClausePair[]): boolean =>
  pairs.some(
    ({ fact, memory }) => fact.subject.kind === 'person' || memory.subject.kind === 'person',
  );

/** Same subject, same sign, same time: the two clauses can be about one state of things. */
function agrees(pair: ClausePair): boolean {
  return (
    pair.subject !== 'different' &&
    pair.sameSign &&
    ((pair.fact.tense === pair.memory.tense && pair.fact.holds === pair.memory.holds) ||
      // Being born is past, and the birthday is not.
      (pair.fact.family === 'birthday' && pair.memory.family === 'birthday'))
  );
}

function saysNoMore(pair: ClausePair, comparison: Comparison, similarity: number): boolean {
  if (comparison.coverage === 1 && similarity >= THRESHOLDS.paraphrase) {
    return (
      pair.fact.verb === pair.memory.verb || pair.sameAttribute || LIGHT_VERBS.has(pair.memory.verb)
    );
  }
  if (comparison.newNames.length > 0) return false;
  if (pair.sameAttribute && pair.subject === 'same' && saysNoMoreValue(pair)) return true;
  const light = LIGHT_VERBS.has(pair.fact.verb) || LIGHT_VERBS.has(pair.memory.verb);
  return (
    pair.sameValue &&
    light &&
    pair.fact.valueWords.length > 1 &&
    similarity >= THRESHOLDS.sameValue &&
    pair.subject === 'same'
  );
}

/** "Based in Ghent" after "lives in Ghent, Belgium". */
const saysNoMoreValue = ({ sameValue, valueOverlap, fact, memory }: ClausePair): boolean =>
  sameValue ||
  (valueOverlap === 1 && fact.holds && fact.valueWords.length < memory.valueWords.length);

/** The fact repeats all of a memory and says more. */
function elaborated(
  fact: Fact,
  mine: SentenceAnalysis,
  candidates: readonly Candidate[],
): Decision[] | null {
  if (mine.cues.addition || mine.cues.past) return null;
  for (const { memory, comparison, similarity } of candidates) {
    if (
      !comparison.sameSpeaker ||
      comparison.reverse < 1 ||
      similarity < THRESHOLDS.elaboration ||
      !comparison.sameOrder
    )
      continue;
    const old = analyse(memory.text);
    if (outOfOrder(old.numbers, mine.numbers).length > 0 || old.words.length === 0) continue;
    const covered = old.clauses.every((clause) =>
      comparison.pairs.some(
        (pair) =>
          pair.memory === clause &&
          pair.subject === 'same' &&
          agrees(pair) &&
          (pair.fact.verb === clause.verb || pair.sameAttribute || LIGHT_VERBS.has(clause.verb)),
      ),
    );
    if (!covered || plain(fact.text) === plain(memory.text)) continue;
    return [
      {
        operation: 'UPDATE',
        memoryId: memory.id,
        text: fact.text,
        reason: `It says all of “${brief(memory.text)}” and more.`,
        confidence: Math.min(0.9, 0.4 + similarity / 2),
      },
    ];
  }
  return null;
}

const add = (fact: Fact, reason: string, confidence: number): Decision => ({
  operation: 'ADD',
  text: fact.text,
  reason,
  confidence,
});

const noop = ({ memory }: Candidate, how: string, confidence: number): Decision => ({
  operation: 'NOOP',
  memoryId: memory.id,
  reason: `“${brief(memory.text)}” ${how}.`,
  confidence,
});
