import { OVER } from '../over.js';
import type { ScoredSentence } from '../relevance.js';
import { asksWhatHappened, toldTimes } from '../told-times.js';
import { eighths, manyOf, missing, ownersOf, sharesSort, type Situation } from './situation.js';
import { Signs } from './signs.js';
import { readWords, type Word } from './words.js';

/** A stretch of a sentence that may be the answer. */
interface Stretch {
  text: string;
  /** Which of the sentence's lists it has. */
  uses: number[];
  /** What is said of it alone. */
  signs: Signs;
}

export interface Stretched {
  stretches: Stretch[];
  /** Signs of the sentence, of beginnings, of ends and of words, shared by the stretches. */
  lists: Signs[];
}

const LONGEST = 6;

const NOT_FIRST = /^(?:Preposition|Conjunction|Copula|Auxiliary|Modal|Determiner|Possessive)$/;
const HOLLOW =
  /^(?:the|a|an|my|our|his|her|their|your|its|i|user|we|he|she|they|it|and|or|but|to)$/;

const opens = ({ token, part, text }: Word): boolean =>
  token.end > token.start && !NOT_FIRST.test(part) && !HOLLOW.test(text);
const closes = (word: Word): boolean => opens(word) && word.part !== 'Negative';

const distance = (gap: number): number => (gap < 4 ? gap : gap < 7 ? 4 : 7);

/** Where the nearest word of a kind stands, seen from each place. */
interface Near {
  kind: string;
  at: number;
}

/** The nearest word before (or behind) each place for which `kindOf` gives a kind. */
function nearest(
  words: readonly Word[],
  step: 1 | -1,
  kindOf: (word: Word, at: number) => string,
): (Near | null)[] {
  const found: (Near | null)[] = new Array<Near | null>(words.length).fill(null);
  let last: Near | null = null;
  for (let at = step > 0 ? 0 : words.length - 1; at >= 0 && at < words.length; at += step) {
    found[at] = last;
    const kind = kindOf(words[at] as Word, at);
    if (kind !== '') last = { kind, at };
  }
  return found;
}

const CLAUSE = /^(?:and|but|or|while|because|which|who|with|so|if|when|since|though)$/;

/** Of each word how many words of the question its clause has, and how many the rest of the sentence. */
function clauseMatches(words: readonly Word[], matches: readonly string[]): [number, number][] {
  let clause = 0;
  const clauses = words.map(({ text }, at) => {
    if (at > 0 && (words[at - 1]?.stop !== '' || CLAUSE.test(text))) clause += 1;
    return clause;
  });
  const counts = new Array<number>(clause + 1).fill(0);
  clauses.forEach((each, at) => {
    if (matches[at] !== '') counts[each] = (counts[each] as number) + 1;
  });
  const all = counts.reduce((sum, count) => sum + count, 0);
  return clauses.map((each) => [
    Math.min(3, counts[each] as number),
    Math.min(3, all - (counts[each] as number)),
  ]);
}

const CUE =
  /^(?:not|no|never|instead|than|from|formerly|previously|was|were|besides|except|without|until|now|to|old|new|former|both|only|also|too)$/;

