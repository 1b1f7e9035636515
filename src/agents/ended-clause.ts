import { literally, wholeWords } from '../memory/text.js';
import type { ClausePair } from './clause-pairs.js';
import { analyse, type Clause, type SentenceAnalysis } from './language.js';
import { ENDING_VERBS, RELATIONS } from './lexicon.js';
import { has } from './tokens.js';
import { canonical, salient, valueOf } from './words.js';

const RELATION_WORDS = new Set([...RELATIONS].map((word) => canonical(word)));

/** Says how often, or which of several in time: "the daily standup" is the standup. */
const LOOSE =
  /^(?:|daili|weekli|monthli|old|current|new|regular|usual|whole|entir|member|subscript|subscrib|account|contract|servic|lesson|class|cours|rotat|rota|arrang|program|plan|year|month|week|dai)$/;

/** The memory's clause of which the fact says that it is over, by its number in `theirs.clauses`; -1 for none. */
export function endedClause(
  mine: SentenceAnalysis,
  theirs: SentenceAnalysis,
  pairs: readonly ClausePair[],
): number {
  const ended = mine.ended.filter((phrase) => isOverForGood(mine.text, phrase));
  if (ended.length === 0) return -1;
  const said = salient(theirs);
  for (const [at, clause] of theirs.clauses.entries()) {
    if (!clause.holds || clause.negated) continue;
    // What somebody did has been done: only what one got or began may be over.
    if (clause.tense === 'past' && !lasts(clause)) continue;
    // Who is known to have lost a job is not known to have one.
    if (theirs.current.length === 0 && theirs.ended.some((phrase) => clause.text.includes(phrase)))
      continue;
    const value = new Set(
      [...clause.valueWords, ...clause.attribute.split(' '), clause.verb].map(canonical),
    );
    const core = valueOf(clause);
    // "I cancelled my gym membership" ends "my gym is Fit4Less".
    const what = clause.attribute.split(' ').map(canonical);
    const owned = clause.verb === 'be' && clause.subject.kind === 'speaker';
    const told = pairs.filter((pair) => pair.at === at);
    for (const phrase of ended) {
      if (isAnotherNumber(phrase, clause.text) || owns(clause.text, phrase)) continue;
      if (isOneOfSeveral(phrase, clause, theirs) || inPassing(clause, phrase)) continue;
      if (PARTED.test(upTo(mine.text, phrase)) && isKindOf(phrase, clause, theirs)) continue;
      if (mine.clauses.some((stated) => isDoneByAnother(stated, clause, phrase))) continue;
      const words = [...salient(analyse(phrase))].filter((word) => !LOOSE.test(word));
      const ofWork = clause.family === 'work' && /\b(?:job|position)\b/i.test(phrase);
      const known = (word: string): boolean => value.has(word) || kindred(word, value);
      if (words.length === 0 || !(ofWork || words.every((word) => said.has(word) || known(word))))
        continue;
      const stated = told.filter(
        ({ fact }) =>
          ENDING_VERBS.has(fact.verb) &&
          fact.value.includes(phrase) &&
          !/^(?:speaker|group|none)$/.test(fact.subject.kind),
      );
      // "People stopped singing" says nothing of who is spoken of beside it.
      const ofOther = stated.length > 0 && stated.every(({ subject }) => subject === 'different');
      const named = told.some(({ subject }) => subject === 'unknown');
      const same = !ofOther && told.some(({ subject }) => subject === 'same');
      // Who leaves Madrid may still love the food in Madrid.
      if (clause.family === 'like' && salient(analyse(upTo(clause.value, phrase))).size > 0)
        continue;
      const whom = [
        ...clause.subject.text.split(/\s+/).map(canonical),
        ...salient(analyse(clause.subject.text)),
      ];
      // What is left open of whom it is said is only ended by name, what is said of somebody else in full:
      // "the doctor stopped Papa's ramipril".
      const inFull =
        words.length > 1 &&
        // "My girlfriend stopped liking jazz" ends what she does herself.
        (!/^\p{L}+ing\b/iu.test(phrase) || !told.some(isOfOther)) &&
        words.every((word) => value.has(word) || whom.includes(word));
      // "Packed in the drums": who leaves "I" out means it.
      const implied = told.some(
        (pair) =>
          pair.fact.subject.kind === 'none' &&
          pair.fact.tense === 'past' &&
          pair.fact.text.includes(phrase) &&
          /^(?:speaker|group)$/.test(pair.memory.subject.kind),
      );
      // "The Octavia gave up the ghost" after "I drive a Skoda Octavia".
      const byName =
        words.length === 1 &&
        /^(?:speaker|group)$/.test(clause.subject.kind) &&
        told.some(({ fact }) => fact.subject.kind !== 'person') &&
        namedIn(clause.value, phrase);
      if (!same && !implied && !(named && /^\p{Lu}/u.test(phrase)) && !inFull && !byName) continue;
      const allKnown = words.every(
        (word) => known(word) || ((inFull || isSubject(words, clause)) && whom.includes(word)),
      );
      // Leaving "Google" ends "work at Google", not "love Google Maps".
      const head =
        words.some((word) => core.has(word) || kindred(word, core)) ||
        (owned && what.every((word) => words.includes(word))) ||
        (words.length === 1 && words[0] === canonical(clause.verb)) ||
        isSubject(words, clause) ||
        (clause.family === 'work' && /job|position/.test(phrase));
      if (head && allKnown) {
        const exactName = /^\p{Lu}/u.test(phrase)
          ? !new RegExp(`${literally(phrase)} \\p{Lu}`, 'u').test(clause.text)
          : true;
        if (exactName) return at;
      }
      if (ofWork) return at;
    }
  }
  return -1;
}

