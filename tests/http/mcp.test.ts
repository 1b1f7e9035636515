import { request } from 'node:http';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listenOnLoopback, type LoopbackServer } from '../../src/http/listen.js';
import { createMcpApp, MCP_PATH } from '../../src/http/mcp.js';
import { createRuntime } from '../../src/runtime.js';
import { createServer } from '../../src/server.js';
import { resolveSettings } from '../../src/settings.js';
import { TOOLS } from '../../src/tools/catalog.js';
import { temporaryFolder } from '../support/server.js';

const FULL = 'a-token-that-may-do-everything';
const READ = 'a-token-that-may-only-read';
const log = { info: () => undefined, warn: () => undefined };
const cleanups: (() => void | Promise<void>)[] = [];

let server: LoopbackServer;
let memory: { id: string; transaction: string };

async function connect(token: string, modern = true): Promise<Client> {
  const client = new Client(
    { name: 'test', version: '1.0.0' },
    modern ? { versionNegotiation: { mode: 'auto' } } : {},
  );
  await client.connect(
    new StreamableHTTPClientTransport(new URL(MCP_PATH, server.origin), {
      requestInit: { headers: { Authorization: `Bearer ${token}` } },
    }),
  );
  cleanups.push(() => client.close());
  return client;
}

/** Not fetch: it lets nobody set Host or Origin. */
function post(headers: Record<string, string>, body: string): Promise<number> {
  const { hostname, port, host } = new URL(server.origin);
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        hostname,
        port,
        path: MCP_PATH,
        method: 'POST',
        headers: {
          host,
          'content-type': 'application/json',
          accept: 'application/json, text/event-stream',
          ...headers,
        },
      },
      (response) => {
        // A stream's headers come before its result.
        response.resume().once('end', () => {
          sent.destroy();
          resolve(response.statusCode ?? 0);
        });
      },
    );
    sent.on('error', reject);
    // A body announced as longer than it is stays open: refused before it is read.
    if ('content-length' in headers) sent.write(body);
    else sent.end(body);
  });
}

beforeAll(async () => {
  const home = temporaryFolder((work) => cleanups.push(work));
  const settings = resolveSettings({ home }, {});
  const runtime = createRuntime(settings, log);
  cleanups.push(() => runtime.close());
  const app = createMcpApp(
    (scope) => createServer(settings, runtime, log, scope),
    [
      { token: FULL, scope: 'full' },
      { token: READ, scope: 'read' },
    ],
    log,
  );
  server = await listenOnLoopback(app, 0);
  cleanups.push(() => server.close());
  const client = await connect(FULL);
  const { structuredContent } = await client.callTool({
    name: 'remember',
    arguments: { text: 'The spare key is under the blue pot.' },
  });
  const stored = structuredContent as {
    transaction_id: string;
    operations: { memory_id: string }[];
  };
  memory = { id: stored.operations[0]?.memory_id ?? '', transaction: stored.transaction_id };
});
afterAll(async () => {
  for (const work of cleanups.reverse()) await work();
});

/** Every version that was ever written: what an attack must not change. */
async function everything(): Promise<unknown> {
  const client = await connect(READ);
  return (await client.callTool({ name: 'history', arguments: { limit: 100 } })).structuredContent;
}

describe('several clients on one process', () => {
  test('of both protocol eras see what the others stored', async () => {
    const [modern, legacy] = await Promise.all([connect(FULL), connect(FULL, false)]);
    expect(modern.getProtocolEra()).toBe('modern');
    expect(legacy.getProtocolEra()).toBe('legacy');
    const results = await Promise.all(
      [modern, legacy].map((client) =>
        client.callTool({ name: 'recall', arguments: { query: 'spare key' } }),
      ),
    );
    for (const result of results) expect(JSON.stringify(result)).toContain('blue pot');
  });
});

describe('a token that may only read', () => {
  test('is offered what changes nothing', async () => {
    const { tools } = await (await connect(READ)).listTools();
    expect(tools.map(({ name }) => name)).toEqual(['recall', 'answer', 'history']);
    expect((await (await connect(FULL)).listTools()).tools).toHaveLength(TOOLS.length);
  });

  const attempts: Record<string, () => Record<string, unknown>> = {
    remember: () => ({ text: 'The spare key is with the neighbour.' }),
    forget: () => ({ id: memory.id, erase: true }),
    undo: () => ({ transaction_id: memory.transaction }),
  };
  const writing = TOOLS.filter((tool) => tool.annotations.readOnlyHint !== true);

  test.each(writing.map(({ name }) => name))('cannot %s, in either era', async (name) => {
    const before = await everything();
    for (const modern of [true, false]) {
      const call = (await connect(READ, modern)).callTool({
        name,
        arguments: attempts[name]?.() ?? {},
      });
      const outcome = await call.then(
        (result) => result.isError === true,
        () => true,
      );
      expect(outcome).toBe(true);
    }
    expect(await everything()).toEqual(before);
  });
});

describe('whoever should not be here', () => {
  const body = JSON.stringify({
    jsonrpc: '2.0',
    id: 1,
    method: 'tools/call',
    params: { name: 'remember', arguments: { text: 'The attic key hangs in the hall.' } },
  });
  const bearer = { authorization: `Bearer ${FULL}` };

  test.each<[string, Record<string, string>, string, number]>([
    ['without a token', {}, body, 401],
    ['with a wrong token', { authorization: 'Bearer guessed-guessed-guessed' }, body, 401],
    ['under a rebound name', { ...bearer, host: 'memory.example' }, body, 403],
    ['from a foreign page', { ...bearer, origin: 'https://evil.example' }, body, 403],
    ['from a sandboxed page', { ...bearer, origin: 'null' }, body, 403],
    ['with too large a body', { ...bearer, 'content-length': '5000000' }, body, 413],
  ])('%s is refused, and nothing is changed', async (_name, headers, text, status) => {
    const before = await everything();
    expect(await post(headers, text)).toBe(status);
    expect(await everything()).toEqual(before);
  });

  test('with the token and the right names the same call is served', async () => {
    expect(await post(bearer, body)).toBe(200);
    expect(JSON.stringify(await everything())).toContain('The attic key hangs in the hall.');
  });
});
