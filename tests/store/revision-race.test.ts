import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LanceDatabase } from '../../src/store/lance-database.js';
import { openLanceStore } from '../../src/store/lance-store.js';
import { NamespaceLedger } from '../../src/store/namespace-ledger.js';
import type { MemoryStore } from '../../src/store/store.js';
import {
  add,
  commit,
  countingIds,
  DIMENSION,
  NAMESPACE,
  texts,
  update,
} from '../contracts/ledger-fixtures.js';

describe('two that write to a namespace as if each were alone', () => {
  let folder: string;
  const stores: MemoryStore[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'memory-r1-'));
  });
  afterEach(async () => {
    for (const store of stores.splice(0)) await store.close();
    await rm(folder, { recursive: true, force: true });
  });
  const clock = { now: () => Date.now() };
  const open = (uri: string): MemoryStore => {
    const ids = countingIds(`s${stores.length}`);
    const embedder = { name: 'test@1', dimension: async () => DIMENSION };
    const store = openLanceStore({ uri, clock, ids, embedder });
    stores.push(store);
    return store;
  };

  it('[L-14] the later of two commits of one revision takes itself back, whole', async () => {
    const store = open(folder);
    await commit(store, [add('a', 'tea'), add('b', 'car')]);
    // As a process that stood still between the look at its lock and its commit.
    const database = await LanceDatabase.open(folder);
    const table = await database?.open(NAMESPACE);
    if (!database || !table) throw new Error('no table');
    const late = new NamespaceLedger(table, { clock, ids: countingIds('late'), database });
    const head = await late.head();
    await commit(store, [update('b', 'bicycle')]);
    const explained = { reason: 'because', confidence: 1 };
    const attempt = late.commit(
      {
        namespace: NAMESPACE,
        policy: 'rules@1',
        changes: [
          { ...update('a', 'coffee'), ...explained },
          { ...add('c', 'cat'), ...explained },
        ],
      },
      head,
      async () => undefined,
    );
    await expect(attempt).rejects.toMatchObject({ code: 'revision-taken' });
    expect(await texts(store)).toEqual(['tea', 'bicycle']);
    const { entries } = await store.history({ namespace: NAMESPACE, limit: 99 });
    expect(entries.map(({ text }) => text)).toEqual(['bicycle', 'car', 'tea']);
    expect((await commit(store, [update('a', 'coffee')])).revision).toBe(3);
    database.close();
  });

  it('[L-14] [L-24] without lock files every revision is given once, and nothing is lost', async () => {
    const uri = `file-object-store://${folder}`;
    const writers = [open(uri), open(uri), open(uri)];
    await commit(open(uri), [add('shared', 'counter 0')]);
    const EACH = 6;
    await Promise.all(
      writers.map(async (store, w) => {
        for (let i = 0; i < EACH; i += 1) {
          await store.exclusive(NAMESPACE, async (writer) => {
            const [shared] = await store.get(NAMESPACE, ['shared']);
            const count = Number(shared?.text.split(' ')[1]) + 1;
            await writer.commit({
              namespace: NAMESPACE,
              policy: 'rules@1',
              changes: [update('shared', `counter ${count}`), add(`w${w}.${i}`, 'own')].map(
                (change) => ({ ...change, reason: 'because', confidence: 1 }),
              ),
            });
          });
        }
      }),
    );
    const [reader] = writers;
    if (!reader) throw new Error('no reader');
    const total = writers.length * EACH;
    expect(await reader.revision(NAMESPACE)).toBe(total + 1);
    expect(await reader.get(NAMESPACE, ['shared'])).toMatchObject([{ text: `counter ${total}` }]);
    expect(await texts(reader)).toHaveLength(total + 1);
    const { entries } = await reader.history({ namespace: NAMESPACE, limit: 999 });
    expect(entries).toHaveLength(2 * total + 1);
    expect(new Set(entries.map(({ transactionId }) => transactionId)).size).toBe(total + 1);
  }, 60_000);
});
