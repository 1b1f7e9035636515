import { DAY_MS, epochOf } from '../../memory/time.js';
import type { ScoredMemory } from '../../memory/records.js';
import type { ClausePair } from '../clause-pairs.js';
import { compare } from '../compare.js';
import { canonical, salient } from '../words.js';
import { analyse, type SentenceAnalysis } from '../language.js';
import { CANCELLED, ENDING_VERBS } from '../lexicon.js';
import { memoised, memoisedOf } from '../memo.js';
import type { Decision, Fact, Observation } from '../policy.js';
import type { Input } from './network.js';
import { ALIGNMENT_FEATURES, alignmentFeatures } from './alignment-features.js';
import { CUE_FEATURES, cueFeatures } from './cue-words.js';
import type { Candidate } from './candidate.js';
import { openOptions } from './open-options.js';
import { decideByRules } from './rules.js';

/** Changes whenever a feature's meaning, place or name does: weights are only good for their version. */
export const FEATURE_VERSION = 'features@4';

const COMPARISON_FEATURES = [
  ['similarity', 'close in meaning'],
  ['similarity-high', 'almost the same meaning'],
  ['rank', ''],
  ['first', 'the closest memory'],
  ['gap', ''],
  ['margin', ''],
  ['margin-overlap', ''],
  ['crowd', ''],
  ['identical', 'word for word the same'],
  ['coverage', 'says what is known already'],
  ['covered', 'says nothing that is not known'],
  ['reverse', 'repeats what the memory says'],
  ['reversed', 'repeats all of the memory'],
  ['overlap', 'many words in common'],
  ['names-speaker', ''],
  ['same-order', ''],
  ['subject-same', 'same subject'],
  ['subject-different', 'another subject'],
  ['subject-overlap', 'same words for the subject'],
  ['subject-words-differ', 'other words for the subject'],
  ['subject-numbers-differ', 'another number in the subject'],
  ['attribute-same', 'same subject and attribute'],
  ['attribute-elsewhere', 'same attribute of another subject'],
  ['family-same', 'same kind of fact'],
  ['single', 'same attribute, which has one value at a time'],
  ['value-same', 'same value'],
  ['value-overlap', 'values share words'],
  ['value-different', 'another value'],
  ['single-other-value', 'new value of an attribute that has one at a time'],
  ['sign-flip', 'one says it holds, the other that it does not'],
  ['ends-clause', 'says that what was known ended'],
  ['ended-words', 'names what ended'],
  ['current-words', ''],
  ['only-clause', ''],
  ['new-numbers', 'brings new numbers or dates'],
  ['old-numbers', 'the memory has other numbers or dates'],
  ['shared-numbers', 'same numbers'],
  ['new-names', 'brings new names'],
  ['old-names', 'the memory has other names'],
  ['shared-names', 'same names'],
  ['frame', 'same wording around the value'],
  ['frame-covered', 'same wording around the value'],
  ['frame-reversed', 'same wording around the value'],
  ['rare-words', 'shares words that no other memory has'],
  ['retraction-overlap', 'takes back something with the same words'],
  ['correction-overlap', 'corrects something with the same words'],
  ['correction-latest', 'corrects what was said last'],
  ['change-attribute', 'says that this attribute changed'],
  ['addition-attribute', 'one more of the same kind'],
  ['longer', 'says more'],
  ['age', ''],
  ['same-day', ''],
  ['latest', 'the memory said last'],
  ['memory-negated', ''],
  ['memory-holds', ''],
  ['memory-past', ''],
  ['memory-clauses', ''],
  ['siblings', 'several memories have this attribute'],
  ['tense-same', ''],
  ['new-words', 'brings new words'],
  ['old-words', ''],
  ['names-kept', 'names all that the memory names'],
  ['names-known', 'names nothing that the memory does not'],
  ['negation-differs', 'one says it holds, the other that it does not'],
  ['ending-overlap', 'says that something with the same words is over'],
  ['now-attribute', 'says how this attribute is now'],
  ['rule-rewrites', 'it takes the place of the memory'],
  ['rule-revises', 'it changes a part of the memory'],
  ['rule-deletes', 'it takes the memory back'],
  ['rule-known', 'the memory says it already'],
] as const;

