import { DateTime } from 'luxon';
import type { ZonedTime } from '../../memory/records.js';

/**
 * Finds what a sentence says about when, and says it absolutely, as precisely as it was said: "last
 * week" said on 9 June 2023 is "the week before 9 June 2023", not a day that nobody named. Pure.
 */
export interface TimeMention {
  /** Absolute, e.g. `7 May 2023`, `April 2023`, `2022`, `the week before 9 June 2023`. */
  text: string;
  /** Where it stands in the sentence, in characters. */
  start: number;
  end: number;
  /** Relative expressions and full dates are certain; a bare month or year may be about anything. */
  weight: number;
}

const MONTHS =
  'january february march april may june july august september october november december'.split(
    ' ',
  );
const MONTH = `(?:${MONTHS.join('|')}|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)`;
const DAYS = 'monday tuesday wednesday thursday friday saturday sunday'.split(' ');
const DAY = '(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?';
const NUMBER_WORDS: Readonly<Record<string, string>> = {
  a: '1',
  an: '1',
  one: '1',
  two: '2',
  three: '3',
  four: '4',
  five: '5',
  six: '6',
  seven: '7',
  eight: '8',
  nine: '9',
  ten: '10',
  eleven: '11',
  twelve: '12',
};
const NUMBER = `(?:\\d+|${Object.keys(NUMBER_WORDS).join('|')}|(?:a )?(?:few|couple(?: of)?)|several)`;
const SMALL_WORDS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six'];

/** `7 May 2023`. */
export function dayText(date: DateTime): string {
  return date.setLocale('en').toFormat('d MMMM yyyy');
}
const monthText = (date: DateTime): string => date.setLocale('en').toFormat('MMMM yyyy');

/** 1-12 for a month's name or abbreviation. */
function monthNumber(name: string): number {
  return MONTHS.findIndex((month) => month.startsWith(name.toLowerCase().slice(0, 3))) + 1;
}
const monthName = (name: string): string => {
  const month = MONTHS[monthNumber(name) - 1] ?? name;
  return month.charAt(0).toUpperCase() + month.slice(1);
};
const dayName = (text: string): string => {
  const day = DAYS.find((name) => name.startsWith(text.toLowerCase().slice(0, 3))) ?? text;
  return day.charAt(0).toUpperCase() + day.slice(1);
};

/** The year that puts a month nearest to when it was spoken of. */
function nearestYear(month: number, said: DateTime): number {
  const distance = (year: number): number => Math.abs((year - said.year) * 12 + month - said.month);
  return (
    [said.year, said.year - 1, said.year + 1].sort((a, b) => distance(a) - distance(b))[0] ??
    said.year
  );
}

interface Rule {
  pattern: RegExp;
  weight: number;
  say(match: RegExpMatchArray, said: DateTime): string | null;
}

/** A rule whose pattern is written with blanks, matched on whole words without case. */
function rule(source: string, weight: number, say: Rule['say']): Rule {
  return { pattern: new RegExp(`\\b(?:${source})\\b`, 'giu'), weight, say };
}

function ago(match: RegExpMatchArray, said: DateTime): string | null {
  const [whole, amount = '', unit = ''] = match;
  const vague = /few|several|couple/.exec(amount.toLowerCase())?.[0];
  const count = vague === 'couple' ? 2 : Number(NUMBER_WORDS[amount.toLowerCase()] ?? amount);
  if (!Number.isFinite(count)) {
    // "A few years ago" is all that was said; from the day it was said on it stays true.
    return /year/i.test(unit)
      ? whole.toLowerCase()
      : `${amount.toLowerCase()} ${unit.toLowerCase()} before ${dayText(said)}`;
  }
  const number = SMALL_WORDS[count] ?? String(count);
  switch (unit.toLowerCase().replace(/s$/, '')) {
    case 'day':
    case 'night':
      return dayText(said.minus({ days: count }));
    case 'week':
      return count === 1
        ? `the week before ${dayText(said)}`
        : `${number} weeks before ${dayText(said)}`;
    case 'weekend':
      return count === 1
        ? `the weekend before ${dayText(said)}`
        : `${number} weekends before ${dayText(said)}`;
    case 'month':
      return monthText(said.minus({ months: count }));
    case 'year':
      return String(said.year - count);
    default:
      return dayText(said);
  }
}

