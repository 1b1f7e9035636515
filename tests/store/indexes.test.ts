import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { createRandom } from '../../src/memory/random.js';
import { ensureIndexes } from '../../src/store/indexes.js';
import { openLanceStore } from '../../src/store/lance-store.js';
import { LanceDatabase, tableNameOf } from '../../src/store/lance-database.js';
import type { MemoryStore } from '../../src/store/store.js';
import {
  add,
  commit,
  countingIds,
  DIMENSION,
  erase,
  ManualClock,
  NAMESPACE,
  remove,
  texts,
  update,
  vectorOf,
} from '../contracts/ledger-fixtures.js';

const folders: string[] = [];
const stores: MemoryStore[] = [];
afterEach(async () => {
  for (const store of stores.splice(0)) await store.close();
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});
const open = (uri: string): MemoryStore => {
  const embedder = { name: 'test@1', dimension: async () => DIMENSION };
  const store = openLanceStore({ uri, clock: new ManualClock(), ids: countingIds('i'), embedder });
  stores.push(store);
  return store;
};

it('[L-23] every read gives with all indexes what it gave without, and what is written later too', async () => {
  const uri = await mkdtemp(join(tmpdir(), 'memory-r1-'));
  folders.push(uri);
  const store = open(uri);
  const random = createRandom(3);
  const words = 'tea car dog run red blue Mozart violin garden spring house Rome'.split(' ');
  const text = (): string => Array.from({ length: 5 }, () => random.pick(words)).join(' ');
  const names = ['default', 'small'];
  await commit(
    store,
    Array.from({ length: 900 }, (_, i) => add(`m${i}`, `${text()} ${i}`, { speaker: `S${i % 3}` })),
    { idempotencyKey: 'first' },
  );
  await commit(store, [add('m1', 'tea in a small place')], { namespace: 'small' });
  await commit(store, [update('m7', 'violin changed'), remove('m8')], { idempotencyKey: 'k' });

  const reads = async (): Promise<unknown> => {
    const found: unknown[] = [];
    for (const namespace of names) {
      for (const query of ['tea violin', 'Mozart in spring', 'dog']) {
        const vector = vectorOf(query);
        const near = await store.search({ namespace, vector, limit: 5 });
        found.push(near.map(({ similarity }) => similarity?.toFixed(5)));
        const both = await store.search({
          namespace,
          vector,
          text: query,
          speaker: 's1',
          limit: 5,
        });
        found.push(both.map(({ id }) => id));
      }
      found.push(await store.get(namespace, ['m1', 'm7', 'm8']));
      found.push(await store.transaction(namespace, { idempotencyKey: 'k' }));
      found.push(await store.history({ namespace, memoryId: 'm7', limit: 5 }));
    }
    return found;
  };
  const before = await reads();
  const database = await LanceDatabase.open(uri);
  const table = await database?.open(NAMESPACE);
  if (!table) throw new Error('no table');
  await ensureIndexes(table, { scalar: 1, vector: 1 });
  table.close();
  database?.close();
  const types = (await store.stats()).layout?.indexes.map(({ type }) => type);
  expect(types).toEqual(expect.arrayContaining(['FTS', 'BTree', 'IvfRq']));
  expect(await reads()).toEqual(before);
  await commit(store, [add('new', 'written after the index'), update('m9', 'changed after it')]);
  expect(await store.get(NAMESPACE, ['new', 'm9'])).toHaveLength(2);
  const vector = vectorOf('written after the index');
  expect((await store.search({ namespace: NAMESPACE, vector, limit: 1 }))[0]?.id).toBe('new');
});

it('[L-24] a URI goes to LanceDB as it is, without lock files', async () => {
  // LanceDB's way through an object store, as for s3://, with a folder behind it.
  const folder = await mkdtemp(join(tmpdir(), 'memory-r1-'));
  folders.push(folder);
  const store = open(`file-object-store://${folder}`);
  await Promise.all(
    [1, 2, 3].map((i) => commit(store, [add(`m${i}`, `fact ${i}`)], { idempotencyKey: `k${i}` })),
  );
  await commit(store, [update('m1', 'changed')]);
  expect(await store.revision(NAMESPACE)).toBe(4);
  await erase(store, ['m2']);
  expect(await texts(store)).toEqual(['changed', 'fact 3']);
  expect((await store.stats()).bytes).toBeNull();
  expect(await readdir(folder)).toContain(`${tableNameOf(NAMESPACE)}.lance`);
  expect((await readdir(folder)).filter((name) => !name.endsWith('.lance'))).toEqual([]);
});
