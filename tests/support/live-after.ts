import { afterAll, beforeAll } from 'vitest';
import { rulesPolicy } from '../../src/agents/policies/rules.js';
import { createEmbedder } from '../../src/embeddings/create.js';
import type { Embedder } from '../../src/embeddings/embedder.js';
import { inProcessMemory } from './run-dialogues.js';

/** For a file of tests: gives what is live after the rules were told messages one after the other. */
export function useLiveAfter(): (messages: readonly string[]) => Promise<string[]> {
  let embedder: Embedder;
  beforeAll(() => {
    embedder = createEmbedder('bundled', { home: '' });
  });
  afterAll(() => embedder.close());
  return async (messages) => {
    const memory = inProcessMemory(rulesPolicy, embedder);
    for (const text of messages) await memory.remember({ text });
    return (await memory.live()).map(({ text }) => text);
  };
}
