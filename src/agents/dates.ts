import * as chrono from 'chrono-node';
import { DateTime } from 'luxon';
import type { ZonedTime } from '../memory/records.js';

export type Granularity = 'day' | 'week' | 'month' | 'season' | 'year' | 'decade';

/** A stretch of time that words of a text name, resolved against when they were said. */
export interface ResolvedDate {
  /** The words, as written. */
  text: string;
  /** Where they begin in the text. */
  index: number;
  /** First day, `YYYY-MM-DD`. */
  from: string;
  /** Last day, inclusive, `YYYY-MM-DD`. */
  to: string;
  granularity: Granularity;
  /** Whether the meaning depends on when it was said ("yesterday"), unlike "5 May 2023". */
  relative: boolean;
  /** How the stretch is written for people: `7 May 2023`, `April 2023`, `the week before 8 May 2023`. */
  label: string;
}

const MONTHS =
  'January|February|March|April|May|June|July|August|September|October|November|December';
/** An annotation this module wrote, or one like it that somebody else did. */
const ANNOTATED = new RegExp(
  `^\\s*\\((?:[^()]{0,40}\\b)?(?:\\d{1,2} )?(?:${MONTHS}|spring|summer|autumn|winter)?\\s?(?:the )?\\d{4}s?\\)`,
  'i',
);
const COUNTS =
  'an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|a few|several|a couple(?: of)?|couple(?: of)?|few|\\d{1,3}';
const NUMBER_WORDS = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];
const SEASONS = ['winter', 'spring', 'summer', 'autumn'] as const;

/**
 * Finds the dates of a text, earliest in the text first. Relative ones are resolved against the local
 * calendar day of `saidAt`, whatever zone this machine is in. Durations ("for five years"), habits
 * ("every Monday") and vague words ("recently") are no dates. Precision is what was said: "last month"
 * is a month. A bare weekday or month looks back after a verb in the past tense, else ahead.
 */
export function resolveDates(text: string, saidAt: ZonedTime): ResolvedDate[] {
  const said = DateTime.fromISO(saidAt, { setZone: true }).startOf('day');
  if (!said.isValid) return [];
  const found = [...ownForms(text, said), ...parsed(text, said)];
  found.sort((a, b) => a.index - b.index || b.text.length - a.text.length);
  return found.filter(
    (date, at) => !found.slice(0, at).some((other) => date.index < other.index + other.text.length),
  );
}

/**
 * The text with the absolute date written in beside each relative one: "I went to Paris yesterday" →
 * "I went to Paris yesterday (7 May 2023)". Nothing said is taken out; annotating twice adds nothing.
 */
export function annotateDates(text: string, saidAt: ZonedTime): string {
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
}

const day = (date: DateTime): string => date.toISODate() ?? '';
/** `8 May 2023`, in English whatever the machine's language. */
const longDay = (date: DateTime): string => date.setLocale('en').toFormat('d LLLL yyyy');

interface Span {
  from: DateTime;
  to: DateTime;
  granularity: Granularity;
  label: string;
}

function span(unit: 'day' | 'month' | 'year', date: DateTime): Span {
  return {
    from: date.startOf(unit),
    to: date.endOf(unit),
    granularity: unit,
    label:
      unit === 'day'
        ? longDay(date)
        : date.setLocale('en').toFormat(unit === 'month' ? 'LLLL yyyy' : 'yyyy'),
  };
}

