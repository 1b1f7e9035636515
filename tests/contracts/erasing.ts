import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MemoryStore } from '../../src/store/store.js';
import {
  add,
  commit,
  countingIds,
  erase,
  ManualClock,
  NAMESPACE,
  noop,
  remove,
  texts,
  update,
  vectorOf,
} from './ledger-fixtures.js';
import type { StorePlace } from './memory-store.js';

/** What every implementation promises about erasing. */
export function erasingContract(name: string, makePlace: () => Promise<StorePlace>): void {
  describe(`${name} erases`, () => {
    let place: StorePlace;
    let store: MemoryStore;
    const secret = 'My PIN is 4711, honestly';

    beforeEach(async () => {
      place = await makePlace();
      store = place.open({ clock: new ManualClock(), ids: countingIds('e') });
    });
    afterEach(async () => {
      await store.close();
      await place.dispose();
    });

    const everything = async (): Promise<string> => {
      const page = await store.history({ namespace: NAMESPACE, limit: 100 });
      const found = await store.search({
        namespace: NAMESPACE,
        vector: vectorOf(secret),
        text: secret,
        limit: 50,
      });
      const lists: string[] = [];
      const newest = page.entries[0]?.at ?? 0;
      for (const { at } of page.entries) lists.push(...(await texts(store, at)));
      return JSON.stringify([page, found, lists, await texts(store), newest]);
    };

    it('every version of a memory, live or closed, and tells so without the text', async () => {
      await commit(store, [add('a', secret), add('b', 'tea is fine')], { idempotencyKey: 'k' });
      await commit(store, [update('a', 'My PIN is 4711, changed to 4712')]);
      await commit(store, [noop('a', secret), remove('b')]);
      const made = await erase(store, ['a', 'b']);
      expect(made).toMatchObject({ revision: 4, namespace: NAMESPACE });
      expect(made.entries).toMatchObject([
        { operation: 'DELETE', memoryId: 'a', text: '', previousText: null, policy: 'erase' },
        { operation: 'DELETE', memoryId: 'b', text: '', previousText: null, policy: 'erase' },
      ]);
      expect(await everything()).not.toMatch(/4711|tea/);
      expect(await texts(store)).toEqual([]);
      expect(await store.get(NAMESPACE, ['a', 'b'], made.at - 1)).toEqual([]);
      // Order and keys stay, so that a repeated call does not bring the text back.
      const first = await store.transaction(NAMESPACE, { idempotencyKey: 'k' });
      expect(first).toMatchObject({ revision: 1, entries: [{ text: '' }, { text: '' }] });
      expect((await commit(store, [add('c', 'next')])).revision).toBe(5);
    });

    it('what tells the text elsewhere in the namespace, and nothing more', async () => {
      const told = { ...update('b', 'I drink coffee'), reason: `It replaces “${secret}”.` };
      await commit(store, [add('a', secret), add('b', 'I drink tea'), add('twin', secret)]);
      await commit(store, [told, noop(null, `By the way: ${secret}`), remove('twin')]);
      await commit(store, [add('live', secret)], { namespace: 'other' });
      await erase(store, ['a']);
      expect(await everything()).not.toContain('4711');
      expect(await texts(store)).toEqual(['I drink coffee']);
      const page = await store.history({ namespace: NAMESPACE, memoryId: 'b', limit: 9 });
      expect(page.entries.map(({ text, reason }) => [text, reason])).toEqual([
        ['I drink coffee', 'Erased.'],
        ['I drink tea', 'new'],
      ]);
      expect(await store.list({ namespace: 'other' }, { offset: 0, limit: 9 })).toHaveLength(1);
    });

    it('not another memory that says the same and is live', async () => {
      await commit(store, [add('a', secret), add('twin', secret)]);
      await erase(store, ['a']);
      expect(await texts(store)).toEqual([secret]);
      expect(await store.get(NAMESPACE, ['a'])).toEqual([]);
    });

    it('nothing where one of the memories never was', async () => {
      await expect(erase(store, ['a'])).rejects.toMatchObject({ code: 'unknown-memory' });
      await commit(store, [add('a', secret)]);
      await expect(erase(store, ['a', 'x'])).rejects.toMatchObject({ code: 'unknown-memory' });
      expect(await texts(store)).toEqual([secret]);
      expect(await store.revision(NAMESPACE)).toBe(1);
    });

    it('an id that can be used again', async () => {
      await commit(store, [add('a', secret)]);
      await erase(store, ['a']);
      await commit(store, [add('a', 'new text')]);
      expect(await store.get(NAMESPACE, ['a'])).toMatchObject([{ text: 'new text', version: 3 }]);
    });
  });
}
