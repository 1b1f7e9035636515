import type { ScoredMemory } from '../../memory/records.js';
import { brief } from '../../memory/text.js';
import { type Candidate, canonical, type ClausePair, salient } from '../compare.js';
import { type Contrast, contrast, exchangedSlots, type Slot } from '../contrast.js';
import { analyse, type Clause, type SentenceAnalysis } from '../language.js';
import { CANCELLED, CUE_PATTERNS, ENDING_VERBS } from '../lexicon.js';
import { exchange, supersede, withoutLeadIn } from '../merge.js';
import type { Decision, Fact } from '../policy.js';
import { THRESHOLDS } from './thresholds.js';

/** "The Lisbon trip is cancelled": the plan is gone, and that it was called off is what holds now. */
export function calledOff(
  fact: Fact,
  mine: SentenceAnalysis,
  candidates: readonly Candidate[],
): Decision[] | null {
  if (!CANCELLED.test(fact.text)) return null;
  const phrases = [
    fact.text.split(/[,;.]\s|\b(?:because|since)\b/)[0] ?? '',
    fact.text,
    ...mine.ended,
  ]
    .map((phrase) => [...salient(analyse(phrase))].filter((word) => !GENERIC_EVENT.test(word)))
    .filter((words) => words.length > 0);
  const target = candidates.find(({ memory, comparison, similarity }) => {
    if (!comparison.sameSpeaker || similarity < THRESHOLDS.related) return false;
    const words = salient(analyse(memory.text));
    return (
      phrases.some((matter) => matter.every((word) => words.has(word))) &&
      !CANCELLED.test(memory.text)
    );
  });
  if (!target) return null;
  if (/\b(?:forget|forgotten|scrap that|delete[d]?)\b/i.test(fact.text))
    return [
      {
        operation: 'DELETE',
        memoryId: target.memory.id,
        reason: `It takes “${brief(target.memory.text)}” back.`,
        confidence: 0.8,
      },
    ];
  return [
    {
      operation: 'UPDATE',
      memoryId: target.memory.id,
      text: fact.text,
      reason: `It calls off “${brief(target.memory.text)}”.`,
      confidence: 0.8,
    },
  ];
}

/** Words of calling off, and for what can be; in stemmed form. */
const GENERIC_EVENT =
  /^(?:cancel|call|fall|through|trip|plan|event|gig|concert|show|tour|match|game|meetup|thing|happen|visit|journei|vacat|appoint|anymor|ugh|sadly|unfortun|subscrib|book|reserv|drop|scrap|shelv|abandon|axe|bin|after|all|go|user|forget|forgotten|want|decid|week|weekend)$/;

