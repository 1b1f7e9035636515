import type { ScoredMemory } from '../../memory/records.js';
import { wholeWords } from '../../memory/text.js';
import { DAY_MS, epochOf } from '../../memory/time.js';
import { canonical } from '../words.js';
import { type Contrast, SINCE, type Slot } from '../contrast.js';
import { ANNOTATION, resolveDates } from '../dates.js';
import { analyse, type Clause } from '../language.js';
import { MONTHS, RELATIONS } from '../lexicon.js';
import type { Fact } from '../policy.js';
import { has } from '../tokens.js';

/** Of whom many things are told: that both statements speak of a mother does not say what of her. */
const SOMEBODY = new Set(
  [...RELATIONS, ...'twin grandson granddaughter grandchild gran nan family'.split(' ')].map(
    canonical,
  ),
);

/** Words that are in many statements; in stemmed form. */
const VAGUE = /^(?:last|old|new|first|second|la|le|el|de|number|turn|\d+(?:st|nd|rd|th))$/;

/** The words that two statements share by which they speak of one thing, and not only of one person. */
export const ofMatter = ({ sharedTopic }: Contrast): string[] =>
  sharedTopic.filter((word) => !SOMEBODY.has(word) && !VAGUE.test(word));

/**
 * Whether the value of a memory and that of a statement which could take its place belong to two matters: what
 * happened on a day is not moved by what happens on another, "five weeks" says nothing of "four dogs".
 *
 * @param statement the part of the fact that has the new value
 * @param part the part of the memory that has the old one
 * @param isSame whether both parts have the same words beside their values
 */
export function ofAnotherMatter(
  { from, to }: { from: Slot; to: Slot },
  statement: string,
  part: string,
  fact: Fact,
  memory: ScoredMemory,
  isSame: boolean,
): boolean {
  // A new beginning of what is the same is told in the same words: "in hospital since Monday", "home since Friday".
  if (from.before === SINCE) return !isSame;
  // What something is called, only a word of naming changes.
  if (NAMING.test(from.before) && !NAMES_ANEW.test(statement)) return true;
  if (from.kind === 'date' || from.kind === 'weekday')
    return (
      (UNTIL.test(from.before) && !UNTIL.test(to.before)) ||
      (RECURRING.test(from.text) && doneOnce(to, statement)) ||
      isOver(from, part, fact, memory)
    );
  if (
    from.kind === 'name' &&
    !/^(?:by|with)$/.test(from.lead) &&
    doesSomething(to, statement, part, from)
  )
    return true;
  if (from.kind === 'number' && ofName(statement, to, part) && !NAME_BEFORE.test(upTo(part, from)))
    return true;
  const [own, other] = [counted(part, from), counted(statement, to)];
  // "At seven" is a time, "forty children" are none.
  if (from.lead === 'at' && own === '' && other !== '') return true;
  // "Requests" are "req".
  if (own !== '' && other !== '' && !own.startsWith(other) && !other.startsWith(own)) return true;
  return (
    from.kind === 'name' &&
    from.lead !== '' &&
    !/^(?:|to|now)$/.test(to.lead) &&
    from.lead !== to.lead
  );
}

/** As slots have it before what something is called; in stemmed form. */
const NAMING = /^(?:call|name|titl|dub|nicknam)$/;
const NAMES_ANEW = /\b(?:re|nick)?nam(?:e|es|ed|ing)\b|\b(?:call|titl|dub|rebrand)/i;
const UNTIL = /^(?:until|till|to)$/;
const RECURRING = /days$/i;

/** The clause that has a value, else nothing. */
const clauseOf = (text: string, { text: value }: Slot): Clause | undefined =>
  analyse(text).clauses.find((clause) => clause.text.includes(value));

/** "Got a new oven on Wednesday" tells of one day, and of no day of every week. */
const doneOnce = (to: Slot, statement: string): boolean =>
  !/s$/i.test(to.text) && to.lead !== 'to' && clauseOf(statement, to)?.tense === 'past';

/** "Rosario baked a cake" puts nobody in the place of what something else is done with. */
function doesSomething(to: Slot, statement: string, part: string, from: Slot): boolean {
  const [stated, known] = [clauseOf(statement, to), clauseOf(part, from)];
  return (
    stated !== undefined &&
    known !== undefined &&
    known.verb !== 'be' &&
    stated.verb !== known.verb &&
    stated.subject.text.includes(to.text) &&
    !known.subject.text.includes(from.text)
  );
}

/** The 2 of "Lyon 2" is a part of a name, of which the memory says nothing. */
function ofName(text: string, slot: Slot, memory: string): boolean {
  const [, name = ''] = NAME_BEFORE.exec(upTo(text, slot)) ?? [];
  return slot.lead === '' && name !== '' && !memory.includes(name);
}

/** What a text says before a value. */
const upTo = (text: string, { text: value }: Slot): string =>
  text.slice(0, wholeWords(text, value)[0]?.start ?? 0);

const NAME_BEFORE = /(?<![\p{L}\d])(\p{Lu}[\p{L}'’-]+) $/u;

/** Whether both values are numbers of the same things: "two children" and "three children". */
export const countsTheSame = (
  { from, to }: { from: Slot; to: Slot },
  statement: string,
  part: string,
): boolean => counted(part, from) !== '' && counted(part, from) === counted(statement, to);

/**
 * Whether what a memory tells of a day has happened by then: it was told of as past, or the day has come since. What is
 * put off, or set to another day, has not.
 */
function isOver(
  { text }: Slot,
  part: string,
  fact: Fact,
  { text: whole, saidAt }: ScoredMemory,
): boolean {
  if (PUT_OFF.test(fact.text)) return false;
  const { clauses } = analyse(part);
  const own = clauses.filter((clause) => clause.text.includes(text));
  const past = (own.length > 0 ? own : clauses).every(({ tense }) => tense === 'past');
  const date = resolveDates(whole, saidAt).find(
    (each) => each.text.includes(text) || whole.startsWith(text, each.index),
  );
  if (date === undefined) return past;
  const end = Date.parse(date.to) + DAY_MS;
  return end < epochOf(fact.saidAt) && (past || end > epochOf(saidAt));
}

const PUT_OFF = new RegExp(
  String.raw`\b(?:rescheduled|postponed|brought forward|put (?:back|off)|pushed (?:back|out|to)|(?:moved|shifted|changed|switched) to (?:(?:the|next|this) )?(?:\d|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:${MONTHS})\b))`,
  'i',
);

/** What a number counts, by the noun behind it: "five weeks" → time, "two children" → child. */
function counted(text: string, { kind, text: number }: Slot): string {
  if (kind !== 'number') return '';
  const bare = text.replace(ANNOTATION, '');
  const [place] = wholeWords(bare, number);
  if (!place) return '';
  const aged = /^-(?:year|month|week)-old (\p{Ll}+)/u.exec(bare.slice(place.end))?.[1];
  if (aged !== undefined) return canonical(aged);
  const noun = analyse(bare).tokens.find(({ start }) => start >= place.end);
  if (!noun || noun.start > place.end + 1 || !has(noun, 'Noun') || has(noun, 'Pronoun', 'Unit'))
    return '';
  return OF_TIME.test(noun.word) ? 'time' : canonical(noun.lemma);
}

const OF_TIME = /^(?:sec|min|hr|second|minute|hour|day|night|week|month|yr|year)s?$/;
