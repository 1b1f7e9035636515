import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { MAIN } from '../support/server.js';

/** Where distributions put Chromium; CHROMIUM names another one. */
export const CHROMIUM = [
  process.env['CHROMIUM'] ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
].find(existsSync);

export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM ?? '',
    // Nothing of the browser's own may ask the network, or the test would tell of that and not of the page.
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** A running `memory-r1 inspect`. */
export interface Inspector {
  origin: string;
  /** A link that was not used yet. */
  link(): Promise<string>;
  /** Interrupts it as Ctrl-C does; its exit code. */
  stop(): Promise<number | null>;
}

export async function startInspector(home: string): Promise<Inspector> {
  const child = spawn(process.execPath, [MAIN, 'inspect', '--no-open'], {
    env: { ...process.env, MEMORY_R1_HOME: home },
  });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const nextLink = async (): Promise<string> => {
    for (;;) {
      const line = await lines.next();
      if (line.done) throw new Error(`inspect ended: ${stderr}`);
      const link = /http:\/\/\S+#code=\S+/.exec(line.value)?.[0];
      if (link !== undefined) return link;
    }
  };
  const first = await nextLink();
  let unused: string | null = first;
  return {
    origin: new URL(first).origin,
    async link() {
      if (unused === null) child.stdin.write('\n');
      const link = unused ?? (await nextLink());
      unused = null;
      return link;
    },
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGINT');
      return ((await ended) as [number | null])[0];
    },
  };
}

export interface Visit {
  page: Page;
  /** Everything that a correct page would not do: errors, refused resources, requests elsewhere. */
  faults: string[];
}

/** Opens the inspector in a browser profile of its own. */
export async function visit(
  browser: Browser,
  inspector: Inspector,
  options: BrowserContextOptions = {},
): Promise<Visit> {
  const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'UTC', ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    // A refusal (400) is shown to the user; the browser notes it all the same.
    if (message.type() === 'error' && !message.text().includes('status of 400'))
      faults.push(message.text());
  });
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== inspector.origin) faults.push(request.url());
  });
  await page.goto(await inspector.link());
  return { page, faults };
}
