import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { connect } from '@lancedb/lancedb';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import {
  type Diagnosis,
  makeReadOnly,
  makeWritable,
  runDoctor,
  truncateNewest,
  WITHOUT_ROOT,
} from '../support/ledger-faults.js';
import { tableNameOf } from '../../src/store/lance-database.js';
import { afterAllTests, startServer, temporaryFolder, type TestServer } from '../support/server.js';

const SLOW = 90_000;

async function say(server: TestServer, text: string, namespace = 'default'): Promise<void> {
  const result = await server.call('remember', { text, namespace });
  expect(result.isError, result.text).toBe(false);
}

async function recalled(server: TestServer, namespace: string): Promise<string[]> {
  const found = await server.call<{ memories: { text: string }[] }>('recall', {
    query: 'shelf and box',
    namespace,
    limit: 60,
  });
  expect(found.isError, found.text).toBe(false);
  return found.value.memories.map(({ text }) => text).sort();
}

/** Where a namespace's files are. */
function tableOf(home: string, namespace: string): string {
  return join(home, 'ledger', `${tableNameOf(namespace)}.lance`);
}

const later = afterAllTests();
/** A home with one memory in each of three namespaces, one transaction each, in this order. */
let written: string;

beforeAll(async () => {
  written = temporaryFolder(later);
  const server = await startServer(written, {}, later);
  await say(server, 'Shelf 1 holds box 11.', 'first');
  await say(server, 'Shelf 2 holds box 22.', 'second');
  await say(server, 'Shelf 3 holds box 33.', 'third');
  await server.client.close();
}, SLOW);

/** A copy of `written`. With its times: what was written last is the file with the latest one. */
async function makeHome(...cleanup: Parameters<typeof temporaryFolder>): Promise<string> {
  const home = temporaryFolder(...cleanup);
  await cp(written, home, { recursive: true, preserveTimestamps: true });
  return home;
}

/** One line for people: what is wrong, where, what to do. */
async function expectRefusal(
  call: ReturnType<TestServer['call']>,
  ...patterns: RegExp[]
): Promise<void> {
  const { isError, text } = await call;
  expect(isError).toBe(true);
  for (const pattern of patterns) expect(text).toMatch(pattern);
  expect(text).not.toContain('\n');
  expect(text).not.toMatch(/\.rs:|Caused by|LanceError/);
}

