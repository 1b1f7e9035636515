import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openLanceStore } from '../../src/store/lance-store.js';
import type { MemoryStore } from '../../src/store/store.js';
import { add, commit, update, vectorOf } from '../contracts/ledger-fixtures.js';
import { hashEmbedder } from '../support/ledger-embedder.js';
import { temporaryFolder } from '../support/server.js';

const COMMITS = 12;

test('[L-15] every kind of reading goes on while others write, and never goes back in time', async () => {
  const uri = temporaryFolder();
  let ids = 0;
  const open = (): MemoryStore =>
    openLanceStore({
      uri,
      clock: { now: () => Date.now() },
      ids: { next: () => `t${(ids += 1)}` },
      embedder: hashEmbedder,
    });
  const [writer, other, reader] = [open(), open(), open()];
  const namespace = 'default';
  await commit(writer, [add('m', 'state 0')]);
  let over = false;
  const write = async (): Promise<void> => {
    for (let n = 1; n <= COMMITS; n += 1) {
      await Promise.all([
        commit(writer, [update('m', `state ${n}`)]),
        commit(other, [add(`n${n}`, `note ${n}`)], { namespace: 'other' }),
      ]);
    }
  };
  const writing = write().finally(() => (over = true));
  const state = async (read: () => Promise<string | undefined>): Promise<void> => {
    let last = -1;
    while (!over) {
      const now = Number(/^state (\d+)$/.exec((await read()) ?? '')?.[1] ?? NaN);
      expect(now).toBeGreaterThanOrEqual(last);
      last = now;
      await sleep(5);
    }
  };
  const vector = vectorOf('state');
  await Promise.all([
    writing,
    state(async () => (await reader.get(namespace, ['m']))[0]?.text),
    state(async () => (await reader.list({ namespace }, { offset: 0, limit: 9 }))[0]?.text),
    state(
      async () => (await reader.search({ namespace, vector, text: 'state', limit: 1 }))[0]?.text,
    ),
    state(async () => (await reader.history({ namespace, limit: 1 })).entries[0]?.text),
    state(async () => {
      const { namespaces } = await reader.stats();
      expect(namespaces.find((own) => own.namespace === namespace)?.live).toBe(1);
      return (await reader.get(namespace, ['m']))[0]?.text;
    }),
  ]);
  for (const store of [writer, other, reader]) await store.close();
}, 120_000);
