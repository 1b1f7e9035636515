import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'vite';

const ROOT = resolve(import.meta.dirname, '../..');

/**
 * Makes one script of a TypeScript file and what it imports of ours: hundreds of children start from
 * it, and what they run is the source as it is, not the last build.
 * @returns its path, below node_modules so that packages are found
 */
export async function bundleScript(file: string): Promise<string> {
  const outDir = join(
    ROOT,
    'node_modules/.cache/memory-r1-tests',
    `${basename(file)}-${process.pid}`,
  );
  await mkdir(outDir, { recursive: true });
  await build({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    plugins: [{ name: 'own-imports', enforce: 'pre', resolveId: external }],
    build: {
      ssr: resolve(file),
      outDir,
      emptyOutDir: true,
      target: 'node20',
      minify: false,
      rollupOptions: { output: { entryFileNames: 'script.mjs' } },
    },
  });
  return join(outDir, 'script.mjs');
}

/** What package.json names with a # stays a file of its own; the script lies where these names mean nothing. */
function external(id: string): { id: string; external: true } | null {
  return id.startsWith('#') ? { id: import.meta.resolve(id), external: true } : null;
}

export async function removeBundle(script: string): Promise<void> {
  await rm(join(script, '..'), { recursive: true, force: true });
}

export interface Child {
  readonly process: ChildProcess;
  /** Complete lines so far. */
  readonly lines: string[];
  readonly errors: () => string;
  /** Settles when a line for which `test` is true has come; rejects when the child ends before. */
  until(test: (line: string) => boolean): Promise<void>;
  /** Kills with SIGKILL where it still runs, and waits until all it wrote has been read. */
  kill(): Promise<void>;
  /** Waits for its end. @returns exit code, null where a signal ended it */
  ended(): Promise<number | null>;
}

/** Starts a bundled script; its stdout is lines of results. */
export function startChild(
  script: string,
  args: readonly string[],
  execArgv: string[] = [],
): Child {
  const child = spawn(process.execPath, [...execArgv, script, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    for (const look of [...waiting]) look();
  });
  let over = false;
  const closed = once(child, 'close').then(([code]) => {
    over = true;
    for (const look of [...waiting]) look();
    return code as number | null;
  });
  return {
    process: child,
    lines,
    errors: () => stderr,
    until: (test) =>
      new Promise((done, failed) => {
        const look = (): void => {
          const found = lines.some(test);
          if (!found && !over) return;
          waiting.delete(look);
          if (found) done();
          else
            failed(new Error(`the child ended before: ${stderr || lines.at(-1) || 'no output'}`));
        };
        waiting.add(look);
        look();
      }),
    kill: async () => {
      child.kill('SIGKILL');
      await closed;
    },
    ended: () => closed,
  };
}
