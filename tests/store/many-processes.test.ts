import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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

describe('several processes on one folder', () => {
  let folder: string;
  let store: MemoryStore;
  const children: ChildProcess[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'memory-r1-'));
    store = openLanceStore({
      uri: folder,
      clock: { now: () => Date.now() },
      ids: countingIds('main'),
      embedder: { name: 'test@1', dimension: async () => DIMENSION },
    });
  });
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    await store.close();
    await rm(folder, { recursive: true, force: true });
  });

  const start = (prefix: string, count: number, ...more: string[]): ChildProcess => {
    const script = join(import.meta.dirname, 'writer-process.ts');
    const args = ['--import', 'tsx', script, folder, prefix, String(count), ...more];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    children.push(child);
    return child;
  };

  it('[L-14] [L-15] two of them add 100 facts each: none is lost or doubled, revisions have no gaps', async () => {
    // Both also make the table at the same time.
    const exits = [start('one', 100), start('two', 100)].map((child) => once(child, 'exit'));
    let reads = 0;
    const writing = Promise.all(exits);
    let over = false;
    void writing.then(() => (over = true));
    while (!over) {
      await texts(store);
      reads += 1;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(await writing).toEqual([
      [0, null],
      [0, null],
    ]);
    expect(reads).toBeGreaterThan(5);
    const expected = ['one', 'two'].flatMap((prefix) =>
      Array.from({ length: 100 }, (_, i) => `fact ${i} of ${prefix}`),
    );
    expect((await texts(store)).sort()).toEqual(expected.sort());
    expect(await store.revision(NAMESPACE)).toBe(200);
    const { entries } = await store.history({ namespace: NAMESPACE, limit: 1000 });
    expect(entries).toHaveLength(200);
    expect(new Set(entries.map((entry) => entry.transactionId)).size).toBe(200);
    const times = entries.map((entry) => entry.at);
    expect(times).toEqual([...new Set(times)].sort((a, b) => b - a));
  }, 60_000);

  it('[L-16] one that is killed while it holds the lock delays the others by a few seconds only', async () => {
    const child = start('dead', 1, 'die');
    if (child.stdout) await once(child.stdout, 'data');
    const controller = new AbortController();
    const cancelled = store.exclusive(NAMESPACE, async () => 'ran', controller.signal);
    setTimeout(() => {
      controller.abort();
    }, 100);
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    child.kill('SIGKILL');
    await once(child, 'exit');
    // Readers and other namespaces do not notice.
    const started = performance.now();
    expect(await texts(store)).toEqual(['fact 0 of dead']);
    await commit(store, [add('m', 'elsewhere')], { namespace: 'other' });
    expect(performance.now() - started).toBeLessThan(2000);
    await commit(store, [add('m', 'alive')]);
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(await store.revision(NAMESPACE)).toBe(2);
  });
});
