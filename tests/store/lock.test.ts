import { mkdtemp, readdir, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FolderLocks } from '../../src/store/folder-locks.js';

describe('FolderLocks', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'memory-r1-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const age = async (): Promise<void> => {
    const [name] = (await readdir(folder)).filter((entry) => !entry.includes('.'));
    const past = new Date(Date.now() - 60_000);
    await utimes(join(folder, name ?? ''), past, past);
  };

  it('lets one holder at a time through', async () => {
    const locks = [new FolderLocks(folder), new FolderLocks(folder)];
    let inside = 0;
    await Promise.all(
      Array.from({ length: 10 }, async (_, i) => {
        const held = await locks[i % 2]?.acquire('a');
        inside += 1;
        expect(inside).toBe(1);
        await new Promise((resolve) => setTimeout(resolve, 2));
        inside -= 1;
        await held?.release();
      }),
    );
  });

  it('keeps names apart, whatever they are', async () => {
    const locks = new FolderLocks(folder);
    const names = ['a', 'A', '../a', '工'.repeat(64), 'a/b'];
    const held = await Promise.all(names.map((name) => locks.acquire(name)));
    for (const lock of held) await lock.verify();
    for (const lock of held) await lock.release();
  });

  it('of a dead owner goes to one of many that wait for it', async () => {
    await new FolderLocks(folder).acquire('a');
    await age();
    let inside = 0;
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        const held = await new FolderLocks(folder).acquire('a');
        inside += 1;
        expect(inside).toBe(1);
        await held.verify();
        inside -= 1;
        await held.release();
      }),
    );
  });

  it('tells an owner that stood still that it lost the lock', async () => {
    const first = await new FolderLocks(folder).acquire('a');
    await first.verify();
    await age();
    const second = await new FolderLocks(folder).acquire('a');
    await expect(first.verify()).rejects.toMatchObject({ code: 'lock-lost' });
    await second.verify();
    await second.release();
  });
});
