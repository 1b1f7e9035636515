import type { ScoredMemory } from '../../memory/records.js';
import { brief } from '../../memory/text.js';
import {
  type Candidate,
  type ClausePair,
  type Comparison,
  compare,
  plain,
  salient,
} from '../compare.js';
import { analyse, type SentenceAnalysis } from '../language.js';
import { CANCELLED, ENDING_VERBS, LIGHT_VERBS } from '../lexicon.js';
import { patch, supersede, withoutLeadIn } from '../merge.js';
import type { Decision, Fact, ManagerPolicy, Observation } from '../policy.js';
import { retract } from './retraction.js';

/**
 * Cosine similarities of the bundled embedder (USE-lite), measured on pairs of short statements:
 * paraphrases 0.71 to 0.94, a superseded value 0.30 to 0.90, different facts of one kind 0.70 to 0.91,
 * unrelated ones about 0.3. They overlap, so similarity only guards; the words decide.
 */
const THRESHOLDS = {
  /** Same words, another order or form. */
  paraphrase: 0.6,
  /** Same value under another verb. */
  sameValue: 0.78,
  elaboration: 0.6,
  /** Below it two statements are not of one matter, whatever words they share. */
  related: 0.25,
  /** A correction that shares hardly a word with what it corrects. */
  correction: 0.7,
};

/**
 * Decides by fixed rules over the linguistic comparison of the fact with each candidate, most certain
 * first: repeat, retraction, end or replacement of a value, correction, elaboration; in doubt ADD.
 */
export const rulesPolicy: ManagerPolicy = { name: 'rules@1', decide };

function decide(observation: Observation): Decision[] {
  const { related } = observation;
  const said = analyse(observation.fact.text);
  // "No wait, my brother lives in Portugal" is compared and kept as what it states.
  const bare = said.cues.correction ? withoutLeadIn(observation.fact.text) : observation.fact.text;
  const fact = { ...observation.fact, text: bare };
  const mine = { ...analyse(bare), cues: said.cues, ended: said.ended, current: said.current };
  const candidates = related
    .map((memory) => ({
      memory,
      comparison: compare(fact, memory),
      similarity: memory.similarity ?? 0,
    }))
    // Only the speaker's own memories, or those of somebody whom the text names.
    .filter(({ comparison }) => comparison.sameSpeaker || comparison.namesSpeaker);
  const repeat = candidates.find(
    ({ comparison }) => comparison.identical && comparison.sameSpeaker,
  );
  if (repeat) return [noop(repeat, 'says the same word for word', 1)];
  if (!mine.readable) return [add(fact, 'The text is not English, so it is only ever added.', 0.6)];
  if (mine.cues.retraction) {
    const retracted = retract(fact, mine, candidates);
    if (retracted) return retracted;
  }
  const readable = candidates.filter(({ comparison }) => comparison.readable);
  return (
    calledOff(fact, mine, readable) ??
    replaced(fact, mine, readable) ??
    corrected(fact, mine, readable) ??
    known(mine, readable) ??
    elaborated(fact, mine, readable) ?? [
      add(
        fact,
        candidates.length === 0 ? 'Nothing like it was known.' : 'It is new beside what was known.',
        0.8,
      ),
    ]
  );
}

/** The fact says nothing that the memory does not say. */
function known(mine: SentenceAnalysis, candidates: readonly Candidate[]): Decision[] | null {
  for (const candidate of candidates) {
    const { comparison, similarity } = candidate;
    if (mine.cues.addition && comparison.coverage < 1) continue;
    if (comparison.newNumbers.length > 0 || !comparison.sameOrder) continue;
    const allKnown = mine.clauses.every((_, at) => {
      const pairs = comparison.pairs.filter((pair) => pair.fact === mine.clauses[at]);
      return pairs.some((pair) => agrees(pair) && saysNoMore(pair, comparison, similarity));
    });
    if (allKnown && mine.clauses.length > 0)
      return [noop(candidate, 'says it already', Math.min(0.95, 0.5 + similarity / 2))];
  }
  return null;
}

/** Same subject, same sign, same time: the two clauses can be about one state of things. */
function agrees(pair: ClausePair): boolean {
  return (
    pair.subject !== 'different' &&
    pair.sameSign &&
    pair.fact.tense === pair.memory.tense &&
    pair.fact.holds === pair.memory.holds
  );
}

