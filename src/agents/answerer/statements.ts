import type { ScoredMemory } from '../../memory/records.js';
import { epochOf } from '../../memory/time.js';
import type { Asked } from './asked.js';
import { kindIn, spellingsOf, synonymsOf } from './kinds.js';
import { memoised } from '../memo.js';
import { mentionsIn, type Mention, RELATION } from './mentions.js';
import { sentencesOf } from './relevance.js';
import { stemOf, wordsOf } from './words.js';

/** Sentences as statements about somebody: whose they are and where the noun that is asked for stands. */

/** What the memories say about what was asked; `values` empty where they say nothing. */
export interface FactReading {
  values: string[];
  evidence: ScoredMemory[];
  /** It was said once and is said to be over. */
  over?: boolean;
}

/** One sentence of a memory. */
export interface Statement {
  memory: ScoredMemory;
  text: string;
  /** Order among all that was said. */
  at: number;
}

/** Time words that would otherwise be taken for values. */
const TIME_NOTE =
  /(?:\b(?:on|in|since|as of|from|until|by|before|after|starting|effective) (?:the )?)(?:\d{1,2}(?:st|nd|rd|th)?(?: of)? (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\p{L}*(?:,? \d{4})?|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\p{L}*(?: \d{1,2}(?:st|nd|rd|th)?)?(?:,? \d{4})?)(?![\p{L}\d])|\s*\((?:[^()]*\d{4}[^()]*)\)|\b(?:since|from) (?:this|last|next) \p{L}+\b|\b(?:since|as of|from) (?:today|yesterday|now on|\p{Lu}\p{L}+day)\b|\b(?:on|every|each) (?:\p{Lu}\p{L}+days|weekends?)\b|\b(?:once|twice|\p{L}+ times) (?:a|per) \p{L}+\b|\bthis (?:week|month|year|morning|afternoon|evening)\b|\blast (?:week|month|year|weekend|night|spring|summer|autumn|fall|winter|\p{Lu}\p{L}+day)\b/giu;

/** Blanks out, so that places stay where they are. */
export const blank = (text: string, pattern: RegExp): string =>
  text.replace(pattern, (match) => ' '.repeat(match.length));

/** A statement without its time words. */
export const withoutTimes = memoised((text) => blank(text, TIME_NOTE));

/** A sentence without its dates, which are nobody's object. */
export const plainly = (sentence: string): string =>
  withoutTimes(sentence)
    .replace(/\([^()]*\d{4}[^()]*\)/gu, ' ')
    .replace(/\s+/g, ' ')
    .replace(/ (?=[,.;!?])/g, '');

/** Speakers that stand for the person who asks. */
export const SELF_SPEAKERS = new Set(['user', 'me', 'i', 'human']);

/** Whether a mention in a memory is the person asked about. */
function isOwner(asked: Asked, mention: Mention, memory: ScoredMemory, only: boolean): boolean {
  const speaker = memory.speaker?.toLowerCase() ?? null;
  // "Our dogs" are the speaker's as well.
  const shared =
    mention.possessive &&
    /^(?:self|group)$/.test(mention.key) &&
    /^(?:self|group)$/.test(asked.owner ?? '');
  if (asked.owner === mention.key || shared) {
    if (mention.key !== 'self' || only) return true;
    return speaker === null || SELF_SPEAKERS.has(speaker);
  }
  if (asked.aliases?.has(mention.key) === true) return true;
  if (
    asked.relation !== null &&
    mention.relation === asked.relation &&
    asked.owner?.startsWith('rel:') === true
  )
    return true;
  if (asked.relation !== null && mention.key === `rel:${asked.relation}`) return true;
  return (
    mention.key === 'self' &&
    speaker !== null &&
    asked.owner !== null &&
    speaker.split(/\s+/).includes(asked.owner)
  );
}

/** Notes leave the subject out: "Works at Siemens." */
const SUBJECTLESS =
  /^(?:[A-Z]\p{Ll}+(?:s|ed)|Has|Is|Was|Got|Went|Bought|Sold|Took|Chose|Began)(?!\p{L}|['’])\s/u;

/** "Daughter is called Ana": nobody else's. */
const NOTED_KIN = new RegExp(
  `^(?:${RELATION}|dog|cat|pet|budgie|rabbit|hamster|horse)s?(?: is| are|:|['’]s name)`,
  'iu',
);

const CHILD_WORDS = ['son', 'daughter', 'child', 'kid', 'baby'];

/** Inside of quotation marks somebody else speaks: `Tom shouted "I live in Hull"`. */
function isQuoted(text: string, at: number): boolean {
  const before = text.slice(0, at);
  const straight = before.match(/"/g)?.length ?? 0;
  return straight % 2 === 1 || before.lastIndexOf('“') > before.lastIndexOf('”');
}

/** "sanne has ballet on thursdays": a name written as people type. */
function namedPlainly(text: string, owner: string): Mention | null {
  if (!/^\p{Ll}[\p{L}-]{2,}$/u.test(owner) || /^(?:self|group|third)$/.test(owner)) return null;
  const found = new RegExp(`(?<!\\p{L})${owner}(['’]s)?(?!\\p{L})`, 'u').exec(text);
  if (found === null) return null;
  const end = found.index + found[0].length;
  return {
    key: owner,
    relation: null,
    possessive: found[1] !== undefined,
    start: found.index,
    end,
  };
}

/**
 * "The app is called Sprouty", said by whoever has an app: nobody else's, where no one else is spoken of.
 */
export function isNobodys(asked: Asked, text: string, places: readonly number[]): boolean {
  if (asked.owner !== 'self' && asked.owner !== 'group') return false;
  return (
    mentionsIn(text).every(({ key, possessive }) => !possessive || key === 'third') &&
    places.some((at) =>
      /(?:^|\b(?:the|this|that)\s+(?:[\p{L}\d-]+\s+){0,2})$/iu.test(text.slice(0, at)),
    )
  );
}

/** Who a statement is about. */
export interface Owned {
  /** Mentions of the person asked about, pronouns for them included. */
  owners: Mention[];
  all: readonly Mention[];
}

/**
 * The mentions in a statement that are the person asked about.
 * @param only whether "I" can be nobody but the one who asks
 */
export function ownedBy(asked: Asked, statement: Statement, only: boolean): Owned {
  const sought = new Set([...asked.noun, ...(asked.topic === 'child' ? CHILD_WORDS : [])]);
  const all = mentionsIn(statement.text, sought).filter(
    ({ key, start }) => key !== 'self' || !isQuoted(statement.text, start),
  );
  const { memory } = statement;
  const owners = all.filter((mention) => isOwner(asked, mention, memory, only));
  const first = all.find(({ key }) => key !== 'third');
  // "I" is not "they", but "the user" and "the team" are.
  const third =
    first !== undefined && /user|team/i.test(statement.text.slice(first.start, first.end));
  if (
    owners.length > 0 &&
    first !== undefined &&
    owners.includes(first) &&
    (third || !/^(?:self|group)$/.test(first.key))
  ) {
    owners.push(...all.filter(({ key }) => key === 'third'));
  }
  if (owners.length === 0 && asked.owner !== null) {
    for (const name of [asked.owner, ...(asked.aliases ?? [])]) {
      const plain = namedPlainly(statement.text, name);
      if (plain !== null) owners.push(plain);
    }
  }
  if (
    owners.length === 0 &&
    (SUBJECTLESS.test(statement.text) || (asked.noun.length > 0 && NOTED_KIN.test(statement.text)))
  ) {
    const speaker = memory.speaker?.toLowerCase() ?? null;
    const own =
      asked.owner === 'self'
        ? speaker === null || SELF_SPEAKERS.has(speaker)
        : speaker === asked.owner;
    if (own)
      owners.push({
        key: 'self',
        relation: null,
        possessive: false,
        start: 0,
        end: 0,
      });
  }
  return { owners, all };
}

/** The words of a sentence with their stems; a link's parts are none. */
const placedWords = memoised((sentence) => {
  const text = blank(sentence, /https?:\/\/\S+/gi);
  const lower = text.toLowerCase();
  return {
    text,
    words: wordsOf(text).map((word) => ({
      stem: stemOf(word),
      at: lower.indexOf(word),
    })),
  };
});

/** Whether the noun or the frame belongs to the person: no one else's possessive stands before it. */
export function belongs(text: string, owned: Owned, starts: readonly number[]): boolean {
  return starts.every((start) => {
    const near = owned.all
      .filter(({ possessive, end }) => possessive && end <= start)
      .filter(({ end }) => /^(?:\s+[\p{L}\p{N}-]+){0,3}\s*$/u.test(text.slice(end, start)))
      .at(-1);
    return near === undefined || owned.owners.includes(near);
  });
}

/** Where a word of these stems stands, or a related one; empty where a stem is missing. */
export function placesOf(
  sentence: string,
  stems: readonly string[],
  wide: boolean,
): number[] | null {
  const { text, words } = placedWords(sentence);
  const places: number[] = [];
  for (const stem of stems) {
    const same = wide ? synonymsOf(stem) : spellingsOf(stem);
    const word = words.find(({ stem: candidate }) => same.has(candidate));
    const known = word === undefined && wide ? kindIn(text, stem) : null;
    if (word === undefined && known === null) return null;
    if (word !== undefined) places.push(word.at);
  }
  return places;
}

/** Orders statements by when they were said. */
export function bySaid(a: Statement, b: Statement): number {
  return epochOf(a.memory.saidAt) - epochOf(b.memory.saidAt) || a.at - b.at;
}

/** The sentences of memories, in order. */
export function statementsOf(memories: readonly ScoredMemory[]): Statement[] {
  let at = 0;
  return memories.flatMap((memory) =>
    sentencesOf(memory.text).map(({ text }) => ({
      memory,
      text,
      at: (at += 1),
    })),
  );
}

/** Whether all words of a value stand in a text. */
export function mentionsValue(text: string, value: string): { start: number; end: number } | null {
  const start = text.toLowerCase().indexOf(value.toLowerCase());
  if (start < 0) return null;
  const before = text[start - 1] ?? ' ';
  const after = text[start + value.length] ?? ' ';
  if (/[\p{L}\p{N}]/u.test(before) || /[\p{L}\p{N}]/u.test(after)) return null;
  return { start, end: start + value.length };
}

/** What the latest statement says for which `find` finds something. */
export function latest<T>(
  statements: readonly Statement[],
  find: (statement: Statement) => T | null,
): { value: T; statement: Statement } | null {
  for (const statement of [...statements].sort(bySaid).reverse()) {
    const value = find(statement);
    if (value !== null) return { value, statement };
  }
  return null;
}

/** A reading with one value, or none. */
export const one = (found: { value: string; statement: Statement } | null): FactReading =>
  found === null
    ? { values: [], evidence: [] }
    : { values: [found.value], evidence: [found.statement.memory] };

/** The second reading where the first is empty. */
export const orElse = (first: FactReading, second: () => FactReading): FactReading =>
  first.values.length > 0 ? first : second();
