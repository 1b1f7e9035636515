import { DateTime } from 'luxon';
import type { ZonedTime } from '../memory/records.js';
import { dateParser, type ParsedResult } from './date-parser.js';
import { MONTHS } from './lexicon.js';
import { memoised } from './memo.js';
import { entry, longDay, ownForms, type ResolvedDate, type Span, span } from './relative-dates.js';

export type { Granularity, ResolvedDate } from './relative-dates.js';

/** An annotation this module wrote, or one like it that somebody else did. */
const ANNOTATED = new RegExp(
  `^\\s*\\((?:[^()]{0,40}\\b)?(?:\\d{1,2} )?(?:${MONTHS}|spring|summer|autumn|winter)?\\s?(?:the )?\\d{4}s?\\)`,
  'i',
);

/** The dates that `annotateDates` wrote beside others, with the blank before them. */
export const ANNOTATION = / \([^()]*\b\d{4}\)/g;

/**
 * Finds the dates of a text, earliest in the text first. Relative ones are resolved against the local
 * calendar day of `saidAt`, whatever zone this machine is in. Durations ("for five years"), habits
 * ("every Monday") and vague words ("recently") are no dates. Precision is what was said: "last month"
 * is a month. A bare weekday or month looks back after a verb in the past tense, else ahead.
 */
export function resolveDates(text: string, saidAt: ZonedTime): ResolvedDate[] {
  const said = dayOf(saidAt);
  if (!said.isValid) return [];
  const own = apart(ownForms(text, said));
  // The parser takes "them a year ago" for one date: where a form of ours is, it has no say.
  const others = parsed(text, said).filter((date) => !own.some((form) => overlap(form, date)));
  return apart([...own, ...others]);
}

const dayOf = memoised((time) => DateTime.fromISO(time, { setZone: true }).startOf('day'), 500);

const overlap = (a: ResolvedDate, b: ResolvedDate): boolean =>
  a.index < b.index + b.text.length && b.index < a.index + a.text.length;

/** In the order of the text, without those that begin inside of another. */
function apart(dates: readonly ResolvedDate[]): ResolvedDate[] {
  const found = [...dates].sort((a, b) => a.index - b.index || b.text.length - a.text.length);
  return found.filter((date, at) => !found.slice(0, at).some((other) => overlap(other, date)));
}

/**
 * The text with the absolute date written in beside each relative one: "I went to Paris yesterday" →
 * "I went to Paris yesterday (7 May 2023)". Nothing said is taken out; annotating twice adds nothing.
 */
export function annotateDates(text: string, saidAt: ZonedTime): string {
  return annotated(JSON.stringify([text, saidAt]));
}

