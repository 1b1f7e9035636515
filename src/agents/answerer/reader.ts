import { epochOf } from '../../memory/time.js';
import { analyse } from '../language.js';
import { type Candidate, rankSpans } from './choice.js';
import { measureIn, tellsAmount, unitAfter } from './measures.js';
import { isOwnNumber, ownNumbers } from './numbered.js';
import { periodOf } from './period.js';
import type { Question } from './question.js';
import type { Reading } from './reading.js';
import type { ScoredSentence } from './relevance.js';
import {
  datedDayIn,
  DAY_NAME,
  dayOfMonthIn,
  durationsIn,
  habitIn,
  namedDayIn,
  numberOf,
  saidOn,
  sinceIn,
  timesIn,
  timesOfDayIn,
  untilIn,
  weekdayIn,
  yearlessIn,
} from './times.js';
import { withoutTimes } from './statements.js';
import { asksWhatHappened, inUnit } from './told-times.js';
import { relatedStems, stemOf, stemsOf, wordsOf } from './words.js';
import { besideAsked } from './strangers.js';
import { readYesNo } from './yes-no.js';

/** How much less relevant a sentence may be than the best one and still be preferred for its form. */
const SLACK = 0.25;

/** Sentences near enough to the best one to be read, best first. */
function readable(sentences: readonly ScoredSentence[], slack = SLACK): ScoredSentence[] {
  const best = sentences[0]?.relevance ?? 0;
  return sentences.filter(({ relevance }) => relevance >= best - slack);
}

/** How near in score a later sentence has to be for it to win. */
const RECENT = 0.12;

/**
 * The best sentence for which `find` finds something. A sentence that only looks the part loses against
 * one that fits the question better by more than its form is worth.
 */
function bestReading<T>(
  sentences: readonly ScoredSentence[],
  find: (sentence: ScoredSentence) => { value: T; worth: number } | null,
  beside: (sentence: string) => number = () => 0,
): { value: T; worth: number; sentence: ScoredSentence } | null {
  const found = sentences.flatMap((sentence) => {
    const reading = find(sentence);
    return reading === null
      ? []
      : [
          {
            ...reading,
            sentence,
            score: sentence.relevance + SLACK * reading.worth - beside(sentence.text),
          },
        ];
  });
  const [best] = [...found].sort((a, b) => b.score - a.score);
  if (best === undefined) return null;
  // Most recent wins among those that say as much.
  const rivals = found.filter(
    ({ score, worth, sentence }) =>
      score >= best.score - RECENT &&
      worth >= best.worth &&
      beside(sentence.text) <= beside(best.sentence.text) + 0.01 &&
      sentence.coverage >= best.sentence.coverage - 0.05,
  );
  return rivals.reduce(
    (latest, next) =>
      epochOf(next.sentence.memory.saidAt) > epochOf(latest.sentence.memory.saidAt) ? next : latest,
    best,
  );
}

/** Where what is told of one thing ends and what is told of the next begins. */
const NEXT_THING = /[,;:]\s|\s(?:and|but|while|whereas|or)\s/gu;
/** What a place in one breath with all of the question's words is worth beside one right next to one of them. */
const SAME_BREATH = 0.5;

/** The share of the question's words that stand between the same two marks as a place of a sentence. */
function breathShare(sentence: string, start: number, terms: readonly string[]): number {
  const cuts = [...sentence.matchAll(NEXT_THING)].map(({ index, 0: cut }) => index + cut.length);
  const from = Math.max(0, ...cuts.filter((cut) => cut <= start));
  const to = cuts.find((cut) => cut > start) ?? sentence.length;
  const breath = sentence.slice(from, to);
  const have = new Set(stemsOf(breath));
  const words = new Set(wordsOf(breath));
  const told = terms.filter(
    (term) =>
      [...relatedStems(term)].some((stem) => have.has(stem)) ||
      // "Is back" for "get back".
      words.has(/_(\w+)$/.exec(term)?.[1] ?? ''),
  );
  return terms.length === 0 ? 0 : told.length / terms.length;
}