/**
 * What the network sees of a candidate beside the fact, in this order. The words explain a decision to
 * people when the feature spoke for it; features without words are never given as a reason.
 */
export const PAIR_FEATURES = [
  ...COMPARISON_FEATURES,
  ...ALIGNMENT_FEATURES,
  ...CUE_FEATURES,
] as const;

/** What the network sees of the fact, in this order. */
export const FACT_FEATURES = [
  'correction',
  'retraction',
  'change',
  'addition',
  'past',
  'ended',
  'current',
  'negated',
  'clauses',
  'words',
  'names',
  'numbers',
  'question',
  'now',
  'lapsed',
  'ending',
  'tense-past',
  'tense-future',
  'holds',
  'single',
  'family',
  'any-candidate',
  'top-similarity',
  'top-coverage',
  'identical-there',
  'attribute-there',
  'rule-adds',
  'rule-skips',
] as const;

type ComparisonFeature = (typeof COMPARISON_FEATURES)[number][0];
const COMPARISON_NAMES = COMPARISON_FEATURES.map(([name]) => name);
export type FactFeature = (typeof FACT_FEATURES)[number];

export interface Encoding extends Input {
  /** In the order of `pairs`. */
  candidates: Candidate[];
  /** What the rules decide. */
  advice: readonly Decision[];
}

/**
 * Encodes one decision. Candidates are the retrieved memories that the fact may be about: the same
 * speaker's or those of a person it names, in a script that can be read. What fixed rules would do is
 * one more opinion among the features: the network learns when to follow it.
 *
 * @param observation without the speaker's own name, see `unnamed`
 */
export function encode(observation: Observation): Encoding {
  const { fact, related } = observation;
  const mine = analyse(fact.text);
  const advice = decideByRules(observation);
  const candidates = related
    .map((memory) => ({ memory, comparison: compare(fact, memory), advice: null }))
    .filter(
      ({ comparison }) =>
        comparison.readable && (comparison.sameSpeaker || comparison.namesSpeaker),
    )
    .map((candidate): Candidate => ({ ...candidate, advice: adviceFor(candidate.memory, advice) }));
  const context = contextOf(candidates);
  const pairs = candidates.map((candidate, rank) =>
    encodePair(fact, mine, candidate, rank, context),
  );
  return {
    candidates,
    advice,
    pairs,
    fact: encodeFact(mine, candidates, advice),
    open: openOptions(fact, candidates, advice),
  };
}

const adviceFor = (memory: ScoredMemory, advice: readonly Decision[]): Decision | null =>
  advice.find((each) => each.operation !== 'ADD' && each.memoryId === memory.id) ?? null;

/** What only shows when all candidates are seen together. */
interface Context {
  top: number;
  latest: number;
  /** How many candidates are on the subject of the fact. */
  near: number;
  /** Similarities, and shares of common words, of all candidates, largest first. */
  similarities: readonly number[];
  overlaps: readonly number[];
  /** How many candidates have each word. */
  holding: Map<string, number>;
  siblings: number;
}

function contextOf(candidates: readonly Candidate[]): Context {
  const holding = new Map<string, number>();
  for (const { memory } of candidates)
    for (const word of salient(analyse(memory.text)))
      holding.set(word, (holding.get(word) ?? 0) + 1);
  const similarities = descending(candidates.map(({ memory }) => memory.similarity ?? 0));
  return {
    top: Math.max(0, similarities[0] ?? 0),
    latest: Math.max(0, ...candidates.map(({ memory }) => epochOf(memory.saidAt))),
    near: similarities.filter((each) => each >= NEAR).length,
    similarities,
    overlaps: descending(candidates.map(({ comparison }) => comparison.overlap)),
    holding,
    siblings: candidates.filter(({ comparison }) => comparison.pairs.some(matches)).length,
  };
}

const descending = (values: number[]): number[] => values.sort((a, b) => b - a);

/** How far a value lies above the largest of all others, or below it. */
const margin = (value: number, all: readonly number[]): number =>
  value - ((value === all[0] ? all[1] : all[0]) ?? 0);

