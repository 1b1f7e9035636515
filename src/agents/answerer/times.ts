import { DateTime } from 'luxon';
import type { ZonedTime } from '../../memory/records.js';
import { type ResolvedDate, resolveDates } from '../dates.js';
import { longDay } from '../relative-dates.js';

/**
 * What a sentence says about when and for how long, as answers: absolute, and as precise as it was
 * said. "Last week" said on 9 June 2023 is "the week before 9 June 2023", not a day nobody named. Pure.
 */
export interface TimeMention {
  /** E.g. `7 May 2023`, `April 2023`, `2022`, `the week before 9 June 2023`. */
  text: string;
  /** Where its words stand in the sentence, in characters. */
  start: number;
  end: number;
  /** First and last day, `YYYY-MM-DD`. */
  from: string;
  to: string;
}

const ONES = 'zero one two three four five six seven eight nine'.split(' ');
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const TEENS =
  'ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(' ');
const NUMBER_WORDS: Readonly<Record<string, string>> = Object.fromEntries(
  [
    ...TENS.flatMap((ten) => ONES.slice(1).map((one) => `${ten}-${one}`)),
    ...ONES,
    ...TEENS,
    ...TENS,
  ].map((word): [string, string] => [word, String(valueOf(word))]),
);

/** The value of a number word below a hundred. */
function valueOf(word: string): number {
  const [first = '', last] = word.split('-');
  if (last !== undefined) return valueOf(first) + valueOf(last);
  const small = [...ONES, ...TEENS].indexOf(first);
  return small >= 0 ? small : 10 * (TENS.indexOf(first) + 2);
}
const NUMBER = `(?:\\d+(?:\\.\\d+)?|${Object.keys(NUMBER_WORDS).join('|')}|an?|(?:a )?few|(?:a )?couple(?: of)?|several)`;

/** The day something was said, as an answer: `7 May 2023`. */
export const saidOn = (time: ZonedTime): string =>
  longDay(DateTime.fromISO(time, { setZone: true }));

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
const WEEKDAYS = 'monday tuesday wednesday thursday friday saturday sunday'.split(' ');

/**
 * Weekdays and weekends are told from the day of saying, as they were said: "last Friday" is "the
 * Friday before 15 July 2023". It is as exact as the date and keeps the word that was used.
 */
function asSaid(words: string, label: string, saidAt: ZonedTime): string {
  const lower = words.toLowerCase();
  const weekends = /^(\w+) weekends ago$/.exec(lower)?.[1];
  if (weekends !== undefined) return `${weekends} weekends before ${saidOn(saidAt)}`;
  const match = /^(last|this past|past|next|this coming) (\w+)$/.exec(lower);
  if (match === null) return label;
  const [, which = '', unit = ''] = match;
  const relation = /last|past/.test(which) ? 'before' : 'after';
  if (unit === 'weekend') return `the weekend ${relation} ${saidOn(saidAt)}`;
  const weekday = WEEKDAYS.find((day) => unit.length >= 3 && day.startsWith(unit.slice(0, 4)));
  return weekday === undefined ? label : `the ${capital(weekday)} ${relation} ${saidOn(saidAt)}`;
}

