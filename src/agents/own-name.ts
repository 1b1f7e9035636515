import { literally } from '../memory/text.js';
import { memoised } from './memo.js';

/** A speaker's name standing by itself. */
const nameOf = memoised(
  (speaker: string) => new RegExp(`(?<![\\p{L}\\d])${literally(speaker)}(?![\\p{L}\\d])`, 'gu'),
  500,
);

/**
 * Gives a speaker's notes as notes of "the user". Notes call those who speak by name: "Ana moved to Bern" is what Ana
 * would say of herself, so that her name says no more than "user" which of her things is spoken of.
 */
export const asUser =
  (speaker: string | null) =>
  (text: string): string =>
    speaker === null ? text : text.replace(nameOf(speaker), 'User');

const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Whether words are just a name, in whatever case. @param name null where nobody is named */
export const isNameOf = (name: string | null, words: string): boolean =>
  name !== null && folded(name) === folded(words);