function saysNoMore(pair: ClausePair, comparison: Comparison, similarity: number): boolean {
  if (comparison.coverage === 1 && similarity >= THRESHOLDS.paraphrase) {
    return (
      pair.fact.verb === pair.memory.verb || pair.sameAttribute || LIGHT_VERBS.has(pair.memory.verb)
    );
  }
  if (comparison.newNames.length > 0) return false;
  if (pair.sameAttribute && pair.sameValue && pair.subject === 'same') return true;
  const light = LIGHT_VERBS.has(pair.fact.verb) || LIGHT_VERBS.has(pair.memory.verb);
  return (
    pair.sameValue &&
    light &&
    pair.fact.valueWords.length > 1 &&
    similarity >= THRESHOLDS.sameValue &&
    pair.subject === 'same'
  );
}

/** "The Lisbon trip is cancelled": the plan is gone, and that it was called off is what holds now. */
function calledOff(
  fact: Fact,
  mine: SentenceAnalysis,
  candidates: readonly Candidate[],
): Decision[] | null {
  if (!CANCELLED.test(fact.text)) return null;
  const matter = [...salient(mine)].filter((word) => !GENERIC_EVENT.test(word));
  const target = candidates.find(({ memory, comparison, similarity }) => {
    if (!comparison.sameSpeaker || similarity < THRESHOLDS.related || matter.length === 0)
      return false;
    const words = salient(analyse(memory.text));
    return matter.every((word) => words.has(word)) && !CANCELLED.test(memory.text);
  });
  if (!target) return null;
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
  /^(?:cancel|call|fall|through|trip|plan|event|thing|happen|visit|journei|vacat|appoint|anymor)$/;

/** The fact ends what a memory says, or gives a new value of what one has only one of. */
function replaced(
  fact: Fact,
  mine: SentenceAnalysis,
  candidates: readonly Candidate[],
): Decision[] | null {
  const outdated: { candidate: Candidate; clauses: Set<number>; ended: boolean }[] = [];
  for (const candidate of candidates) {
    const { comparison, similarity } = candidate;
    const clauses = new Set<number>();
    if (comparison.endsClause >= 0 && similarity >= THRESHOLDS.related)
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
  const text = supersede(memory.text, first.clauses, withoutLeadIn(fact.text));
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
    return mine.clauses.length === 1 || mine.cues.change || mine.cues.correction;
  }
  if (!pair.sameSign || pair.sameValue || fact.negated) return false;
  if (olderThan(fact.text, memory)) return false;
  // "Chris and I broke up" has no value of its own; it ends the one there was.
  if (pair.sameAttribute && pair.single && fact.valueWords.length === 0) {
    return ENDING_VERBS.has(fact.attribute) && comparison.newNames.length === 0;
  }
  if (pair.sameAttribute && pair.single && fact.valueWords.length > 0) {
    // A step in the past with its date stays true as an event.
    if (old.tense === 'past' && /\b(?:19|20)\d{2}\b/.test(old.text)) return false;
    // "Berlin" → "Berlin with my wife" adds, and "Berlin" after it repeats.
    return pair.valueOverlap < 1 || comparison.newNumbers.length > 0;
  }
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

const lastWord = (words: readonly string[]): string => words.at(-1) ?? '';

/** A year in the text before the memory was said: history, not news. */
function olderThan(text: string, memory: ScoredMemory): boolean {
  const years = [...text.matchAll(/\b(?:19|20)\d{2}\b/g)].map((match) => Number(match[0]));
  return years.length > 0 && Math.max(...years) < Number(memory.saidAt.slice(0, 4)) - 1;
}

/** "Actually, …": the wording of a memory was wrong. */
function corrected(
  fact: Fact,
  mine: SentenceAnalysis,
  candidates: readonly Candidate[],
): Decision[] | null {
  if (!mine.cues.correction) return null;
  const statement = withoutLeadIn(fact.text);
  const elliptical = mine.current.length > 0 && isElliptical(statement, mine);
  const own = candidates.filter(({ comparison }) => comparison.sameSpeaker);
  for (const { memory, comparison, similarity } of own) {
    const wrong = mine.ended.filter((words) =>
      memory.text.toLowerCase().includes(words.toLowerCase()),
    );
    const right = mine.current[0] ?? (wrong.length > 0 ? rightOf(statement) : '');
    if (wrong.length === 0 || right === '') continue;
    const text = patch(memory.text, wrong, right);
    if (text !== null && text !== memory.text && (elliptical || comparison.overlap > 0))
      return [correction(memory, text, similarity)];
  }
  if (elliptical) {
    const fitting = own.flatMap((candidate) => {
      const text = patch(candidate.memory.text, [], mine.current[0] ?? '');
      return text !== null && text !== candidate.memory.text ? [{ candidate, text }] : [];
    });
    fitting.sort(
      (a, b) => Date.parse(b.candidate.memory.saidAt) - Date.parse(a.candidate.memory.saidAt),
    );
    const [latest, next] = fitting;
    const clear =
      latest && (!next || latest.candidate.memory.saidAt !== next.candidate.memory.saidAt);
    return clear
      ? [correction(latest.candidate.memory, latest.text, latest.candidate.similarity)]
      : null;
  }
  const stated = analyse(statement);
  const best = own.find(({ memory, comparison, similarity }) => {
    const reread = compare({ ...fact, text: statement }, memory);
    const pair = reread.pairs.find(
      (each) => each.subject === 'same' && each.sameAttribute && each.fact.valueWords.length > 0,
    );
    return (
      (pair !== undefined && (comparison.overlap >= 0.25 || pair.single)) ||
      (similarity >= THRESHOLDS.correction &&
        reread.overlap >= 0.3 &&
        stated.clauses.length > 0 &&
        reread.pairs.some((each) => each.subject === 'same'))
    );
  });
  if (!best) return null;
  const pairs = compare({ ...fact, text: statement }, best.memory).pairs;
  const hit = pairs.find((pair) => pair.subject === 'same' && pair.sameAttribute) ?? pairs[0];
  return [
    correction(
      best.memory,
      supersede(best.memory.text, new Set(hit ? [hit.at] : [0]), statement),
      best.similarity,
    ),
  ];
}

function isElliptical(statement: string, mine: SentenceAnalysis): boolean {
  return (
    /^(?:i meant?|it'?s|it is|make (?:it|that)|that'?s|should)\b/i.test(statement) ||
    (analyse(statement).clauses[0]?.verb ?? '') === '' ||
    /^i meant?\b/i.test(mine.text.replace(/^(?:actually|sorry|no|oops|wait)[\s,]+/i, ''))
  );
}

/** "Blue, not green" → blue: the words beside "not". */
const rightOf = (statement: string): string =>
  /([^,.;]+?),? not\b/i
    .exec(statement)?.[1]
    ?.split(/\b(?:is|are|was|at|in|on|to)\b/i)
    .at(-1)
    ?.trim() ?? '';

/** The fact repeats all of a memory and says more. */
function elaborated(
  fact: Fact,
  mine: SentenceAnalysis,
  candidates: readonly Candidate[],
): Decision[] | null {
  if (mine.cues.addition || mine.cues.past) return null;
  for (const { memory, comparison, similarity } of candidates) {
    if (
      !comparison.sameSpeaker ||
      comparison.reverse < 1 ||
      similarity < THRESHOLDS.elaboration ||
      !comparison.sameOrder
    )
      continue;
    const old = analyse(memory.text);
    if (old.numbers.some((number) => !fact.text.includes(number)) || old.words.length === 0)
      continue;
    const covered = old.clauses.every((clause) =>
      comparison.pairs.some(
        (pair) =>
          pair.memory === clause &&
          pair.subject === 'same' &&
          agrees(pair) &&
          (pair.fact.verb === clause.verb || pair.sameAttribute || LIGHT_VERBS.has(clause.verb)),
      ),
    );
    if (!covered || plain(fact.text) === plain(memory.text)) continue;
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

const add = (fact: Fact, reason: string, confidence: number): Decision => ({
  operation: 'ADD',
  text: fact.text,
  reason,
  confidence,
});

const noop = ({ memory }: Candidate, how: string, confidence: number): Decision => ({
  operation: 'NOOP',
  memoryId: memory.id,
  reason: `“${brief(memory.text)}” ${how}.`,
  confidence,
});

const correction = (memory: ScoredMemory, text: string, similarity: number): Decision => ({
  operation: 'UPDATE',
  memoryId: memory.id,
  text,
  reason: `It corrects “${brief(memory.text)}”.`,
  confidence: Math.min(0.95, 0.65 + similarity / 4),
});