describe('a broken folder is one clear error', () => {
  test(
    '[F-01] a folder made read-only: reading goes on, writing is refused, doctor says so',
    async () => {
      const home = await makeHome();
      await makeReadOnly(home);
      onTestFinished(() => makeWritable(home));
      const server = await startServer(home, WITHOUT_ROOT);
      expect(await recalled(server, 'first')).toEqual(['Shelf 1 holds box 11.']);
      const refused = server.call('remember', {
        text: 'Shelf 3 holds box 33.',
        namespace: 'first',
      });
      await expectRefusal(refused, new RegExp(join(home, 'ledger')), /MEMORY_R1_HOME/);
      expect(await recalled(server, 'second')).toEqual(['Shelf 2 holds box 22.']);
      const { exitCode, checks } = await runDoctor(home, WITHOUT_ROOT);
      expect(exitCode).toBe(1);
      const folder = checks.find(({ name }) => name === 'data folder');
      expect(folder).toMatchObject({ ok: false });
      expect(folder?.detail).toMatch(/writable/);
    },
    SLOW,
  );

  test.skipIf(process.platform !== 'linux' || !existsSync('/usr/bin/prlimit'))(
    '[F-02] the limit of open files reached: refused while it lasts, and nothing half written',
    async () => {
      const home = await makeHome();
      const server = await startServer(home);
      expect(await recalled(server, 'first')).toHaveLength(1);
      const pid = String((server.client.transport as StdioClientTransport).pid);
      const limit = (files: number): unknown =>
        execFileSync('prlimit', ['--pid', pid, `--nofile=${files}:4096`]);
      // All below are taken for good; the count of all would include some that are about to be closed.
      limit(16);
      const refused = server.call('remember', {
        text: 'Shelf 3 holds box 33.',
        namespace: 'first',
      });
      await expectRefusal(refused, /ulimit -n/);
      await expectRefusal(
        server.call('recall', { query: 'shelf', namespace: 'first' }),
        /ulimit -n/,
      );
      limit(1024);
      expect(await recalled(server, 'first')).toEqual(['Shelf 1 holds box 11.']);
      await say(server, 'Shelf 4 holds box 44.', 'first');
      expect(await recalled(server, 'first')).toHaveLength(2);
    },
    SLOW,
  );

  test(
    "[F-04] somebody else's table: refused, named by doctor, and left as it is",
    async () => {
      const home = temporaryFolder();
      const folder = join(home, 'ledger');
      await mkdir(folder);
      await writeFile(join(folder, 'notes.txt'), 'mine');
      const connection = await connect(folder);
      const theirs = await connection.createTable('ledger', [{ id: 1, vector: [0.1, 0.2] }]);
      const server = await startServer(home);
      for (const call of [
        server.call('recall', { query: 'shelf' }),
        server.call('remember', { text: 'Shelf 7 holds box 77.' }),
      ]) {
        await expectRefusal(call, /did not make/, /MEMORY_R1_HOME/);
      }
      const { exitCode, checks } = await runDoctor(home);
      expect(exitCode).toBe(1);
      expect(checks.find(({ name }) => name === 'store')).toMatchObject({ ok: false });
      expect(await theirs.countRows()).toBe(1);
      expect(await theirs.version()).toBe(1);
      connection.close();
    },
    SLOW,
  );

  test(
    '[F-06] a lock folder that cannot be made: refused, and reading goes on',
    async () => {
      const home = await makeHome();
      const locks = join(home, 'ledger', 'locks');
      execFileSync('rm', ['-r', locks]);
      await writeFile(locks, 'in the way');
      const server = await startServer(home);
      const refused = server.call('remember', {
        text: 'Shelf 8 holds box 88.',
        namespace: 'first',
      });
      await expectRefusal(refused, /locks/);
      expect(await recalled(server, 'first')).toEqual(['Shelf 1 holds box 11.']);
    },
    SLOW,
  );
});

describe('truncated files: a data file of one namespace, a manifest of another', () => {
  let dataFile: string;
  let manifest: string;
  let server: TestServer;
  let diagnosis: Diagnosis;

  beforeAll(async () => {
    const home = await makeHome(later);
    dataFile = await truncateNewest(join(tableOf(home, 'second'), 'data'), '.lance');
    manifest = await truncateNewest(join(tableOf(home, 'third'), '_versions'), '.manifest');
    server = await startServer(home, {}, later);
    diagnosis = await runDoctor(home);
  }, SLOW);

  test('[F-03] the data file is named by the error and by doctor', async () => {
    const second = { query: 'shelf', namespace: 'second' };
    await expectRefusal(server.call('recall', second), /damaged/i, /doctor/);
    expect(problems()).toContain(dataFile);
  });

  test('[F-03] the manifest is named, with the way back', async () => {
    const namespace = 'third';
    const recall = server.call('recall', { query: 'shelf', namespace });
    await expectRefusal(recall, /damaged/i, /doctor/);
    const remember = server.call('remember', { text: 'Shelf 6 holds box 66.', namespace });
    await expectRefusal(remember, /damaged/i);
    expect(problems()).toContain(manifest);
  });

  test('[F-05] the other namespaces are read and written', async () => {
    expect(await recalled(server, 'first')).toEqual(['Shelf 1 holds box 11.']);
    await say(server, 'Shelf 5 holds box 55.', 'first');
    expect(await recalled(server, 'first')).toHaveLength(2);
  });

  /** What doctor says of all that is wrong; it fails where something is. */
  function problems(): string {
    expect(diagnosis.exitCode).toBe(1);
    const details = diagnosis.checks.filter(({ ok }) => !ok).map(({ detail }) => detail);
    return details.join('\n');
  }
});
