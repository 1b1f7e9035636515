import { expect, test } from 'vitest';
import { extractivePolicy } from '../src/agents/answerer/extractive.js';
import { rulesPolicy } from '../src/agents/policies/rules.js';
import { createServices } from '../src/services.js';
import { createInMemoryStore } from '../src/store/in-memory-store.js';
import { hashEmbedder } from './support/ledger-embedder.js';

const KEY = `sk-${'proj-'}4f9a8b7c6d5e4f3a2b1c0d9e8f7a6b5c`;

const servicesWith = (secrets: 'mask' | 'keep') =>
  createServices({
    store: createInMemoryStore(),
    embedder: hashEmbedder,
    manager: rulesPolicy,
    answerer: extractivePolicy,
    secrets,
  });

const said = {
  namespace: 'default',
  messages: [{ speaker: 'Ann', text: `My API key for the maps service is ${KEY}.` }],
  source: `chat ${KEY}`,
  dryRun: false,
};

test('[P-16] a key is stored nowhere, and the result says so', async () => {
  const services = servicesWith('mask');
  const { operations } = await services.remember(said);
  expect(operations).toMatchObject([
    {
      operation: 'ADD',
      text: 'My API key for the maps service is [redacted].',
      reason: expect.stringMatching(/key, token or card number was not stored/) as string,
    },
  ]);
  const { entries } = await services.history({ namespace: 'default', limit: 10 });
  expect(JSON.stringify(entries)).not.toContain(KEY);
  expect(entries[0]?.source).toBe('chat [redacted]');
});

test('[P-16] a message that is nothing but a key leaves no memory', async () => {
  const messages = [{ speaker: null, text: KEY }];
  const { operations } = await servicesWith('mask').remember({ ...said, messages });
  expect(operations).toMatchObject([
    { operation: 'NOOP', reason: expect.stringMatching(/was not stored/) as string },
  ]);
});

test('[P-16] where the user wants it, it is kept', async () => {
  const { operations } = await servicesWith('keep').remember(said);
  expect(operations[0]?.text).toContain(KEY);
  expect(operations[0]?.reason).not.toMatch(/not stored/);
});
