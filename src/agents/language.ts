import { type Clause, readClauses } from './clauses.js';
import { endings, partedWith } from './endings.js';
import { COUNTS, CUE_PATTERNS, type Cues, NOT_THAT_VALUE } from './lexicon.js';
import { memoised } from './memo.js';
import { mendTags } from './mend-tags.js';
import { tagTerms } from './tagger.js';
import { takenBack, unquoted } from './taking-back.js';
import { contentWords, has, properNames, type Token } from './tokens.js';

export type { Clause, Subject } from './clauses.js';

/** The linguistic view of one statement of one or more sentences. */
export interface SentenceAnalysis {
  text: string;
  /** False where the words are mostly of a script or language that this analysis cannot read. */
  readable: boolean;
  tokens: Token[];
  clauses: Clause[];
  cues: Cues;
  /** Content lemmas of the whole text. */
  words: string[];
  names: string[];
  /** Numbers as written, with their unit of currency or percent. */
  numbers: string[];
  /** Day, month and weekday words as written, lower case. */
  dates: string[];
  /** URLs, paths, versions and e-mail addresses. */
  literals: string[];
  negated: boolean;
  /** Phrases said not to hold any more or to have been wrong: "left X", "from X to", "not X". */
  ended: string[];
  /** Values said to hold instead: "to Y", "it's Y", "but Y". */
  current: string[];
}

/** Analyses a statement. Pure; the latest results are kept. */
export const analyse: (text: string) => SentenceAnalysis = memoised(build);

/** True when letters are mostly Latin, so that the English tagger and embedder have something to read. */
export function isReadable(text: string): boolean {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const latin = text.match(/\p{Script=Latin}/gu)?.length ?? 0;
  return letters === 0 ? /\d/.test(text) : latin / letters >= 0.7;
}

/** Tokens with lemmas and tags; the positions refer to `text`. */
export function tokenise(text: string): Token[] {
  const tokens = contracted(
    text
      .replace(FILLERS, (words) => ' '.repeat(words.length))
      // The tagger would read a mother in "mother-in-law".
      .replace(/(?<=\p{L})-in-law\b/giu, '_in_law'),
  );
  mendTags(tokens, NOTE_OF_USER.test(text));
  return tokens;
}

/** Contractions typed without their apostrophe that the tagger does not know: "ive", "its a boy". */
const APOSTROPHE =
  /\b(?:i(?=ve\b)|we(?=ve\b)|they(?=(?:ve|re)\b)|you(?=(?:ve|re)\b)|that(?=s\b)|there(?=s\b)|(?:she|he)(?=s\b)|it(?=s (?:an?|the|not|been|called|just|now|on|in|at|about|my|our|\d)\b))/gi;

/** Tags the text as if its apostrophes were there; the positions are those of the text as it is. */
function contracted(text: string): Token[] {
  const missing = [...text.matchAll(APOSTROPHE)].map((match) => match.index + match[0].length);
  if (missing.length === 0) return tagged(text);
  const whole = text.replace(APOSTROPHE, "$&'");
  const place = (at: number): number => at - missing.filter((gap, i) => gap + i < at).length;
  return tagged(whole).map((token) => ({
    ...token,
    start: place(token.start),
    end: place(token.end),
  }));
}

/** Said for the tone alone; the tagger would read a clause into them. */
const FILLERS = /\b(?:tbh|fyi|so{2,}|ngl|imo|imho|fwiw|lol|haha+|tbf|idk|omg|ffs|btw|lmao)\b/gi;

/** A note by an assistant: "they" in it is the user again. */
const NOTE_OF_USER = /^(?:the )?user\b/i;

/** Participles that the tagger leaves without their verb. */
const PARTICIPLES: ReadonlyMap<string, string> = new Map(
  'given give taken take gone go written write chosen choose driven drive eaten eat broken break spoken speak stolen steal forgotten forget hidden hide woken wake grown grow thrown throw flown fly worn wear'
    .match(/\w+ \w+/g)
    ?.map((pair) => pair.split(' ') as [string, string]),
);

/** A mark at the end of a word or number that is long enough; the tags are the same without it. */
const LAST_MARK = /(?<=\p{Ll}{3}|\p{L}{5}|\d{2})[.,;]$/u;

/** Tags a text, once with and without the mark at its end: clauses are read again by themselves. */
function tagged(text: string): Token[] {
  const bare = text.replace(LAST_MARK, '');
  const tokens = bareTokens(bare).map((token) => ({ ...token, tags: new Set(token.tags) }));
  const last = tokens.at(-1);
  if (last) last.post += text.slice(bare.length);
  return tokens;
}

const bareTokens = memoised((text: string): readonly Token[] => {
  const tokens: Token[] = [];
  let cursor = 0;
  for (const term of tagTerms(text)) {
    const found = term.text === '' ? cursor : text.indexOf(term.text, cursor);
    const start = found < 0 ? cursor : found;
    cursor = start + term.text.length;
    const tags = new Set(term.tags);
    const word = (term.implicit ?? term.normal).toLowerCase().replace(/['’]s$/, '');
    const plain = word.replace(/^["'“‘(]+|["'”’).,!?;:]+$/g, '');
    // An adverb's root would be its adjective: "really" → "real" is not the same matter.
    const rooted = /_/.test(plain)
      ? plain
      : (PARTICIPLES.get(plain) ??
        (tags.has('Verb') || tags.has('Noun') ? (term.root ?? plain) : plain));
    const copula = /^(am|is|are|was|were|been|being|'s|'m|'re)$/.test(plain) && tags.has('Verb');
    tokens.push({
      text: term.text,
      word: plain,
      lemma: copula ? 'be' : (rooted || plain).replace(/['’]s$/, ''),
      tags,
      post: term.post,
      start,
      end: cursor,
    });
  }
  return tokens;
});

/** Numbers as written, number words as digits: "two kids" and "2 kids" say the same. */
export function numbersOf(text: string): string[] {
  const pattern =
    /(?<![\p{L}\d.])[$€£]?\d(?:[\d,]*\d)?(?:\.\d+)?%?(?![\p{L}\d]*\.\w)|(?<![\p{L}-])(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty)(?![\p{L}-])/giu;
  return (text.match(pattern) ?? []).map((word) => COUNTS.get(word.toLowerCase()) ?? word);
}

function build(text: string): SentenceAnalysis {
  const tokens = tokenise(text);
  const own = unquoted(text);
  const cues = {
    correction: CUE_PATTERNS.correction.test(text) || NOT_THAT_VALUE.test(text),
    retraction: CUE_PATTERNS.retraction.test(own) || takenBack(own) !== null,
    change: CUE_PATTERNS.change.test(text),
    addition: CUE_PATTERNS.addition.test(text),
    past: CUE_PATTERNS.past.test(text),
  };
  const clauses = readClauses(text, tokens);
  const told = endings(text, tokens);
  return {
    text,
    readable: isReadable(text),
    tokens,
    clauses,
    cues,
    words: contentWords(tokens),
    names: properNames(tokens),
    numbers: numbersOf(text),
    dates: tokens.filter((token) => has(token, 'WeekDay', 'Month')).map((token) => token.word),
    literals:
      text.match(
        /\bhttps?:\/\/[^\s,;)]+|\b[\w.+-]+@[\w-]+\.[\w.]+\b|\bv?\d+(?:\.\d+){1,3}\b|(?<=\s)[~/][\w./-]+/g,
      ) ?? [],
    negated: clauses.some((clause) => clause.negated),
    ended: [...told.ended, ...partedWith(clauses)],
    current: told.current,
  };
}
