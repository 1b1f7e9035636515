/**
 * A process that merges fragments and indexes without a pause, to be killed: `node ledger-upkeep.ts
 * FOLDER`. Prints `open`, then `round N` after each time.
 */
import { writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { isCommitConflict } from '../../src/store/failure.js';
import { LanceTable } from '../../src/store/lance-table.js';

const [uri = ''] = process.argv.slice(2);
let table = await LanceTable.open(uri);
while (!table) {
  await sleep(5);
  table = await LanceTable.open(uri);
}
writeSync(1, 'open\n');
for (let round = 1; ; round += 1) {
  await table.optimize({ olderThan: new Date(Date.now() - 600_000) }).catch((error: unknown) => {
    // The writer was first; that is what upkeep has to live with.
    if (!isCommitConflict(error)) throw error;
  });
  writeSync(1, `round ${round}\n`);
}
