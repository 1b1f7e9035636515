import { stemmer } from 'stemmer';
import type { Memory, ScoredMemory } from '../memory/records.js';
import { literally, wholeWords } from '../memory/text.js';
import { analyse, type Clause, type SentenceAnalysis } from './language.js';
import { COUNTS, LIGHT_VERBS, RELATIONS, SYNONYMS } from './lexicon.js';
import { Kept, memoised, memoisedOf } from './memo.js';
import type { Fact } from './policy.js';

/** How a clause of the new fact stands to a clause of a memory. */
export interface ClausePair {
  fact: Clause;
  memory: Clause;
  /** Position of the memory's clause. */
  at: number;
  /** `same`, `different`, or `unknown` where one is a pronoun or left out. */
  subject: 'same' | 'different' | 'unknown';
  /** The same thing is said of the subject: equal attribute keys, or the same family. */
  sameAttribute: boolean;
  /** A subject has one value of this at a time. */
  single: boolean;
  /** Share of the smaller value's words that the other has too; 0 where either has none. */
  valueOverlap: number;
  /** Both say the same words of the value. */
  sameValue: boolean;
  sameSign: boolean;
}

/** Everything a manager policy may want to know of a new fact beside one candidate. In [0, 1] where numeric. */
export interface Comparison {
  /** Word for word the same, case and punctuation aside. */
  identical: boolean;
  sameSpeaker: boolean;
  /** The new text names the person whose memory this is. */
  namesSpeaker: boolean;
  readable: boolean;
  pairs: ClausePair[];
  /** Share of the fact's words that the memory has. */
  coverage: number;
  /** Share of the memory's words that the fact has. */
  reverse: number;
  /** Shared words, as a share of all. */
  overlap: number;
  /** Numbers, literals and dates of the fact that the memory lacks. */
  newNumbers: string[];
  /** Names of the fact that the memory lacks. */
  newNames: string[];
  /** The fact says that a value of this memory no longer holds: the clause it ends, else -1. */
  endsClause: number;
  /** The names both have come in the same order. */
  sameOrder: boolean;
}

/** A retrieved memory with how the new fact compares with it. */
export interface Candidate {
  memory: ScoredMemory;
  comparison: Comparison;
  /** Cosine similarity; 0 where none is known. */
  similarity: number;
}

