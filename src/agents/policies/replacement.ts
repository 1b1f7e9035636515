import { brief } from '../../memory/text.js';
import type { ClausePair } from '../clause-pairs.js';
import { type Candidate, plain } from '../compare.js';
import { canonical } from '../words.js';
import { contrast, exchangedSlots } from '../contrast.js';
import { withDay } from '../dates.js';
import { joinedTexts } from '../echoes.js';
import { analyse, type Clause, type SentenceAnalysis } from '../language.js';
import { ENDING_VERBS } from '../lexicon.js';
import { exchange, supersede, withoutLeadIn } from '../merge.js';
import type { Decision, Fact } from '../policy.js';
import { otherName, toldApart } from './apart.js';
import { comparableValues, functional, passesOn, tellsOfChange, tellsOfLoss } from './change.js';
import { cannotBeCut, remainder } from '../remainder.js';
import { contrastsOnly, olderThan } from './concerns.js';
import { isOneAtATime } from './successor.js';
import { THRESHOLDS } from './thresholds.js';

/** A memory with its clauses that no longer hold. */
interface Outdated {
  candidate: Candidate;
  clauses: Set<number>;
  /** The one that the fact says is over. */
  over: Clause | undefined;
  /** It no longer holds. */
  ended: boolean;
}

/** The fact ends what a memory says, or gives a new value of what one has only one of. */
export function replaced(
  fact: Fact,
  mine: SentenceAnalysis,
  candidates: readonly Candidate[],
): Decision[] | null {
  const outdated: Outdated[] = [];
  for (const candidate of candidates) {
    const { comparison, similarity } = candidate;
    const clauses = new Set<number>();
    // Who is named needs no likeness: "we lost Miso", one of "two cats, Miso and Tofu".
    const byName = mine.ended.some(
      (phrase) =>
        phrase !== '' &&
        candidate.memory.text.includes(phrase.charAt(0).toUpperCase() + phrase.slice(1)),
    );
    const over = analyse(candidate.memory.text).clauses[comparison.endsClause];
    const stays =
      contrastsOnly(fact.text, mine, candidate.memory) ||
      olderThan(fact.text, candidate.memory) ||
      (over !== undefined && cannotBeCut(over, fact.text));
    if (comparison.endsClause >= 0 && !stays && (byName || similarity >= THRESHOLDS.related))
      clauses.add(comparison.endsClause);
    for (const pair of comparison.pairs)
      if (supersedes(pair, mine, candidate)) clauses.add(pair.at);
    if (clauses.size > 0)
      outdated.push({ candidate, clauses, over, ended: clauses.has(comparison.endsClause) });
  }
  outdated.sort(
    (a, b) => Number(b.ended) - Number(a.ended) || b.candidate.similarity - a.candidate.similarity,
  );
  const first = outdated[0];
  if (!first) return null;
  const { memory, similarity } = first.candidate;
  const statement = withoutLeadIn(fact.text);
  const text =
    (mine.current.length === 0 ? begunAndOver(first, fact, statement) : null) ??
    promoted(memory.text, first, mine) ??
    (mine.cues.correction ? oneOther(memory.text, statement) : null) ??
    (first.ended ? cutOut(memory.text, first, statement) : null) ??
    supersede(memory.text, first.clauses, statement);
  return [
    {
      operation: 'UPDATE',
      memoryId: memory.id,
      text,
      reason: first.ended
        ? `It says that “${brief(memory.text)}” no longer holds.`
        : `It gives a new value for “${brief(memory.text)}”.`,
      confidence: Math.min(0.95, 0.6 + similarity / 3),
    },
  ];
}

/**
 * "I adopted a cat from the shelter", and that it died: what is over did begin, on its own day. Null where something
 * else takes its place.
 */
function begunAndOver(
  { candidate: { memory }, clauses, over }: Outdated,
  { saidAt }: Fact,
  statement: string,
): string | null {
  if (over?.tense !== 'past' || clauses.size !== 1) return null;
  const sameDay = memory.saidAt.slice(0, 10) === saidAt.slice(0, 10);
  return joinedTexts(sameDay ? memory.text : withDay(memory.text, memory.saidAt), statement);
}

/**
 * "Has the horse Dolly and four cats; Hank was sold", when Dolly died: the rest of the list stays in its place. Null
 * where nothing of the clause stays, or there is no other one.
 */
function cutOut(memory: string, { clauses, over }: Outdated, statement: string): string | null {
  if (!over || analyse(memory).clauses.length === 1 || clauses.size > 1) return null;
  const [rest, ...more] = remainder(over.text, statement);
  if (rest === undefined || more.length > 0) return null;
  const cut = rest.replace(/\.$/, '');
  if (plain(cut) === plain(over.text)) return null;
  const kept = /^\p{Ll}/u.test(over.text) ? cut.charAt(0).toLowerCase() + cut.slice(1) : cut;
  return joinedTexts(
    memory.replace(over.text, () => kept),
    statement,
  );
}