/** From this similarity on a memory is on the subject of the fact. */
const NEAR = 0.35;

const matches = (pair: ClausePair): boolean => pair.subject === 'same' && pair.sameAttribute;
const yes = (value: boolean): number => (value ? 1 : 0);
const few = (count: number, most: number): number => Math.min(count, most) / most;

function encodePair(
  fact: Fact,
  mine: SentenceAnalysis,
  { memory, comparison, advice }: Candidate,
  rank: number,
  context: Context,
): Float64Array {
  const { pairs, coverage, reverse, overlap } = comparison;
  const theirs = analyse(memory.text);
  const similarity = memory.similarity ?? 0;
  const matching = pairs.filter(matches);
  const best = Math.max(0, ...matching.map((pair) => pair.valueOverlap));
  const single = matching.some((pair) => pair.single || pair.fact.single);
  const other = matching.some((pair) => pair.valueOverlap < 1 && pair.fact.valueWords.length > 0);
  const words = salient(mine);
  const known = salient(theirs);
  const shared = shareOf(words, known);
  const rare = shared.filter((word) => (context.holding.get(word) ?? 0) <= 1).length;
  const frame = framesOf(mine, theirs);
  const subjects = subjectsOf(pairs);
  const days = Math.abs(epochOf(fact.saidAt) - epochOf(memory.saidAt)) / DAY_MS;
  const numbers = [...theirs.numbers, ...theirs.literals, ...theirs.dates];
  const oldNumbers = lacking(numbers, fact.text).length;
  const oldNames = lacking(theirs.names, fact.text).length;
  const { correction, retraction, change, addition } = mine.cues;
  const latest = epochOf(memory.saidAt) === context.latest;
  const values: Record<ComparisonFeature, number> = {
    similarity,
    'similarity-high': Math.max(0, similarity - 0.6) * 2.5,
    rank: 1 / (1 + rank),
    first: yes(rank === 0),
    gap: context.top - similarity,
    margin: margin(similarity, context.similarities),
    'margin-overlap': margin(overlap, context.overlaps),
    crowd: few(context.near, 10),
    identical: yes(comparison.identical),
    coverage,
    covered: yes(coverage === 1),
    reverse,
    reversed: yes(reverse === 1),
    overlap,
    'names-speaker': yes(comparison.namesSpeaker && !comparison.sameSpeaker),
    'same-order': yes(comparison.sameOrder),
    'subject-same': yes(pairs.some((pair) => pair.subject === 'same')),
    'subject-different': yes(
      pairs.length > 0 && pairs.every((pair) => pair.subject === 'different'),
    ),
    'subject-overlap': subjects.overlap,
    'subject-words-differ': yes(subjects.overlap < 0.5),
    'subject-numbers-differ': yes(subjects.otherNumbers),
    'attribute-same': yes(matching.length > 0),
    'attribute-elsewhere': yes(
      matching.length === 0 &&
        pairs.some((pair) => pair.sameAttribute && pair.subject === 'different'),
    ),
    'family-same': yes(
      pairs.some((pair) => pair.fact.family !== null && pair.fact.family === pair.memory.family),
    ),
    single: yes(single),
    'value-same': yes(matching.some((pair) => pair.sameValue)),
    'value-overlap': best,
    'value-different': yes(other && best < 0.5),
    'single-other-value': yes(single && other),
    'sign-flip': yes(pairs.some((pair) => !pair.sameSign && pair.valueOverlap > 0.5)),
    'ends-clause': yes(comparison.endsClause >= 0),
    'ended-words': phraseShare(mine.ended, memory.text),
    'current-words': phraseShare(mine.current, memory.text),
    'only-clause': yes(theirs.clauses.length <= 1),
    'new-numbers': few(comparison.newNumbers.length, 2),
    'old-numbers': few(oldNumbers, 2),
    'shared-numbers': few(numbers.length - oldNumbers, 2),
    'new-names': few(comparison.newNames.length, 2),
    'old-names': few(oldNames, 2),
    'shared-names': few(theirs.names.length - oldNames, 2),
    frame: frame.overlap,
    'frame-covered': frame.coverage,
    'frame-reversed': frame.reverse,
    'rare-words': shared.length === 0 ? 0 : few(rare, 3),
    'retraction-overlap': retraction ? Math.max(coverage, reverse) : 0,
    'correction-overlap': correction ? Math.max(coverage, reverse) : 0,
    'correction-latest': yes(correction && latest),
    'change-attribute': yes(change && matching.length > 0),
    'addition-attribute': yes(addition && matching.length > 0),
    longer: Math.tanh((fact.text.length - memory.text.length) / 60),
    age: Math.min(1, Math.log1p(days) / 6),
    'same-day': yes(days < 1),
    latest: yes(latest),
    'memory-negated': yes(theirs.negated),
    'memory-holds': yes(theirs.clauses.some((clause) => clause.holds)),
    'memory-past': yes(theirs.clauses.every((clause) => clause.tense === 'past')),
    'memory-clauses': few(theirs.clauses.length, 4),
    siblings: matching.length > 0 ? few(context.siblings - 1, 3) : 0,
    'tense-same': yes(pairs.some((pair) => pair.fact.tense === pair.memory.tense)),
    'new-words': few(words.size - shared.length, 4),
    'old-words': few(known.size - shared.length, 4),
    'names-kept': yes(theirs.names.length > 0 && oldNames === 0),
    'names-known': yes(mine.names.length > 0 && comparison.newNames.length === 0),
    'negation-differs': yes((mine.negated || LAPSED.test(fact.text)) !== theirs.negated),
    'ending-overlap': ends(mine) ? Math.max(coverage, reverse) : 0,
    'now-attribute': yes(matching.length > 0 && NOW.test(fact.text)),
    'rule-rewrites': yes(advice?.operation === 'UPDATE' && advice.text === fact.text),
    'rule-revises': yes(advice?.operation === 'UPDATE' && advice.text !== fact.text),
    'rule-deletes': yes(advice?.operation === 'DELETE'),
    'rule-known': yes(advice?.operation === 'NOOP'),
  };
  const row = new Float64Array(PAIR_FEATURES.length);
  COMPARISON_NAMES.forEach((name, at) => (row[at] = values[name]));
  row.set(alignmentFeatures(fact, memory), COMPARISON_NAMES.length);
  row.set(cueFeatures(fact.text, memory.text), PAIR_FEATURES.length - CUE_FEATURES.length);
  return row;
}

