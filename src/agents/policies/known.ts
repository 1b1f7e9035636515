import { brief } from '../../memory/text.js';
import type { ClausePair } from '../clause-pairs.js';
import { type Candidate, type Comparison, compare, outOfOrder, plain } from '../compare.js';
import { canonical, salient } from '../words.js';
import { ANNOTATION } from '../dates.js';
import { mixesUp } from '../echoes.js';
import { apart, ownWords, partSays, sameGist, saysAllOf } from '../gist.js';
import { analyse, type SentenceAnalysis } from '../language.js';
import { LIGHT_VERBS } from '../lexicon.js';
import { CARRIERS } from '../light-words.js';
import { plainer } from '../plainer.js';
import type { Decision, Fact } from '../policy.js';
import { THRESHOLDS } from './thresholds.js';

const OPPOSING = /\b(?:off|without|against|except|unlike|stopped|quit|former|ex)\b/i;

/** The fact says nothing that the memory does not say, in its own words or in plainer ones. */
export function known(
  fact: Fact,
  mine: SentenceAnalysis,
  candidates: readonly Candidate[],
): Decision[] | null {
  const untold = candidates.filter((candidate) => !tellsAnew(fact.text, candidate));
  const paraphrase = untold.find(
    ({ memory, comparison }) =>
      comparison.sameSpeaker && comparison.sameOrder && sameGist(fact.text, memory.text),
  );
  if (paraphrase) return [noop(paraphrase, 'says it already', 0.9)];
  const text = plainer(fact.text);
  const { cues } = mine;
  for (const candidate of untold) {
    const { similarity } = candidate;
    const news = ownWords(fact.text, candidate.memory.text).filter(({ key }) => !NEUTRAL.has(key));
    if (apart(fact.text, candidate.memory.text) || news.length > 0) continue;
    const memory = { ...candidate.memory, text: plainer(candidate.memory.text) };
    const same = text === fact.text && memory.text === candidate.memory.text;
    if (
      repeats(mine, candidate) ||
      (!same &&
        repeats(
          { ...analyse(text), cues },
          { memory, similarity, comparison: compare({ ...fact, text }, memory) },
        ))
    )
      return [noop(candidate, 'says it already', Math.min(0.95, 0.5 + similarity / 2))];
  }
  return null;
}

/**
 * Whether a statement has something that no paraphrase adds: that it is so again, where the memory says more, another
 * place in an order ("fourth overall", "second overall"), or other words that were said or written.
 */
function tellsAnew(fact: string, { memory, comparison: { reverse } }: Candidate): boolean {
  const told = memory.text.toLowerCase();
  return (
    (reverse < 1 && AGAIN.test(fact) && !AGAIN.test(memory.text)) ||
    [ORDINAL, QUOTED].some((pattern) =>
      (fact.match(pattern) ?? []).some((words) => !told.includes(words.toLowerCase())),
    )
  );
}

