import { analyse } from '../language.js';
import { memoised } from '../memo.js';
import { has, isVerb, type Token } from '../tokens.js';
import { afterLead, type Chunk, filledIn, pivotOf, sayingWhich, startOf } from './ellipsis.js';
import { PREPOSITION } from './segments.js';
import { stemOf, stemsOf, wordsOf } from './words.js';

/**
 * The parts of a sentence that tells several things: coordinate clauses, parts that leave out what the first
 * one says ("…, refresh tokens after 30 days"), the items of a list after a colon.
 */
export interface Part {
  /** As a sentence of its own, with what it leaves out. */
  text: string;
  /** Stems of the words it says itself. */
  own: ReadonlySet<string>;
  /** Stems of the words it leaves out. */
  left: ReadonlySet<string>;
  /** Stems of what it may mean by a pronoun, or by a noun that it shares with the first part. */
  meant: ReadonlySet<string>;
  /** It stands against the others, so that their words are not said of it. */
  apart: boolean;
}

/** How a part is joined to what comes before it. */
type Joint = 'mark' | 'colon' | 'contrast' | 'and' | 'comma';

const CONTRAST = /^(?:while|whereas|but|whilst|though|although|vs|then|now)$/;
/** A clause with these is said of what comes before it. */
const RELATIVE =
  /^(?:who|which|that|whose|whom|where|when|because|since|if|unless|until|as|so|like|than|or|after|before|once|to|not|including|incl|eg|ie)$/;
const SAME_SUBJECT = /^(?:he|she|they|it|that)$/;
const PRONOUN =
  /^(?:he|she|they|it|him|her|hers|his|them|their|theirs|its|this|that|both|each|one|ones|those)$/;
/** Whether a sentence can have parts at all: the rest is never tagged for them. */
/** What one part says to have changed, the other has said of the same thing. */
const CHANGE =
  /\b(?:now|nowadays|instead|t(?:ook|akes|aken|aking) (?:over|up)|replac\w+|succe(?:ed\w*|ssor)|hand(?:s|ed) \w+ over|switch\w+|used to|formerly|originally|previously|at first|later|eventually|in the end|since then|no longer|any ?more|became|turned out)\b/i;
