import type { ScoredMemory } from '../../../memory/records.js';
import { OVER } from '../over.js';
import type { ScoredSentence } from '../relevance.js';
import type { AskedFor } from './asked.js';
import type { Nearness } from './nearness.js';
import { Signs } from './signs.js';
import { readWords, type Word } from './words.js';

/** What the reader answers by its rules, and by which of them. */
export interface OwnAnswer {
  text: string | null;
  confidence: number;
  evidence: readonly ScoredMemory[];
  way: string;
}

/** A question beside what was found for it. */
export interface Situation {
  asked: AskedFor;
  /** Best first. */
  ranked: readonly ScoredSentence[];
  own: OwnAnswer;
  /** How many memories were retrieved. */
  found: number;
  nearness: ReadonlyMap<ScoredMemory, Nearness>;
  /** Of each of the best sentences its words that name a thing of the sort asked for. */
  kinds: readonly ReadonlySet<string>[];
}

const few = (value: number, most = 4): number => Math.min(most, value);
export const eighths = (value: number): number => Math.round(value * 8);
export const manyOf = (found: number, most = 5): number =>
  few(Math.round(Math.log2(found + 1)), most);

/** The question's words that these sentences lack. */
function uncovered(asked: AskedFor, sentences: readonly (readonly Word[])[]): Word[] {
  const stems = new Set(sentences.flatMap((words) => words.map(({ stem }) => stem)));
  return asked.words.filter(({ stem, text }) => stem !== '' && text !== 'user' && !stems.has(stem));
}

/** Who a sentence speaks of, roughly: the one who tells, a third person, a name that is asked for or another. */
export function ownersOf(words: readonly Word[], asked: AskedFor): string {
  const kinds = new Set(
    words.map(({ text, shape, stem, part }) =>
      /^(?:i|my|me|we|our|us|user|mine)$/.test(text)
        ? 'i'
        : /^(?:he|she|his|her|they|their|him)$/.test(text)
          ? 's'
          : shape === 'Name' && stem !== '' && /Person|FirstName|ProperNoun/.test(part)
            ? asked.names.has(stem)
              ? 'n'
              : 'x'
            : '',
    ),
  );
  return [...kinds].sort().join('');
}

const askedOwner = ({ words, names }: AskedFor): string =>
  (words.some(({ text }) => /^(?:i|my|me|we|our|user)$/.test(text)) ? 'i' : '') +
  (names.size > 0 ? 'n' : '');

/** What speaks for what the reader answers by its rules. */
export function signsOfOwn({ asked, own, found, nearness, kinds }: Situation): Signs {
  const signs = new Signs(asked.plain, asked.close);
  if (own.text === null) return signs.closely('own silent', own.way, manyOf(found, 3));
  const words = readWords(own.text);
  const sure = Math.round(own.confidence * 10);
  signs
    .closely('own', own.way)
    .add('own sure', own.way, sure)
    .add('own topic', own.way, asked.topic)
    .add('own length', Math.min(7, words.length))
    .closely('own first', words[0]?.part ?? '', words[0]?.shape ?? '')
    .closely('own last', words.at(-1)?.part ?? '', words.at(-1)?.shape ?? '')
    .add('own many', own.way, manyOf(found, 4));
  const [told] = own.evidence;
  const nearby = told === undefined ? undefined : nearness.get(told);
  if (nearby !== undefined) {
    const { near, rank, lead } = nearby;
    signs
      .add('own near', own.way, near)
      .add('own near lead', near, lead)
      .add('own rank', own.way, rank)
      .add('own lead', own.way, lead);
  }
  if (asked.question.focus.length > 0) {
    const named = kinds.some((some) => words.some(({ text }) => some.has(text)));
    signs.add('own kind', named, kindsCount(kinds) > 0);
  }
  const said = words.filter((word) => asked.match(word) !== '').length;
  signs.add('own repeats', said === 0 ? 0 : said === words.length ? 2 : 1);
  for (const word of words) {
    signs.closely('own word', word.text);
    for (const sort of word.sorts) signs.closely('own sort', sort);
  }
  return signs;
}

