import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLanceStore } from '../../src/store/lance-store.js';
import { DIMENSION } from '../contracts/ledger-fixtures.js';
import { memoryStoreContract } from '../contracts/memory-store.js';

const embedder = { name: 'test@1', dimension: async () => DIMENSION };

memoryStoreContract('the LanceDB store', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'memory-r1-'));
  const uri = join(folder, 'data');
  return {
    open: (options) => openLanceStore({ uri, embedder, ...options }),
    shared: true,
    dispose: () => rm(folder, { recursive: true, force: true }),
  };
});
