import { createReadStream, existsSync, statSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEmbedder } from '../../src/embeddings/create.js';
import { cosine } from './cosine.js';

const BUNDLED = fileURLToPath(new URL('../../models/embedder', import.meta.url));
const ID = 'example/use-lite';
const PROMPTS = { prompts: { query: 'question: ', passage: 'fact: ' } };

/** A hub with one model, the bundled one, that wants prompts. */
let hub: Server;
let endpoint: string;
let requests: string[] = [];

beforeAll(async () => {
  hub = createServer((request, response) => {
    const file = (request.url ?? '').replace(`/${ID}/resolve/main/`, '');
    requests.push(file);
    const path = join(BUNDLED, file);
    if (file === 'config_sentence_transformers.json') {
      response.end(JSON.stringify(PROMPTS));
    } else if (existsSync(path)) {
      response.setHeader('content-length', statSync(path).size);
      createReadStream(path).pipe(response);
    } else {
      response.statusCode = 404;
      response.end();
    }
  });
  await new Promise<void>((resolve) => hub.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(hub.address() as AddressInfo).port}`;
});
afterAll(() => {
  hub.close();
});

describe('a model of the hub', () => {
  test('is fetched from the endpoint, prompted as it asks, and then works offline', async () => {
    const home = await mkdtemp(join(tmpdir(), 'memory-r1-home-'));
    const bundled = createEmbedder('bundled', { home });
    const expected = [...(await bundled.embed(['question: who?', 'fact: me'], 'document'))];
    for (const visit of ['online', 'offline']) {
      requests = [];
      const embedder = createEmbedder(`hf:${ID}`, {
        home,
        endpoint: visit === 'online' ? endpoint : 'http://127.0.0.1:9',
      });
      const vectors = [
        ...(await embedder.embed(['who?'], 'query')),
        ...(await embedder.embed(['me'], 'document')),
      ];
      await embedder.close();
      vectors.forEach((vector, index) => {
        expect(cosine(vector, expected[index] ?? [])).toBeGreaterThan(0.99999);
      });
      expect(requests.includes('onnx/model.onnx')).toBe(visit === 'online');
    }
    await bundled.close();
  });

  test('that does not exist is one clear error', async () => {
    const home = await mkdtemp(join(tmpdir(), 'memory-r1-home-'));
    const embedder = createEmbedder('hf:example/none', { home, endpoint });
    const embedding = embedder.embed(['a'], 'query');
    await expect(embedding).rejects.toMatchObject({
      kind: 'configuration',
      code: 'embedder-missing',
    });
    await expect(embedding).rejects.toThrow(
      /^The embedder hf:example\/none cannot be loaded.*HF_ENDPOINT.*$/,
    );
    await embedder.close();
  });
});
