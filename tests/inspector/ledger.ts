import { join } from 'node:path';
import { createManager } from '../../src/agents/manager.js';
import { rulesPolicy } from '../../src/agents/policies/rules.js';
import { createRevisions } from '../../src/agents/revisions.js';
import { createEmbedder } from '../../src/embeddings/create.js';
import { createRandom } from '../../src/memory/random.js';
import { bulkLoad } from '../../src/store/bulk.js';
import { openLanceStore } from '../../src/store/lance-store.js';
import type { Row } from '../../src/store/rows.js';
import { countingIds, ManualClock } from '../contracts/ledger-fixtures.js';

/** What a person tells over some months: jobs that change, a dog more, small talk. */
const STORY: [day: string, text: string, namespace?: string][] = [
  ['2026-01-12', 'I have a dog named Buddy. I work at Google as a designer.'],
  ['2026-01-12', 'I am vegetarian and allergic to peanuts.'],
  ['2026-01-20', 'My sister Ana lives in Lisbon.'],
  ['2026-02-03', 'I prefer short answers with a code example.'],
  ['2026-02-14', 'I adopted another dog, Scout.'],
  ['2026-03-02', 'I left Google, I work at Meta now.'],
  ['2026-03-02', 'My dog is named Buddy.'],
  ['2026-03-19', 'My sister Ana moved to Porto.'],
  ['2026-04-08', 'My flight to Tokyo is on 3 May 2026.'],
  ['2026-04-21', 'My favourite editor is Helix.'],
  ['2026-05-11', 'I play the cello in an amateur orchestra on Thursdays.'],
  ['2026-06-02', 'The garage door code is kept by my neighbour Paul.'],
  ['2026-02-10', 'The billing service runs on Postgres 15.', 'work'],
  ['2026-05-06', 'We deploy on Tuesdays, never on Fridays.', 'work'],
];

export const ARCHIVE = 'archive';
export const ARCHIVE_SIZE = 10_000;

/**
 * Writes a ledger in `home` as a server would have: the story, told at its own dates through the real
 * manager and embedder, and beside it a namespace of ten thousand memories.
 */
export async function writeLedger(home: string): Promise<void> {
  const uri = join(home, 'ledger');
  const embedder = createEmbedder('bundled', { home });
  const dimension = await embedder.dimension();
  await bulkLoad(uri, ARCHIVE, { name: embedder.name, dimension }, archive(dimension));
  const clock = new ManualClock();
  const ids = countingIds('story');
  const log = { info: () => undefined, warn: () => undefined };
  const store = openLanceStore({ uri, embedder, clock, ids, retentionMs: null, log });
  try {
    const manager = createManager({ store, embedder, policy: rulesPolicy, ids, clock });
    for (const [day, text, namespace = 'default'] of STORY) {
      clock.time = Date.parse(`${day}T18:30:00Z`);
      await manager.remember({
        namespace,
        messages: [{ text, speaker: 'Maya' }],
        source: null,
        dryRun: false,
      });
    }
    clock.time = Date.parse('2026-06-20T09:00:00Z');
    await createRevisions({ store, embedder }).forget({
      namespace: 'default',
      target: { query: 'garage door code' },
      dryRun: false,
    });
  } finally {
    await store.close();
    await embedder.close();
  }
}

function* archive(dimension: number): Generator<Row> {
  const random = createRandom(11);
  for (let i = 0; i < ARCHIVE_SIZE; i += 1) {
    const vector = new Float32Array(dimension);
    vector[Math.floor(random.next() * dimension)] = 1;
    const at = Date.UTC(2025, 0, 1) + i * 3_600_000;
    yield {
      rowId: `archive-row-${i}`,
      namespace: ARCHIVE,
      memoryId: `archive-${i}`,
      version: 1,
      text: `Valve ${i} feeds tank ${i * 31 + 7} in hall ${i % 12}.`,
      speaker: 'Ida',
      saidAt: new Date(at).toISOString(),
      source: null,
      vector,
      validFrom: at,
      validTo: null,
      transactionId: `archive-transaction-${i}`,
      revision: i + 1,
      seq: 0,
      operation: 'ADD',
      previousText: null,
      reason: 'It is new.',
      policy: 'rules@1',
      confidence: 0.9,
      idempotencyKey: null,
    };
  }
}