/** Remembered, since a statement is read again on its way: told, decided about, scored in training. */
const annotated = memoised((key) => {
  const [text, saidAt] = JSON.parse(key) as [string, ZonedTime];
  let result = '';
  let from = 0;
  for (const date of resolveDates(text, saidAt)) {
    const end = date.index + date.text.length;
    if (!date.relative || ANNOTATED.test(text.slice(end).replace(/^['’]s\b/, ''))) continue;
    // "last Tuesday's meeting": the possessive stays with its word.
    const rest = /^['’]s\b/.exec(text.slice(end))?.[0].length ?? 0;
    result += `${text.slice(from, end + rest)} (${date.label})`;
    from = end + rest;
  }
  return result + text.slice(from);
});

/** "On the 22nd": a day of some month, which the day of saying would only contradict. */
const DAY_OF_MONTH = /\bthe \d{1,2}(?:st|nd|rd|th)\b/i;

/**
 * A statement with the day on which it was told in brackets, for what is joined to it was told on another:
 * "Ana adopted a cat." → "Ana adopted a cat (7 May 2023)." One that names a time is left as it is.
 */
export function withDay(text: string, saidAt: ZonedTime): string {
  const said = dayOf(saidAt);
  if (!said.isValid || DAY_OF_MONTH.test(text) || resolveDates(text, saidAt).length > 0)
    return text;
  return text.replace(/\s*([.!?…]*)\s*$/u, (_, end: string) => ` (${longDay(said)})${end}`);
}

function parsed(text: string, said: DateTime): ResolvedDate[] {
  // The parser gets the wall-clock day at noon as if it were this machine's: only calendar parts are
  // read back, so no zone can shift a day.
  const reference = new Date(said.year, said.month - 1, said.day, 12);
  const dates: ResolvedDate[] = [];
  for (const result of dateParser.parse(text, reference)) {
    const before = text.slice(Math.max(0, result.index - 14), result.index);
    const read = readResult(text, result, before, said);
    if (read)
      dates.push(
        entry(read.text ?? result.text, result.index + (read.shift ?? 0), read, read.relative),
      );
  }
  return dates;
}

type Read = Span & { relative: boolean; text?: string; shift?: number };

function readResult(
  text: string,
  result: ParsedResult,
  before: string,
  said: DateTime,
): Read | null {
  const words = result.text.toLowerCase();
  if (
    /\b(?:for|every|each|over|during|within|after|before|in the|of the|the) $/i.test(before) &&
    /^(?:the )?(?:past|last|next)? ?\w+ (?:minute|hour|day|week|month|year)s?$/.test(words)
  )
    return null;
  if (/^(for|within|over|past|about|around|under|nearly|almost) /.test(words)) return null;
  // "A week later" is reckoned from what was told before, and "his last day" is no yesterday.
  if (/ (?:later|earlier|out)$|^(?:last|next|past) days?$/.test(words)) return null;
  if (/^(?:after|before) \w+ (?:day|week|month|year)s?$/.test(words)) return null;
  if (
    /\b(every|each|most|on) $/i.test(before) &&
    /days?\b/.test(words) &&
    /\b(every|each|most) $/i.test(before)
  )
    return null;
  if (/^(?:(?:now|sat|sun|mar)$|second|at )/.test(words) && !/\d/.test(words)) return null;
  if (/minute|hour|second|\bmins?\b|\bsecs?\b|\bhrs?\b/.test(words)) return null;
  if (/^this (year|month)$/.test(words))
    return { ...span(words === 'this year' ? 'year' : 'month', said), relative: true };
  const parts = result.start;
  const date = DateTime.fromObject(
    {
      year: parts.get('year') ?? said.year,
      month: parts.get('month') ?? 1,
      day: parts.get('day') ?? 1,
    },
    { zone: said.zone },
  );
  if (!date.isValid) return null;
  const known = {
    day: parts.isCertain('day'),
    month: parts.isCertain('month'),
    year: parts.isCertain('year'),
    weekday: parts.isCertain('weekday'),
  };
  if (/^half a year/.test(words)) return { ...span('month', date), relative: true };
  const casual =
    /\b(today|tonight|yesterday|tomorrow|this (?:morning|afternoon|evening|night)|last night|the day (?:before|after)|ago|from now|in \w+(?: \w+)? days?)\b/.test(
      words,
    );
  if (casual) return { ...span('day', date), relative: true };
  if (known.weekday && !known.day) return weekday(text, result, date, said);
  if (/^(last|next|past|previous) (month|year)$/.test(words))
    return { ...span(words.endsWith('month') ? 'month' : 'year', date), relative: true };
  if (known.month && !known.year) return yearless(text, result, date, said, known.day);
  if (known.year && known.month)
    return { ...absolute(result, date, known.day ? 'day' : 'month', said), relative: false };
  return null;
}

const MOVED =
  /\b(?:moved|shifted|changed|pushed|bumped|postponed|rescheduled|delayed|brought forward|put off)\b[^,;:]*$/i;

/** "On Friday", "last Saturday", "next Monday": relative to the week of saying and to the tense. */
function weekday(text: string, result: ParsedResult, date: DateTime, said: DateTime): Read | null {
  const words = result.text.toLowerCase();
  const before = text.slice(Math.max(0, result.index - 10), result.index).toLowerCase();
  const after = text.slice(result.index + result.text.length);
  // "On Thursday evenings" is a habit, as "on Thursdays" is.
  if (/^ (?:mornings|afternoons|evenings|nights|lunchtimes)\b/i.test(after)) return null;
  // "Pushed from Monday to Wednesday" tells when it will be, not how long it takes.
  const exchanged =
    result.end &&
    MOVED.test(
      text
        .slice(0, result.index)
        .split(/[.!?\n]/)
        .at(-1) ?? '',
    );
  const target = (exchanged ? result.end?.get('weekday') : result.start.get('weekday')) ?? 0;
  if (/\b(every|each|most|the) $/.test(before) || /^s\b/.test(after)) return null;
  // "Monday to Thursday" is every week.
  if (/days? (?:to|through|till|until|[-–]) $/.test(before) && !exchanged) return null;
  // A bare day name may as well be a name or a habit: "Sunday roast".
  if (
    !/^(on|last|next|this|past|coming|by|until)\b/.test(words) &&
    !/\b(on|by|until|till|from|for|since|before|after|this|last|next|coming|is|was|to) (?:the )?$/.test(
      before,
    )
  )
    return null;
  if (/\b(last|past)\b/.test(words))
    return { ...span('day', step(said, target, -1)), relative: true };
  if (/\bnext\b/.test(words)) return { ...span('day', date), relative: true };
  // "The appointment got moved to Monday" tells of the past, and of a day to come.
  const rescheduled = Boolean(exchanged) || scheduled(text, result.index, words);
  // "This friday, fingers crossed" is to come whatever is said after it.
  const past = !rescheduled && pastTense(text, result.index, !/\bthis\b/.test(words));
  const same = said.weekday % 7 === target;
  if (same && !past && !rescheduled) return { ...span('day', said), relative: true };
  return { ...span('day', step(said, target, past ? -1 : 1)), relative: true };
}

function step(said: DateTime, target: number, way: 1 | -1): DateTime {
  let date = said.plus({ days: way });
  while (date.weekday % 7 !== target) date = date.plus({ days: way });
  return date;
}

/** "In March", "on 5 May": the year is the one that fits the tense; birthdays and the like have none. */
function yearless(
  text: string,
  result: ParsedResult,
  date: DateTime,
  said: DateTime,
  hasDay: boolean,
): Read | null {
  const words = result.text.toLowerCase();
  const before = text.slice(Math.max(0, result.index - 24), result.index).toLowerCase();
  if (
    /^(may|march)$/.test(words) &&
    !/\b(in|last|next|since|until|by|this|of|early|late|mid|during) $/.test(before)
  )
    return null;
  if (/^\d{1,2}\/\d{1,2}$/.test(words)) return null;
  if (
    /\b(birthday|anniversary|every|each|born)\b[^.!?]*$/.test(
      text.slice(0, result.index).toLowerCase(),
    )
  )
    return null;
  const unit = hasDay ? 'day' : 'month';
  // "On leave until June" is still to come.
  const limit =
    (/\b(?:until|till|til) $/.test(before) || /^(?:until|till|til) /.test(words)) &&
    !pastTense(text, result.index, false);
  const ahead = scheduled(text, result.index, words) || limit;
  const past =
    /\blast $/.test(before) ||
    (!ahead && pastTense(text, result.index) && !/\bnext $/.test(before));
  let fitting = date.set({ year: said.year });
  if (past && fitting.startOf(unit) > said) fitting = fitting.minus({ years: 1 });
  if (ahead && fitting.endOf(unit) < said) fitting = fitting.plus({ years: 1 });
  if (/\blast $/.test(before) && fitting.hasSame(said, 'month'))
    fitting = fitting.minus({ years: 1 });
  if (!past && fitting.endOf(unit) < said) {
    // "The appointment is on 5 May", said on 8 May: without a word about the future, the near one.
    const near = said.diff(fitting, 'months').months < 6 && !futureTense(text, result.index);
    if (!near) fitting = fitting.plus({ years: 1 });
  }
  return {
    ...absolute(result, fitting, unit, said),
    label: span(unit, fitting).label,
    relative: true,
  };
}

function absolute(
  result: ParsedResult,
  date: DateTime,
  unit: 'day' | 'month',
  said: DateTime,
): Span {
  const one = span(unit, date);
  const end = result.end;
  if (!end?.isCertain('day')) return one;
  const last = DateTime.fromObject(
    { year: end.get('year') ?? date.year, month: end.get('month') ?? 1, day: end.get('day') ?? 1 },
    { zone: said.zone },
  );
  return last.isValid && last > one.from ? { ...one, to: last } : one;
}

/** The sentence around a position. */
function sentenceAt(text: string, at: number): string {
  const before =
    text
      .slice(0, at)
      .split(/[.!?\n]/)
      .at(-1) ?? '';
  return `${before} ${text.slice(at).split(/[.!?\n]/)[0] ?? ''}`;
}

function futureTense(text: string, at: number): boolean {
  return /\b(will|going to|gonna|planning|plan|hoping|hope|have to|need to|want to|scheduled|due|upcoming)\b|['’]ll\b|(?:\b(?:am|is|are)|['’](?:m|re|s)) (?:now |also |both |finally )?\w+ing\b/i.test(
    sentenceAt(text, at),
  );
}

const PAST_VERB =
  /\b(?:was|were|did|had|went|saw|met|(?<!(?:have|has|['’]ve|['’]s) )got|made|took|came|bought|ran|left|gave|found|told|said|ate|drove|flew|won|lost|been|began|became|broke|fell|felt|wrote|read|sang|swam|spoke|sold|sent|paid|built|caught|taught|thought|held|kept|heard|hurt|wore|slept|spent|lent|stood|grew|threw|\w{2,}ed)\b/gi;
/** A present tense beside a date speaks of what is to come: "the freeze starts on 15 December". */
const PRESENT_VERB =
  /\b(?:is|are|am|(?:it|that|there|he|she|they|we|i|you)['’](?:s|re|m)|starts?|begins?|ends?|(?<!\bon )leaves?|opens?|closes?|launch(?:es)?|ships?|arrives?|departs?|happens?|expires?|goes|flies|comes|lands?|runs out|kicks off|takes place)\b/gi;

/**
 * Whether the verb that governs a position speaks of the past: the last one before it, else the next one,
 * if what comes after it is looked at (`ahead`).
 */
function pastTense(text: string, at: number, ahead = true): boolean {
  if (futureTense(text, at)) return false;
  const before =
    text
      .slice(0, at)
      .split(/[.!?\n]/)
      .at(-1) ?? '';
  const past = lastIndex(before, PAST_VERB);
  const present = lastIndex(before, PRESENT_VERB);
  if (past >= 0 || present >= 0 || !ahead) return past > present;
  const after = text.slice(at).split(/[.!?\n]/)[0] ?? '';
  return after.search(PAST_VERB) >= 0;
}

function lastIndex(text: string, pattern: RegExp): number {
  return [...text.matchAll(pattern)].at(-1)?.index ?? -1;
}

/**
 * Whether a date is one that was set for later: "I booked the dentist for 10 June" tells of the past, and
 * of a day to come. Words that look back themselves ("last Friday") are not asked about here.
 */
function scheduled(text: string, at: number, words: string): boolean {
  const own = /^(?:on|for|to|until|till|in) /.exec(words)?.[0] ?? '';
  const before =
    (text
      .slice(0, at)
      .split(/[.!?\n]/)
      .at(-1) ?? '') + own;
  return (
    /\b(?:moved|shifted|changed|pushed|bumped|delayed|brought forward|put(?: off| back)?|slipped|extended|set|postponed|rescheduled|due)(?: back| up| out| forward)?(?: (?:by|for) [^,;.]{1,20},?)? (?:to|until|till|for|from \S+(?: \S+)? to) (?:the )?$/i.test(
      before,
    ) ||
    /\b(?:planned|booked|scheduled|rescheduled|postponed|arranged|reserved|organi[sz]ed|signed up|registered|tickets|appointment|reservation|set|fixed|slated|(?:moved|pushed|extended|put|shifted|delayed|bumped|changed) (?:the|my|our|his|her|their|\p{L}+['’]s))\b[^,;:]{0,50}\b(?:for|to|until|till) (?:the )?$/iu.test(
      before,
    ) ||
    /\b(?:planned|booked|scheduled|rescheduled|arranged|reserved|slated|tickets|appointment|reservation|booking)\b[^,;:]{0,50}\b(?:on|in) (?:the )?$/i.test(
      before,
    )
  );
}
