import type { ScoredMemory } from '../../memory/records.js';
import { epochOf } from '../../memory/time.js';
import { type Comparison } from '../compare.js';
import { canonical, salient } from '../words.js';
import { contrast } from '../contrast.js';
import { ANNOTATION } from '../dates.js';
import { differences, otherInFrame, otherValue, tellsSomething } from '../frame.js';
import { analyse, type SentenceAnalysis } from '../language.js';
import { MONTHS, RELATIONS } from '../lexicon.js';
import { memoised } from '../memo.js';
import { withoutLeadIn } from '../merge.js';
import type { Fact } from '../policy.js';
import { isVerb } from '../tokens.js';
import { otherName, toldApart } from './apart.js';
import { tellsOfChange } from './change.js';
import { tellsOfEnd } from './ending.js';

/**
 * Whether a memory stays true beside a statement although they have words in common: the statement speaks
 * of another thing of the kind (by name or by what stands before the noun), of somebody else, of what comes on top or of another day. What corrects
 * itself says that it does not.
 */
export function staysBeside(fact: Fact, memory: ScoredMemory, comparison: Comparison): boolean {
  const mine = analyse(fact.text);
  if (mine.cues.correction) return correctsNothing(withoutLeadIn(fact.text), memory.text);
  const theirs = analyse(memory.text);
  return (
    // First what is so of most.
    ofNothingShared(fact, memory, comparison) ||
    otherName(fact.text, memory.text) ||
    ofAnotherThing(fact.text, memory) ||
    (!tellsOfNews(fact.text, memory) && otherValue(fact.text, memory.text)) ||
    ofAnotherPerson(mine, theirs, comparison) ||
    onTop(fact.text, memory.text) ||
    onAnotherDay(fact, memory, mine, theirs)
  );
}

/** "Checked the handbook again" has no word and no value that could set a memory right. */
const correctsNothing = (fact: string, memory: string): boolean => {
  const { current, negated } = analyse(fact);
  const known = salient(analyse(memory));
  return (
    current.length === 0 &&
    !negated &&
    contrast(fact, memory).gained.length === 0 &&
    ![...salient(analyse(fact))].some((word) => known.has(word))
  );
};

/** Two things told of in one frame; that the one is over may be told in another. */
export const toldOfAnother = (fact: string, memory: string): boolean =>
  otherInFrame(fact, memory) && !tellsOfEnd(fact);

/**
 * "The swimming lesson is on Monday" leaves the piano lesson alone; but who was promoted is a senior nurse in the
 * place of a junior one, so of what is told to change only what the memory speaks of tells it apart.
 */
const ofAnotherThing = (fact: string, memory: ScoredMemory): boolean =>
  toldApart(fact, memory.text) &&
  (!tellsOfChange(fact, memory) ||
    tellsOfEnd(fact) ||
    toldApart(fact, beforeVerb(analyse(memory.text))));

/** What a statement speaks of: the words before its verb. */
function beforeVerb({ text, tokens }: SentenceAnalysis): string {
  const at = tokens.findIndex((_, index) => isVerb(tokens, index));
  return at < 0 ? text : text.slice(0, tokens[at]?.start).trim();
}