const WRITTEN = /^[\s,]*(?:['’]s)?\s*\(([^()]*\d{4}s?)\)/;

/**
 * The date that stands in brackets after the words: it was reckoned when they were said, which need not be
 * when this memory was last told. A weekday that was named is kept: "Friday, 30 May 2025".
 */
function annotationAfter(
  sentence: string,
  { text, index, from, to }: ResolvedDate,
  saidAt: ZonedTime,
): Omit<TimeMention, 'start' | 'end'> | null {
  const label = WRITTEN.exec(sentence.slice(index + text.length))?.[1];
  if (label === undefined) return null;
  const [date] = resolveDates(label, saidAt);
  const span = date === undefined ? { from, to } : { from: date.from, to: date.to };
  return { text: withWeekday(text, label, span), ...span };
}

/** A weekday that was named, in full or short, is kept: "Friday, 30 May 2025". */
function withWeekday(
  words: string,
  label: string,
  { from, to }: { from: string; to: string },
): string {
  const weekday = WEEKDAYS[DateTime.fromISO(from).weekday - 1] ?? '';
  const named = from === to && new RegExp(`\\b${weekday.slice(0, 3)}`, 'i').test(words);
  return named ? `${capital(weekday)}, ${label}` : label;
}

const MONTHS =
  'January|February|March|April|May|June|July|August|September|October|November|December';
const YEARLESS = new RegExp(
  `\\b(?:(\\d{1,2})(?:st|nd|rd|th)?(?: of)? (${MONTHS})|(${MONTHS}) (\\d{1,2})(?:st|nd|rd|th)?)\\b`,
  'iu',
);

/** "The 19th of April": a day of every year, or of one that was not told. */
export function yearlessIn(sentence: string): string | null {
  const match = YEARLESS.exec(sentence);
  if (match === null) return null;
  const [, before, month = match[3] ?? '', , after] = match;
  const day = before ?? after ?? '';
  return `${day} ${capital(month.toLowerCase())}`;
}

const DAY_OF_MONTH =
  /\b(?:on|until|till|from|by|before|after|begins?|starts?|ends?|is|was) (?:on )?(the \d{1,2}(?:st|nd|rd|th))(?=\s*(?:$|[.,;:!?)]|(?:and|but|so|at|till|until|to|for|not)\b))/iu;

/** "On the 14th": a day of a month that was not named. */
export const dayOfMonthIn = (sentence: string): string | null =>
  DAY_OF_MONTH.exec(sentence)?.[1] ?? null;

/**
 * "On the 14th" where one asks for what has happened: the last 14th at the time of saying; else the next one.
 * Null where no day is named so, or there was none in that month.
 */
export function datedDayIn(sentence: string, saidAt: ZonedTime, past: boolean): TimeMention | null {
  const match = DAY_OF_MONTH.exec(sentence);
  if (match === null) return null;
  const [whole, words = ''] = match;
  const day = Number(/\d+/.exec(words)?.[0]);
  const said = DateTime.fromISO(saidAt, { setZone: true });
  const months = past ? (day > said.day ? -1 : 0) : day < said.day ? 1 : 0;
  const date = said.startOf('month').plus({ months }).set({ day });
  if (date.day !== day) return null;
  const on = date.toISODate() ?? '';
  const end = match.index + whole.length;
  return { text: saidOn(on), start: end - words.length, end, from: on, to: on };
}

/** Also "her year of birth is 1937" and "2019 was when I came". */
const YEAR =
  /\b(?:in|since|during|until|till|by|around|before|after|from|of|mid|late|early|born|year(?: of \p{L}+)?(?: is| was|:)) ((?:19|20)\d{2})\b(?![-–:.]?\d)|(?<![-–:./\d])\b((?:19|20)\d{2})(?= (?:is|was) (?:when|the year)\b)/giu;

/** "In 2016": a year alone, which nothing has to be reckoned for. */
function yearsIn(sentence: string, others: readonly ResolvedDate[]): TimeMention[] {
  return [...sentence.matchAll(YEAR)].flatMap((match) => {
    const year = match[1] ?? match[2] ?? '';
    const start = match.index + match[0].length - year.length;
    const inside = others.some(({ index, text }) => start >= index && start < index + text.length);
    if (inside || /\([^()]*$/.test(sentence.slice(0, start))) return [];
    const end = start + year.length;
    return [{ text: year, start, end, from: `${year}-01-01`, to: `${year}-12-31` }];
  });
}

const MEMO_SIZE = 5_000;
const memo = new Map<string, readonly TimeMention[]>();

/** The dates a sentence said at `saidAt` names, in the order of the text; the latest are kept. */
export function timesIn(sentence: string, saidAt: ZonedTime): readonly TimeMention[] {
  const key = `${saidAt} ${sentence}`;
  const known = memo.get(key);
  if (known !== undefined) return known;
  const dates = resolveDates(sentence, saidAt);
  const mentions = dates
    // An annotation in brackets only repeats what stands before it.
    .filter(({ index }, at) => at === 0 || !/\([^()]*$/.test(sentence.slice(0, index)))
    .map((date) => {
      const { text, index, label, from, to, relative } = date;
      const written = annotationAfter(sentence, date, saidAt);
      const place = { start: index, end: index + text.length };
      if (written !== null) return { ...written, ...place };
      const said = relative ? asSaid(text, label, saidAt) : label;
      return { text: said === label ? withWeekday(text, label, date) : said, ...place, from, to };
    })
    .concat(yearsIn(sentence, dates))
    .sort((a, b) => a.start - b.start);
  if (memo.size >= MEMO_SIZE) memo.clear();
  memo.set(key, mentions);
  return mentions;
}

const CLOCK =
  '(?:\\d{1,2}[:.]\\d{2}(?: ?[ap]\\.?m\\b)?(?: (?:UTC|GMT|CET|CEST|[ECMP][SD]T)\\b)?|\\d{1,2} ?[ap]\\.?m\\b|\\d{1,2}h(?:\\d{2})?\\b|(?:half past|quarter (?:past|to)) \\p{L}+|noon\\b|midnight\\b)';
const HOUR = '(?:\\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)';
const DAYPART = `(?: in the (?:morning|afternoon|evening)| at night)`;
/** "At 10", but not "at 10 Mill Lane": an hour alone ends the phrase. */
const ALONE =
  '(?=\\s*(?:$|[.,;!?)]|(?:and|but|so|or|already|sharp|on|every|for|because|when|now|today|tomorrow|latest)\\b))';
const AT_TIME = new RegExp(
  `\\b(?:at|from|around|about|by|to|is|till|until|for|before|after|nightly|daily) (${CLOCK}${DAYPART}?|${HOUR}(?: o['’]clock)?(?:${DAYPART}|${ALONE}))`,
  'giu',
);
/** "6 to 1", "from 14:00 to 18:00". */
const HOURS = new RegExp(
  `(?<![\\p{L}\\d:.-])(?:${CLOCK}|${HOUR}) ?(?:to|till|until|–|-) ?(?:${CLOCK}|\\d{1,2}${ALONE})(?![\\d:])`,
  'giu',
);
/** "After work", "at bedtime": a time of day by what is done then. */
const BY_MEAL =
  /\b(?:(?:before|after|during|over) (?:the )?(?:breakfast|lunch|dinner|supper|work|school|bed|bedtime|stand-?up|noon|midnight|dawn|sunrise|sunset|dusk)|(?:at|around) (?:breakfast|lunch|dinner|supper|bedtime|dawn|sunrise|sunset|dusk)(?: ?time)?|first thing(?: in the morning)?)\b/giu;
export const DAY_NAME = '(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day';
const WEEKDAY = `${DAY_NAME}s?\\b`;
const PART_OF_DAY = '(?:mornings?|afternoons?|evenings?|nights?)';
/** "The first Monday of each month": which of the weekdays it is. */
const WHICH =
  '(?:every (?:other |second )?|(?:(?:first|second|third|fourth|last)(?:(?: and |, )(?:second|third|fourth|last))? )|(?:good|black|cyber|easter|palm|ash) )?';
const OF_MONTH = '(?: (?:of|in) (?:each|every|the|a) (?:month|quarter|year))?';
const HABIT = new RegExp(
  `\\b${WHICH}${WEEKDAY}(?: ${PART_OF_DAY})?(?:(?:,| and|,? or| to) (?:on )?${WEEKDAY}(?: ${PART_OF_DAY})?)*${OF_MONTH}(?: at ${CLOCK})?`,
  'iu',
);
const OFTEN = new RegExp(
  `\\b(?:every (?:other )?(?:weekday|weekend|day|week|month|${PART_OF_DAY})|(?:on|at) (?:the )?(?:weekdays?|weekends?)|in the ${PART_OF_DAY}|at night)\\b`,
  'iu',
);
const NAMED_DAY = new RegExp(`\\bdays? (?:is|are|falls on|:)?\\s*(?:now |on )?(${WEEKDAY})`, 'iu');

/** A day of the week as it was said: `Tuesdays`, `every Wednesday at 14:00`. */
export function weekdayIn(sentence: string): string | null {
  const habit = HABIT.exec(sentence)?.[0];
  return habit?.replace(/\b(?!week|every|birth)\p{Ll}+day/giu, capital) ?? null;
}

/** `every weekend`, `in the morning`: when something is done over and over, without a day of its own. */
export function habitIn(sentence: string): string | null {
  return OFTEN.exec(sentence)?.[0] ?? null;
}

/** "Deploy day is Tuesday": a day of every week, and no date. */
export function namedDayIn(sentence: string): string | null {
  return NAMED_DAY.exec(sentence)?.[1] ?? null;
}

/** A time of day in a sentence: `14:00`, `9 am`, `6 to 1`, `after work`. */
export interface TimeOfDay {
  text: string;
  start: number;
}

/** The times of day in a sentence, those by the clock first, in the order of the text. */
export function timesOfDayIn(sentence: string): TimeOfDay[] {
  const hours = [...sentence.matchAll(HOURS)].map(({ 0: text, index }) => ({ text, start: index }));
  const points = [...sentence.matchAll(AT_TIME)].map(({ 0: all, 1: text = '', index }) => ({
    text,
    start: index + all.length - text.length,
  }));
  const alone = points.filter(
    ({ start }) =>
      !hours.some((range) => start >= range.start && start < range.start + range.text.length),
  );
  const byClock = [...hours, ...alone].sort((a, b) => a.start - b.start);
  const byMeal = [...sentence.matchAll(BY_MEAL)].map(({ 0: text, index }) => ({
    text,
    start: index,
  }));
  return [...byClock, ...byMeal];
}

const DURATION = new RegExp(
  `\\b(${NUMBER})[ -](seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?)\\b( ago| old)?`,
  'giu',
);

/** Lengths of time in a sentence, as they were told: `four years`, `10 years ago`; of "two-week" `two weeks`. */
export function durationsIn(sentence: string): { text: string; start: number; ago: boolean }[] {
  return [...sentence.matchAll(DURATION)].map((match) => {
    const [, amount = '', unit = '', tail = ''] = match.map((part) => part?.toLowerCase());
    const one = /^(?:1|one|an?)$/.test(amount);
    const noun = one || unit.endsWith('s') ? unit : `${unit}s`;
    return { text: `${amount} ${noun}${tail}`, start: match.index, ago: tail === ' ago' };
  });
}

/** "since 2016", "since I was 17", "since March 2021": where a duration began. */
export function sinceIn(sentence: string): string | null {
  return SINCE.exec(sentence)?.[0] ?? null;
}
const SINCE =
  /\bsince (?:(?:early|late|mid|about|around|\d{1,2}(?:st|nd|rd|th)?(?: of)?|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\p{L}*\.?|last|the|this)[ -])*(?:(?:\d{1,2}(?:st|nd|rd|th)?,? )?(?:19|20)\d{2}|(?:spring|summer|autumn|fall|winter|(?:Jan|Febr)uary|March|April|May|June|July|August|(?:Septem|Octo|Novem|Decem)ber|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|year|month|week)\b(?: \([^()]*\d{4}\))?|i was (?:about |around )?\d+|childhood|birth|uni(?:versity)?\b|school\b)/iu;

const DATE =
  '(?:\\d{4}-\\d{2}-\\d{2}|(?:the )?\\d{1,2}(?:st|nd|rd|th)?(?: of)? \\p{L}{3,}(?:,? \\d{4})?|(?:\\p{Lu}\\p{L}{2,} )?(?:\\d{1,2}(?:st|nd|rd|th)?,? )?(?:19|20)\\d{2}|\\p{Lu}\\p{L}{2,} \\d{1,2}(?:st|nd|rd|th)?)';
const UNTIL = new RegExp(
  `\\b(?:until|till|through|up to|expires? (?:on|in)|expiring (?:on|in)|runs out (?:on|in)|valid (?:to|for|through)|(?:ends|lasts|runs) (?:on|in|to)) ${DATE}`,
  'iu',
);

/** "Until 1 May 2026", "expires on 3 June": the end of what lasts. */
export function untilIn(sentence: string): string | null {
  return UNTIL.exec(sentence)?.[0] ?? null;
}

/** Digits for `three`, `3` or `twice`; null for anything that is no number. `a` and `one` are none. */
export function numberOf(word: string): string | null {
  if (/^[$€£]?\d+(?:[.,]\d+)*%?$/.test(word)) return word;
  const lower = word.toLowerCase();
  if (lower === 'once') return '1';
  if (lower === 'twice') return '2';
  return lower === 'one' ? null : (NUMBER_WORDS[lower] ?? null);
}
