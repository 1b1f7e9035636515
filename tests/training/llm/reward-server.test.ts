import { expect, onTestFinished, test } from 'vitest';
import { extractivePolicy } from '../../../src/agents/answerer/extractive.js';
import { startRewardServer } from '../../../src/training/llm/reward-server.js';
import { createScorer, type Scorer } from '../../../src/training/llm/scorer.js';
import { stateId } from '../../../src/training/llm/state.js';
import { hashEmbedder } from '../../support/ledger-embedder.js';
import { coloursAndDogs, newJob, outputs } from './states.js';

const log = { info: () => undefined, warn: () => undefined };

async function start(
  scorer: Scorer = createScorer({ embedder: hashEmbedder, answerer: extractivePolicy }),
) {
  const states = new Map([[stateId(newJob), newJob]]);
  const server = await startRewardServer({ scorer, states, answerer: 'a@1', port: 0, log });
  onTestFinished(() => server.close());
  const post = async (body: unknown, signal?: AbortSignal) => {
    const response = await fetch(`${server.origin}/score`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
      signal: signal ?? null,
    });
    const answer = (await response.json()) as {
      scores?: { reward: number }[];
      error?: { code: string; message: string };
    };
    return { status: response.status, ...answer };
  };
  return { server, post };
}

test('a batch is scored in order: states by id, as text or as they are', async () => {
  const { server, post } = await start();
  const { status, scores } = await post({
    rollouts: [
      { id: stateId(newJob), completion: outputs.add },
      { state: JSON.stringify(newJob), completion: outputs.ignore },
      { state: newJob, completion: 'no idea' },
      { state: coloursAndDogs, completion: '{"useful":["0"],"answer":"Buddy"}' },
    ],
    weights: { em: 1, format: 0.5 },
  });
  expect(status).toBe(200);
  expect(scores?.map(({ reward }) => reward)).toEqual([1.5, expect.any(Number), 0, 1.5]);
  const health: unknown = await (await fetch(`${server.origin}/health`)).json();
  expect(health).toEqual({ status: 'ok', answerer: 'a@1', states: 1 });
});

test.each([
  ['{', 'bad-request', /no JSON/],
  [{ rollouts: [{ state: newJob }] }, 'bad-request', /rollouts\.0\.completion/],
  [{ rollouts: [], weights: { style: 1 } }, 'bad-request', /weights/],
  [{ rollouts: [{ id: 'x', completion: '' }] }, 'unknown-state', /rollouts\.0.*--data/],
  [{ rollouts: [{ state: { role: 'judge' }, completion: '' }] }, 'bad-state', /role/],
])('a request that cannot be served says why: %j', async (body, code, message) => {
  const { post } = await start();
  expect(await post(body)).toMatchObject({
    status: 400,
    error: { code, message: expect.stringMatching(message) as string },
  });
});

test('a fault of the service is an error and no reward', async () => {
  const { post } = await start({
    prompt: () => Promise.reject(new Error('unused')),
    score: () => Promise.reject(new TypeError('oops')),
  });
  const reply = await post({ rollouts: [{ state: newJob, completion: outputs.add }] });
  expect(reply).toMatchObject({ status: 500, error: { code: 'internal' } });
});

test('beyond its bounds it asks to come back, and forgets who has gone', async () => {
  let scored = 0;
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  const real = createScorer({ embedder: hashEmbedder, answerer: extractivePolicy });
  const { post } = await start({
    ...real,
    async score(...rollout) {
      scored += 1;
      await held;
      return real.score(...rollout);
    },
  });
  const body = { rollouts: Array.from({ length: 4 }, () => ({ state: newJob, completion: 'x' })) };
  const leaving = new AbortController();
  const gone = Array.from({ length: 40 }, () => post(body, leaving.signal).catch(() => null));
  const waiting = Array.from({ length: 24 }, () => post(body));
  await expect.poll(() => scored).toBe(8);
  await expect.poll(async () => (await post({ rollouts: [] })).status, { interval: 20 }).toBe(503);
  leaving.abort();
  await Promise.all(gone);
  release();
  const replies = await Promise.all(waiting);
  expect(replies.every(({ status }) => status === 200)).toBe(true);
  expect(scored).toBeLessThan(24 * 4 + 40 * 4);
});
