import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { MAIN, startServer, temporaryFolder } from '../support/server.js';

/** The server with its bare pipes: what a client's bytes are made of. */
function spawnRaw(
  home: string,
  args: string[] = [],
  env: Record<string, string> = {},
): ChildProcessWithoutNullStreams {
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { ...process.env, MEMORY_R1_HOME: home, ...env },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

function exit(
  child: ChildProcessWithoutNullStreams,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, stdout, stderr })));
}

const INITIALIZE = {
  jsonrpc: '2.0',
  id: 0,
  method: 'initialize',
  params: {
    protocolVersion: '2025-06-18',
    capabilities: {},
    clientInfo: { name: 'raw', version: '1' },
  },
};

describe('the process', () => {
  test('[P-03] [P-04] writes nothing but JSON-RPC on stdout under load, and ends soon after stdin closes', async () => {
    const child = spawnRaw(temporaryFolder());
    const ended = exit(child);
    const send = (message: unknown) => child.stdin.write(`${JSON.stringify(message)}\n`);
    const answered = new Set<number>();
    let rest = '';
    const lines: string[] = [];
    const allAnswered = new Promise<void>((resolve) => {
      child.stdout.on('data', (chunk: Buffer) => {
        const parts = (rest + chunk.toString()).split('\n');
        rest = parts.pop() ?? '';
        for (const line of parts) {
          lines.push(line);
          const { id } = JSON.parse(line) as { id?: number };
          if (id !== undefined) answered.add(id);
        }
        if (answered.size === 61) resolve();
      });
    });
    send(INITIALIZE);
    send({ jsonrpc: '2.0', method: 'notifications/initialized' });
    for (let id = 1; id <= 60; id++) {
      const call =
        id % 3 === 0
          ? { name: 'recall', arguments: { query: `number ${id}` } }
          : id % 3 === 1
            ? {
                name: 'remember',
                arguments: {
                  text: `Locker number ${id} belongs to person ${id}. 🔑 "quoted" 储物柜`,
                },
              }
            : { name: 'answer', arguments: { question: `Whose is locker ${id}?` } };
      send({ jsonrpc: '2.0', id, method: 'tools/call', params: call });
    }
    await allAnswered;
    for (const line of lines) expect(JSON.parse(line)).toMatchObject({ jsonrpc: '2.0' });

    const closed = performance.now();
    child.stdin.end();
    const { code } = await ended;
    expect(code).toBe(0);
    expect(performance.now() - closed).toBeLessThan(2000);
  });

  test('[P-05] speaks the stateless protocol of 2026-07-28 as well', async () => {
    const child = spawnRaw(temporaryFolder());
    const reply = new Promise<Record<string, unknown>>((resolve) =>
      child.stdout.once('data', (chunk: Buffer) =>
        resolve(JSON.parse(chunk.toString()) as Record<string, unknown>),
      ),
    );
    const _meta = {
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
      'io.modelcontextprotocol/clientInfo': { name: 'raw', version: '1' },
      'io.modelcontextprotocol/clientCapabilities': {},
    };
    child.stdin.write(
      `${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'server/discover', params: { _meta } })}\n`,
    );
    expect(await reply).toMatchObject({
      id: 1,
      result: { supportedVersions: expect.arrayContaining(['2026-07-28']) as unknown },
    });
  });

  test.each<[string, string[], Record<string, string>, RegExp]>([
    [
      'an unknown manager',
      [],
      { MEMORY_R1_MANAGER: 'best' },
      /MEMORY_R1_MANAGER must be .*got "best"/,
    ],
    ['an unknown embedder', ['--embedder', 'openai'], {}, /--embedder must be "bundled" or "hf:/],
    ['a bad default namespace', ['--namespace', 'a/b'], {}, /--namespace/],
    ['an unknown command', ['remind'], {}, /remind/],
  ])('[P-07] refuses %s with one line and exit code 2', async (_name, args, env, message) => {
    const { code, stdout, stderr } = await exit(spawnRaw(temporaryFolder(), args, env));
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});

describe('two servers on one folder', () => {
  test('[L-14] store 40 different facts each at the same time: none lost, none doubled', async () => {
    const home = temporaryFolder();
    const servers = [await startServer(home), await startServer(home)];
    await Promise.all(
      servers.map(async (server, index) => {
        for (let number = 0; number < 40; number++) {
          const result = await server.call('remember', {
            text: `Shelf ${index}-${number} holds box ${index * 1000 + number}.`,
          });
          expect(result.isError, result.text).toBe(false);
        }
      }),
    );
    const { stdout } = await exit(spawnRaw(home, ['export']));
    const stored = stdout
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { text: string }).text);
    expect(stored).toHaveLength(80);
    expect(new Set(stored).size).toBe(80);
  }, 120_000);
});

describe('a broken set-up is one clear error, and the server stays up', () => {
  test('[F-06] a folder that cannot be made', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), 'not a folder');
    const server = await startServer(join(folder, 'file', 'home'));
    const result = await server.call('remember', { text: 'It rained.' });
    expect(result.isError).toBe(true);
    expect(result.text).toMatch(/MEMORY_R1_HOME|MEMORY_R1_STORE/);
    expect((await server.client.listTools()).tools).toHaveLength(6);
  });

  test.skipIf(process.getuid?.() === 0)('[F-01] a folder that cannot be written', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'home'));
    chmodSync(join(folder, 'home'), 0o500);
    const server = await startServer(join(folder, 'home'));
    const result = await server.call('remember', { text: 'It rained.' });
    expect(result.isError).toBe(true);
    expect(result.text).toContain(join(folder, 'home'));
  });

  test('[P-08] a model that is not there', async () => {
    const server = await startServer(temporaryFolder(), {
      MEMORY_R1_EMBEDDER: 'hf:/no/such/model',
    });
    const result = await server.call('remember', { text: 'It rained.' });
    expect(result.isError).toBe(true);
    expect(result.text).toMatch(/\/no\/such\/model/);
    expect((await server.client.listTools()).tools).toHaveLength(6);
  });
});