function turn(match: RegExpMatchArray, said: DateTime): string | null {
  const which = (match[1] ?? '').toLowerCase();
  const unit = (match[2] ?? '').toLowerCase();
  const step = /last|past|previous/.test(which) ? -1 : /next|coming/.test(which) ? 1 : 0;
  const relation = step < 0 ? 'before' : step > 0 ? 'after' : 'of';
  switch (unit) {
    case 'week':
    case 'weekend':
      return `the ${unit} ${relation} ${dayText(said)}`;
    case 'month':
      return monthText(said.plus({ months: step }));
    case 'year':
      return String(said.year + step);
    case 'night':
      return step < 0 ? dayText(said.minus({ days: 1 })) : dayText(said);
    case 'summer':
    case 'winter':
    case 'spring':
    case 'fall':
    case 'autumn':
      return `${unit} ${said.year + step}`;
    default:
      return step === 0 ? null : `the ${dayName(unit)} ${relation} ${dayText(said)}`;
  }
}

/** In order of precision: where two overlap, the earlier rule wins. */
const RULES: readonly Rule[] = [
  rule(`(\\d{4})-(\\d{2})-(\\d{2})`, 1, ([whole]) => {
    const date = DateTime.fromISO(whole, { zone: 'utc' });
    return date.isValid ? dayText(date) : null;
  }),
  rule(
    `the (?:week|weekend|${DAY}) (?:before|after|of) \\d{1,2} ${MONTH},? \\d{4}`,
    1,
    ([whole]) => whole,
  ),
  rule(
    `(\\d{1,2})(?:st|nd|rd|th)?(?: of)? (${MONTH}),? (\\d{4})`,
    1,
    ([, day, month = '', year]) => `${day} ${monthName(month)} ${year}`,
  ),
  rule(
    `(${MONTH}) (\\d{1,2})(?:st|nd|rd|th)?,? (\\d{4})`,
    1,
    ([, month = '', day, year]) => `${day} ${monthName(month)} ${year}`,
  ),
  rule(`(${MONTH}),? (?:of )?(\\d{4})`, 1, ([, month = '', year]) => `${monthName(month)} ${year}`),
  rule(
    `(\\d{1,2})(?:st|nd|rd|th)?(?: of)? (${MONTH})`,
    0.9,
    ([, day, month = ''], said) =>
      `${day} ${monthName(month)} ${nearestYear(monthNumber(month), said)}`,
  ),
  rule(
    `(${MONTH}) (\\d{1,2})(?:st|nd|rd|th)?(?!:)`,
    0.9,
    ([, month = '', day], said) =>
      `${day} ${monthName(month)} ${nearestYear(monthNumber(month), said)}`,
  ),
  rule(`day before yesterday`, 1, (_, said) => dayText(said.minus({ days: 2 }))),
  rule(`day after tomorrow`, 1, (_, said) => dayText(said.plus({ days: 2 }))),
  rule(`yesterday`, 1, (_, said) => dayText(said.minus({ days: 1 }))),
  rule(`tomorrow`, 1, (_, said) => dayText(said.plus({ days: 1 }))),
  rule(`today|tonight|this (?:morning|afternoon|evening)|earlier today`, 0.9, (_, said) =>
    dayText(said),
  ),
  rule(`(${NUMBER}) (days?|nights?|weeks?|weekends?|months?|years?) ago`, 1, ago),
  rule(
    `(?:the |this )?(last|this past|past|this coming|next|this) (weekend|week|month|year|night|summer|winter|spring|fall|autumn|${DAY})`,
    1,
    turn,
  ),
  rule(`in (${NUMBER}) (days?|weeks?|months?|years?)`, 0.7, ([, amount = '', unit = ''], said) => {
    const count = Number(NUMBER_WORDS[amount.toLowerCase()] ?? amount);
    if (!Number.isFinite(count)) return null;
    const name = unit.toLowerCase();
    if (name.startsWith('day')) return dayText(said.plus({ days: count }));
    if (name.startsWith('week')) return dayText(said.plus({ weeks: count }));
    return name.startsWith('month')
      ? monthText(said.plus({ months: count }))
      : String(said.year + count);
  }),
  rule(`on (${DAY})`, 0.8, ([, day = ''], said) => `${dayName(day)}, the week of ${dayText(said)}`),
  rule(
    `(?:in|during|since|until|by|for|this|early|late|mid-?) ?(january|february|march|april|june|july|august|september|october|november|december|may(?= \\d|[.,!?]|$))`,
    0.8,
    ([, month = ''], said) => `${monthName(month)} ${nearestYear(monthNumber(month), said)}`,
  ),
  rule(`(?:in|since|during|back in|of|until|by) ((?:19|20)\\d{2})`, 0.8, ([, year = '']) => year),
  rule(`recently|just now|just`, 0.1, (_, said) => dayText(said)),
];

