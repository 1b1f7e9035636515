import { canonical, salient } from './words.js';
import { ANNOTATION } from './dates.js';
import { analyse } from './language.js';
import { Kept, memoised, remembering } from './memo.js';
import { inFull } from './surroundings.js';
import { has, isVerb } from './tokens.js';

/** Kinds of value that can be told apart by their form, so that one can stand in another's place. */
export type SlotKind = 'literal' | 'frequency' | 'time' | 'date' | 'weekday' | 'number' | 'name';

/** A value of a statement, as written. */
export interface Slot {
  kind: SlotKind;
  text: string;
  /** Canonical words of it. */
  words: readonly string[];
  /** The preposition before it, else empty. */
  lead: string;
  /** Canonical form of the word before it. */
  before: string;
  /** Whether a name is known as one of a place or of a person. */
  sort: 'place' | 'person' | '';
  /** It stands where the subject stands, so it says which thing is spoken of: "invoice 1041 is …". */
  identifies: boolean;
}

/** What a new statement has in common with a memory, and what it puts in place of something in it. */
export interface Contrast {
  /** Values of the memory that the fact lacks, and the other way round. */
  lost: Slot[];
  gained: Slot[];
  /** Canonical words beside the values: those of the memory that the fact has, and has not. */
  sharedTopic: string[];
  missingTopic: string[];
  /** The words by which the fact names its thing are among those of the memory's thing, and half of them. */
  shorterName: boolean;
  /** Words of the fact that are neither in the memory nor part of saying that something changed. */
  extra: string[];
  /** The fact has every word that says which thing the memory speaks of; none may do so. */
  sameThing: boolean;
  /** Each names its thing by words that the other lacks: "the blue dish of Ann's" is not "the clear dish with the lid". */
  otherThing: boolean;
  /** Number of words that say which thing the memory speaks of. */
  identity: number;
  /** Words by which the fact names the thing that it speaks of. */
  own: string[];
}

const MONTH =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
const COUNT =
  'one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|half|twice|once|double';
const UNIT = 'mg|kg|km|cm|mm|ml|gb|mb|tb|ms';
/** How each kind looks, and what every value of it has in it: the long patterns are slow. */
const PATTERNS: readonly [SlotKind, RegExp, RegExp][] = [
  [
    'literal',
    /`[^`]+`|https?:\/\/[^\s,;)]+|\b[\w.+-]+@[\w-]+\.[\w.]+\b|(?<![\w])[@#][\w-]+|\bv?\d+(?:\.\d+){2,}\b|(?<=\s)[~/][\w./-]+|\b\p{L}[\w.-]*\/[\w./-]*\d[\w./-]*\w|\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b/giu,
    /[`@#~/\d]/,
  ],
  [
    'frequency',
    /\bevery (?:other |second |two |three |four |six |\d+ )?(?:hour|day|night|morning|week|weekend|fortnight|month|quarter|year|sprint)s?\b|\b(?:hourly|daily|nightly|weekly|biweekly|bi-weekly|fortnightly|monthly|quarterly|yearly|annually)\b|\b(?:once|twice|two times|three times|four times|\d+ times|\dx) (?:a|per|every|each) (?:day|week|month|quarter|year)\b/giu,
    /every|ly|once|twice|times|\dx/iu,
  ],
  [
    'time',
    /(?<![\d-])\b\d{1,2}(?::\d{2})? ?(?:am|pm)? ?(?:to|-|–|until) ?\d{1,2}(?::\d{2})? ?(?:am|pm)?(?=[\s,.;)]|$)|\b\d{1,2}(?:[:.]\d{2})? ?(?:am|pm|a\.m\.|p\.m\.|o'clock)(?!\w)|\b\d{1,2}:\d{2}\b|\b(?:half past|quarter past|quarter to) \w+\b|\b(?:noon|midnight)\b/giu,
    /\d|past|quarter|noon|midnight/iu,
  ],
  [
    'date',
    new RegExp(
      `\\b\\d{4}-\\d{2}-\\d{2}\\b|\\b(?:the )?\\d{1,2}(?:st|nd|rd|th)?(?: of)? ${MONTH}\\b(?:,? \\d{4})?|\\b${MONTH} \\d{1,2}(?:st|nd|rd|th)?\\b(?!:)(?:,? \\d{4})?|\\b(?:january|february|april|june|july|august|september|october|november|december)\\b(?: \\d{4})?|\\bthe \\d{1,2}(?:st|nd|rd|th)\\b`,
      'giu',
    ),
    /\d|january|february|april|june|july|august|september|october|november|december/iu,
  ],
  [
    'weekday',
    /\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b|\b(?:today|tonight|tomorrow|next week|next month)\b/giu,
    /day|night|tomorrow|next/iu,
  ],
  [
    'number',
    new RegExp(
      `(?<![\\p{L}\\d_-])(?:[$€£]\\s?)?\\d(?:[\\d,]*\\d)?(?:\\.\\d+)?(?: and a half|½)?(?:k|m|%|st|nd|rd|th|\\s?(?:${UNIT})|g|l|s|h|hrs?|mins?|px|lbs?|oz|mi|x)?(?![\\p{L}\\d_-])|(?<!\\b(?:the|this|that|old|new|other|which|each|every|any|no|my|big|small|good|right|wrong|favou?rite) (?=one\\b))\\b(?:${COUNT})\\b|\\b(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last)(?= (?:week|floor|quarter|half|class|grade|year|form|row|place|shift|trimester|semester|term|draft|\\p{L}+day))|\\b\\d{1,4}[A-Z]\\b|\\b(?:ground|top|basement)(?= floor\\b)`,
      'giu',
    ),
    /(?:)/,
  ],
];
/** Words by which a statement says that something changed or was wrong; they are no news themselves. */
const OF_CHANGE = new Set(
  'actually sorry oops correction correct wrong typo mistake mean meant misspeak clarify note earlier early before previous previously mix mixed change update upgrade downgrade switch move migrate replace swap reschedule postpone push pull raise lower increase decrease reduce drop rise bump cut extend shift delay convert transition transfer go up down back now longer any anymore more instead currently nowadays favour favor day from again after all plan good news finally new late recently up wrong grow shrink double triple expand fall climb happen turn become take over no nope wait rename decide relocate write wrote type typed put slip said set make stay remain term season semester current say tell confirm hear apparently read typed renew reissue prolong'
    .split(' ')
    .map(canonical),
);
const SPACED_UNIT = new RegExp(`(?<=\\d)\\s(${UNIT})$`, 'i');
const LEAD = /\b(in|at|with|by|for|near|from|on|to|now)\s+$/i;

