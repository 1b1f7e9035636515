import { DateTime } from 'luxon';
import { span } from '../relative-dates.js';
import { periodOf } from './period.js';
import type { Question } from './question.js';
import type { ScoredSentence } from './relevance.js';
import { datedDayIn, saidOn, timesIn, type TimeMention } from './times.js';

/** It asks for what has happened: "have" is a helping verb, but not in "when do I have lunch". */
const HAPPENED =
  /\b(?:did|was|were|had)\b|^(?!.*\b(?:do|does|can|could|should|shall|will|would|may|must)\b).*\b(?:has|have)\b/i;

/** Whether a question asks for what has happened. */
export const asksWhatHappened = ({ text }: Question): boolean => HAPPENED.test(text);

/** A time that a sentence tells, in the unit that a question asks for. */
export interface ToldTime {
  text: string;
  /** Where its words stand in the sentence, in characters; null where it is the day of saying, which has no words. */
  words: { start: number; end: number } | null;
  /** Seen from when it was said. */
  way: 'before' | 'then' | 'after';
  /** Whether it lies in the period that the question names; null where it names none. */
  inPeriod: boolean | null;
}

/** All that a sentence tells of when, with the day on which it was said. */
export function toldTimes(question: Question, { text, memory }: ScoredSentence): ToldTime[] {
  const { saidAt } = memory;
  const said = saidAt.slice(0, 10);
  const named = timesIn(text, saidAt);
  const day = datedDayIn(text, saidAt, asksWhatHappened(question));
  const unit = /\b(?:what|which) (year|month)\b/i.exec(question.text)?.[1]?.toLowerCase();
  const isApart =
    day !== null && named.every(({ start, end }) => start >= day.end || end <= day.start);
  const period = periodOf(question, saidAt);
  const told = (mention: TimeMention, words: ToldTime['words']): ToldTime => ({
    text: unit === undefined ? mention.text : inUnit(unit as 'year' | 'month', mention),
    words,
    way: mention.to < said ? 'before' : mention.from > said ? 'after' : 'then',
    inPeriod: period === null ? null : mention.from >= period.from && mention.to <= period.to,
  });
  return [
    ...[...named, ...(isApart ? [day] : [])].map((mention) => told(mention, mention)),
    told({ text: saidOn(saidAt), start: 0, end: 0, from: said, to: said }, null),
  ];
}

/** The month or the year of a time where it lies in one, else the time as it is. */
export function inUnit(unit: 'year' | 'month', { text, from, to }: TimeMention): string {
  const first = DateTime.fromISO(from);
  return first.hasSame(DateTime.fromISO(to), unit) ? span(unit, first).label : text;
}
