import { RELATIONS } from './lexicon.js';
import { has, type Token } from './tokens.js';

/** Verbs in "-s" that the tagger takes for plurals after a short subject: "our CI runs on Jenkins". */
const THIRD_PERSON =
  /^(?:runs|uses|works|lives|deploys|builds|ships|ends|starts|hosts|owns|plays|plans|tests|stores|meets|costs|leads|studies|handles|prefers|listens|reports|drives|visits|walks|trains|coaches|cooks|paints|drinks|rides|rents|studies|swims|dances|sleeps|snores|hikes|surfs|climbs|gardens|needs|wants|likes|loves|hates|calls|sounds|stays|moves|points|returns|exports|imports|logs|caches|sends|talks|syncs|backs|scales|rotates|renews|repeats|lands|opens|closes)$/;
/** Of what "user", "he" or "she" does, however rare the verb. */
const PLURAL_FORM = /^\p{L}{3,}s$/u;
const FINITE = /^(?:is|are|was|were|has|have|had|will|must|should|can|needs?)$/;
/** What only people do. */
const OF_PERSONS =
  /^(?:owns|leads|likes|loves|hates|prefers|wants|lives|thinks|says|manages|teaches|coaches|studies|plays|drinks|eats|drives|wears|knows|cooks|paints|speaks|married|adopted|moved|quit|joined|retired)$/;
/** "Finished Dune!": the tagger takes the verb without its subject for an adjective. */
const PAST_FIRST: Readonly<Record<string, string>> = {
  finished: 'finish',
  started: 'start',
  cancelled: 'cancel',
  canceled: 'cancel',
  stopped: 'stop',
  dropped: 'drop',
  switched: 'switch',
  changed: 'change',
  replaced: 'replace',
  renamed: 'rename',
  upgraded: 'upgrade',
};
const USER_AGAIN: Readonly<Record<string, string>> = {
  they: 'i',
  their: 'my',
  them: 'me',
  theirs: 'mine',
  themselves: 'myself',
  themself: 'myself',
};

/**
 * Puts right, in place, what the tagger gets wrong in statements of the kind that memories are made of.
 * @param aboutUser the text is a note about the user, so that "they" means the user as well
 */
export function mendTags(tokens: Token[], aboutUser: boolean): void {
  tokens.forEach((token, at) => {
    const before = tokens[at - 1];
    const next = tokens[at + 1];
    const own = USER_AGAIN[token.word];
    if (aboutUser && own && !pluralBefore(tokens, at)) {
      tokens[at] = { ...token, word: own, lemma: own };
      return;
    }
    // "Right now Chloe is reading Dune" is no command to right something.
    if (token.word === 'right' && next?.word === 'now' && has(token, 'Verb')) {
      tokens[at] = { ...token, tags: new Set(['Adverb']) };
      return;
    }
    // "The user's preferred tool is Figma" has not preferred anything.
    if (
      token.text === '' &&
      /^(?:has|is)$/.test(token.word) &&
      has(next, 'PastTense', 'Participle') &&
      (has(tokens[at + 2], 'Noun') ||
        // "User's left hearing aid"
        (next?.word === 'left' && has(tokens[at + 2], 'Gerund') && has(tokens[at + 3], 'Noun'))) &&
      !has(tokens[at + 2], 'Pronoun', 'Date') &&
      ownVerbAhead(tokens, at + 2) &&
      before &&
      next
    ) {
      tokens[at - 1] = { ...before, tags: new Set([...before.tags, 'Possessive']) };
      tokens[at] = { ...token, word: '', lemma: '', tags: new Set(['Possessive']) };
      tokens[at + 1] = { ...next, tags: new Set(['Adjective']) };
      return;
    }
    // "Kestrel's Kafka cluster has 5 brokers": the cluster is Kestrel's, since "has" is the verb.
    if (
      token.text === '' &&
      token.word === 'is' &&
      has(next, 'Noun') &&
      !has(next, 'Pronoun', 'Date') &&
      (ownVerbAhead(tokens, at + 1) || presentAhead(tokens, at + 2)) &&
      before
    ) {
      tokens[at - 1] = { ...before, tags: new Set([...before.tags, 'Possessive']) };
      tokens[at] = { ...token, word: '', lemma: '', tags: new Set(['Possessive']) };
      return;
    }
    // "I work night shifts": the verb of "I" has no "-s".
    if (
      /^(?:i|we|they|you)$/.test(before?.word ?? '') &&
      // "Am I dean of the college?"
      !has(tokens[at - 2], 'Verb', 'Auxiliary') &&
      has(token, 'Singular') &&
      !has(token, 'ProperNoun', 'Possessive', 'Pronoun') &&
      has(next, 'Noun', 'Preposition', 'Determiner', 'Adjective')
    ) {
      tokens[at] = { ...token, tags: new Set(['Verb', 'PresentTense']) };
      const object = tokens[at + 2];
      if (object && has(object, 'PresentTense') && PLURAL_FORM.test(object.word))
        tokens[at + 2] = { ...object, tags: new Set(['Noun', 'Plural']) };
      return;
    }
    const done = PAST_FIRST[token.word];
    if (done && startsSentence(tokens, at) && has(next, 'Noun', 'Determiner')) {
      tokens[at] = { ...token, lemma: done, tags: new Set(['Verb', 'PastTense']) };
      return;
    }
    if (token.word === 'no' && next?.word === 'longer') {
      tokens[at] = { ...token, tags: new Set(['Negative']) };
      return;
    }
    // "Priyanka owns the billing service": who acts alone at the head of a sentence is somebody.
    if (
      at === 0 &&
      /^\p{Lu}\p{Ll}+$/u.test(token.text) &&
      has(token, 'Noun', 'Adjective') &&
      !has(token, 'Plural', 'Pronoun', 'ProperNoun', 'Date') &&
      !RELATIONS.has(token.word) &&
      !/^(?:user|team|every\w+|some\w+|any\w+|no\w+|who|management|staff|hr)$/.test(token.word) &&
      OF_PERSONS.test(next?.word ?? '')
    ) {
      tokens[at] = {
        ...token,
        lemma: token.word,
        tags: new Set(['Noun', 'Singular', 'ProperNoun', 'Person']),
      };
      return;
    }
    // "We use Jest for unit tests": behind a preposition stands a thing, not a second verb.
    if (
      has(token, 'Verb') &&
      PLURAL_FORM.test(token.word) &&
      has(before, 'Singular') &&
      !has(before, 'Person', 'Pronoun') &&
      has(tokens[at - 2], 'Preposition') &&
      (!next || has(next, 'Preposition', 'Conjunction') || /[,.;!?]/.test(token.post)) &&
      tokens.slice(0, at - 2).some((earlier) => has(earlier, 'Verb'))
    ) {
      tokens[at] = { ...token, tags: new Set(['Noun', 'Plural']) };
      return;
    }
    // "Our flat has two bedrooms"
    if (
      has(token, 'Adjective') &&
      !has(token, 'Noun') &&
      has(before, 'Possessive') &&
      /^(?:has|had)$/.test(next?.word ?? '')
    ) {
      tokens[at] = { ...token, tags: new Set(['Noun', 'Singular']) };
      return;
    }
    if (/^(?:has|had)$/.test(token.word) && !has(token, 'Verb')) {
      tokens[at] = { ...token, lemma: 'have', tags: new Set(['Verb', 'PresentTense']) };
      return;
    }
    // "On call": being so is a state of its own.
    if (token.word === 'call' && before?.word === 'on') {
      tokens[at] = {
        ...token,
        word: 'oncall',
        lemma: 'oncall',
        tags: new Set(['Noun', 'Singular']),
      };
      return;
    }
    if (
      (THIRD_PERSON.test(token.word) ||
        (/^(?:user|he|she)$/.test(before?.word ?? '') && PLURAL_FORM.test(token.word))) &&
      !has(token, 'Verb') &&
      before &&
      has(before, 'Noun', 'Value', 'Acronym', 'Pronoun') &&
      !has(before, 'Possessive') &&
      next &&
      !verbInSentence(tokens, at)
    ) {
      tokens[at] = {
        ...token,
        lemma: infinitive(token.word),
        tags: new Set(['Verb', 'PresentTense']),
      };
      return;
    }
    // "Feature flag new_checkout is enabled": no command when the sentence has its own verb.
    if (
      has(token, 'Verb') &&
      !has(token, 'Auxiliary', 'Copula', 'Gerund', 'PastTense', 'Modal') &&
      has(next, 'Noun', 'Value') &&
      startsSentence(tokens, at) &&
      copulaAhead(tokens, at)
    )
      tokens[at] = { ...token, tags: new Set(['Noun', 'Singular']) };
  });
}

