import { type Candidate, compare, plain } from '../compare.js';
import { joinedTexts } from '../echoes.js';
import { analyse, type SentenceAnalysis } from '../language.js';
import { withoutLeadIn } from '../merge.js';
import { withoutOwnName } from '../own-name.js';
import type { Decision, Fact, ManagerPolicy, Observation } from '../policy.js';
import { people, remainder } from '../remainder.js';
import { givesWay, protection, standing } from '../standing.js';
import { toldOfAnother } from './beside.js';
import { corrected } from './correction.js';
import { calledOff, lapsed, tellsOfEnd } from './ending.js';
import { exchanged } from './exchange.js';
import { elaborated, known, noop } from './known.js';
import { reassigned } from './reassigned.js';
import { reframed } from './reframed.js';
import { replaced } from './replacement.js';
import { outdone } from './rivalry.js';
import { retract } from './retraction.js';
import { succeeded } from './successor.js';
import { swapped } from './swapped.js';
import { underTopic } from './topics.js';

/**
 * Decides by fixed rules over the linguistic comparison of the fact with each candidate, most certain
 * first: repeat, retraction, end or replacement of a value, correction, elaboration; in doubt ADD.
 */
export const rulesPolicy: ManagerPolicy = {
  name: 'rules@1',
  decide: withoutOwnName(decideByRules),
};

/** The same for an observation without the speaker's own name, see `unnamed`. */
export function decideByRules(observation: Observation): Decision[] {
  return underTopic(observation, decide);
}

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
  const open = candidates.filter(({ memory }) => protection(observation.fact, memory) === null);
  const readable = candidates.filter(({ comparison }) => comparison.readable);
  return (
    changed(fact, mine, open) ??
    known(fact, mine, readable) ??
    elaborated(
      fact,
      mine,
      readable.filter((candidate) => open.includes(candidate)),
    ) ?? [
      add(
        fact,
        candidates.length === 0 ? 'Nothing like it was known.' : 'It is new beside what was known.',
        0.8,
      ),
    ]
  );
}

/** What a statement ends, corrects or replaces. */
function changed(
  fact: Fact,
  mine: SentenceAnalysis,
  candidates: readonly Candidate[],
): Decision[] | null {
  // "I moved to Bern and might get a cat": only what is so can take the place of anything.
  const { firm, rest, reservation } = standing(fact.text, fact.saidAt);
  if (reservation !== null && firm !== '') {
    const stated = { ...fact, text: firm };
    const anew = candidates.map(({ memory, similarity }) => ({
      memory,
      similarity,
      comparison: compare(stated, memory),
    }));
    const decisions = changed(stated, analyse(firm), anew);
    if (decisions) return withRest(decisions, firm, rest, fact);
    // What is only planned may still take the place of another plan.
    const plans = candidates.filter(({ memory }) => givesWay(memory, reservation));
    return settled(fact, mine, plans);
  }
  return settled(fact, mine, candidates);
}

/** The same for a statement that is all firm, or memories that give way to what it plans. */
function settled(
  fact: Fact,
  mine: SentenceAnalysis,
  candidates: readonly Candidate[],
): Decision[] | null {
  // "It's a 56. So ignore the 58": what was wrong, beside what is right.
  const amended =
    mine.cues.correction && mine.ended.some((words) => /^\S*\d\S*$/.test(words))
      ? corrected(fact, mine, candidates)
      : null;
  if (amended) return amended;
  // What is quoted to the memory takes nothing back.
  if (mine.cues.retraction && fact.instruction !== true) {
    const retracted = retract(fact, mine, candidates);
    if (retracted) return retracted;
  }
  const statement = withoutLeadIn(fact.text);
  const readable = candidates.filter(
    ({ memory, comparison }) =>
      comparison.readable && (mine.cues.correction || !toldOfAnother(statement, memory.text)),
  );
  const decisions =
    reframed(fact, mine, readable) ??
    swapped(fact, mine, readable) ??
    calledOff(fact, mine, readable) ??
    lapsed(fact, mine, readable) ??
    replaced(fact, mine, readable) ??
    exchanged(fact, mine, readable) ??
    reassigned(fact, mine, readable) ??
    succeeded(fact, mine, readable) ??
    outdone(fact, mine, readable);
  return decisions ? lossless(decisions, fact, mine, readable) : corrected(fact, mine, readable);
}

/** The decisions, with what a closed memory says beside what ends kept in its new text. */
function lossless(
  decisions: readonly Decision[],
  fact: Fact,
  mine: SentenceAnalysis,
  candidates: readonly Candidate[],
): Decision[] {
  return decisions.map((decision): Decision => {
    if (decision.operation !== 'UPDATE' && decision.operation !== 'DELETE') return decision;
    const memory = candidates.find((each) => each.memory.id === decision.memoryId)?.memory.text;
    if (memory === undefined) return decision;
    const { memoryId, confidence } = decision;
    const ends = mine.negated || mine.ended.length > 0 || tellsOfEnd(fact.text);
    const text = decision.operation === 'UPDATE' ? decision.text : '';
    const has = (part: string): boolean => plain(text).includes(plain(part));
    const statement = withoutLeadIn(fact.text);
    const told = text !== '' && plain(text) === plain(statement);
    const rest =
      ends && (text === '' || told)
        ? remainder(memory, fact.text).filter((part) => !has(part))
        : [];
    const who = text === '' ? [] : people(memory, fact.text, [text, ...rest].join(' '));
    if (rest.length + who.length === 0) return decision;
    return {
      operation: 'UPDATE',
      memoryId,
      text: [joinedTexts(rest.join(' '), text), ...who].filter((part) => part !== '').join(' '),
      reason: `${decision.reason} The rest of it stays.`,
      confidence,
    };
  });
}

/** Decisions about a part of a statement, so that the rest of it is kept too. */
function withRest(decisions: Decision[], firm: string, rest: string, fact: Fact): Decision[] {
  return decisions.flatMap((decision): Decision[] => {
    if (decision.operation !== 'UPDATE')
      return decision.operation === 'DELETE'
        ? [decision, add({ ...fact, text: rest }, 'It is new beside what was known.', 0.7)]
        : [decision];
    const text = decision.text.includes(firm)
      ? decision.text.replace(firm, () => fact.text)
      : `${decision.text.replace(/(?<![.!?])$/, '.')} ${fact.text}`;
    return [{ ...decision, text }];
  });
}

const add = (fact: Fact, reason: string, confidence: number): Decision => ({
  operation: 'ADD',
  text: fact.text,
  reason,
  confidence,
});
