import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLanceStore } from '../../src/store/lance-store.js';
import { compactStore } from '../../src/store/maintenance.js';
import { auditNamespace } from '../support/ledger-audit.js';
import { bundleScript, removeBundle, startChild } from '../support/ledger-children.js';
import { hashEmbedder } from '../support/ledger-embedder.js';
import { temporaryFolder } from '../support/server.js';

/**
 * Needs MinIO, an S3-compatible server with conditional puts: `go install github.com/minio/minio@latest`,
 * then `LEDGER_MINIO=~/go/bin/minio npx vitest run tests/ledger/object-store.test.ts`.
 */
const MINIO = process.env['LEDGER_MINIO'] ?? 'minio';
const installed = spawnSync(MINIO, ['--version']).status === 0;
const COMMITS = 15;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return port;
}

describe.skipIf(!installed)('an S3 server', () => {
  const uri = 's3://ledger/store';
  let server: ChildProcess;
  let burst = '';

  beforeAll(async () => {
    burst = await bundleScript(resolve(import.meta.dirname, '../support/ledger-burst.ts'));
    const folder = temporaryFolder(afterAll);
    await mkdir(join(folder, 'ledger'));
    const address = `127.0.0.1:${await freePort()}`;
    const secret = { user: 'memory', password: 'memory-r1-secret' };
    server = spawn(
      MINIO,
      ['server', '--address', address, '--console-address', '127.0.0.1:0', folder],
      {
        env: { ...process.env, MINIO_ROOT_USER: secret.user, MINIO_ROOT_PASSWORD: secret.password },
        stdio: 'ignore',
      },
    );
    Object.assign(process.env, {
      AWS_ENDPOINT: `http://${address}`,
      AWS_ACCESS_KEY_ID: secret.user,
      AWS_SECRET_ACCESS_KEY: secret.password,
      AWS_REGION: 'us-east-1',
      AWS_ALLOW_HTTP: 'true',
    });
    const ready = async (): Promise<boolean> =>
      fetch(`http://${address}/minio/health/live`).then(
        ({ ok }) => ok,
        () => false,
      );
    while (!(await ready())) await sleep(100);
  });
  afterAll(async () => {
    server.kill();
    await removeBundle(burst);
  });

  test('[L-14] [L-16] [L-24] four processes write to one namespace, one is killed: nothing lost, halved or doubled', async () => {
    const prefixes = ['a', 'b', 'c', 'dead'];
    const children = prefixes.map((prefix) =>
      startChild(burst, [uri, 'shared', prefix, String(COMMITS)]),
    );
    const dead = children.at(-1);
    await dead?.until((line) => line.startsWith('committed 3 '));
    await dead?.kill();
    for (const child of children.slice(0, -1))
      expect([await child.ended(), child.errors()]).toEqual([0, '']);

    const store = openLanceStore({
      uri,
      clock: { now: () => Date.now() },
      ids: { next: () => 'none' },
      embedder: hashEmbedder,
    });
    const { model, problems } = await auditNamespace(store, 'shared');
    expect(problems).toEqual([]);
    const there = model.transactions.map(({ id }) => id);
    expect(new Set(there).size).toBe(there.length);
    const heard = children.flatMap(({ lines }) =>
      lines.flatMap((line) => /^committed \d+ (\S+)$/.exec(line)?.[1] ?? []),
    );
    expect(heard.filter((id) => !there.includes(id))).toEqual([]);
    // The one that was killed may have committed once more than it could say.
    expect(there.length - heard.length).toBeLessThanOrEqual(1);
    expect(await store.revision('shared')).toBe(there.length);

    const report = await compactStore({ uri, retentionMs: null, now: Date.now() });
    expect(report?.after).toMatchObject({ fragments: 1, versions: 1 });
    expect((await auditNamespace(store, 'shared')).problems).toEqual([]);
    await store.close();
  }, 300_000);
});
