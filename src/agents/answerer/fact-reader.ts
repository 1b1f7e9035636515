import type { ScoredMemory } from '../../memory/records.js';
import { aliasesOf } from './aliases.js';
import { type Asked, nounStems } from './asked.js';
import { readAge, readDated, readDetail, readPlaceOf } from './details.js';
import { endsAfter, endsInClause, isOfMore, OVER } from './over.js';
import {
  belongs,
  blank,
  bySaid,
  type FactReading,
  isNobodys,
  latest,
  mentionsValue,
  one,
  ownedBy,
  placesOf,
  SELF_SPEAKERS,
  type Statement,
  statementsOf,
  withoutTimes,
} from './statements.js';
import { TOPICS, type TopicReader } from './topics.js';
import { holds, type Value, valuesIn } from './values.js';
import { stemsOf, wordsOf } from './words.js';

interface Found {
  value: Value;
  statement: Statement;
  /** How surely it is the value rather than some other word. */
  worth: number;
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
  nobodys: boolean,
): Found[] {
  const stems = nounStems(asked);
  return statements.flatMap((statement): Found[] => {
    const text =
      topic.keepsTimes === true
        ? blank(statement.text, /\s*\((?:[^()]*\d{4}[^()]*)\)/gu)
        : withoutTimes(statement.text);
    const owned = ownedBy(asked, { ...statement, text }, only);
    const places = topic.byNoun === true ? placesOf(text, stems, wide) : [];
    if (places === null) return [];
    const owners = owned.owners.length > 0 && !nobodys;
    if (!owners && !(nobodys && isNobodys(asked, text, places))) return [];
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
    const told = topic.byNoun === true ? besideNoun(text, values, places) : values;
    return topic.pick(told, text, asked).map(({ value, worth }) => ({ value, worth, statement }));
  });
}

/** Where another clause begins, or a remark: what is said there is said of something else. */
const ELSEWHERE =
  /[;(]|,? (?:because|since|whereas|while|although|though)|, (?:as|so|which|who|where|when|but)\b/giu;

/** Those of the values that stand in one clause with the noun; all where none does. */
function besideNoun(
  text: string,
  values: readonly Value[],
  places: readonly number[],
): readonly Value[] {
  const cuts = [...text.matchAll(ELSEWHERE)].map(({ index }) => index);
  const clauseOf = (place: number): number => cuts.filter((cut) => cut <= place).length;
  const clauses = new Set(places.map(clauseOf));
  const beside = values.filter(({ start }) => clauses.has(clauseOf(start)));
  return beside.some(({ live }) => live)
    ? [...beside, ...values.filter(({ live }) => !live)]
    : values;
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
  if (standing.length === 0) return { values: [], evidence: [], over: true };
  if (asked.form === 'all') {
    return {
      values: standing.map(({ value }) => value.text),
      evidence: [...new Set(standing.map(({ statement }) => statement.memory))],
    };
  }
  // Within one statement the surest, between statements the latest.
  const last = standing.at(-1);
  if (last === undefined) return { values: [], evidence: [], over: true };
  const best = standing
    .filter(({ statement }) => statement.memory === last.statement.memory)
    .reduce((a, b) => (b.worth > a.worth ? b : a));
  return { values: [best.value.text], evidence: [best.statement.memory] };
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
  const ends = OVER.test(asked.noun.join(' '));
  const stems = new Set([...nounStems(asked), ...stemsOf(value)]);
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
      !ends &&
      /(?:n['’]t|\bnot|\bnever|\bno longer|\bstopped|\bgave up|\bquit|\bhates?|\bdislikes?)\s+(?:\p{L}+\s+){0,3}$/iu.test(
        statement.text.slice(0, where.start),
      ) &&
      !/\bnot only\b|\bnever get enough\b/i.test(statement.text);
    const over =
      /^\s*,? (?:any ?more|is no more)/i.test(statement.text.slice(where.end)) ||
      // "I pulled out of the wedding in Bath", but "I left Bosch, I'm at Siemens".
      (!ends &&
        OVER.test(
          /[^,;.]*$/
            .exec(statement.text.slice(0, where.start))?.[0]
            .split(/\b(?:and|but|now|to)\b(?! pull)/)
            .at(-1) ?? '',
        )) ||
      (!ends &&
        (endsAfter(statement.text, where.end, stems) ||
          endsInClause(statement.text, new Set(nounStems(asked)))));
    // "I quit the tennis committee" ends no tennis.
    if (over && isOfMore(statement.text, stems)) return null;
    // "Did I quit X?" asks for the very end.
    return (ends || holds(statement.text, where.start, where.end)) &&
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
export function readFact(wanted: Asked, memories: readonly ScoredMemory[]): FactReading | null {
  // "My niece's name is Ada": where the name is asked for, it is nobody who is asked about.
  const named = wanted.noun.length === 1 && wanted.noun[0] === 'name';
  const aliases = named ? new Set<string>() : aliasesOf(wanted, memories);
  const asked = { ...wanted, aliases: wanted.aliases ?? aliases };
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
  // Without a noun every statement would do.
  if (topic.byNoun === true && nounStems(asked).length === 0) return null;
  const passes = [
    { wide: false, nobodys: false },
    { wide: false, nobodys: true },
    { wide: true, nobodys: false },
  ];
  for (const { wide, nobodys } of topic.byNoun === true ? passes : passes.slice(0, 1)) {
    const found = collect(asked, topic, statements, only, wide, nobodys);
    if (found.length > 0) return settle(asked, found);
  }
  return { values: [], evidence: [] };
}
