import type { ScoredMemory } from '../../memory/records.js';
import { brief, withoutRepeats } from '../../memory/text.js';
import { type Candidate } from '../compare.js';
import { canonical, salient } from '../words.js';
import {
  type Contrast,
  contrast,
  exchangedSlots,
  type LikelyValue,
  likelyValues,
  type Slot,
} from '../contrast.js';
import { analyse, type SentenceAnalysis } from '../language.js';
import { memoised } from '../memo.js';
import { exchange, withoutLeadIn } from '../merge.js';
import type { Decision, Fact } from '../policy.js';
import { closedBracket } from '../sentence-form.js';
import { standing } from '../standing.js';
import { countsTheSame, ofAnotherMatter, ofMatter } from './another-matter.js';
import { otherName, toldApart } from './apart.js';
import { tellsOfChange, tellsOfLoss } from './change.js';
import { aboutOthers, comesOnTop, isRelated, olderThan } from './concerns.js';
import { endsOnly } from './ending.js';

/** Who does these is a role that passes from one to the next. */
const ROLE_VERBS = new Set(
  'lead run own maintain manage head chair host coach organize handle review'.split(' '),
);

/** A value of the memory has another one of its kind in its place: "invoice 1042 is now for 350 euros". */
export function exchanged(
  fact: Fact,
  mine: SentenceAnalysis,
  candidates: readonly Candidate[],
): Decision[] | null {
  if (comesOnTop(fact.text) && !mine.cues.correction) return null;
  const statement = withoutLeadIn(fact.text);
  const parts = segments(statement);
  const found = candidates.filter(isRelated).flatMap((candidate) => {
    const { memory, similarity, comparison } = candidate;
    // Of one thing they speak in some word that both have.
    if (comparison.overlap === 0 || olderThan(fact.text, memory)) return [];
    // What the rest of the memory says already is nothing new.
    const lower = memory.text.toLowerCase();
    const told = parts.map(({ values, ...part }) => ({
      ...part,
      values: values.filter((value) => !lower.includes(value.text)),
    }));
    if (leavesAsItIs(statement, memory.text)) return [];
    const beside = told.flatMap((part) =>
      segments(memory.text)
        .filter((known) => comparable(part, known))
        .map((known) => [part.text, known.text] as const),
    );
    if (beside.length === 0) return [];
    if (!mine.cues.correction && (toldApart(statement, memory.text) || othersNamed(fact, memory)))
      return [];
    for (const [part, known] of beside) {
      const fit = exchangedIn(part, known, mine, fact, candidate);
      if (fit) return [{ candidate, ...fit, weight: fit.weight + similarity }];
    }
    return [];
  });
  found.sort((a, b) => b.weight - a.weight);
  const [best] = found;
  if (!best) return null;
  const { memory, similarity } = best.candidate;
  const swaps = best.pairs.map(({ from, to }) =>
    named(memory.text, statement, { from: from.text, to: to.text }),
  );
  return [
    {
      operation: 'UPDATE',
      memoryId: memory.id,
      text: exchange(memory.text, statement, swaps),
      reason: `It gives a new value for “${brief(memory.text)}”.`,
      confidence: Math.min(0.92, 0.6 + similarity / 3),
    },
  ];
}

/** "The journal club is at 4; the lab meeting is unchanged" after "the lab meeting is at 10". */
const leavesAsItIs = (statement: string, memory: string): boolean =>
  statement.split(PART).some((part) => {
    if (!UNCHANGED.test(part)) return false;
    const { sameThing, identity } = contrast(part, memory);
    return sameThing && identity > 0;
  });