function encodeFact(
  mine: SentenceAnalysis,
  candidates: readonly Candidate[],
  advice: readonly Decision[],
): Float64Array {
  const { cues, clauses } = mine;
  const comparisons = candidates.map(({ comparison }) => comparison);
  const values: Record<FactFeature, number> = {
    correction: yes(cues.correction),
    retraction: yes(cues.retraction),
    change: yes(cues.change),
    addition: yes(cues.addition),
    past: yes(cues.past),
    ended: yes(mine.ended.length > 0),
    current: yes(mine.current.length > 0),
    negated: yes(mine.negated),
    clauses: few(clauses.length, 3),
    words: few(mine.words.length, 12),
    names: few(mine.names.length, 3),
    numbers: few(mine.numbers.length + mine.literals.length + mine.dates.length, 3),
    question: yes(/\?\s*$/.test(mine.text)),
    now: yes(NOW.test(mine.text)),
    lapsed: yes(LAPSED.test(mine.text)),
    ending: yes(ends(mine)),
    'tense-past': yes(clauses.some((clause) => clause.tense === 'past')),
    'tense-future': yes(clauses.some((clause) => clause.tense === 'future')),
    holds: yes(clauses.some((clause) => clause.holds)),
    single: yes(clauses.some((clause) => clause.single)),
    family: yes(clauses.some((clause) => clause.family !== null)),
    'any-candidate': yes(candidates.length > 0),
    'top-similarity': Math.max(0, ...candidates.map(({ memory }) => memory.similarity ?? 0)),
    'top-coverage': Math.max(0, ...comparisons.map(({ coverage }) => coverage)),
    'identical-there': yes(comparisons.some(({ identical }) => identical)),
    'attribute-there': yes(comparisons.some(({ pairs }) => pairs.some(matches))),
    'rule-adds': yes(advice.some(({ operation }) => operation === 'ADD')),
    'rule-skips': yes(advice.length > 0 && advice.every(({ operation }) => operation === 'NOOP')),
  };
  return new Float64Array(FACT_FEATURES.map((name) => values[name]));
}

