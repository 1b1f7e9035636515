import type { ZonedTime } from '../../memory/records.js';
import { DAY_MS } from '../../memory/time.js';
import { resolveDates } from '../dates.js';
import type { Question } from './question.js';

/** A stretch of days, `YYYY-MM-DD`, both inclusive. */
export interface Period {
  from: string;
  to: string;
}

const DATED =
  /\b(?:january|february|march|april|may|june|july|august|september|october|november|december|spring|summer|autumn|fall|winter|(?:19|20)\d{2})\b/i;

const MEMO_SIZE = 2_000;
const memo = new Map<string, Period | null>();

/**
 * The time a question asks about ("in July", "on 1 February 2023"), seen from when a memory was said:
 * a month without a year is the one nearest to it. Null where the question names none.
 */
export function periodOf(question: Question, saidAt: ZonedTime): Period | null {
  if (!DATED.test(question.text)) return null;
  const key = `${saidAt.slice(0, 10)} ${question.text}`;
  let period = memo.get(key);
  if (period === undefined) {
    period = resolveDates(question.text, saidAt)[0] ?? null;
    if (memo.size >= MEMO_SIZE) memo.clear();
    memo.set(key, period);
  }
  return period;
}

const MONTH = '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\\p{L}*';
const DAY = new RegExp(
  `\\b(?:\\d{4}-\\d{2}-\\d{2}|\\d{1,2}(?:st|nd|rd|th)?(?: of)? ${MONTH}|${MONTH} \\d{1,2}(?:st|nd|rd|th)?)\\b`,
  'iu',
);

/** The days that a text names by their dates. */
const daysIn = (text: string, saidAt: ZonedTime): string[] =>
  DAY.test(text)
    ? resolveDates(text, saidAt).flatMap(({ from, to, relative }) =>
        from === to && !relative ? [from] : [],
      )
    : [];

/** Whether a sentence names another day than the one by which a question says what it means: "the outage on 3 May". */
export function isOfOtherDay(
  { text, kind }: Question,
  sentence: string,
  saidAt: ZonedTime,
): boolean {
  if (kind === 'when' || kind === 'yes-no') return false;
  const asked = daysIn(text, saidAt);
  if (asked.length === 0) return false;
  const told = daysIn(sentence, saidAt);
  return told.length > 0 && !told.some((day) => asked.includes(day));
}

/** Days after its end in which a period is still told of. */
const TOLD_WITHIN = 31;

/** Whether what was said then can be of the period; true where the question names none. */
export function mayTellOf(period: Period | null, saidAt: ZonedTime): boolean {
  if (period === null) return true;
  const said = Date.parse(saidAt.slice(0, 10));
  return (
    said >= Date.parse(period.from) - DAY_MS && said <= Date.parse(period.to) + TOLD_WITHIN * DAY_MS
  );
}
