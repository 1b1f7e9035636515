import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createManager } from '../../src/agents/manager.js';
import type { ManagerPolicy } from '../../src/agents/policy.js';
import { rulesPolicy } from '../../src/agents/policies/rules.js';
import { createRevisions } from '../../src/agents/revisions.js';
import { createInMemoryStore } from '../../src/store/in-memory-store.js';
import { openLanceStore } from '../../src/store/lance-store.js';
import type { MemoryStore } from '../../src/store/store.js';
import { countingIds, ManualClock } from '../contracts/ledger-fixtures.js';
import { hashEmbedder } from '../support/ledger-embedder.js';
import { type Command, type Handle, LedgerSession } from '../support/ledger-session.js';
import { waywardPolicy } from '../support/wayward-policy.js';

/**
 * Random sessions of remember, forget, erase, undo and as_of against a plain model, on both stores. The full
 * run is `LEDGER_RUNS=2000 npx vitest run tests/ledger/property.test.ts`. A cheap deterministic
 * embedder stands in for the model: this asks what the ledger keeps, not how well it finds.
 */
const RUNS = Number(process.env['LEDGER_RUNS'] ?? 0);
const SEED = Number(process.env['LEDGER_SEED'] ?? 20_261_122);
/** Sessions that run beside each other, each in its own namespaces. */
const LANES = 2;
/** Sessions in one folder; then a new one: every read opens what all of them wrote. */
const SESSIONS_PER_FOLDER = 8;

const SAYINGS = [
  'I have a dog named Buddy.',
  'I adopted another dog, Scout.',
  'I work at Google.',
  "I left Google, I'm at Meta now.",
  "I don't work at Meta anymore.",
  'I live in Lyon.',
  'I moved to Porto last week.',
  'My favorite color is green.',
  'My favorite color is blue now.',
  'I am allergic to peanuts.',
  'Actually, I am not allergic to peanuts.',
  'I sold my car.',
  'I have a red car.',
  "I said my dog's name is Buddy; it is Bobby.",
  'Good morning!',
  "It's “odd”: 100% _sure_; DROP TABLE ledger; -- 你好",
  'My meeting with Carla is on Monday.',
  'My meeting with Carla was moved to Tuesday.',
  'The trip to Rome is cancelled.',
];

const handle = fc.nat(1);
const number = fc.nat(99);
const rarely = fc.nat(9).map((n) => n === 0);
// A few come up again and again: what is said twice is where erasing and undoing get difficult.
const saying = fc.oneof(fc.nat(4), number);
const sometimes = fc.nat(2).map((n) => n === 0);
const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      handle,
      kind: fc.constant('remember' as const),
      sayings: fc.array(saying, { minLength: 1, maxLength: 4 }),
      speaker: number,
      key: fc.option(fc.nat(2), { freq: 4 }),
      dryRun: rarely,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      handle,
      kind: fc.constant('forget' as const),
      pick: number,
      unknown: rarely,
      erase: sometimes,
      dryRun: rarely,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      handle,
      kind: fc.constant('forget-query' as const),
      saying,
      erase: sometimes,
      dryRun: rarely,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      handle,
      kind: fc.constant('undo' as const),
      pick: fc.oneof(fc.nat(1), number),
      unknown: rarely,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      handle,
      kind: fc.constant('as-of' as const),
      pick: number,
      shift: fc.integer({ min: -2, max: 2 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      handle,
      kind: fc.constant('wait' as const),
      // A clock that is set back must not put history out of order.
      ms: fc.integer({ min: -5, max: 50 }),
    }),
  },
);

interface Place {
  /** Two servers on one place; of a store that lives in one process, the same one twice. */
  open(clock: ManualClock): [MemoryStore, MemoryStore];
  dispose(): Promise<void>;
}

const inMemory = async (): Promise<Place> => ({
  open(clock) {
    const store = createInMemoryStore({ clock, ids: countingIds('t') });
    return [store, store];
  },
  dispose: async () => undefined,
});

async function onDisk(): Promise<Place> {
  const uri = await mkdtemp(join(tmpdir(), 'memory-r1-property-'));
  let opened = 0;
  return {
    open(clock) {
      const one = (): MemoryStore =>
        openLanceStore({
          uri,
          clock,
          ids: countingIds(`t${(opened += 1)}`),
          embedder: hashEmbedder,
        });
      return [one(), one()];
    },
    dispose: () => rm(uri, { recursive: true, force: true }),
  };
}

function handlesOf(
  stores: readonly MemoryStore[],
  policy: ManagerPolicy,
  clock: ManualClock,
): Handle[] {
  const ids = countingIds('m');
  return stores.map((store) => ({
    store,
    manager: createManager({ store, embedder: hashEmbedder, policy, ids, clock }),
    revisions: createRevisions({ store, embedder: hashEmbedder }),
  }));
}

describe.each([
  ['the in-memory store', inMemory, 60],
  ['the LanceDB store', onDisk, 8],
])('%s and a plain model of it agree', (name, makePlace, few) => {
  const runs = RUNS || few;
  const counts = {
    sessions: 0,
    commands: 0,
    transactions: 0,
    erases: 0,
    ADD: 0,
    UPDATE: 0,
    DELETE: 0,
    NOOP: 0,
  };

  async function lane(place: Place, part: number, index: number, numRuns: number): Promise<void> {
    const clock = new ManualClock();
    const stores = place.open(clock);
    let session = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.boolean(),
        fc.array(command, { minLength: 2, maxLength: 16, size: 'max' }),
        async (wayward, commands) => {
          const policy = wayward ? waywardPolicy(SEED + index) : rulesPolicy;
          const namespace = `lane-${index}.${(session += 1)}`;
          const play = new LedgerSession(
            handlesOf(stores, policy, clock),
            namespace,
            SAYINGS,
            clock,
          );
          for (const step of commands) await play.run(step);
          await play.finish();
          counts.sessions += 1;
          counts.commands += commands.length;
          counts.transactions += play.model.transactions.length;
          counts.erases += play.model.transactions.filter(({ erases }) => erases).length;
          for (const { operation } of play.model.entries) counts[operation] += 1;
        },
      ),
      { numRuns, seed: SEED + LANES * part + index },
    );
    for (const store of stores) await store.close();
  }

  test(
    '[L-01] [L-03] [L-05] [L-08] [L-09] [L-10] [L-11] [L-12] over random sessions of remember, forget, erase, undo and as_of',
    async () => {
      for (let part = 0; counts.sessions < runs; part += 1) {
        const place = await makePlace();
        const numRuns = Math.ceil(Math.min(SESSIONS_PER_FOLDER, runs - counts.sessions) / LANES);
        try {
          await Promise.all(
            Array.from({ length: LANES }, (_, index) => lane(place, part, index, numRuns)),
          );
        } finally {
          await place.dispose();
        }
      }
      if (RUNS > 0) process.stderr.write(`${name}: ${JSON.stringify(counts)}\n`);
      expect(Math.min(counts.ADD, counts.UPDATE, counts.DELETE, counts.NOOP)).toBeGreaterThan(0);
    },
    60_000 + 5_000 * runs,
  );
});
