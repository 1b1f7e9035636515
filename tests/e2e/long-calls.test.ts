import { beforeAll, expect, test } from 'vitest';
import { afterAllTests, startServer, temporaryFolder, type TestServer } from '../support/server.js';

interface History {
  entries: unknown[];
}

let server: TestServer;
const later = afterAllTests();
beforeAll(async () => {
  server = await startServer(temporaryFolder(later), {}, later);
});

const messages = Array.from({ length: 120 }, (_, number) => ({
  speaker: 'Ines',
  text: `Meter ${number} of the greenhouse stands at ${number * 37 + 11} litres.`,
}));

test('[P-02] a long call tells how far it is, and ends in one transaction', async () => {
  const namespace = 'progress';
  const progress: number[] = [];
  const result = await server.client.callTool(
    { name: 'remember', arguments: { messages, namespace } },
    {
      onprogress: ({ progress: done, total }) => progress.push(done / (total ?? 1)),
      timeout: 120_000,
    },
  );
  expect(result.isError).not.toBe(true);
  expect(progress.length).toBeGreaterThan(10);
  expect(progress).toEqual([...progress].sort((a, b) => a - b));
  expect(progress.at(-1)).toBe(1);
  const { value } = await server.call<{ entries: { transaction_id: string }[] }>('history', {
    limit: 100,
    namespace,
  });
  expect(new Set(value.entries.map((entry) => entry.transaction_id)).size).toBe(1);
}, 120_000);

test('[P-01] a cancelled call writes nothing, and the server goes on', async () => {
  const namespace = 'cancelled';
  const query = 'loads the model, so that the cancellation comes in time';
  await server.call('recall', { query, namespace });
  const controller = new AbortController();
  const call = server.client.callTool(
    { name: 'remember', arguments: { messages, namespace } },
    {
      signal: controller.signal,
      onprogress: () => controller.abort(new Error('enough')),
      timeout: 120_000,
    },
  );
  await expect(call).rejects.toThrow();
  // The same namespace's next write waits for the cancelled call's lock, if it ever took it.
  await server.call('remember', { text: 'The greenhouse door is blue.', namespace });
  const { value } = await server.call<History>('history', { limit: 100, namespace });
  expect(value.entries).toHaveLength(1);
}, 120_000);

test('resources show what is live and one memory with its history', async () => {
  const server = await startServer(temporaryFolder());
  const { value } = await server.call<{ operations: { memory_id: string }[] }>('remember', {
    text: 'The greenhouse door is blue.',
  });
  const id = value.operations[0]?.memory_id ?? '';
  const { resources } = await server.client.listResources();
  expect(resources).toMatchObject([{ uri: 'memory://default', name: 'default' }]);
  const read = async (uri: string) => {
    const { contents } = await server.client.readResource({ uri });
    return JSON.parse((contents[0] as { text: string }).text) as Record<string, unknown>;
  };
  expect(await read('memory://default')).toMatchObject({
    memories: [{ id, text: 'The greenhouse door is blue.' }],
  });
  expect(await read(`memory://default/${id}`)).toMatchObject({
    memory: { id },
    history: [{ operation: 'ADD' }],
  });
  await expect(read('memory://default/unknown')).rejects.toThrow(/unknown/);
});

test('prompts fill in their subject', async () => {
  const { prompts } = await server.client.listPrompts();
  expect(prompts.map(({ name }) => name)).toEqual(['what-do-you-know', 'save-this-conversation']);
  const prompt = await server.client.getPrompt({
    name: 'what-do-you-know',
    arguments: { topic: 'the greenhouse' },
  });
  expect(JSON.stringify(prompt.messages)).toContain('the greenhouse');
});
