import type { ZonedTime } from '../../memory/records.js';
import type { Random } from '../../memory/random.js';
import { DAY_MS } from '../../memory/time.js';

/** Whole days since 1970-01-01, in the speaker's own zone. */
export type DayNumber = number;

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = [
  'January', 'February', 'March', 'April', 'May', 'June',
  'July', 'August', 'September', 'October', 'November', 'December',
]; // prettier-ignore
const SMALL = ['zero', 'one', 'two', 'three', 'four', 'five', 'six'];

const pad = (value: number): string => String(value).padStart(2, '0');

/** Local wall time and offset as ISO 8601; `minutes` counts from 1970 in that zone. */
export function zonedTime(minutes: number, offset: number): ZonedTime {
  const wall = new Date(minutes * 60_000).toISOString().slice(0, 16);
  const sign = offset < 0 ? '-' : '+';
  const distance = Math.abs(offset);
  const zone =
    offset === 0 ? 'Z' : `${sign}${pad(Math.floor(distance / 60))}:${pad(distance % 60)}`;
  return `${wall}:00${zone}`;
}

function calendar(day: DayNumber): { year: number; month: string; date: number; weekday: number } {
  const time = new Date(day * DAY_MS);
  return {
    year: time.getUTCFullYear(),
    month: MONTHS[time.getUTCMonth()] ?? '',
    date: time.getUTCDate(),
    weekday: time.getUTCDay(),
  };
}

/** Accepted ways to write a date; the first is canonical. */
export function dateAnswers(day: DayNumber): string[] {
  const { year, month, date } = calendar(day);
  const iso = new Date(day * DAY_MS).toISOString().slice(0, 10);
  return [
    `${date} ${month} ${year}`,
    `${month} ${date}, ${year}`,
    iso,
    `${date} ${month}`,
    `${month} ${date}`,
  ];
}

/** How a day that was told as "last Friday" may be given back: `the Friday before 9 May 2023`. */
export function pastAnswers(day: DayNumber, told: DayNumber): string[] {
  const name = WEEKDAYS[calendar(day).weekday] ?? '';
  const before = told - day <= 7 ? [`the ${name} before ${dateAnswers(told)[0] ?? ''}`] : [];
  return [...dateAnswers(day), ...before];
}

/** Every calendar wording that is true of `day` when said on `today`, and leaves no doubt. */
function absolute(day: DayNumber, today: DayNumber): string[] {
  const { year, month, date } = calendar(day);
  const suffix = ordinalSuffix(date);
  const withYear = [`${month} ${date}, ${year}`, `${date} ${month} ${year}`];
  if (year !== calendar(today).year) return withYear;
  const short = [`${month} ${date}`, `${date} ${month}`, `${month} ${date}${suffix}`];
  return [...short, ...short, ...withYear, `the ${date}${suffix} of ${month}`];
}

function ordinalSuffix(date: number): string {
  if (date >= 11 && date <= 13) return 'th';
  return ['th', 'st', 'nd', 'rd'][date % 10] ?? 'th';
}

/** A way to say a day to come, with its preposition and without. */
export function futureWording(
  day: DayNumber,
  today: DayNumber,
  random: Random,
): { when: string; date: string } {
  const away = day - today;
  const { weekday } = calendar(day);
  const name = WEEKDAYS[weekday] ?? '';
  if (away === 1 && random.chance(0.7)) return { when: 'tomorrow', date: 'tomorrow' };
  if (away >= 2 && away <= 6 && random.chance(0.6)) {
    return {
      when:
        random.chance(0.7) || mondayBased(day) < mondayBased(today) ? `on ${name}` : `this ${name}`,
      date: name,
    };
  }
  const date = random.pick(absolute(day, today));
  let when = `on ${date}`;
  if (random.chance(0.4)) {
    if (away >= 2 && away <= 6) when = `in ${SMALL[away] ?? away} days`;
  }
  return { when, date };
}

/** A way to say a day gone by. */
export function pastWording(day: DayNumber, today: DayNumber, random: Random): string {
  const ago = today - day;
  const { weekday } = calendar(day);
  if (ago === 1 && random.chance(0.7)) return 'yesterday';
  // "last Friday" is said of last week's only, where nobody could mean another one.
  if (ago <= 7 && mondayBased(day) > mondayBased(today) && random.chance(0.6)) {
    return `last ${WEEKDAYS[weekday] ?? ''}`;
  }
  if (ago >= 2 && ago <= 6 && random.chance(0.6)) return `${SMALL[ago] ?? ago} days ago`;
  return `on ${random.pick(absolute(day, today))}`;
}

const mondayBased = (day: DayNumber): number => (calendar(day).weekday + 6) % 7;
