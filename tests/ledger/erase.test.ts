import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createRandom, deriveSeed } from '../../src/memory/random.js';
import { openLanceStore } from '../../src/store/lance-store.js';
import type { MemoryStore } from '../../src/store/store.js';
import { add, commit, noop, update } from '../contracts/ledger-fixtures.js';
import { bundleScript, removeBundle, startChild } from '../support/ledger-children.js';
import { hashEmbedder } from '../support/ledger-embedder.js';
import { startServer, temporaryFolder } from '../support/server.js';

/** The full run is `LEDGER_ROUNDS=200 npx vitest run tests/ledger/erase.test.ts`, with 1 in 8 of them. */
const ROUNDS = Math.ceil(Number(process.env['LEDGER_ROUNDS'] ?? 8) / 8);
const SEED = Number(process.env['LEDGER_SEED'] ?? 20_261_122);
/** A process that starts finishes what a killed one left, some seconds after it opened the store. */
const PATIENCE_MS = 60_000;

/** The files below a folder that hold any of some texts, as `grep -r` finds them. */
async function filesWith(folder: string, texts: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  // Files and locks go while a store is open.
  for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) found.push(...(await filesWith(path, texts)));
    else {
      const bytes = await readFile(path).catch(() => Buffer.alloc(0));
      for (const text of texts) if (bytes.includes(text)) found.push(`${path}: ${text}`);
    }
  }
  return found;
}

test('[L-12] erased through a server: no version of it is left, and no byte in the data folder', async () => {
  const home = temporaryFolder();
  const server = await startServer(home);
  const say = async (text: string): Promise<void> => {
    const { isError, text: told } = await server.call('remember', { text, speaker: 'user' });
    expect(isError, told).toBe(false);
  };
  await say('I work at Quibblesworth Ltd.');
  await say("I left Quibblesworth Ltd., I'm at Zanzifabrik now.");
  await say('I have a red bicycle.');
  const secrets = ['Quibblesworth', 'quibblesworth', 'Zanzifabrik', 'zanzifabrik'];
  expect((await filesWith(home, secrets)).length).toBeGreaterThan(0);
  const recall = async (query: string) =>
    (
      await server.call<{ memories: { id: string; text: string }[] }>('recall', {
        query,
        limit: 60,
      })
    ).value.memories;
  for (const { id, text } of await recall('where I work')) {
    if (!/Zanzi|Quibble/.test(text)) continue;
    const erased = await server.call<{ erased: boolean }>('forget', { id, erase: true });
    expect(erased.isError, erased.text).toBe(false);
    expect(erased.value.erased).toBe(true);
  }
  expect(await filesWith(home, secrets)).toEqual([]);
  expect((await recall('bicycle')).map(({ text }) => text)).toEqual(['I have a red bicycle.']);
  const history = await server.call<{ entries: { text: string }[] }>('history', { limit: 60 });
  expect(JSON.stringify(history.value)).not.toMatch(/Zanzi|Quibble/i);
}, 60_000);

test(
  '[L-12] [L-18] an erase that is killed is done wholly or not at all, and its bytes go with the next process',
  async () => {
    const script = await bundleScript(resolve(import.meta.dirname, '../support/ledger-eraser.ts'));
    let halfway = 0;
    try {
      for (let round = 0; round < ROUNDS; round += 1) halfway += await killedErase(script, round);
    } finally {
      await removeBundle(script);
    }
    process.stderr.write(`erase: ${ROUNDS} rounds, ${halfway} left bytes to the next process\n`);
  },
  60_000 + 90_000 * ROUNDS,
);

/** @returns 1 where the kill came between commit and clean-up, else 0 */
async function killedErase(script: string, round: number): Promise<number> {
  const random = createRandom(deriveSeed(SEED, 20_000 + round));
  const uri = temporaryFolder();
  const ids = Array.from({ length: 6 }, (_, n) => `m${n}`);
  const secretOf = (id: string): string => `xyzzy${round}q${id}`;
  let store = open(uri);
  for (const id of ids) {
    await commit(store, [
      add(id, `the word is ${secretOf(id)}`),
      add(`${id}-other`, 'a red bicycle'),
    ]);
    await commit(store, [
      update(id, `the word was ${secretOf(id)}`),
      noop(id, `${secretOf(id)} again`),
    ]);
  }
  await store.close();

  const child = startChild(script, [uri, 'default', ...ids]);
  const heard = random.int(4);
  await child.until((line) => line === (heard === 0 ? 'open' : `erased ${ids[heard - 1]}`));
  await sleep(random.int(heard === 0 ? 400 : 150));
  await child.kill();
  expect(child.errors()).toBe('');
  const told = child.lines.flatMap((line) => /^erased (\S+)$/.exec(line)?.[1] ?? []);
  expect(await filesWith(uri, told.map(secretOf))).toEqual([]);

  store = open(uri);
  const live = (await store.list({ namespace: 'default' }, { offset: 0, limit: 100 })).map(
    (memory) => memory.id,
  );
  const gone = ids.filter((id) => !live.includes(id));
  expect(gone).toEqual(expect.arrayContaining(told));
  expect(gone.length).toBeLessThanOrEqual(told.length + 1);
  expect(live.filter((id) => id.endsWith('-other'))).toHaveLength(ids.length);
  for (const id of ids) {
    const { entries } = await store.history({ namespace: 'default', memoryId: id, limit: 10 });
    const texts = entries.map(({ text }) => text).filter((text) => text.includes('xyzzy'));
    expect([id, texts.length]).toEqual([id, gone.includes(id) ? 0 : 3]);
  }
  const secrets = gone.map(secretOf);
  const left = (await filesWith(uri, secrets)).length > 0;
  const deadline = performance.now() + PATIENCE_MS;
  while ((await filesWith(uri, secrets)).length > 0 && performance.now() < deadline)
    await sleep(250);
  expect(await filesWith(uri, secrets)).toEqual([]);
  expect(await store.revision('default')).toBe(2 * ids.length + gone.length);
  await store.close();
  return left ? 1 : 0;
}

function open(uri: string): MemoryStore {
  let count = 0;
  return openLanceStore({
    uri,
    clock: { now: () => Date.now() },
    ids: { next: () => `t${performance.now()}-${(count += 1)}` },
    embedder: hashEmbedder,
  });
}
