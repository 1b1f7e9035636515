import { createAnswerAgent } from './agents/answer.js';
import type { AnswerPolicy } from './agents/answer-agent.js';
import { createManager } from './agents/manager.js';
import type { ManagerPolicy } from './agents/policy.js';
import { createRevisions } from './agents/revisions.js';
import type { Embedder } from './embeddings/embedder.js';
import { randomIds, systemClock } from './memory/clock.js';
import { parseNamespace } from './memory/namespace.js';
import type { EpochMs } from './memory/records.js';
import { epochOf, parseZonedTime } from './memory/time.js';
import type { MemoryStore } from './store/store.js';
import type { Services } from './tools/services.js';

/** Puts the agents on a store and an embedder, and checks what callers typed on its way in. */
export function createServices(parts: {
  store: MemoryStore;
  embedder: Embedder;
  manager: ManagerPolicy;
  answerer: AnswerPolicy;
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
    remember: async (input, options) => manager.remember(checked(input), options),
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

function checked<T extends { namespace: string }>(request: T): T {
  return { ...request, namespace: parseNamespace(request.namespace) };
}

function instant(time: string | undefined): EpochMs | undefined {
  return time === undefined ? undefined : epochOf(parseZonedTime(time));
}
