import { execFile } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { createEmbedder } from '../../src/embeddings/create.js';
import { MemoryR1Error } from '../../src/errors.js';
import { cosine } from './cosine.js';
import { variedTexts } from './texts.js';

const BUNDLED = fileURLToPath(new URL('../../models/embedder', import.meta.url));
const home = '/nonexistent';
const embedder = createEmbedder('bundled', { home });
const local = createEmbedder(`hf:${BUNDLED}`, { home });

afterAll(async () => {
  await embedder.close();
  await local.close();
});

/** The error of something that has to fail. */
async function failure(action: () => Promise<unknown>): Promise<unknown> {
  try {
    await action();
  } catch (error) {
    return error;
  }
  throw new Error('expected a failure');
}

describe('results', () => {
  test('do not depend on order, company or padding', async () => {
    const texts = variedTexts().slice(0, 150);
    const together = await embedder.embed(texts, 'document');
    const reversed = (await embedder.embed([...texts].reverse(), 'document')).reverse();
    for (const [index, text] of texts.entries()) {
      expect(cosine(together[index] ?? [], reversed[index] ?? [])).toBeGreaterThan(0.99999);
      if (index % 10 > 0) continue;
      const [alone = []] = await embedder.embed([text], 'document');
      expect(cosine(together[index] ?? [], alone)).toBeGreaterThan(0.99999);
    }
  });

  test('of concurrent calls go to their callers', async () => {
    const texts = ['a dog', 'the stock market fell', 'she plays the violin', ''];
    const alone = await embedder.embed(texts, 'query');
    const concurrent = await Promise.all(texts.map((text) => embedder.embed([text], 'query')));
    for (const [index, [vector = []]] of concurrent.entries()) {
      expect(cosine(vector, alone[index] ?? [])).toBeGreaterThan(0.99999);
    }
  });

  test('of no texts are no vectors', async () => {
    expect(await embedder.embed([], 'document')).toEqual([]);
  });

  test('place related sentences nearer than unrelated ones', async () => {
    const [cat = [], kitten = [], market = []] = await embedder.embed(
      ['My cat sleeps all day.', 'The kitten is napping.', 'Interest rates rose again.'],
      'document',
    );
    expect(cosine(cat, kitten)).toBeGreaterThan(cosine(cat, market) + 0.1);
  });
});

describe('a model folder given as hf:<path>', () => {
  test('goes through the same code as the bundled model', async () => {
    const texts = ['the same model', '', 'by another name'];
    const [ours, theirs] = [
      await embedder.embed(texts, 'document'),
      await local.embed(texts, 'document'),
    ];
    expect(theirs.map((vector) => [...vector])).toEqual(ours.map((vector) => [...vector]));
    expect(await local.dimension()).toBe(512);
    expect(local.name).toBe(`hf:${BUNDLED}`);
  });

  test('is one clear error where a file is missing', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'memory-r1-model-'));
    await writeFile(join(folder, 'config.json'), '{}');
    const broken = createEmbedder(`hf:${folder}`, { home });
    const error = await failure(() => broken.embed(['text'], 'query'));
    expect(error).toBeInstanceOf(MemoryR1Error);
    expect(error).toMatchObject({ kind: 'configuration', code: 'embedder-missing' });
    expect((error as Error).message).toContain(join(folder, 'tokenizer.json'));
    expect((error as Error).message).not.toContain('\n');
  });

  test('is one clear error where a file is damaged, each time it is asked', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'memory-r1-model-'));
    const files = ['config.json', 'tokenizer.json', 'tokenizer_config.json'];
    for (const file of files) await writeFile(join(folder, file), '{"broken": ');
    await promisify(execFile)('mkdir', [join(folder, 'onnx')]);
    await writeFile(join(folder, 'onnx', 'model.onnx'), 'not a model');
    const broken = createEmbedder(`hf:${folder}`, { home });
    for (let attempt = 0; attempt < 2; attempt++) {
      const error = await failure(() => broken.embed(['text'], 'query'));
      expect(error).toMatchObject({ kind: 'configuration', code: 'embedder-missing' });
      expect((error as Error).message).toContain(folder);
    }
    await broken.close();
  });
});

describe('settings', () => {
  test.each(['', 'hf:', 'openai', 'hf:not an id', 'hf:a/b/c'])('%j is refused', async (setting) => {
    const error = await failure(async () => createEmbedder(setting, { home }).embed([''], 'query'));
    expect(error).toMatchObject({ kind: 'configuration', code: 'embedder-setting' });
  });
});

describe('the worker', () => {
  test('leaves the event loop free during a long call', async () => {
    const texts = variedTexts().slice(0, 500);
    await embedder.embed(['warm'], 'query');
    // The share of time that the loop had work; were the model on it, it would be nearly all. A longest
    // delay in milliseconds would measure the machine's other work too.
    const before = performance.eventLoopUtilization();
    await embedder.embed(texts, 'document');
    expect(performance.eventLoopUtilization(before).utilization).toBeLessThan(0.5);
  });

  test('lets a query through during a long call', async () => {
    const order: string[] = [];
    const long = embedder.embed(variedTexts(), 'document').then(() => order.push('import'));
    await embedder.embed(['a short query'], 'query').then(() => order.push('query'));
    await long;
    expect(order).toEqual(['query', 'import']);
  });

  test('keeps no process alive, and prints nothing on stdout', async () => {
    const module = new URL('../../dist/embeddings/create.js', import.meta.url).href;
    const script = `
      const { createEmbedder } = await import(${JSON.stringify(module)});
      const [vector] = await createEmbedder('bundled', { home: '/nonexistent' }).embed(['a'], 'query');
      process.stderr.write(String(vector.length));
    `;
    const { stdout, stderr } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '--eval', script],
      { timeout: 15_000 },
    );
    expect({ stdout, stderr }).toEqual({ stdout: '', stderr: '512' });
  });

  test('is started again after it died', async () => {
    const post = vi.spyOn(Worker.prototype, 'postMessage');
    const mortal = createEmbedder('bundled', { home });
    const [before = []] = await mortal.embed(['a'], 'query');
    const interrupted = failure(() => mortal.embed(['b'], 'query'));
    const worker = post.mock.contexts.at(-1) as Worker;
    await worker.terminate();
    expect(await interrupted).toMatchObject({ kind: 'provider', code: 'embedder-died' });
    const [after = []] = await mortal.embed(['a'], 'query');
    expect([...after]).toEqual([...before]);
    await mortal.close();
    post.mockRestore();
  });

  test('refuses work once closed', async () => {
    const closed = createEmbedder('bundled', { home });
    const pending = failure(() => closed.embed(['a'], 'query'));
    await closed.close();
    await closed.close();
    expect(await pending).toMatchObject({ code: 'embedder-closed' });
    expect(await failure(() => closed.embed(['a'], 'query'))).toMatchObject({
      code: 'embedder-closed',
    });
  });
});