/** Forms where the parser would make up a day that nobody said, or that it does not know. */
function ownForms(text: string, said: DateTime): ResolvedDate[] {
  const dates: ResolvedDate[] = [];
  const add = (pattern: RegExp, read: (match: RegExpExecArray) => Span | null): void => {
    for (const match of text.matchAll(pattern)) {
      const read_ = read(match);
      if (read_) dates.push(entry(match[0], match.index, read_, true));
    }
  };
  const week = (offset: number): Span => {
    const from = said.plus({ weeks: offset }).startOf('week');
    const label =
      offset === 0
        ? `the week of ${longDay(said)}`
        : offset === -1
          ? `the week before ${longDay(said)}`
          : offset === 1
            ? `the week after ${longDay(said)}`
            : `the week of ${longDay(from)}`;
    return { from, to: from.endOf('week'), granularity: 'week', label };
  };
  const offsets: Record<string, number> = {
    last: -1,
    past: -1,
    previous: -1,
    this: 0,
    next: 1,
    coming: 1,
  };
  add(/\bthe week before last\b/gi, () => week(-2));
  add(/\bthe week after next\b/gi, () => week(2));
  add(
    /(?<!\b(?:over|for|in|during|within|of) the )\b(last|this|next|previous) week\b(?!end)/gi,
    (m) => week(offsets[(m[1] ?? '').toLowerCase()] ?? 0),
  );
  add(/\b(last|this past|this|next|this coming) weekend\b/gi, (m) => {
    const word = (m[1] ?? '').toLowerCase();
    const saturday = said.startOf('week').plus({ days: 5 });
    const weekendNow = said.weekday >= 6;
    const shift =
      word === 'last' || word === 'this past'
        ? weekendNow && word === 'this past'
          ? 0
          : -7
        : word === 'next'
          ? 7
          : 0;
    const from = saturday.plus({ days: shift });
    return {
      from,
      to: from.plus({ days: 1 }),
      granularity: 'day',
      label: `the weekend of ${longDay(from)}`,
    };
  });
  add(
    new RegExp(
      `\\b(${COUNTS}) (week(?:end)?|month|year|decade)s? (ago|from now|later|back)\\b(?! (?:problem|up|pain))`,
      'gi',
    ),
    (m) =>
      /later|back/i.test(m[3] ?? '') && !/back/i.test(m[3] ?? '')
        ? null
        : counted(
            m[1] ?? '',
            (m[2] ?? '').toLowerCase(),
            /ago|back/i.test(m[3] ?? '') ? -1 : 1,
            said,
          ),
  );
  add(
    new RegExp(`\\bin (${COUNTS}) (week|month|year)s?(?: time)?\\b(?! (?:of|as|at|for)\\b)`, 'gi'),
    (m) =>
      /\b(did|was|were|have|had|\w+ed)\b[^.!?]*$/i.test(
        text.slice(0, m.index).split(/[.!?]/).at(-1) ?? '',
      )
        ? null
        : counted(m[1] ?? '', (m[2] ?? '').toLowerCase(), 1, said),
  );
  // From 31 March the parser's "last month" overflows into March again, so months are reckoned here.
  add(
    /(?<!\b(?:over|for|in|during|within|of|every) (?:the )?)\b(last|previous|next) (month|year)\b/gi,
    (m) => {
      const unit = (m[2] ?? '').toLowerCase() === 'month' ? 'month' : 'year';
      const way = offsets[(m[1] ?? '').toLowerCase()] ?? 0;
      return span(unit, said.startOf(unit).plus({ [`${unit}s`]: way }));
    },
  );
  add(/\b(last|this|next|this past|this coming) (spring|summer|fall|autumn|winter)\b/gi, (m) =>
    season(m[1] ?? '', m[2] ?? '', said),
  );
  return dates;
}

function counted(count: string, unit: string, direction: 1 | -1, said: DateTime): Span | null {
  const word = count.toLowerCase().replace(/ of$/, '');
  const vague = /few|several/.test(word);
  const amount = /couple/.test(word)
    ? 2
    : /^an?$/.test(word)
      ? 1
      : NUMBER_WORDS.includes(word)
        ? NUMBER_WORDS.indexOf(word)
        : Number(word);
  if (vague || !Number.isFinite(amount)) {
    // "A few weeks ago" has no number to reckon with; only the side of today is known.
    return {
      from: said,
      to: said,
      granularity: unit === 'week' ? 'week' : unit === 'month' ? 'month' : 'year',
      label: `${count.toLowerCase()} ${unit}s ${direction < 0 ? 'before' : 'after'} ${longDay(said)}`,
    };
  }
  if (unit === 'week' || unit === 'weekend') {
    const from = said.plus({ weeks: direction * amount }).startOf('week');
    if (unit === 'weekend')
      return {
        from: from.plus({ days: 5 }),
        to: from.endOf('week'),
        granularity: 'day',
        label: `the weekend of ${longDay(from.plus({ days: 5 }))}`,
      };
    return {
      from,
      to: from.endOf('week'),
      granularity: 'week',
      label:
        amount === 1
          ? `the week ${direction < 0 ? 'before' : 'after'} ${longDay(said)}`
          : `the week of ${longDay(said.plus({ weeks: direction * amount }))}`,
    };
  }
  if (unit === 'month')
    return span('month', said.startOf('month').plus({ months: direction * amount }));
  if (unit === 'decade')
    return {
      ...span('year', said.plus({ years: direction * amount * 10 })),
      granularity: 'decade',
      label: `around ${said.plus({ years: direction * amount * 10 }).year}`,
    };
  return span('year', said.startOf('year').plus({ years: direction * amount }));
}

