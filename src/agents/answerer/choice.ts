import { analyse } from '../language.js';
import type { Question } from './question.js';
import type { ScoredSentence } from './relevance.js';
import { canBeSomebody } from './kinds.js';
import { type Span, type SpannedSentence, spansOf } from './spans.js';
import { relatedStems, stemOf } from './words.js';

/**
 * The choice among spans: each span of the best sentences is described by a few features, whose
 * weighted sum ranks it.
 */

/** What a span looks like to the question; mostly in [0, 1]; `long` counts words, `fits` may be negative. */
export interface SpanFeatures {
  /** Relevance of its sentence. */
  relevance: number;
  /** It follows a verb that the question asks with. */
  verb: number;
  /** Closeness to the nearest word of the question. */
  near: number;
  /** It comes after a word of the question, as answers mostly do. */
  after: number;
  /** Its form is what the question asks for: a place, a person, a name, a reason. */
  fits: number;
  /** It names the sort of thing that is asked for ("Marley flooring" for "what flooring"). */
  focus: number;
  /** Share of its words that the question has already. */
  repeats: number;
  /** Words beyond six. */
  long: number;
  /** It is said to be over ("I left Google"), and the question asks about now. */
  ended: number;
  /** It names only the person asked about, or a speaker where no person is asked for. */
  self: number;
  /** It stands in the place that the question leaves open: after its last preposition, or as the subject. */
  slot: number;
  /** It is the amount that is asked for, or none where one is. */
  typed: number;
  /** Somebody or something else with a name stands between it and what the question names. */
  stranger: number;
  title: number;
  list: number;
  clause: number;
  quality: number;
  action: number;
}

/** Set by hand on LoCoMo conv-26 and conv-30 and on made-up examples. */
const WEIGHTS: Readonly<Record<keyof SpanFeatures, number>> = {
  relevance: 4,
  verb: 1,
  near: 0.4,
  after: 0.2,
  fits: 0.7,
  focus: 0.35,
  repeats: -0.8,
  long: -0.12,
  ended: -0.8,
  self: -1.5,
  slot: 1.4,
  typed: 1.2,
  stranger: -0.7,
  title: 0.3,
  list: 0.3,
  clause: -0.1,
  quality: -0.25,
  action: -0.1,
};

export interface Candidate {
  text: string;
  score: number;
  span: Span;
  sentence: ScoredSentence;
  features: SpanFeatures;
}

const PLACE_PREPOSITIONS = /^(?:in|at|to|from|near|into|by|on|inside|outside|around|through|for)$/;

/** How well the form of a span is what the question asks for. */
function fitOf(question: Question, span: Span, spanned: SpannedSentence): number {
  const named = span.kind === 'name' || span.kind === 'title';
  if (question.asksName) return named ? 1 : 0;
  switch (question.kind) {
    case 'where': {
      const led = PLACE_PREPOSITIONS.test(span.preposition ?? '');
      const nominal = named || span.kind === 'noun';
      return nominal ? (led ? 0.4 : 0) + (span.place || named ? 0.6 : 0) : 0;
    }
    case 'who':
      // "Who is Clara?" asks what she is to somebody: "sister Clara".
      if (/^[Ww]ho (?:is|was|are) \p{Lu}/u.test(question.text)) {
        return span.kind === 'noun' && span.stems.length > 1 ? 1 : -0.5;
      }
      if (/\d/.test(span.text)) return -1;
      if (span.person) return 1;
      if (!canBeSomebody(span.text)) return -1;
      return named ? 0.8 : span.kind === 'noun' || span.kind === 'list' ? 0.3 : 0;
    case 'why':
      if (span.kind === 'reason') return 1;
      return span.kind === 'action' && spanned.tokens[span.from]?.word === 'to'
        ? 0.9
        : span.kind === 'clause'
          ? 0.3
          : 0;
    case 'how':
      return span.kind === 'quality'
        ? 1
        : span.kind === 'action' && span.preposition === 'by'
          ? 1
          : span.kind === 'clause'
            ? 0.4
            : 0.1;
    case 'what':
      if (question.focus.length > 0 && named) return 0.6;
      return span.kind === 'noun' || span.kind === 'list' || span.kind === 'title' ? 0.4 : 0.2;
    case 'when':
    case 'duration':
    case 'count':
    case 'yes-no':
      return 0;
  }
}

function nearestTerm(
  span: Span,
  stems: readonly string[],
  terms: ReadonlySet<string>,
): { distance: number; before: boolean } {
  let distance = 99;
  let before = false;
  stems.forEach((stem, at) => {
    if (!terms.has(stem)) return;
    const gap = at < span.from ? span.from - at : at >= span.to ? at - span.to + 1 : 0;
    if (gap > 0 && gap < distance) {
      distance = gap;
      before = at < span.from;
    }
  });
  return { distance, before };
}