const AGAIN = /\b(?:again|gone back to|went back to|resumed)\b/i;
const ORDINAL = /\b(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)\b/gi;
const QUOTED = /(?<=["“])[^"“”]+(?=["”])/g;

function repeats(mine: SentenceAnalysis, candidate: Candidate): boolean {
  const { memory, comparison, similarity } = candidate;
  if (mine.cues.addition && comparison.coverage < 1) return false;
  if (comparison.newNumbers.length > 0 || !comparison.sameOrder) return false;
  // "I'm off the night shift" has every word of "I'm on the night shift".
  if (OPPOSING.test(mine.text) !== OPPOSING.test(memory.text)) return false;
  const allKnown = mine.clauses.every((_, at) => {
    const pairs = comparison.pairs.filter((pair) => pair.fact === mine.clauses[at]);
    return pairs.some((pair) => agrees(pair) && saysNoMore(pair, comparison, similarity));
  });
  const same = (allKnown && mine.clauses.length > 0) || sameInOtherWords(mine, candidate);
  return same && !mixesUp(mine, memory.text, NEUTRAL);
}

/**
 * Words that hardly tell two statements of the same matter apart: "CI runs on X", "CI is on X"; "our backend
 * is written in X", "backend language: X".
 */
const NEUTRAL = new Set(
  'be have use run get take go do keep host base locate name call sit own possess say standard write written build built put place through via what language city home town job daily day every dog cat pet person kind type setting set always current user team url link website long last'
    .split(' ')
    .map(canonical),
);

/** The fact has no word of its own: what the memory lacks of it tells nothing apart. */
function sameInOtherWords(mine: SentenceAnalysis, candidate: Candidate): boolean {
  const { memory, comparison, similarity } = candidate;
  const theirs = analyse(memory.text);
  const words = salient(mine);
  const known = salient(theirs);
  const shared = [...words].filter((word) => known.has(word));
  const fresh = [...words].filter((word) => !known.has(word));
  return (
    similarity >= THRESHOLDS.paraphrase &&
    shared.length >= (mine.names.length > 0 ? 1 : 2) &&
    fresh.every((word) => NEUTRAL.has(word)) &&
    comparison.newNames.length === 0 &&
    mine.negated === theirs.negated &&
    mine.cues.past === theirs.cues.past &&
    sameHolding(comparison.pairs) &&
    !comparison.pairs.some(otherFamily) &&
    (!personal(comparison.pairs) || comparison.pairs.some(ofOneSubject(memory.text)))
  );
}

/** "My employer is Acme" and "my landlord is Acme". */
const otherFamily = ({ fact, memory }: ClausePair): boolean =>
  fact.family !== null &&
  memory.family !== null &&
  fact.single &&
  memory.single &&
  fact.family !== memory.family;

/** Both speak of one, or the fact of somebody whom the memory names: "I have a dog called Rex", "Rex is a dog". */
const ofOneSubject =
  (memory: string) =>
  ({ subject, fact }: ClausePair): boolean =>
    subject !== 'different' ||
    fact.subject.keys.some(
      (key) => !/[/]|^speaker$/.test(key) && plain(memory).split(' ').includes(key),
    );

const sameHolding = (pairs: readonly ClausePair[]): boolean =>
  pairs.some(({ fact, memory }) => fact.holds === memory.holds && fact.tense === memory.tense);

const personal = (pairs: readonly ClausePair[]): boolean =>
  pairs.some(
    ({ fact, memory }) => fact.subject.kind === 'person' || memory.subject.kind === 'person',
  );

/** Same subject, same sign, same time: the two clauses can be about one state of things. */
function agrees(pair: ClausePair): boolean {
  return (
    pair.subject !== 'different' &&
    pair.sameSign &&
    ((pair.fact.tense === pair.memory.tense && pair.fact.holds === pair.memory.holds) ||
      // Being born is past, and the birthday is not.
      (pair.fact.family === 'birthday' && pair.memory.family === 'birthday'))
  );
}

function saysNoMore(pair: ClausePair, comparison: Comparison, similarity: number): boolean {
  if (comparison.coverage === 1 && similarity >= THRESHOLDS.paraphrase) {
    return (
      pair.fact.verb === pair.memory.verb || pair.sameAttribute || LIGHT_VERBS.has(pair.memory.verb)
    );
  }
  if (comparison.newNames.length > 0) return false;
  if (pair.sameAttribute && pair.subject === 'same' && saysNoMoreValue(pair)) return true;
  const light = LIGHT_VERBS.has(pair.fact.verb) || LIGHT_VERBS.has(pair.memory.verb);
  return (
    pair.sameValue &&
    light &&
    pair.fact.valueWords.length > 1 &&
    similarity >= THRESHOLDS.sameValue &&
    pair.subject === 'same'
  );
}

/** "Based in Ghent" after "lives in Ghent, Belgium". */
const saysNoMoreValue = ({ sameValue, valueOverlap, fact, memory }: ClausePair): boolean =>
  sameValue ||
  (valueOverlap === 1 && fact.holds && fact.valueWords.length < memory.valueWords.length);

/** The fact repeats all of a memory and says more. */
export function elaborated(
  fact: Fact,
  mine: SentenceAnalysis,
  candidates: readonly Candidate[],
): Decision[] | null {
  if (mine.cues.addition || mine.cues.past) return null;
  for (const { memory, comparison, similarity } of candidates) {
    if (!comparison.sameSpeaker || similarity < THRESHOLDS.elaboration || !comparison.sameOrder)
      continue;
    const all = saysAllOf(fact.text.replace(ANNOTATION, ''), memory.text.replace(ANNOTATION, ''));
    if (comparison.reverse < 1 && !all) continue;
    const part = partSays(fact.text, memory.text);
    if (!part && apart(fact.text, memory.text)) continue;
    const old = analyse(memory.text);
    const numbers = analyse(plainer(fact.text)).numbers;
    const named = old.names.every((name) => plain(fact.text).includes(plain(name)));
    if (comparison.reverse < 1 && !named) continue;
    if (outOfOrder(analyse(plainer(memory.text)).numbers, numbers).length > 0) continue;
    const covered = old.clauses.every((clause) =>
      comparison.pairs.some(
        (pair) =>
          pair.memory === clause &&
          pair.subject === 'same' &&
          agrees(pair) &&
          (pair.fact.verb === clause.verb ||
            pair.sameAttribute ||
            // "Is a fisherman" is not all in "says that of the fish".
            (LIGHT_VERBS.has(clause.verb) &&
              (clause.family === null || LIGHT_VERBS.has(pair.fact.verb))) ||
            // A verb of matter has its counterpart in the fact.
            (all && !CARRIERS.has(canonical(clause.verb)))),
      ),
    );
    if (!(covered || part) || old.words.length === 0 || plain(fact.text) === plain(memory.text))
      continue;
    return [
      {
        operation: 'UPDATE',
        memoryId: memory.id,
        text: fact.text,
        reason: `It says all of “${brief(memory.text)}” and more.`,
        confidence: Math.min(0.9, 0.4 + similarity / 2),
      },
    ];
  }
  return null;
}

export const noop = ({ memory }: Candidate, how: string, confidence: number): Decision => ({
  operation: 'NOOP',
  memoryId: memory.id,
  reason: `“${brief(memory.text)}” ${how}.`,
  confidence,
});
