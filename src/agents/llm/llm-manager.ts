import { messageOf } from '../../errors.js';
import type { Decision, Fact, ManagerPolicy, Observation, Passage, TurnPolicy } from '../policy.js';
import { ask, type Inquiry } from './ask.js';
import { againstAdd, againstDelete, againstLoss, againstNone, againstUpdate } from './guards.js';
import { decisionsSchema, type Proposal, type ReplyLimits } from './manager-output.js';
import { MANAGER_PROMPT_VERSION, MANAGER_SYSTEM, managerPrompt } from './prompts/manager.js';
import type { LlmProvider } from './provider.js';
import type { DecisionTrace } from './trace.js';
import { callsFor, type TurnCall } from './turn-call.js';
import { isToldBy, readTurn, type WordedFact } from './turn-reading.js';

export interface LlmManagerOptions {
  provider: LlmProvider;
  /** Decides wherever the model's word cannot be taken. */
  fallback: ManagerPolicy;
  trace?: DecisionTrace | undefined;
  /** Changes that one call may make; a reply with more is not used. */
  maxChanges?: number;
  /** For the model's part in one call, asking again included. */
  budgetMs?: number;
}

/** The model gives no probabilities that mean anything; this is what its accepted decisions count as. */
const CONFIDENCE = 0.8;

/** What the model decided for one fact, or why it did not. */
type Verdict =
  { proposals: readonly Proposal[]; ids: ReadonlyMap<string, string> } | { failure: string };

/** A call's facts in order, and what the model decided for each. */
type Outcome = readonly { seen: TurnPolicy['facts'][number]; verdict: Verdict }[];

/**
 * The memory manager by language model, as in Memory-R1 (arXiv 2508.19828): one call takes the facts
 * out of a turn and decides about them, over the memories related to any of them. The built-in
 * extraction finds those memories; and what it took from the turn and the model does not tell again,
 * the fallback decides. What the model wants done is checked fact by fact against the memories as they
 * are by then. Departs from the paper in that untouched memories are not listed again, that a fact must
 * be put in words that were said, and that the fallback decides what cannot be accepted. Throws on
 * cancellation only.
 */
export function createLlmManager(options: LlmManagerOptions): Required<ManagerPolicy> {
  const { provider, fallback } = options;
  const name = `llm@${String(MANAGER_PROMPT_VERSION)}:${provider.name}`;

  const forTurn = async (turn: readonly Passage[], signal?: AbortSignal): Promise<TurnPolicy> => {
    const outcomes = new Map<Fact, Outcome[number]>();
    for (const call of callsFor(turn))
      for (const one of await decideTogether(name, call, options, signal))
        outcomes.set(one.seen.fact, one);
    for (const observation of turn.flatMap(({ observations }) => observations)) {
      if (!observation.fact.instruction) continue;
      const verdict = { failure: 'the message gives orders to the memory' };
      outcomes.set(observation.fact, { seen: observation, verdict });
    }
    return {
      facts: [...outcomes.values()].map(({ seen }) => seen),
      decide: (observation, inner) =>
        settle(observation, outcomes.get(observation.fact)?.verdict, fallback, inner ?? signal),
    };
  };

  return {
    name,
    forTurn,
    async decide(observation, signal) {
      const { text, speaker, saidAt } = observation.fact;
      const passage = { text, speaker, saidAt, verbatim: true, observations: [observation] };
      return (await forTurn([passage], signal)).decide(observation, signal);
    },
    quick: {
      name: fallback.name,
      async decide(observation, signal) {
        const why = 'other changes came in while the model decided';
        return explain(await fallback.decide(observation, signal), fallback, why);
      },
    },
  };
}

/** One call about a turn, or about a part of a long one. */
async function decideTogether(
  policy: string,
  call: TurnCall,
  { provider, trace, maxChanges = 12, budgetMs = 45_000 }: LlmManagerOptions,
  signal: AbortSignal | undefined,
): Promise<Outcome> {
  const started = performance.now();
  const { messages, memories } = call;
  const limits = limitsOf(call);
  const inquiry: Inquiry<WordedFact[]> = {
    system: MANAGER_SYSTEM,
    user: managerPrompt({
      memories: memories.map(({ text, speaker, saidAt }, at) => ({
        ...{ id: String(at), text, speaker, said_at: saidAt },
      })),
      messages: messages.map(({ id, text, speaker, saidAt }) => ({
        ...{ id, speaker, said_at: saidAt, text },
      })),
    }),
    schema: decisionsSchema(
      messages.filter(({ observations }) => observations.length > 0).map(({ id }) => id),
      memories.map((_, at) => String(at)),
      limits,
    ),
    maxTokens: tokensFor(limits),
    read: (json) => readTurn(json, call, maxChanges),
  };
  const reply = await ask(provider, inquiry, { budgetMs, signal });
  const worded = reply.value ?? [];
  const failure = reply.problem ?? 'the model did not decide about it';
  const outcome = inOrder(call, worded, failure);
  trace?.record({
    role: 'manager',
    policy,
    system: inquiry.system,
    user: inquiry.user,
    attempts: reply.attempts,
    parsed: worded.map(({ fact, proposals }) => ({ fact: fact.text, proposals })),
    fallback: outcome.some(({ verdict }) => 'failure' in verdict) ? failure : null,
    ms: Math.round(performance.now() - started),
  });
  return outcome;
}

