import { afterEach, expect, test, vi } from 'vitest';
import { doctor } from '../../src/cli/doctor.js';
import type { Embedder } from '../../src/embeddings/embedder.js';
import { parseQueryMap, withQueryMap } from '../../src/embeddings/query-map.js';
import { createLog } from '../../src/log.js';
import type { Runtime } from '../../src/runtime.js';
import { resolveSettings } from '../../src/settings.js';
import { temporaryFolder } from '../support/server.js';

const model: Embedder = {
  name: 'model@1',
  dimension: async () => Promise.resolve(3),
  embed: async (texts) => Promise.resolve(texts.map(() => Float32Array.of(1, 0, 0))),
  close: async () => Promise.resolve(),
};

afterEach(() => {
  process.exitCode = undefined;
  vi.restoreAllMocks();
});

test('doctor sees that questions cannot be embedded, though documents can', async () => {
  const embedder = withQueryMap(model, () => parseQueryMap('{', 'query.json', model.name));
  const unused = async (): Promise<never> => Promise.reject(new Error('not in this test'));
  const runtime: Runtime = {
    embedder: async () => Promise.resolve(embedder),
    store: unused,
    policies: unused,
    services: unused,
    close: async () => Promise.resolve(),
  };
  const written = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const settings = resolveSettings({ home: temporaryFolder() }, {});
  await doctor({}, { settings, runtime, log: createLog({ write: () => true }) });
  expect(written.mock.calls.join('')).toMatch(
    /^PROBLEM +embedder: query\.json is no query map for model@1/m,
  );
  expect(process.exitCode).toBe(1);
});
