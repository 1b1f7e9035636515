import { RELATIONS, SYNONYMS } from './lexicon.js';
import { contentWords, has, type Token } from './tokens.js';

/** Who or what a clause is about. */
export interface Subject {
  kind: 'speaker' | 'group' | 'person' | 'thing' | 'none';
  /**
   * Names for it that other statements may use, lower case: `speaker`, `anna`, `speaker/sister`.
   * Two subjects that share a key can be the same; `speaker` is relative to who speaks.
   */
  keys: string[];
  /** Words of the clause that name it; empty when it is left out. */
  text: string;
}

/** Words for whoever speaks. */
const SPEAKER = new Set(['i', 'me', 'my', 'mine', 'myself', 'user']);
/** Words for those whom the speaker works with, and what they work on. */
export const GROUP = new Set([
  'we',
  'us',
  'our',
  'team',
  'project',
  'repo',
  'codebase',
  'app',
  'company',
]);

export const plural = (nouns: readonly Token[]): boolean => has(nouns.at(-1), 'Plural');

/** "My favourite color", "the staging URL", "Tom's birthday": the nouns that name an attribute. */
export function attributeNouns(head: readonly Token[]): Token[] {
  const owned = head.findIndex(
    (token) => has(token, 'Possessive') || /^(the|our|your|this)$/.test(token.word),
  );
  const possessors = head.map((token, at) => (has(token, 'Possessive') ? at : -1));
  const last = Math.max(owned, ...possessors);
  // "Default branch of the repo": what is owned stands before its owner.
  const start = head[last - 1]?.word === 'of' ? -1 : last;
  const comma = head.findIndex(({ post }, at) => at > start && /[,;]/.test(post));
  const phrase = head
    .slice(start + 1, comma < 0 ? undefined : comma + 1)
    .filter((token) => !has(token, 'Adverb', 'Auxiliary', 'Pronoun', 'Determiner', 'Conjunction'));
  const cut = phrase.findIndex((token) => has(token, 'Preposition'));
  const nouns = cut > 0 ? [...phrase.slice(cut + 1), ...phrase.slice(0, cut)] : phrase;
  const bare = nouns.filter(
    (token) => /[\p{L}\p{N}]/u.test(token.lemma) && !has(token, 'Preposition'),
  );
  if (bare.length === 0 || bare.some((token) => has(token, 'Person', 'FirstName'))) return [];
  if (start < 0 && bare.every((token) => has(token, 'ProperNoun'))) return [];
  if (bare.length === 1 && SPEAKER.has(bare[0]?.word ?? '')) return [];
  return bare;
}

export function readSubject(
  source: string,
  head: readonly Token[],
  attribute: readonly Token[],
): Subject {
  const rest = head.filter(
    (token) => !has(token, 'Adverb', 'Auxiliary', 'Negative', 'Conjunction') || has(token, 'Noun'),
  );
  const nominal = rest.filter(
    (token) =>
      has(token, 'Noun', 'Pronoun', 'Determiner', 'Possessive', 'Adjective') ||
      attribute.includes(token),
  );
  const text = slice(source, trim(nominal));
  const keys = new Set<string>();
  const names = nominal.filter(
    (token) =>
      // "The flight to Boston" is no person.
      !/^(?:to|in|at|from|near|into)$/.test(head[head.indexOf(token) - 1]?.word ?? '') &&
      (has(token, 'Person', 'FirstName', 'ProperNoun') ||
        RELATIONS.has(head[head.indexOf(token) - 1]?.lemma ?? '')) &&
      !attribute.includes(token) &&
      !has(token, 'Pronoun') &&
      !RELATIONS.has(token.lemma) &&
      !SPEAKER.has(token.word) &&
      /^\p{Lu}/u.test(token.text),
  );
  // A dentist appointment is no dentist: the relation ends its phrase or stands before a name.
  const relation = nominal.find((token, at) => {
    const next = nominal[at + 1];
    return (
      RELATIONS.has(token.lemma) &&
      (!next ||
        has(token, 'Possessive') ||
        has(next, 'Person', 'FirstName', 'Verb') ||
        /^\p{Lu}/u.test(next.text))
    );
  });
  const owner = nominal.find((token) => has(token, 'Possessive') || SPEAKER.has(token.word));
  // "Martha from my street" is Martha.
  const named = names.length > 0 && names[0] === nominal[0];
  const mine = nominal.some(
    (token) => SPEAKER.has(token.word) && !(named && has(token, 'Possessive')),
  );
  const ours = nominal.some((token) => GROUP.has(token.word));
  const ownerKey =
    owner && owner !== relation && !SPEAKER.has(owner.word) && !ours ? owner.word : 'speaker';
  if (relation && nominal.indexOf(relation) > 0) {
    keys.add(`${ownerKey}/${SYNONYMS.get(relation.lemma) ?? relation.lemma}`);
    for (const name of names) if (name !== owner) keys.add(name.word);
    return { kind: 'person', keys: [...keys], text };
  }
  if (mine) return { kind: 'speaker', keys: ['speaker'], text };
  if (names.length > 0) return { kind: 'person', keys: names.map((name) => name.word), text };
  if (ours) return { kind: 'group', keys: ['group'], text };
  const pronoun = nominal.find((token) => has(token, 'Pronoun'));
  if (pronoun) return { kind: 'thing', keys: [pronoun.word], text };
  const words = contentWords(nominal);
  // "Maya's shoe size": whose it is tells it from Noé's.
  const whose =
    owner && attribute.length > 0 && !attribute.includes(owner) ? [`of/${owner.word}`] : [];
  if (words.length === 0 && whose.length === 0) return { kind: 'none', keys: [], text: '' };
  return {
    kind: 'thing',
    keys: [attribute.length > 0 ? 'thing' : words.join(' '), ...whose],
    text,
  };
}

export function trim(tokens: readonly Token[]): Token[] {
  const list = [...tokens];
  while (list.length > 0 && has(list[0], 'Adverb', 'Conjunction') && !has(list[0], 'Noun'))
    list.shift();
  return list;
}

export function slice(source: string, tokens: readonly Token[]): string {
  const spoken = tokens.filter((token) => token.end > token.start);
  const first = spoken[0];
  const last = spoken.at(-1);
  return first && last ? source.slice(first.start, last.end) : '';
}
