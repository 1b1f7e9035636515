/**
 * Embeds a folder anew, to be killed: `node ledger-reembed.ts FOLDER`. Prints `open`, `progress DONE`
 * now and then, and `done`.
 */
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { FolderLocks } from '../../src/store/folder-locks.js';
import { reembed } from '../../src/store/reembed.js';
import { otherHashEmbedder } from './ledger-embedder.js';

const [uri = ''] = process.argv.slice(2);
writeSync(1, 'open\n');
const outcome = await reembed({
  uri,
  locks: new FolderLocks(join(uri, 'locks')),
  embedder: {
    ...otherHashEmbedder,
    // A model takes its time; a kill should find it at work.
    embed: async (texts) => {
      await sleep(10);
      return otherHashEmbedder.embed(texts, 'document');
    },
  },
  onProgress: (done) => void writeSync(1, `progress ${done}\n`),
});
writeSync(1, `${outcome}\n`);