/** "Closed the van for the winter", "quit running for a while" end for now, "sold a painting" one of many. */
function isOverForGood(text: string, phrase: string): boolean {
  if (phrase === '') return true;
  const at = text.indexOf(phrase);
  const behind = text.slice(at + phrase.length);
  return at < 0 || !(FOR_NOW.test(behind) || ONE_OF_MANY.test(text.slice(0, at)));
}

/** In what follows of the clause. */
const FOR_NOW =
  /^[^,.;]*?\b(?:for (?:a (?:while|bit|week|month|few \p{L}+)|the (?:winter|summer|season|moment|time being)|winter|summer|now|this (?:term|week|month|season|year))|temporarily|(?:until|till) (?:\p{Lu}|the|next|\d))/u;
/** Right before it, but for "from a Honda to a Toyota". */
const ONE_OF_MANY =
  /(?<!\b(?:from|of|than|not|over|as|at) )\b(?:an?|another|some) (?:\p{Ll}+ )?$/iu;

/** "Lost two hens" of seven, or of forty-two: the others are still there. */
const isAnotherNumber = (phrase: string, memory: string): boolean => {
  const [number] = NUMBER.exec(phrase) ?? [];
  return (
    number !== undefined &&
    wholeWords(memory, number).every(({ start }) => memory[start - 1] === '-')
  );
};

const NUMBER =
  /^(?:\d+|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty)(?=[ -]))/i;

/** Whether what is told in the past tense goes on: "I bought a boat", "she started fencing", not "he broke his arm". */
const lasts = ({ family, verb, text }: Clause): boolean =>
  family !== null ||
  LASTING.test(verb) ||
  /\b(?:was|were|been) (?:diagnosed|prescribed|promoted|hired|given|assigned|put)\b/i.test(text);

const LASTING =
  /^(?:start|begin|join|sign|enrol|enroll|become|move|relocate|settle|switch|migrate|replace|upgrade|transfer|promote|appoint|prescribe|rename|name|hire|employ|engage|subscribe|take|accept|land|pick|choose|open|launch|introduce|add|book|order|plan|decide|agree|reschedule|postpone|push|change|turn|get|buy|adopt)$/;

