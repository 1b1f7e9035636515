/**
 * A process that compacts without a pause, to be killed: `node ledger-upkeep.ts FOLDER [alone]`. As
 * servers do in the background, beside writers; or, `alone`, as `memory-r1 compact` does, keeping them
 * out. Prints `open`, then `round N` after each time.
 */
import { writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { isCommitConflict } from '../../src/store/failure.js';
import { LanceDatabase } from '../../src/store/lance-database.js';
import { compactStore } from '../../src/store/maintenance.js';

const KEEP_VERSIONS_MS = 600_000;
const [uri = '', alone] = process.argv.slice(2);
let database = await LanceDatabase.open(uri);
while (!database || (await database.tableNames()).length === 0) {
  await sleep(5);
  database ??= await LanceDatabase.open(uri);
}
writeSync(1, 'open\n');
for (let round = 1; ; round += 1) {
  if (alone) {
    await compactStore({ uri, retentionMs: null, now: Date.now() });
    // Writers want a turn too.
    await sleep(50);
  } else {
    const olderThan = new Date(Date.now() - KEEP_VERSIONS_MS);
    for (const name of await database.tableNames()) {
      const table = await database.openByName(name);
      await table?.optimize({ olderThan }).catch((error: unknown) => {
        // The writer was first; that is what upkeep has to live with.
        if (!isCommitConflict(error)) throw error;
      });
      table?.close();
    }
  }
  writeSync(1, `round ${round}\n`);
}
