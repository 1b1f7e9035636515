import { z } from 'zod';
import { createLimiter, type Limiter } from '../../agents/llm/limiter.js';
import { inputError } from '../../errors.js';
import { createGuardedApp } from '../../http/guard.js';
import { listenOnLoopback, type LoopbackServer } from '../../http/listen.js';
import type { Log } from '../../log.js';
import { weightsSchema } from './parts.js';
import { Recent } from './recent.js';
import type { Score, Scorer } from './scorer.js';
import { parseState, type State } from './state.js';

const MOST_BYTES = 64 * 1024 * 1024;
const MOST_ROLLOUTS = 4_096;
/** Requests that wait or are worked on; more are told to come back. */
const MOST_REQUESTS = 64;
/** Rollouts scored at a time: with a language model as the answer agent they wait for it together. */
const AT_ONCE = 8;
const KEPT_STATES = 1_000;

const requestSchema = z.strictObject({
  rollouts: z
    .array(
      z.strictObject({
        /** Of a state that the server was started with. */
        id: z.string().optional(),
        /** The state itself, as JSON text (as in a data set) or value. */
        state: z.unknown().optional(),
        completion: z.string(),
      }),
    )
    .max(MOST_ROLLOUTS),
  weights: weightsSchema.optional(),
});

export interface RewardServerOptions {
  scorer: Scorer;
  /** States that requests may name by id. */
  states?: ReadonlyMap<string, State>;
  /** Name of the frozen answer agent, for `GET /health`. */
  answerer: string;
  /** 0 for any free one. */
  port: number;
  log: Log;
}

/**
 * Serves `POST /score` and `GET /health` on 127.0.0.1. Nothing is kept between requests but what makes
 * the next one faster. There is no token, since it tells nothing that was not in the request. What goes
 * wrong on our side is an error and no reward of 0: it must not teach the model anything.
 * @throws MemoryR1Error `port-in-use`, `port-refused`
 */
export async function startRewardServer(options: RewardServerOptions): Promise<LoopbackServer> {
  const { answerer, states, log } = options;
  const serving: Serving = {
    ...options,
    limiter: createLimiter(AT_ONCE),
    parsed: new Recent(KEPT_STATES),
  };
  let requests = 0;
  const app = createGuardedApp({ maxBodyBytes: MOST_BYTES, log });
  app.get('/health', (c) => c.json({ status: 'ok', answerer, states: states?.size ?? 0 }));
  app.post('/score', async (c) => {
    if (requests >= MOST_REQUESTS) {
      const message = 'Too many requests wait; try again.';
      return c.json({ error: { code: 'busy', message } }, 503);
    }
    requests += 1;
    try {
      const json: unknown = await c.req.json().catch(() => {
        throw inputError('bad-request', 'The body is no JSON.');
      });
      return c.json({ scores: await score(json, serving, c.req.raw.signal) });
    } finally {
      requests -= 1;
    }
  });
  return listenOnLoopback(app, options.port);
}

interface Serving extends RewardServerOptions {
  limiter: Limiter;
  /** States by their text: the rollouts of a group share theirs. */
  parsed: Recent<State>;
}

async function score(
  json: unknown,
  { scorer, states, limiter, parsed }: Serving,
  signal: AbortSignal,
): Promise<Score[]> {
  const request = requestSchema.safeParse(json);
  if (!request.success) {
    const issue = request.error.issues[0];
    const where = issue?.path.join('.') || 'the body';
    throw inputError('bad-request', `${where}: ${issue?.message ?? 'invalid'}`);
  }
  const { rollouts, weights } = request.data;
  // All states are read before anything is scored: a request is served as a whole or not at all.
  const tasks = rollouts.map(({ id, state, completion }, at) => {
    const found =
      typeof state === 'string'
        ? parsed.get(state, () => parseState(state))
        : state !== undefined
          ? parseState(state)
          : states?.get(id ?? '');
    if (!found)
      throw inputError(
        'unknown-state',
        `rollouts.${String(at)}: send a "state", or the "id" of one in the file that the server was started with (--data).`,
      );
    return { state: found, completion };
  });
  return Promise.all(
    tasks.map(({ state, completion }) =>
      limiter.run(async () => {
        // The default answerer never waits: without this a batch would keep all other requests waiting,
        // and a client that has gone would not be noticed.
        await new Promise(setImmediate);
        signal.throwIfAborted();
        return scorer.score(state, completion, weights);
      }),
    ),
  );
}
