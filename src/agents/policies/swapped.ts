import { brief, literally, wholeWords } from '../../memory/text.js';
import { type Candidate, plain } from '../compare.js';
import { salient } from '../words.js';
import { ofChange } from '../contrast.js';
import { analyse, type Clause, type SentenceAnalysis } from '../language.js';
import { exchange, withoutLeadIn } from '../merge.js';
import type { Decision, Fact } from '../policy.js';
import { type StatedSwap, statedSwaps } from '../stated-swaps.js';
import { has } from '../tokens.js';
import { toldApart } from './apart.js';
import { tellsOfLoss } from './change.js';
import { aboutOthers, contrastsOnly } from './concerns.js';

/** Verbs of getting and parting; which of them it was tells no thing from another. */
const DEALING =
  /^(?:sell|bui|buy|purchas|trade|swap|ditch|drop|leav|quit|give|gave|get|got|pick|start|finish|return|donat|scrap|retir|retrain|promot|succeed|take|took|not|slip|typo|adopt|join|abandon|lost|lose|uninstal|instal|delet|last|week|month|favor|favour|keep|alwai)$/;

/**
 * The statement says itself what took the place of what ("we swapped Jest for Vitest", "Leeds, not York"),
 * and a memory has the one of the two: it is told again with the other.
 */
export function swapped(
  fact: Fact,
  mine: SentenceAnalysis,
  candidates: readonly Candidate[],
): Decision[] | null {
  if (mine.cues.addition && !mine.cues.correction) return null;
  const statement = withoutLeadIn(fact.text);
  const found = statedSwaps(statement).flatMap((swap) =>
    candidates.flatMap((candidate) => {
      const from = spanOf(candidate.memory.text, swap);
      const fit = from === null ? 0 : fitness(statement, mine, swap, from, candidate);
      return from === null || fit === 0 ? [] : [{ candidate, ...swap, from, fit }];
    }),
  );
  found.sort((a, b) => b.fit - a.fit || b.candidate.similarity - a.candidate.similarity);
  const [best] = found;
  // "Bought a ukulele for ten bucks at a yard sale": what it was swapped for was not got so.
  if (!best || (!mine.cues.correction && tellsHowGot(best.candidate.memory.text, best.from)))
    return null;
  const { memory, similarity } = best.candidate;
  return [
    {
      operation: 'UPDATE',
      memoryId: memory.id,
      text: exchange(memory.text, statement, [placed(memory.text, statement, best)]),
      reason: `It says what took the place of ${best.from} in “${brief(memory.text)}”.`,
      confidence: Math.min(0.95, 0.65 + similarity / 3),
    },
  ];
}

/** How surely a memory is the one that the swap speaks of, 0 where it is not. */
function fitness(
  statement: string,
  mine: SentenceAnalysis,
  swap: StatedSwap,
  from: string,
  { comparison, memory }: Candidate,
): number {
  if (!comparison.sameSpeaker || plain(memory.text).includes(plain(swap.to))) return 0;
  const stated = analyse(statement);
  const { clauses } = analyse(memory.text);
  const at = clauses.findIndex(({ text }) => text.includes(from));
  const old = clauses[at];
  if (!old || old.negated) return 0;
  // "Lost my job at Acme" has that job no more, so that nothing can take its place.
  if ((!old.holds || tellsOfLoss(old)) && !mine.cues.correction) return 0;
  if (!mine.cues.correction && toldApart(statement, memory.text)) return 0;
  // "Handed the shop over to Zoe" gives her no clocks that hang over it.
  if (old.family === 'have' && old.subject.text.includes(from) && !hasItself(old, statement))
    return 0;
  // "Zoe replaced Ana": who is spoken of is the new value herself.
  const isSubject = stated.clauses.some(({ subject }) => subject.text.includes(swap.to));
  const done = old.subject.kind === 'speaker' && DONE_TO_SPEAKER.test(statement);
  if (aboutOthers(comparison.pairs) && !isSubject && !done) return 0;
  const values = new Set([...words(from), ...words(swap.from), ...words(swap.to)]);
  const known = salient(analyse(memory.text));
  // "Ana rather than Nadia" tells of no preference.
  const rest = [...words(statement.replace(/\brather than\b/gi, ''))].filter(
    (word) => !values.has(word) && !DEALING.test(word) && !ofChange(word),
  );
  const shared = rest.filter((word) => known.has(word)).length;
  if (contrastsOnly(statement, mine, memory)) return 0;
  if (shared > 0) return 1 + shared / rest.length;
  const own = done || comparison.pairs.some((pair) => pair.at === at && pair.subject === 'same');
  if (own && isValue(old, from) && !taste(old, stated)) return 1;
  return rest.length === 0 && mine.cues.correction ? 0.5 : 0;
}

