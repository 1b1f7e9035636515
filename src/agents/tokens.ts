import { STOP_WORDS } from './lexicon.js';

/** One word as the analysis sees it; contractions are two tokens, the second without text. */
export interface Token {
  /** As written, without the punctuation around it. */
  text: string;
  /** Lower case, contraction expanded ("'m" → "am"). */
  word: string;
  /** Dictionary form: infinitive of a verb, singular of a noun. */
  lemma: string;
  tags: ReadonlySet<string>;
  /** What follows the word: spaces and punctuation. */
  post: string;
  /** Where the word begins in the text that was analysed. */
  start: number;
  end: number;
}

export function has(token: Token | undefined, ...tags: string[]): boolean {
  if (token === undefined) return false;
  for (const tag of tags) if (token.tags.has(tag)) return true;
  return false;
}

const AUXILIARY =
  /^(am|is|are|was|were|be|been|being|do|does|did|have|has|had|will|would|shall|should|can|could|may|might|must|to|gonna)$/;

/** A word that can head a verb phrase; gerunds and participles only after an auxiliary. */
export function isVerb(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  if (!token) return false;
  const before = tokens[at - 1];
  // The tagger takes "like" for a preposition after "don't" and "I really".
  if (token.word === 'like') {
    return has(before, 'Pronoun', 'Negative', 'Auxiliary', 'Verb') && !has(before, 'Copula')
      ? true
      : has(token, 'Verb');
  }
  if (!has(token, 'Verb')) return false;
  if (has(before, 'Determiner', 'Possessive')) return false;
  if (has(token, 'Gerund')) {
    return (
      before !== undefined && (AUXILIARY.test(before.word) || has(before, 'Negative', 'Adverb'))
    );
  }
  // "a dog named Buddy", "a car called Betty": the participle belongs to the noun.
  if (/^(named|called|based|made|born|known)$/.test(token.word)) {
    let back = at - 1;
    while (has(tokens[back], 'Adverb', 'Negative')) back--;
    return AUXILIARY.test(tokens[back]?.word ?? '') || has(tokens[back], 'Pronoun');
  }
  return true;
}

/** Words that carry the subject matter, as lemmas without repetition, in order. */
export function contentWords(tokens: readonly Token[]): string[] {
  const words = new Set<string>();
  for (const token of tokens) {
    if (
      has(
        token,
        'Pronoun',
        'Determiner',
        'Preposition',
        'Conjunction',
        'Copula',
        'Auxiliary',
        'Negative',
      )
    ) {
      if (!has(token, 'ProperNoun', 'Url') && token.word !== 'like') continue;
    }
    if (STOP_WORDS.has(token.lemma) || STOP_WORDS.has(token.word)) continue;
    if (/[\p{L}\p{N}]/u.test(token.lemma)) words.add(token.lemma);
  }
  return [...words];
}

/** Names as written: runs of proper nouns, and words with inner capitals, digits or dots. */
export function properNames(tokens: readonly Token[]): string[] {
  const names: string[] = [];
  let run: string[] = [];
  const flush = (): void => {
    if (run.length > 0) names.push(run.join(' '));
    run = [];
  };
  tokens.forEach((token, at) => {
    const capital = /^\p{Lu}/u.test(token.text);
    const sentenceStart = at === 0 || /[.!?]\s*$/.test(tokens[at - 1]?.post ?? '');
    const named =
      !has(token, 'Pronoun', 'Date', 'Verb') &&
      /\p{L}/u.test(token.text) &&
      ((capital &&
        (!sentenceStart || has(token, 'Person', 'Place', 'Organization', 'ProperNoun'))) ||
        /\p{Ll}\p{Lu}|\p{L}\.\p{L}|\p{L}\d/u.test(token.text));
    if (named)
      run.push(
        token.text.replace(/['’]s$/i, '') + (has(token, 'Honorific') ? token.post.trim() : ''),
      );
    if (!named || (/[,;.!?:]/.test(token.post) && !has(token, 'Honorific', 'Abbreviation')))
      flush();
  });
  flush();
  return [...new Set(names)];
}
