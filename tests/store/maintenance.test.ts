import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '@lancedb/lancedb';
import { Field, FixedSizeList, Float32, Schema } from 'apache-arrow';
import * as arrow from 'apache-arrow';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LanceDatabase } from '../../src/store/lance-database.js';
import { openLanceStore } from '../../src/store/lance-store.js';
import { compactStore, locksOf } from '../../src/store/maintenance.js';
import { reembed } from '../../src/store/reembed.js';
import { ledgerSchema, recordOf } from '../../src/store/schema.js';
import { SCHEMA_VERSION } from '../../src/store/schema-version.js';
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

describe('upkeep of a ledger on disk', () => {
  let uri: string;
  let clock: ManualClock;
  const stores: MemoryStore[] = [];
  beforeEach(async () => {
    uri = await mkdtemp(join(tmpdir(), 'memory-r1-'));
    clock = new ManualClock();
  });
  afterEach(async () => {
    for (const store of stores.splice(0)) await store.close();
    await rm(uri, { recursive: true, force: true });
  });
  const open = (name = 'test@1', dimension = DIMENSION): MemoryStore => {
    const ids = countingIds(`s${stores.length}`);
    const embedder = { name, dimension: async () => dimension };
    const store = openLanceStore({ uri, clock, ids, embedder });
    stores.push(store);
    return store;
  };
  const compact = (retentionMs: number | null = null) =>
    compactStore({ uri, retentionMs, now: clock.time });

  /** A model of 4 numbers that knows nothing but the length of a text. */
  const other = (name = 'other@1') => ({
    name,
    dimension: async () => 4,
    embed: async (all: readonly string[]) =>
      all.map((text) => Float32Array.from([1, text.length % 7, text.length % 5, 1], (x) => x / 10)),
  });

  describe('compacting', () => {
    it('[L-20] leaves one piece and one version, and every memory', async () => {
      expect(await compact()).toBeNull();
      const store = open();
      for (let i = 0; i < 12; i += 1) await commit(store, [add(`m${i}`, `fact ${i}`)]);
      await commit(store, [update('m3', 'changed'), remove('m4')]);
      const report = await compact();
      expect(report?.before.fragments).toBeGreaterThan(10);
      expect(report?.after).toMatchObject({ fragments: 1, versions: 1, rows: 14 });
      expect(report?.bytesAfter).toBeLessThan(report?.bytesBefore ?? 0);
      expect(await texts(store)).toHaveLength(11);
      expect((await commit(store, [add('n', 'new')])).revision).toBe(14);
      expect((await store.stats()).layout?.indexes).toMatchObject([{ type: 'FTS' }]);
    });

    it('[L-17] happens by itself while it is written to, and loses nothing', async () => {
      const store = open();
      for (let i = 0; i < 60; i += 1) await commit(store, [add(`m${i}`, `fact ${i}`)]);
      await store.close();
      const again = open();
      expect(await texts(again)).toHaveLength(60);
      expect((await again.stats()).layout?.fragments).toBeLessThan(40);
    });
  });

  describe('retention', () => {
    it('[L-13] removes what was closed too long ago, and goes on from the same revision', async () => {
      const store = open();
      await commit(store, [add('a', 'old tea'), add('b', 'old car'), add('c', 'kept')]);
      clock.time += 1000;
      const late = await commit(store, [update('a', 'new tea'), remove('b')]);
      clock.time += 100_000;
      await commit(store, [update('c', 'kept, too')]);
      expect(await compact(50_000)).toMatchObject({ expired: 3 });
      expect((await texts(store)).sort()).toEqual(['kept, too', 'new tea']);
      expect((await texts(store, late.at)).sort()).toEqual(['kept', 'new tea']);
      expect(await store.revision(NAMESPACE)).toBe(3);
      const { entries } = await store.history({ namespace: NAMESPACE, limit: 9 });
      expect(JSON.stringify(entries)).not.toContain('old car');
      expect((await commit(store, [add('b', 'again')])).revision).toBe(4);
    });

    it('keeps the newest transaction of a namespace however old it is', async () => {
      const store = open();
      await commit(store, [add('a', 'tea')]);
      await commit(store, [remove('a')]);
      clock.time += 100_000;
      await compact(1000);
      expect(await store.revision(NAMESPACE)).toBe(2);
    });
  });

  describe('embedding anew', () => {
    it('[L-19] exchanges the vectors of every version, and tells servers of the old model', async () => {
      const store = open();
      for (let i = 0; i < 5; i += 1) await commit(store, [add(`m${i}`, `fact number ${i}`)]);
      const { at } = await commit(store, [update('m1', 'changed'), remove('m2')]);
      const seen: number[] = [];
      const onProgress = (done: number, total: number) => seen.push(done / total);
      const options = { uri, locks: locksOf(uri), embedder: other(), onProgress };
      expect(await reembed(options)).toBe('done');
      expect(seen.at(-1)).toBe(1);
      expect(await reembed(options)).toBe('up-to-date');
      for (const call of [() => texts(store), () => commit(store, [add('x', 'y')])]) {
        await expect(call()).rejects.toMatchObject({ code: 'embedder-mismatch' });
      }
      const next = open('other@1', 4);
      expect(await texts(next)).toHaveLength(4);
      const vector = Float32Array.from([1, 0, 0, 0]);
      expect(await next.search({ namespace: NAMESPACE, vector, limit: 9 })).toHaveLength(4);
      const past = { namespace: NAMESPACE, vector, limit: 9, asOf: at - 1 };
      expect(await next.search(past)).toHaveLength(5);
      expect((await next.stats()).embedder).toEqual({ name: 'other@1', dimension: 4 });
      const found = { ...add('n', 'new'), vector };
      expect((await commit(next, [found as ReturnType<typeof add>])).revision).toBe(7);
    });

    it('[L-19] goes on where it was interrupted, with the old vectors serving and others writing', async () => {
      const store = open();
      const many = Array.from({ length: 700 }, (_, i) => add(`m${i}`, `fact number ${i}`));
      await commit(store, many);
      let calls = 0;
      const embedder = other();
      const failing = {
        ...embedder,
        embed: async (all: readonly string[]) => {
          calls += 1;
          if (calls > 9) throw new Error('power cut');
          return embedder.embed(all);
        },
      };
      const locks = locksOf(uri);
      await expect(reembed({ uri, locks, embedder: failing })).rejects.toThrow('power cut');
      const query = {
        namespace: NAMESPACE,
        vector: vectorOf('fact number 7'),
        text: 'fact',
        limit: 3,
      };
      expect(await store.search(query)).toHaveLength(3);
      await commit(store, [add('late', 'written meanwhile'), update('m0', 'changed meanwhile')]);
      await erase(store, ['m5']);
      let embedded = 0;
      const counting = {
        ...embedder,
        embed: async (all: readonly string[]) => {
          embedded += all.length;
          if (embedded < 100) await commit(store, [add('later', 'during the second run')]);
          return embedder.embed(all);
        },
      };
      expect(await reembed({ uri, locks, embedder: counting })).toBe('done');
      expect(embedded).toBeLessThan(300);
      const next = open('other@1', 4);
      const vector = Float32Array.from([1, 0, 0, 0]);
      const found = await next.search({ namespace: NAMESPACE, vector, limit: 999 });
      expect(found).toHaveLength(701);
      expect(await texts(next)).toHaveLength(701);
    });
  });

  describe('formats', () => {
    it('[L-21] divides a ledger of format 1, which had all namespaces in one table', async () => {
      const next = ledgerSchema(arrow, '', { name: 'test@1', dimension: DIMENSION });
      // Format 1 had everything in the table's metadata and nothing with the columns.
      const list = new FixedSizeList(DIMENSION, new Field('item', new Float32(), true));
      const fields = next.fields.map(({ name, type, nullable }) =>
        name === 'vector' ? new Field(name, list, true) : new Field(name, type, nullable),
      );
      const metadata = new Map(next.metadata).set('memory-r1.schema', '1');
      const connection = await connect(uri);
      const table = await connection.createEmptyTable('ledger', new Schema(fields, metadata));
      const record = (rowId: string, namespace: string, text: string) =>
        recordOf({
          rowId,
          namespace,
          memoryId: 'm1',
          version: 1,
          text,
          speaker: null,
          saidAt: '2023-05-08T13:56:00Z',
          source: null,
          vector: vectorOf(text),
          validFrom: 5,
          validTo: null,
          transactionId: rowId,
          revision: 1,
          seq: 0,
          operation: 'ADD',
          previousText: null,
          reason: 'new',
          policy: 'rules@1',
          confidence: 1,
          idempotencyKey: 'k',
        });
      await table.add([
        record('t1:0', NAMESPACE, 'from the old days'),
        record('t2:0', 'other', 'of another namespace'),
      ]);
      table.close();
      // Left by an attempt that was killed: the first rows of one namespace, and the old table of a third.
      const begun = await LanceDatabase.open(uri);
      await begun?.create('other', { name: 'test@1', dimension: DIMENSION });
      const half = await begun?.open('other');
      await half?.table.add([record('t2:0', 'other', 'of another namespace')]);
      begun?.close();
      await mkdir(join(uri, 'ledger.migrated'));
      connection.close();
      const store = open();
      expect(await texts(store)).toEqual(['from the old days']);
      expect(await texts(store, undefined, 'other')).toEqual(['of another namespace']);
      expect((await readdir(uri)).filter((name) => name.startsWith('ledger.'))).toEqual([]);
      expect((await commit(store, [update('m1', 'and new')])).revision).toBe(2);
      expect((await store.stats()).schemaVersion).toBe(SCHEMA_VERSION);
      expect(await texts(open())).toEqual(['and new']);
      expect(await store.search({ namespace: NAMESPACE, text: 'new', limit: 3 })).toHaveLength(1);
    });
  });
});
