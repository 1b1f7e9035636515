import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type lockfile from 'proper-lockfile';
import { messageOf, providerError } from '../errors.js';
import { unusable } from './failure.js';
import { cancelled, throwIfAborted } from './queue.js';

/** An owner shows that it lives this often; one that has not for `STALE_MS` is taken for dead. */
const HEARTBEAT_MS = 1000;
const STALE_MS = 5000;
/** How long anybody waits before giving up. */
const PATIENCE_MS = 30_000;
const LONGEST_POLL_MS = 25;
/** No lock is stale for proper-lockfile: two that find one stale at once would both take it over. */
const NEVER_MS = 10 * 365 * 24 * 3600 * 1000;

/** Closed while something touches the whole folder; no namespace begins with a dot. */
const GATE = '.gate';
/** Held by the one process that embeds anew; it writes behind the gate or beside everybody else's columns. */
export const REEMBED_LOCK = '.reembed';

/** A lock that this process holds. */
export interface HeldLock {
  /**
   * Call right before what the lock protects: a process that was suspended may have lost it.
   * @throws MemoryR1Error `lock-lost`
   */
  verify(): Promise<void>;
  release(): Promise<void>;
}

/**
 * Locks across processes by name, as files in one folder. A lock is a directory, since making one is
 * atomic on every file system; its owner touches it every second and writes a token beside it.
 */
export class FolderLocks {
  constructor(private readonly folder: string) {}

  /**
   * Waits for the lock, at most 30 s.
   * @throws MemoryR1Error `lock-timeout`, or `cancelled` when the signal is aborted first
   */
  async acquire(name: string, signal?: AbortSignal): Promise<HeldLock> {
    const { default: locks } = await import('proper-lockfile');
    const path = this.#path(name);
    return poll(`namespace ${name}`, signal, async () => {
      const held = await this.#try(locks, path);
      if (!held) await takeOverIfStale(locks, path);
      return held;
    });
  }

  /** The lock, as `acquire` gives it, but only while nobody holds the gate closed. */
  async acquireBehindGate(name: string, signal?: AbortSignal): Promise<HeldLock> {
    return poll('the whole store', signal, async () => {
      const held = await this.acquire(name, signal);
      // In this order, and `closeGate` in the other: one of the two always sees the other.
      if (!(await this.#gateClosed())) return held;
      await held.release();
      return null;
    });
  }

  /** The lock where it is free, else null. */
  async tryAcquire(name: string): Promise<HeldLock | null> {
    const { default: locks } = await import('proper-lockfile');
    const path = this.#path(name);
    await takeOverIfStale(locks, path);
    // The first attempt in a new folder only makes it.
    return (await this.#try(locks, path)) ?? this.#try(locks, path);
  }

  /** The lock where it is free and the gate is open, else null. */
  async tryBehindGate(name: string): Promise<HeldLock | null> {
    const held = await this.tryAcquire(name);
    if (!held || !(await this.#gateClosed())) return held;
    await held.release();
    return null;
  }

  /**
   * Keeps everybody out who comes behind the gate, in every process, until it is released: waits for
   * those that are inside.
   * @throws MemoryR1Error `lock-timeout`
   */
  async closeGate(signal?: AbortSignal): Promise<HeldLock> {
    const { default: locks } = await import('proper-lockfile');
    const gate = await this.acquire(GATE, signal);
    try {
      const ungated = [GATE, REEMBED_LOCK].map((name) => this.#path(name));
      for (const name of await readdir(this.folder)) {
        const path = join(this.folder, name);
        if (name.includes('.') || ungated.includes(path)) continue;
        await poll('the whole store', signal, async () => {
          await takeOverIfStale(locks, path);
          return (await stat(path).catch(() => null)) === null ? true : null;
        });
      }
      return gate;
    } catch (error) {
      await gate.release();
      throw error;
    }
  }

  async #gateClosed(): Promise<boolean> {
    const { default: locks } = await import('proper-lockfile');
    const path = this.#path(GATE);
    if ((await stat(path).catch(() => null)) === null) return false;
    await takeOverIfStale(locks, path);
    return (await stat(path).catch(() => null)) !== null;
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
      await mkdir(this.folder, { recursive: true, mode: 0o700 });
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
        if (compromised || owner !== token) {
          throw providerError(
            'lock-lost',
            'This process stood still for so long that another took over its lock; nothing was written, repeat the call.',
          );
        }
      },
      release: async () => {
        // Where the lock was lost it is somebody else's now, and not ours to release.
        if (!compromised) await release().catch(() => undefined);
      },
    };
  }
}

/**
 * Repeats `attempt` until it gives something.
 * @param what what is waited for, for people
 */
async function poll<T>(
  what: string,
  signal: AbortSignal | undefined,
  attempt: () => Promise<T | null>,
): Promise<T> {
  const deadline = performance.now() + PATIENCE_MS;
  for (let pause = 2; ; pause = Math.min(2 * pause, LONGEST_POLL_MS)) {
    throwIfAborted(signal);
    const result = await attempt();
    if (result !== null) return result;
    if (performance.now() > deadline) {
      throw providerError(
        'lock-timeout',
        `Another process has kept ${what} locked for ${PATIENCE_MS / 1000} s; nothing was written, repeat the call.`,
      );
    }
    await sleep(pause, undefined, { signal }).catch((error: unknown) => {
      throw signal?.aborted ? cancelled(signal) : error;
    });
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
