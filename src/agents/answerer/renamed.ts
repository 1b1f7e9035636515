import type { ScoredMemory } from '../../memory/records.js';
import { literally } from '../../memory/text.js';
import { relationOf } from './mentions.js';

/**
 * A question in other words for the thing it speaks of: what is told of Rufus is told of "my dog", once a memory
 * says that the dog is called so.
 */

const NAME = "\\p{Lu}[\\p{L}\\d’'-]*[\\p{L}\\d](?: \\p{Lu}[\\p{L}\\d-]*)*";
const OWNED = "(?:[Mm]y|[Oo]ur|(?:[Tt]he )?[Uu]ser['’]s)";
/** "My dog's called Rufus", "my cat Mia", "a boat named Ada", "a car, a 2016 Skoda Octavia". */
const NAMED = new RegExp(
  `(?<!\\p{L})(?:(?:${OWNED}|[Aa]n?|[Tt]he) (?<called>\\p{Ll}+)(?:['’]s| is|['’]s name is)? (?:called|named) (?<name>${NAME})|` +
    `(?<!\\p{L})${OWNED} (?<apposed>\\p{Ll}+) (?<own>${NAME})|` +
    `(?<!\\p{L})[Aa]n? (?<kind>\\p{Ll}+), an? (?:\\d{4} )?(?<make>${NAME}))`,
  'gu',
);
/** "My dog Rufus", in a question: the name alone tells who is meant. */
const BESIDE = new RegExp(`(?<!\\p{L})${OWNED} \\p{Ll}+ (?=${NAME}(?:\\s+\\p{Ll}|\\W*$))`, 'u');
const NO_THING =
  /^(?:name|friend|team|project|company|boss|manager|new|old|own|first|last|best|favou?rite|little|big)$/u;

/** Names of things by the noun they go by, the last word of each name. */
function namedThings(memories: readonly ScoredMemory[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const { text } of memories) {
    for (const { groups = {} } of text.matchAll(NAMED)) {
      const noun = groups.called ?? groups.apposed ?? groups.kind ?? '';
      const name = groups.name ?? groups.own ?? groups.make ?? '';
      const word = groups.make === undefined ? name : (name.split(' ').at(-1) ?? '');
      if (word !== '' && !NO_THING.test(noun)) found.set(relationOf(noun), word);
    }
  }
  return found;
}

/** The question with the name of the thing in place of what it is; null where no memory tells one. */
export function renamed(question: string, memories: readonly ScoredMemory[]): string | null {
  // What it is called is no news then.
  if (/\bcalled\b|\bnames?\b/i.test(question)) return null;
  const beside = BESIDE.exec(question);
  if (beside !== null) return question.replace(beside[0], '');
  for (const [noun, name] of namedThings(memories)) {
    const told = new RegExp(
      `(?<!\\p{L})(?:${OWNED}|[Tt]he) ${literally(noun)}(?![\\p{L}-]| \\p{Lu})`,
      'u',
    );
    if (told.test(question)) return question.replace(told, name);
  }
  return null;
}