/** "User's parents said they …": somebody else is meant. */
const pluralBefore = (tokens: readonly Token[], at: number): boolean =>
  tokens.slice(0, at).some((token) => has(token, 'Plural') && has(token, 'Noun'));

const endsSentence = (token: Token | undefined): boolean =>
  /[.!?]["')\]]*\s*$/.test(token?.post ?? '');

const startsSentence = (tokens: readonly Token[], at: number): boolean =>
  at === 0 || endsSentence(tokens[at - 1]);

function verbInSentence(tokens: readonly Token[], at: number): boolean {
  for (let back = at - 1; back >= 0 && !endsSentence(tokens[back]); back--)
    if (has(tokens[back], 'Verb')) return true;
  for (let ahead = at + 1; ahead < Math.min(tokens.length, at + 2); ahead++)
    if (has(tokens[ahead], 'Copula')) return true;
  return false;
}

function copulaAhead(tokens: readonly Token[], at: number): boolean {
  for (let ahead = at + 1; ahead < Math.min(tokens.length, at + 6); ahead++) {
    if (has(tokens[ahead], 'Copula') || FINITE.test(tokens[ahead]?.word ?? '')) return true;
    if (endsSentence(tokens[ahead])) return false;
  }
  return false;
}

/** Whether a verb follows in the same clause. */
function ownVerbAhead(tokens: readonly Token[], at: number): boolean {
  for (let ahead = at; ahead < tokens.length; ahead++) {
    const token = tokens[ahead];
    if (has(token, 'Copula') || FINITE.test(token?.word ?? '')) return true;
    if (has(token, 'Conjunction', 'Pronoun') || /[,;.!?]/.test(token?.post ?? '')) return false;
  }
  return false;
}

/** Whether the nouns that begin here are the subject of a verb: "topics keep messages". */
function presentAhead(tokens: readonly Token[], from: number): boolean {
  let at = from;
  while (has(tokens[at], 'Noun') && !has(tokens[at], 'Verb', 'Pronoun')) at++;
  return (
    has(tokens[at], 'PresentTense') &&
    tokens.slice(from - 1, at).every(({ post }) => !/[,;:.!?]/.test(post))
  );
}

const infinitive = (word: string): string =>
  word.endsWith('ies')
    ? `${word.slice(0, -3)}y`
    : /(?:ch|sh|ss)es$/.test(word)
      ? word.slice(0, -2)
      : word.slice(0, -1);