/** "The doctor put me on losartan instead of amlodipine" */
const DONE_TO_SPEAKER = /\b(?:me|us)\b|(?<!^)(?:the )?\buser\b(?!['’]s)/i;

/** "Love the food in Madrid" says of Madrid what a move to Vienna does not touch. */
function isValue({ value }: Clause, from: string): boolean {
  const at = value.indexOf(from);
  return (
    at >= 0 &&
    analyse(value.slice(0, at)).tokens.every(
      (token) => !has(token, 'Noun') || has(token, 'Adjective') || HOLDER.test(token.lemma),
    )
  );
}

/** "A job at Acme", "an account with Acme" */
const HOLDER =
  /^(?:job|position|role|place|flat|apartment|house|room|office|account|subscription|membership|plan|contract|the|user|my|our)$/;

/** Whether a memory tells when, where or for how much something was got. */
const tellsHowGot = (memory: string, thing: string): boolean =>
  analyse(memory).clauses.some(
    ({ family, tense, text }) =>
      family === 'have' && tense === 'past' && HOW_GOT.test(text.split(thing)[1] ?? ''),
  );

const HOW_GOT = /^ (?:for|from|at|in|on|off) /i;

/** Whether the statement speaks of what somebody has, and not only of where it is or what it is for. */
function hasItself({ value }: Clause, statement: string): boolean {
  const said = words(statement);
  const [thing = ''] = value.split(/ (?:in|at|on|over|for|with|from|of|under|above|near) /);
  return [...words(thing)].some((word) => said.has(word));
}

const taste = ({ family }: Clause, { clauses }: SentenceAnalysis): boolean =>
  family === 'like' && !clauses.some((clause) => clause.family === 'like');

const words = (text: string): ReadonlySet<string> => salient(analyse(text));

/** The old value as the memory writes it: "the Skoda" is its "Skoda Fabia". */
function spanOf(memory: string, { from, definite }: StatedSwap): string | null {
  const [place] = wholeWords(memory, from);
  if (!place) return null;
  // "Kofi's desk" is his whoever does his work.
  if (OWNS.test(memory.slice(place.end))) return null;
  const own = memory.slice(place.start, place.end);
  const before = NAME_BEFORE.exec(memory.slice(0, place.start))?.[0] ?? '';
  const after = NAME_AFTER.exec(memory.slice(place.end))?.[0] ?? '';
  const named = /^\p{Lu}/u.test(own);
  if (!named || (before.trim() === '' && after === '')) return own;
  // "Google" is not "Google Maps"; "the Skoda" may be a Skoda Fabia.
  if (!definite) return after === '' ? own : null;
  return `${before}${own}${after}`.replace(/^(?:My|The|Our|A|An|I|We) /, '');
}

const OWNS =
  /^['’]s (?!(?:the|our|my|an?|on|at|in|with|now|from|also|still|just|\p{L}+ing)\b)\p{L}/iu;
const NAME_PART = String.raw`(?:\p{Lu}|\d)[\p{L}\d'’]*(?:[.+-][\p{L}\d]+)*`;
const NAME_BEFORE = new RegExp(`(?:(?<![\\p{L}\\d])${NAME_PART} )*$`, 'u');
const NAME_AFTER = new RegExp(`^(?: ${NAME_PART})*`, 'u');

/** The swap with the article that the new value needs, and without the words that already stand around the old one. */
function placed(
  memory: string,
  statement: string,
  { from, to: whole, definite }: { from: string; to: string; definite: boolean },
): { from: string; to: string } {
  const at = memory.indexOf(from);
  const to = without(whole, memory.slice(0, at), memory.slice(at + from.length));
  // "Losartan 50 mg" in place of "amlodipine 5 mg"
  const dose = AMOUNT.test(to)
    ? (/^ \d[\d.,]* ?[a-z%]+\b/i.exec(memory.slice(memory.indexOf(from) + from.length))?.[0] ?? '')
    : '';
  const article = new RegExp(`\\b(an?) (?:[\\p{L}-]+ ){0,2}${literally(to)}`, 'iu').exec(
    statement,
  )?.[1];
  // What the old one was like went with it: "a beat up 2012 Skoda".
  const old = new RegExp(
    `\\ban? ${definite ? '(?:[\\p{Ll}-]+ ){0,3}' : ''}${literally(from)}`,
    'iu',
  ).exec(memory)?.[0];
  return old && article
    ? { from: `${old}${dose}`, to: `${article} ${to}` }
    : { from: `${from}${dose}`, to };
}

/** "Room Noether" for the Curie of "in room Curie": Noether. */
function without(value: string, before: string, after: string): string {
  const words = value.split(' ');
  const [last] = before.trimEnd().split(' ').slice(-1);
  if (words.length > 1 && words[0]?.toLowerCase() === last?.toLowerCase()) words.shift();
  for (let count = words.length - 1; count > 0; count--) {
    const end = words.slice(-count).join(' ');
    if (new RegExp(`^ ${literally(end)}(?![\\p{L}\\d])`, 'iu').test(after))
      return words.slice(0, -count).join(' ');
  }
  return words.join(' ');
}

const AMOUNT = / \d[\d.,]* ?(?:mg|g|ml|mcg|iu|%|kg|l)$/i;
