import type { ScoredMemory } from '../../memory/records.js';
import { epochOf } from '../../memory/time.js';
import { type Asked, nounStems } from './asked.js';
import { mentionsIn, type Mention } from './mentions.js';
import { sentencesOf } from './relevance.js';
import { timesIn } from './times.js';
import { COLOUR, TOPICS, type TopicReader } from './topics.js';
import { holds, type Value, valuesIn } from './values.js';
import { kindIn, spellingsOf, synonymsOf } from './kinds.js';
import { stemOf, wordsOf } from './words.js';

/** What the memories say about what was asked; `values` empty where they say nothing. */
export interface FactReading {
  values: string[];
  evidence: ScoredMemory[];
}

interface Statement {
  memory: ScoredMemory;
  text: string;
  /** Order among all that was said. */
  at: number;
}

interface Found {
  value: Value;
  statement: Statement;
  /** How surely it is the value rather than some other word. */
  worth: number;
}

/** Time words that would otherwise be taken for values. */
const TIME_NOTE =
  /\s*\((?:[^()]*\d{4}[^()]*)\)|\b(?:since|from) (?:this|last|next) \p{L}+\b|\b(?:since|as of|from) (?:today|yesterday|now on|\p{Lu}\p{L}+day)\b|\b(?:on|every|each) (?:\p{Lu}\p{L}+days|weekends?)\b|\b(?:once|twice|\p{L}+ times) (?:a|per) \p{L}+\b|\bthis (?:week|month|year|morning|afternoon|evening)\b/giu;

/** Blanks out, so that places stay where they are. */
const blank = (text: string, pattern: RegExp): string =>
  text.replace(pattern, (match) => ' '.repeat(match.length));

const SELF_SPEAKERS = new Set(['user', 'me', 'i', 'human']);