/** Every stretch of a sentence that may be an answer, with its signs. */
export function stretchesOf(
  { asked, ranked, found, nearness, kinds }: Situation,
  sentence: ScoredSentence,
  rank: number,
): Stretched {
  const words = readWords(sentence.text);
  const fresh = (): Signs => new Signs(asked.plain, asked.close);
  const lists: Signs[] = [];
  const put = (signs: Signs): number => lists.push(signs) - 1;
  const matches = words.map((word) => asked.match(word));
  const verb = (word: Word, at: number): string => {
    if (word.part === 'Copula') return 'be';
    if (!/^(?:Gerund|PastTense|Participle|Verb)$/.test(word.part)) return '';
    const match = matches[at];
    return match === 'V' ? 'same' : match === 'T' || match === 't' ? 'akin' : 'other';
  };
  const owner = (word: Word, at: number): string => {
    if (/^(?:i|my|we|our|user|me)$/.test(word.text)) return 'i';
    if (/^(?:he|she|his|her|they|their)$/.test(word.text)) return 's';
    if (matches[at] === 'P' || matches[at] === 'N') return 'n';
    return /Name/.test(word.shape) && /Person|FirstName|ProperNoun/.test(word.part) && at > 0
      ? 'x'
      : '';
  };
  const cue = (word: Word): string => (CUE.test(word.text) ? word.text : '');
  const match = (_: Word, at: number): string => matches[at] as string;
  const left = {
    match: nearest(words, 1, match),
    verb: nearest(words, 1, verb),
    owner: nearest(words, 1, owner),
    cue: nearest(words, 1, cue),
  };
  const right = { match: nearest(words, -1, match), verb: nearest(words, -1, verb) };
  const asksSelf = asked.question.firstPerson ? 'i' : asked.names.size > 0 ? 'n' : '';

  const whole = fresh();
  const best = ranked[0]?.relevance ?? 0;
  const newest = ranked.every(
    ({ memory, coverage }) =>
      memory.saidAt <= sentence.memory.saidAt || coverage < sentence.coverage - 0.1,
  );
  whole
    .add('rank', rank)
    .add('behind', eighths(best - sentence.relevance))
    .add('coverage', eighths(sentence.coverage))
    .add('about', eighths(sentence.about))
    .add('newest', newest, rank)
    .add('many', manyOf(found))
    .add('over', OVER.test(sentence.text), asked.question.past)
    .add('owners', asksSelf, ownersOf(words, asked))
    .add('words', Math.min(6, words.length >> 2));
  const nearby = nearness.get(sentence.memory);
  if (nearby !== undefined)
    whole
      .add('near', nearby.near)
      .add('near covered', nearby.near, eighths(sentence.coverage))
      .add('near rank', nearby.rank, manyOf(found))
      .add('near lead', nearby.lead, nearby.rank);
  const named = asked.question.focus.length > 0 ? kinds[rank] : undefined;
  if (named !== undefined) whole.closely('asked kind', Math.min(2, named.size));
  missing(whole, 'lacks', asked, [words]);
  const wholeList = put(whole);

  const clauses = clauseMatches(words, matches);
  const beginning = words.map((word, at) => {
    if (!opens(word)) return -1;
    const signs = fresh();
    const before = words[at - 1];
    const two = words[at - 2];
    const stop = before === undefined ? '^' : before.stop;
    const lead = before?.text ?? '^';
    signs
      .closely('before', lead, stop)
      .closely('before part', before?.part ?? '^', stop)
      .add('before two', two?.text ?? '^', lead)
      .add('before parts', two?.part ?? '^', `${before?.part ?? '^'} ${word.part}`)
      .closely('begins', before?.part ?? '^', word.part)
      .add('begins with', lead, word.part)
      .add('before asked', before === undefined ? '^' : matches[at - 1], word.part)
      .add('slot', asked.slot, lead)
      .add('slot met', asked.slot !== null && asked.slot === lead)
      .add(
        'cut',
        /^(?:Name|AA|aA)$/.test(before?.shape ?? '') && stop === '' && word.shape === 'Name',
      )
      .add('first', at === 0);
    const [within = 0, elsewhere = 0] = clauses[at] ?? [];
    signs.closely('clause', within, elsewhere);
    const near = left.match[at];
    signs.closely('left', near?.kind ?? '', near ? distance(at - near.at) : 9);
    const doing = left.verb[at];
    signs.closely('left verb', doing?.kind ?? '', doing ? distance(at - doing.at) : 9);
    signs.add(
      'left verb word',
      doing ? (words[doing.at]?.stem ?? '') : '',
      distance(at - (doing?.at ?? -9)),
    );
    signs.add('left verb asked', asked.question.verb, doing ? (words[doing.at]?.stem ?? '') : '');
    const who = left.owner[at];
    signs.add('left owner', asksSelf, who?.kind ?? '');
    signs.add('left owner near', `${asksSelf} ${who?.kind ?? ''}`, who ? distance(at - who.at) : 9);
    const turn = left.cue[at];
    signs.add('left cue', turn?.kind ?? '', turn ? distance(at - turn.at) : 9);
    signs.add('left count', Math.min(4, matches.slice(0, at).filter((each) => each !== '').length));
    return put(signs);
  });
  const ending = words.map((word, at) => {
    if (!closes(word)) return -1;
    const signs = fresh();
    const next = words[at + 1];
    const stop = word.stop === '' && next === undefined ? '$' : word.stop;
    signs
      .closely('next', next?.text ?? '$', stop)
      .closely('next part', next?.part ?? '$', stop)
      .closely('ends', word.part, stop === '' ? (next?.part ?? '$') : stop)
      .add('next two', next?.text ?? '$', words[at + 2]?.text ?? '$')
      .add('next asked', next === undefined ? '$' : matches[at + 1], word.part)
      .add('ends asked', matches[at])
      .closely('ends sort', sharesSort(asked, word))
      .add(
        'cut after',
        /^(?:Name|AA|aA|0)$/.test(next?.shape ?? '') &&
          stop === '' &&
          /^(?:Name|AA|aA)$/.test(word.shape),
      );
    const near = right.match[at];
    signs.closely('right', near?.kind ?? '', near ? distance(near.at - at) : 9);
    const doing = right.verb[at];
    signs.closely('right verb', doing?.kind ?? '', doing ? distance(doing.at - at) : 9);
    return put(signs);
  });
  const inside = words.map((word, at) => {
    const signs = fresh();
    signs
      .closely('part', word.part)
      .closely('shape', word.shape)
      .add('asked', matches[at])
      .closely('sort shared', sharesSort(asked, word))
      .add('word', word.text);
    if (named !== undefined) signs.closely('of asked kind', named.has(word.text), named.size > 0);
    for (const sort of word.sorts) {
      signs.closely('sort', sort);
      for (const headSort of asked.headSorts) signs.add('sort for', headSort, sort);
    }
    if (word.sorts === '') signs.closely('no sort', word.shape);
    return put(signs);
  });

  const stretches: Stretch[] = [];
  const usesOf = (from: number, last: number): number[] =>
    [wholeList, beginning[from] ?? -1, ending[last] ?? -1, ...inside.slice(from, last + 1)].filter(
      (list) => list !== -1,
    );
  for (let from = 0; from < words.length; from += 1) {
    if (beginning[from] === -1) continue;
    const until = Math.min(words.length, from + LONGEST);
    for (let last = from; last < until; last += 1) {
      const word = words[last] as Word;
      if (last > from && /[.;:!?()[\]—–]/.test(words[last - 1]?.stop ?? '')) break;
      if (ending[last] === -1) continue;
      const own = words.slice(from, last + 1);
      if (own.every(({ stem }) => stem === '')) continue;
      const text = textOf(sentence.text, own);
      const told = own.filter(({ stem }, i) => stem !== '' && matches[from + i] === '').length;
      const content = own.filter(({ stem }) => stem !== '').length;
      const signs = fresh();
      signs
        .closely('length', own.length)
        .closely(
          'form',
          own.length > 3
            ? `${own[0]?.part ?? ''}..${word.part}`
            : own.map(({ part }) => part).join(' '),
        )
        .add('shapes', own.length > 3 ? 'long' : own.map(({ shape }) => shape).join(' '))
        .add('news', Math.min(3, told), Math.min(3, content))
        .add('commas', own.slice(0, -1).filter(({ stop }) => stop === ',').length)
        .add(
          'holds',
          own.some(({ part }) => /^(?:Verb|PastTense|Copula|Auxiliary|Modal)$/.test(part)),
          own.length > 1,
        )
        .add(
          'held',
          own
            .slice(1, -1)
            .map(({ text: each, stem }) => (stem === '' ? each : ''))
            .join(' '),
        )
        .add(
          'between',
          from > 0 ? (words[from - 1]?.text ?? '') : '^',
          words[last + 1]?.text ?? '$',
        );
      const near = left.match[from];
      const far = right.match[last];
      signs.closely('sides', near?.kind ?? '', far?.kind ?? '');
      signs.add(
        'nearest',
        Math.min(near ? distance(from - near.at) : 9, far ? distance(far.at - last) : 9),
      );
      stretches.push({
        text,
        uses: usesOf(from, last),
        signs,
      });
    }
  }
  if (asked.question.kind === 'when') {
    const past = asksWhatHappened(asked.question);
    for (const { text, words: place, way, inPeriod } of toldTimes(asked.question, sentence)) {
      const held = ({ token }: Word): boolean =>
        place !== null && token.start < place.end && token.end > place.start;
      const from = words.findIndex(held);
      const signs = fresh()
        .closely('time', place === null ? 'said' : formOfTime(text))
        .closely('time way', way, past)
        .add('time period', inPeriod);
      stretches.push({ text, uses: usesOf(from, words.findLastIndex(held)), signs });
    }
  }
  return { stretches, lists };
}

/** How a time is told: "the Friday before 7 May 2023" as "the D before 0 M 0". */
const formOfTime = (text: string): string =>
  text
    .replace(/\d+/g, '0')
    .replace(/\b\p{Lu}\p{L}+day\b/gu, 'D')
    .replace(/\b\p{Lu}\p{L}+\b/gu, 'M');

function textOf(sentence: string, words: readonly Word[]): string {
  const first = words[0]?.token;
  const last = words.at(-1)?.token;
  if (first === undefined || last === undefined) return '';
  return sentence
    .slice(first.start, last.end)
    .replace(/^[\s"'“”‘’([]+|[\s"'“”‘’.,!?;:)\]]+$/g, '')
    .replace(/['’]s$/, '')
    .trim();
}