/** The model's facts in the order of what they tell again; what none of them tells stays as it was taken. */
function inOrder(call: TurnCall, worded: readonly WordedFact[], failure: string): Outcome {
  const ids = new Map(call.memories.map(({ id }, at) => [String(at), id]));
  const left = new Set(worded);
  return call.messages
    .flatMap(({ observations }) => observations)
    .flatMap((observation): Outcome => {
      const telling = [...left].filter(({ statements }) => statements[0] === observation.fact);
      for (const one of telling) left.delete(one);
      if (!isToldBy(observation.fact, worded)) return [{ seen: observation, verdict: { failure } }];
      return telling.map(({ fact, related, proposals }) => ({
        seen: { fact, related },
        verdict: { proposals, ids },
      }));
    });
}

/** Room for as many facts as were taken and some more, and for the longest of them in the longest memory. */
function limitsOf({ messages, memories }: TurnCall): ReplyLimits {
  const longest = (texts: readonly string[]): number => Math.max(0, ...texts.map((t) => t.length));
  const facts = messages.flatMap(({ observations }) => observations).map(({ fact }) => fact.text);
  const fact = longest(facts) + 40;
  return { entries: facts.length * 2 + 1, fact, text: longest(memories.map((m) => m.text)) + fact };
}

/** Tokens for the reply: half of the entries at full length, at three characters a token, and their JSON. */
function tokensFor({ entries, fact, text }: ReplyLimits): number {
  return Math.min(4096, 64 + Math.ceil(entries / 2) * (60 + Math.ceil((fact + text) / 3)));
}

/** Takes the model's word where nothing speaks against it, else the fallback's, and says which. */
async function settle(
  observation: Observation,
  verdict: Verdict | undefined,
  fallback: ManagerPolicy,
  signal: AbortSignal | undefined,
): Promise<Decision[]> {
  const accepted = verdict === undefined ? 'it was not asked' : accept(observation, verdict);
  if (typeof accepted !== 'string') return accepted;
  return explain(await fallback.decide(observation, signal), fallback, accepted);
}

/** The fallback's decisions, with why they are not the model's. */
function explain(decisions: readonly Decision[], { name }: ManagerPolicy, why: string): Decision[] {
  return decisions.map((decision) => ({
    ...decision,
    reason: `Decided by ${name}, since the model’s word could not be taken: ${why}. ${decision.reason}`,
  }));
}

/** The model's decisions for a fact, or what speaks against them. */
function accept(observation: Observation, verdict: Verdict): Decision[] | string {
  if ('failure' in verdict) return verdict.failure;
  const { fact, related } = observation;
  const decisions: Decision[] = [];
  const touched = new Set<string>();
  for (const proposal of verdict.proposals) {
    const local = proposal.event === 'ADD' ? null : proposal.memory;
    const id = local === null ? undefined : verdict.ids.get(local);
    const memory = related.find((one) => one.id === id) ?? null;
    // Another fact's candidate, or one that an earlier fact of this turn has removed.
    if (local !== null && memory === null)
      return `${proposal.event} of a memory that is not related to this fact`;
    if (memory !== null && touched.has(memory.id)) return 'two operations on one memory';
    if (memory !== null) touched.add(memory.id);
    const problem = against(observation, proposal, memory);
    if (problem !== null) return problem;
    const said = { confidence: CONFIDENCE };
    if (proposal.event === 'ADD')
      decisions.push({
        ...said,
        operation: 'ADD',
        text: fact.text,
        reason: 'The model found it to be new.',
      });
    else if (proposal.event === 'NONE')
      decisions.push({
        ...said,
        operation: 'NOOP',
        memoryId: memory?.id ?? null,
        reason: memory
          ? 'The model found it to be known already.'
          : 'The model found it not worth keeping.',
      });
    else if (memory !== null && proposal.event === 'DELETE')
      decisions.push({
        ...said,
        operation: 'DELETE',
        memoryId: memory.id,
        reason: 'The model found that the new fact ends it.',
      });
    else if (memory !== null && proposal.event === 'UPDATE')
      decisions.push({
        ...said,
        operation: 'UPDATE',
        memoryId: memory.id,
        text: proposal.text,
        reason: 'The model put the new fact into it.',
      });
  }
  return againstForgetting(observation, decisions) ?? decisions;
}

/** A DELETE alone does not store the fact: what the fact names beyond the deleted memory would be lost. */
function againstForgetting(
  { fact, related }: Observation,
  decisions: readonly Decision[],
): string | null {
  const deleted = decisions.find((decision) => decision.operation === 'DELETE');
  if (!deleted || decisions.some(({ operation }) => /ADD|UPDATE/.test(operation))) return null;
  const memory = related.find(({ id }) => id === deleted.memoryId) ?? null;
  return againstLoss(fact, memory, 'DELETE');
}

function against(
  { fact, related }: Observation,
  proposal: Proposal,
  memory: Observation['related'][number] | null,
): string | null {
  try {
    if (proposal.event === 'ADD') return againstAdd(fact, related);
    if (proposal.event === 'NONE') return againstNone(fact, memory);
    if (memory === null) return `${proposal.event} of no memory`;
    return proposal.event === 'DELETE'
      ? againstDelete(fact, memory)
      : againstUpdate(fact, memory, proposal.text);
  } catch (error) {
    // The analysis of whatever the model wrote must not end the call.
    return `its reply could not be checked (${messageOf(error)})`;
  }
}
