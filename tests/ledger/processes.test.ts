import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { createEmbedder } from '../../src/embeddings/create.js';
import { createRandom, deriveSeed } from '../../src/memory/random.js';
import { openLanceStore } from '../../src/store/lance-store.js';
import { auditNamespace } from '../support/ledger-audit.js';
import { readAllTheWhile, runWorkload } from '../support/ledger-workload.js';
import { startServer, temporaryFolder } from '../support/server.js';

/** The full run is `LEDGER_OPS=250 npx vitest run tests/ledger/processes.test.ts`. */
const FULL = Number(process.env['LEDGER_OPS'] ?? 0);
const OPERATIONS = FULL || 12;
const SERVERS = FULL > 0 ? 4 : 2;
const SEED = Number(process.env['LEDGER_SEED'] ?? 20_261_122);

describe('servers on one folder', () => {
  test(
    `[L-03] [L-14] [L-15] ${SERVERS} of them × ${OPERATIONS} mixed operations in one namespace, and a fifth that reads`,
    async () => {
      const home = temporaryFolder();
      const servers = [];
      for (let at = 0; at <= SERVERS; at += 1) servers.push(await startServer(home));
      const reader = servers.pop();
      if (!reader) throw new Error('no reader');
      let over = false;
      const reading = readAllTheWhile(
        reader,
        () => over,
        () => sleep(250),
      );
      const started = performance.now();
      const accounts = await Promise.all(
        servers.map((server, at) =>
          runWorkload(server, `s${at}`, OPERATIONS, createRandom(deriveSeed(SEED, at))),
        ),
      ).finally(() => (over = true));
      const seconds = (performance.now() - started) / 1000;
      const { reads, errors } = await reading;
      expect(errors).toEqual([]);
      expect(reads).toBeGreaterThan(0);
      expect(accounts.flatMap((account) => account.errors)).toEqual([]);

      const embedder = createEmbedder('bundled', { home });
      const store = openLanceStore({
        uri: join(home, 'ledger'),
        embedder,
        clock: { now: () => Date.now() },
        ids: { next: () => 'none' },
      });
      const { model, entries, problems } = await auditNamespace(store, 'default');
      await store.close();
      await embedder.close();
      expect(problems).toEqual([]);

      // Everything acknowledged is there once, and nothing is there that nobody was told of.
      const told = new Set(accounts.flatMap(({ transactions }) => transactions));
      const forgets = new Set(
        entries.filter(({ policy }) => policy === 'forget').map((entry) => entry.transactionId),
      );
      const there = model.transactions.map(({ id }) => id);
      expect([...told].filter((id) => !there.includes(id))).toEqual([]);
      expect(there.filter((id) => !told.has(id) && !forgets.has(id))).toEqual([]);
      const forgotten = entries.flatMap((entry) =>
        forgets.has(entry.transactionId) ? (entry.memoryId ?? []) : [],
      );
      expect(forgotten.sort()).toEqual(accounts.flatMap((account) => account.forgotten).sort());
      for (const key of new Set(accounts.flatMap(({ byKey }) => [...byKey.keys()]))) {
        const ids = accounts.flatMap(({ byKey }) => byKey.get(key) ?? []);
        expect([key, new Set(ids).size]).toEqual([key, 1]);
      }
      const texts = entries.filter(
        ({ policy, operation, text }) =>
          policy.startsWith('rules') && operation === 'ADD' && text.startsWith('Shelf'),
      );
      expect(new Set(texts.map(({ text }) => text)).size).toBe(texts.length);
      if (FULL > 0) {
        const refused = accounts.map((account) => account.refused);
        const counts = {
          seconds,
          transactions: there.length,
          entries: entries.length,
          reads,
          refused,
        };
        process.stderr.write(`processes: ${JSON.stringify(counts)}\n`);
      }
    },
    120_000 + SERVERS * OPERATIONS * 3_000,
  );
});
