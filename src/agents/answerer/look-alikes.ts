import { analyse } from '../language.js';
import { has, type Token } from '../tokens.js';
import type { Question } from './question.js';
import { same } from './sorts.js';
import { isContent, stemOf, stemsOf, wordOf } from './words.js';

/** What tells one of several look-alikes from the others: the word before the noun they share, or what was done. */

/** "GET" is a word of its own, whatever "get" says. */
const tells = (token: Token): boolean =>
  isContent(wordOf(token)) || /^\p{Lu}{2,}$/u.test(token.text);

/** Words with the one right before each, but for those that a mark or a function word parts. */
function pairsIn(tokens: readonly Token[]): [which: Token, noun: Token][] {
  return tokens.flatMap((noun, at): [Token, Token][] => {
    const which = tokens[at - 1];
    return which !== undefined &&
      tells(which) &&
      !/\d/.test(which.text) &&
      isContent(wordOf(noun)) &&
      noun.word !== 'ago' &&
      !has(noun, 'Date', 'Duration', 'Adverb', 'PastTense') &&
      !/[,;:.!?()]/.test(which.post) &&
      (has(which, 'Noun', 'Adjective') || /^\p{Lu}/u.test(which.text)) &&
      !has(which, 'Verb', 'Auxiliary', 'Pronoun', 'Adverb') &&
      !/^user/.test(which.word)
      ? [[which, noun]]
      : [];
  });
}

/**
 * "Free accounts" tell nothing of trial accounts: the sentence has the noun, with another word before it than
 * the one by which the question tells which of them is meant.
 */
export function isOfAnotherKind({ text }: Question, sentence: string): boolean {
  const have = new Set(stemsOf(sentence.replace(/[-_/]/g, ' ')));
  const asked = new Set(stemsOf(text));
  const told = pairsIn(analyse(sentence).tokens);
  return pairsIn(analyse(text.replace(/\?+\s*$/, '')).tokens).some(([which, noun]) => {
    const stem = stemOf(wordOf(which));
    if ([...same(stem)].some((other) => have.has(other))) return false;
    // "The smaller lathe" is the small one.
    if (new RegExp(`\\b${stem.replace(/(?:er|est)$/, '')}`, 'i').test(sentence)) return false;
    const head = stemOf(wordOf(noun));
    return told.some(
      ([other, shared]) =>
        stemOf(wordOf(shared)) === head &&
        !asked.has(stemOf(wordOf(other))) &&
        // "The RHCE certificate" may be a professional one.
        !(has(which, 'Adjective') && /^\p{Lu}{2}/u.test(other.text)),
    );
  });
}
