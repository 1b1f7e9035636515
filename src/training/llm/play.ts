import { type AnswerAgent, createAnswerAgent } from '../../agents/answer.js';
import type { AnswerPolicy } from '../../agents/answer-agent.js';
import { createLlmAnswerer } from '../../agents/llm/llm-answerer.js';
import { createLlmManager } from '../../agents/llm/llm-manager.js';
import type { LlmProvider } from '../../agents/llm/provider.js';
import type { DecisionTrace, TraceEntry } from '../../agents/llm/trace.js';
import { memoised } from '../../agents/memo.js';
import { extractFacts, type Utterance } from '../../agents/facts.js';
import { createManager, type ManagedOperation } from '../../agents/manager.js';
import type { ManagerPolicy } from '../../agents/policy.js';
import type { Embedder } from '../../embeddings/embedder.js';
import type { Clock, IdSource } from '../../memory/clock.js';
import { epochOf } from '../../memory/time.js';
import { renderForSearch } from '../../memory/text.js';
import { createInMemoryStore, type ForkableStore } from '../../store/in-memory-store.js';
import type { MemoryStore } from '../../store/store.js';
import { type AnswererState, type ManagerState, NEW_ID, type StateMemory } from './state.js';

const NAMESPACE = 'training';

/** What the model's word amounted to in one rollout. */
export interface Played {
  /** Prompts, replies and what could be read of them, one entry for each call of the model. */
  entries: TraceEntry[];
}

export interface PlayedTurn extends Played {
  operations: ManagedOperation[];
  /** The bank after the turn; its owner's alone. */
  store: MemoryStore;
}

export interface PlayedAnswer extends Played {
  /** Null where the agent abstained. */
  answer: string | null;
}

/**
 * Stands where a built-in policy decides in serving: in training, what the model's word cannot be taken
 * for leaves the bank as it is, so that nobody else earns the model's reward.
 */
const nothing: ManagerPolicy = {
  name: 'nothing',
  decide: () => [{ operation: 'NOOP', memoryId: null, reason: 'Nothing is done.', confidence: 0 }],
};

const abstaining: AnswerPolicy = {
  name: 'abstaining',
  distil: () => [],
  answer: () => ({ text: null, confidence: 0, evidence: [] }),
};

/** Remembered, since the rollouts of a group share their turn. */
const extracted = memoised((utterance) => extractFacts(JSON.parse(utterance) as Utterance));
const extract = (utterance: Utterance): ReturnType<typeof extractFacts> =>
  extracted(JSON.stringify(utterance));

/** A bank as a ledger, to be forked for every rollout. */
export async function restoreBank(
  memories: readonly StateMemory[],
  embedder: Embedder,
): Promise<ForkableStore> {
  const store = createInMemoryStore({ clock: stoppedClock(0), ids: counting('bank') });
  if (memories.length === 0) return store;
  const vectors = await embedder.embed(
    memories.map(({ speaker, text }) => renderForSearch(speaker, text)),
    'document',
  );
  const changes = memories.map(({ id, text, speaker, said_at }, at) => ({
    ...{ operation: 'ADD' as const, memoryId: id, text, speaker, saidAt: said_at, source: null },
    vector: vectors[at] ?? new Float32Array(),
    ...{ reason: 'restored', confidence: 1 },
  }));
  await store.exclusive(NAMESPACE, (writer) =>
    writer.commit({ namespace: NAMESPACE, changes, policy: 'restored' }),
  );
  return store;
}

/**
 * Plays one turn with a manager on a copy of the bank: as serving does, and with the same results each time.
 * @param ids of the memories that it adds
 */
export async function playTurn(
  bank: ForkableStore,
  messages: ManagerState['messages'],
  policy: ManagerPolicy,
  embedder: Embedder,
  ids: IdSource = counting(NEW_ID),
): Promise<{ operations: ManagedOperation[]; store: ForkableStore }> {
  const last = messages.at(-1);
  const clock = stoppedClock(last ? epochOf(last.said_at) : 0);
  const store = bank.fork({ clock, ids: counting('transaction') });
  const manager = createManager({ store, embedder, policy, clock, ids, extract });
  const { operations } = await manager.remember({
    namespace: NAMESPACE,
    messages: messages.map(({ speaker, text, said_at }) => ({ speaker, text, saidAt: said_at })),
    source: null,
    dryRun: false,
  });
  return { operations, store };
}

/** Plays one turn with a language model as the manager. */
export async function playManager(
  bank: ForkableStore,
  messages: ManagerState['messages'],
  provider: LlmProvider,
  embedder: Embedder,
): Promise<PlayedTurn> {
  const { trace, entries } = keptTrace();
  const policy = createLlmManager({ provider, fallback: nothing, trace });
  return { entries, ...(await playTurn(bank, messages, policy, embedder)) };
}

/** Plays one question with a language model as the answer agent. */
export async function playAnswerer(
  { question, memories }: Pick<AnswererState, 'question' | 'memories'>,
  provider: LlmProvider,
): Promise<PlayedAnswer> {
  const { trace, entries } = keptTrace();
  const policy = createLlmAnswerer({ provider, fallback: abstaining, trace });
  const retrieved = memories.map(({ id, text, speaker, said_at }, at) => ({
    ...{ id, text, speaker, saidAt: said_at, namespace: NAMESPACE, version: 1, source: null },
    ...{ score: 1 - at / memories.length, similarity: null },
  }));
  const { text } = await policy.answer(question, retrieved);
  return { entries, answer: text };
}

/** The answer agent over a bank. */
export function agentOn(
  store: MemoryStore,
  policy: AnswerPolicy,
  embedder: Embedder,
): (question: string) => ReturnType<AnswerAgent['answer']> {
  const agent = createAnswerAgent({ store, embedder, policy });
  return (question) => agent.answer(question, { namespace: NAMESPACE });
}

/** All that a bank holds, oldest first. */
export async function memoriesOf(store: MemoryStore): Promise<StateMemory[]> {
  const all = await store.list({ namespace: NAMESPACE }, { offset: 0, limit: 100_000 });
  return all.map(({ id, text, speaker, saidAt }) => ({ id, text, speaker, said_at: saidAt }));
}

function keptTrace(): { trace: DecisionTrace; entries: TraceEntry[] } {
  const entries: TraceEntry[] = [];
  return {
    entries,
    trace: { record: (entry) => entries.push(entry), flush: () => Promise.resolve() },
  };
}

function stoppedClock(now: number): Clock {
  return { now: () => now };
}

/** Ids that replay. */
export function counting(prefix: string): IdSource {
  let count = 0;
  return { next: () => `${prefix}-${String((count += 1))}` };
}
