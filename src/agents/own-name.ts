import { literally } from '../memory/text.js';
import { personKey } from './clause-pairs.js';
import { memoised } from './memo.js';
import type { Decision, Observation } from './policy.js';

/** "User says …", "user corrected …", "user withdrew …" speak of the noting itself, "Ana says …" does not. */
const NOTING = String.raw` (?:(?:has|just|later|also|then|now) )*(?:(?:clarifi|correct|confirm|mention|report|explain|reiterat|repeat)(?:ed|es|s)|clarifies|not(?:ed|es)|sa(?:id|ys)|stat(?:ed|es)|withdr(?:ew|aws)|made a mistake|got (?:that|it|this|them))\b`;

/**
 * A speaker's name standing by itself: neither as a part of a longer name ("Ana Ivanovic", "Ana-Maria") nor before a
 * verb that means something else of "User".
 */
const nameOf = memoised(
  (name: string) =>
    new RegExp(`(?<![\\p{L}\\d-])${literally(name)}(?![\\p{L}\\d-]| \\p{Lu})(?!${NOTING})`, 'gu'),
  500,
);
const USER = /(?<![\p{L}\d])User(?![\p{L}\d])/gu;

/** What a policy sees in place of an observation, and how what it writes reads with the name again. */
export interface Unnamed {
  observation: Observation;
  named: (text: string) => string;
}

/**
 * Gives a speaker's notes as notes of "User". Notes call those who speak by name: "Ana moved to Bern" is what Ana would
 * say of herself, and her name in two of them says no more than "user" of what they have in common.
 */
export function unnamed(observation: Observation): Unnamed {
  const { fact, related } = observation;
  const same = { observation, named: (text: string) => text };
  const { speaker } = fact;
  if (speaker === null) return same;
  const own = new Set(related.filter((memory) => personKey(memory.speaker) === personKey(speaker)));
  const texts = [fact.text, ...[...own].map(({ text }) => text)];
  const name = formsOf(speaker).find((form) =>
    texts.some((text) => text.search(nameOf(form)) >= 0),
  );
  // Where somebody is called "User" already, nobody could tell whose name to put back.
  const taken = [fact, ...related].some(({ text }) => text.search(USER) >= 0);
  if (name === undefined || taken) return same;
  const ofUser = (text: string): string => text.replace(nameOf(name), 'User');
  return {
    observation: {
      ...observation,
      fact: { ...fact, text: ofUser(fact.text) },
      related: related.map((memory) =>
        own.has(memory) ? { ...memory, text: ofUser(memory.text) } : memory,
      ),
    },
    named: (text) => text.replace(USER, () => name),
  };
}

/** The whole name, and the first one where it is a name and no title; none that is a common word as well. */
function formsOf(speaker: string): string[] {
  const [first = ''] = speaker.split(/\s+/);
  const isName = /^\p{Lu}[\p{L}'’]+$/u.test(first) && !TITLE.test(first);
  return [speaker, ...(isName ? [first] : [])].filter((form) => form !== '' && !WORD.test(form));
}

const TITLE = /^(?:The|An?|Dr|Mrs?|Ms|Prof|Sir|Speaker|Person|Participant|Assistant|Agent)$/;
/** Names that are words of dates and sentences, too. */
const WORD = /^(?:January|February|March|April|May|June|July|August|Will|Mark|Rose|Grace|Hope)$/;

/** Decides about notes that call their speaker by name as about notes of "User". */
export const withoutOwnName =
  (decide: (observation: Observation) => Decision[]) =>
  (observation: Observation): Decision[] => {
    const { observation: seen, named } = unnamed(observation);
    return decide(seen).map((decision): Decision => {
      const reason = named(decision.reason);
      return decision.operation === 'ADD' || decision.operation === 'UPDATE'
        ? { ...decision, text: named(decision.text), reason }
        : { ...decision, reason };
    });
  };
