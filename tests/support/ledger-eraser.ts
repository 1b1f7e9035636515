/**
 * Erases one memory after the other, to be killed: `node ledger-eraser.ts FOLDER NAMESPACE ID…`. Prints
 * `open`, then `erased ID` when the bytes are said to be gone.
 */
import { writeSync } from 'node:fs';
import { createRevisions } from '../../src/agents/revisions.js';
import { openLanceStore } from '../../src/store/lance-store.js';
import { hashEmbedder } from './ledger-embedder.js';

const [uri = '', namespace = '', ...ids] = process.argv.slice(2);
let count = 0;
const store = openLanceStore({
  uri,
  clock: { now: () => Date.now() },
  ids: { next: () => `eraser-${process.pid}-${(count += 1)}` },
  embedder: hashEmbedder,
});
const revisions = createRevisions({ store, embedder: hashEmbedder });
writeSync(1, 'open\n');
for (const id of ids) {
  await revisions.forget({ namespace, target: { id }, dryRun: false, erase: true });
  writeSync(1, `erased ${id}\n`);
}
await store.close();
