import { request } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { inputError } from '../../src/errors.js';
import { createGuardedApp, requireToken } from '../../src/http/guard.js';
import { listenOnLoopback } from '../../src/http/listen.js';
import { scopeOf } from '../../src/http/tokens.js';

const LIMIT = 1000;

interface Reply {
  status: number;
  headers: NodeJS.Dict<string | string[]>;
  body: string;
  code: string | undefined;
}

/** A server with one guarded route that counts the calls that got through to it. */
async function start() {
  const logged: string[] = [];
  const log = { info: () => undefined, warn: (message: string) => void logged.push(message) };
  const app = createGuardedApp({ maxBodyBytes: LIMIT, log });
  let reached = 0;
  app.use(
    '/api/*',
    requireToken((token) =>
      scopeOf(token, [
        { token: 'all', scope: 'full' },
        { token: 'look', scope: 'read' },
      ]),
    ),
  );
  app.post('/api/echo', async (c) => {
    const body = await c.req.text();
    reached++;
    return c.json({ scope: c.get('scope'), length: body.length });
  });
  app.get('/api/bad', () => {
    throw inputError('bad-thing', 'Send a better thing.');
  });
  app.get('/api/bug', () => {
    throw new TypeError('oops');
  });
  const server = await listenOnLoopback(app, 0);
  onTestFinished(() => server.close());
  const { host, port } = new URL(server.origin);
  // Not fetch: it lets nobody set Host or Origin.
  const call = (
    path: string,
    headers: Record<string, string> = {},
    options: { method?: string; body?: string } = {},
  ) =>
    new Promise<Reply>((resolve, reject) => {
      const sent = request(
        {
          port,
          host: '127.0.0.1',
          path,
          method: options.method ?? 'POST',
          headers: { host, authorization: 'Bearer all', ...headers },
        },
        (response) => {
          let body = '';
          response.on('data', (chunk: Buffer) => (body += chunk.toString()));
          response.on('end', () => {
            const parsed = body.startsWith('{')
              ? (JSON.parse(body) as { error?: { code: string } })
              : {};
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              body,
              code: parsed.error?.code,
            });
          });
        },
      );
      sent.on('error', reject);
      sent.end(options.body);
    });
  return { ...server, port, call, logged, reached: () => reached };
}

test('a program and the own page get through, each with the scope of its token', async () => {
  const { call, origin, port } = await start();
  expect(JSON.parse((await call('/api/echo', {}, { body: 'four' })).body)).toEqual({
    scope: 'full',
    length: 4,
  });
  const reading = await call('/api/echo', { authorization: 'bearer look', origin });
  expect(JSON.parse(reading.body)).toMatchObject({ scope: 'read' });
  const byName = { host: `localhost:${port}`, origin: `http://localhost:${port}` };
  expect((await call('/api/echo', byName)).status).toBe(200);
});

test('everybody else is refused before the route is reached', async () => {
  const { call, port, reached } = await start();
  const refusals: [Record<string, string>, number, string][] = [
    [{ host: `evil.example:${port}` }, 403, 'wrong-host'],
    [{ host: '127.0.0.1:1' }, 403, 'wrong-host'],
    [{ host: `127.0.0.1.evil.example:${port}` }, 403, 'wrong-host'],
    [{ origin: 'https://evil.example' }, 403, 'foreign-origin'],
    [{ origin: 'http://127.0.0.1:1' }, 403, 'foreign-origin'],
    [{ origin: 'null' }, 403, 'foreign-origin'],
    [{ authorization: '' }, 401, 'no-token'],
    [{ authorization: 'Basic all' }, 401, 'no-token'],
    [{ authorization: 'Bearer al' }, 401, 'wrong-token'],
    [{ authorization: 'Bearer all2' }, 401, 'wrong-token'],
    [{ authorization: '', cookie: 'token=all' }, 401, 'no-token'],
  ];
  for (const [headers, status, code] of refusals) {
    expect(await call('/api/echo', headers), JSON.stringify(headers)).toMatchObject({
      status,
      code,
    });
  }
  expect((await call('/api/echo?token=all', { authorization: '' })).code).toBe('no-token');
  expect(reached()).toBe(0);
});

test('a body over the limit is refused, said or unsaid', async () => {
  const { call, reached } = await start();
  const body = 'x'.repeat(LIMIT + 1);
  expect(
    await call('/api/echo', { 'content-length': String(body.length) }, { body }),
  ).toMatchObject({ status: 413, code: 'too-large' });
  const chunked = await call('/api/echo', { 'transfer-encoding': 'chunked' }, { body });
  expect(chunked).toMatchObject({ status: 413, code: 'too-large' });
  expect(reached()).toBe(0);
});

test('a preflight gets no permission, and every answer the strict headers', async () => {
  const { call } = await start();
  const preflight = await call(
    '/api/echo',
    { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
    { method: 'OPTIONS' },
  );
  const answers = [preflight, await call('/api/echo'), await call('/nothing')];
  expect(answers.map(({ status }) => status)).toEqual([403, 200, 404]);
  for (const { headers } of answers) {
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    expect(headers).toMatchObject({
      'content-security-policy': expect.stringContaining("default-src 'none'") as string,
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    });
    expect(headers).not.toHaveProperty('strict-transport-security');
  }
});

test('errors are one JSON form; a bug is logged', async () => {
  const { call, logged } = await start();
  const bad = await call('/api/bad', {}, { method: 'GET' });
  expect(bad.status).toBe(400);
  expect(JSON.parse(bad.body)).toEqual({
    error: { code: 'bad-thing', message: 'Send a better thing.' },
  });
  expect(await call('/api/bug', {}, { method: 'GET' })).toMatchObject({
    status: 500,
    code: 'internal',
  });
  expect(logged.join()).toContain('TypeError: oops');
});

test('a port in use is said', async () => {
  const { port } = await start();
  const log = { info: () => undefined, warn: () => undefined };
  const again = listenOnLoopback(createGuardedApp({ maxBodyBytes: LIMIT, log }), Number(port));
  await expect(again).rejects.toMatchObject({ kind: 'configuration', code: 'port-in-use' });
});
