import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Clock, IdSource } from '../../src/memory/clock.js';
import { SCHEMA_VERSION } from '../../src/store/schema-version.js';
import type { MemoryStore } from '../../src/store/store.js';
import {
  add,
  commit,
  countingIds,
  DIMENSION,
  ManualClock,
  NAMESPACE,
  noop,
  remove,
  texts,
  update,
  vectorOf,
} from './ledger-fixtures.js';

/** A place to keep data, where stores are opened; `open` twice is two servers on the same data. */
export interface StorePlace {
  open(options: { clock: Clock; ids: IdSource }): MemoryStore;
  /** False where a second store does not see the first one's data. */
  shared: boolean;
  dispose(): Promise<void>;
}

/** What every implementation of the ledger promises. */
export function memoryStoreContract(name: string, makePlace: () => Promise<StorePlace>): void {
  describe(`${name} keeps the contract of MemoryStore`, () => {
    let place: StorePlace;
    let store: MemoryStore;
    let clock: ManualClock;

    beforeEach(async () => {
      place = await makePlace();
      clock = new ManualClock();
      store = place.open({ clock, ids: countingIds('a') });
    });
    afterEach(async () => {
      await store.close();
      await place.dispose();
    });

    const page = { offset: 0, limit: 100 };
    const found = async (query: Parameters<MemoryStore['search']>[0]): Promise<string[]> =>
      (await store.search(query)).map((memory) => memory.id);

    describe('before anything was written', () => {
      it('is empty to every read', async () => {
        const query = { namespace: NAMESPACE, text: 'dog', vector: vectorOf('dog'), limit: 5 };
        expect(await store.search(query)).toEqual([]);
        expect(await store.get(NAMESPACE, ['x'])).toEqual([]);
        expect(await store.list({ namespace: NAMESPACE }, page)).toEqual([]);
        expect(await store.revision(NAMESPACE)).toBe(0);
        expect(await store.history({ namespace: NAMESPACE, limit: 5 })).toEqual({
          entries: [],
          nextCursor: null,
        });
        expect(await store.transaction(NAMESPACE, { id: 'x' })).toBeNull();
        expect((await store.stats()).namespaces).toEqual([]);
        expect((await store.activity(NAMESPACE)).spans).toEqual([]);
      });
    });

    describe('operations', () => {
      it('ADD makes a live first version', async () => {
        const more = { speaker: 'Ana', source: 'chat-1', saidAt: '2023-05-08T13:56:00.250+05:45' };
        const transaction = await commit(store, [add('m1', 'I have a dog', more)]);
        expect(transaction).toMatchObject({ namespace: NAMESPACE, at: clock.time, revision: 1 });
        expect(transaction.entries).toEqual([
          {
            transactionId: transaction.id,
            at: clock.time,
            operation: 'ADD',
            memoryId: 'm1',
            version: 1,
            text: 'I have a dog',
            previousText: null,
            reason: 'new',
            policy: 'rules@1',
            confidence: 0.75,
            source: 'chat-1',
          },
        ]);
        expect(await store.get(NAMESPACE, ['m1'])).toEqual([
          { id: 'm1', namespace: NAMESPACE, version: 1, text: 'I have a dog', ...more },
        ]);
      });

      it('UPDATE replaces what is live and keeps the version before', async () => {
        await commit(store, [add('m1', 'I have a dog')]);
        const before = clock.time;
        clock.time += 1000;
        const { entries } = await commit(store, [update('m1', 'I have two dogs')]);
        expect(entries[0]).toMatchObject({ version: 2, previousText: 'I have a dog' });
        expect(await texts(store)).toEqual(['I have two dogs']);
        expect(await texts(store, before)).toEqual(['I have a dog']);
      });

      it('DELETE closes a memory, tells the deleted text, and ADD can bring it back', async () => {
        await commit(store, [add('m1', 'I have a dog', { speaker: 'Ana' })]);
        const { entries } = await commit(store, [remove('m1')]);
        expect(entries[0]).toMatchObject({
          operation: 'DELETE',
          text: 'I have a dog',
          previousText: 'I have a dog',
        });
        expect(await texts(store)).toEqual([]);
        expect(await found({ namespace: NAMESPACE, text: 'dog', limit: 5 })).toEqual([]);
        await commit(store, [add('m1', 'I have a dog again')]);
        expect(await store.get(NAMESPACE, ['m1'])).toMatchObject([
          { version: 3, text: 'I have a dog again' },
        ]);
      });

      it('NOOP only leaves a line of history', async () => {
        await commit(store, [add('m1', 'I have a dog')]);
        const { entries } = await commit(store, [noop('m1', 'a dog is mine'), noop(null, 'hello')]);
        expect(entries).toMatchObject([
          { operation: 'NOOP', memoryId: 'm1', version: null, previousText: null },
          { operation: 'NOOP', memoryId: null, text: 'hello' },
        ]);
        expect(await store.get(NAMESPACE, ['m1'])).toMatchObject([{ version: 1 }]);
        expect(await found({ namespace: NAMESPACE, text: 'hello mine', limit: 5 })).toEqual([]);
        // A NOOP about it does not stand in the way of changing it.
        await commit(store, [update('m1', 'I have two dogs')]);
        expect(await store.get(NAMESPACE, ['m1'])).toMatchObject([{ version: 2 }]);
      });

      it('changes of one transaction build on each other', async () => {
        await commit(store, [add('m2', 'tea')]);
        const { entries, at } = await commit(store, [
          add('m1', 'one'),
          update('m1', 'two'),
          update('m2', 'coffee'),
          update('m2', 'cocoa'),
          add('m3', 'gone'),
          remove('m3'),
        ]);
        expect(entries.map((entry) => entry.version)).toEqual([1, 2, 2, 3, 1, 2]);
        expect(entries.map((entry) => entry.previousText)).toEqual([
          null,
          'one',
          'tea',
          'coffee',
          null,
          'gone',
        ]);
        expect(await texts(store)).toEqual(['two', 'cocoa']);
        expect(await texts(store, at)).toEqual(['two', 'cocoa']);
        expect(await texts(store, at - 1)).toEqual(['tea']);
      });

      it('[L-02] writes nothing when one change of many cannot be made', async () => {
        await commit(store, [add('m1', 'one')]);
        const before = await store.stats();
        for (const bad of [update('none', 'x'), remove('none'), add('m1', 'again')]) {
          const changes = [add('m2', 'two'), update('m1', 'uno'), bad, add('m3', 'three')];
          await expect(commit(store, changes)).rejects.toMatchObject({ code: 'conflict' });
        }
        expect(await texts(store)).toEqual(['one']);
        expect(await store.revision(NAMESPACE)).toBe(1);
        expect((await store.stats()).namespaces).toEqual(before.namespaces);
        // And it goes on as if nothing had happened.
        expect(await commit(store, [update('m1', 'uno')])).toMatchObject({ revision: 2 });
      });

      it('takes many changes at once', async () => {
        const changes = Array.from({ length: 500 }, (_, i) => add(`m${i}`, `fact number ${i}`));
        await commit(store, changes);
        expect(await texts(store)).toHaveLength(500);
        const { entries } = await commit(
          store,
          Array.from({ length: 500 }, (_, i) => update(`m${i}`, `changed number ${i}`)),
        );
        expect(entries[499]).toMatchObject({ previousText: 'fact number 499', version: 2 });
        expect(await texts(store)).toHaveLength(500);
      });
    });

    describe('time', () => {
      it('gives each transaction a later time than the one before, though the clock stands still', async () => {
        const first = await commit(store, [add('m1', 'one')]);
        clock.time -= 5000;
        const second = await commit(store, [update('m1', 'two')]);
        expect(second.at).toBe(first.at + 1);
        expect(await texts(store, first.at - 1)).toEqual([]);
        expect(await texts(store, first.at)).toEqual(['one']);
        expect(await texts(store, second.at)).toEqual(['two']);
      });

      it('[L-10] answers every read as of a past moment', async () => {
        const { at } = await commit(store, [add('m1', 'I like tea'), add('m2', 'I own a bike')]);
        clock.time += 10;
        await commit(store, [update('m1', 'I like coffee'), remove('m2'), add('m3', 'tea bike')]);
        const query = { namespace: NAMESPACE, asOf: at, limit: 10 };
        expect(await found({ ...query, text: 'tea' })).toEqual(['m1']);
        expect(await found({ ...query, vector: vectorOf('bike') })).toHaveLength(2);
        expect(await store.get(NAMESPACE, ['m1', 'm2', 'm3'], at)).toMatchObject([
          { id: 'm1', text: 'I like tea', version: 1 },
          { id: 'm2', text: 'I own a bike' },
        ]);
      });
    });

    describe('search', () => {
      beforeEach(async () => {
        await commit(store, [
          add('dog', 'adopted a dog named Buddy', { speaker: 'Ana' }),
          add('car', 'the car is red', { speaker: 'Ben', saidAt: '2023-06-01T00:00:00Z' }),
          add('run', 'runs marathons in spring', {
            speaker: 'Ana',
            saidAt: '2023-07-01T00:00:00Z',
          }),
        ]);
        await commit(store, [add('other', 'a dog in another place')], { namespace: 'other' });
      });

      it('finds by words, whatever their form, and only what has them', async () => {
        expect(await found({ namespace: NAMESPACE, text: 'running', limit: 5 })).toEqual(['run']);
        expect(await found({ namespace: NAMESPACE, text: 'DOGS?', limit: 5 })).toEqual(['dog']);
        const [memory] = await store.search({ namespace: NAMESPACE, text: 'dogs', limit: 5 });
        expect(memory?.similarity).toBeNull();
        expect(await found({ namespace: NAMESPACE, text: 'zebra', limit: 5 })).toEqual([]);
      });

      it('finds the best of many that match, wherever it was written', async () => {
        const many = Array.from({ length: 300 }, (_, i) => add(`m${i}`, `violin lesson ${i}`));
        await commit(store, [...many, add('best', 'violin lesson with Mozart')]);
        const query = { namespace: NAMESPACE, text: 'violin lesson Mozart', limit: 1 };
        expect(await found(query)).toEqual(['best']);
        expect(await found({ ...query, vector: vectorOf('Mozart') })).toEqual(['best']);
      });

      it('finds by the name of the speaker', async () => {
        expect(await found({ namespace: NAMESPACE, text: 'What did Ben say?', limit: 5 })).toEqual([
          'car',
        ]);
      });

      it('finds by vector, nearest first', async () => {
        const query = { namespace: NAMESPACE, vector: vectorOf('the car is red'), limit: 5 };
        const memories = await store.search(query);
        expect(memories.map((memory) => memory.id)[0]).toBe('car');
        expect(memories).toHaveLength(3);
        expect(memories[0]?.similarity).toBeCloseTo(1, 5);
        expect(memories[0]?.score).toBeLessThanOrEqual(1);
      });

      it('fuses both, scores in [0, 1], best first, similarity always told', async () => {
        const text = 'which dog was adopted';
        const query = { namespace: NAMESPACE, text, vector: vectorOf(text), limit: 5 };
        const memories = await store.search(query);
        expect(memories[0]?.id).toBe('dog');
        const scores = memories.map((memory) => memory.score);
        expect(scores).toEqual([...scores].sort((a, b) => b - a));
        for (const memory of memories) {
          expect(memory.score).toBeGreaterThanOrEqual(0);
          expect(memory.score).toBeLessThanOrEqual(1);
          expect(Math.abs(memory.similarity ?? NaN)).toBeLessThanOrEqual(1);
        }
        expect(await store.search({ ...query, limit: 1 })).toHaveLength(1);
        expect(await store.search({ ...query, limit: 0 })).toEqual([]);
      });

      it('with neither words nor vector finds nothing', async () => {
        expect(await found({ namespace: NAMESPACE, limit: 5 })).toEqual([]);
        expect(await found({ namespace: NAMESPACE, text: '', limit: 5 })).toEqual([]);
      });

      it('keeps to the filters', async () => {
        const vector = vectorOf('dog');
        const query = { namespace: NAMESPACE, vector, text: 'dog car marathons', limit: 5 };
        const sorted = async (more: object): Promise<string[]> =>
          (await found({ ...query, ...more })).sort();
        expect(await sorted({ speaker: 'aNA' })).toEqual(['dog', 'run']);
        expect(await sorted({ since: Date.UTC(2023, 5, 1) })).toEqual(['car', 'run']);
        expect(await sorted({ until: Date.UTC(2023, 5, 1) })).toEqual(['dog']);
        expect(await sorted({ namespace: 'other' })).toEqual(['other']);
        expect(await sorted({ speaker: 'Ana', since: Date.UTC(2023, 5, 1) })).toEqual(['run']);
        const listed = await store.list({ namespace: NAMESPACE, speaker: 'BEN' }, page);
        expect(listed.map((memory) => memory.id)).toEqual(['car']);
      });

      it.each([
        '"',
        "'",
        "o'brien",
        'a AND (',
        '+dog -car',
        '*',
        '😀',
        '你好',
        '\n',
        '\\',
        '%_',
        '\0',
        '[]^~:',
      ])('takes %j as a query', async (text) => {
        await expect(
          store.search({ namespace: NAMESPACE, text, vector: vectorOf(text), limit: 5 }),
        ).resolves.toHaveLength(3);
      });
    });

    describe('lists', () => {
      it('in order of said-at, then id, in pages', async () => {
        await commit(store, [
          add('c', 'third', { saidAt: '2023-01-02T00:00:00Z' }),
          // Later on the clock on the wall, earlier in time.
          add('a', 'first', { saidAt: '2023-01-02T01:00:00+03:00' }),
          add('b', 'second', { saidAt: '2023-01-02T00:00:00Z' }),
        ]);
        expect(await texts(store)).toEqual(['first', 'second', 'third']);
        const rest = await store.list({ namespace: NAMESPACE }, { offset: 1, limit: 1 });
        expect(rest.map((memory) => memory.text)).toEqual(['second']);
        expect(await store.list({ namespace: NAMESPACE }, { offset: 3, limit: 1 })).toEqual([]);
      });
    });

    describe('activity', () => {
      it('counts operations and what was live, in spans without gaps', async () => {
        const day = 24 * 60 * 60 * 1000;
        await commit(store, [add('a', 'one'), add('b', 'two'), noop(null, 'small talk')]);
        await commit(store, [add('c', 'elsewhere')], { namespace: 'other' });
        clock.time += 20 * day;
        await commit(store, [update('a', 'one more'), remove('b')]);
        const { spanMs, spans } = await store.activity(NAMESPACE);
        expect(spanMs).toBe(day);
        expect(spans).toHaveLength(21);
        expect(spans[0]).toEqual({
          from: Date.UTC(2024, 0, 1),
          operations: { ADD: 2, UPDATE: 0, DELETE: 0, NOOP: 1 },
          live: 2,
        });
        expect(spans[19]).toMatchObject({ operations: { ADD: 0 }, live: 2 });
        expect(spans[20]).toMatchObject({
          operations: { ADD: 0, UPDATE: 1, DELETE: 1, NOOP: 0 },
          live: 1,
        });
      });
    });

    describe('odd text', () => {
      const odd = [
        `it's "quoted" \`back\` \\ slash; DROP TABLE ledger; --`,
        'line one\nline two\r\n\ttabbed',
        '我喜欢吃苹果，他住在北京。',
        '👩‍👩‍👧 family 😀',
        "100% sure_or 'not' [ab] ^~ {x}",
        'עברית and العربية',
        `long ${'word '.repeat(8000)}`,
        '私は大阪に住んでいます。シーフードが大好きです。',
      ];

      it('comes back as it was, wherever it stands', async () => {
        for (const [i, text] of odd.entries()) {
          const name = text.slice(0, 200);
          const id = `id ${name}`;
          const key = `key ${name}`;
          const more = { speaker: name, source: name };
          const { id: transactionId } = await commit(store, [add(id, text, more)], {
            idempotencyKey: key,
          });
          expect(await store.get(NAMESPACE, [id])).toMatchObject([{ id, text, ...more }]);
          expect(
            await found({ namespace: NAMESPACE, speaker: name, vector: vectorOf(text), limit: 9 }),
          ).toEqual([id]);
          expect(await store.transaction(NAMESPACE, { idempotencyKey: key })).toMatchObject({
            id: transactionId,
            revision: i + 1,
          });
          const history = await store.history({ namespace: NAMESPACE, memoryId: id, limit: 9 });
          expect(history.entries).toMatchObject([{ memoryId: id, text }]);
        }
      });

      it('is found by its words', async () => {
        await commit(
          store,
          odd.map((text, i) => add(`m${i}`, text)),
        );
        expect(await found({ namespace: NAMESPACE, text: '苹果', limit: 1 })).toEqual(['m2']);
        expect(await found({ namespace: NAMESPACE, text: 'العربية', limit: 1 })).toEqual(['m5']);
        expect(await found({ namespace: NAMESPACE, text: '大阪', limit: 1 })).toEqual(['m7']);
        expect(await found({ namespace: NAMESPACE, text: 'シーフード', limit: 1 })).toEqual(['m7']);
      });
    });

    describe('history', () => {
      it('[L-08] runs newest first, in pages, for all or for one memory', async () => {
        for (let i = 0; i < 5; i += 1) {
          await commit(store, [add(`m${i}`, `text ${i}`), noop(null, `noop ${i}`)]);
        }
        await commit(store, [update('m0', 'text 0, changed')]);
        const seen: string[] = [];
        let cursor: string | null = null;
        let pages = 0;
        do {
          const got: Awaited<ReturnType<MemoryStore['history']>> = await store.history({
            namespace: NAMESPACE,
            limit: 3,
            cursor: cursor ?? undefined,
          });
          seen.push(...got.entries.map((entry) => entry.text));
          cursor = got.nextCursor;
          pages += 1;
          // What is written meanwhile does not shift the pages.
          if (pages === 1) await commit(store, [noop(null, 'late')]);
        } while (cursor !== null);
        expect(seen).toEqual([
          'text 0, changed',
          ...[4, 3, 2, 1, 0].flatMap((i) => [`noop ${i}`, `text ${i}`]),
        ]);
        expect(pages).toBe(4);
        const own = await store.history({ namespace: NAMESPACE, memoryId: 'm0', limit: 2 });
        expect(own.entries.map((entry) => entry.operation)).toEqual(['UPDATE', 'ADD']);
        expect(own.nextCursor).toBeNull();
      });

      it('refuses a cursor that it did not give', async () => {
        await commit(store, [add('m', 'x')]);
        const query = { namespace: NAMESPACE, limit: 3, cursor: "1' OR 1=1" };
        await expect(store.history(query)).rejects.toMatchObject({ code: 'bad-cursor' });
      });

      it('finds a transaction by id or by idempotency key', async () => {
        const made = await commit(store, [add('m', 'x'), noop(null, 'y')], { idempotencyKey: 'k' });
        await commit(store, [update('m', 'z')]);
        expect(await store.transaction(NAMESPACE, { id: made.id })).toEqual(made);
        expect(await store.transaction(null, { id: made.id })).toEqual(made);
        expect(await store.transaction(NAMESPACE, { idempotencyKey: 'k' })).toEqual(made);
        expect(await store.transaction('other', { idempotencyKey: 'k' })).toBeNull();
        expect(await store.transaction(NAMESPACE, { id: 'none' })).toBeNull();
      });
    });

    describe('writers', () => {
      it('wait for each other in one namespace and count every change', async () => {
        let inside = 0;
        const revisions = await Promise.all(
          Array.from({ length: 20 }, (_, i) =>
            store.exclusive(NAMESPACE, async (writer) => {
              inside += 1;
              expect(inside).toBe(1);
              const { revision } = writer;
              await writer.commit({
                namespace: NAMESPACE,
                changes: [add(`m${i}`, `t ${i}`)],
                policy: 'p',
              });
              expect(writer.revision).toBe(revision + 1);
              inside -= 1;
              return writer.revision;
            }),
          ),
        );
        expect(revisions).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
        expect(await store.revision(NAMESPACE)).toBe(20);
        expect(await texts(store)).toHaveLength(20);
      });

      it('[L-07] do not wait across namespaces', async () => {
        await commit(store, [add('m', 'x')]);
        const names = ['one', 'two', 'three', 'four'];
        const arrived: string[] = [];
        let open = (): void => undefined;
        const all = new Promise<void>((resolve) => (open = resolve));
        await Promise.all(
          names.map((namespace) =>
            store.exclusive(namespace, async (writer) => {
              arrived.push(namespace);
              if (arrived.length === names.length) open();
              await all;
              await writer.commit({ namespace, changes: [add('m', namespace)], policy: 'p' });
            }),
          ),
        );
        for (const namespace of names) {
          expect(await store.list({ namespace }, page)).toMatchObject([{ text: namespace }]);
          expect(await store.revision(namespace)).toBe(1);
        }
      });

      it('[L-15] let readers through', async () => {
        await commit(store, [add('m', 'x')]);
        await store.exclusive(NAMESPACE, async () => {
          expect(await texts(store)).toEqual(['x']);
        });
      });

      it('leave the namespace free when their work fails', async () => {
        const failing = store.exclusive(NAMESPACE, async () => {
          throw new Error('mine');
        });
        await expect(failing).rejects.toThrow('mine');
        await expect(commit(store, [add('m', 'x')])).resolves.toMatchObject({ revision: 1 });
      });

      it('give up waiting when they are cancelled', async () => {
        let finish = (): void => undefined;
        const until = new Promise<void>((resolve) => (finish = resolve));
        const first = store.exclusive(NAMESPACE, () => until);
        const controller = new AbortController();
        const second = store.exclusive(NAMESPACE, async () => 'ran', controller.signal);
        const third = store.exclusive(NAMESPACE, async () => 'third');
        controller.abort();
        await expect(second).rejects.toMatchObject({ code: 'cancelled' });
        finish();
        await first;
        expect(await third).toBe('third');
      });

      it('are good for their namespace and their call only', async () => {
        const kept = await store.exclusive(NAMESPACE, async (writer) => {
          const other = { namespace: 'other', changes: [add('m', 'x')], policy: 'p' };
          await expect(writer.commit(other)).rejects.toMatchObject({ kind: 'internal' });
          return writer;
        });
        const late = { namespace: NAMESPACE, changes: [add('m', 'x')], policy: 'p' };
        await expect(kept.commit(late)).rejects.toMatchObject({ kind: 'internal' });
        expect(await texts(store)).toEqual([]);
      });
    });

    it('counts what it holds', async () => {
      await commit(store, [add('a', 'x'), add('b', 'y'), noop(null, 'z')]);
      await commit(store, [update('a', 'xx'), remove('b')]);
      await commit(store, [add('c', 'x')], { namespace: 'other' });
      const stats = await store.stats();
      expect(stats.namespaces).toEqual([
        {
          namespace: NAMESPACE,
          live: 1,
          closed: 4,
          operations: { ADD: 2, UPDATE: 1, DELETE: 1, NOOP: 1 },
        },
        {
          namespace: 'other',
          live: 1,
          closed: 0,
          operations: { ADD: 1, UPDATE: 0, DELETE: 0, NOOP: 0 },
        },
      ]);
      expect(stats.schemaVersion).toBe(SCHEMA_VERSION);
    });

    it('two stores on one place see each other at once', async () => {
      if (!place.shared) return;
      const other = place.open({ clock, ids: countingIds('b') });
      expect(await texts(other)).toEqual([]);
      await commit(store, [add('m', 'x')]);
      expect(await texts(other)).toEqual(['x']);
      await commit(other, [update('m', 'y')]);
      expect(await texts(store)).toEqual(['y']);
      expect(await store.search({ namespace: NAMESPACE, text: 'y', limit: 3 })).toHaveLength(1);
      await Promise.all(
        Array.from({ length: 10 }, (_, i) =>
          Promise.all([commit(store, [add(`s${i}`, 's')]), commit(other, [add(`o${i}`, 'o')])]),
        ),
      );
      expect(await store.revision(NAMESPACE)).toBe(22);
      expect(await texts(other)).toHaveLength(21);
      await other.close();
    });

    it('refuses a vector of another length', async () => {
      await commit(store, [add('m', 'x')]);
      const wrong = { ...add('n', 'y'), vector: new Float32Array(DIMENSION + 1) };
      await expect(commit(store, [wrong as ReturnType<typeof add>])).rejects.toMatchObject({
        code: 'vector-length',
      });
      expect(await store.revision(NAMESPACE)).toBe(1);
    });
  });
}
