import { canonical } from '../compare.js';
import { analyse } from '../language.js';
import { has } from '../tokens.js';

/** These tell one in time from another, not one thing from another. */
const IN_TIME =
  /^(?:new|old|current|former|present|latest|actual|main|next|last|previous|whole|own|same|first|final|just|only|really|still|also|now)$/;

/** What stands before each noun of a text and says which of its kind is meant: "unit tests" → test: unit. */
function kinds(text: string): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  const { tokens } = analyse(text);
  tokens.forEach((token, at) => {
    const before = tokens[at - 1];
    if (!before || !has(token, 'Noun') || !has(before, 'Noun', 'Adjective')) return;
    if (has(before, 'Pronoun', 'Possessive', 'Value', 'Date') || /[,.;:!?]/.test(before.post))
      return;
    if (IN_TIME.test(before.word) || has(token, 'ProperNoun', 'Date')) return;
    const key = canonical(token.lemma);
    found.set(key, (found.get(key) ?? new Set()).add(canonical(before.lemma)));
  });
  return found;
}

/**
 * Whether two statements speak of two things of one kind: "unit tests" and "e2e tests", "the staging
 * database" and "the prod database".
 */
export function toldApart(one: string, other: string): boolean {
  const mine = kinds(one);
  const theirs = kinds(other);
  return [...mine].some(([noun, words]) => {
    const others = theirs.get(noun);
    return (
      others !== undefined &&
      ![...words].some((word) => others.has(word)) &&
      ![...words].some((word) => mentions(other, word)) &&
      ![...others].some((word) => mentions(one, word))
    );
  });
}

const mentions = (text: string, word: string): boolean =>
  analyse(text).tokens.some(({ lemma }) => canonical(lemma) === word);