/** "His finger" of nine fingers, "the game" of those that somebody makes; who is called by name is told of apart. */
function isOneOfSeveral(phrase: string, { text }: Clause, { tokens }: SentenceAnalysis): boolean {
  const [kind = ''] = phrase.split(/ (?:from|of|in|at|on|with|for) /);
  const head = analyse(`the ${kind}`).tokens.at(-1);
  const names = kind.match(/(?!User\b)\p{Lu}[\p{L}'’-]+/gu) ?? [];
  if (!has(head, 'Singular') || has(head, 'ProperNoun')) return false;
  if (names.some((name) => text.includes(name))) return false;
  const same = tokens.filter(
    (token) => text.includes(token.text) && canonical(token.lemma) === canonical(head?.lemma ?? ''),
  );
  return same.length > 0 && same.every((token) => has(token, 'Plural'));
}

/** "User's guitarist Lola left the band" tells of Lola, and not of user. */
const isDoneByAnother = (stated: Clause, { subject }: Clause, phrase: string): boolean => {
  const [, kind = '', name = ''] = OF_USER.exec(stated.subject.text) ?? [];
  const known = [kind, name].some((word) => subject.text.includes(word));
  return name !== '' && stated.value.includes(phrase) && !known;
};

const OF_USER = /^(?:[Mm]y|[Oo]ur|[Uu]ser['’]s) (?:\p{L}+ )*?(\p{Ll}+) (\p{Lu}[\p{L}'’-]+)$/u;

/** "After breaking his ankle at badminton", "as his wife taught him": said in passing of something else. */
const inPassing = ({ value }: Clause, phrase: string): boolean =>
  IN_PASSING.test(upTo(value, phrase));

const IN_PASSING =
  /(?<=\S )\b(?:after|before|because|than|(?:as|like) (?:my|our|his|her|their|he|she|they|we|i))\b/i;

/** "The film" is not "a film ray gun", which is only told by it what kind of thing it is. */
function isKindOf(phrase: string, { text }: Clause, { tokens }: SentenceAnalysis): boolean {
  const places = /^\p{Ll}+$/u.test(phrase) ? wholeWords(text, phrase) : [];
  return (
    places.length > 0 &&
    places.every(({ end }) => {
      const next = /^ (\p{Ll}+)/u.exec(text.slice(end))?.[1];
      const noun = tokens.find(({ word }) => word === next);
      return (
        has(noun, 'Noun') &&
        !has(noun, 'Pronoun', 'Date') &&
        !LOOSE.test(canonical(noun?.lemma ?? ''))
      );
    })
  );
}

const PARTED =
  /\b(?:s[eo]ll?(?:d|ing)?|los(?:t|es|ing)|gave away|donated|returned) (?:the|my|our|his|her|their) $/i;

/** "Walter's boat" is not Walter. */
const owns = (text: string, phrase: string): boolean =>
  wholeWords(text, phrase).some(
    ({ start, end }) => text.slice(start, end) === phrase && /^['’]s \p{L}/u.test(text.slice(end)),
  );

const isOfOther = ({ subject, fact, memory }: ClausePair): boolean =>
  subject === 'different' && fact.subject.kind === 'person' && memory.subject.kind === 'speaker';

/** "Internship" and "intern", "mentoring" and "mentor". */
const kindred = (word: string, known: ReadonlySet<string>): boolean =>
  [...known].some(
    (other) =>
      other.length >= 5 && word.length >= 5 && (other.startsWith(word) || word.startsWith(other)),
  );

/** What a text says before some words of it. */
const upTo = (text: string, phrase: string): string =>
  text.slice(0, Math.max(0, text.toLowerCase().indexOf(phrase.toLowerCase())));

const namedIn = (value: string, phrase: string): boolean =>
  new RegExp(
    `(?<![\\p{L}\\d])${literally(phrase.charAt(0).toUpperCase() + phrase.slice(1))}(?!\\p{L})`,
    'u',
  ).test(value);

/**
 * "Biscuit died" ends what is said of "my dog Biscuit": every word that tells of whom it is said; so does "the
 * SFTP export" that of "an export to the vendor's SFTP", of which it has the head and what tells it apart.
 */
function isSubject(words: readonly string[], { subject }: Clause): boolean {
  const telling = (text: string): string[] =>
    [...salient(analyse(text))].filter((word) => !RELATION_WORDS.has(word));
  const own = telling(subject.text);
  if (own.length > 0 && own.every((word) => words.includes(word))) return true;
  const [head = '', ...more] = subject.text.split(/ (?:to|for|of|from|with|in|on) /);
  return (
    more.length > 0 &&
    telling(head).every((word) => words.includes(word) || LOOSE.test(word)) &&
    telling(more.join(' ')).some((word) => words.includes(word))
  );
}