/**
 * "I'm a senior developer now" after "I'm a junior developer at Acme": the same work with another rank, of
 * which it leaves open where. Null where the statement tells more, or of other work.
 */
function promoted(memory: string, { candidate, clauses }: Outdated, mine: SentenceAnalysis) {
  if (mine.clauses.length !== 1) return null;
  for (const { fact, memory: old, at } of candidate.comparison.pairs) {
    const [, from] = WITH_PLACE.exec(old.value) ?? [];
    const to = fact.value.replace(/\s+(?:now|these days|nowadays)$/i, '');
    const ranked =
      clauses.has(at) &&
      from !== undefined &&
      fact.family === 'occupation' &&
      old.family === 'occupation' &&
      fact.verb === old.verb &&
      !WITH_PLACE.test(to) &&
      canonical(lastWord(from.split(' '))) === canonical(lastWord(to.split(' ')));
    if (ranked) return memory.replace(from, () => to);
  }
  return null;
}

/** A correction that has one value other than the memory, and no more: the other values of it were right. */
function oneOther(memory: string, statement: string): string | null {
  const seen = contrast(statement, memory);
  const [pair, ...more] = exchangedSlots(seen);
  const says = seen.extra.length === 0 && seen.gained.length === 1 && seen.lost.length > 1;
  return pair && more.length === 0 && says
    ? exchange(memory, statement, [{ from: pair.from.text, to: pair.to.text }])
    : null;
}

const WITH_PLACE = /^(.+?) (?:at|for|with|in|on) (?:the )?\S+/i;

function supersedes(
  pair: ClausePair,
  mine: SentenceAnalysis,
  { comparison, memory, similarity }: Candidate,
): boolean {
  const { fact, memory: old } = pair;
  // "Ana is a painter" and "Ana went to a class": of somebody who is called by name more than one thing is so.
  if (plain(fact.subject.text) === plain(fact.attribute) && fact.verb !== old.verb) return false;
  if (!mine.cues.correction && otherName(mine.text, memory.text)) return false;
  const tells = mine.cues.correction || tellsOfChange(mine.text, memory);
  if (passesOn(fact, old)) return tells && old.holds && similarity >= THRESHOLDS.related;
  const meant =
    pair.subject === 'same' ||
    (pair.subject === 'unknown' &&
      tells &&
      pair.single &&
      pair.sameAttribute &&
      fact.subject.kind === 'thing' &&
      // "The youngest is Bram, he just turned 3": he is Bram, whom the memory does not name.
      !(PRONOUN.test(fact.subject.text) && comparison.newNames.length > 0));
  if (!meant || !fact.holds || !old.holds || similarity < THRESHOLDS.related) return false;
  if (mine.cues.addition && !mine.cues.correction) return false;
  // Polarity flipped on the same thing: "I like coffee" → "I don't like coffee any more".
  if (
    pair.sameAttribute &&
    !pair.sameSign &&
    pair.valueOverlap === 1 &&
    fact.valueWords.length > 0
  ) {
    // Decaf coffee is not coffee; and who likes no coffee may like Ethiopian coffee.
    if (narrower(fact.valueWords, old.valueWords)) return false;
    if (narrower(old.valueWords, fact.valueWords) && !mine.cues.change && !mine.cues.correction)
      return false;
    return pair.sameValue || mine.clauses.length === 1 || mine.cues.change || mine.cues.correction;
  }
  if (!pair.sameSign || pair.sameValue || fact.negated) return false;
  if (olderThan(fact.text, memory)) return false;
  // "Lost my job at Acme" has no value: what was lost is over, and nothing is in its place.
  if (tellsOfLoss(old) && !mine.cues.correction) return false;
  // "Chris and I broke up" has no value of its own; it ends the one there was.
  if (pair.sameAttribute && pair.single && fact.valueWords.length === 0) {
    return ENDING_VERBS.has(fact.attribute) && comparison.newNames.length === 0;
  }
  if (tellsOfLoss(fact) && !mine.cues.correction) return false;
  if (!mine.cues.correction && ofAnotherSort(fact, old)) return false;
  const attributed = pair.sameAttribute || (tells && shorterAttribute(fact, old));
  const another = pair.single
    ? comparableValues(fact, old) || tells
    : tells && functional(fact) && fact.attribute === old.attribute;
  if (attributed && another && fact.valueWords.length > 0) {
    // "Goes to the coast for two weeks" ends no stay anywhere.
    if (!tells && FOR_A_WHILE.test(fact.value) && !FOR_A_WHILE.test(old.value)) return false;
    // A step in the past with its date stays true as an event.
    if (old.tense === 'past' && /\b(?:19|20)\d{2}\b/.test(old.text)) return false;
    // "My Sunday shift" is another one than "my Saturday shift".
    if (!mine.cues.correction && toldApart(fact.subject.text, old.subject.text)) return false;
    if (!tells && toldApart(mine.text, memory.text)) return false;
    // "Berlin" → "Berlin with my wife" adds, and "Berlin" after it repeats.
    return pair.valueOverlap < 1 || comparison.newNumbers.length > 0;
  }
  if (
    old.family === 'study' &&
    fact.family === 'study' &&
    fact.verb === old.verb &&
    mine.cues.change
  )
    return /\b(?:now|instead|changed|switched)\b/i.test(mine.text) && pair.valueOverlap < 1;
  // "Now" on one of several tastes or tools replaces the one it shares its noun with.
  const shares = pair.valueOverlap > 0 && lastWord(fact.valueWords) === lastWord(old.valueWords);
  // Of what one has there may be several; of a taste too, where it is for something else.
  const several =
    fact.family === 'have' && !/\b(?:instead|switched|changed|swapped)\b/i.test(mine.text);
  return (
    !several &&
    pair.sameAttribute &&
    mine.cues.change &&
    /\b(?:now|instead|these days|nowadays|currently|switched|changed)\b/i.test(mine.text) &&
    shares &&
    fact.valueWords.length > 1 &&
    !toldApart(fact.text, old.text, objectOf(fact))
  );
}