/** How many statements are remembered, and with how many memories each. */
const STATEMENTS = 1_000;
const MEMORIES = 100;
const MEMO_SIZE = 10_000;

/** Sets a new statement against a memory, value by value. Pure; the latest results are kept. */
export const contrast = (fact: string, memory: string): Contrast => against(fact)(memory);

/** Why something changed often names what was before: "to 9090 because 8080 was taken". */
const REASON = new RegExp(
  `\\s*,?\\s*\\b(?:because|due to|given that|'?cause(?= \\p{L}+)|cuz|cos|(?:since|as) (?!${MONTH}|(?:mon|tues|wednes|thurs|fri|satur|sun)day)(?:\\p{L}+|the \\p{L}+|my \\p{L}+) (?:is|was|are|were|has|have|had|went|left|moved|retired|quit|got|broke|ran|runs|expired|ended|stopped|no longer))\\b.*$`,
  'isu',
);

/** A statement without why it is so; of one that begins with the reason nothing can be left out. */
const withoutReason = (fact: string): string => {
  const bare = fact.replace(REASON, '');
  return bare.trim() === '' ? fact : bare;
};

const against = memoised((fact: string) => {
  const { slots, words, named: own, all } = parts(withoutReason(fact));
  // "Zoe took over from Ingrid" names Ingrid as what was.
  const gone = new Set(analyse(fact).ended.flatMap((phrase) => [...salient(analyse(phrase))]));
  const factWords = new Set([...all].filter((word) => !gone.has(word)));
  const holding = slots.filter((slot) => !slot.words.every((word) => gone.has(word)));
  const telling = words.filter((word) => !OF_CHANGE.has(word));
  const missing = (slot: Slot, from: ReadonlySet<string>): boolean =>
    slot.words.some((word) => !from.has(word));
  return remembering((memory): Contrast => {
    const theirs = parts(memory);
    const lost = theirs.slots.filter((slot) => missing(slot, factWords));
    const identity = theirs.named;
    const topic = theirs.words.filter((word) => !UNITS.has(word));
    return {
      lost,
      gained: holding.filter((slot) => missing(slot, theirs.all)),
      sharedTopic: topic.filter((word) => factWords.has(word)),
      missingTopic: topic.filter((word) => !factWords.has(word)),
      shorterName:
        identity.length > 0 &&
        // "The rate limit" is the API's; "the invoice" may be any.
        !lost.some(({ identifies, kind }) => identifies && (kind !== 'name' || own.length < 2)) &&
        own.length * 2 >= identity.length &&
        own.every((word) => identity.includes(word)),
      own,
      extra: telling.filter((word) => !theirs.all.has(word)),
      otherThing:
        own.some((word) => !theirs.all.has(word) && !OF_CHANGE.has(word)) &&
        theirs.identity.some((word) => !factWords.has(word)) &&
        own.some((word) => identity.includes(word)),
      sameThing: identity.every((word) => factWords.has(word)),
      identity: identity.length,
    };
  }, new Kept<Contrast>(MEMORIES));
}, STATEMENTS);

