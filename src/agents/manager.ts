import type { Clock } from '../memory/clock.js';
import type { ZonedTime } from '../memory/records.js';
import { parseZonedTime, toZoned } from '../memory/time.js';
import type { MemoryStore } from '../store/store.js';
import { extractFacts } from './facts.js';
import {
  embedFacts,
  makePlan,
  type ManagedOperation,
  type Message,
  type Planner,
  type PlanOptions,
} from './plan.js';
import { givesOrders } from './standing.js';

export type { ManagedOperation, PlanOptions } from './plan.js';

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

export interface RememberOutcome {
  /** Null after a dry run. */
  transactionId: string | null;
  operations: ManagedOperation[];
  dryRun: boolean;
  /** True when the idempotency key was used before and this is the first result again. */
  repeated: boolean;
}

export interface Manager {
  /**
   * Decides what to do with everything said and carries it out in one commit, or not at all.
   * @throws MemoryR1Error `bad-date`; the signal's reason when cancelled before the commit
   */
  remember(input: RememberInput, options?: PlanOptions): Promise<RememberOutcome>;
}

export interface ManagerParts extends Planner {
  clock: Clock;
  /** Takes the statements out of what was said; default: `extractFacts`. */
  extract?: typeof extractFacts;
}

/** How often a call is decided outside the lock; then it is decided quickly, inside. */
const PLANS = 2;

/** The memory manager: facts → related memories → policy → validated operations → one commit. */
export function createManager(parts: ManagerParts): Manager {
  const { store, policy } = parts;
  return {
    async remember(input, options = {}) {
      const { signal } = options;
      const { namespace, idempotencyKey } = input;
      const first = await recorded(store, namespace, idempotencyKey);
      if (first) return first;
      const messages = read(input, parts);
      const facts = await embedFacts(
        messages.flatMap(({ extraction }) => extraction.facts),
        parts.embedder,
        signal,
      );
      const turn = { namespace, source: input.source, messages, facts };
      for (let round = 1; ; round += 1) {
        const plan = await makePlan(parts, turn, options);
        if (input.dryRun) {
          const { operations } = plan;
          return { transactionId: null, operations, dryRun: true, repeated: false };
        }
        const outcome = await store.exclusive(
          namespace,
          async (writer): Promise<RememberOutcome | null> => {
            const meanwhile = await recorded(store, namespace, idempotencyKey);
            if (meanwhile) return meanwhile;
            let current = plan;
            // Planned outside the lock so that others can write meanwhile; what they wrote may matter here.
            if (plan.revision !== writer.revision) {
              if (policy.quick && round < PLANS) return null;
              // Nobody may wait for a language model that others keep overtaking.
              const quick = { ...parts, policy: policy.quick ?? policy };
              current = await makePlan(quick, turn, options);
            }
            signal?.throwIfAborted();
            const transaction = await writer.commit({
              namespace,
              changes: current.changes,
              policy: current.policy,
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
        if (outcome) return outcome;
      }
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

function read(input: RememberInput, { clock, extract = extractFacts }: ManagerParts): Message[] {
  const now = clock.now();
  const here: ZonedTime = toZoned(now, -new Date(now).getTimezoneOffset());
  return input.messages.map(({ speaker, text, saidAt }) => {
    const time = saidAt === undefined ? here : parseZonedTime(saidAt);
    const utterance = { text, speaker, saidAt: time };
    if (!input.verbatim) return { utterance, verbatim: false, extraction: extract(utterance) };
    const instruction = givesOrders(text) ? true : undefined;
    const fact = { ...utterance, text: text.trim(), instruction };
    return { utterance, verbatim: true, extraction: { facts: [fact], ignored: [] } };
  });
}
