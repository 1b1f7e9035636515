import { analyse } from '../language.js';
import { has, type Token } from '../tokens.js';
import { isContent, stemOf, wordsOf } from './words.js';

/** What a stretch of a sentence is, grammatically. */
export type SpanKind =
  'noun' | 'list' | 'name' | 'title' | 'action' | 'quality' | 'clause' | 'reason';

/** A stretch of a sentence that could answer a question. */
export interface Span {
  kind: SpanKind;
  /** As it would be answered: without articles and possessives in front. */
  text: string;
  /** Positions among the sentence's tokens, `to` exclusive. */
  from: number;
  to: number;
  /** Content stems. */
  stems: string[];
  /** Preposition right before it, lower case. */
  preposition: string | null;
  /** Stem of the last verb before it, and how many tokens back. */
  verb: string | null;
  verbDistance: number;
  person: boolean;
  place: boolean;
}

/** A tagged sentence and the spans in it. */
export interface SpannedSentence {
  tokens: readonly Token[];
  /** Stem of each token, '' for function words. */
  stems: readonly string[];
  spans: readonly Span[];
}

const stopsAfter = (token: Token | undefined): boolean =>
  token === undefined ||
  (/[.,;:!?()[\]—–]|\s-/.test(token.post) && !/^(?:dr|mr|mrs|ms|prof|st)$/.test(token.word));
const isDeterminer = (token: Token | undefined): boolean =>
  has(token, 'Determiner', 'Possessive') ||
  /^(?:my|our|his|her|their|your|its)$/.test(token?.word ?? '');
/** Words of time: they answer "when", and hang on to other phrases without belonging to them. */
const isTime = (token: Token | undefined): boolean =>
  has(token, 'Date', 'Duration', 'WeekDay', 'Month') ||
  /^(?:last|next|yesterday|today|tomorrow|tonight|ago|recently|lately|now)$/.test(
    token?.word ?? '',
  );
const isNominal = (token: Token | undefined): boolean =>
  has(token, 'Noun', 'ProperNoun') && !has(token, 'Pronoun') && !isTime(token);
const isModifier = (token: Token | undefined): boolean =>
  has(token, 'Adjective', 'Value', 'Cardinal', 'Hyphenated') || isDeterminer(token);

/** End of the noun phrase that begins at `from`; `from` itself where there is none. */
function nounPhraseEnd(tokens: readonly Token[], from: number): number {
  let at = from;
  let end = from;
  while (at < tokens.length) {
    const token = tokens[at];
    if (isNominal(token)) end = at + 1;
    else if (
      !isModifier(token) &&
      !(has(token, 'Gerund') && isNominal(tokens[at + 1]) && (at === from || end > from))
    )
      break;
    at += 1;
    if (stopsAfter(token)) break;
    // "my mom Anna": a new determiner begins a new phrase.
    if (isDeterminer(tokens[at]) && end > from && !has(tokens[at - 1], 'Possessive')) break;
  }
  return end;
}

/** Noun phrase with what "of" hangs on it: "the fashion department of an international company". */
function extendOf(tokens: readonly Token[], end: number): number {
  if (tokens[end]?.word !== 'of' || stopsAfter(tokens[end - 1])) return end;
  const next = nounPhraseEnd(tokens, end + 1);
  return next > end + 1 ? next : end;
}

/** End of "A, B and C" whose first part ends at `end`. */
function extendList(tokens: readonly Token[], end: number): number {
  let last = end;
  for (;;) {
    const comma = /^,/.test(tokens[last - 1]?.post.trim() ?? '');
    const joined = /^(?:and|&|plus)$/.test(tokens[last]?.word ?? '');
    if (!comma && !joined) return last;
    const next = nounPhraseEnd(tokens, joined ? last + 1 : last);
    if (next <= (joined ? last + 1 : last)) return last;
    last = next;
  }
}

/** Without function words and words of time at its end: "a picnic with", "the store last week". */
function trimEnd(tokens: readonly Token[], from: number, to: number): number {
  let end = to;
  while (
    end > from &&
    (isTime(tokens[end - 1]) ||
      has(tokens[end - 1], 'Preposition', 'Conjunction', 'Determiner', 'Auxiliary') ||
      /^(?:to|and|or|my|her|his|their|our|your|so|up|too)$/.test(tokens[end - 1]?.word ?? ''))
  ) {
    end -= 1;
  }
  return end;
}

/** Nouns that name nothing. */
const EMPTY_NOUN =
  /^(?:thing|things|something|anything|everything|nothing|time|times|way|ways|lot|lots|bit|while|one|ones|someone|everyone|people|day|days|week|weeks|weekend|month|months|year|years|photo|picture|pic|image|guys|hey|thanks|wow)$/;

/** Up to the end of the clause: punctuation, or a conjunction that begins another. */
function clauseEnd(tokens: readonly Token[], from: number, most: number): number {
  let at = from;
  while (at < tokens.length && at - from < most) {
    if (
      at > from &&
      /^(?:but|because|which|while|though|so|when|where)$/.test(tokens[at]?.word ?? '')
    )
      break;
    at += 1;
    const post = tokens[at - 1]?.post ?? '';
    if (/[.;:!?()[\]—–]/.test(post)) break;
    if (/,/.test(post) && !has(tokens[at], 'Noun', 'Adjective', 'Conjunction', 'Gerund')) break;
  }
  return at;
}

