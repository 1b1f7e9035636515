import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { historyLines, parseHistoryLine, rowOfLine } from '../../src/store/history-file.js';
import { HistoryImport } from '../../src/store/history-import.js';
import { openLanceStore } from '../../src/store/lance-store.js';
import type { MemoryStore } from '../../src/store/store.js';
import {
  add,
  commit,
  countingIds,
  DIMENSION,
  erase,
  ManualClock,
  NAMESPACE,
  noop,
  remove,
  texts,
  update,
  vectorOf,
} from '../contracts/ledger-fixtures.js';

const options = {
  embedder: { name: 'test@1', dimension: DIMENSION },
  namespaces: [NAMESPACE, 'other'],
  digest: 'a file',
};
const sample = {
  memoryId: 'm',
  version: 1,
  text: 'tea',
  speaker: null,
  saidAt: '2023-05-08T13:56:00Z',
  source: null,
  vector: null,
  validFrom: 5,
  validTo: null,
  transactionId: 't1',
  revision: 1,
  seq: 0,
  operation: 'ADD' as const,
  previousText: null,
  reason: 'new',
  policy: 'rules@1',
  confidence: 1,
  idempotencyKey: null,
};

const folders: string[] = [];
const stores: MemoryStore[] = [];
afterEach(async () => {
  for (const store of stores.splice(0)) await store.close();
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

const place = async (): Promise<{ uri: string; store: MemoryStore }> => {
  const uri = await mkdtemp(join(tmpdir(), 'memory-r1-'));
  const embedder = { name: 'test@1', dimension: async () => DIMENSION };
  const clock = new ManualClock();
  const store = openLanceStore({ uri, clock, ids: countingIds('a'), embedder });
  folders.push(uri);
  stores.push(store);
  return { uri, store };
};

it('[L-22] exported history makes the same ledger again: ids, versions, times, reasons, past and order', async () => {
  const from = await place();
  const more = { speaker: 'Ana', source: 'chat', saidAt: '2023-05-08T13:56:00.250+05:45' };
  const first = await commit(from.store, [add('a', 'tea 🫖\n"quoted"', more), add('b', 'car')], {
    idempotencyKey: 'k',
  });
  await commit(from.store, [update('a', 'coffee'), noop(null, 'hello'), remove('b')]);
  await commit(from.store, [add('secret', 'zanzibar')], { namespace: 'other' });
  await commit(from.store, [add('gone', 'to be erased')]);
  await erase(from.store, ['gone']);

  const written: string[] = [];
  for await (const line of historyLines(from.uri)) written.push(JSON.stringify(line));
  const to = await place();
  const rows = written.map((text, i) => {
    const line = parseHistoryLine(JSON.parse(text), `line ${i}`);
    const content = line.speaker === null ? line.text : `${line.speaker}: ${line.text}`;
    return rowOfLine(line, vectorOf(content));
  });
  const work = await HistoryImport.begin({ ...options, uri: to.uri });
  for (const row of rows) await work.add(row);
  await work.finish();
  await work.close();

  const all = { namespace: NAMESPACE, limit: 100 };
  expect(await to.store.history(all)).toEqual(await from.store.history(all));
  expect(await texts(to.store)).toEqual(await texts(from.store));
  expect(await texts(to.store, first.at)).toEqual(await texts(from.store, first.at));
  expect(await to.store.transaction(null, { idempotencyKey: 'k' })).toEqual(first);
  expect(await to.store.get('other', ['secret'])).toEqual(
    await from.store.get('other', ['secret']),
  );
  expect((await to.store.stats()).namespaces).toEqual((await from.store.stats()).namespaces);
  expect(await to.store.revision(NAMESPACE)).toBe(4);
  const found = await to.store.search({ namespace: NAMESPACE, text: 'coffee', limit: 5 });
  expect(found).toHaveLength(1);
  expect((await commit(to.store, [add('n', 'next')])).revision).toBe(5);
});

it('[L-22] an import that is not complete is not read or written, and goes on where it stopped', async () => {
  const { uri, store } = await place();
  const begin = async (digest: string) => HistoryImport.begin({ ...options, digest, uri });
  const row = (namespace: string, i: number) => ({ ...sample, namespace, rowId: `r${i}:0` });
  const first = await begin('file 1');
  await first.add(row(NAMESPACE, 1));
  await expect(begin('file 1')).rejects.toMatchObject({ code: 'import-running' });
  await first.close();
  const again = await begin('file 1');
  expect(again.has(row(NAMESPACE, 1))).toBe(false);
  for (let i = 0; i < 6000; i += 1) await again.add(row(NAMESPACE, i));
  await again.close();
  const unfinished = { code: 'import-unfinished' };
  await expect(texts(store)).rejects.toMatchObject(unfinished);
  await expect(commit(store, [add('m', 'x')])).rejects.toMatchObject(unfinished);
  await commit(store, [add('m', 'elsewhere')], { namespace: 'free' });
  const { unreadable } = await store.stats();
  expect(unreadable.map(({ namespace }) => namespace)).toEqual([NAMESPACE, 'other']);
  await expect(begin('file 2')).rejects.toMatchObject({ code: 'other-import' });

  const last = await begin('file 1');
  let added = 0;
  for (let i = 0; i < 6000; i += 1) {
    if (last.has(row(NAMESPACE, i))) continue;
    await last.add(row(NAMESPACE, i));
    added += 1;
  }
  expect(added).toBe(1000);
  await last.add(row('other', 7000));
  await last.finish();
  await last.close();
  const { namespaces } = await store.stats();
  expect(namespaces.map(({ live }) => live)).toEqual([6000, 1, 1]);
  // Again: nothing to do. Another file: not over what is there.
  const done = await begin('file 1');
  expect(done.has(row(NAMESPACE, 9999))).toBe(true);
  await done.close();
  await expect(begin('file 2')).rejects.toMatchObject({ code: 'not-empty' });
});

it('refuses lines that are none of history', () => {
  expect(() => parseHistoryLine({ text: 'x' }, 'f:2')).toThrow(
    /f:2 is no line of exported history/,
  );
});
