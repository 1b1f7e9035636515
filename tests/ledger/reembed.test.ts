import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import type { Embedder } from '../../src/embeddings/embedder.js';
import { createRandom, deriveSeed } from '../../src/memory/random.js';
import { openLanceStore } from '../../src/store/lance-store.js';
import { FolderLocks } from '../../src/store/folder-locks.js';
import { reembed } from '../../src/store/reembed.js';
import type { MemoryStore } from '../../src/store/store.js';
import { add, commit } from '../contracts/ledger-fixtures.js';
import { auditNamespace } from '../support/ledger-audit.js';
import { bundleScript, removeBundle, startChild } from '../support/ledger-children.js';
import { hashEmbedder, otherHashEmbedder } from '../support/ledger-embedder.js';
import { temporaryFolder } from '../support/server.js';

/** The full run is `LEDGER_ROUNDS=200 npx vitest run tests/ledger/reembed.test.ts`, with 1 in 8 of them. */
const ROUNDS = Math.ceil(Number(process.env['LEDGER_ROUNDS'] ?? 8) / 8);
const SEED = Number(process.env['LEDGER_SEED'] ?? 20_261_122);
const MEMORIES = 1200;

function open(uri: string, embedder: Embedder): MemoryStore {
  let count = 0;
  return openLanceStore({
    uri,
    clock: { now: () => Date.now() },
    ids: { next: () => `t${performance.now()}-${(count += 1)}` },
    embedder,
  });
}

/** True where the memories are all there and found by vectors of this embedder. */
async function serves(store: MemoryStore, embedder: Embedder): Promise<boolean> {
  for (const n of [0, MEMORIES / 2, MEMORIES - 1]) {
    const [vector] = await embedder.embed([`topic ${n} of many`], 'query');
    const [first] = await store.search({ namespace: 'default', vector, limit: 1 });
    // Many share a vector, hashed as they are; vectors of another model would be far off.
    if (Math.abs((first?.similarity ?? 0) - 1) > 1e-4) return false;
  }
  return true;
}

async function round(reembedder: string, writer: string, index: number): Promise<string> {
  const random = createRandom(deriveSeed(SEED, 30_000 + index));
  const uri = temporaryFolder();
  let store = open(uri, hashEmbedder);
  for (let from = 0; from < MEMORIES; from += 300) {
    const some = Array.from({ length: 300 }, (_, i) =>
      add(`m${from + i}`, `topic ${from + i} of many`),
    );
    await commit(store, some);
  }
  await store.close();

  const busy = startChild(writer, [uri, 'other', `w${index}`, '1000']);
  await busy.until((line) => line.startsWith('committed 2 '));
  onTestFinished(() => busy.kill());
  const child = startChild(reembedder, [uri]);
  onTestFinished(() => child.kill());
  const until = random.pick([0, 64, 512, 600, MEMORIES]);
  await child.until((line) => Number(/^progress (\d+)$/.exec(line)?.[1] ?? -1) >= until);
  await sleep(random.int(300));
  await child.kill();
  expect(child.errors()).toBe('');
  const seen = Math.max(
    0,
    ...child.lines.map((line) => Number(/^progress (\d+)$/.exec(line)?.[1] ?? 0)),
  );

  // Either all of the old vectors serve or all of the new ones.
  store = open(uri, hashEmbedder);
  const switched = await store.revision('default').then(
    () => false,
    (error: unknown) => {
      expect(error).toMatchObject({ code: 'embedder-mismatch' });
      return true;
    },
  );
  if (!switched) expect(await serves(store, hashEmbedder)).toBe(true);
  await store.close();

  const starts: number[] = [];
  const locks = new FolderLocks(join(uri, 'locks'));
  const resume = async (patience: number): Promise<string> =>
    reembed({
      uri,
      locks,
      embedder: otherHashEmbedder,
      onProgress: (done) => starts.push(done),
    }).catch(async (error: unknown) => {
      // For some seconds the killed one counts as running; beside a busy writer one is told to repeat the call.
      const { code = '' } = error as { code?: string };
      if (!/^(?:reembed-running|store-busy)$/.test(code) || patience === 0) throw error;
      await sleep(500);
      return resume(patience - 1);
    });
  const outcome = await resume(60);
  // One namespace may have been switched, and the other not yet.
  expect(switched ? ['up-to-date', 'done'] : ['done']).toContain(outcome);
  if (!switched && seen > 700) expect(starts[0]).toBeGreaterThanOrEqual(512);
  // The writer that goes by the old model has been told so, or is on its way to.
  await busy.until((line) => line === 'closed').catch(() => undefined);
  await busy.kill();
  if (busy.errors() !== '') expect(busy.errors()).toMatch(/embedder-mismatch/);

  store = open(uri, otherHashEmbedder);
  expect(await serves(store, otherHashEmbedder)).toBe(true);
  for (const namespace of ['default', 'other']) {
    const { model, problems } = await auditNamespace(store, namespace);
    expect(problems).toEqual([]);
    if (namespace === 'default') expect(model.live.size).toBe(MEMORIES);
    const heard = busy.lines.flatMap((line) => /^committed \d+ (\S+)$/.exec(line)?.[1] ?? []);
    if (namespace === 'other') expect(heard.filter((id) => !model.find(id))).toEqual([]);
  }
  await store.close();
  return switched ? 'switched' : `at ${seen}`;
}

test(
  '[L-19] killed at any moment, beside a writer: the old vectors serve or the new ones, and it goes on from there',
  async () => {
    const reembedder = await bundleScript(
      resolve(import.meta.dirname, '../support/ledger-reembed.ts'),
    );
    const writer = await bundleScript(resolve(import.meta.dirname, '../support/ledger-burst.ts'));
    const states: string[] = [];
    try {
      for (let index = 0; index < ROUNDS; index += 1)
        states.push(await round(reembedder, writer, index));
    } finally {
      for (const script of [reembedder, writer]) await removeBundle(script);
    }
    if (ROUNDS > 1) process.stderr.write(`reembed killed ${states.join(', ')}\n`);
  },
  60_000 + 90_000 * ROUNDS,
);
