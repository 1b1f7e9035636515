import { setTimeout as sleep } from 'node:timers/promises';
import { providerError } from '../errors.js';
import { cancelled, throwIfAborted } from './queue.js';

/** How long anybody waits before giving up. */
const PATIENCE_MS = 30_000;

/** Held by the one process that embeds a store anew; no namespace begins with a dot. */
export const REEMBED_LOCK = '.reembed';

/** Held by the one process that does upkeep of a namespace's table. */
export function upkeepLock(namespace: string): string {
  return `.upkeep ${namespace}`;
}

/** A lock that this process holds. */
export interface HeldLock {
  /**
   * Call right before what the lock protects: a process that was suspended may have lost it.
   * @throws MemoryR1Error `lock-lost`
   */
  verify(): Promise<void>;
  release(): Promise<void>;
}

/** Locks across processes, by name. One whose owner has died goes to another after some seconds. */
export interface Locks {
  /**
   * Waits for the lock, at most 30 s.
   * @throws MemoryR1Error `lock-timeout`, or `cancelled` when the signal is aborted first
   */
  acquire(name: string, signal?: AbortSignal): Promise<HeldLock>;
  /** The lock where it is free, else null. */
  tryAcquire(name: string): Promise<HeldLock | null>;
}

/**
 * A namespace's lock and its upkeep's: whoever holds both is the only one that changes its table. Always
 * in this order, and upkeep waits for nothing, so nobody waits in a circle.
 */
export async function acquireAlone(locks: Locks, namespace: string): Promise<HeldLock> {
  const lock = await locks.acquire(namespace);
  try {
    const upkeep = await locks.acquire(upkeepLock(namespace));
    return {
      verify: () => lock.verify(),
      release: async () => {
        await upkeep.release();
        await lock.release();
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** Runs `work` while this process holds a lock. */
export async function behindLock<T>(
  locks: Locks,
  name: string,
  work: (lock: HeldLock) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const lock = await locks.acquire(name, signal);
  try {
    return await work(lock);
  } finally {
    await lock.release();
  }
}

/** What `verify` throws. */
export function lockLost(): Error {
  return providerError(
    'lock-lost',
    'This process stood still for so long that another took over its lock; nothing was written, repeat the call.',
  );
}

/**
 * Repeats `attempt` until it gives something.
 * @param what what is waited for, for people
 * @param longestPauseMs between two attempts; the first ones come sooner
 */
export async function poll<T>(
  what: string,
  signal: AbortSignal | undefined,
  longestPauseMs: number,
  attempt: () => Promise<T | null>,
): Promise<T> {
  const deadline = performance.now() + PATIENCE_MS;
  for (let pause = 2; ; pause = Math.min(2 * pause, longestPauseMs)) {
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
