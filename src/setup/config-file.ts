import { copyFile, mkdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { configurationError, messageOf } from '../errors.js';

/** A file's text, '' where there is none. */
export async function readConfig(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw configurationError('bad-config', `${file} cannot be read: ${messageOf(error)}`, error);
  }
}

/**
 * Writes a configuration in one step, after a copy of what was there. A link stays a link (people keep
 * such files elsewhere), and the file's mode stays: it may hold keys.
 * @returns the copy, or null where there was nothing to copy
 */
export async function replaceConfig(file: string, text: string, now: Date): Promise<string | null> {
  try {
    await mkdir(dirname(file), { recursive: true });
    const real = await realpath(file).catch(() => file);
    const mode = (await stat(real).catch(() => null))?.mode;
    const backup = mode === undefined ? null : `${real}.${stamp(now)}.bak`;
    if (backup !== null) await copyFile(real, backup);
    const draft = `${real}.${process.pid}.tmp`;
    try {
      await writeFile(draft, text, { mode: mode ?? 0o600 });
      await rename(draft, real);
    } finally {
      await rm(draft, { force: true });
    }
    return backup;
  } catch (error) {
    throw configurationError(
      'config-not-written',
      `${file} cannot be written: ${messageOf(error)}`,
      error,
    );
  }
}

/** E.g. `20261124-194500`, in UTC. */
function stamp(now: Date): string {
  return now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
}
