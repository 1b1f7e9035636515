import { type Asked, nounStems } from './asked.js';
import { mentionsIn } from './mentions.js';
import {
  belongs,
  type FactReading,
  isNobodys,
  latest,
  mentionsValue,
  one,
  orElse,
  ownedBy,
  placesOf,
  type Statement,
  withoutTimes,
} from './statements.js';
import { namedDayIn, timesIn, weekdayIn, yearlessIn } from './times.js';
import { COLOUR } from './topic-words.js';
import { holds } from './values.js';
import { stemOf } from './words.js';

/** Facts that are read by the form of the value: dates, ages, places, floors, streets, versions. */

/** A day of every year ("my birthday is 5 May") or of the week ("we deploy on Tuesdays"), as it was said. */
function bareDate(text: string): string | null {
  return yearlessIn(text) ?? weekdayIn(text);
}

/** Words for any occasion, which need not be said of it. */
const OCCASION = new Set(
  'appointment visit date booking session event slot meeting exam check-up checkup'
    .split(' ')
    .map(stemOf),
);

const SETS_DATE =
  /\b(?:is|are|was|be|been|moved|postponed|rescheduled|booked|changed|pushed|brought|now|scheduled|set|got|have|has|at|with)\b|['’]s |:/i;

/** Where the clause begins that has this place: a date beyond a semicolon is of something else. */
const clauseAt = (text: string, place: number): number => text.slice(0, place).split(';').length;

/** When something of somebody's is, or when they did something. */
export function readDated(
  asked: Asked,
  statements: readonly Statement[],
  only: boolean,
): FactReading {
  const nouns = nounStems(asked);
  // "Dentist is on 22 July" tells of the dentist appointment.
  const telling = nouns.filter((stem) => !OCCASION.has(stem));
  const stems = telling.length > 0 ? telling : nouns;
  return one(
    latest(statements, (statement) => {
      // "The old passport runs out on 3 April" tells nothing of an appointment for one.
      if (stems.length < nouns.length && placesOf(statement.text, nouns, true) === null) {
        if (!SETS_DATE.test(statement.text)) return null;
      }
      const owned = ownedBy(asked, statement, only);
      const places =
        placesOf(statement.text, stems, false) ?? placesOf(statement.text, stems, true);
      if (
        owned.owners.length === 0 &&
        (places === null ||
          asked.topic !== 'event' ||
          !isNobodys(asked, statement.text.replace(/^(?:and|so|oh|also|btw) /i, ''), places))
      )
        return null;
      if (places === null || (asked.topic === 'event' && !belongs(statement.text, owned, places)))
        return null;
      const named = namedDayIn(statement.text);
      if (named !== null && asked.topic === 'event') return named;
      const after = Math.max(...places, 0);
      const all = timesIn(statement.text, statement.memory.saidAt).filter(
        ({ start, text }) =>
          /\d/.test(text) &&
          places.some(
            (place) => clauseAt(statement.text, place) === clauseAt(statement.text, start),
          ),
      );
      // "I retired on 21 July": what was done may be an end itself.
      const held = all.filter(({ start }) => holds(statement.text, start, start));
      const times = held.length === 0 && asked.topic === 'did' ? all : held;
      const time = times.find(({ start }) => start > after) ?? times.at(-1);
      // "Sami has chess on Mondays and Noor on Wednesdays": what follows the one who is asked about.
      const owner = Math.max(0, ...owned.owners.map(({ end }) => end));
      return time?.text ?? bareDate(statement.text.slice(owner)) ?? bareDate(statement.text);
    }),
  );
}

const FLOOR =
  /\b(floor \d+)\b|\b(?:the )?((?:\d+(?:st|nd|rd|th)|(?!(?:on|the|our|my|which|what|with|this|that|a|from|same)\b)\p{L}+) floor)\b/iu;
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
export function readDetail(
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
        const match = pattern.exec(withoutTimes(statement.text));
        return match === null ? null : (match[1] ?? match[2] ?? match[0]);
      }),
    );
  const { topic } = asked;
  if (!DETAILS.has(topic)) return null;
  switch (topic as Detail) {
    case 'floor':
      return orElse(find(FLOOR, mine), () => find(FLOOR, nobodys));
    case 'street':
      return orElse(find(STREET, mine), () => find(STREET, nobodys));
    case 'colour': {
      const name = value ?? asked.owner;
      if (name === null) return null;
      return find(COLOUR, ({ text }) => mentionsValue(text, name) !== null);
    }
    case 'version':
      if (value === null) return null;
      return one(
        latest(statements, ({ text }) => {
          const where = mentionsValue(text, value);
          if (where === null) return null;
          const rest = `${text.slice(0, where.start)}${' '.repeat(value.length)}${text.slice(where.end)}`;
          return VERSION.exec(withoutTimes(rest))?.[1] ?? null;
        }),
      );
    case 'base': {
      const speaks = (statement: Statement): boolean =>
        value === null ? mine(statement) : mentionsValue(statement.text, value) !== null;
      return one(
        latest(statements, (statement) => {
          const { text } = statement;
          if (!speaks(statement)) return null;
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

/** "She just turned six". */
function ageInWords(text: string): string | null {
  return (
    /\b(?:turn(?:s|ed|ing)?|aged?|is|['’]s|are|['’]re|am|['’]m) (?:now |just |only |nearly |almost |about )?(one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b(?=$|[\s]*[.,;!?)]|\s+(?:years?|today|now|and|but|already|this|next|last|in|on)\b)/iu.exec(
      text,
    )?.[1] ?? null
  );
}

/** How old somebody is, by the latest number that can be an age. */
export function readAge(
  asked: Asked,
  statements: readonly Statement[],
  only: boolean,
): FactReading {
  const name = asked.value?.toLowerCase() ?? null;
  return one(
    latest(statements, (statement) => {
      const text = withoutTimes(statement.text);
      const owned = ownedBy(
        name === null ? asked : { ...asked, owner: name, relation: null },
        { ...statement, text },
        only,
      );
      if (owned.owners.length === 0) return null;
      if (
        !/\b(?:years?[- ]old|aged?|turn(?:ed|s|ing)|birthday|celebrated|yrs?|hit|reached)\b|(?:['’]m|['’]s|['’]re|\bam|\bis|\bare) (?:now |currently |already |only |just |about )?(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?:$|[\s.,;!])|\b\d+-year-old/i.test(
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
      return numbers.at(-1)?.[0] ?? numbers[0]?.[0] ?? ageInWords(text);
    }),
  );
}

/** "Where is my exam?": what follows "at" in a statement about it. */
export function readPlaceOf(
  asked: Asked,
  statements: readonly Statement[],
  only: boolean,
): FactReading {
  const stems = nounStems(asked);
  return one(
    latest(statements, (statement) => {
      const text = withoutTimes(statement.text);
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
          /\b(?:at|inside|in|location (?:is|of .* is)|place .* is|venue .* is|hosted by|hosted at|held at)\s+((?:the )?(?!\d+(?:[:.]\d+)?\s*(?:[ap]m\b|$|[,.]))[\p{L}\p{N}](?:[\p{L}\p{N}'’ -]|(?<=\b(?:st|mt|mr|mrs|ms|dr|prof))\.)*[\p{L}\p{N}])/iu
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
