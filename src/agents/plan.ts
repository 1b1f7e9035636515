import type { IdSource } from '../memory/clock.js';
import type { OperationName, ScoredMemory } from '../memory/records.js';
import { brief, renderForSearch } from '../memory/text.js';
import type { Embedder } from '../embeddings/embedder.js';
import type { ExplainedChange, MemoryStore } from '../store/store.js';
import type { Extraction, Utterance } from './facts.js';
import type { Decision, Fact, ManagerPolicy, TurnPolicy } from './policy.js';
import { type Staged, Staging } from './staging.js';
import { validateDecisions } from './validate.js';

/** How many related memories a policy sees. */
const RELATED = 10;
/** Facts embedded at once; between two batches a call can be cancelled. */
const BATCH = 64;

export interface ManagedOperation {
  operation: OperationName;
  memoryId: string | null;
  text: string;
  previousText: string | null;
  reason: string;
  confidence: number;
}

/** What it takes to plan. */
export interface Planner {
  store: MemoryStore;
  embedder: Embedder;
  policy: ManagerPolicy;
  ids: IdSource;
}

/** What one call brings. */
export interface Turn {
  namespace: string;
  source: string | null;
  messages: readonly Message[];
  /** The facts of all messages, in order. */
  facts: readonly PreparedFact[];
}

/** What one call wants done, decided on the namespace as it was at `revision`. */
export interface Plan {
  revision: number;
  /** Name of the policy. */
  policy: string;
  changes: ExplainedChange[];
  operations: ManagedOperation[];
}

/** A message and what the built-in extraction took from it. */
export interface Message {
  utterance: Utterance;
  /** It is a fact already, to be stored in its own words. */
  verbatim: boolean;
  extraction: Extraction;
}

export interface PreparedFact {
  fact: Fact;
  vector: Float32Array;
}

export interface PlanOptions {
  signal?: AbortSignal | undefined;
  /** Called with the facts decided so far and all there are. */
  onProgress?: ((done: number, total: number) => void) | undefined;
}

/** Decides about every fact on the namespace as it is now. Writes nothing. */
export async function makePlan(
  parts: Planner,
  input: Turn,
  { signal, onProgress }: PlanOptions,
): Promise<Plan> {
  const { store, policy } = parts;
  const { namespace, facts } = input;
  const revision = await store.revision(namespace);
  const plan: Plan = { revision, policy: policy.name, changes: [], operations: [] };
  if (facts.length === 0) {
    addSilence(plan, input);
    return plan;
  }
  const staging = new Staging();
  const find = async ({ fact, vector }: PreparedFact): Promise<ScoredMemory[]> => {
    signal?.throwIfAborted();
    if (revision === 0) return [];
    return store.search({ namespace, vector, text: fact.text, limit: RELATED });
  };
  const turn = await readTurn(parts, input, find, signal);
  for (const [done, prepared] of turn.facts.entries()) {
    const { fact, vector } = prepared;
    const stored = prepared.related ?? (await find(prepared));
    signal?.throwIfAborted();
    const observation = {
      fact,
      vector,
      related: staging.overlay(stored, vector, Math.max(RELATED, stored.length)),
    };
    const decisions = validateDecisions(await turn.decide(observation, signal), observation);
    for (const decision of decisions) {
      const change = await stage(
        parts,
        input,
        decision,
        fact,
        vector,
        staging,
        observation.related,
      );
      plan.changes.push(change.change);
      plan.operations.push(change.operation);
    }
    onProgress?.(done + 1, turn.facts.length);
  }
  return plan;
}

