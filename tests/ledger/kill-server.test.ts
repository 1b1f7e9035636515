import type { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createRandom, deriveSeed } from '../../src/memory/random.js';
import { startServer, temporaryFolder } from '../support/server.js';

/** The full run is `LEDGER_ROUNDS=200 npx vitest run tests/ledger/kill-server.test.ts`, with 1 in 20. */
const ROUNDS = Math.ceil(Number(process.env['LEDGER_ROUNDS'] ?? 20) / 20);
const SEED = Number(process.env['LEDGER_SEED'] ?? 20_261_122);

interface Remembered {
  transaction_id: string;
}
interface History {
  entries: { transaction_id: string; text: string }[];
}

test(
  '[L-03] [L-04] a real server killed while it remembers: the next one has all it acknowledged, and a retry doubles nothing',
  async () => {
    const home = temporaryFolder();
    /** By idempotency key, what was acknowledged. */
    const told = new Map<string, string>();
    const sent: string[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const random = createRandom(deriveSeed(SEED, 40_000 + round));
      const server = await startServer(home);
      const { pid } = server.client.transport as StdioClientTransport;
      const calls = Array.from({ length: 6 }, async (_, n) => {
        const key = `r${round}n${n}`;
        sent.push(key);
        const text = `Shelf ${key} holds box ${n}. My locker ${key} is on floor ${n}.`;
        const { value } = await server.call<Remembered>('remember', { text, idempotency_key: key });
        told.set(key, value.transaction_id);
      });
      await Promise.race([Promise.any(calls), Promise.allSettled(calls)]);
      await sleep(random.int(150));
      if (pid) process.kill(pid, 'SIGKILL');
      await Promise.allSettled(calls);
    }
    expect(told.size).toBeGreaterThanOrEqual(ROUNDS);

    const server = await startServer(home);
    for (const key of sent) {
      const n = key.split('n')[1] ?? '';
      const text = `Shelf ${key} holds box ${n}. My locker ${key} is on floor ${n}.`;
      const {
        isError,
        value,
        text: said,
      } = await server.call<Remembered>('remember', {
        text,
        idempotency_key: key,
      });
      expect(isError, said).toBe(false);
      if (told.has(key)) expect(value.transaction_id).toBe(told.get(key));
      told.set(key, value.transaction_id);
    }
    const entries: History['entries'] = [];
    let cursor: string | null = null;
    do {
      const page: { value: History & { next_cursor: string | null } } = await server.call(
        'history',
        {
          limit: 100,
          ...(cursor === null ? {} : { cursor }),
        },
      );
      entries.push(...page.value.entries);
      cursor = page.value.next_cursor;
    } while (cursor !== null);
    // Two facts each, once, in a transaction of their own.
    for (const key of sent) {
      const own = entries.filter(({ text }) => text.includes(`${key} `));
      expect([key, own.length]).toEqual([key, 2]);
      expect(new Set(own.map(({ transaction_id }) => transaction_id))).toEqual(
        new Set([told.get(key)]),
      );
    }
    expect(new Set(entries.map((entry) => entry.transaction_id)).size).toBe(sent.length);
    if (ROUNDS > 1) process.stderr.write(`kill-server: ${ROUNDS} kills, ${sent.length} calls\n`);
  },
  60_000 + 60_000 * ROUNDS,
);
