import { brief } from '../../memory/text.js';
import type { ClausePair } from '../clause-pairs.js';
import { type Candidate } from '../compare.js';
import { canonical } from '../words.js';
import { contrast } from '../contrast.js';
import type { Clause, SentenceAnalysis } from '../language.js';
import { exchange, withoutLeadIn } from '../merge.js';
import type { Decision, Fact } from '../policy.js';
import { toldApart } from './apart.js';
import { functional, tellsOfChange } from './change.js';
import { comesOnTop, isRelated, olderThan } from './concerns.js';

/** What stands in one place of a predication: its object, or what follows a preposition. */
interface Role {
  text: string;
  words: string;
}

/** Prepositions that lead to values of one kind: where something is can be told with any of these. */
const KIND_OF_ROLE: ReadonlyMap<string, string> = new Map([
  ...['in', 'at', 'on', 'inside', 'near', 'opposite'].map((word) => [word, 'place'] as const),
  ...['by', 'via', 'through', 'over'].map((word) => [word, 'means'] as const),
  ...['as', 'with', 'for', 'to', 'from', 'under', 'into'].map((word) => [word, word] as const),
]);
const PREPOSITION = new RegExp(`(?:^|\\s+)(?=(?:${[...KIND_OF_ROLE.keys()].join('|')})\\s)`, 'i');
/** Says when, since when or why, which is no part of the state of things. */
const ASIDE =
  /\s*(?:[,;]|\b(?:from (?:now|this|next|today|tomorrow|mon|tues|wednes|thurs|fri|satur|sun)|now\b|these days|nowadays|since\b|as of\b|because\b|so that\b|instead\b|currently\b|at the moment|any ?more)).*$/i;
const TIME =
  /\b(?:\p{L}+days?|morning|afternoon|evening|night|noon|midnight|week|weekend|month|year|daily|weekly|january|february|march|april|may|june|july|august|september|october|november|december|\d{1,2}(?::\d\d)? ?[ap]m|o'clock|\d{1,2}:\d\d|(?:19|20)\d\d)\b/iu;

/** The places of a clause behind its verb, each with what fills it: "meets in the hall on Mondays". */
function rolesOf({ value }: Clause): Map<string, Role> {
  const roles = new Map<string, Role>();
  for (const part of value.replace(ASIDE, '').split(PREPOSITION)) {
    const text = part.replace(/^(?:now|also|just)\s+/i, '').trim();
    if (text === '') continue;
    const lead = /^\S+/.exec(text)?.[0].toLowerCase() ?? '';
    const kind = TIME.test(text) ? 'time' : (KIND_OF_ROLE.get(lead) ?? 'object');
    const words = text
      .toLowerCase()
      .replace(KIND_OF_ROLE.has(lead) ? /^\S+\s+/ : /^/, '')
      .replace(/\b(?:an?|the|my|our|his|her|their)\s+/g, '')
      .split(/\s+/)
      .map(canonical)
      .join(' ');
    if (!roles.has(kind)) roles.set(kind, { text, words });
  }
  return roles;
}

/**
 * The statement says of the same thing, with the same verb, all that the memory says but for what fills one
 * place, and says that this is new: "meets at the library from now on" after "meets in the hall on Mondays".
 */
export function reassigned(
  fact: Fact,
  mine: SentenceAnalysis,
  candidates: readonly Candidate[],
): Decision[] | null {
  if (comesOnTop(fact.text) && !mine.cues.correction) return null;
  const statement = withoutLeadIn(fact.text);
  for (const { memory, comparison, similarity } of candidates.filter(isRelated)) {
    if (!mine.cues.correction && !tellsOfChange(fact.text, memory)) continue;
    if (olderThan(fact.text, memory) || toldApart(statement, memory.text)) continue;
    if (!mine.cues.correction && contrast(statement, memory.text).otherThing) continue;
    for (const pair of comparison.pairs) {
      const swap = oneOther(pair);
      if (!swap) continue;
      return [
        {
          operation: 'UPDATE',
          memoryId: memory.id,
          text: exchange(memory.text, statement, [swap]),
          reason: `It gives a new value for “${brief(memory.text)}”.`,
          confidence: Math.min(0.9, 0.55 + similarity / 3),
        },
      ];
    }
  }
  return null;
}

/** The one place that two clauses fill with different things; null where they differ in more, or in none. */
function oneOther(pair: ClausePair): { from: string; to: string } | null {
  const { fact, memory } = pair;
  const alike =
    pair.subject === 'same' &&
    sameThing(pair) &&
    fact.holds &&
    memory.holds &&
    !fact.negated &&
    !memory.negated &&
    fact.verb !== 'be' &&
    fact.verb !== '' &&
    canonical(fact.verb) === canonical(memory.verb);
  if (!alike) return null;
  const [now, old] = [rolesOf(fact), rolesOf(memory)];
  const shared = [...now.keys()].filter((kind) => old.has(kind));
  const [other, ...more] = shared.filter((kind) => now.get(kind)?.words !== old.get(kind)?.words);
  const [from, to] = [old.get(other ?? ''), now.get(other ?? '')];
  if (!from || !to || more.length > 0 || other === 'time') return null;
  const overlap = to.words.split(' ').some((word) => from.words.split(' ').includes(word));
  // Of tastes and things one may have several; of where, by what means and as what there is one.
  const framed = shared.length > 1 || (other !== 'object' && (named(fact) || functional(fact)));
  return framed && !overlap ? { from: from.text, to: to.text } : null;
}

const named = ({ subject }: Clause): boolean => /^(?:thing|person)$/.test(subject.kind);

/** "The bridge club" both times: a subject is the same only in all the words that name it. */
function sameThing({ fact, memory }: ClausePair): boolean {
  const words = ({ subject }: Clause): string =>
    subject.text
      .toLowerCase()
      .replace(/^(?:and|so|but|the|my|our|i|we|user|user['’]s)\s+/, '')
      .split(/\s+/)
      .map(canonical)
      .join(' ');
  return fact.subject.kind === 'speaker' && memory.subject.kind === 'speaker'
    ? words(fact) === words(memory) || fact.subject.text === '' || memory.subject.text === ''
    : true;
}
