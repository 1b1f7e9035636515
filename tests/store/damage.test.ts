import { mkdtemp, readdir, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { damagedFiles, remedyFor } from '../../src/store/damage.js';
import { storeFailure, unusable } from '../../src/store/failure.js';
import { tableNameOf } from '../../src/store/lance-database.js';
import { openLanceStore } from '../../src/store/lance-store.js';
import type { MemoryStore } from '../../src/store/store.js';
import {
  add,
  commit,
  countingIds,
  DIMENSION,
  NAMESPACE,
  texts,
} from '../contracts/ledger-fixtures.js';

describe('a damaged ledger', () => {
  let uri: string;
  const stores: MemoryStore[] = [];
  beforeEach(async () => {
    uri = await mkdtemp(join(tmpdir(), 'memory-r1-'));
  });
  afterEach(async () => {
    for (const store of stores.splice(0)) await store.close();
    await rm(uri, { recursive: true, force: true });
  });
  const open = (): MemoryStore => {
    const store = openLanceStore({
      uri,
      clock: { now: () => Date.now() },
      ids: countingIds(`s${stores.length}`),
      embedder: { name: 'test@1', dimension: async () => DIMENSION },
    });
    stores.push(store);
    return store;
  };
  const halve = async (kind: string): Promise<string> => {
    const table = `${tableNameOf(NAMESPACE)}.lance`;
    const folder = join(uri, table, kind);
    const name = (await readdir(folder)).filter((file) => /lance$|manifest$/.test(file)).sort()[0];
    const path = join(folder, name ?? '');
    await truncate(path, Math.floor((await stat(path)).size / 2));
    return `${table}/${kind}/${name}`;
  };

  it.each(['data', '_versions'])('names the file of %s that was cut off', async (kind) => {
    const store = open();
    await commit(store, [add('m', 'tea')]);
    await commit(store, [add('n', 'coffee')]);
    expect(await damagedFiles(uri)).toEqual([]);
    await store.close();
    const file = await halve(kind);
    expect(await damagedFiles(uri)).toEqual([file]);
    await expect(texts(open())).rejects.toMatchObject({
      code: 'store-damaged',
      message: expect.stringMatching(/damaged.*doctor/) as string,
    });
    expect(remedyFor([file])).toMatch(kind === 'data' ? /backup/ : /before the last commit/);
  });

  it('tells a full table of open files from one', () => {
    const errors = [
      storeFailure(new Error('IO: Too many open files (os error 24)'), uri),
      unusable(uri, 'EMFILE: too many open files'),
    ];
    for (const error of errors) expect(error.message).toMatch(/nothing was written.*ulimit -n/);
  });
});
