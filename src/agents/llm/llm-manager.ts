import { messageOf } from '../../errors.js';
import type { Decision, ManagerPolicy, Observation } from '../policy.js';
import { ask, type Inquiry } from './ask.js';
import { againstAdd, againstDelete, againstLoss, againstNone, againstUpdate } from './guards.js';
import { decisionsSchema, type Proposal, readDecisions, type TurnPlan } from './manager-output.js';
import { MANAGER_PROMPT_VERSION, MANAGER_SYSTEM, managerPrompt } from './prompts/manager.js';
import type { LlmProvider } from './provider.js';
import type { DecisionTrace } from './trace.js';

export interface LlmManagerOptions {
  provider: LlmProvider;
  /** Decides wherever the model's word cannot be taken. */
  fallback: ManagerPolicy;
  trace?: DecisionTrace | undefined;
  /** Facts in one call; a longer turn is split. */
  factsPerCall?: number;
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

/**
 * The memory manager by language model, as in Memory-R1 (arXiv 2508.19828): one call decides about all
 * facts of a turn, over the memories related to any of them. What it proposes is then checked fact by
 * fact against the memories as they are by then. Departs from the paper in that ADD stores the fact as
 * it is, untouched memories are not listed again, and the fallback decides what cannot be accepted.
 * Throws on cancellation only.
 */
export function createLlmManager(options: LlmManagerOptions): Required<ManagerPolicy> {
  const { provider, fallback, factsPerCall = 8 } = options;
  const name = `llm@${String(MANAGER_PROMPT_VERSION)}:${provider.name}`;

  const forTurn = async (
    observations: readonly Observation[],
    signal?: AbortSignal,
  ): Promise<ManagerPolicy> => {
    const verdicts = new Map<Observation['fact'], Verdict>();
    for (let from = 0; from < observations.length; from += factsPerCall) {
      const part = observations.slice(from, from + factsPerCall);
      for (const [fact, verdict] of await decideTogether(name, part, options, signal))
        verdicts.set(fact, verdict);
    }
    return {
      name,
      decide: async (observation, inner) =>
        settle(observation, verdicts.get(observation.fact), fallback, inner ?? signal),
    };
  };

  return {
    name,
    forTurn,
    decide: async (observation, signal) =>
      (await forTurn([observation], signal)).decide(observation, signal),
  };
}

/** One call about several facts. */
async function decideTogether(
  policy: string,
  observations: readonly Observation[],
  { provider, trace, maxChanges = 12, budgetMs = 45_000 }: LlmManagerOptions,
  signal: AbortSignal | undefined,
): Promise<Map<Observation['fact'], Verdict>> {
  const started = performance.now();
  // The same memory is often related to several facts; it is shown once.
  const memories = [
    ...new Map(observations.flatMap(({ related }) => related.map((one) => [one.id, one]))).values(),
  ];
  const local = memories.map((_, at) => String(at));
  const ids = new Map(memories.map(({ id }, at) => [String(at), id]));
  const facts = observations.map((_, at) => `F${String(at)}`);
  const inquiry: Inquiry<TurnPlan> = {
    system: MANAGER_SYSTEM,
    user: managerPrompt({
      memories: memories.map(({ text, speaker, saidAt }, at) => ({
        ...{ id: String(at), text, speaker, said_at: saidAt },
      })),
      facts: observations.map(({ fact }, at) => ({
        ...{ fact: `F${String(at)}`, text: fact.text, speaker: fact.speaker },
        said_at: fact.saidAt,
      })),
    }),
    schema: decisionsSchema(facts, local, longestMerge(observations)),
    maxTokens: roomFor(observations),
    read: (json) => readDecisions(json, facts, local, maxChanges),
  };
  const reply = await ask(provider, inquiry, { budgetMs, signal });
  const failure = reply.problem ?? 'the model did not decide about it';
  const verdicts = observations.map(({ fact }, at): [Observation['fact'], Verdict] => {
    const proposals = reply.value?.get(`F${String(at)}`);
    return [fact, proposals ? { proposals, ids } : { failure }];
  });
  trace?.record({
    role: 'manager',
    policy,
    system: inquiry.system,
    user: inquiry.user,
    attempts: reply.attempts,
    parsed: facts.map((fact) => reply.value?.get(fact) ?? null),
    fallback: verdicts.some(([, verdict]) => 'failure' in verdict) ? failure : null,
    ms: Math.round(performance.now() - started),
  });
  return new Map(verdicts);
}

/** Room for the longest fact inside the longest memory, in characters. */
function longestMerge(observations: readonly Observation[]): number {
  const longest = (texts: readonly string[]): number => Math.max(0, ...texts.map((t) => t.length));
  const memories = observations.flatMap(({ related }) => related.map(({ text }) => text));
  return longest(memories) + longest(observations.map(({ fact }) => fact.text)) + 60;
}

/** Tokens for the reply: a merge for each fact, at three characters a token, and the JSON around it. */
function roomFor(observations: readonly Observation[]): number {
  return Math.min(
    4096,
    64 + observations.length * (80 + Math.ceil(longestMerge(observations) / 3)),
  );
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
  const decisions = await fallback.decide(observation, signal);
  return decisions.map((decision) => ({
    ...decision,
    reason: `Decided by ${fallback.name}, since the model’s word could not be taken: ${accepted}. ${decision.reason}`,
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
