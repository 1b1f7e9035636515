import type { ScoredMemory } from '../../../memory/records.js';
import { OVER } from '../over.js';
import type { ScoredSentence } from '../relevance.js';
import type { AskedFor } from './asked.js';
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
}

const few = (value: number, most = 4): number => Math.min(most, value);
const tenths = (value: number): number => Math.round(value * 8);
const manyOf = (found: number): number => few(Math.round(Math.log2(found + 1)), 5);

/** Which of the question's words these sentences have; the rest, by what they are in the question. */
export function uncovered(asked: AskedFor, sentences: readonly (readonly Word[])[]): Word[] {
  const stems = new Set(sentences.flatMap((words) => words.map(({ stem }) => stem)));
  const wide = new Set(
    sentences.flatMap((words) =>
      words.filter((word) => asked.match(word) === 't').map(({ stem }) => stem),
    ),
  );
  return asked.words.filter(
    (word) =>
      word.stem !== '' && word.text !== 'user' && !stems.has(word.stem) && !wide.has(word.stem),
  );
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

/** What speaks for saying nothing. */
export function signsOfSilence(situation: Situation): Signs {
  const { asked, ranked, own, found } = situation;
  const signs = new Signs(asked.plain, asked.close);
  const read = ranked.slice(0, 5).map(({ text }) => readWords(text));
  const [best] = ranked;
  signs
    .closely('silence')
    .add('s many', manyOf(found))
    .add('s own', own.way, tenths(own.confidence));
  signs.add('s topic', asked.topic).closely('s own way', own.way);
  if (best === undefined || read[0] === undefined) return signs.add('s empty');
  const coverage = Math.max(...ranked.map((sentence) => sentence.coverage));
  signs
    .add('s coverage', tenths(best.coverage))
    .add('s best', tenths(coverage), manyOf(found))
    .add('s about', tenths(best.about))
    .add('s relevance', tenths(best.relevance))
    .add('s owners', askedOwner(asked), ownersOf(read[0], asked));
  missing(signs, 's one', asked, read.slice(0, 1));
  missing(signs, 's any', asked, read);
  const kinds = read.flat().some((word) => sharesSort(asked, word));
  signs.closely('s kind', kinds);
  return signs;
}

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
export function signsOfTruth({ asked, ranked, own, found }: Situation, text: string): Signs {
  const signs = new Signs([], []);
  const say = (name: string, value: string | number = 1, other: string | number = 1): void => {
    signs.add(`${text} ${name}`, value, other);
  };
  say('said');
  say('own', own.way, `${own.text ?? ''} ${tenths(own.confidence)}`);
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
    const fits = tenths(sentence.coverage);
    say(`over ${at}`, over === '' ? 0 : 1, fits);
    say(`over negated ${at}`, `${over} ${negated ? 'not' : ''}`, still ? 1 : 0);
    say(`negated ${at}`, negated ? 1 : 0, fits);
    say(`fits ${at}`, fits, still ? 1 : 0);
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
