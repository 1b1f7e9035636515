import { analyse } from '../../language.js';
import { memoised } from '../../memo.js';
import { mayBeA } from '../../thesaurus.js';
import { has, type Token } from '../../tokens.js';
import { isContent, stemOf, wordOf } from '../words.js';

/** A word of a sentence as the choice of an answer sees it. */
export interface Word {
  token: Token;
  /** Lower case, without possessive ending. */
  text: string;
  /** '' for function words. */
  stem: string;
  part: string;
  shape: string;
  /** Sorts of things it may name, a letter each. */
  sorts: string;
  /** Punctuation behind it that ends a part of the sentence; '' for none. */
  stop: string;
}

/** The first of these that a token is tagged with is its part of speech here. */
const PARTS = [
  'Negative',
  'Pronoun',
  'Possessive',
  'Determiner',
  'Preposition',
  'Conjunction',
  'Copula',
  'Modal',
  'Auxiliary',
  'WeekDay',
  'Month',
  'Date',
  'Duration',
  'Time',
  'Money',
  'Value',
  'Gerund',
  'PastTense',
  'Participle',
  'Verb',
  'Person',
  'FirstName',
  'Place',
  'Organization',
  'Adverb',
  'Adjective',
  'ProperNoun',
  'Plural',
  'Noun',
];

const partOf = (token: Token): string => PARTS.find((part) => has(token, part)) ?? 'other';

function shapeOf(text: string): string {
  if (/^\p{Lu}[\p{Ll}'’]+$/u.test(text)) return 'Name';
  if (/^\d+$/.test(text)) return '0';
  if (/\d/.test(text)) return /\p{L}/u.test(text) ? 'a0' : '0.0';
  if (/^\p{Lu}+$/u.test(text)) return text.length === 1 ? 'A' : 'AA';
  if (/\p{Lu}/u.test(text)) return 'aA';
  return /^[\p{Ll}'’-]+$/u.test(text) ? 'a' : '?';
}

const SORTS =
  'person animal location food plant artifact organization activity event substance color document garment vehicle illness device language number time_period'.split(
    ' ',
  );

/** Sorts that a noun may name something of, as letters. */
export const sortsOf = memoised((word: string): string => {
  const forms = [word, word.replace(/ies$/, 'y'), word.replace(/s$/, '')];
  return SORTS.map((sort, at) =>
    forms.some((form) => mayBeA(form, sort)) ? String.fromCharCode(97 + at) : '',
  ).join('');
}, 20_000);

/** Tags a sentence and describes its words. Pure; the latest results are kept. */
export const readWords = memoised((sentence: string): readonly Word[] =>
  analyse(sentence).tokens.map((token): Word => {
    const text = wordOf(token);
    const part = partOf(token);
    return {
      token,
      text,
      stem: isContent(text) ? stemOf(text) : '',
      part,
      shape: shapeOf(token.text),
      sorts: /^(?:Plural|Noun|ProperNoun|Gerund|Adjective)$/.test(part) ? sortsOf(text) : '',
      stop: /[.,;:!?()[\]—–]|\s-\s/.exec(token.post)?.[0].trim() ?? '',
    };
  }),
);
