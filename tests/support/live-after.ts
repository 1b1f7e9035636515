import { afterAll, beforeAll } from 'vitest';
import { rulesPolicy } from '../../src/agents/policies/rules.js';
import type { ManagerPolicy } from '../../src/agents/policy.js';
import { createEmbedder } from '../../src/embeddings/create.js';
import type { Embedder } from '../../src/embeddings/embedder.js';
import { inProcessMemory } from './run-dialogues.js';

/** For a file of tests: gives what is live after a policy was told messages one after the other. */
export function useLiveAfter(
  policy: ManagerPolicy = rulesPolicy,
): (messages: readonly string[], speaker?: string) => Promise<string[]> {
  let embedder: Embedder;
  beforeAll(() => {
    embedder = createEmbedder('bundled', { home: '' });
  });
  afterAll(() => embedder.close());
  return async (messages, speaker) => {
    const memory = inProcessMemory(policy, embedder);
    for (const text of messages) await memory.remember({ text, speaker });
    return (await memory.live()).map(({ text }) => text);
  };
}
