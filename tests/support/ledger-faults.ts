import { execFile } from 'node:child_process';
import { chmod, readdir, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { MAIN } from './server.js';

/** Environment that makes a process give up root at once, so that file rights count for it. */
export const WITHOUT_ROOT: Record<string, string> =
  process.getuid?.() === 0
    ? {
        NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(
          "import {isMainThread} from 'node:worker_threads'; if (isMainThread) { process.setgroups([]); process.setgid(65534); process.setuid(65534); }",
        )}`,
      }
    : {};

/** Takes away everybody's right to write below a folder, and lets everybody read. */
export async function makeReadOnly(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    await chmod(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o555 : 0o444);
  }
  await chmod(folder, 0o555);
}

/** Gives the owner back what `makeReadOnly` took. */
export async function makeWritable(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isDirectory()) await chmod(join(entry.parentPath, entry.name), 0o755);
  }
}

/** Cuts the file that was written last in a folder down to half. @returns its name */
export async function truncateNewest(folder: string, ending: string): Promise<string> {
  let newest = { name: '', at: -Infinity, size: 0 };
  for (const name of await readdir(folder)) {
    if (!name.endsWith(ending)) continue;
    const { mtimeMs, size } = await stat(join(folder, name));
    if (mtimeMs > newest.at) newest = { name, at: mtimeMs, size };
  }
  await truncate(join(folder, newest.name), Math.floor(newest.size / 2));
  return newest.name;
}

export interface Diagnosis {
  exitCode: number;
  checks: { name: string; ok: boolean; detail: string }[];
}

/** What `memory-r1 doctor` says of a folder. */
export async function runDoctor(
  home: string,
  environment: Record<string, string> = {},
): Promise<Diagnosis> {
  const env = { ...process.env, MEMORY_R1_HOME: home, ...environment };
  const run = promisify(execFile)(process.execPath, [MAIN, 'doctor', '--json'], { env });
  const { stdout, code } = await run.then(
    (done) => ({ ...done, code: 0 }),
    (error: unknown) => error as { stdout: string; code: number },
  );
  return { exitCode: code, checks: (JSON.parse(stdout) as { checks: Diagnosis['checks'] }).checks };
}