/** What speaks for saying nothing. */
export function signsOfSilence(situation: Situation): Signs {
  const { asked, ranked, own, found } = situation;
  const signs = new Signs(asked.plain, asked.close);
  const read = ranked.slice(0, 5).map(({ text }) => readWords(text));
  const [best] = ranked;
  signs
    .closely('silence')
    .add('s many', manyOf(found))
    .add('s own', own.way, eighths(own.confidence));
  signs.add('s topic', asked.topic).closely('s own way', own.way);
  if (best === undefined || read[0] === undefined) return signs.add('s empty');
  const coverage = Math.max(...ranked.map((sentence) => sentence.coverage));
  signs
    .add('s coverage', eighths(best.coverage))
    .add('s best', eighths(coverage), manyOf(found))
    .add('s about', eighths(best.about))
    .add('s relevance', eighths(best.relevance))
    .add('s owners', askedOwner(asked), ownersOf(read[0], asked));
  const nearby = situation.nearness.get(best.memory);
  if (nearby !== undefined) {
    const nearest = Math.max(...[...situation.nearness.values()].map(({ near }) => near));
    signs
      .add('s nearest', nearest, manyOf(found))
      .add('s nearest covered', nearest, eighths(coverage))
      .closely('s nearest roughly', nearest >> 1)
      .add('s near', nearby.near, nearby.rank)
      .add('s rank', nearby.rank, manyOf(found))
      .add('s lead', nearby.lead, manyOf(found));
  }
  if (asked.question.focus.length > 0)
    signs.closely('s asked kind', few(kindsCount(situation.kinds), 2));
  missing(signs, 's one', asked, read.slice(0, 1));
  missing(signs, 's any', asked, read);
  const kinds = read.flat().some((word) => sharesSort(asked, word));
  signs.closely('s kind', kinds);
  return signs;
}

/** How many sentences name a thing of the sort asked for. */
const kindsCount = (kinds: Situation['kinds']): number =>
  kinds.filter(({ size }) => size > 0).length;

/** Says which of the question's words are missing in sentences. */
export function missing(
  signs: Signs,
  name: string,
  asked: AskedFor,
  sentences: readonly (readonly Word[])[],
): void {
  const left = uncovered(asked, sentences);
  const all = asked.words.filter(({ stem, text }) => stem !== '' && text !== 'user').length;
  signs.add(`${name} left`, few(left.length), few(all));
  for (const word of left) {
    signs.add(`${name} part`, word.part).add(`${name} as`, asked.match(word));
    signs.add(`${name} word`, word.stem);
    for (const sort of word.sorts) signs.add(`${name} sort`, sort);
  }
}

/** Whether a word may name what is asked for, as far as the thesaurus knows. */
export const sharesSort = ({ headSorts }: AskedFor, { sorts }: Word): boolean =>
  [...headSorts].some((sort) => sorts.includes(sort));

/** What speaks for yes or no. */
export function signsOfTruth(
  { asked, ranked, own, found, nearness }: Situation,
  text: string,
): Signs {
  const signs = new Signs([], []);
  const say = (name: string, value: string | number = 1, other: string | number = 1): void => {
    signs.add(`${text} ${name}`, value, other);
  };
  say('said');
  say('own', own.way, `${own.text ?? ''} ${eighths(own.confidence)}`);
  say('many', manyOf(found));
  const still = asked.words.some(({ text: word }) => /^(?:still|anymore|yet|already)$/.test(word));
  const opening = asked.words[0]?.text ?? '';
  say('opening', opening, still ? 'still' : '');
  for (const word of asked.words) say('asked', word.stem);
  for (const [rank, sentence] of ranked.slice(0, 3).entries()) {
    const words = readWords(sentence.text);
    const over = OVER.exec(sentence.text)?.[0].toLowerCase() ?? '';
    const negated = words.some(({ part }) => part === 'Negative');
    const at = String(rank);
    const fits = eighths(sentence.coverage);
    say(`over ${at}`, over === '' ? 0 : 1, fits);
    say(`over negated ${at}`, `${over} ${negated ? 'not' : ''}`, still ? 1 : 0);
    say(`negated ${at}`, negated ? 1 : 0, fits);
    say(`fits ${at}`, fits, still ? 1 : 0);
    const nearby = nearness.get(sentence.memory);
    if (nearby !== undefined) {
      say(`near ${at}`, nearby.near, fits);
      say(`near rank ${at}`, nearby.rank, nearby.lead);
    }
    const left = uncovered(asked, [words]);
    say(`left ${at}`, few(left.length), left.map(({ part }) => part).sort()[0] ?? '');
    for (const word of left) say(`left as ${at}`, asked.match(word), word.part);
    if (rank > 0) continue;
    say('owners', askedOwner(asked), ownersOf(words, asked));
    words.forEach((word, i) => {
      const match = asked.match(word);
      say('word', word.text);
      say('word still', word.text, still ? 1 : 0);
      const next = words[i + 1];
      if (next !== undefined) say('words', word.text, next.text);
      if (match !== '') {
        const before = words[i - 1];
        say('before asked', before?.text ?? '', match);
        say('after asked', next?.text ?? '', match);
      } else if (word.stem !== '') say('new', word.part, still ? 1 : 0);
    });
  }
  return signs;
}
