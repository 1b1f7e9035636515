import { has, type Token } from '../tokens.js';
import { PREPOSITION } from './segments.js';
import { numberOf } from './times.js';

/** What a part of a sentence leaves out, put back from the part that says it. */

/** Tokens of a sentence between two cuts. */
export interface Chunk {
  sentence: string;
  tokens: readonly Token[];
  /** `to` exclusive. */
  from: number;
  to: number;
  /** Position of its first verb, -1 where it has none, and of what follows the verb with its helpers. */
  verb: number;
  verbEnd: number;
}

/** Parts longer than this leave nothing out. */
const LONGEST = 12;

/** Where the text of a token begins, with the mark that opens it. */
export function startOf(
  { sentence, tokens }: Pick<Chunk, 'sentence' | 'tokens'>,
  at: number,
): number {
  const token = tokens[at];
  if (token === undefined) return sentence.length;
  const gap = sentence.slice(tokens[at - 1]?.end ?? 0, token.start);
  return token.start - (/(?<=^|\s)["“'‘(#$€£/@~]+$/u.exec(gap)?.[0].length ?? 0);
}

const textBetween = (chunk: Chunk, from: number, to: number): string =>
  from >= to
    ? ''
    : chunk.sentence.slice(startOf(chunk, from), startOf(chunk, to)).replace(/[\s,;:.!?—–]+$/u, '');

const join = (...texts: string[]): string =>
  texts
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .join(' ');

/** A number or a date, but not the end of "heron-02". */
const isNumber = ({ tokens }: Chunk, at: number): boolean => {
  const token = tokens[at];
  return (
    token !== undefined &&
    (/^[^\p{L}]?\d/u.test(token.text) || numberOf(token.word) !== null) &&
    !/^(?:an?|one)$/.test(token.word) &&
    !/^[-_./]$/.test(tokens[at - 1]?.post ?? '')
  );
};
const isPreposition = (token: Token | undefined): boolean =>
  token !== undefined && (PREPOSITION.test(token.word) || token.word === 'of');
const isDayTime = (token: Token | undefined): boolean =>
  has(token, 'WeekDay', 'Month') ||
  /^(?:morning|evening|afternoon|night|noon|lunchtime|weekend|weekday|summer|winter|spring|autumn)s?$/.test(
    token?.word ?? '',
  );

/** The noun that a part is about: the last one before what is hung on it. */
function headOf({ tokens, from, verb }: Chunk): Token | undefined {
  const led = tokens.slice(from, verb);
  const ends = led.findIndex((token, at) => at > 0 && isPreposition(token));
  const head = (ends < 0 ? led : led.slice(0, ends)).at(-1);
  return has(head, 'Noun') && !has(head, 'Pronoun') ? head : undefined;
}

const ONE =
  /^(?:the (?:other )?ones?|that|those)(?=\s)|(?<=^(?:the |my |our |his |her |their )(?:[\p{L}-]+ ){1,2})ones?\b/iu;

/** "The wildcard one", "those for Acme", "production's is …": the noun that "one" stands for, put back. */
export function sayingWhich(model: Chunk, text: string): string {
  const head = headOf(model)?.text;
  if (head === undefined) return text;
  const noun = head.replace(/['’]s$/, '');
  return text
    .replace(/^((?:the |my |our )?[\p{L}\d-]+['’]s) (?=(?:is|are|was|were)\b)/iu, `$1 ${noun} `)
    .replace(ONE, (found) =>
      /^(?:that|those)$/i.test(found) ? `the ${noun}` : found.replace(/(?:other )?ones?$/i, noun),
    );
}

/** Where a chunk goes on after an adverb or a phrase with a preposition: "by day". */
export function afterLead({ tokens, from, to, verb }: Chunk): number {
  const first = tokens[from];
  if (has(first, 'Adverb') || /^(?:now|then)$/.test(first?.word ?? '')) return from + 1;
  if (!isPreposition(first)) return from;
  const noun = tokens.findIndex((token, at) => at > from && at < to && has(token, 'Noun'));
  return noun < 0 || (verb >= 0 && noun > verb) ? from : noun + 1;
}

/** Where both tell the same kind of thing: `at` in the chunk, `of` in the model, soonest after its verb. */
export function pivotOf(model: Chunk, chunk: Chunk): { at: number; of: number } | null {
  let best: { at: number; of: number } | null = null;
  for (let at = chunk.from; at < chunk.to; at += 1) {
    const token = chunk.tokens[at];
    for (let of = model.verbEnd; of < Math.min(model.to, best?.of ?? model.to); of += 1) {
      const other = model.tokens[of];
      const alike = isNumber(chunk, at)
        ? isNumber(model, of)
        : isPreposition(token)
          ? other?.word === token?.word
          : isDayTime(token) && isDayTime(other);
      if (alike) best = { at, of };
    }
  }
  if (best === null) return null;
  // "The week of 3 March, Santiago the week of 10 March".
  let { at, of } = best;
  while (
    at > chunk.from &&
    of > model.verbEnd &&
    chunk.tokens[at - 1]?.word === model.tokens[of - 1]?.word
  ) {
    at -= 1;
    of -= 1;
  }
  return { at, of };
}

/** A unit or a noun that the model says with its number and the chunk leaves out. */
function measured(model: Chunk, of: number, chunk: Chunk, at: number): string {
  const rest = textBetween(chunk, at, chunk.to);
  const unit = model.tokens[of + 1];
  if (
    at === chunk.to - 1 &&
    isNumber(model, of) &&
    isNumber(chunk, at) &&
    of + 1 < model.to &&
    unit !== undefined &&
    /^\s*$/.test(model.tokens[of]?.post ?? '') &&
    has(unit, 'Noun', 'Unit') &&
    !isDayTime(unit)
  )
    return `${rest} ${unit.text}`;
  // "In flat 12 and her mum in 9".
  const noun = model.tokens[of + 1];
  if (
    isPreposition(model.tokens[of]) &&
    has(noun, 'Noun') &&
    !isNumber(model, of + 1) &&
    isNumber(model, of + 2) &&
    isNumber(chunk, at + 1)
  )
    return join(
      chunk.tokens[at]?.text ?? '',
      noun?.text ?? '',
      textBetween(chunk, at + 1, chunk.to),
    );
  return rest;
}

/**
 * A part with what it leaves out, as a sentence of its own: "refresh tokens expire after 30 days". Null where
 * it leaves nothing out that the model says.
 * @param clause whether it has a subject and a verb of its own
 * @param loose whether nothing but a comma joins them
 */
export function filledIn(
  model: Chunk,
  chunk: Chunk,
  clause: boolean,
  loose: boolean,
): string | null {
  const { tokens, from, to, verb } = chunk;
  if (to - from > LONGEST) return null;
  const subject = textBetween(model, model.from, model.verb);
  const first = tokens[from];
  const helpers = model.tokens
    .slice(model.verb, model.verbEnd)
    .filter((token) => has(token, 'Copula', 'Auxiliary'));
  const passive = helpers.length > 0 && model.verbEnd - model.verb > 1;
  // "The logo was drawn by Kaito, the website built by Marisol".
  if (
    clause &&
    passive &&
    has(tokens[verb], 'PastTense', 'Participle') &&
    tokens[verb + 1]?.word === 'by'
  )
    return join(
      sayingWhich(model, textBetween(chunk, from, verb)),
      helpers[0]?.text ?? '',
      textBetween(chunk, verb, to),
    );
  if (clause) return null;
  // "Rejected wkhtmltopdf and settled on WeasyPrint", "was started by Hugo but finished by Parisa".
  if (verb >= 0 && verb === afterLead(chunk)) {
    if (/\b(?:who|which|that)\b/.test(subject)) return null;
    const past = has(tokens[verb], 'PastTense', 'Participle');
    const helped = passive && past ? (helpers[0]?.text ?? '') : '';
    if (!loose || (past && has(model.tokens[model.verb], 'PastTense')))
      return join(subject, helped, textBetween(chunk, from, to));
  }
  // "Refresh tokens after 30 days": a noun that the tagger takes for a verb.
  const noun =
    has(tokens[verb], 'PresentTense', 'Infinitive') &&
    !has(tokens[verb], 'Auxiliary', 'Copula') &&
    !tokens.slice(verb + 1, to).some((token) => has(token, 'Verb'));
  if (verb >= 0 && !(noun && pivotOf(model, chunk) !== null)) return null;
  // "Mornings I take the levothyroxine, evenings the magnesium".
  if (isDayTime(first) && isDayTime(model.tokens[model.from]) && to - from > 1)
    return join(
      first?.text ?? '',
      textBetween(model, model.from + 1, model.verbEnd),
      textBetween(chunk, from + 1, to),
    );
  const bracketed = ({ sentence, tokens: all, to: end }: Chunk): number =>
    /^\)/.test(all[end - 1]?.post.trim() ?? '')
      ? sentence.slice(0, all[end - 1]?.end).lastIndexOf('(')
      : -1;
  // "Mubi (film) and Tidal (music)".
  if (bracketed(model) >= 0 && bracketed(chunk) >= 0) {
    const open = bracketed(model);
    let name = model.tokens.findLastIndex(({ start, text }) => start < open && text !== '');
    while (name > model.verbEnd && /^\p{Lu}/u.test(model.tokens[name - 1]?.text ?? '')) name -= 1;
    return join(textBetween(model, model.from, name), textBetween(chunk, from, to));
  }
  const pivot = pivotOf(model, chunk);
  return pivot === null ? anaphoric(model, chunk) : parallel(model, chunk, pivot);
}

/** What stands before the place where both tell the same kind of thing tells which thing it is said of. */
function parallel(
  model: Chunk,
  chunk: Chunk,
  { at: pivot, of }: { at: number; of: number },
): string | null {
  const { tokens, from } = chunk;
  const told = measured(model, of, chunk, pivot);
  if (pivot === from) return join(textBetween(model, model.from, of), told);
  // "The smoke tests about 3", "every second Thursday".
  let at = pivot;
  while (at - 1 > from && LEADS_NUMBER.test(tokens[at - 1]?.word ?? '')) at -= 1;
  const led = textBetween(chunk, at, pivot);
  const own = textBetween(chunk, from, at);
  const names = tokens
    .slice(from, at)
    .some((token) => has(token, 'Noun', 'ProperNoun', 'Verb') || ANAPHOR.test(token.word));
  if (!names) return null;
  const verb = textBetween(model, model.verb, model.verbEnd);
  // "Salary band for seniors tops out at 92k; for mids at 74k".
  const hung = model.tokens.findIndex(
    (token, place) =>
      place > model.from &&
      place < model.verb &&
      isPreposition(token) &&
      token.word === tokens[from]?.word,
  );
  if (hung > 0)
    return join(
      textBetween(model, model.from, hung),
      own,
      textBetween(model, model.verb, of),
      led,
      told,
    );
  // "Working at Aurubis since 2017, in the lab since 2020".
  if (isPreposition(tokens[from]))
    return join(textBetween(model, model.from, model.verb), verb, own, led, told);
  if (model.verb === model.from) return null;
  // "We host the app on Fly.io and the docs on Netlify": another object, not another subject.
  const object = model.tokens[model.verbEnd];
  const isObject =
    model.verbEnd < of &&
    !has(model.tokens[model.verb], 'Copula') &&
    (has(object, 'Determiner', 'Possessive') ||
      (has(object, 'Noun') && /^\p{Ll}/u.test(object?.text ?? ''))) &&
    has(object, 'Determiner', 'Possessive') === has(tokens[from], 'Determiner', 'Possessive') &&
    /^\p{Ll}/u.test(own);
  if (isObject) return join(textBetween(model, model.from, model.verb), verb, own, led, told);
  return join(
    sayingWhich(model, `${own} `),
    textBetween(model, model.verb, led === '' ? of : model.verbEnd),
    led,
    told,
  );
}

const ANAPHOR = /^(?:ones?|those|that)$/;
const LEADS_NUMBER =
  /^(?:about|around|only|just|over|under|nearly|almost|some|every|each|the|an?|first|second|third|last|other|next|up|to|not)$/;

/** "The tattoo on my wrist is a swallow, the one on my ankle an anchor". */
function anaphoric(model: Chunk, chunk: Chunk): string | null {
  const { tokens, from, to } = chunk;
  const text = `${textBetween(chunk, from, to)} `;
  if (headOf(model) === undefined || !ONE.test(text)) return null;
  const article = tokens.findLastIndex(
    (token, at) =>
      at > from + 1 && at < to && has(token, 'Determiner') && !isPreposition(tokens[at - 1]),
  );
  const at = article > 0 ? article : to - 1;
  if (at <= from + 1) return null;
  return join(
    sayingWhich(model, `${textBetween(chunk, from, at)} `),
    textBetween(model, model.verb, model.verbEnd),
    textBetween(chunk, at, to),
  );
}
