import { join } from 'node:path';
import { expect, test } from 'vitest';
import { resolveSettings } from '../src/settings.js';

test('flags win over the environment, the environment over the defaults', () => {
  const environment = {
    MEMORY_R1_HOME: '/data/env',
    MEMORY_R1_NAMESPACE: 'env',
    MEMORY_R1_MANAGER: '',
  };
  expect(resolveSettings({ namespace: 'flag' }, environment)).toEqual({
    home: '/data/env',
    namespace: 'flag',
    embedder: 'bundled',
    manager: 'learned',
    answerer: 'learned',
    llm: undefined,
    llmApiKey: undefined,
    llmSchema: 'enforced',
    trace: undefined,
    hubEndpoint: undefined,
    storeUri: join('/data/env', 'ledger'),
    retentionMs: null,
    secrets: 'mask',
  });
});

test('a store elsewhere is handed over as it is', () => {
  expect(resolveSettings({ store: 's3://bucket/memories' }, {}).storeUri).toBe(
    's3://bucket/memories',
  );
  expect(resolveSettings({ store: 'memories' }, {}).storeUri).toBe(join(process.cwd(), 'memories'));
});

test('the default folder lies outside of the package', () => {
  expect(resolveSettings({}, {}).home.startsWith(process.cwd())).toBe(false);
});

test('a language model in a role has to be named', () => {
  expect(() => resolveSettings({ manager: 'llm' }, {})).toThrow(/MEMORY_R1_LLM must name one/);
  expect(() => resolveSettings({ manager: 'llm', llm: 'gpt' }, {})).toThrow(/--llm must be/);
  const settings = resolveSettings(
    { manager: 'llm', llm: 'openai:m@http://127.0.0.1:1/v1' },
    { MEMORY_R1_LLM_API_KEY: 'key' },
  );
  expect(settings).toMatchObject({ manager: 'llm', llmApiKey: 'key' });
});
