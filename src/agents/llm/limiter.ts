/** Lets at most `limit` tasks run at a time; the others wait their turn and can give up waiting. */
export interface Limiter {
  /** Runs `task` when there is room. @throws the signal's reason when aborted while waiting. */
  run<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T>;
}

export function createLimiter(limit: number): Limiter {
  let running = 0;
  const waiting = new Set<() => void>();

  const admit = (signal: AbortSignal | undefined): Promise<void> => {
    signal?.throwIfAborted();
    if (running < limit) {
      running += 1;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const enter = (): void => {
        signal?.removeEventListener('abort', leave);
        running += 1;
        resolve();
      };
      const leave = (): void => {
        waiting.delete(enter);
        reject(signal?.reason as Error);
      };
      waiting.add(enter);
      signal?.addEventListener('abort', leave, { once: true });
    });
  };

  return {
    async run(task, signal) {
      await admit(signal);
      try {
        return await task();
      } finally {
        running -= 1;
        const [next] = waiting;
        if (next !== undefined) {
          waiting.delete(next);
          next();
        }
      }
    },
  };
}
