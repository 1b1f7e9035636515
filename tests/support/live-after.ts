import { rulesPolicy } from '../../src/agents/policies/rules.js';
import type { Embedder } from '../../src/embeddings/embedder.js';
import { inProcessMemory } from './run-dialogues.js';

/** What is live after the rules were told messages one after the other. */
export async function liveAfter(
  embedder: Embedder,
  messages: readonly string[],
): Promise<string[]> {
  const memory = inProcessMemory(rulesPolicy, embedder);
  for (const text of messages) await memory.remember({ text });
  return (await memory.live()).map(({ text }) => text);
}
