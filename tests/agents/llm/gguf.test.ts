import { expect, it } from 'vitest';
import { createLlm } from '../../../src/agents/llm/create.js';

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