const SELF = /^(?:user|me|human|self|speaker|the user|assistant's user)$/i;
const TEMPORAL =
  /^(?:yesterday|today|tonight|tomorrow|ago|last|next|week|month|year|day|weekend|morning|evening|night|couple|few|this|past)$/;
const PRONOUN_KEY =
  /^(?:he|she|it|they|his|her|its|their|him|them|this|that|these|those|there|who|which)$/;

/** Canonical form of a lemma: synonyms to one word, then its stem. */
export const canonical = memoised((word: string): string => {
  const bare = word.toLowerCase().replace(/^[("'“‘]+|[)"'”’.,!?]+$/g, '');
  const plain = COUNTS.get(bare) ?? bare;
  // The stemmer has "deploi" for "deploy", but "deploy" for "deployment".
  return /^[a-z]+$/.test(plain)
    ? stemmer(SYNONYMS.get(plain) ?? plain).replace(/y$/, 'i')
    : (SYNONYMS.get(plain) ?? plain);
});

const RELATION_WORDS = new Set([...RELATIONS].map((word) => canonical(word)));

/** Words that make the difference between two statements, in canonical form. */
export const salient = memoisedOf((analysis: SentenceAnalysis): ReadonlySet<string> => {
  // Once the date is written beside them, "yesterday" and "two days ago" say no more than it does.
  const dated = /\([^()]*\d{4}\)/.test(analysis.text);
  const counts = dated ? /^(?:one|two|three|four|five|six|seven)$/ : /^$/;
  return new Set(
    analysis.words
      .filter((word) => !(dated && TEMPORAL.test(word)) && !counts.test(word))
      .filter(
        (word) =>
          !/^(?:actual|sorry|correction|mean|longer|any ?more|instead|forget|also)$/.test(word),
      )
      .map(canonical),
  );
});

/** How many facts are remembered, and with how many memories each. */
const FACTS = 2_000;
const MEMORIES = 100;

interface Compared {
  mine: SentenceAnalysis;
  theirs: SentenceAnalysis;
  speakers: readonly [fact: string | null, memory: string | null];
  comparison: Comparison;
}

const compared = memoised(() => new Kept<Compared>(MEMORIES), FACTS);

/**
 * Compares a new fact with one memory. Pure; the latest results are kept, since several policies ask for
 * the same pair, and training asks for the same pairs again and again.
 */
export function compare(
  fact: Pick<Fact, 'text' | 'speaker'>,
  memory: Pick<Memory, 'text' | 'speaker'>,
): Comparison {
  const [mine, theirs] = [analyse(fact.text), analyse(memory.text)];
  const pairs = compared(fact.text);
  const known = pairs.get(memory.text);
  if (
    // A text that was forgotten and read again has other clauses than those that were paired.
    known?.mine === mine &&
    known.theirs === theirs &&
    known.speakers[0] === fact.speaker &&
    known.speakers[1] === memory.speaker
  )
    return known.comparison;
  const comparison = build(fact, mine, memory, theirs);
  pairs.set(memory.text, { mine, theirs, speakers: [fact.speaker, memory.speaker], comparison });
  return comparison;
}

function build(
  fact: Pick<Fact, 'text' | 'speaker'>,
  mine: SentenceAnalysis,
  memory: Pick<Memory, 'text' | 'speaker'>,
  theirs: SentenceAnalysis,
): Comparison {
  const factWords = salient(mine);
  const memoryWords = salient(theirs);
  const shared = [...factWords].filter((word) => memoryWords.has(word)).length;
  const all = factWords.size + memoryWords.size - shared;
  const pairs = theirs.clauses.flatMap((theirClause, at) =>
    mine.clauses.map((myClause) => pairOf(myClause, fact.speaker, theirClause, memory.speaker, at)),
  );
  const speaker = personKey(memory.speaker);
  return {
    identical: plain(fact.text) === plain(memory.text),
    sameSpeaker: personKey(fact.speaker) === speaker,
    namesSpeaker:
      speaker !== 'speaker' &&
      // Compiling the pattern takes far longer than this.
      fact.text.toLowerCase().includes(speaker) &&
      new RegExp(`(?<!\\p{L})${literally(speaker)}(?!\\p{L})`, 'iu').test(fact.text),
    readable: mine.readable && theirs.readable,
    pairs,
    coverage: factWords.size === 0 ? 0 : shared / factWords.size,
    reverse: memoryWords.size === 0 ? 0 : shared / memoryWords.size,
    overlap: all === 0 ? 0 : shared / all,
    newNumbers: [
      ...outOfOrder(mine.numbers, theirs.numbers),
      ...lacking([...mine.numbers, ...mine.literals, ...mine.dates], memory.text),
    ],
    newNames: lacking(mine.names, memory.text),
    endsClause: endedClause(mine, theirs, pairs),
    sameOrder: sameOrder(mine, theirs),
  };
}

/** Lower-case first name of a speaker; the user of an assistant is just `speaker`. */
export function personKey(speaker: string | null): string {
  if (speaker === null || SELF.test(speaker.trim())) return 'speaker';
  return speaker.trim().toLowerCase().split(/\s+/)[0] ?? 'speaker';
}

/** A text as compared for being the same: letters, digits and signs that carry meaning, lower case. */
export const plain = memoised((text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s.,!;:'"“”‘’()。！，、；：]+/gu, ' ')
    .trim(),
);

function pairOf(
  mine: Clause,
  mySpeaker: string | null,
  theirs: Clause,
  theirSpeaker: string | null,
  at: number,
): ClausePair {
  const myValue = valueOf(mine);
  const theirValue = valueOf(theirs);
  const shared = [...myValue].filter((word) => theirValue.has(word)).length;
  const smaller = Math.min(myValue.size, theirValue.size);
  return {
    fact: mine,
    memory: theirs,
    at,
    subject: sameSubject(mine, mySpeaker, theirs, theirSpeaker),
    sameAttribute: sameAttribute(mine, theirs),
    single: mine.single && theirs.single,
    valueOverlap: smaller === 0 ? 0 : shared / smaller,
    sameValue: smaller > 0 && shared === Math.max(myValue.size, theirValue.size),
    sameSign: mine.negated === theirs.negated,
  };
}

const valueOf = memoisedOf(
  ({ valueWords }: Clause): ReadonlySet<string> => new Set(valueWords.map(canonical)),
);

function sameSubject(
  mine: Clause,
  mySpeaker: string | null,
  theirs: Clause,
  theirSpeaker: string | null,
): ClausePair['subject'] {
  const a = subjectKeys(mine, mySpeaker);
  const b = subjectKeys(theirs, theirSpeaker);
  if (a.length === 0 || b.length === 0) return 'unknown';
  if (a.some((key) => PRONOUN_KEY.test(key)) || b.some((key) => PRONOUN_KEY.test(key)))
    return 'unknown';
  const whose = (key: string): boolean => key.startsWith('of/');
  if (a.some(whose) && b.some(whose) && !a.some((key) => whose(key) && b.includes(key)))
    return 'different';
  const named = (key: string): boolean =>
    !key.includes('/') && !/^(?:speaker|group|thing)$/.test(key);
  const bothNamed = a.some(named) && b.some(named);
  // Tom and Tim may both be "my friend": where both have names, the names decide.
  const shares = a.some((key) => b.includes(key) && (!bothNamed || named(key)));
  if (shares) return 'same';
  if (belongs(a, theirs, b) || belongs(b, mine, a)) return 'unknown';
  // Whose it is, "the allergy is to cashews" leaves to what was said before.
  if (mine.subject.kind === 'thing' && a.join() === 'thing' && theirs.subject.kind === 'speaker')
    return 'unknown';
  const kinds = [mine.subject.kind, theirs.subject.kind];
  // "We use Jest" and "the project uses Jest" and "the staging URL" are all about the common work.
  const common = kinds.every((kind) => kind === 'speaker' || kind === 'group' || kind === 'thing');
  return common && kinds.includes('group') ? 'same' : 'different';
}

/** "My dog" beside "I have a dog": the one is what the other speaks of. */
function belongs(part: readonly string[], owner: Clause, ownerKeys: readonly string[]): boolean {
  return part.some((key) => {
    if (!key.includes('/')) return false;
    const [whose = '', what = ''] = key.split('/');
    return ownerKeys.includes(whose) && valueOf(owner).has(canonical(what));
  });
}

function subjectKeys({ subject }: Clause, speaker: string | null): readonly string[] {
  const self = personKey(speaker);
  return self === 'speaker'
    ? subject.keys
    : subject.keys.map((key) => key.replace(/^speaker(?=\/|$)/, self));
}

/** "Married for 5 years" tells how long, not to whom. */
const HOW_LONG = /^(?:since\b|for (?:[\p{L}\d-]+ ){1,3}(?:year|month|week|day|decade)s?$)/iu;

function sameAttribute(mine: Clause, theirs: Clause): boolean {
  if (HOW_LONG.test(mine.value) !== HOW_LONG.test(theirs.value)) return false;
  if (mine.family !== null && mine.family === theirs.family)
    return mine.family !== 'have' || mine.attribute === theirs.attribute;
  return mine.attribute !== '' && attributeWords(mine) === attributeWords(theirs);
}

const attributeWords = memoisedOf(({ attribute }: Clause): string =>
  attribute
    .split(' ')
    .filter((word) => !/^(?:current|new|main|old|actual|our|the|primary|latest)$/.test(word))
    .map(canonical)
    .sort()
    .join(' '),
);

/** Says how often, or which of several in time: "the daily standup" is the standup. */
const LOOSE =
  /^(?:|daili|weekli|monthli|old|current|new|regular|usual|whole|entir|member|subscript|subscrib|account|contract|servic|lesson|class|cours|rotat|rota|arrang|program|plan)$/;

/** Relation families whose values an ending verb of another family may end: you leave a job, or a home. */
function endedClause(
  mine: SentenceAnalysis,
  theirs: SentenceAnalysis,
  pairs: readonly ClausePair[],
): number {
  const ended = mine.ended.filter((phrase) => isOverForGood(mine.text, phrase));
  if (ended.length === 0) return -1;
  const told = salient(theirs);
  for (const [at, clause] of theirs.clauses.entries()) {
    if (!clause.holds || clause.negated) continue;
    // What somebody did has been done: only what one got or began may be over.
    if (clause.tense === 'past' && !lasts(clause)) continue;
    // Who is known to have lost a job is not known to have one.
    if (theirs.current.length === 0 && theirs.ended.some((phrase) => clause.text.includes(phrase)))
      continue;
    const named = pairs.some((pair) => pair.at === at && pair.subject === 'unknown');
    const same = pairs.some((pair) => pair.at === at && pair.subject === 'same');
    const value = new Set(
      [...clause.valueWords, ...clause.attribute.split(' '), clause.verb].map(canonical),
    );
    const core = valueOf(clause);
    // "I cancelled my gym membership" ends "my gym is Fit4Less".
    const what = clause.attribute.split(' ').map(canonical);
    const owned = clause.verb === 'be' && clause.subject.kind === 'speaker';
    for (const phrase of ended) {
      if (isAnotherNumber(phrase, clause.text) || owns(clause.text, phrase)) continue;
      const words = [...salient(analyse(phrase))].filter((word) => !LOOSE.test(word));
      const ofWork = clause.family === 'work' && /\b(?:job|position)\b/i.test(phrase);
      const known = (word: string): boolean => value.has(word) || kindred(word, value);
      if (words.length === 0 || !(ofWork || words.every((word) => told.has(word) || known(word))))
        continue;
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
        (!/^\p{L}+ing\b/iu.test(phrase) || !pairs.some(ofOthers(at))) &&
        words.every((word) => value.has(word) || whom.includes(word));
      // "Packed in the drums": who leaves "I" out means it.
      const implied = pairs.some(
        (pair) =>
          pair.at === at &&
          pair.fact.subject.kind === 'none' &&
          pair.fact.tense === 'past' &&
          pair.fact.text.includes(phrase) &&
          /^(?:speaker|group)$/.test(pair.memory.subject.kind),
      );
      // "The Octavia gave up the ghost" after "I drive a Skoda Octavia".
      const byName =
        words.length === 1 &&
        /^(?:speaker|group)$/.test(clause.subject.kind) &&
        pairs.some((pair) => pair.at === at && pair.fact.subject.kind !== 'person') &&
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

/** "Lost two hens" of seven: the others are still there. */
const isAnotherNumber = (phrase: string, memory: string): boolean => {
  const [number] = NUMBER.exec(phrase) ?? [];
  return number !== undefined && wholeWords(memory, number).length === 0;
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

/** "Walter's boat" is not Walter. */
const owns = (text: string, phrase: string): boolean =>
  wholeWords(text, phrase).some(
    ({ start, end }) => text.slice(start, end) === phrase && /^['’]s \p{L}/u.test(text.slice(end)),
  );

const ofOthers =
  (at: number) =>
  (pair: ClausePair): boolean =>
    pair.at === at &&
    pair.subject === 'different' &&
    pair.fact.subject.kind === 'person' &&
    pair.memory.subject.kind === 'speaker';

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

/**
 * The numbers that the other text does not have in this order and this often: "shelf 0-0, box 0" and
 * "shelf 1-0, box 1000" share their set of words, and are two facts.
 */
export function outOfOrder(mine: readonly string[], theirs: readonly string[]): string[] {
  let from = 0;
  return mine.filter((number) => {
    const at = theirs.indexOf(number, from);
    if (at >= 0) from = at + 1;
    return at < 0;
  });
}

const lacking = (items: readonly string[], text: string): string[] => {
  const lower = text.toLowerCase();
  return items.filter((item) => !lower.includes(item.toLowerCase()));
};

function sameOrder(mine: SentenceAnalysis, theirs: SentenceAnalysis): boolean {
  const shared = mine.names.filter((name) => theirs.names.includes(name));
  const other = theirs.names.filter((name) => shared.includes(name));
  if (shared.length > 2 || mine.clauses[0]?.family === 'name') return true;
  return (
    shared.every((name, at) => other[at] === name) || LIGHT_VERBS.has(mine.clauses[0]?.verb ?? '')
  );
}
