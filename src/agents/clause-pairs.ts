import type { Clause } from './language.js';
import { memoisedOf } from './memo.js';
import { canonical, valueOf } from './words.js';

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

const SELF = /^(?:user|me|human|self|speaker|the user|assistant's user)$/i;
const PRONOUN_KEY =
  /^(?:he|she|it|they|his|her|its|their|him|them|this|that|these|those|there|who|which)$/;

/** Lower-case first name of a speaker; the user of an assistant is just `speaker`. */
export function personKey(speaker: string | null): string {
  if (speaker === null || SELF.test(speaker.trim())) return 'speaker';
  return speaker.trim().toLowerCase().split(/\s+/)[0] ?? 'speaker';
}

/** How two clauses stand to each other; the memory's is its clause number `at`. */
export function pairOf(
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
