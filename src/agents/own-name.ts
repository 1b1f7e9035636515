import { literally } from '../memory/text.js';
import { memoised } from './memo.js';
import type { Decision, Observation } from './policy.js';

/** A speaker's name standing by itself. */
const nameOf = memoised(
  (name: string) => new RegExp(`(?<![\\p{L}\\d])${literally(name)}(?![\\p{L}\\d])`, 'gu'),
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
  const own = related.filter((memory) => memory.speaker === speaker);
  const texts = [fact.text, ...own.map(({ text }) => text)];
  const name = [speaker, ...speaker.split(/\s+/).slice(0, 1)].find(
    (each) => each !== '' && texts.some((text) => text.search(nameOf(each)) >= 0),
  );
  // Where somebody is called "User" already, nobody could tell whose name to put back.
  if (name === undefined || texts.some((text) => text.search(USER) >= 0)) return same;
  const ofUser = (text: string): string => text.replace(nameOf(name), 'User');
  return {
    observation: {
      ...observation,
      fact: { ...fact, text: ofUser(fact.text) },
      related: related.map((memory) =>
        memory.speaker === speaker ? { ...memory, text: ofUser(memory.text) } : memory,
      ),
    },
    named: (text) => text.replace(USER, () => name),
  };
}

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
