/** A second server in short: `node --import tsx writer-process.ts FOLDER PREFIX COUNT [die]` adds facts one by one. */
import { openLanceStore } from '../../src/store/lance-store.js';
import { add, commit, countingIds, DIMENSION } from '../contracts/ledger-fixtures.js';

const [folder = '', prefix = '', count = '0', die] = process.argv.slice(2);
const store = openLanceStore({
  uri: folder,
  clock: { now: () => Date.now() },
  ids: countingIds(prefix),
  embedder: { name: 'test@1', dimension: async () => DIMENSION },
});
for (let i = 0; i < Number(count); i += 1) {
  await commit(store, [add(`${prefix}-${i}`, `fact ${i} of ${prefix}`)]);
}
if (die) {
  await store.exclusive('default', async () => {
    process.stdout.write('holding\n');
    await new Promise((resolve) => setTimeout(resolve, 60_000));
  });
}
await store.close();
