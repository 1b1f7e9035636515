import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { randomIds, systemClock } from '../../src/memory/clock.js';
import { openLanceStore } from '../../src/store/lance-store.js';
import { hashEmbedder } from '../support/ledger-embedder.js';
import { temporaryFolder } from '../support/server.js';

const QUIET = { info: () => undefined, warn: () => undefined };

/** A disk of 2 MB; null where this user may not mount one. */
function smallDisk(): string | null {
  const folder = join(temporaryFolder(), 'disk');
  mkdirSync(folder);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return null;
  }
  onTestFinished(() => void execFileSync('umount', ['--lazy', folder]));
  return folder;
}

test('[L-02] on a full disk a write is refused as a whole, reading goes on, and room mends it', async (context) => {
  const folder = smallDisk();
  if (folder === null) return context.skip('needs the right to mount a small disk');
  const ballast = join(folder, 'ballast');
  writeFileSync(ballast, Buffer.alloc(1_200_000));
  const store = openLanceStore({
    ...{ uri: join(folder, 'ledger'), embedder: hashEmbedder },
    ...{ clock: systemClock, ids: randomIds, log: QUIET },
  });
  onTestFinished(() => store.close());
  const [vector = new Float32Array()] = await hashEmbedder.embed(['a box'], 'document');
  const add = (name: string): Promise<unknown> =>
    store.exclusive('default', (writer) =>
      writer.commit({
        namespace: 'default',
        policy: 'test',
        changes: [`${name}-a`, `${name}-b`].map((memoryId) => ({
          ...{ operation: 'ADD', memoryId, text: `Box ${memoryId}`, speaker: null, vector },
          ...{ saidAt: '2026-01-01T00:00:00Z', source: null, reason: 'It is new.', confidence: 1 },
        })),
      }),
    );
  const told: string[] = [];
  let failure: unknown = null;
  for (let at = 0; failure === null && at < 300; at += 1)
    await add(`early${at}`).then(
      () => told.push(`early${at}-a`, `early${at}-b`),
      (error: unknown) => (failure = error),
    );
  expect(failure).toMatchObject({ code: 'store-full' });
  expect((failure as Error).message).not.toContain('\n');
  const held = async (): Promise<string[]> =>
    (await store.list({ namespace: 'default' }, { offset: 0, limit: 1_000 })).map(({ id }) => id);
  expect((await held()).sort()).toEqual([...told].sort());
  expect(await store.search({ namespace: 'default', text: 'box', limit: 3 })).toHaveLength(3);

  rmSync(ballast);
  await add('late');
  expect((await held()).sort()).toEqual([...told, 'late-a', 'late-b'].sort());
});
