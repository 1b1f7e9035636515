import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LanceStoreOptions, openLanceStore } from '../../src/store/lance-store.js';
import type { MemoryStore } from '../../src/store/store.js';
import {
  add,
  commit,
  countingIds,
  DIMENSION,
  ManualClock,
  NAMESPACE,
  texts,
} from '../contracts/ledger-fixtures.js';

describe('the ledger on disk', () => {
  let folder: string;
  const stores: MemoryStore[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'memory-r1-'));
  });
  afterEach(async () => {
    for (const store of stores.splice(0)) await store.close();
    await rm(folder, { recursive: true, force: true });
  });

  const open = (more: Partial<LanceStoreOptions> = {}): MemoryStore => {
    const store = openLanceStore({
      uri: join(folder, 'deep', 'data'),
      clock: new ManualClock(),
      ids: countingIds(`s${stores.length}`),
      embedder: { name: 'test@1', dimension: async () => DIMENSION },
      ...more,
    });
    stores.push(store);
    return store;
  };

  it('[P-11] makes its folder with the first write, for its owner only', async () => {
    const store = open();
    await texts(store);
    await expect(stat(join(folder, 'deep'))).rejects.toThrow('ENOENT');
    await commit(store, [add('m', 'x')]);
    expect((await stat(join(folder, 'deep', 'data'))).mode & 0o777).toBe(0o700);
  });

  it('is there for the next process', async () => {
    const first = open();
    await commit(first, [add('m', 'I have a dog')], { idempotencyKey: 'k' });
    await first.close();
    const second = open();
    expect(await texts(second)).toEqual(['I have a dog']);
    expect((await commit(second, [add('n', 'y')])).revision).toBe(2);
    expect((await second.stats()).embedder).toEqual({ name: 'test@1', dimension: DIMENSION });
    expect((await second.stats()).bytes).toBeGreaterThan(0);
  });

  it('[P-10] refuses another embedder and names the way out', async () => {
    await commit(open(), [add('m', 'x')]);
    const other = open({ embedder: { name: 'other@1', dimension: async () => DIMENSION } });
    await expect(texts(other)).rejects.toThrow(/test@1.*other@1.*memory-r1 reembed/);
    await expect(commit(other, [add('n', 'y')])).rejects.toMatchObject({
      code: 'embedder-mismatch',
    });
  });

  it.each([
    ['a file', ''],
    ['below a file', 'sub'],
  ])('refuses a folder that is %s', async (_, sub) => {
    await writeFile(join(folder, 'file'), 'mine');
    const uri = join(folder, 'file', sub);
    const store = open({ uri });
    const calls = [() => texts(store), () => store.stats(), () => commit(store, [add('m', 'x')])];
    for (const call of calls) {
      await expect(call()).rejects.toMatchObject({
        kind: 'configuration',
        message: expect.stringMatching(/MEMORY_R1_HOME/) as string,
      });
    }
    expect(await readFile(join(folder, 'file'), 'utf8')).toBe('mine');
  });

  it('[F-04] says so where the data are not those of a ledger', async () => {
    const uri = join(folder, 'deep', 'data');
    const store = open({ uri });
    await mkdir(join(uri, 'ledger.lance', '_versions'), { recursive: true });
    await writeFile(join(uri, 'ledger.lance', '_versions', '1.manifest'), 'garbage');
    await expect(texts(store)).rejects.toMatchObject({ name: 'MemoryR1Error' });
    await expect(commit(store, [add('m', 'x')])).rejects.toMatchObject({ name: 'MemoryR1Error' });
  });

  it('refuses to be used after it was closed, but finishes what waits', async () => {
    const store = open();
    const pending = [1, 2, 3].map((i) => commit(store, [add(`m${i}`, 'x')]));
    await store.close();
    expect((await Promise.all(pending)).map((made) => made.revision)).toEqual([1, 2, 3]);
    await expect(texts(store)).rejects.toMatchObject({ code: 'store-closed' });
  });

  it('[P-15] finds any text by any filter: nothing that people type is SQL', async () => {
    const store = open();
    let count = 0;
    const odd = fc.string({
      unit: fc.constantFrom(...`'"\\%_;-\n\0\`$[]{}()=*a é你😀`),
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(odd, odd, async (speaker, text) => {
        const id = `${text}#${(count += 1)}`;
        await commit(store, [add(id, text, { speaker })], { idempotencyKey: id });
        expect(await store.get(NAMESPACE, [id])).toMatchObject([{ id, text, speaker }]);
        const own = await store.list({ namespace: NAMESPACE, speaker }, { offset: 0, limit: 999 });
        expect(own.some((memory) => memory.id === id)).toBe(true);
        const same = speaker.toLowerCase();
        expect(own.every((memory) => memory.speaker?.toLowerCase() === same)).toBe(true);
        const made = await store.transaction(NAMESPACE, { idempotencyKey: id });
        expect(made?.entries).toMatchObject([{ memoryId: id }]);
        await store.search({ namespace: NAMESPACE, speaker, text, limit: 3 });
      }),
      { numRuns: 25, seed: 7 },
    );
  });
});