/** What numbers count; two statements in dollars need not be about one thing. */
const UNITS = new Set(
  'year month week day hour minute second dollar euro pound percent km mile meter metre kg mg gram gb mb time am pm per'
    .split(' ')
    .map(canonical),
);

interface Parts {
  slots: Slot[];
  /** Canonical content words that are part of no value. */
  words: string[];
  /** Those of them that say which thing is spoken of. */
  identity: string[];
  /** The same with the values that do so. */
  named: string[];
  /** All words, those of values too. */
  all: ReadonlySet<string>;
}

/** The values of a statement and the words around them. */
const parts = memoised((statement: string): Parts => {
  const text = inFull(statement).replace(ANNOTATION, '');
  const analysis = analyse(text);
  const { tokens, names } = analysis;
  const region = subjectRegion(text);
  const slots: (Slot & { start: number; end: number })[] = [];
  const put = (kind: SlotKind, value: string, start: number): void => {
    const end = start + value.length;
    if (slots.some((slot) => start < slot.end && slot.start < end)) return;
    const words = value
      .toLowerCase()
      .replace(SPACED_UNIT, '$1')
      .split(/[\s,]+/)
      .map((word) => canonical(word.replace(/(?<=\d)(?:st|nd|rd|th)$|(?<=day)s$/, '')))
      .filter((word) => word !== '' && !/^(?:the|of)$/.test(word));
    const identifies = start >= region.start && end <= region.end;
    const first = tokens.find((token) => token.start >= start && token.start < end);
    const sort = has(first, 'Place') ? 'place' : has(first, 'Person') ? 'person' : '';
    const lead = LEAD.exec(text.slice(Math.max(0, start - 8), start))?.[1]?.toLowerCase() ?? '';
    const before = canonical(/(\S+)\s+$/.exec(text.slice(0, start))?.[1] ?? '');
    slots.push({ kind, text: value, words, lead, before, sort, identifies, start, end });
  };
  for (const [kind, pattern, needed] of PATTERNS)
    if (needed.test(text))
      for (const match of text.matchAll(pattern)) put(kind, match[0], match.index);
  for (const name of names) {
    const start = text.indexOf(name);
    // "pnpm-lock.yaml" is no "lock.yaml".
    if (start >= 0 && text[start - 1] !== '-' && !/^(?:User|The|My|Our|I|We)$/.test(name))
      put('name', name, start);
  }
  const taken = new Set(slots.flatMap(({ words }) => words));
  const words = [...salient(analysis)].filter((word) => !taken.has(word));
  const inside = tokens.filter(({ start, end }) => start >= region.start && end <= region.end);
  const subject = new Set(inside.flatMap(({ lemma, word }) => [canonical(lemma), canonical(word)]));
  const identity = words.filter((word) => subject.has(word));
  const telling = slots.filter(({ identifies }) => identifies);
  // Of one person many things are said: a name by itself does not say which.
  const ofPerson =
    identity.length === 0 &&
    analysis.clauses[0]?.subject.kind === 'person' &&
    telling.every(({ kind }) => kind === 'name');
  return {
    slots,
    words,
    identity,
    named: [...identity, ...(ofPerson ? [] : telling.flatMap((slot) => slot.words))],
    all: new Set([...words, ...taken]),
  };
}, MEMO_SIZE);

/** A value that a part of a statement may have, in lower case. */
export interface LikelyValue {
  kind: SlotKind;
  text: string;
}

