import { createHash, randomUUID } from 'node:crypto';
import { readFile, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type lockfile from 'proper-lockfile';
import { messageOf } from '../errors.js';
import { unusable } from './failure.js';
import { makeFolder } from './folder.js';
import { type HeldLock, lockLost, type Locks, poll } from './lock.js';

/** An owner shows that it lives this often; one that has not for `STALE_MS` is taken for dead. */
const HEARTBEAT_MS = 1000;
const STALE_MS = 5000;
const LONGEST_POLL_MS = 25;
/** No lock is stale for proper-lockfile: two that find one stale at once would both take it over. */
const NEVER_MS = 10 * 365 * 24 * 3600 * 1000;

/**
 * Locks across processes by name, as files in one folder. A lock is a directory, since making one is
 * atomic on every file system; its owner touches it every second and writes a token beside it.
 */
export class FolderLocks implements Locks {
  constructor(private readonly folder: string) {}

  async acquire(name: string, signal?: AbortSignal): Promise<HeldLock> {
    const { default: locks } = await import('proper-lockfile');
    const path = this.#path(name);
    return poll(`namespace ${name}`, signal, LONGEST_POLL_MS, async () => {
      const held = await this.#try(locks, path);
      if (!held) await takeOverIfStale(locks, path);
      return held;
    });
  }

  async tryAcquire(name: string): Promise<HeldLock | null> {
    const { default: locks } = await import('proper-lockfile');
    const path = this.#path(name);
    await takeOverIfStale(locks, path);
    // The first attempt in a new folder only makes it.
    return (await this.#try(locks, path)) ?? this.#try(locks, path);
  }

  #path(name: string): string {
    // Hashed: a namespace may be longer than a file name may, and differ from another by case only.
    return join(this.folder, createHash('sha256').update(name).digest('hex').slice(0, 32));
  }

  async #try(locks: typeof lockfile, path: string): Promise<HeldLock | null> {
    let compromised = false;
    const release = await lockOnce(locks, path, {
      stale: NEVER_MS,
      update: HEARTBEAT_MS,
      onCompromised: () => {
        compromised = true;
      },
    }).catch(async (error: unknown) => {
      if (codeOf(error) !== 'ENOENT') throw unusable(this.folder, messageOf(error), error);
      await makeFolder(this.folder);
      return null;
    });
    if (!release) return null;
    const token = randomUUID();
    const tokenFile = `${path}.owner`;
    try {
      await writeFile(tokenFile, token);
    } catch (error) {
      await release();
      throw unusable(this.folder, messageOf(error), error);
    }
    return {
      verify: async () => {
        const owner = await readFile(tokenFile, 'utf8').catch(() => '');
        if (compromised || owner !== token) throw lockLost();
      },
      release: async () => {
        // Where the lock was lost it is somebody else's now, and not ours to release.
        if (!compromised) await release().catch(() => undefined);
      },
    };
  }
}

async function lockOnce(
  locks: typeof lockfile,
  path: string,
  options: lockfile.LockOptions,
): Promise<(() => Promise<void>) | null> {
  try {
    return await locks.lock(path, { ...options, lockfilePath: path, realpath: false, retries: 0 });
  } catch (error) {
    if (codeOf(error) === 'ELOCKED') return null;
    throw error;
  }
}

/** Removes the lock of an owner that has died. A second lock lets only one process do so at a time. */
async function takeOverIfStale(locks: typeof lockfile, path: string): Promise<void> {
  if (!(await isStale(path))) return;
  const guard = `${path}.takeover`;
  const release = await lockOnce(locks, guard, {
    stale: STALE_MS,
    onCompromised: () => undefined,
  });
  if (!release) return;
  try {
    // Looked at again: whoever had the guard before us may have taken the lock over meanwhile.
    if (await isStale(path)) {
      await rm(`${path}.owner`, { force: true });
      await rmdir(path).catch(() => undefined);
    }
  } finally {
    await release().catch(() => undefined);
  }
}

async function isStale(path: string): Promise<boolean> {
  const lock = await stat(path).catch(() => null);
  return lock !== null && lock.mtimeMs < Date.now() - STALE_MS;
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}