function season(which: string, name: string, said: DateTime): Span {
  const word = name.toLowerCase() === 'fall' ? 'autumn' : name.toLowerCase();
  const first = SEASONS.indexOf(word as (typeof SEASONS)[number]) * 3;
  // Northern seasons by the month; winter runs from December into the next year.
  const start = (year: number): DateTime =>
    said.set({ year, month: 1, day: 1 }).plus({ months: first - 1 });
  const way = which.toLowerCase();
  let from = start(said.year);
  const end = (date: DateTime): DateTime => date.plus({ months: 3 }).minus({ days: 1 });
  if (/last|past/.test(way))
    while (end(from) >= said) from = start(from.plus({ months: 1 }).year - 1);
  else if (/next|coming/.test(way))
    while (from <= said) from = start(from.plus({ months: 1 }).year + 1);
  const label = word === 'winter' ? `winter ${from.year}` : `${word} ${from.year}`;
  return { from, to: end(from), granularity: 'season', label };
}

function parsed(text: string, said: DateTime): ResolvedDate[] {
  // The parser gets the wall-clock day at noon as if it were this machine's: only calendar parts are
  // read back, so no zone can shift a day.
  const reference = new Date(said.year, said.month - 1, said.day, 12);
  const dates: ResolvedDate[] = [];
  for (const result of chrono.en.casual.parse(text, reference)) {
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
  result: chrono.ParsedResult,
  before: string,
  said: DateTime,
): Read | null {
  const words = result.text.toLowerCase();
  if (
    /\b(?:for|every|each|over|during|within|in the|of the|the) $/i.test(before) &&
    /^(?:the )?(?:past|last|next)? ?\w+ (?:minute|hour|day|week|month|year)s?$/.test(words)
  )
    return null;
  if (/^(for|within|over|past|about|around|under|nearly|almost) /.test(words)) return null;
  if (
    /\b(every|each|most|on) $/i.test(before) &&
    /days?\b/.test(words) &&
    /\b(every|each|most) $/i.test(before)
  )
    return null;
  if (
    /^(now|sat|sun|mar|march|may|second|at )/.test(words) &&
    !/\d/.test(words) &&
    !/^(may|march)$/.test(words)
  )
    return null;
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

/** "On Friday", "last Saturday", "next Monday": relative to the week of saying and to the tense. */
function weekday(
  text: string,
  result: chrono.ParsedResult,
  date: DateTime,
  said: DateTime,
): Read | null {
  const words = result.text.toLowerCase();
  const before = text.slice(Math.max(0, result.index - 10), result.index).toLowerCase();
  const after = text.slice(result.index + result.text.length);
  const target = result.start.get('weekday') ?? 0;
  if (/\b(every|each|most|the) $/.test(before) || /^s\b/.test(after)) return null;
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
  const rescheduled =
    /\b(?:moved|rescheduled|postponed|pushed|changed|shifted|delayed|brought forward)(?: back| up| out)? (?:to|until|till) $/.test(
      text.slice(Math.max(0, result.index - 30), result.index).toLowerCase(),
    );
  const past = !rescheduled && pastTense(text, result.index);
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
  result: chrono.ParsedResult,
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
  const past =
    /\blast $/.test(before) || (pastTense(text, result.index) && !/\bnext $/.test(before));
  let fitting = date.set({ year: said.year });
  if (past && fitting.startOf(unit) > said) fitting = fitting.minus({ years: 1 });
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
  result: chrono.ParsedResult,
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
  return /\b(will|going to|gonna|planning|plan|hoping|hope|have to|need to|want to|scheduled|due|upcoming)\b|'ll\b/i.test(
    sentenceAt(text, at),
  );
}

/** Whether the sentence around a position speaks of the past. */
function pastTense(text: string, at: number): boolean {
  return (
    !futureTense(text, at) &&
    /\b(was|were|did|had|went|saw|met|got|made|took|came|bought|ran|left|gave|found|told|said|ate|drove|flew|won|lost|been|\w{2,}ed)\b/i.test(
      sentenceAt(text, at),
    )
  );
}

function entry(text: string, index: number, read: Span, relative: boolean): ResolvedDate {
  return {
    text,
    index,
    from: day(read.from),
    to: day(read.to),
    granularity: read.granularity,
    relative,
    label: read.label,
  };
}
