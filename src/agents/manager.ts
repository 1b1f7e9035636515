import type { Clock, IdSource } from '../memory/clock.js';
import type { OperationName, ScoredMemory, ZonedTime } from '../memory/records.js';
import { brief, renderForSearch } from '../memory/text.js';
import { parseZonedTime, toZoned } from '../memory/time.js';
import type { Embedder } from '../embeddings/embedder.js';
import type { ExplainedChange, MemoryStore } from '../store/store.js';
import { type Extraction, extractFacts } from './facts.js';
import type { Decision, Fact, ManagerPolicy } from './policy.js';
import { type Staged, Staging } from './staging.js';
import { givesOrders } from './standing.js';
import { validateDecisions } from './validate.js';

/** How many related memories a policy sees. */
const RELATED = 10;
/** Facts embedded at once; between two batches a call can be cancelled. */
const BATCH = 64;

export interface RememberInput {
  namespace: string;
  /** Oldest first. `saidAt` is ISO 8601 as the caller wrote it; default: now. */
  messages: readonly { speaker: string | null; text: string; saidAt?: string | undefined }[];
  source: string | null;
  idempotencyKey?: string | undefined;
  /** Store every message as one fact as it is, without taking it apart: it is a list of facts already. */
  verbatim?: boolean | undefined;
  dryRun: boolean;
}

export interface ManagedOperation {
  operation: OperationName;
  memoryId: string | null;
  text: string;
  previousText: string | null;
  reason: string;
  confidence: number;
}

export interface RememberOutcome {
  /** Null after a dry run. */
  transactionId: string | null;
  operations: ManagedOperation[];
  dryRun: boolean;
  /** True when the idempotency key was used before and this is the first result again. */
  repeated: boolean;
}

export interface ManagerOptions {
  signal?: AbortSignal | undefined;
  /** Called with the facts decided so far and all there are. */
  onProgress?: ((done: number, total: number) => void) | undefined;
}

export interface Manager {
  /**
   * Decides what to do with everything said and carries it out in one commit, or not at all.
   * @throws MemoryR1Error `bad-date`; the signal's reason when cancelled before the commit
   */
  remember(input: RememberInput, options?: ManagerOptions): Promise<RememberOutcome>;
}

export interface ManagerParts {
  store: MemoryStore;
  embedder: Embedder;
  policy: ManagerPolicy;
  ids: IdSource;
  clock: Clock;
}

/** What one call wants done, decided on the namespace as it was at `revision`. */
interface Plan {
  revision: number;
  changes: ExplainedChange[];
  operations: ManagedOperation[];
}

interface PreparedFact {
  fact: Fact;
  vector: Float32Array;
}

/** The memory manager: facts → related memories → policy → validated operations → one commit. */
export function createManager(parts: ManagerParts): Manager {
  const { store, policy } = parts;
  return {
    async remember(input, options = {}) {
      const { signal } = options;
      const { namespace, idempotencyKey } = input;
      const first = await recorded(store, namespace, idempotencyKey);
      if (first) return first;
      const extraction = extract(input, parts.clock);
      const facts = await embedFacts(extraction.facts, parts.embedder, signal);
      const plan = await makePlan(parts, input, extraction, facts, options);
      if (input.dryRun) {
        return { transactionId: null, operations: plan.operations, dryRun: true, repeated: false };
      }
      return store.exclusive(
        namespace,
        async (writer) => {
          const meanwhile = await recorded(store, namespace, idempotencyKey);
          if (meanwhile) return meanwhile;
          // Planned outside the lock so that others can write meanwhile; what they wrote may matter here.
          const current =
            plan.revision === writer.revision
              ? plan
              : await makePlan(parts, input, extraction, facts, options);
          signal?.throwIfAborted();
          const transaction = await writer.commit({
            namespace,
            changes: current.changes,
            policy: policy.name,
            idempotencyKey,
          });
          return {
            transactionId: transaction.id,
            operations: current.operations,
            dryRun: false,
            repeated: false,
          };
        },
        signal,
      );
    },
  };
}

/** The result of the call that used this key first. */
async function recorded(
  store: MemoryStore,
  namespace: string,
  key: string | undefined,
): Promise<RememberOutcome | null> {
  if (key === undefined) return null;
  const transaction = await store.transaction(namespace, { idempotencyKey: key });
  if (!transaction) return null;
  const operations = transaction.entries.map(
    ({ operation, memoryId, text, previousText, reason, confidence }) => ({
      operation,
      memoryId,
      text,
      previousText,
      reason,
      confidence,
    }),
  );
  return { transactionId: transaction.id, operations, dryRun: false, repeated: true };
}

function extract(input: RememberInput, clock: Clock): Extraction {
  const now = clock.now();
  const here: ZonedTime = toZoned(now, -new Date(now).getTimezoneOffset());
  const all: Extraction = { facts: [], ignored: [] };
  for (const { speaker, text, saidAt } of input.messages) {
    const time = saidAt === undefined ? here : parseZonedTime(saidAt);
    if (input.verbatim) {
      const instruction = givesOrders(text) ? true : undefined;
      all.facts.push({ text: text.trim(), speaker, saidAt: time, instruction });
      continue;
    }
    const { facts, ignored } = extractFacts({ text, speaker, saidAt: time });
    all.facts.push(...facts);
    all.ignored.push(...ignored);
  }
  return all;
}

async function embedFacts(
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

async function makePlan(
  parts: ManagerParts,
  input: RememberInput,
  extraction: Extraction,
  facts: readonly PreparedFact[],
  { signal, onProgress }: ManagerOptions,
): Promise<Plan> {
  const { store, policy } = parts;
  const revision = await store.revision(input.namespace);
  const plan: Plan = { revision, changes: [], operations: [] };
  const staging = new Staging();
  const find = async ({ fact, vector }: PreparedFact): Promise<ScoredMemory[]> => {
    signal?.throwIfAborted();
    if (revision === 0) return [];
    const { namespace } = input;
    return store.search({ namespace, vector, text: fact.text, limit: RELATED });
  };
  const before: ScoredMemory[][] = [];
  let turn = policy;
  if (policy.forTurn && facts.length > 0) {
    for (const prepared of facts) before.push(await find(prepared));
    const seen = facts.map((prepared, at) => ({ ...prepared, related: before[at] ?? [] }));
    turn = await policy.forTurn(seen, signal);
  }
  for (const [done, prepared] of facts.entries()) {
    const { fact, vector } = prepared;
    const stored = before[done] ?? (await find(prepared));
    signal?.throwIfAborted();
    const observation = { fact, vector, related: staging.overlay(stored, vector, RELATED) };
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
    onProgress?.(done + 1, facts.length);
  }
  if (facts.length === 0) addSilence(plan, input, extraction);
  return plan;
}

/** A decision as a change to the ledger, staged so that later facts of the same call see it. */
async function stage(
  { embedder, ids }: ManagerParts,
  input: RememberInput,
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
function addSilence(plan: Plan, input: RememberInput, { ignored }: Extraction): void {
  const text = brief(input.messages.map((message) => message.text).join(' '), 300);
  const reasons = [...new Set(ignored.map(({ reason }) => reason))].slice(0, 3);
  const why = reasons.length > 0 ? reasons.join('; ') : 'there are no words in it';
  const reason = `Nothing to store: ${why}.`;
  const done = account(
    { operation: 'NOOP', memoryId: null, text, source: input.source, reason, confidence: 0.9 },
    text,
    null,
  );
  plan.changes.push(done.change);
  plan.operations.push(done.operation);
}