/** The fact ends what a memory says, or gives a new value of what one has only one of. */
export function replaced(
  fact: Fact,
  mine: SentenceAnalysis,
  candidates: readonly Candidate[],
): Decision[] | null {
  const outdated: { candidate: Candidate; clauses: Set<number>; ended: boolean }[] = [];
  for (const candidate of candidates) {
    const { comparison, similarity } = candidate;
    const clauses = new Set<number>();
    // Who is named needs no likeness: "we lost Miso", one of "two cats, Miso and Tofu".
    const byName = mine.ended.some(
      (phrase) => /^\p{Lu}/u.test(phrase) && candidate.memory.text.includes(phrase),
    );
    if (comparison.endsClause >= 0 && (byName || similarity >= THRESHOLDS.related))
      clauses.add(comparison.endsClause);
    for (const pair of comparison.pairs)
      if (supersedes(pair, mine, candidate)) clauses.add(pair.at);
    if (clauses.size > 0) outdated.push({ candidate, clauses, ended: comparison.endsClause >= 0 });
  }
  outdated.sort(
    (a, b) => Number(b.ended) - Number(a.ended) || b.candidate.similarity - a.candidate.similarity,
  );
  const first = outdated[0];
  if (!first) return null;
  const { memory, similarity } = first.candidate;
  const statement = withoutLeadIn(fact.text);
  const swap = swapOf(mine, memory.text);
  const personal = first.candidate.comparison.pairs.some(
    ({ at, memory: old }) =>
      first.clauses.has(at) && /^(?:work|home|partner|pet)$/.test(old.family ?? ''),
  );
  const text =
    swap && !personal
      ? exchange(memory.text, statement, [swap])
      : supersede(memory.text, first.clauses, statement);
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

/** "Moved from Jest to Vitest", where the memory has the one of them. */
function swapOf(mine: SentenceAnalysis, memory: string): { from: string; to: string } | null {
  const to = mine.current[0];
  const from = mine.ended.find((phrase) => memory.toLowerCase().includes(phrase.toLowerCase()));
  return to && from && mine.current.length === 1 ? { from, to } : null;
}

function supersedes(
  pair: ClausePair,
  mine: SentenceAnalysis,
  { comparison, memory, similarity }: Candidate,
): boolean {
  const { fact, memory: old } = pair;
  if (pair.subject !== 'same' || !fact.holds || !old.holds || similarity < THRESHOLDS.related)
    return false;
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
    return mine.clauses.length === 1 || mine.cues.change || mine.cues.correction;
  }
  if (!pair.sameSign || pair.sameValue || fact.negated) return false;
  if (olderThan(fact.text, memory)) return false;
  // "Chris and I broke up" has no value of its own; it ends the one there was.
  if (pair.sameAttribute && pair.single && fact.valueWords.length === 0) {
    return ENDING_VERBS.has(fact.attribute) && comparison.newNames.length === 0;
  }
  const attributed = pair.sameAttribute || (mine.cues.change && shorterAttribute(fact, old));
  if (attributed && pair.single && fact.valueWords.length > 0) {
    // A step in the past with its date stays true as an event.
    if (old.tense === 'past' && /\b(?:19|20)\d{2}\b/.test(old.text)) return false;
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
  return (
    pair.sameAttribute &&
    mine.cues.change &&
    /\b(?:now|instead|these days|nowadays|currently|switched|changed)\b/i.test(mine.text) &&
    shares &&
    fact.valueWords.length > 1
  );
}

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
    short.length > 1 &&
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

const lastWord = (words: readonly string[]): string => words.at(-1) ?? '';

/** A year in the text before the memory was said: history, not news. */
function olderThan(text: string, memory: ScoredMemory): boolean {
  const years = [...text.matchAll(/\b(?:19|20)\d{2}\b/g)].map((match) => Number(match[0]));
  return years.length > 0 && Math.max(...years) < Number(memory.saidAt.slice(0, 4)) - 1;
}

/** Says that a value is another one than before. */
const CHANGED =
  /\b(?:now|no longer|any ?more|from now on|going forward|as of|these days|nowadays|currently|instead|switched|switching|moved|moving|changed|changing|migrated|upgraded|downgraded|renamed|replaced|rescheduled|postponed|pushed|bumped|corrected|updated|revised|raised|lowered|slipped|cut|trimmed|slashed|capped|halved|hiked|increased|decreased|reduced|extended|shifted|delayed|brought forward|went (?:up|down)|gone (?:up|down)|(?:up|down|back) to|took over|taken over|turned|upped|grown|grew|shrunk|shrank|doubled|tripled|expanded|dropped|fell|fallen|rose|risen|climbed|became|become|swapped|converted|transferred|transitioned)\b|\b(?:my|our|the|user['’]s|his|her|their) new\b|\bgot (?:a|an|myself an?) new\b/i;
/** Who does these is a role that passes from one to the next. */
const ROLE_VERBS = new Set(
  'lead run own maintain manage head chair host coach organize handle review'.split(' '),
);

/** A value of the memory has another one of its kind in its place: "invoice 1042 is now for 350 euros". */
export function exchanged(
  fact: Fact,
  mine: SentenceAnalysis,
  candidates: readonly Candidate[],
): Decision[] | null {
  // "Instead, still at the same place" adds nothing.
  const adds =
    mine.cues.addition && CUE_PATTERNS.addition.test(fact.text.replace(/\bstill\b/gi, ''));
  if (adds && !mine.cues.correction) return null;
  const statement = withoutLeadIn(fact.text);
  const told = segments(statement);
  const found = candidates.flatMap((candidate) => {
    const { memory, comparison, similarity } = candidate;
    if (!comparison.sameSpeaker || similarity < THRESHOLDS.related) return [];
    if (olderThan(fact.text, memory)) return [];
    const old = segments(memory.text);
    for (const part of told) {
      for (const known of old) {
        const fit = exchangedIn(part, known, mine, fact, candidate);
        if (fit) return [{ candidate, ...fit, weight: fit.weight + similarity }];
      }
    }
    return [];
  });
  found.sort((a, b) => b.weight - a.weight);
  const [best] = found;
  if (!best) return null;
  const { memory, similarity } = best.candidate;
  const swaps = best.pairs.map(({ from, to }) =>
    named(memory.text, statement, { from: from.text, to: to.text }),
  );
  return [
    {
      operation: 'UPDATE',
      memoryId: memory.id,
      text: exchange(memory.text, statement, swaps),
      reason: `It gives a new value for “${brief(memory.text)}”.`,
      confidence: Math.min(0.92, 0.6 + similarity / 3),
    },
  ];
}

/**
 * The values of one part of a memory that one part of a statement puts others in place of, and how surely
 * both parts speak of one thing; null where they do not.
 */
function exchangedIn(
  statement: string,
  memory: string,
  mine: SentenceAnalysis,
  fact: Fact,
  { comparison, memory: { text: whole } }: Candidate,
): { pairs: { from: Slot; to: Slot }[]; weight: number } | null {
  const seen = contrast(statement, memory);
  const pairs = exchangedSlots(seen);
  if (pairs.length === 0) return null;
  // What the rest of the memory says already is nothing new.
  if (pairs.some(({ to }) => whole.toLowerCase().includes(to.text.toLowerCase()))) return null;
  // "… since Piotr went on sabbatical" says that it is Piotr no longer.
  const told =
    mine.cues.correction ||
    CHANGED.test(fact.text) ||
    pairs.some(({ from }) => from.kind === 'name' && fact.text.includes(from.text));
  const old = analyse(memory);
  const roleOnly =
    pairs.length === 1 &&
    pairs[0]?.from.identifies === true &&
    ROLE_VERBS.has(old.clauses[0]?.verb ?? '') &&
    seen.missingTopic.length === 0;
  const atValue = told && changedThing(seen, pairs, memory);
  if (!seen.sameThing && !seen.shorterName && !roleOnly && !atValue) return null;
  // Another invoice number is another invoice.
  if (pairs.some(({ from }) => from.identifies) && !roleOnly) return null;
  const holder = pairs.some(({ from }) => old.clauses[0]?.subject.text.includes(from.text));
  // "My doctor upped it to 20mg": who did it is not whose it is.
  const setTo = pairs.some(({ to }) => statement.includes(` to ${to.text}`));
  if (aboutOthers(comparison.pairs) && !holder && !setTo) return null;
  const verbs = new Set(old.clauses.map(({ verb }) => canonical(verb)));
  const shared = Math.max(
    seen.sharedTopic.filter((word) => !verbs.has(word)).length,
    seen.sameThing ? seen.identity : 0,
  );
  const lacking = seen.missingTopic.filter((word) => !verbs.has(word)).length;
  const framed =
    seen.missingTopic.length === 0 && seen.extra.length === 0 && seen.sharedTopic.length > 0;
  const topic = framed ? 1 : shared / Math.max(1, shared + lacking);
  const stated = analyse(statement);
  // "Alfie's swimming is on Fridays": there is one such thing, so it has no second day.
  const definite = stated.clauses.some(
    ({ holds, single, verb, attribute }) => holds && single && verb === 'be' && attribute !== '',
  );
  const measured = pairs.length === 1 && pairs.every(sameMeasure(statement, memory));
  const fits = told
    ? framed || atValue || (shared > 0 && (seen.identity > 0 ? topic >= 0.4 : topic >= 0.5))
    : (measured && shared > 0 && definite) ||
      (seen.identity > 0 &&
        seen.extra.length === 0 &&
        (oneAtATime(old) || definite) &&
        (seen.missingTopic.length === 0 || pairs.every(sameLead)));
  const stands =
    mine.cues.correction || old.clauses.some(({ holds, tense }) => holds || tense === 'future');
  return fits && stands ? { pairs, weight: topic + seen.identity / 10 } : null;
}

const PART = /(?<=[,;.!?:])\s+|\s+[–—-]\s+|\s+(?=(?:so|because|cos|but)\s)/;
const PART_LEAD =
  /^(?:so|because|cos|but|and|also|then|anyway|oh|ooh|ah|ok|okay|well|yeah)\b[\s,]*/i;

/** A statement as a whole, then its parts: "hospital rang, my scan is on Friday" tells two things. */
function segments(statement: string): string[] {
  const clauses = analyse(statement).clauses.map(({ text }) => text);
  const parts = [...statement.split(PART), ...clauses]
    .map((part) => part.replace(PART_LEAD, ''))
    .filter((part) => /\s/.test(part));
  return [...new Set([statement, ...parts])];
}

/** "My sertraline dose is 100 mg" after "I was prescribed sertraline 50 mg": so much of one thing. */
const sameMeasure =
  (statement: string, memory: string) =>
  ({ from, to }: { from: Slot; to: Slot }): boolean => {
    const unit = (text: string, value: string): string =>
      /^\d[\d.,]* ?(\p{L}+|%)/u.exec(text.slice(text.indexOf(value)))?.[1]?.toLowerCase() ?? '';
    const own = unit(memory, from.text);
    return from.kind === 'number' && own !== '' && own === unit(statement, to.text);
  };

/** "Is in Year 4" after "is in Year 3 at St Mary's". */
const sameLead = ({ from, to }: { from: Slot; to: Slot }): boolean =>
  from.before !== '' && from.before === to.before;

/**
 * What is said to change is a thing that the memory has the value of: "the MOT's been moved to Monday",
 * "we upgraded prod Postgres to 16" beside "the prod database is Postgres 14".
 */
function changedThing(
  { own }: Contrast,
  pairs: readonly { from: Slot }[],
  memory: string,
): boolean {
  const [pair] = pairs;
  if (!pair || pairs.length > 1 || own.length === 0 || pair.from.kind === 'name') return false;
  const words = salient(analyse(memory));
  const timed = /^(?:date|time|weekday)$/.test(pair.from.kind);
  return (timed || own.includes(pair.from.before)) && own.every((word) => words.has(word));
}

/** "MySQL 8" → "Postgres 16": the number goes with the name before it. */
function named(
  memory: string,
  statement: string,
  swap: { from: string; to: string },
): { from: string; to: string } {
  const before = (text: string, value: string, pattern: RegExp): string =>
    pattern.exec(text.slice(0, text.indexOf(value)))?.[1] ?? '';
  if (!/^\d/.test(swap.from)) return swap;
  const old = before(memory, swap.from, /(?<![\p{L}\d])(\p{Lu}[\p{L}\d.+#-]*) $/u);
  const now = before(
    statement,
    swap.to,
    /(?<![\p{L}\d])(?!(?:to|at|on|in|is|for|by|of|the|from|now|about|with) )([\p{L}\d][\p{L}\d.+#-]*) $/iu,
  );
  return old !== '' && now !== '' && canonical(old) !== canonical(now)
    ? { from: `${old} ${swap.from}`, to: `${now} ${swap.to}` }
    : swap;
}

/** Every clause of the one is about somebody or something else than those of the other. */
const aboutOthers = (pairs: readonly ClausePair[]): boolean =>
  pairs.length > 0 &&
  pairs.every(
    ({ subject, fact, memory }) =>
      subject === 'different' &&
      fact.subject.kind === 'person' &&
      /^(?:person|speaker)$/.test(memory.subject.kind),
  );

/** "The report is due on 12 April": there is one such date. */
const oneAtATime = ({ clauses }: SentenceAnalysis): boolean =>
  clauses.length === 1 &&
  clauses.every(
    ({ verb, subject, text }) =>
      subject.kind !== 'speaker' &&
      !/\b(?:every|each|\w+days)\b/i.test(text) &&
      /^(?:be|start|begin|end|open|close|leave|arrive|depart|expire|cost|listen|take|weigh|last|begin|kick|land|run)$/.test(
        verb,
      ),
  );

/** Says that something is not so any more, whatever the verb. */
const LAPSED =
  /\b(?:no longer|any ?more|after all|(?:has|have|is|are|was|were|'s|'ve) (?:now |finally |just )?stopped|stopped|ceased|quit|gave up|given up|got rid of|getting rid of|ended|passed away|died|fell through|decided (?:not to|against)|(?:has|have|is|are|was|were|got) (?:now |just )?(?:been )?(?:disabled|removed|switched off|turned off|shut down|discontinued|dissolved|disbanded|terminated|retired|over))\b|\bwon['’]t be \w+ing\b|\bnot going to\b/i;

/** Whether a statement says that something is over or called off. */
export const tellsOfEnd = (text: string): boolean => LAPSED.test(text) || CANCELLED.test(text);

/** "Hannah won't be joining our standup after all": the memory says just that, without the "not". */
export function lapsed(
  fact: Fact,
  mine: SentenceAnalysis,
  candidates: readonly Candidate[],
): Decision[] | null {
  if (!LAPSED.test(fact.text) || mine.cues.correction || mine.cues.addition) return null;
  // "Any more" and "after all" end something only beside a "not".
  const denied =
    mine.negated ||
    /\b(?:not|no|never|won['’]t|\w+n['’]t)\b/i.test(fact.text) ||
    !ONLY_DENIED.test(fact.text);
  if (!denied) return null;
  // What comes after the first pause may tell what holds instead.
  const [head = fact.text, ...rest] = withoutLeadIn(fact.text).split(
    /[,;.]\s+|\s+[–—-]\s+|\s+(?:but|so|because|since)\s+/,
  );
  const more = rest.join(' ');
  const words = [...salient(analyse(head))].filter((word) => !DENIAL.test(word));
  if (words.length === 0) return null;
  const target = candidates
    .filter(({ comparison, similarity, memory }) => {
      if (!comparison.sameSpeaker || similarity < THRESHOLDS.related) return false;
      const old = analyse(memory.text);
      if (old.negated || LAPSED.test(memory.text) || aboutOthers(comparison.pairs)) return false;
      const known = salient(old);
      const verbs = new Set(analyse(head).clauses.map(({ verb }) => canonical(verb)));
      const hits = words.filter((word) => known.has(word)).length;
      // "Decaf coffee" is not all of "coffee": only the verb may be another one.
      const allButVerb =
        words.length >= 3 &&
        hits === words.length - 1 &&
        words.every((word) => known.has(word) || verbs.has(word));
      const names = mine.names.filter(
        (name) => head.includes(name) && !/^(?:User|The)$/.test(name),
      );
      return (
        (hits === words.length || allButVerb) &&
        (hits >= 2 || possession(mine) || names.length > 0 || old.words.length <= 3) &&
        names.every((name) => memory.text.toLowerCase().includes(name.toLowerCase()))
      );
    })
    .sort((a, b) => b.comparison.overlap - a.comparison.overlap || b.similarity - a.similarity)[0];
  if (!target) return null;
  const { memory, similarity } = target;
  const reason = `It says that “${brief(memory.text)}” no longer holds.`;
  const confidence = Math.min(0.92, 0.65 + similarity / 4);
  // That something is not there any more needs no memory of its own.
  if (possession(mine) && more.trim() === '')
    return [{ operation: 'DELETE', memoryId: memory.id, reason, confidence }];
  return [
    {
      operation: 'UPDATE',
      memoryId: memory.id,
      text: withoutLeadIn(fact.text),
      reason,
      confidence,
    },
  ];
}

const possession = ({ clauses }: SentenceAnalysis): boolean =>
  clauses.length === 1 &&
  /^(?:have|own|keep)$/.test(clauses[0]?.verb ?? '') &&
  clauses[0]?.subject.kind === 'speaker';

const ONLY_DENIED = /\b(?:any ?more|after all)\b/i;

/** Stems of words of ending, in what is left of a statement that something ended. */
const DENIAL =
  /^(?:rid|get|disabl|pass|awai|die|decid|against|remov|switch|turn|off|shut|discontinu|dissolv|disband|termin|retir|over|finish|enabl|activ|stop|ceas|quit|give|gave|given|plan|longer|anymor|all|go|do|be|end|now)$/;