/**
 * How alike the words for the subjects are, for the two clauses that agree most: "the backend repo" is
 * not "the frontend repo", invoice 1041 not invoice 1042. One half where a subject is left out.
 */
function subjectsOf(pairs: readonly ClausePair[]): { overlap: number; otherNumbers: boolean } {
  let overlap = pairs.length === 0 ? 0.5 : 0;
  let otherNumbers = false;
  for (const pair of pairs) {
    const a = subjectWords(pair.fact.subject.text);
    const b = subjectWords(pair.memory.subject.text);
    const both = shareOf(a, b).length;
    const share = a.size === 0 || b.size === 0 ? 0.5 : both / (a.size + b.size - both);
    if (share < overlap) continue;
    overlap = share;
    const numbers = (words: ReadonlySet<string>): string =>
      [...words].filter((word) => /\d/.test(word)).join(' ');
    otherNumbers = numbers(a) !== numbers(b) && numbers(a) !== '' && numbers(b) !== '';
  }
  return { overlap, otherNumbers };
}

const ARTICLES = /^(?:an?|the|my|our|your|his|her|its|their|this|that|these|those|user|s)$/;

const subjectWords = memoised((text: string): ReadonlySet<string> => {
  const words = text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];
  return new Set(words.filter((word) => !ARTICLES.test(word)).map(canonical));
});

/**
 * How alike two statements are apart from names, numbers and literals: "the staging URL is …" beside
 * "the staging URL is …", whatever the values.
 */
function framesOf(
  mine: SentenceAnalysis,
  theirs: SentenceAnalysis,
): { overlap: number; coverage: number; reverse: number } {
  const a = frameOf(mine);
  const b = frameOf(theirs);
  const both = shareOf(a, b).length;
  const all = a.size + b.size - both;
  return {
    overlap: all === 0 ? 0 : both / all,
    coverage: a.size === 0 ? 0 : both / a.size,
    reverse: b.size === 0 ? 0 : both / b.size,
  };
}

/** How things are from now on. */
const NOW =
  /\b(?:now|nowadays|these days|currently|at the moment|as of|from now on|going forward)\b/i;
/** How things are not any more. */
const LAPSED = /\b(?:no longer|any ?more|not .{1,30} after all|won['’]t|no more)\b/i;

/** Whether something is said to be over. */
const ends = memoisedOf(
  ({ text, tokens }: SentenceAnalysis): boolean =>
    CANCELLED.test(text) ||
    LAPSED.test(text) ||
    tokens.some(({ lemma }) => ENDING_VERBS.has(lemma)),
);

const frameOf = memoisedOf((analysis: SentenceAnalysis): ReadonlySet<string> => {
  const values = new Set(
    [...analysis.names, ...analysis.literals]
      .flatMap((name) => name.toLowerCase().split(/\s+/))
      .map(canonical),
  );
  return new Set([...salient(analysis)].filter((word) => !values.has(word) && !/\d/.test(word)));
});

const shareOf = (a: ReadonlySet<string>, b: ReadonlySet<string>): string[] =>
  [...a].filter((word) => b.has(word));

const lacking = (items: readonly string[], text: string): string[] => {
  const lower = text.toLowerCase();
  return items.filter((item) => !lower.includes(item.toLowerCase()));
};

/** The largest share of a phrase's words that a text has. */
function phraseShare(phrases: readonly string[], text: string): number {
  if (phrases.length === 0) return 0;
  const theirs = new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);
  let best = 0;
  for (const phrase of phrases) {
    const own = phrase.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
    const telling = own.filter((word) => word.length > 2);
    const counted = telling.length > 0 ? telling : own;
    if (counted.length === 0) continue;
    best = Math.max(best, counted.filter((word) => theirs.has(word)).length / counted.length);
  }
  return best;
}
