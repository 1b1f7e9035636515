import { createAnswerAgent } from './agents/answer.js';
import type { AnswerPolicy } from './agents/answer-agent.js';
import { createManager, type RememberInput, type RememberOutcome } from './agents/manager.js';
import type { ManagerPolicy } from './agents/policy.js';
import { createRevisions } from './agents/revisions.js';
import type { Embedder } from './embeddings/embedder.js';
import { randomIds, systemClock } from './memory/clock.js';
import { parseNamespace } from './memory/namespace.js';
import type { EpochMs } from './memory/records.js';
import { maskSecrets, REDACTED } from './memory/secrets.js';
import { epochOf, parseZonedTime } from './memory/time.js';
import type { MemoryStore } from './store/store.js';
import type { Services } from './tools/services.js';

/** Puts the agents on a store and an embedder, and checks what callers typed on its way in. */
export function createServices(parts: {
  store: MemoryStore;
  embedder: Embedder;
  manager: ManagerPolicy;
  answerer: AnswerPolicy;
  /** Whether keys, tokens and card numbers are masked before anybody sees them, or kept as they were said. */
  secrets: 'mask' | 'keep';
}): Services {
  const { store, embedder } = parts;
  const manager = createManager({
    store,
    embedder,
    policy: parts.manager,
    ids: randomIds,
    clock: systemClock,
  });
  const answerAgent = createAnswerAgent({ store, embedder, policy: parts.answerer });
  const revisions = createRevisions({ store, embedder });
  return {
    remember: async (input, options) => {
      const said = checked(input);
      if (parts.secrets === 'keep') return manager.remember(said, options);
      const clean = withoutSecrets(said);
      const outcome = await manager.remember(clean, options);
      return clean === said ? outcome : explained(outcome);
    },
    recall: async ({ since, until, asOf, ...query }, options) =>
      answerAgent.recall(
        { ...checked(query), since: instant(since), until: instant(until), asOf: instant(asOf) },
        options,
      ),
    answer: async ({ question, asOf, ...where }, options) =>
      answerAgent.answer(question, { ...checked(where), asOf: instant(asOf), ...options }),
    forget: async (request, options) => revisions.forget(checked(request), options),
    undo: async (request, options) => revisions.undo(request, options),
    history: async (query) => store.history(checked(query)),
  };
}

/** The input itself where there is nothing to mask. */
function withoutSecrets(input: RememberInput): RememberInput {
  const source = input.source === null ? null : maskSecrets(input.source);
  const messages = input.messages.map((message) => ({
    ...message,
    text: maskSecrets(message.text),
  }));
  const same = messages.every(({ text }, at) => text === input.messages[at]?.text);
  return same && source === input.source ? input : { ...input, messages, source };
}

function explained(outcome: RememberOutcome): RememberOutcome {
  const note = `What looked like a key, token or card number was not stored: it is ${REDACTED} here.`;
  const operations = outcome.operations.map((operation) =>
    operation.text.includes(REDACTED)
      ? { ...operation, reason: `${operation.reason} ${note}` }
      : operation,
  );
  return { ...outcome, operations };
}

function checked<T extends { namespace: string }>(request: T): T {
  return { ...request, namespace: parseNamespace(request.namespace) };
}

function instant(time: string | undefined): EpochMs | undefined {
  return time === undefined ? undefined : epochOf(parseZonedTime(time));
}
