import { type Asked, nounStems } from './asked.js';
import type { Value } from './values.js';
import { stemOf } from './words.js';

/** Which of a statement's values is the one that is asked for, by what stands around it. */

export interface Picked {
  value: Value;
  worth: number;
}

const WEEKDAY = /^(?:mon|tues|wednes|thurs|fri|satur|sun)days?$/i;
/** What stands in front of a value. */
export const before = (text: string, value: Value): string => text.slice(0, value.start);
/** What follows a value. */
export const after = (text: string, value: Value): string => text.slice(value.end);

/** The article and what may stand between a cue and its value. */
const LEAD =
  '(?:\\s+(?:now|currently|already|called|named|the|an?|my|our|his|her|their|its|actually|indeed))*\\s+["“‘\']?$';
/** Whether one of these words leads to what comes next. */
export const cue = (words: string): RegExp => new RegExp(`(?:^|[\\s’'])(?:${words})${LEAD}`, 'iu');

/** A complement: what follows a copula, a verb of having or a colon. */
const COMPLEMENT = new RegExp(
  `(?:(?:^|\\s)(?:is|are|was|be|am|called|named|uses?|using|runs?|chose|picked|prefers?|likes?|loves?|has|have|owns?|got|bought|set|becomes?|became|remains|includes?|gained|added|reading|watching|listening to|learn(?:s|ing)?|study(?:ing)?|studies|taking|playing|drives?|rides?|it['’]s|started|joined|instead)|['’](?:s|m|re)|[:,;—–-])${LEAD}`,
  'iu',
);
/** What "to", "with", "as" and the like lead to: the thing itself, or what is said beside it. */
const LED = new RegExp(`(?:^|\\s)(?:to|with|as|by|on|at|for|of|into)${LEAD}`, 'iu');

const NAMING = /\b(?:called|named|name(?:['’]s| is| was)|dubbed|christened)\s+["“‘']?(?:the )?$/i;

/** "My brother Anton", "the app is called Sprouty": what stands where a name stands; plain words are none. */
export function byName(
  values: readonly Value[],
  text: string,
  asked: Asked,
): { value: Value; bonus: number }[] {
  const noun = nounStems(asked).at(-1);
  return values.flatMap((value) => {
    const led = before(text, value);
    const word = /([\p{L}-]+),? $/u.exec(led)?.[1]?.toLowerCase();
    const beside = word !== undefined && stemOf(word) === noun;
    const named = NAMING.test(led);
    if (asked.topic === 'called' && !named && (!value.strong || /^\d/.test(value.text))) return [];
    return [{ value, bonus: named ? 3 : beside && value.strong ? 2 : 0 }];
  });
}

/** Names and numbers are worth most, then what a verb or a preposition leads to. */
export const strongOrComplement = (values: readonly Value[], text: string): Picked[] =>
  values.map((value) => {
    const front = before(text, value);
    const led = COMPLEMENT.test(front) ? 1 : LED.test(front) ? 0.75 : 0;
    const opens =
      /^[^\p{L}]*(?:(?:the|an?) )?$/iu.test(before(text, value)) &&
      /^\s+(?:is|was|are|became|has|will|took|replaced|joined|goes|acts|serves|belongs|came|comes|it is|has)\b|^, \p{L}/iu.test(
        after(text, value),
      );
    return {
      value,
      worth: (value.strong ? 2 : 0) + led + (opens ? 1 : 0),
    };
  });

/** Those worth the most; with `all`, those as strong as the best. */
export function top(picked: readonly Picked[], all: boolean): Picked[] {
  const live = picked.filter(({ value }) => value.live);
  const over = picked.filter(({ value }) => !value.live);
  const best = Math.max(...live.map(({ worth }) => worth), -Infinity);
  const strong = live.some(({ value }) => value.strong && value.start > 0);
  const chosen = all
    ? live.filter(({ value, worth }) => (strong ? value.strong : worth === best))
    : live.filter(({ worth }) => worth === best).slice(-1);
  return [...chosen, ...over];
}

/** What the noun of an attribute says about the form of its values. */
export function formOf(noun: readonly string[]): (text: string) => boolean {
  const head = noun.filter((word) => word !== 'favourite').at(-1) ?? '';
  if (/^ports?$/.test(head)) return (text) => /^\d{2,5}$/.test(text);
  if (/^versions?$/.test(head)) return (text) => /^v?\d/.test(text);
  if (/^(?:url|link|website|endpoint)s?$/.test(head))
    return (text) => /^https?:|\.\p{L}{2,}|localhost/u.test(text);
  if (/^days?$/.test(head)) return (text) => WEEKDAY.test(text);
  if (/^(?:timeout|interval|ttl|delay|limit|budget|size|height|weight|number)s?$/.test(head))
    return (text) => /\d/.test(text);
  if (/^colou?rs?$/.test(head)) return (text) => !/\d/.test(text);
  return () => true;
}
