import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { getDefaultEnvironment, StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterAll, onTestFinished } from 'vitest';

export const MAIN = resolve(import.meta.dirname, '../../dist/main.js');

/** Registers what is to be done afterwards: `onTestFinished` in a test, `afterAllTests()` for what tests share. */
type Cleanup = (work: () => void | Promise<void>) => void;

/** For what the tests of a file or a `describe` share: done when they are over, the newest first. */
export function afterAllTests(): Cleanup {
  const works: (() => void | Promise<void>)[] = [];
  afterAll(async () => {
    for (const work of works) await work();
  });
  return (work) => void works.unshift(work);
}

/** A folder that goes when the test is over. */
export function temporaryFolder(cleanup: Cleanup = onTestFinished): string {
  const folder = mkdtempSync(join(tmpdir(), 'memory-r1-test-'));
  cleanup(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface ToolResult<T> {
  isError: boolean;
  text: string;
  value: T;
}

export interface TestServer {
  client: Client;
  /** Calls a tool; `value` is its structured content. */
  call<T = Record<string, unknown>>(
    name: string,
    args: Record<string, unknown>,
  ): Promise<ToolResult<T>>;
  /** Everything the server wrote to stderr so far. */
  stderr(): string;
}

/** Spawns the built server on `home` and connects the official client; closed when the test is over. */
export async function startServer(
  home: string,
  environment: Record<string, string> = {},
  cleanup: Cleanup = onTestFinished,
): Promise<TestServer> {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [MAIN],
    env: { ...getDefaultEnvironment(), MEMORY_R1_HOME: home, ...environment },
    stderr: 'pipe',
  });
  let stderr = '';
  transport.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const client = new Client({ name: 'test', version: '1.0.0' });
  await client.connect(transport);
  cleanup(() => client.close());
  return {
    client,
    stderr: () => stderr,
    async call<T>(name: string, args: Record<string, unknown>) {
      const result = await client.callTool({ name, arguments: args });
      return {
        isError: result.isError === true,
        text: result.content.map((block) => (block.type === 'text' ? block.text : '')).join('\n'),
        value: result.structuredContent as T,
      };
    },
  };
}