const UNCHANGED =
  /\b(?:(?:is|are|was|were|stays?|remains?) (?:unchanged|the same|as (?:it|they) (?:is|are|was|were)|as before)|does(?:n['’]t| not) change|stays put)\b/i;

/** "The boss of level 13 has 2400 HP" after "the boss of level 3 has 900 HP": each says which it speaks of. */
function othersNamed(fact: Fact, memory: ScoredMemory): boolean {
  if (otherName(fact.text, memory.text)) return true;
  const { lost, gained, otherThing } = contrast(withoutLeadIn(fact.text), memory.text);
  if (otherThing) return true;
  if (tellsOfChange(fact.text, memory)) return false;
  // Another bank with another rate of interest is another account.
  const several = (slots: readonly Slot[]): boolean =>
    slots.some(({ kind }) => kind === 'name') && slots.some(({ kind }) => kind !== 'name');
  return (
    [lost, gained].every((slots) => slots.some(({ identifies }) => identifies)) ||
    [lost, gained].every(several)
  );
}

/**
 * The values of one part of a memory that one part of a statement puts others in place of, and how surely
 * both parts speak of one thing; null where they do not.
 */
function exchangedIn(
  statement: string,
  memory: string,
  mine: SentenceAnalysis,
  fact: Fact,
  { comparison, memory: known }: Candidate,
): { pairs: { from: Slot; to: Slot }[]; weight: number } | null {
  const seen = contrast(statement, memory);
  const pairs = exchangedSlots(seen);
  if (pairs.length === 0) return null;
  if (!mine.cues.correction && toldApart(statement, memory)) return null;
  // What the rest of the memory says already is nothing new.
  if (pairs.some(({ to }) => known.text.toLowerCase().includes(to.text.toLowerCase()))) return null;
  const framed =
    seen.missingTopic.length === 0 && seen.extra.length === 0 && seen.sharedTopic.length > 0;
  if (
    !mine.cues.correction &&
    pairs.some((pair) => ofAnotherMatter(pair, statement, memory, fact, known, framed))
  )
    return null;
  // "… since Piotr went on sabbatical" says that it is Piotr no longer.
  const told =
    mine.cues.correction ||
    tellsOfChange(fact.text, known) ||
    pairs.some(({ from }) => from.kind === 'name' && fact.text.includes(from.text));
  const old = analyse(memory);
  const stated = analyse(statement);
  if (!mine.cues.correction && saysOtherwise(old, stated, fact.saidAt)) return null;
  if (pairs.every(({ from, to }) => from.kind === 'name' && ofAnotherThing(to.text, stated, old)))
    return null;
  const roleOnly =
    pairs.length === 1 &&
    pairs[0]?.from.identifies === true &&
    ROLE_VERBS.has(old.clauses[0]?.verb ?? '') &&
    seen.missingTopic.every((word) => OF_KIND.test(word));
  const atValue = told && changedThing(seen, pairs, memory);
  // "The christening starts at 4pm now", of which only one was told.
  const retimed =
    told && framed && pairs.every(({ from }) => /^(?:time|date|weekday)$/.test(from.kind));
  const measured = pairs.length === 1 && pairs.every(sameMeasure(statement, memory));
  const dosed = measured && ofOneThing(seen, memory);
  const meant = seen.sameThing || seen.shorterName || roleOnly || atValue || dosed || retimed;
  if (!meant) return null;
  // "Idan moved on the 20th" after "Tegan moves in June": of two people each has their own time.
  const somebody = ({ kind, identifies }: Slot): boolean => kind === 'name' && identifies;
  if (
    !mine.cues.correction &&
    !pairs.some(({ from }) => somebody(from)) &&
    [seen.lost, seen.gained].every((slots) => slots.some(somebody))
  )
    return null;
  // Another invoice number is another invoice.
  if (pairs.some(({ from }) => from.identifies) && !roleOnly) return null;
  const holder = pairs.some(({ from }) => old.clauses[0]?.subject.text.includes(from.text));
  // "My doctor upped it to 20mg": who did it is not whose it is.
  const setTo =
    pairs.some(({ to }) => statement.includes(` to ${to.text}`)) ||
    referring(fact.text).includes(statement);
  if (aboutOthers(comparison.pairs) && !holder && !setTo) return null;
  const verbs = new Set(old.clauses.map(({ verb }) => canonical(verb)));
  const matter = pairs.some((pair) => countsTheSame(pair, statement, memory))
    ? seen.sharedTopic
    : ofMatter(seen);
  const onlySomebody = seen.sharedTopic.length > 0 && matter.length === 0;
  const shared = Math.max(
    matter.filter((word) => !verbs.has(word)).length,
    seen.sameThing && !onlySomebody ? seen.identity : 0,
  );
  const lacking = seen.missingTopic.filter((word) => !verbs.has(word)).length;
  const topic = framed ? 1 : shared / Math.max(1, shared + lacking);
  // "Alfie's swimming is on Fridays": there is one such thing, so it has no second day.
  const definite = stated.clauses.some(
    ({ holds, single, verb, attribute }) => holds && single && verb === 'be' && attribute !== '',
  );
  const fits = told
    ? framed ||
      atValue ||
      dosed ||
      (shared > 0 && (seen.identity > 0 ? topic >= 0.4 : topic >= 0.5))
    : (measured && shared > 0 && definite) ||
      (framed && pairs.every(sameLead) && pairs.every(numbered)) ||
      (seen.identity > 0 &&
        seen.extra.length === 0 &&
        (oneAtATime(old) || definite) &&
        (seen.missingTopic.length === 0 || pairs.every(sameLead)));
  const stands =
    mine.cues.correction || old.clauses.some(({ holds, tense }) => holds || tense === 'future');
  return fits && stands ? { pairs, weight: topic + seen.identity / 10 } : null;
}

/** "Andre's book is Frankenstein" names a thing of his that "Andre lives in Oslo" says nothing of. */
function ofAnotherThing(value: string, stated: SentenceAnalysis, old: SentenceAnalysis): boolean {
  const clause = stated.clauses.find((each) => each.value.includes(value));
  if (!clause || clause.attribute === '' || clause.attribute.startsWith(clause.verb)) return false;
  const thing = clause.attribute.split(' ').at(-1) ?? '';
  return (
    !salient(old).has(canonical(thing)) &&
    !old.clauses.some(({ family }) => family !== null && family === clause.family)
  );
}

/**
 * "We stopped using Jest", "Bea doesn't eat fish", "I want to learn Rust", "we might switch to Bun": with a
 * value out of "we use Vitest" or "I'm learning Go" in its place, each would say what nobody said.
 */
function saysOtherwise(
  old: SentenceAnalysis,
  stated: SentenceAnalysis,
  at: Fact['saidAt'],
): boolean {
  if (isOver(old) && !isOver(stated)) return true;
  if (!isOver(old) && stated.clauses.length === 1 && endsOnly(stated.text)) return true;
  const verbs = new Set(stated.clauses.map(({ verb }) => canonical(verb)));
  const isDone = (word: string): boolean => verbs.has(canonical(word));
  const wishes = standing(old.text, at).reservation === 'hedged';
  const wished = standing(stated.text, at).reservation === 'hedged';
  return old.clauses.some(
    ({ verb, value }) =>
      (wishes && !wished && isDone(verb)) ||
      (!isDone(verb) && isDone(DOING.exec(value)?.[1] ?? '')),
  );
}

const isOver = ({ clauses, negated }: SentenceAnalysis): boolean =>
  negated || clauses.some(tellsOfLoss);

/** The verb that another one leads to: "want to learn", "consider moving". */
const DOING = /^(?:to )?(\p{Ll}+)/u;

const PART = /(?<=[,;.!?:])\s+|\s+[–—-]\s+|\s+(?=(?:so|because|cos|but)\s)/;
const PART_LEAD =
  /^(?:so|because|cos|but|and|also|then|anyway|oh|ooh|ah|ok|okay|well|yeah)\b[\s,]*/i;

/** "They raised the rent, it's 465" says that the rent is 465. */
const REFERRING =
  /\b(?:raised|increased|put up|lowered|reduced|cut|changed|moved|pushed|bumped|extended|switched|dropped|doubled|halved|shifted|postponed|rescheduled|upped|hiked) ((?:the|my|our|user['’]s|his|her|their) [^,;.]{2,30}?)(?: up| down| again| back)?,? (?:(?:and|so|now) )*(?:it['’]?s|it is)(?: now)? ([^,;.]+)/i;

function referring(statement: string): string[] {
  const [, thing, value] = REFERRING.exec(statement) ?? [];
  return thing && value ? [`${thing} is ${value}`] : [];
}

/** A part of a statement, with what shows of it without tagging it by itself. */
interface Segment {
  text: string;
  values: readonly LikelyValue[];
  /** Words of matter of the whole that stand in it. */
  words: ReadonlySet<string>;
}

/** A statement as a whole, then its parts: "hospital rang, my scan is on Friday" tells two things. */
const segments = memoised((statement: string): readonly Segment[] => {
  const analysis = analyse(statement);
  const { clauses, names, tokens } = analysis;
  const matter = salient(analysis);
  const parts = [
    ...statement.split(PART),
    ...clauses.map(({ text }) => text),
    ...referring(statement),
  ]
    .map((part) => part.replace(PART_LEAD, ''))
    .map(closedBracket)
    .filter((part) => /\s/.test(part));
  return withoutRepeats([statement, ...parts]).map((text) => ({
    text,
    values: likelyValues(text, names),
    words: new Set(
      tokens
        .filter((token) => text.includes(token.text))
        .map(({ lemma }) => canonical(lemma))
        .filter((word) => matter.has(word)),
    ),
  }));
});

/** Whether both have a word and values of one kind, without which nothing can stand in another's place. */
const comparable = (mine: Segment, theirs: Segment): boolean =>
  mine.values.some(({ kind }) => theirs.values.some((value) => sort(value.kind) === sort(kind))) &&
  [...mine.words].some((word) => theirs.words.has(word));

/** "On Friday" and "on 29 January" both tell the day. */
const sort = (kind: LikelyValue['kind']): string => (kind === 'weekday' ? 'date' : kind);

/** "My sertraline dose is 100 mg" after "I was prescribed sertraline 50 mg": so much of one thing. */
const sameMeasure =
  (statement: string, memory: string) =>
  ({ from, to }: { from: Slot; to: Slot }): boolean => {
    const unit = (text: string, value: string): string =>
      /^\d[\d.,]* ?(\p{L}+|%)/u.exec(text.slice(text.indexOf(value)))?.[1]?.toLowerCase() ?? '';
    const own = unit(memory, from.text);
    return from.kind === 'number' && own !== '' && own === unit(statement, to.text);
  };

/** "Size 31", "version 3.4", "floor 7": the word before it says what it is the number of. */
const numbered = ({ from }: { from: Slot }): boolean =>
  /^(?:number|literal)$/.test(from.kind) &&
  /^(?:size|version|floor|level|grade|class|ward|port|age|budget|limit|timeout|stage|dose|score|rank|row|seat|desk|room|extens|gate|platform|python|node|java|postgr|mysql|react|django|rail)$/.test(
    from.before,
  );

/** "Search" for "the search service": says of a thing what it is, not which; in stemmed form. */
const OF_KIND = /^(?:servic|team|project|modul|repo|app|system|compon|area|part|side|group)$/;

/** What a number is said of: "my lisinopril", "the sertraline dose"; in stemmed form. */
const OF_MEASURE =
  /^(?:dose|dosag|amount|price|cost|rate|fee|rent|salari|budget|limit|weight|height|size|speed|temperatur|durat|length|mileag|capac|total)$/;

/** Every word by which the statement names its thing is in the memory, whoever that says to be acting. */
function ofOneThing({ own }: Contrast, memory: string): boolean {
  const words = salient(analyse(memory));
  const things = own.filter((word) => !OF_MEASURE.test(word));
  return things.length > 0 && things.every((word) => words.has(word));
}

/** "Is in Year 4" after "is in Year 3 at St Mary's". */
const sameLead = ({ from, to }: { from: Slot; to: Slot }): boolean =>
  from.before !== '' && from.before === to.before;

/**
 * What is said to change is a thing that the memory has the value of: "the MOT's been moved to Monday",
 * "we upgraded prod Postgres to 16" beside "the prod database is Postgres 14".
 */
function changedThing(
  { own }: Contrast,
  pairs: readonly { from: Slot }[],
  memory: string,
): boolean {
  const [pair] = pairs;
  if (!pair || pairs.length > 1 || own.length === 0 || pair.from.kind === 'name') return false;
  const words = salient(analyse(memory));
  const timed = /^(?:date|time|weekday)$/.test(pair.from.kind);
  return (timed || own.includes(pair.from.before)) && own.every((word) => words.has(word));
}

/** "MySQL 8" → "Postgres 16": the number goes with the name before it. */
function named(
  memory: string,
  statement: string,
  { from, to }: { from: string; to: string },
): { from: string; to: string } {
  // "Fairphone 4" → "Galaxy S22"
  // "Three months" → "six weeks": the unit goes with the number.
  const [unit, newUnit] = [unitBehind(memory, from), unitBehind(statement, to)];
  const other = unit !== '' && newUnit !== '' && canonical(unit) !== canonical(newUnit);
  const whole = (text: string, value: string, measure: string): string =>
    value +
    titleBehind(text, value) +
    versionBehind(text, value) +
    (other ? ` ${measure}` : numberBehind(text, value));
  const swap = { from: whole(memory, from, unit), to: whole(statement, to, newUnit) };
  const before = (text: string, value: string, pattern: RegExp): string =>
    pattern.exec(text.slice(0, text.indexOf(value)))?.[1] ?? '';
  if (!/^\d/.test(swap.from)) return swap;
  const old = before(memory, swap.from, /(?<![\p{L}\d])(\p{Lu}[\p{L}\d.+#-]*) $/u);
  const now = before(
    statement,
    swap.to,
    /(?<![\p{L}\d])(?!(?:to|at|on|in|is|for|by|of|the|from|now|about|with) )([\p{L}\d][\p{L}\d.+#-]*) $/iu,
  );
  return old !== '' && now !== '' && canonical(old) !== canonical(now)
    ? { from: `${old} ${swap.from}`, to: `${now} ${swap.to}` }
    : swap;
}

/** What a pattern finds right behind a value, its group where it has one. */
const behind = (text: string, value: string, pattern: RegExp): string => {
  const found = pattern.exec(text.slice(text.indexOf(value) + value.length));
  return found?.[1] ?? found?.[0] ?? '';
};

/** "The Left Hand of Darkness" is one name. */
const titleBehind = (text: string, name: string): string =>
  /^\p{Lu}/u.test(name)
    ? behind(text, name, /^ of (?:the )?\p{Lu}[\p{L}'’-]*(?: \p{Lu}[\p{L}'’-]*)*/u)
    : '';

/** "Apache-2.0" and "5W-40" are one name. */
const versionBehind = (text: string, value: string): string =>
  behind(text, value, /^-\d[\d.]*(?<!\.)/);

/** "Six weeks" → weeks, behind a number. */
const unitBehind = (text: string, number: string): string =>
  behind(text, number, /^ ((?:second|minute|hour|day|night|week|month|year)s?)\b/i);

/** The number that ends a name and the statement with it. */
const numberBehind = (text: string, name: string): string =>
  behind(text, name, /^ \d+(?:\.\d+)*(?=[,;!?)]|\.?$|\. )/);

/** "The report is due on 12 April": there is one such date. */
const oneAtATime = ({ clauses }: SentenceAnalysis): boolean =>
  clauses.length === 1 &&
  clauses.every(
    ({ verb, subject, text }) =>
      subject.kind !== 'speaker' &&
      !/\b(?:every|each|\w+days)\b/i.test(text) &&
      /^(?:be|start|begin|end|open|close|leave|arrive|depart|expire|cost|host|deploy|store|license|listen|take|weigh|last|begin|kick|land|run)$/.test(
        verb,
      ),
  );
