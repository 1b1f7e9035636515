import { MemoryR1Error } from '../errors.js';

/** Lets callers through one at a time for each key, in the order they came. */
export class KeyedQueue {
  readonly #tails = new Map<string, Promise<void>>();

  /**
   * Runs `work` after all earlier work for the key has settled.
   * @throws the signal's reason when it is aborted while waiting
   */
  async run<T>(key: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const before = this.#tails.get(key);
    let leave = (): void => undefined;
    const own = new Promise<void>((resolve) => {
      leave = resolve;
    });
    // Whoever comes next waits for us and, in case we give up waiting, for those before us.
    const tail = before ? Promise.all([before, own]).then(() => undefined) : own;
    this.#tails.set(key, tail);
    try {
      if (before) await orAborted(before, signal);
      throwIfAborted(signal);
      return await work();
    } finally {
      leave();
      if (this.#tails.get(key) === tail) this.#tails.delete(key);
    }
  }

  /** Settles when nothing is under way. */
  async idle(): Promise<void> {
    while (this.#tails.size > 0) await Promise.all(this.#tails.values());
  }
}

/** @throws MemoryR1Error `cancelled` */
export function throwIfAborted(signal?: AbortSignal): void {
  if (signal?.aborted) throw cancelled(signal);
}

async function orAborted(promise: Promise<void>, signal?: AbortSignal): Promise<void> {
  if (!signal) return promise;
  throwIfAborted(signal);
  let onAbort = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => {
      reject(cancelled(signal));
    };
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/** What a caller who was cancelled while waiting gets. */
export function cancelled(signal: AbortSignal): MemoryR1Error {
  return new MemoryR1Error('input', 'cancelled', 'Cancelled by the caller; nothing was written.', {
    cause: signal.reason,
  });
}
