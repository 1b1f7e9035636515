import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { bulkLoad } from '../../src/store/bulk.js';
import { historyLines, parseHistoryLine, rowOfLine } from '../../src/store/history-file.js';
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
  for await (const line of historyLines(from.uri, null)) written.push(JSON.stringify(line));
  const to = await place();
  const rows = written.map((text, i) => {
    const line = parseHistoryLine(JSON.parse(text), `line ${i}`);
    const content = line.speaker === null ? line.text : `${line.speaker}: ${line.text}`;
    return rowOfLine(line, vectorOf(content));
  });
  await bulkLoad(to.uri, { name: 'test@1', dimension: DIMENSION }, rows);

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

it('refuses lines that are none of history', () => {
  expect(() => parseHistoryLine({ text: 'x' }, 'f:2')).toThrow(
    /f:2 is no line of exported history/,
  );
});