const LEADING =
  /^(?:(?:the|a|an|my|our|his|her|their|your|its|some|this|that|these|those|so|very|really|also|just|both)\s+)+/i;

function answerText(source: string, tokens: readonly Token[], from: number, to: number): string {
  const spoken = tokens.slice(from, to).filter((token) => token.end > token.start);
  const first = spoken[0];
  const last = spoken.at(-1);
  if (first === undefined || last === undefined) return '';
  return source
    .slice(first.start, last.end)
    .replace(LEADING, '')
    .replace(/^[\s"'“”‘’([]+|[\s"'“”‘’.,!?;:)\]]+$/g, '')
    .replace(/['’]s$/, '')
    .trim();
}

const MEMO_SIZE = 5_000;
const memo = new Map<string, SpannedSentence>();

/** Tags a sentence and lists its spans. Pure; the latest results are kept. */
export function spansOf(sentence: string): SpannedSentence {
  const known = memo.get(sentence);
  if (known !== undefined) return known;
  const result = build(sentence);
  if (memo.size >= MEMO_SIZE) memo.clear();
  memo.set(sentence, result);
  return result;
}

function build(sentence: string): SpannedSentence {
  const { tokens } = analyse(sentence);
  const stems = tokens.map((token) => (isContent(token.word) ? stemOf(token.word) : ''));
  const spans: Span[] = [];
  const add = (kind: SpanKind, from: number, until: number): void => {
    const to = kind === 'title' ? until : trimEnd(tokens, from, until);
    const text = answerText(sentence, tokens, from, to);
    if (to <= from || !/[\p{L}\p{N}]/u.test(text)) return;
    if (spans.some((span) => span.text === text && span.kind === kind && span.from === from))
      return;
    const inside = tokens.slice(from, to);
    if (wordsOf(text).every((word) => !isContent(word) || EMPTY_NOUN.test(word))) return;
    const verb = tokens.findLastIndex(
      (token, at) => at < from && has(token, 'Verb') && !has(token, 'Auxiliary'),
    );
    const before = tokens[from - 1];
    spans.push({
      kind,
      text,
      from,
      to,
      stems: wordsOf(text).filter(isContent).map(stemOf),
      preposition:
        has(before, 'Preposition') || before?.word === 'to' ? (before?.word ?? null) : null,
      verb: verb < 0 ? null : stemOf(tokens[verb]?.word ?? ''),
      verbDistance: verb < 0 ? 99 : from - verb,
      person: inside.some((token) => has(token, 'Person', 'FirstName')),
      place: inside.some((token) => has(token, 'Place', 'City', 'Country', 'Region')),
    });
  };
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    const before = tokens[at - 1];
    if (!isModifier(before) && !(isNominal(before) && !stopsAfter(before))) {
      const end = nounPhraseEnd(tokens, at);
      if (end > at) {
        add('noun', at, end);
        const withOf = extendOf(tokens, end);
        if (withOf > end) add('noun', at, withOf);
        const list = extendList(tokens, end);
        if (list > end) add('list', at, list);
      }
    }
    const named = has(token, 'ProperNoun') || /^\p{Lu}/u.test(token?.text ?? '');
    if (named && !has(token, 'Pronoun', 'Date') && (at > 0 || has(token, 'ProperNoun'))) {
      let end = at + 1;
      while (
        end < tokens.length &&
        !stopsAfter(tokens[end - 1]) &&
        /^\p{Lu}|^\d/u.test(tokens[end]?.text ?? '')
      )
        end += 1;
      if (!(/^\p{Lu}/u.test(before?.text ?? '') && !stopsAfter(before) && at > 1))
        add('name', at, end);
    }
    const gerund = has(token, 'Gerund') || (/ing$/.test(token?.word ?? '') && has(token, 'Verb'));
    const infinitive = token?.word === 'to' && has(tokens[at + 1], 'Verb', 'Infinitive');
    if (gerund || infinitive) add('action', at, clauseEnd(tokens, at, 9));
    if (has(token, 'Adjective') && (has(before, 'Copula', 'Adverb', 'Verb') || at === 0))
      add('quality', at, at + 1);
    if (/^(?:because|'?cause|since)$/.test(token?.word ?? ''))
      add('reason', at + 1, clauseEnd(tokens, at + 1, 14));
    const owing = /^(?:due|thanks|because)$/.test(token?.word ?? '');
    if (owing && /^(?:to|of)$/.test(tokens[at + 1]?.word ?? ''))
      add('reason', at + 2, extendList(tokens, nounPhraseEnd(tokens, at + 2)));
    if (
      has(token, 'Verb') &&
      !has(token, 'Auxiliary') &&
      at + 1 < tokens.length &&
      !stopsAfter(token)
    ) {
      // "It stands for love": the preposition belongs to the verb.
      const from = has(tokens[at + 1], 'Preposition') ? at + 2 : at + 1;
      add('clause', from, clauseEnd(tokens, from, 9));
    }
  }
  for (const match of sentence.matchAll(/["“]([^"”]{2,60})["”]/gu)) {
    const start = match.index;
    const from = tokens.findIndex((token) => token.end > start);
    const to = tokens.findIndex((token) => token.start >= start + match[0].length);
    if (from >= 0) add('title', from, to < 0 ? tokens.length : to);
  }
  return { tokens, stems, spans };
}
