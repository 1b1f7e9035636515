import { memoised } from '../memo.js';
import { matesOf } from '../thesaurus.js';
import { toldAs } from './told-as.js';
import { stemOf } from './words.js';

/** Words that can say the same by the thesaurus, as the answerer compares words: by their stems. */

/** What a stemmer has cut off, the likeliest first. */
const ENDINGS = [
  '',
  'e',
  'y',
  'er',
  'or',
  'ion',
  'ation',
  'al',
  'ic',
  'ment',
  'ive',
  'ity',
  'ous',
  'ance',
  'ence',
];

/**
 * Dictionary words with this stem, the nearest first.
 * @param known whether the thesaurus has what is wanted of a word
 */
export function wordsOfStem(stem: string, known: (word: string) => boolean): string[] {
  const plain = stem.replace(/i$/, '');
  return ENDINGS.flatMap((ending) => [stem + ending, ...(plain === stem ? [] : [plain + ending])])
    .filter((word) => stemOf(word) === stem && known(word))
    .slice(0, 2);
}

/** Stems of the words that can say the same as one with this stem; a verb with its particle is `pick_up`. */
export const alikeStems = memoised((stem: string): ReadonlySet<string> => {
  const words = stem.includes('_') ? [stem] : wordsOfStem(stem, (word) => matesOf(word).length > 0);
  const mates = words.flatMap(matesOf).map((word) => (word.includes('_') ? word : stemOf(word)));
  return new Set([...mates, ...toldAs(stem)].filter((other) => other !== stem && other.length > 1));
});