/** What `sentence`, said at `saidAt`, says about time; in the order of the text. */
export function timesIn(sentence: string, saidAt: ZonedTime): TimeMention[] {
  const said = DateTime.fromISO(saidAt, { setZone: true });
  const found: TimeMention[] = [];
  for (const { pattern, weight, say } of RULES) {
    for (const match of sentence.matchAll(pattern)) {
      const start = match.index;
      const end = start + match[0].length;
      if (found.some((other) => start < other.end && other.start < end)) continue;
      const text = say(match, said);
      if (text !== null) found.push({ text, start, end, weight });
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

/** The day something was said, as an answer. */
export function saidOn(saidAt: ZonedTime): string {
  return dayText(DateTime.fromISO(saidAt, { setZone: true }));
}

const DURATION = new RegExp(
  `\\b(?:(?:about|almost|nearly|over|around|for) )?(${NUMBER}(?:[ -](?:or|to|and a half) ?\\w*)?)[ -](seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?)\\b( ago| old)?`,
  'giu',
);

/** Lengths of time in a sentence, numbers as digits: `4 years`, `10 years ago`. */
export function durationsIn(sentence: string): { text: string; start: number; ago: boolean }[] {
  return [...sentence.matchAll(DURATION)].map((match) => {
    const [, amount = '', unit = '', tail = ''] = match;
    const number = NUMBER_WORDS[amount.toLowerCase()] ?? amount.toLowerCase();
    const noun = number === '1' || unit.endsWith('s') ? unit : `${unit}s`;
    return {
      text: `${number} ${noun.toLowerCase()}${tail.toLowerCase()}`,
      start: match.index,
      ago: tail.trim().toLowerCase() === 'ago',
    };
  });
}

/** "since 2016", "since I was 17": where a duration began. */
export function sinceIn(sentence: string): { text: string; start: number } | null {
  const match =
    /\bsince (?:(?:19|20)\d{2}|i was (?:about |around )?\d+|\w+ (?:19|20)\d{2}|childhood)\b/iu.exec(
      sentence,
    );
  return match === null ? null : { text: match[0], start: match.index };
}

/** Digits for `three` or `3`; null for anything that is no small number. */
export function numberOf(word: string): string | null {
  if (/^\d+(?:[.,]\d+)*%?$/.test(word)) return word;
  const lower = word.toLowerCase();
  if (lower === 'once') return '1';
  if (lower === 'twice') return '2';
  return lower === 'a' || lower === 'an' || lower === 'one' ? null : (NUMBER_WORDS[lower] ?? null);
}