/** Whether a mention in a memory is the person asked about. */
function isOwner(asked: Asked, mention: Mention, memory: ScoredMemory, only: boolean): boolean {
  const speaker = memory.speaker?.toLowerCase() ?? null;
  if (asked.owner === mention.key) {
    if (mention.key !== 'self' || only) return true;
    return speaker === null || SELF_SPEAKERS.has(speaker);
  }
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
const SUBJECTLESS = /^(?:[A-Z]\p{Ll}+(?:s|ed)|Has|Is|Was|Got|Went)(?!\p{L}|['’])\s/u;

const CHILD_WORDS = ['son', 'daughter', 'child', 'kid', 'baby'];

interface Owned {
  /** Mentions of the person asked about, pronouns for them included. */
  owners: Mention[];
  all: Mention[];
}

function ownedBy(asked: Asked, statement: Statement, only: boolean): Owned {
  const sought = new Set([...asked.noun, ...(asked.topic === 'child' ? CHILD_WORDS : [])]);
  const all = mentionsIn(statement.text, sought);
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
  if (owners.length === 0 && SUBJECTLESS.test(statement.text)) {
    const speaker = memory.speaker?.toLowerCase() ?? null;
    const own =
      asked.owner === 'self'
        ? speaker === null || SELF_SPEAKERS.has(speaker)
        : speaker === asked.owner;
    if (own) owners.push({ key: 'self', relation: null, possessive: false, start: 0, end: 0 });
  }
  return { owners, all };
}

/** Whether the noun or the frame belongs to the person: no one else's possessive stands before it. */
function belongs(text: string, owned: Owned, starts: readonly number[]): boolean {
  return starts.every((start) => {
    const near = owned.all
      .filter(({ possessive, end }) => possessive && end <= start)
      .filter(({ end }) => /^(?:\s+[\p{L}\p{N}-]+){0,3}\s*$/u.test(text.slice(end, start)))
      .at(-1);
    return near === undefined || owned.owners.includes(near);
  });
}

/** Where a word of these stems stands, or a related one; empty where a stem is missing. */
function placesOf(sentence: string, stems: readonly string[], wide: boolean): number[] | null {
  const text = blank(sentence, /https?:\/\/\S+/gi);
  const lower = text.toLowerCase();
  const words = wordsOf(text);
  const places: number[] = [];
  for (const stem of stems) {
    const same = wide ? synonymsOf(stem) : spellingsOf(stem);
    const word = words.find((candidate) => same.has(stemOf(candidate)));
    const known = word === undefined && wide ? kindIn(text, stem) : null;
    if (word === undefined && known === null) return null;
    if (word !== undefined) places.push(lower.indexOf(word));
  }
  return places;
}

function bySaid(a: Statement, b: Statement): number {
  return epochOf(a.memory.saidAt) - epochOf(b.memory.saidAt) || a.at - b.at;
}

const comparable = (text: string): string =>
  text
    .toLowerCase()
    .replace(/^(?:the|an?) /, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** Finds the values that statements give for what is asked, with those that are said to be over. */
function collect(
  asked: Asked,
  topic: TopicReader,
  statements: readonly Statement[],
  only: boolean,
  wide: boolean,
): Found[] {
  const stems = nounStems(asked);
  return statements.flatMap((statement): Found[] => {
    const text =
      topic.keepsTimes === true
        ? blank(statement.text, /\s*\((?:[^()]*\d{4}[^()]*)\)/gu)
        : blank(statement.text, TIME_NOTE);
    const owned = ownedBy(asked, { ...statement, text }, only);
    if (owned.owners.length === 0) return [];
    const places = topic.byNoun === true ? placesOf(text, stems, wide) : [];
    if (places === null) return [];
    if (topic.says !== undefined && !topic.says(text, asked)) return [];
    if (topic.byNoun === true) {
      if (!belongs(text, owned, places)) return [];
    } else if (!topic.owned(text, owned.owners)) return [];
    const taken = owned.all.filter(
      (mention) =>
        owned.owners.includes(mention) ||
        mention.key === 'third' ||
        mention.key === 'self' ||
        mention.key === 'group' ||
        mention.relation !== null,
    );
    const values = valuesIn(text, {
      noun: topic.byNoun === true ? stems : [],
      taken,
      frame: topic.frame,
      several: asked.form === 'all',
    });
    return topic.pick(values, text, asked).map(({ value, worth }) => ({ value, worth, statement }));
  });
}

/** The latest where one is asked for; all that still hold where several are. */
function settle(asked: Asked, found: readonly Found[]): FactReading {
  const ordered = [...found].sort((a, b) => bySaid(a.statement, b.statement));
  const standing: Found[] = [];
  for (const next of ordered) {
    const same = comparable(next.value.text);
    const at = standing.findIndex(({ value }) => comparable(value.text) === same);
    if (at >= 0) standing.splice(at, 1);
    if (next.value.live) standing.push(next);
  }
  if (asked.form === 'all') {
    return {
      values: standing.map(({ value }) => value.text),
      evidence: [...new Set(standing.map(({ statement }) => statement.memory))],
    };
  }
  // Within one statement the surest, between statements the latest.
  const last = standing.at(-1);
  if (last === undefined) return { values: [], evidence: [] };
  const best = standing
    .filter(({ statement }) => statement.memory === last.statement.memory)
    .reduce((a, b) => (b.worth > a.worth ? b : a));
  return { values: [best.value.text], evidence: [best.statement.memory] };
}

function statementsOf(memories: readonly ScoredMemory[]): Statement[] {
  let at = 0;
  return memories.flatMap((memory) =>
    sentencesOf(memory.text).map(({ text }) => ({ memory, text, at: (at += 1) })),
  );
}

/** Whether all words of a value stand in a text. */
function mentionsValue(text: string, value: string): { start: number; end: number } | null {
  const start = text.toLowerCase().indexOf(value.toLowerCase());
  if (start < 0) return null;
  const before = text[start - 1] ?? ' ';
  const after = text[start + value.length] ?? ' ';
  if (/[\p{L}\p{N}]/u.test(before) || /[\p{L}\p{N}]/u.test(after)) return null;
  return { start, end: start + value.length };
}

function latest<T>(
  statements: readonly Statement[],
  find: (statement: Statement) => T | null,
): { value: T; statement: Statement } | null {
  for (const statement of [...statements].sort(bySaid).reverse()) {
    const value = find(statement);
    if (value !== null) return { value, statement };
  }
  return null;
}

const one = (found: { value: string; statement: Statement } | null): FactReading =>
  found === null
    ? { values: [], evidence: [] }
    : { values: [found.value], evidence: [found.statement.memory] };

const MONTHS =
  'January|February|March|April|May|June|July|August|September|October|November|December';
const BARE_DATE = new RegExp(
  `\\b(?:(\\d{1,2})(?:st|nd|rd|th)?(?: of)? (${MONTHS})|(${MONTHS}) (\\d{1,2})(?:st|nd|rd|th)?)\\b`,
);

/** A day of every year ("my birthday is 5 May") or of the week ("we deploy on Tuesdays"), as it was said. */
function bareDate(text: string): string | null {
  const match = BARE_DATE.exec(text);
  if (match !== null) return `${match[1] ?? match[4] ?? ''} ${match[2] ?? match[3] ?? ''}`;
  return /\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?\b/.exec(text)?.[0] ?? null;
}

function readDated(asked: Asked, statements: readonly Statement[], only: boolean): FactReading {
  const stems = nounStems(asked);
  return one(
    latest(statements, (statement) => {
      const owned = ownedBy(asked, statement, only);
      if (owned.owners.length === 0) return null;
      const places =
        placesOf(statement.text, stems, false) ?? placesOf(statement.text, stems, true);
      if (places === null || (asked.topic === 'event' && !belongs(statement.text, owned, places)))
        return null;
      const after = Math.max(...places, 0);
      const times = timesIn(statement.text, statement.memory.saidAt).filter(
        ({ start, text }) => holds(statement.text, start, start) && /\d/.test(text),
      );
      const time = times.find(({ start }) => start > after) ?? times.at(-1);
      return time?.text ?? bareDate(statement.text);
    }),
  );
}

const orElse = (first: FactReading, second: () => FactReading): FactReading =>
  first.values.length > 0 ? first : second();

const FLOOR = /\b(?:the )?((?:\d+(?:st|nd|rd|th)|\p{L}+) floor|floor \d+)\b/iu;
const STREET =
  /(?:\p{Lu}[\p{L}'-]+ )+(?:Street|Road|Lane|Avenue|Drive|Boulevard|Way|Square|Place|Court|Crescent|Terrace|Row|Alley|Close|St|Rd|Ave)\b|\b(?:Rue|Via|Calle) \p{Lu}[\p{L}-]+/u;
const VERSION = /\bv?(\d+(?:\.\d+)*)\b/;

type Detail = 'floor' | 'street' | 'colour' | 'version' | 'base';
const DETAILS: ReadonlySet<string> = new Set<Detail>([
  'floor',
  'street',
  'colour',
  'version',
  'base',
]);

/** Details of a named thing or a person, by their form. */
function readDetail(
  asked: Asked,
  statements: readonly Statement[],
  only: boolean,
): FactReading | null {
  const { value } = asked;
  const mine = (statement: Statement): boolean => ownedBy(asked, statement, only).owners.length > 0;
  // "The Siemens office is on the second floor": nobody else's.
  const nobodys = (statement: Statement): boolean =>
    mentionsIn(statement.text).every(
      ({ possessive, key }) => !possessive && key !== 'self' && key !== 'group',
    );
  const find = (pattern: RegExp, when: (statement: Statement) => boolean): FactReading =>
    one(
      latest(statements, (statement) => {
        if (!when(statement)) return null;
        const match = pattern.exec(blank(statement.text, TIME_NOTE));
        return match === null ? null : (match[1] ?? match[0]);
      }),
    );
  const { topic } = asked;
  if (!DETAILS.has(topic)) return null;
  switch (topic as Detail) {
    case 'floor':
      return orElse(find(FLOOR, mine), () => find(FLOOR, nobodys));
    case 'street':
      return orElse(find(STREET, mine), () => find(STREET, nobodys));
    case 'colour':
      if (value === null) return null;
      return find(COLOUR, ({ text }) => mentionsValue(text, value) !== null);
    case 'version':
      if (value === null) return null;
      return one(
        latest(statements, ({ text }) => {
          const where = mentionsValue(text, value);
          if (where === null) return null;
          const rest = `${text.slice(0, where.start)}${' '.repeat(value.length)}${text.slice(where.end)}`;
          return VERSION.exec(blank(rest, TIME_NOTE))?.[1] ?? null;
        }),
      );
    case 'base': {
      const name = value?.toLowerCase() ?? asked.owner;
      return one(
        latest(statements, ({ text }) => {
          if (name === null || mentionsValue(text, name) === null) return null;
          return (
            /\b(?:based|works?|working|sits?|lives?|living|located|operates?|office|home|desk|seated|stationed|job)\b[^.;]*?\b(?:in|from|out of|at)(?: the)? ((?:\p{Lu}[\p{L}-]+)(?: \p{Lu}[\p{L}-]+)*)/u.exec(
              text,
            )?.[1] ?? null
          );
        }),
      );
    }
  }
}

function readAge(asked: Asked, statements: readonly Statement[], only: boolean): FactReading {
  const name = asked.value?.toLowerCase() ?? null;
  return one(
    latest(statements, (statement) => {
      const text = blank(statement.text, TIME_NOTE);
      const owned = ownedBy(
        name === null ? asked : { ...asked, owner: name, relation: null },
        { ...statement, text },
        only,
      );
      if (owned.owners.length === 0) return null;
      if (
        !/\b(?:years?[- ]old|aged?|turn(?:ed|s)|birthday|celebrated|yrs?|hit|reached)\b|(?:['’]m|['’]s|['’]re|\bam|\bis|\bare) (?:now |currently |already |only |just |about )?\d{1,3}(?:$|[\s.,;!])|\b\d+-year-old/i.test(
          text,
        )
      )
        return null;
      const taken = owned.owners.filter(
        ({ possessive, end }) =>
          possessive &&
          !/^\s+(?:\p{L}+ )?(?:age|birthday)|^\s+\p{L}+ (?:is|['’]s)?\s*(?:called|named)?/iu.test(
            text.slice(end),
          ),
      );
      if (name === null && taken.length === owned.owners.length) return null;
      // "My cat Milo is 4": the number is not the speaker's.
      const others = owned.all.filter(
        ({ possessive, key, end }) =>
          !possessive &&
          key !== 'third' &&
          !owned.owners.some((owner) => owner.key === key) &&
          /^\s+(?:is|turned|just turned|has turned)\b/.test(text.slice(end)),
      );
      if (others.length > 0) return null;
      const numbers = [...text.matchAll(/(?<![\p{L}\d.-])\d{1,3}(?![\d.]\d|\p{L})/gu)].filter(
        ({ index }) =>
          holds(text, index, index + 2) &&
          !/\b(?:from|not|said|longer)\s+$/.test(text.slice(0, index)),
      );
      return numbers.at(-1)?.[0] ?? numbers[0]?.[0] ?? null;
    }),
  );
}

/** "Where is my exam?": what follows "at" in a statement about it. */
function readPlaceOf(asked: Asked, statements: readonly Statement[], only: boolean): FactReading {
  const stems = nounStems(asked);
  return one(
    latest(statements, (statement) => {
      const text = blank(statement.text, TIME_NOTE);
      const owned = ownedBy(asked, { ...statement, text }, only);
      if (owned.owners.length === 0) return null;
      const places = placesOf(text, stems, false);
      if (places === null || !belongs(text, owned, places)) return null;
      const said = timesIn(text, statement.memory.saidAt);
      let masked = text;
      for (const { start } of said) {
        const phrase =
          /^(?:\p{L}+ )?(?:\d{1,2}(?:st|nd|rd|th)?(?: of)? \p{L}+(?: \d{4})?|\p{L}+ \d{1,2}(?:st|nd|rd|th)?(?:, \d{4})?|(?:this |next |last )?\p{L}+|in \p{L}+ \p{L}+)/u.exec(
            masked.slice(start),
          )?.[0] ?? '';
        masked =
          masked.slice(0, start) + ' '.repeat(phrase.length) + masked.slice(start + phrase.length);
      }
      const last = Math.max(...places);
      return (
        (
          /\b(?:at|inside|in|location (?:is|of .* is)|place .* is|venue .* is|hosted by|hosted at|held at)\s+((?:the )?(?!\d)[\p{L}\p{N}][\p{L}\p{N}'’ -]*[\p{L}\p{N}])/iu
            .exec(masked.slice(Math.min(last, masked.length)))?.[1]
            ?.trim() ??
          /\b(?:place|venue|location)\b.*\b(?:is|will be)\s+((?:the )?[\p{L}\p{N}'’ -]+[\p{L}\p{N}])/iu
            .exec(masked)?.[1]
            ?.trim() ??
          /^((?:The )?\p{Lu}[\p{L}' -]+?) (?:hosts|is where|will host)/u.exec(masked)?.[1] ??
          null
        )
          ?.replace(/\s{2,}.*$/, '')
          .replace(/\s+(?:on|at|in|from)$/, '') ?? null
      );
    }),
  );
}

const NOT_ALL = /^(?:not|never)\b/;

function readWhether(
  asked: Asked,
  statements: readonly Statement[],
  only: boolean,
  wide: boolean,
): FactReading | null {
  if (asked.value === null) {
    // "Is my dev port 3000?": the noun ends where a value begins.
    for (let split = asked.noun.length - 1; split > 0; split -= 1) {
      const reading = readFact(
        { ...asked, form: 'one', noun: asked.noun.slice(0, split) },
        statements.map(({ memory }) => memory),
      );
      if (reading === null || reading.values.length === 0) continue;
      const value = asked.noun.slice(split).join(' ');
      return {
        values: [wordsOf(reading.values[0] ?? '').join(' ') === value ? 'Yes' : 'No'],
        evidence: reading.evidence,
      };
    }
    return null;
  }
  const value = asked.value.replace(/^(?:an?|the) /i, '');
  const said = latest(statements, (statement) => {
    const where = mentionsValue(statement.text, value);
    if (where === null || ownedBy(asked, statement, only).owners.length === 0) return null;
    if (
      asked.noun.length > 0 &&
      asked.topic === 'attribute' &&
      placesOf(statement.text, nounStems(asked), true) === null
    )
      return null;
    const denied =
      /(?:n['’]t|\bnot|\bnever|\bno longer|\bstopped|\bgave up|\bquit|\bhates?|\bdislikes?)\s+(?:\p{L}+\s+){0,3}$/iu.test(
        statement.text.slice(0, where.start),
      ) && !/\bnot only\b|\bnever get enough\b/i.test(statement.text);
    const over = /^\s*,? (?:any ?more|is no more)/i.test(statement.text.slice(where.end));
    return holds(statement.text, where.start, where.end) &&
      !denied &&
      !over &&
      !NOT_ALL.test(statement.text)
      ? 'Yes'
      : 'No';
  });
  if (said !== null) return one(said);
  if (asked.topic === 'attribute' && asked.noun.length === 0) {
    const uses = latest(statements, (statement) =>
      ownedBy(asked, statement, only).owners.length > 0 &&
      /\b(?:us(?:e|es|ing)|run|runs|rely|relies|settled|switched|moved|editor|database|framework|runner|system|provider|manager)\b/.test(
        statement.text,
      )
        ? 'No'
        : null,
    );
    return one(uses);
  }
  const reading = readFact(
    { ...asked, form: 'all', value: null },
    statements.map(({ memory }) => memory),
  );
  if (reading === null || reading.values.length === 0)
    return wide ? null : { values: [], evidence: [] };
  return { values: ['No'], evidence: reading.evidence };
}

/**
 * Reads what memories say about a fact that was asked for, by the form of their sentences: whose it is,
 * what it is, which values hold now. The latest statement wins. Null where the question's topic has no
 * such reading.
 */
export function readFact(asked: Asked, memories: readonly ScoredMemory[]): FactReading | null {
  const statements = statementsOf([...new Set(memories)]);
  const speakers = new Set(memories.map(({ speaker }) => speaker));
  const only =
    speakers.size <= 1 ||
    ![...speakers].some((speaker) => speaker === null || SELF_SPEAKERS.has(speaker.toLowerCase()));
  if (asked.form === 'whether') return readWhether(asked, statements, only, false);
  if (asked.topic === 'event' || asked.topic === 'did') return readDated(asked, statements, only);
  if (asked.topic === 'age') return readAge(asked, statements, only);
  if (asked.topic === 'place-of') return readPlaceOf(asked, statements, only);
  const detail = readDetail(asked, statements, only);
  if (detail !== null) return detail;
  const topic = TOPICS[asked.topic];
  if (topic === undefined) return null;
  for (const wide of topic.byNoun === true ? [false, true] : [false]) {
    const found = collect(asked, topic, statements, only, wide);
    if (found.length > 0) return settle(asked, found);
  }
  return { values: [], evidence: [] };
}
