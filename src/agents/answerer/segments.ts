import { analyse } from '../language.js';
import { has, isVerb, type Token } from '../tokens.js';
import { memoised } from '../memo.js';
import { isContent, stemOf, wordOf } from './words.js';

/** A stretch of a sentence between two verbs, prepositions or marks: one of its subjects, objects, places … */
export interface Segment {
  /** Positions among the tokens, `to` exclusive. */
  from: number;
  to: number;
  /**
   * The preposition it follows, `named` after "called", `time` of words of time; null for a subject or an
   * object.
   */
  preposition: string | null;
  /** Position of the verb that it follows, -1 before the first of its clause. */
  verb: number;
  /** Stems of its content words. */
  stems: readonly string[];
}

/** A sentence, cut into segments. */
export interface Segmented {
  tokens: readonly Token[];
  segments: readonly Segment[];
}

export const PREPOSITION =
  /^(?:to|from|for|with|at|on|in|by|about|into|as|against|under|via|through|using|during|after|before|since|until|till|between|among|near|inside|outside|behind|without|per|over|onto|around|than|off|named|called)$/;
const CONNECTIVE =
  /^(?:but|because|cos|while|whereas|so|which|who|that|where|when|if|though|and|or)$/;
const SUBJECT = /^(?:i|he|she|we|they|it|you)$/;

/** Whether a new clause begins at a connective or after a comma: a verb comes before the next mark. */
function beginsClause(tokens: readonly Token[], from: number): boolean {
  for (let at = from; at < Math.min(tokens.length, from + 6); at += 1) {
    if (at > from && isVerb(tokens, at)) return true;
    if (isVerb(tokens, at) && !has(tokens[at], 'Gerund')) return true;
    if (/[,;.!?:—–]/.test(tokens[at]?.post ?? '')) return false;
  }
  return false;
}

function cut(sentence: string): Segmented {
  const { tokens } = analyse(sentence);
  const stems = tokens.map(wordOf).map((word) => (isContent(word) ? stemOf(word) : ''));
  const segments: Segment[] = [];
  let verb = -1;
  let preposition: string | null = null;
  let from = 0;
  const close = (to: number): void => {
    const first = tokens[from];
    const last = tokens[to - 1];
    if (to <= from || first === undefined || last === undefined) return;
    const content = stems.slice(from, to).filter((stem) => stem !== '');
    if (content.length > 0 && /[\p{L}\p{N}]/u.test(sentence.slice(first.start, last.end)))
      segments.push({ from, to, preposition, verb, stems: content });
  };
  tokens.forEach((token, at) => {
    const before = tokens[at - 1];
    // A bracket that opens belongs to neither word.
    const gap = before === undefined ? '' : sentence.slice(before.end, token.start) || before.post;
    const title =
      /^(?:dr|mr|mrs|ms|miss|prof|st)$/.test(before?.word ?? '') ||
      /^\p{Lu}$/u.test(before?.text ?? '');
    const marked = !title && /[,;.!?:—–()]|\s-\s/.test(gap);
    const joint = CONNECTIVE.test(token.word) && at > 0;
    const subject = SUBJECT.test(token.word) && at > 0 && verb >= 0;
    const opens =
      (marked && /[;.!?]/.test(gap)) ||
      ((marked || joint || subject) && verb >= 0 && beginsClause(tokens, joint ? at + 1 : at));
    if (opens) {
      close(at);
      verb = -1;
      preposition = null;
      from = joint ? at + 1 : at;
      if (joint) return;
    } else if (marked || (joint && !/^(?:and|or)$/.test(token.word))) {
      close(at);
      preposition = null;
      from = at;
    }
    // The parts of "acme-assets-prod" are no words of their own.
    if (/^[-/.@_]+$/.test(gap) || /^[-/.@_]+$/.test(token.post)) return;
    // The "Day" of a title is no time.
    const titled =
      /^\p{Lu}/u.test(token.text) && /^\p{Lu}/u.test(before?.text ?? '') && gap === ' ';
    const time = has(token, 'WeekDay', 'Month') || (has(token, 'Date', 'Duration') && !titled);
    if (time !== (preposition === 'time') && (time || !/^\d/.test(token.word))) {
      close(at);
      preposition = time ? 'time' : null;
      from = at;
    }
    // "In the blue box", "hangs on the hook", "sits in Lagos": a noun and a preposition, whatever they are tagged.
    const noun =
      has(before, 'Adjective') && has(tokens[from], 'Determiner', 'Possessive') && from < at;
    const leads =
      /^(?:on|in|at|to|with|by|for|into|from)$/.test(token.word) &&
      (has(tokens[at + 1], 'Determiner', 'Possessive') ||
        /^\p{Lu}\p{Ll}/u.test(tokens[at + 1]?.text ?? ''));
    if ((isVerb(tokens, at) && !noun && !leads) || has(token, 'Copula', 'Auxiliary')) {
      close(at);
      verb = at;
      preposition = null;
      from = at + 1;
    } else if (/^(?:named|called)$/.test(token.word)) {
      // "Prefers named exports": what kind they are, and no name.
      if (verb === at - 1 && !has(before, 'Copula', 'Auxiliary')) return;
      close(at);
      preposition = 'named';
      from = at + 1;
    } else if (PREPOSITION.test(token.word) && (leads || !has(token, 'Verb'))) {
      close(at);
      preposition = token.word;
      from = at + 1;
    }
  });
  close(tokens.length);
  return { tokens, segments };
}

/** A sentence's segments, in order; kept, since the same memories are read again and again. */
export const segmentsOf = memoised(cut);