/**
 * The values that a part of a statement may have, as far as that shows without tagging it by itself.
 * @param names those of the whole statement
 */
export function likelyValues(part: string, names: readonly string[]): LikelyValue[] {
  const text = part.replace(ANNOTATION, '');
  const shown = PATTERNS.flatMap(([kind, pattern, needed]) =>
    ((needed.test(text) && text.match(pattern)) || []).map((value) => ({
      kind,
      text: value.toLowerCase(),
    })),
  );
  const named = names
    .filter((name) => text.includes(name))
    .map((name) => ({ kind: 'name' as const, text: name.toLowerCase() }));
  return [...shown, ...named];
}

const SETTING =
  /^(?:migrate|upgrade|downgrade|switch|move|change|convert|update|bump|transition|port|transfer)$/;

/** Where the words stand that say what a statement is about: before its verb, or behind it when turned round. */
function subjectRegion(text: string): { start: number; end: number } {
  const { tokens } = analyse(text);
  const main = tokens.findIndex((token, at) => isVerb(tokens, at) && !has(token, 'Auxiliary'));
  const verb = main >= 0 ? main : tokens.findIndex((_, at) => isVerb(tokens, at));
  const at = tokens[verb];
  if (!at) return { start: 0, end: 0 };
  const behind = tokens[verb + 1];
  // "Priya is my manager" speaks of the manager.
  if (at.lemma === 'be' && /^(?:my|our|user|your)$/.test(behind?.word ?? ''))
    return { start: at.end, end: text.length };
  // "We upgraded staging to Postgres 16" speaks of staging.
  const to = tokens.findIndex(({ word }, i) => i > verb && word === 'to');
  const target = tokens[to];
  if (SETTING.test(at.lemma) && target && to > verb + 1)
    return { start: at.end, end: target.start };
  return { start: 0, end: at.start };
}

/**
 * Pairs the values that stand for one another: of one kind, and the only one of that kind on either
 * side. A name and a plain word do not pair.
 */
export function exchangedSlots({ lost, gained }: Contrast): { from: Slot; to: Slot }[] {
  return lost.flatMap((from) => {
    const ofKind = gained.filter((to) => to.kind === from.kind);
    const fitting = (ofKind.length > 0 ? ofKind : otherDays(from, lost, gained)).filter((to) =>
      replaces(from, to),
    );
    // "Two joined, now 7 in total": of several the one that is said to hold.
    const told = fitting.filter(({ lead }) => /^(?:to|now)$/.test(lead));
    const sameKind = fitting.length > 1 && told.length === 1 ? told : fitting;
    const [to] = sameKind;
    if (!to || sameKind.length > 1) return [];
    const alike = lost.filter(({ kind }) => kind === from.kind);
    // "PostgreSQL 14 on port 5432": of several the one behind the same word.
    const beside = alike.filter(({ before }) => before !== '' && before === to.before);
    const meant = alike.length > 1 && beside.length === 1 ? beside : alike;
    return meant.length === 1 && meant[0] === from ? [{ from, to }] : [];
  });
}

/** "On Friday" can give way to "29 January", where there is one day on either side; "on Fridays" cannot. */
function otherDays(from: Slot, lost: readonly Slot[], gained: readonly Slot[]): Slot[] {
  const days = (slots: readonly Slot[]): Slot[] =>
    slots.filter(({ kind, text }) => kind === 'date' || (kind === 'weekday' && /day$/i.test(text)));
  const there = days(gained);
  return days(lost).length === 1 && there.length === 1 && days(lost)[0] === from ? there : [];
}

/** As a slot has it before its value. */
export const SINCE = canonical('since');

/** "Is Priya" is not replaced by "is in Berlin", nor "on the 3rd" by "since the 10th". */
function replaces(from: Slot, to: Slot): boolean {
  if ((from.before === SINCE) !== (to.before === SINCE)) return false;
  if (from.kind !== 'name') return true;
  if (from.sort !== '' && to.sort !== '' && from.sort !== to.sort) return false;
  // "To" gives a value whatever it stood with before: "runs on X", "migrated to Y".
  if (to.lead === 'to') return true;
  return /^(?:|to)$/.test(from.lead) === (to.lead === '');
}

/** True for words of saying that something changed or was wrong. */
export const ofChange = (word: string): boolean => OF_CHANGE.has(word);
