import type { Remembered } from '../../src/training/environment/dialogue-patterns.js';
import type { DialogueMemory } from './dialogues.js';
import type { TestServer } from './server.js';

/** A dialogue's memory behind a running server: its tools, and its resource for listing what is live. */
export function mcpMemory(server: TestServer, namespace: string): DialogueMemory {
  /** A tool's structured content; a tool error is an error here, never a failed check. */
  async function call<T>(tool: string, args: Record<string, unknown>): Promise<T> {
    const result = await server.call<T>(tool, { ...args, namespace });
    if (result.isError) throw new Error(`${tool}: ${result.text}`);
    return result.value;
  }
  return {
    remember: (input) => call('remember', input),
    async live() {
      const { contents } = await server.client.readResource({ uri: `memory://${namespace}` });
      const [content] = contents;
      const text = content && 'text' in content ? content.text : '{}';
      return (JSON.parse(text) as { memories?: Remembered[] }).memories ?? [];
    },
    recall: async (query, limit) =>
      (await call<{ memories: Remembered[] }>('recall', { query, limit })).memories,
    answer: async (question) =>
      (await call<{ answer: string | null }>('answer', { question })).answer,
  };
}
