/**
 * A server in a burst of writes, to be killed: `node ledger-burst.ts FOLDER NAMESPACE PREFIX COUNT`.
 * Prints `open`, then `committed N TRANSACTION` after each commit, before the next one begins. Every
 * transaction has several rows of all operations, so that one that is half there can be told.
 */
import { writeSync } from 'node:fs';
import { openLanceStore } from '../../src/store/lance-store.js';
import { burstChanges } from './ledger-burst-shape.js';
import { hashEmbedder } from './ledger-embedder.js';

const [uri = '', namespace = '', prefix = '', count = '0'] = process.argv.slice(2);
// Synchronous: what was said to be committed has left the process, whatever happens to it next.
const tell = (line: string): void => void writeSync(1, `${line}\n`);

let ids = 0;
const store = openLanceStore({
  uri,
  clock: { now: () => Date.now() },
  ids: { next: () => `${prefix}-t${(ids += 1)}` },
  embedder: hashEmbedder,
  log: { warn: (message) => void writeSync(2, `${message}\n`) },
});
tell('open');
for (let n = 0; n < Number(count); n += 1) {
  const { id } = await store.exclusive(namespace, async (writer) =>
    writer.commit({
      namespace,
      changes: burstChanges(prefix, n),
      policy: 'burst@1',
      idempotencyKey: `${prefix}-k${n}`,
    }),
  );
  tell(`committed ${n} ${id}`);
}
await store.close();
tell('closed');
