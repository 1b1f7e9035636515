/**
 * Runs the official conformance suite against `memory-r1 serve --http`, for the stateless protocol and for
 * the one before it, and calls every tool with the Inspector's command line. Needs the npm registry: the
 * suite runs on Node 22, which is fetched from there where this is an older one.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { callEveryTool } from './inspector-cli.js';
import { proxyWithToken } from './token-proxy.js';

const SUITE = '@modelcontextprotocol/conformance@0.2.0-alpha.12';
const TOKEN = 'token-of-the-conformance-run';
const RUNS = [
  { revision: '2026-07-28', which: ['--requirements', '2026-07-28'] },
  { revision: '2025-11-25', which: ['--spec-version', '2025-11-25'] },
];

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));
const main = here('../../dist/main.js');
const home = mkdtempSync(join(tmpdir(), 'memory-r1-conformance-'));

/** npx with packages, and with a Node that is new enough for them. */
function npx(/** @type {string[]} */ packages) {
  const old = Number(process.versions.node.split('.')[0]) < 22;
  const node = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}@22`;
  return ['-y', ...[...packages, ...(old ? [node] : [])].flatMap((name) => ['-p', name]), '--'];
}

async function startServer() {
  const server = spawn(process.execPath, [main, 'serve', '--http', '--port', '18735'], {
    env: {
      ...process.env,
      MEMORY_R1_HOME: join(home, 'http'),
      MEMORY_R1_HTTP_TOKEN: TOKEN,
      MEMORY_R1_HTTP_READ_TOKEN: `${TOKEN}-to-read`,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await Promise.race([once(server.stdout, 'data'), once(server, 'exit')]);
  const url = /http:\S+/.exec(String(line))?.[0];
  if (url === undefined) throw new Error('the server did not start');
  return { server, url: new URL(url) };
}

const { server, url } = await startServer();
const proxy = await proxyWithToken(url, TOKEN);
try {
  for (const { revision, which } of RUNS) {
    const suite = spawn(
      'npx',
      [
        ...npx([SUITE]),
        ...['conformance', 'server', '--url', proxy.url, ...which],
        ...['--expected-failures', here(`expected-${revision}.yml`), '-o', join(home, revision)],
      ],
      { stdio: ['ignore', 'pipe', 'inherit'], shell: process.platform === 'win32' },
    );
    let output = '';
    suite.stdout.on('data', (chunk) => (output += chunk));
    const [code] = await once(suite, 'close');
    if (code !== 0) {
      console.error(output);
      throw new Error(`conformance with ${revision}: not as expected`);
    }
    console.log(`conformance ${revision}: ${/Total: .*/.exec(output)?.[0]}; failures as expected`);
  }
  const called = callEveryTool((args) => {
    const { stdout, stderr, status } = spawnSync(
      'npx',
      [
        ...npx(['@modelcontextprotocol/inspector@2.12.0']),
        ...['mcp-inspector', '--cli', process.execPath, main, ...args],
        ...['-e', `MEMORY_R1_HOME=${join(home, 'stdio')}`],
      ],
      { encoding: 'utf8', shell: process.platform === 'win32' },
    );
    if (status !== 0) throw new Error(`inspector ${args.join(' ')}\n${stdout}${stderr}`);
    return stdout;
  });
  console.log(`inspector --cli: ${called.join(', ')} called`);
} finally {
  proxy.close();
  server.kill('SIGINT');
  rmSync(home, { recursive: true, force: true });
}