/** How close a place of a sentence is to the question's words: more side by side and in one breath with them. */
function closeness(sentence: string, start: number, terms: readonly string[]): number {
  const lower = sentence.toLowerCase();
  let nearest = lower.length;
  for (const word of wordsOf(sentence)) {
    if (!terms.includes(stemOf(word))) continue;
    const at = lower.indexOf(word);
    if (at >= 0) nearest = Math.min(nearest, Math.abs(at - start));
  }
  return 1 / (1 + nearest / 40) + SAME_BREATH * breathShare(sentence, start, terms);
}

/** What a named time is worth against the day of saying, which is always there. */
const NAMED = 1;
/** A time that is the question's own period says nothing new; one outside it is of something else. */
const IN_PERIOD = 0.5;

/** "We fly home from Malta on the 9th" tells nothing of when we fly to Malta. */
function isTheOtherWay(asked: string, sentence: string): boolean {
  const leads = (text: string, way: string, place: string): boolean =>
    new RegExp(`\\b${way} (?:the )?${place}(?!\\p{L})`, 'iu').test(text);
  return [...asked.matchAll(/\b(to|from) (?:the )?(\p{Lu}\p{L}+)/gu)].some(
    ([, way = '', place = '']) =>
      leads(sentence, way === 'to' ? 'from' : 'to', place) && !leads(sentence, way, place),
  );
}

/** What is asked of as it mostly is: a date tells of one time. */
const USUAL = /\b(?:normally|usually|generally|regularly|typically)\b/i;
const DAY = new RegExp(`\\b${DAY_NAME}`);
const BORN = /\bborn\b|\bbirth\b/i;

function readWhen(question: Question, sentences: readonly ScoredSentence[]): Reading | null {
  // Only what has happened can have happened about when it was told of.
  const past = asksWhatHappened(question);
  const ofDay = /\b(?:what|which) time\b/i.test(question.text);
  const ofYear = /\b(?:what|which) year\b/i.test(question.text);
  const found = bestReading(
    sentences,
    (sentence) => {
      const { saidAt } = sentence.memory;
      if (isTheOtherWay(question.text, sentence.text)) return null;
      const near = (start: number): number => closeness(sentence.text, start, question.terms);
      const [ofTheDay] = timesOfDayIn(sentence.text).sort((a, b) => near(b.start) - near(a.start));
      if (ofDay) return ofTheDay === undefined ? null : { value: ofTheDay.text, worth: NAMED };
      const named = namedDayIn(sentence.text);
      if (named !== null && !past) return { value: named, worth: NAMED };
      const period = periodOf(question, saidAt);
      const best = timesIn(sentence.text, saidAt)
        .map((mention) => {
          const within = period !== null && mention.from >= period.from && mention.to <= period.to;
          const same = within && mention.from === period.from && mention.to === period.to;
          const fits = period === null ? 0 : within && !same ? IN_PERIOD : -IN_PERIOD;
          return { mention, worth: NAMED + fits, order: near(mention.start) + fits };
        })
        .sort((a, b) => b.order - a.order)[0];
      if (best !== undefined && USUAL.test(question.text)) return null;
      if (best !== undefined) {
        const { mention, worth } = best;
        return { value: ofYear ? inUnit('year', mention) : mention.text, worth };
      }
      // "We deploy on Tuesdays" and "on the 14th" answer as they stand.
      const yearless =
        yearlessIn(sentence.text) ??
        (past ? datedDayIn(sentence.text, saidAt, past)?.text : dayOfMonthIn(sentence.text)) ??
        null;
      if (yearless !== null && !ofYear) return { value: yearless, worth: NAMED };
      const weekday = weekdayIn(sentence.text);
      const asked = weekday !== null && DAY.exec(question.text)?.[0] === DAY.exec(weekday)?.[0];
      const habit = (asked ? null : weekday) ?? ofTheDay?.text ?? weekday ?? habitIn(sentence.text);
      if (habit !== null && !past) return { value: habit, worth: NAMED };
      if (ofTheDay !== undefined && !ofYear) return { value: ofTheDay.text, worth: NAMED };
      // Nobody is born on the day of saying so, and a year is no day.
      return past && !ofYear && !BORN.test(question.text)
        ? { value: saidOn(saidAt), worth: 0 }
        : null;
    },
    besideAsked(question),
  );
  if (found === null) return null;
  return {
    text: found.value,
    certainty: Math.min(1, 0.4 + 0.6 * found.worth),
    evidence: [found.sentence],
  };
}

