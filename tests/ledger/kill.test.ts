import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRandom, deriveSeed } from '../../src/memory/random.js';
import { openLanceStore } from '../../src/store/lance-store.js';
import type { MemoryStore } from '../../src/store/store.js';
import { add, commit } from '../contracts/ledger-fixtures.js';
import { auditNamespace } from '../support/ledger-audit.js';
import { burstChanges } from '../support/ledger-burst-shape.js';
import { bundleScript, type Child, removeBundle, startChild } from '../support/ledger-children.js';
import { hashEmbedder } from '../support/ledger-embedder.js';

/** The full run is `LEDGER_ROUNDS=200 npx vitest run tests/ledger/kill.test.ts`. */
const FULL = Number(process.env['LEDGER_ROUNDS'] ?? 0);
const ROUNDS = FULL || 8;
const SEED = Number(process.env['LEDGER_SEED'] ?? 20_261_122);
/** Rounds in one folder: what a crash leaves behind is what the next round starts from. */
const ROUNDS_PER_FOLDER = 10;

interface Tally {
  rounds: number;
  acknowledged: number;
  /** Committed, and killed before it could say so: neither lost nor wrong. */
  unacknowledged: number;
  missing: number;
  half: number;
  doubled: number;
  other: string[];
}

let burst = '';
let upkeep = '';
const tally: Tally = {
  rounds: 0,
  acknowledged: 0,
  unacknowledged: 0,
  missing: 0,
  half: 0,
  doubled: 0,
  other: [],
};

beforeAll(async () => {
  burst = await bundleScript(resolve(import.meta.dirname, '../support/ledger-burst.ts'));
  upkeep = await bundleScript(resolve(import.meta.dirname, '../support/ledger-upkeep.ts'));
});
afterAll(async () => {
  for (const script of [burst, upkeep]) await removeBundle(script);
  if (FULL > 0) process.stderr.write(`kill: ${JSON.stringify(tally)}\n`);
});

function open(uri: string): MemoryStore {
  return openLanceStore({
    uri,
    clock: { now: () => Date.now() },
    ids: { next: () => `parent-${tally.rounds}-${performance.now()}` },
    embedder: hashEmbedder,
  });
}

/** Holds what is there against what a burst was heard to commit. */
async function judge(
  store: MemoryStore,
  namespace: string,
  bursts: readonly { prefix: string; child: Child }[],
): Promise<void> {
  const { model, entries, problems } = await auditNamespace(store, namespace);
  tally.other.push(...problems.map((problem) => `${namespace}: ${problem}`));
  let expected = 0;
  for (const { prefix, child } of bursts) {
    const heard = child.lines.flatMap((line) => /^committed (\d+) (\S+)$/.exec(line)?.[2] ?? []);
    tally.acknowledged += heard.length;
    const own = model.transactions.filter(({ id }) => id.startsWith(`${prefix}-t`));
    expected += own.length;
    tally.unacknowledged += own.length - heard.length;
    if (own.length > heard.length + 1)
      tally.other.push(`${prefix}: ${own.length} of ${heard.length}`);
    for (const id of heard) {
      if (!model.find(id)) tally.missing += 1;
      if (own.filter((made) => made.id === id).length > 1) tally.doubled += 1;
    }
    for (const [n, made] of own.entries()) {
      const shape = burstChanges(prefix, n).map(({ operation, memoryId }) => [operation, memoryId]);
      const is = made.entries.map(({ operation, memoryId }) => [operation, memoryId]);
      if (is.length > shape.length) tally.doubled += 1;
      else if (JSON.stringify(is) !== JSON.stringify(shape)) tally.half += 1;
    }
  }
  if (expected !== model.transactions.length)
    tally.other.push(`${namespace}: strange transactions`);
  const lines = entries.map(({ transactionId, operation, memoryId, text }) =>
    [transactionId, operation, memoryId, text].join('\0'),
  );
  tally.doubled += lines.length - new Set(lines).size;
}

/** A round: a burst killed at a moment that the seed chooses, then everything opened again. */
async function round(folder: string, index: number): Promise<void> {
  const random = createRandom(deriveSeed(SEED, index));
  const namespace = `round-${index}`;
  const bursts: { prefix: string; child: Child }[] = [];
  // Now and then a second one goes on in the same namespace, over the lock of the dead one.
  for (let life = 0; life < (random.chance(0.1) ? 2 : 1); life += 1) {
    const prefix = `r${index}.${life}`;
    const child = startChild(burst, [folder, namespace, prefix, '200']);
    bursts.push({ prefix, child });
    // Before the first commit the table is made, and after a crash looked at again.
    const commits = random.int(8);
    await child.until((line) =>
      line.startsWith(commits === 0 ? 'open' : `committed ${commits - 1} `),
    );
    await sleep(random.int(commits === 0 ? 400 : 60));
    await child.kill();
    expect(child.errors()).toBe('');
  }
  const store = open(folder);
  await judge(store, namespace, bursts);
  await store.close();
  tally.rounds += 1;
}

/** A round in which a second process compacts all the while; both are killed, in either order. */
async function compactingRound(folder: string, index: number): Promise<void> {
  const random = createRandom(deriveSeed(SEED, 10_000 + index));
  const namespace = `compacting-${index}`;
  const prefix = `c${index}`;
  const writer = startChild(burst, [folder, namespace, prefix, '500']);
  const compactor = startChild(upkeep, [folder, ...(index % 2 === 0 ? [] : ['alone'])]);
  const commits = 3 + random.int(8);
  await Promise.all([
    writer.until((line) => line.startsWith(`committed ${commits} `)),
    compactor.until((line) => line.startsWith(`round ${1 + random.int(4)}`)),
  ]);
  for (const child of random.shuffle([writer, compactor])) {
    await sleep(random.int(60));
    await child.kill();
    expect(child.errors()).toBe('');
  }
  const store = open(folder);
  await judge(store, namespace, [{ prefix, child: writer }]);
  // The dead compaction keeps nobody out for long.
  await commit(store, [add(`after-${index}`, 'goes on')], { namespace: 'after' });
  await store.close();
  tally.rounds += 1;
}

/** Rounds of one kind, in fresh folders now and then. */
async function rounds(
  count: number,
  play: (folder: string, index: number) => Promise<void>,
): Promise<void> {
  for (let index = 0; index < count; index += ROUNDS_PER_FOLDER) {
    const folder = await mkdtemp(join(tmpdir(), 'memory-r1-kill-'));
    try {
      const end = Math.min(count, index + ROUNDS_PER_FOLDER);
      for (let at = index; at < end; at += 1) await play(folder, at);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  const { missing, half, doubled, other } = tally;
  expect({ missing, half, doubled, other }).toEqual({ missing: 0, half: 0, doubled: 0, other: [] });
  expect(tally.acknowledged).toBeGreaterThan(count);
}

describe('kill -9', () => {
  const most = 60_000 + 20_000 * ROUNDS;
  const title = 'nothing lost, halved or doubled';

  test(`[L-04] at any moment of a burst of writes: ${title}`, () => rounds(ROUNDS, round), most);

  test(
    `[L-16] [L-18] while another process compacts: ${title}`,
    () => rounds(Math.ceil(ROUNDS / 4), compactingRound),
    most,
  );
});
