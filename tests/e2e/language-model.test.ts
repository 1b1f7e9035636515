import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startScriptedLlm } from '../support/scripted-llm.js';
import { startServer, temporaryFolder } from '../support/server.js';

interface Remembered {
  operations: { operation: string; text: string; reason: string }[];
}
interface History {
  entries: { policy: string; text: string }[];
}

const KEY = 'sk-test-4f2a9c7e1b';

test('a language model decides; when it goes away midway the server goes on without it', async () => {
  const added = {
    say: JSON.stringify({
      decisions: [{ from: 'M0', fact: 'I work at Google.', event: 'ADD' }],
    }),
  };
  const llm = await startScriptedLlm(added, { status: 401, message: `bad key ${KEY}` }, 'reset');
  const home = temporaryFolder();
  const trace = join(home, 'trace.jsonl');
  const server = await startServer(home, {
    MEMORY_R1_MANAGER: 'llm',
    MEMORY_R1_LLM: `openai:tiny@${llm.baseUrl}`,
    MEMORY_R1_LLM_API_KEY: KEY,
    MEMORY_R1_TRACE: trace,
  });

  const first = await server.call<Remembered>('remember', { text: 'I work at Google.' });
  expect(first.value.operations).toMatchObject([{ operation: 'ADD', text: 'I work at Google.' }]);
  expect(llm.requests[0]?.authorization).toBe(`Bearer ${KEY}`);

  const second = await server.call<Remembered>('remember', {
    text: "I left Google, I'm at Meta now.",
  });
  expect(second.isError).toBe(false);
  expect(second.value.operations).toMatchObject([{ operation: 'UPDATE' }]);
  const third = await server.call<Remembered>('remember', { text: 'I like oolong tea.' });
  expect(third.value.operations).toMatchObject([
    {
      operation: 'ADD',
      reason: expect.stringMatching(/^Decided by .*cannot be reached/) as string,
    },
  ]);
  const { value } = await server.call<History>('history', {});
  expect(value.entries.map(({ text }) => text)).toEqual([
    'I like oolong tea.',
    "I left Google, I'm at Meta now.",
    'I work at Google.',
  ]);

  await server.client.close();
  const written = readFileSync(trace, 'utf8');
  expect(written.trim().split('\n').length).toBeGreaterThanOrEqual(2);
  expect(written + server.stderr() + second.text).not.toContain(KEY);
}, 60_000);

test('a model that is named wrongly is one clear error, and nothing is written', async () => {
  const server = await startServer(temporaryFolder(), {
    MEMORY_R1_MANAGER: 'llm',
    MEMORY_R1_LLM: 'gguf:/no/such/model.gguf',
  });
  const result = await server.call('remember', { text: 'I work at Google.' });
  expect(result.isError).toBe(true);
  expect(result.text).toMatch(/node-llama-cpp|\/no\/such\/model\.gguf/);
  expect((await server.client.listTools()).tools).toHaveLength(6);
}, 60_000);