/** What there is to decide and who decides it: fact by fact, or as a policy that reads whole turns sees it. */
async function readTurn(
  { policy, embedder }: Planner,
  { messages, facts }: Turn,
  find: (fact: PreparedFact) => Promise<ScoredMemory[]>,
  signal: AbortSignal | undefined,
): Promise<{
  facts: readonly (PreparedFact & { related?: readonly ScoredMemory[] })[];
  decide: TurnPolicy['decide'];
}> {
  if (!policy.forTurn) {
    return { facts, decide: (observation, inner) => policy.decide(observation, inner) };
  }
  const vectors = new Map(facts.map(({ fact, vector }) => [fact, vector]));
  const related = new Map<Fact, ScoredMemory[]>();
  for (const prepared of facts) related.set(prepared.fact, await find(prepared));
  const passages = messages.map(({ utterance, verbatim, extraction }) => ({
    ...utterance,
    verbatim,
    observations: extraction.facts.map((fact) => ({
      fact,
      vector: vectors.get(fact) ?? new Float32Array(0),
      related: related.get(fact) ?? [],
    })),
  }));
  const turn = await policy.forTurn(passages, signal);
  const reworded = turn.facts.map(({ fact }) => fact).filter((fact) => !vectors.has(fact));
  for (const { fact, vector } of await embedFacts(reworded, embedder, signal))
    vectors.set(fact, vector);
  return {
    facts: turn.facts.map((seen) => ({
      ...seen,
      vector: vectors.get(seen.fact) ?? new Float32Array(0),
    })),
    decide: turn.decide,
  };
}

/** A decision as a change to the ledger, staged so that later facts of the same call see it. */
async function stage(
  { embedder, ids }: Planner,
  input: Turn,
  decision: Decision,
  fact: Fact,
  vector: Float32Array,
  staging: Staging,
  related: readonly Staged['memory'][],
): Promise<{ change: ExplainedChange; operation: ManagedOperation }> {
  const { source } = input;
  const { reason, confidence } = decision;
  if (decision.operation === 'NOOP') {
    const { memoryId } = decision;
    return account(
      { operation: 'NOOP', memoryId, text: fact.text, source, reason, confidence },
      fact.text,
      null,
    );
  }
  const before =
    decision.operation === 'ADD' ? null : related.find((memory) => memory.id === decision.memoryId);
  if (decision.operation === 'DELETE') {
    const { memoryId } = decision;
    staging.remove(memoryId);
    const text = before?.text ?? '';
    return account({ operation: 'DELETE', memoryId, source, reason, confidence }, text, text);
  }
  const { text } = decision;
  const speaker = fact.speaker ?? before?.speaker ?? null;
  const same = text === fact.text && speaker === fact.speaker;
  const [fresh = vector] = same
    ? [vector]
    : await embedder.embed([renderForSearch(speaker, text)], 'document');
  const memoryId = decision.operation === 'ADD' ? ids.next() : decision.memoryId;
  const version = (before?.version ?? 0) + 1;
  const { saidAt } = fact;
  staging.put({
    memory: { id: memoryId, namespace: input.namespace, version, text, speaker, saidAt, source },
    vector: fresh,
  });
  const { operation } = decision;
  return account(
    { operation, memoryId, text, speaker, saidAt, source, vector: fresh, reason, confidence },
    text,
    before?.text ?? null,
  );
}

function account(
  change: ExplainedChange,
  text: string,
  previousText: string | null,
): { change: ExplainedChange; operation: ManagedOperation } {
  const { operation, memoryId, reason, confidence } = change;
  return { change, operation: { operation, memoryId, text, previousText, reason, confidence } };
}

/** Nothing worth storing: one NOOP that says why, so that the caller is never left without an answer. */
function addSilence(plan: Plan, { messages, source }: Turn): void {
  const text = brief(messages.map(({ utterance }) => utterance.text).join(' '), 300);
  const ignored = messages.flatMap(({ extraction }) => extraction.ignored);
  const reasons = [...new Set(ignored.map(({ reason }) => reason))].slice(0, 3);
  const why = reasons.length > 0 ? reasons.join('; ') : 'there are no words in it';
  const reason = `Nothing to store: ${why}.`;
  const done = account(
    { operation: 'NOOP', memoryId: null, text, source, reason, confidence: 0.9 },
    text,
    null,
  );
  plan.changes.push(done.change);
  plan.operations.push(done.operation);
}

export async function embedFacts(
  facts: readonly Fact[],
  embedder: Embedder,
  signal: AbortSignal | undefined,
): Promise<PreparedFact[]> {
  const prepared: PreparedFact[] = [];
  for (let from = 0; from < facts.length; from += BATCH) {
    signal?.throwIfAborted();
    const batch = facts.slice(from, from + BATCH);
    const texts = batch.map(({ speaker, text }) => renderForSearch(speaker, text));
    const vectors = await embedder.embed(texts, 'document');
    batch.forEach((fact, at) => {
      const vector = vectors[at];
      if (vector) prepared.push({ fact, vector });
    });
  }
  return prepared;
}