function readDuration(question: Question, sentences: readonly ScoredSentence[]): Reading | null {
  const found = bestReading(sentences, (sentence) => {
    const near = (start: number): number => closeness(sentence.text, start, question.terms);
    const [length] = durationsIn(sentence.text).sort(
      (a, b) =>
        Number(b.ago === question.ago) - Number(a.ago === question.ago) ||
        near(b.start) - near(a.start),
    );
    const since = sinceIn(sentence.text);
    const value = question.since
      ? (since ?? length?.text)
      : (length?.text ?? since ?? untilIn(sentence.text));
    return value == null ? null : { value, worth: 1 };
  });
  return found === null ? null : { text: found.value, certainty: 0.9, evidence: [found.sentence] };
}

/** Words without which nothing tells how long. */
const TELLS_LENGTH =
  /\d|\b(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?|life|childhood|school|always|ever|forever|since|long|until)\b/i;

const FREQUENCY =
  /\b(?:every (?:(?:other|second|third|fourth|\d+|two|three|four|five|six|seven|eight|nine|ten|twelve) )?\w+|(?:once|twice|(?:two|three|four|\d+) times)(?: or \w+)? (?:a|per|every) \w+|daily|weekly|monthly|yearly|annually)\b/i;

/** What amounts are told in, rather than things that are counted. */
const UNIT =
  /^(?:dollars?|euros?|pounds?|cents?|bucks|francs?|yen|percent|thousands?|millions?|kilos?|kgs?|grams?|lbs|ounces|tonn?es?|tons?|lit(?:er|re)s?|cups?|miles?|kms?|kilomet(?:er|re)s|met(?:er|re)s|feet|inches|points?|degrees|seconds?|minutes?|hours?|days?|weeks?|months?|years?|times)$/i;

const LASTS = /^(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?)$/i;

function readCount(question: Question, sentences: readonly ScoredSentence[]): Reading | null {
  const frequency = /\bhow (?:often|frequently)\b/i.test(question.text);
  const counted = /\bhow (?:many|much)\s+([\p{L}-]+)/iu.exec(question.text)?.[1];
  // "Bob has 3 cats" says nothing about how much he earns.
  const amount = /\bhow much\b/i.test(question.text);
  const noun = counted === undefined ? null : stemOf(counted.toLowerCase());
  const own = ownNumbers(question.text);
  const found = bestReading(
    sentences,
    (sentence) => {
      if (frequency) {
        const match = FREQUENCY.exec(sentence.text)?.[0];
        return match === undefined ? null : { value: match, worth: 1 };
      }
      // The number of a date counts nothing.
      const text = withoutTimes(sentence.text);
      const { tokens } = analyse(text);
      const numbers = tokens.flatMap((token, at) => {
        const one =
          token.word === 'one' && noun !== null && stemOf(tokens[at + 1]?.word ?? '') === noun;
        const number = one ? '1' : numberOf(token.word);
        const before = text.slice(0, token.start);
        // The number of "eu-west-1" counts nothing.
        if (number === null || isOwnNumber(number, own) || /[\p{L}\d][-./]$/u.test(before))
          return [];
        const counts = tokens.slice(at + 1, at + 4).some((next) => stemOf(next.word) === noun);
        const things = tokens[at + 1];
        if (amount && !counts && things?.tags.has('Plural') === true && !UNIT.test(things.word))
          return [];
        // "For 7 days" counts days.
        if (!amount && !counts && counted !== undefined && LASTS.test(things?.word ?? ''))
          return [];
        const unit = amount ? unitAfter(text, token.end) : '';
        // "65mg" is one word.
        const whole = text.slice(token.start, token.end) + unit;
        // As it was told: who said "three" is told "three".
        const written = amount && /^\p{Sc}?\d/u.test(whole) ? whole : token.word.toLowerCase();
        const near = breathShare(text, token.start, question.terms);
        return [{ number: written, worth: counts ? 1 : 0.3, near }];
      });
      const best = numbers.sort((a, b) => b.worth - a.worth || b.near - a.near)[0];
      return best === undefined ? null : { value: best.number, worth: best.worth };
    },
    besideAsked(question),
  );
  return found === null
    ? null
    : {
        text: found.value,
        certainty: 0.4 + 0.5 * found.worth,
        evidence: [found.sentence],
      };
}

