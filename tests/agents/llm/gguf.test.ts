import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createLlm } from '../../../src/agents/llm/create.js';
import { temporaryFolder } from '../../support/server.js';

it('names the install command when node-llama-cpp is not there', async () => {
  const provider = createLlm('gguf:/models/none.gguf', {
    gguf: { load: () => Promise.reject(new Error("Cannot find package 'node-llama-cpp'")) },
  });
  await expect(provider.ready()).rejects.toMatchObject({
    kind: 'configuration',
    code: 'llm-package-missing',
    message: expect.stringContaining('npm install node-llama-cpp@3') as string,
  });
});

it('names a model file that is not there', async () => {
  const provider = createLlm('gguf:/models/none.gguf', {
    gguf: { load: () => Promise.resolve({}) },
  });
  await expect(provider.ready()).rejects.toMatchObject({
    code: 'llm-model-missing',
    message: expect.stringContaining('/models/none.gguf') as string,
  });
});

it('lets the caller go in time though the library does not let go of the model', async () => {
  const file = join(temporaryFolder(), 'model.gguf');
  writeFileSync(file, '');
  let generating = 0;
  /** Node-llama-cpp as far as it is used, with a model that never finishes a batch. */
  const stuck = {
    getLlama: async () => ({
      loadModel: async () => ({
        createContext: async () => ({
          contextSize: 8192,
          getSequence: () => ({ tokenMeter: { getState: () => ({}) } }),
        }),
        tokenize: () => [],
      }),
      createGrammarForJsonSchema: async () => ({}),
      dispose: async () => undefined,
    }),
    LlamaChatSession: class {
      prompt = () => ((generating += 1), new Promise(() => undefined));
      dispose = () => undefined;
    },
  };
  const provider = createLlm(`gguf:${file}`, {
    gguf: { load: async () => stuck, timeoutMs: 100 },
  });
  const schema = { type: 'string' as const };
  const request = { system: '', user: '', schema, maxTokens: 1, temperature: 0 };
  await expect(provider.complete(request)).rejects.toMatchObject({ code: 'llm-timeout' });
  const cancel = new AbortController();
  const waiting = provider.complete({ ...request, signal: cancel.signal });
  cancel.abort(new Error('gone'));
  await expect(waiting).rejects.toThrow('gone');
  expect(generating).toBe(1);
});