const MAY_HAVE_PARTS = /[;,:—–(]|\s-\s|\b(?:and|but|while|whereas|then|&)\b/i;
const MOST_PARTS = 12;

/** Cut points: where marks and joining words stand outside of brackets. */
function chunksOf(sentence: string, tokens: readonly Token[]): { chunk: Chunk; joint: Joint }[] {
  const cuts: { at: number; from: number; joint: Joint }[] = [{ at: 0, from: 0, joint: 'mark' }];
  let depth = 0;
  let quoted = false;
  tokens.forEach((token, at) => {
    const before = tokens[at - 1];
    const gap = sentence.slice(before?.end ?? 0, token.start);
    depth += (gap.match(/[([“]/g)?.length ?? 0) - (gap.match(/[)\]”]/g)?.length ?? 0);
    depth = Math.max(0, depth);
    // What is quoted after a colon is what is said there.
    const says = /:\s*["“]/.test(gap);
    if ((gap.match(/"/g)?.length ?? 0) % 2 === 1) quoted = !quoted;
    if (
      at === 0 ||
      depth > 0 ||
      says ||
      token.text === '' ||
      (quoted && !/^\S*[;,]?\s+"$/.test(gap))
    )
      return;
    const joins = /^(?:and|&|while|whereas|whilst|but)$/.test(token.word);
    const marked = /[;?!]|:\s|\s[—–-]+\s|[—–]/.test(gap);
    if (!marked && !joins && !/,\s/.test(gap)) return;
    // "On 3 and 4 July", "while we're away".
    if (joins && /\d/.test(before?.text ?? '') && /^\d/.test(tokens[at + 1]?.text ?? '')) return;
    if (/^whil/.test(token.word) && has(tokens[at + 1], 'Pronoun', 'Gerund')) return;
    const contrast = CONTRAST.test(token.word);
    const joint = marked
      ? /:/.test(gap)
        ? 'colon'
        : 'mark'
      : contrast
        ? 'contrast'
        : /^(?:and|&)$/.test(token.word)
          ? 'and'
          : 'comma';
    cuts.push({
      at,
      from: joins || (contrast && !/^(?:then|now)$/.test(token.word)) ? at + 1 : at,
      joint,
    });
  });
  return cuts.flatMap(({ from, joint }, index) => {
    const to = cuts[index + 1]?.at ?? tokens.length;
    return from >= to ? [] : [{ chunk: chunk(sentence, tokens, from, to), joint }];
  });
}

const chunk = (sentence: string, tokens: readonly Token[], from: number, to: number): Chunk => {
  const verb = tokens.findIndex(
    (token, at) =>
      at >= from &&
      at < to &&
      (has(token, 'Copula', 'Auxiliary') ||
        /^(?:is|are|was|were)$/.test(token.word) ||
        (at === 0 && has(token, 'Gerund')) ||
        (isVerb(tokens, at) && !has(token, 'Gerund'))),
  );
  let end = verb < 0 ? verb : verb + 1;
  while (
    end > from &&
    end < to &&
    (isVerb(tokens, end) || has(tokens[end], 'Copula', 'Auxiliary', 'Adverb', 'Negative'))
  )
    end += 1;
  return { sentence, tokens, from, to, verb, verbEnd: end };
};

/** Whether a chunk is a clause with a subject of its own: "by day studies" has none. */
function isClause(piece: Chunk): boolean {
  const { tokens, from, verb } = piece;
  if (verb < 0 || RELATIVE.test(tokens[from]?.word ?? '')) return false;
  return tokens
    .slice(afterLead(piece), verb)
    .some((token) => has(token, 'Noun', 'Pronoun', 'ProperNoun') || /^\p{Lu}/u.test(token.text));
}

const textOf = ({ sentence, tokens, from, to }: Chunk): string =>
  sentence
    .slice(startOf({ sentence, tokens }, from), startOf({ sentence, tokens }, to))
    .replace(/[\s,;:—–-]+(?:and|but|while|whereas|whilst|&)?[\s,;:—–-]*$/u, '')
    .trim();

const startsWithPreposition = ({ tokens, from }: Chunk): boolean =>
  PREPOSITION.test(tokens[from]?.word ?? '');

interface Building {
  chunk: Chunk;
  text: string;
  joint: Joint;
  /** It leaves out what the one before it says. */
  gapped: boolean;
  /** It says of something else what the one before it says of the first. */
  parallel: boolean;
}

/** "The code of the lock is 7316 and the alarm's is 2049": the same is said of something else. */
function saysTheSame(model: Chunk | undefined, { tokens, from, verb, verbEnd }: Chunk): boolean {
  if (model?.tokens[model.verbEnd - 1]?.lemma !== tokens[verbEnd - 1]?.lemma) return false;
  return tokens.slice(from, verb).every(({ word }) => !OF_FIRST.test(word));
}
/** A subject with these may be the first one again, or something of its own. */
const OF_FIRST = /^(?:i|we|he|she|they|it|you|this|that|his|her|their|its)$/;

/** "The full test suite …, the smoke tests about 3": a noun that the tagger takes for a verb. */
const repeatsNoun = (model: Chunk | undefined, { tokens, verb }: Chunk): boolean =>
  model !== undefined &&
  has(tokens[verb], 'PresentTense') &&
  model.tokens
    .slice(model.from, model.verb)
    .some(({ word }) => stemOf(word) === stemOf(tokens[verb]?.word ?? ''));

/** Whether a chunk goes on with what the part before it speaks of. */
function belongsToLast(
  last: Building,
  next: Chunk,
  joint: Joint,
  clause: boolean,
  label: string,
): boolean {
  const [first, second] = [next.tokens[next.from]?.word ?? '', next.tokens[next.from + 1]?.word];
  // "Our cat is called Biscuit, she's twelve"; "he himself" is set against others.
  if (joint !== 'contrast' && SAME_SUBJECT.test(first) && !/sel(?:f|ves)$/.test(second ?? ''))
    return true;
  if (/\b(?:ever since|since then)\b/i.test(textOf(next))) return true;
  // "Held by two people only: Ana and Ben".
  if (joint === 'colon') return label === '' && !clause;
  if (joint === 'mark' || last.gapped) return false;
  // "Written in Elixir, the service is …": whose it is comes after the comma.
  if (joint === 'comma' && clause && last.chunk.verb === last.chunk.from && last.chunk.from === 0)
    return true;
  // "Of the three, only Ana", "Inés and Bruno have": no part of its own yet.
  return last.chunk.verb < 0 && (label === '' || startsWithPreposition(last.chunk));
}

/** Lets a chunk be a part where it is one; else it belongs to the part before it. */
function build(sentence: string, label: string): Building[] {
  const { tokens } = analyse(sentence);
  const parts: Building[] = [];
  for (const { chunk: next, joint } of chunksOf(sentence, tokens)) {
    const last = parts.at(-1);
    if (last === undefined) {
      parts.push({ chunk: next, text: textOf(next), joint, gapped: false, parallel: false });
      continue;
    }
    const model = parts.findLast((part) => part.chunk.verb >= 0 && !part.gapped)?.chunk;
    const started = label !== '' || model !== undefined || joint === 'mark';
    const clause = isClause(next) && !repeatsNoun(model, next);
    const filled = model === undefined ? null : filledIn(model, next, clause, joint === 'comma');
    const open = belongsToLast(last, next, joint, clause, label);
    if (started && !open && filled !== null) {
      parts.push({
        chunk: next,
        text: filled,
        joint,
        gapped: true,
        parallel: clause || next.verb < 0 || (model !== undefined && pivotOf(model, next) !== null),
      });
    } else if (
      started &&
      !open &&
      (joint === 'mark' || joint === 'colon' || clause || (label !== '' && joint !== 'and'))
    ) {
      const text = model === undefined ? textOf(next) : sayingWhich(model, textOf(next));
      parts.push({
        chunk: next,
        text,
        joint,
        gapped: false,
        parallel: saysTheSame(model, next),
      });
    } else {
      const joined = chunk(sentence, tokens, last.chunk.from, next.to);
      parts[parts.length - 1] = {
        ...last,
        chunk: joined,
        text: last.gapped
          ? `${last.text} ${sentence.slice(tokens[last.chunk.to - 1]?.end ?? 0, tokens[next.to - 1]?.end).trim()}`
          : textOf(joined),
      };
    }
  }
  return parts;
}

/** "Label: one, two": what stands before the colon is said of each, unless it is a clause. */
function labelOf(sentence: string): string {
  const label = /^([^:;.!?]{2,60}):\s(?=\S)/u.exec(sentence)?.[1];
  if (label === undefined) return '';
  const { tokens } = analyse(label);
  return tokens.some(
    (token, at) => (at > 0 && isVerb(tokens, at)) || has(token, 'Copula', 'Auxiliary'),
  )
    ? ''
    : label;
}

/** Small words that tell one part from another: "is on" and "is off". */
const TELLING = /^(?:on|off|out|up|down|over|under|before|after|first|last|this|now)$/;

/** Stems of the words of a text by which its parts are told apart, those within "self-merging" too. */
export const wordStems = (text: string): string[] => [
  ...stemsOf(text),
  ...stemsOf(text.replace(/[-_/]/g, ' ')),
  ...wordsOf(text).filter((word) => TELLING.test(word)),
];

const without = (known: ReadonlySet<string>, stems: readonly string[]): ReadonlySet<string> =>
  new Set(stems.filter((stem) => !known.has(stem)));

/** "The one in Bergen" stands against the one that was named. */
const anaphoric = (piece: Chunk, text: string): boolean => !text.startsWith(textOf(piece));

const setsApart = (part: Building | undefined): boolean =>
  part !== undefined &&
  (part.parallel ||
    part.joint === 'contrast' ||
    part.joint === 'mark' ||
    (!part.gapped && anaphoric(part.chunk, part.text)));

/** The parts of a sentence; a single one where it tells one thing. */
export const partsOf = memoised((sentence): readonly Part[] => {
  const whole = [
    {
      text: sentence,
      own: new Set(wordStems(sentence)),
      left: new Set<string>(),
      meant: new Set<string>(),
      apart: false,
    },
  ];
  if (!MAY_HAVE_PARTS.test(sentence) || CHANGE.test(sentence)) return whole;
  const label = labelOf(sentence);
  const body = sentence.slice(label === '' ? 0 : label.length + 1).trim();
  const built = build(body, label);
  if (built.length < 2 || built.length > MOST_PARTS) return whole;
  const [opening] = built;
  const first = opening?.text ?? '';
  const subject =
    opening === undefined
      ? []
      : wordStems(textOf({ ...opening.chunk, to: Math.max(0, opening.chunk.verb) }));
  const hung = analyse(label).tokens.findIndex(({ word }) => PREPOSITION.test(word));
  const labelWord = analyse(label).tokens[hung];
  return built.map(({ chunk: piece, text }, index) => {
    const own = new Set(wordStems(textOf(piece)));
    const words = piece.tokens.slice(piece.from, piece.to).map(({ word }) => word);
    const left = without(own, [...wordStems(label), ...wordStems(text)]);
    // "His son", "the guest network" beside "the Wi-Fi network".
    const meant = [
      ...(index > 0 && words.some((word) => PRONOUN.test(word)) ? wordStems(first) : []),
      ...(index > 0 && subject.some((stem) => own.has(stem)) ? subject : []),
    ];
    return {
      // "Policy for webhooks: five attempts; for emails, one".
      text:
        label === ''
          ? text
          : labelWord !== undefined && piece.tokens[piece.from]?.word === labelWord.word
            ? `${label.slice(0, labelWord.start)}${text.replace(/^([^,]+), /, '$1: ')}`
            : `${label}: ${text}`,
      own,
      left,
      meant: without(new Set([...own, ...left]), meant),
      apart: label !== '' || (index > 0 && setsApart(built[index])) || setsApart(built[index + 1]),
    };
  });
});