function featuresOf(
  question: Question,
  sentence: ScoredSentence,
  spanned: SpannedSentence,
  span: Span,
  terms: { exact: ReadonlySet<string>; wide: ReadonlySet<string> },
  ended: readonly string[],
): SpanFeatures {
  const { distance, before } = nearestTerm(span, spanned.stems, terms.wide);
  const asked = span.verb !== null && terms.exact.has(span.verb);
  const akin = span.verb !== null && terms.wide.has(span.verb);
  // "Marley flooring" for "what flooring": the asked noun with something said of it.
  const headed = span.stems.length > 1 && question.focus.includes(span.stems.at(-1) ?? '');
  const repeated = span.stems.filter(
    (stem) => terms.exact.has(stem) && !(headed && question.focus.includes(stem)),
  ).length;
  const people = question.kind === 'who' ? question.people : question.known;
  const names = new Set(people.flatMap((person) => person.toLowerCase().split(/\s+/)).map(stemOf));
  const lower = span.text.toLowerCase();
  return {
    relevance: sentence.relevance,
    verb: (asked ? 1 : akin ? 0.6 : 0) * (span.verbDistance <= 3 ? 1 : 0.5),
    near: distance === 99 ? 0 : 1 / distance,
    after: before ? 1 : 0,
    fits: fitOf(question, span, spanned),
    focus: headed ? 1 : 0,
    repeats: span.stems.length === 0 ? 0 : repeated / span.stems.length,
    long: Math.max(0, span.to - span.from - 6),
    ended:
      !question.past &&
      ended.some((value) => lower === value || lower.includes(value) || value.includes(lower))
        ? 1
        : 0,
    self: span.stems.length > 0 && span.stems.every((stem) => names.has(stem)) ? 1 : 0,
    slot: slotOf(question, spanned, span, terms.wide),
    typed: question.measured ? (/\d/.test(span.text) ? 1 : -1) : 0,
    stranger: strangerBefore(question, spanned, span, terms.wide) ? 1 : 0,
    title: span.kind === 'title' ? 1 : 0,
    list: span.kind === 'list' ? 1 : 0,
    clause: span.kind === 'clause' ? 1 : 0,
    quality: span.kind === 'quality' ? 1 : 0,
    action: span.kind === 'action' ? 1 : 0,
  };
}

/** Words that may stand between a verb and its subject, or a preposition and the word it belongs to. */
const BETWEEN =
  /^(?:is|are|was|were|has|have|had|will|also|now|just|currently|the|one|who|that|a|an)$/;

function slotOf(
  question: Question,
  { tokens, stems }: SpannedSentence,
  span: Span,
  wide: ReadonlySet<string>,
): number {
  if (question.asksSubject) {
    const same = question.verb === null ? wide : relatedStems(question.verb);
    const verb = stems.findIndex((stem, at) => at >= span.to && same.has(stem));
    if (verb < 0) return 0;
    const between = tokens.slice(span.to, verb).filter(({ word }) => word !== '');
    if (between.every(({ word }) => BETWEEN.test(word))) return 1;
    return span.from === 0 && between.length < 5 ? 0.5 : 0;
  }
  if (question.slot === null || span.preposition !== question.slot) return 0;
  const led = stems.slice(Math.max(0, span.from - 4), span.from - 1);
  return led.some((stem) => wide.has(stem)) ? 1 : 0.5;
}

/** "Ben moves to Rome and Ann to Oslo": the first place is not Ann's. */
function strangerBefore(
  question: Question,
  { tokens, stems }: SpannedSentence,
  span: Span,
  wide: ReadonlySet<string>,
): boolean {
  const known = new Set([
    ...wide,
    ...question.people.flatMap((person) => person.toLowerCase().split(/\s+/).map(stemOf)),
  ]);
  const name = (at: number): boolean =>
    /^\p{Lu}\p{Ll}/u.test(tokens[at]?.text ?? '') &&
    stems[at] !== '' &&
    tokens[at]?.tags.has('ProperNoun') === true;
  for (let at = span.from - 1; at >= 0; at -= 1) {
    const stem = stems[at] ?? '';
    if (name(at))
      return (
        (!known.has(stem) && stems.slice(0, at).some((other, i) => name(i) && known.has(other))) ||
        (!known.has(stem) &&
          stems.slice(span.to).some((other, i) => name(span.to + i) && known.has(other)))
      );
  }
  return false;
}

/** Spans that say nothing new: only the question's own words, or only function words. */
function says(span: Span, terms: ReadonlySet<string>, question: Question): boolean {
  // Whoever asks is no news to themselves, and a pronoun tells nothing.
  if (/^(?:the )?user(?:['’]s)?$|^(?:it|them|him|her)\b/i.test(span.text)) return false;
  if (span.stems.length === 0) return question.kind === 'how' && span.kind === 'quality';
  return span.stems.some((stem) => !terms.has(stem));
}

const SPAN_FEATURES = Object.keys(WEIGHTS) as (keyof SpanFeatures)[];

/** All answers that the sentences offer, best first. */
export function rankSpans(question: Question, sentences: readonly ScoredSentence[]): Candidate[] {
  const exact = new Set(question.terms);
  const wide = new Set(question.terms.flatMap((term) => [...relatedStems(term)]));
  const candidates = sentences.flatMap((sentence) => {
    const spanned = spansOf(sentence.text);
    const ended = analyse(sentence.text)
      .ended.map((value) => value.toLowerCase())
      .filter((value) => value !== '');
    return spanned.spans
      .filter((span) => says(span, exact, question))
      .map((span): Candidate => {
        const features = featuresOf(question, sentence, spanned, span, { exact, wide }, ended);
        const score = SPAN_FEATURES.reduce((sum, name) => sum + WEIGHTS[name] * features[name], 0);
        return { text: span.text, score, span, sentence, features };
      });
  });
  return candidates.sort(
    (a, b) => b.score - a.score || a.text.length - b.text.length || (a.text < b.text ? -1 : 1),
  );
}
