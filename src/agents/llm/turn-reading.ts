import type { ScoredMemory } from '../../memory/records.js';
import { brief } from '../../memory/text.js';
import { plain } from '../compare.js';
import { annotateDates } from '../dates.js';
import type { Fact, Observation } from '../policy.js';
import { type Reading, unusable } from './ask.js';
import { type Proposal, readEntries } from './manager-output.js';
import type { ShownMessage, TurnCall } from './turn-call.js';
import { addsNothing, isTold, restsOn } from './wording.js';

/** A fact as the model words it. */
export interface WordedFact {
  fact: Fact;
  /** What is related to the statements it tells again, and the memories that the proposals name. */
  related: readonly ScoredMemory[];
  proposals: readonly Proposal[];
  /** The built-in extraction's facts that it tells again, closest first. */
  statements: readonly Fact[];
}

/**
 * Reads what the model made of a turn. Entries that cannot be used are left out and named as problems;
 * so are statements that no usable entries tell again as a whole. A reply with more than `maxChanges`
 * changes is not used at all, nor is one without a usable entry.
 */
export function readTurn(json: unknown, call: TurnCall, maxChanges: number): Reading<WordedFact[]> {
  const reply = readEntries(
    json,
    call.memories.map((_, at) => String(at)),
  );
  if (reply === null) return unusable('"decisions" must be a list');
  const { entries, problems } = reply;
  const wellFormed = problems.length === 0;
  const facts = new Map<string, WordedFact>();
  const spoilt = new Set<string>();
  for (const { from, fact: text, proposal } of entries) {
    const worded = wordFact(from, text, call);
    if (typeof worded === 'string') {
      problems.push(worded);
      continue;
    }
    const key = `${from} ${worded.fact.text}`;
    const known = facts.get(key);
    if (typeof proposal === 'string') {
      problems.push(proposal);
      // Half of what was meant for a fact may be worse than nothing of it.
      spoilt.add(key);
    } else if (known || !isRepeated(worded, [...facts.values()]))
      facts.set(key, withProposal(known ?? worded, proposal, call));
  }
  for (const key of spoilt) facts.delete(key);
  const value = whollyTold([...facts.values()]);
  const changes = value.flatMap(({ proposals }) => proposals).filter(isChange).length;
  if (changes > maxChanges) {
    const most = `at most ${String(maxChanges)} are allowed`;
    return { value: null, wellFormed, problems: [`${String(changes)} changes, and ${most}`] };
  }
  for (const { fact } of call.messages.flatMap(({ observations }) => observations))
    if (!isToldBy(fact, value)) problems.push(`nothing usable is said of “${brief(fact.text)}”`);
  return { value: value.length === 0 ? null : value, wellFormed, problems };
}

/** Whether these facts leave out nothing of the statement that matters. */
export function isToldBy(statement: Fact, facts: readonly WordedFact[]): boolean {
  const telling = facts.filter(({ statements }) => statements.includes(statement));
  return isTold(
    statement,
    telling.map(({ fact }) => fact.text),
  );
}

/**
 * The facts without those of a statement that they tell only in part: the built-in policy decides about
 * all of it then, and a part of it stored beside it would be found twice.
 */
function whollyTold(facts: readonly WordedFact[]): WordedFact[] {
  const kept = facts.filter(({ statements: [closest] }) => closest && isToldBy(closest, facts));
  return kept.length === facts.length ? kept : whollyTold(kept);
}

/** Models say the same again in other words; stored twice it would be found twice. */
function isRepeated({ fact, statements }: WordedFact, earlier: readonly WordedFact[]): boolean {
  const same = earlier.filter((one) => one.statements.some((each) => statements.includes(each)));
  return addsNothing(
    fact.text,
    same.map((one) => one.fact.text),
    fact.speaker,
  );
}

const isChange = ({ event }: Proposal): boolean => event !== 'NONE';

function wordFact(from: string, text: string, call: TurnCall): WordedFact | string {
  const at = call.messages.findIndex(({ id }) => id === from);
  const message = call.messages[at];
  if (!message) return `there is no message "${brief(from, 20)}"`;
  const { observations, speaker, saidAt } = message;
  const dated = annotateDates(text, saidAt);
  const statements = restsOn(
    dated,
    observations.map(({ fact }) => fact),
    everythingSaid(call.messages.slice(0, at + 1)),
  );
  if (typeof statements === 'string') return statements;
  const [closest] = statements;
  const keeps = message.verbatim || plain(closest?.text ?? '') === plain(dated);
  const fact = keeps && closest ? closest : { text: dated, speaker, saidAt };
  const near = observations.filter((observation) => statements.includes(observation.fact));
  return { fact, related: relatedTo(near), proposals: [], statements };
}

/** What may be named in a fact: what was said so far, and by whom. */
function everythingSaid(messages: readonly ShownMessage[]): string {
  return messages
    .flatMap(({ speaker, text, observations }) => [
      speaker ?? '',
      text,
      ...observations.map(({ fact }) => fact.text),
    ])
    .join('\n');
}

function relatedTo(observations: readonly Observation[]): ScoredMemory[] {
  const memories = observations.flatMap(({ related }) => related);
  return [...new Map(memories.map((memory) => [memory.id, memory])).values()];
}

function withProposal(worded: WordedFact, proposal: Proposal, call: TurnCall): WordedFact {
  const repeated = worded.proposals.some((one) => JSON.stringify(one) === JSON.stringify(proposal));
  if (repeated) return worded;
  const proposals = [...worded.proposals, proposal];
  const local = 'memory' in proposal ? proposal.memory : null;
  const memory = local === null ? undefined : call.memories[Number(local)];
  const isNew = memory !== undefined && worded.related.every(({ id }) => id !== memory.id);
  return { ...worded, proposals, related: isNew ? [...worded.related, memory] : worded.related };
}
