import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tableNameOf } from '../../src/store/lance-database.js';
import { openLanceStore } from '../../src/store/lance-store.js';
import type { MemoryStore } from '../../src/store/store.js';
import {
  add,
  commit,
  countingIds,
  DIMENSION,
  erase,
  NAMESPACE,
  noop,
  texts,
  update,
} from '../contracts/ledger-fixtures.js';

describe('erased bytes', () => {
  let folder: string;
  const stores: MemoryStore[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'memory-r1-'));
  });
  afterEach(async () => {
    for (const store of stores.splice(0)) await store.close();
    await rm(folder, { recursive: true, force: true });
  });
  const open = (): MemoryStore => {
    const store = openLanceStore({
      uri: folder,
      clock: { now: () => Date.now() },
      ids: countingIds(`s${stores.length}`),
      embedder: { name: 'test@1', dimension: async () => DIMENSION },
    });
    stores.push(store);
    return store;
  };
  /** Files below the folder that hold the text, as `grep -r` finds them. */
  const grep = (text: string): string[] =>
    spawnSync('grep', ['-rlaF', text, folder], { encoding: 'utf8' })
      .stdout.split('\n')
      .filter(Boolean);
  const data = (): string => join(folder, `${tableNameOf(NAMESPACE)}.lance`, 'data');
  const dataFiles = async (): Promise<string[]> => readdir(data());

  it('are in no file any more, whatever was done to the memory before', async () => {
    const store = open();
    await commit(store, [add('keep', 'tea in the garden'), add('a', 'zanzibar-4711 is my secret')]);
    for (let i = 0; i < 5; i += 1) await commit(store, [add(`m${i}`, `fact number ${i}`)]);
    await commit(store, [update('a', 'quokka-0815 is my new secret')]);
    await commit(store, [noop('a', 'zanzibar-4711 is my secret')], { idempotencyKey: 'k' });
    expect(grep('zanzibar-4711').length).toBeGreaterThan(0);
    const before = await dataFiles();
    await erase(store, ['a']);
    expect(grep('zanzibar')).toEqual([]);
    expect(grep('quokka')).toEqual([]);
    // Not only unreadable for grep, say by compression: no file is one of those that held it.
    expect((await dataFiles()).filter((name) => before.includes(name))).toEqual([]);
    expect(await texts(store)).toEqual([
      'tea in the garden',
      ...[0, 1, 2, 3, 4].map((i) => `fact number ${i}`),
    ]);
    expect(await store.search({ namespace: NAMESPACE, text: 'garden', limit: 3 })).toHaveLength(1);
  });

  it('of a commit that never came about go too', async () => {
    const store = open();
    await commit(store, [add('a', 'zanzibar-4711')]);
    await writeFile(join(data(), 'left-over.lance'), 'zanzibar-4711');
    await erase(store, ['a']);
    expect(grep('zanzibar')).toEqual([]);
  });

  it('are removed by the next process where one died before it was done', async () => {
    const store = open();
    await commit(store, [add('a', 'zanzibar-4711'), add('b', 'tea')]);
    await erase(store, ['a']);
    await commit(store, [add('c', 'walrus-1234')]);
    // As after a kill between the commit and the scrubbing.
    await writeFile(join(folder, `${tableNameOf(NAMESPACE)}.erase-pending`), '');
    const other = open();
    for (let i = 0; i < 9; i += 1) await commit(other, [add(`m${i}`, 'x')]);
    await other.close();
    expect((await readdir(folder)).filter((name) => name.includes('erase'))).toEqual([]);
    expect(await texts(store)).toHaveLength(11);
  });

  it('while others write and read: nothing of theirs is lost', async () => {
    const [store, other] = [open(), open()];
    await commit(store, [add('a', 'zanzibar-4711')]);
    let reads = 0;
    const writing = Promise.all(
      Array.from({ length: 12 }, async (_, i) => {
        await commit(other, [add(`o${i}`, `theirs ${i}`)], { namespace: `n${i % 3}` });
        await texts(other);
        reads += 1;
      }),
    );
    await erase(store, ['a']);
    await writing;
    expect(reads).toBe(12);
    expect(grep('zanzibar')).toEqual([]);
    const { namespaces } = await store.stats();
    expect(namespaces.map(({ live }) => live)).toEqual([0, 4, 4, 4]);
  });
});