/** "My friend Emre dropped his plan" says nothing of the speaker's own. */
function ofAnotherPerson(
  mine: SentenceAnalysis,
  theirs: SentenceAnalysis,
  { pairs }: Comparison,
): boolean {
  const [told] = mine.clauses;
  const [known] = theirs.clauses;
  if (
    !told ||
    known?.subject.kind !== 'speaker' ||
    pairs.some(({ subject }) => subject !== 'different')
  )
    return false;
  const who = told.subject.text;
  const rest = mine.text.replace(who, '');
  const relation = who
    .toLowerCase()
    .split(/[\s'’]+/)
    .some((word) => RELATIONS.has(word));
  const named = mine.names.filter((name) => who.includes(name));
  return (
    relation &&
    !SPEAKER.test(who.replace(OWNED_BY, '')) &&
    !SPEAKER.test(rest) &&
    !named.some((name) => theirs.text.toLowerCase().includes(name.toLowerCase()))
  );
}

/** "My friend" is not the speaker, "me and my friend" are. */
const OWNED_BY = /\b(?:my|our|user['’]s)\b/gi;
const SPEAKER = /\b(?:i|me|my|mine|we|us|our|user)\b/i;

/** "Got my licence for Berlin as well": nothing gives way. */
const onTop = (fact: string, memory: string): boolean =>
  ON_TOP.test(fact) && !ON_TOP.test(memory) && !tellsOfEnd(fact) && !INSTEAD.test(fact);

const ON_TOP =
  /\b(?:as well|also|in addition|additionally|on top of|(?:was|were|been) added|too(?=\s*(?:[,.;!?)]|$)))\b/i;
const INSTEAD = /\b(?:instead|no longer|any ?more|switched|replaced|moved)\b/i;

/** What was done on a day stays done, and what is to come, whatever was done on another. */
function onAnotherDay(
  fact: Fact,
  memory: ScoredMemory,
  mine: SentenceAnalysis,
  theirs: SentenceAnalysis,
): boolean {
  if (doneAlike(mine, theirs)) return true;
  const days = daysOf(memory.text);
  const others = daysOf(fact.text);
  if (days.length === 0 || others.length === 0 || days.some((day) => others.includes(day)))
    return false;
  if (isPast(theirs)) return true;
  const now = epochOf(fact.saidAt);
  return (
    isPast(mine) &&
    days.every((day) => day > now) &&
    others.every((day) => day <= now) &&
    !tellsOfNews(fact.text, memory)
  );
}

/** "Ran 5 km", "ran 8 km": two that were done alike. */
function doneAlike(mine: SentenceAnalysis, theirs: SentenceAnalysis): boolean {
  const sameDeed = mine.clauses[0]?.verb === theirs.clauses[0]?.verb;
  return (
    sameDeed &&
    isPast(mine) &&
    isPast(theirs) &&
    differences(mine.text, theirs.text)?.some(
      ({ from, to }) => tellsSomething(from) && tellsSomething(to),
    ) === true
  );
}

const isPast = ({ clauses }: SentenceAnalysis): boolean =>
  clauses.length > 0 && clauses.every(({ tense, holds }) => tense === 'past' && !holds);

const tellsOfNews = (fact: string, memory: ScoredMemory): boolean =>
  tellsOfChange(fact, memory) || tellsOfEnd(fact);

const MONTH = `(?:${MONTHS})`;
const DAY = new RegExp(
  String.raw`\b\d{1,2} ${MONTH} \d{4}\b|\b${MONTH} \d{1,2},? \d{4}\b|\b\d{4}-\d\d-\d\d\b`,
  'gi',
);

/** The days that a text names, as moments. */
const daysOf = memoised((text): readonly number[] =>
  [...text.matchAll(DAY)].map(([day]) => Date.parse(day)).filter((day) => !Number.isNaN(day)),
);

/** They share no word nor attribute, or no word of matter where nothing says that anything changed. */
function ofNothingShared({ text }: Fact, memory: ScoredMemory, { pairs }: Comparison): boolean {
  const known = salient(analyse(memory.text));
  const any = [...salient(analyse(text))].some((word) => word !== USER && known.has(word));
  if (!any && !pairs.some(({ sameAttribute }) => sameAttribute)) return true;
  if (tellsOfNews(text, memory)) return false;
  if (pairs.some((pair) => pair.fact.family !== null && pair.fact.family === pair.memory.family))
    return false;
  const words = matterOf(memory.text);
  return ![...matterOf(text)].some((word) => words.has(word));
}

const USER = canonical('user');

/** Words of matter without the dates written beside them. */
const matterOf = memoised(
  (text) =>
    new Set([...salient(analyse(text.replace(ANNOTATION, '')))].filter((word) => !FAINT.has(word))),
);

/** Words that two statements may share by chance; in stemmed form. */
const FAINT = new Set(
  'user be have get go do use run take make year month week day today yesterday tomorrow new begin end'
    .split(' ')
    .map(canonical),
);
