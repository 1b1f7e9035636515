import { afterAll, beforeAll } from 'vitest';
import { rulesPolicy } from '../../src/agents/policies/rules.js';
import type { ManagerPolicy } from '../../src/agents/policy.js';
import { createEmbedder } from '../../src/embeddings/create.js';
import type { Embedder } from '../../src/embeddings/embedder.js';
import { inProcessMemory } from './run-dialogues.js';

/** A text, and when it was said where that matters. */
type Message = string | { text: string; said_at: string };

/** For a file of tests: gives what is live after a policy was told messages one after the other. */
export function useLiveAfter(
  policy: ManagerPolicy = rulesPolicy,
): (messages: readonly Message[], speaker?: string) => Promise<string[]> {
  let embedder: Embedder;
  beforeAll(() => {
    embedder = createEmbedder('bundled', { home: '' });
  });
  afterAll(() => embedder.close());
  return async (messages, speaker) => {
    const memory = inProcessMemory(policy, embedder);
    for (const message of messages)
      await memory.remember({
        ...(typeof message === 'string' ? { text: message } : message),
        speaker,
      });
    return (await memory.live()).map(({ text }) => text);
  };
}