/**
 * Whether two values are none of one another: "the whale is called Halmi" names no band anew, "is pregnant" is no
 * profession, and what Ann and Ben are is not what Ann is.
 */
function ofAnotherSort(fact: Clause, old: Clause): boolean {
  if (fact.family === 'name' && old.family === 'name') return !namesTheSame(fact, old);
  if (fact.verb !== 'be' || old.verb !== 'be') return false;
  const [now, before] = [fact, old].map(({ value }) => value.replace(/^(?:now|currently) /i, ''));
  if (CALLED.test(now ?? '') !== CALLED.test(before ?? '')) return true;
  if (!/^(?:person|speaker)$/.test(old.subject.kind) || !/^an? /i.test(before ?? '')) return false;
  return (
    / and /.test(fact.subject.text) !== / and /.test(old.subject.text) ||
    !(
      fact.family !== null ||
      /^(?:an? |the |\p{Lu}|\d)/u.test(now ?? '') ||
      OUT_OF_WORK.test(now ?? '')
    )
  );
}

const CALLED = /^(?:called|named|titled)\b/i;
const OUT_OF_WORK =
  /^(?:retired|unemployed|redundant|jobless|self-employed|out of work|between jobs)\b/i;

/** Both give the name of one kind of thing, or leave open of what. */
function namesTheSame(fact: Clause, old: Clause): boolean {
  const [one, other] = [fact, old].map(({ subject }) =>
    canonical(
      subject.text
        .replace(/ (?:in|of|at|on|for|with|from) .*$|['’]s (?:\p{Ll}+ )?name$/u, '')
        .split(' ')
        .at(-1) ?? '',
    ),
  );
  return one === other || [fact, old].some(({ subject }) => !/ /.test(subject.text));
}

const FOR_A_WHILE = /\bfor (?:[\p{L}\d-]+ ){1,2}(?:day|night|week|weekend)s?\b/iu;

const PRONOUN = /^(?:he|she|it|they)\b/i;

/** "The default branch" after "the repo's default branch": the same, more shortly. */
function shorterAttribute(fact: Clause, old: Clause): boolean {
  if (fact.family !== null || old.family !== null) return false;
  const [short, long] = [fact, old].map(({ attribute }) =>
    attribute
      .split(' ')
      .filter((word) => word !== '')
      .map(canonical),
  );
  return Boolean(
    short &&
    long &&
    (short.length > 1 || isOneAtATime(fact.attribute)) &&
    short.length < long.length &&
    short.every((word) => long.includes(word)) &&
    short.at(-1) === long.at(-1),
  );
}

/** Words of degree and time, which make no other thing of a value. */
const DEGREE =
  /^(?:all|anymore|longer|now|lately|recently|much|really|anything|morning|today|day|days|these|lot|bit|instead|nowadays)$/;

/** The first value is the second one with something to tell it apart. */
function narrower(words: readonly string[], of: readonly string[]): boolean {
  const other = new Set(of.map(canonical));
  return words.some((word) => !DEGREE.test(word) && !other.has(canonical(word)));
}

/** "Aisle seats on short flights" → seats. */
const objectOf = ({ value }: Clause): string =>
  value
    .split(/ (?:on|for|in|at|with|to|from|over|now|instead)\b/)[0]
    ?.split(' ')
    .at(-1) ?? '';

const lastWord = (words: readonly string[]): string => words.at(-1) ?? '';