/** Whether two answers say the same: one has all the words of the other. */
function sameAnswer(a: Candidate, b: Candidate): boolean {
  const [few, many] = a.span.stems.length <= b.span.stems.length ? [a, b] : [b, a];
  return few.span.stems.every((stem) => many.span.stems.includes(stem));
}

/** How near in score two spans have to be for the later one to win, or for both to be listed. */
const CONFLICT = 0.12;
const LISTED = 0.45;
const MOST_LISTED = 4;

/** An amount, where one is asked for: "which port", "what dose". */
function readMeasure(question: Question, sentences: readonly ScoredSentence[]): Reading | null {
  if (!question.measured) return null;
  const found = bestReading(
    sentences,
    (sentence) => {
      const measure = measureIn(question, sentence);
      return measure === null ? null : { value: measure, worth: measure.worth };
    },
    besideAsked(question),
  );
  return found === null
    ? null
    : {
        text: found.value.text,
        certainty: 0.4 + 0.6 * found.worth,
        whole: found.value.whole,
        evidence: [found.sentence],
      };
}

function readSpan(question: Question, sentences: readonly ScoredSentence[]): Reading | null {
  const ranked = rankSpans(question, sentences);
  const [best] = ranked;
  if (best === undefined) return null;
  const certainty = Math.min(
    1,
    Math.max(0, 0.4 + 0.4 * best.features.fits + 0.2 * best.features.verb),
  );
  if (question.plural) {
    const listed: Candidate[] = [];
    for (const candidate of ranked) {
      if (candidate.score < best.score - LISTED || listed.length === MOST_LISTED) break;
      const sameSentence = listed.some(
        (other) =>
          other.sentence === candidate.sentence &&
          !(question.asksName && candidate.span.kind === 'name'),
      );
      if (sameSentence || listed.some((other) => sameAnswer(other, candidate))) continue;
      listed.push(candidate);
    }
    return {
      text: listed.map(({ text }) => text).join(', '),
      certainty,
      evidence: [...new Set(listed.map(({ sentence }) => sentence))],
    };
  }
  // Most recent wins: a later sentence with an answer of nearly the same score.
  const rival = ranked
    .filter(
      (other) =>
        other.score >= best.score - CONFLICT &&
        !sameAnswer(other, best) &&
        other.sentence.memory !== best.sentence.memory,
    )
    .filter((other) => other.sentence.coverage >= best.sentence.coverage)
    .sort((a, b) => epochOf(b.sentence.memory.saidAt) - epochOf(a.sentence.memory.saidAt))[0];
  const later =
    rival !== undefined &&
    epochOf(rival.sentence.memory.saidAt) > epochOf(best.sentence.memory.saidAt);
  const chosen = later ? rival : best;
  return { text: chosen.text, certainty, evidence: [chosen.sentence] };
}

const READ = 8;

/** Reads the answer to a question from sentences ranked by relevance; null where there is none. */
export function read(question: Question, ranked: readonly ScoredSentence[]): Reading | null {
  const sentences = readable(ranked).slice(0, READ);
  if (sentences.length === 0) return null;
  switch (question.kind) {
    case 'when':
      return readWhen(question, sentences);
    case 'duration':
      return (
        readDuration(question, sentences) ??
        readSpan(
          question,
          sentences.filter(({ text }) => TELLS_LENGTH.test(text)),
        )
      );
    case 'count':
      return readCount(question, sentences);
    case 'yes-no':
      return readYesNo(question, sentences);
    case 'who':
    case 'where':
    case 'why':
    case 'how':
    case 'what':
      return (
        readMeasure(question, sentences) ??
        readSpan(
          question,
          sentences.filter(({ text }) => !question.measured || tellsAmount(question, text)),
        )
      );
  }
}
