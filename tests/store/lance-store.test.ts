import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLanceStore } from '../../src/store/lance-store.js';
import { DIMENSION } from '../contracts/ledger-fixtures.js';
import { erasingContract } from '../contracts/erasing.js';
import { memoryStoreContract, type StorePlace } from '../contracts/memory-store.js';

const embedder = { name: 'test@1', dimension: async () => DIMENSION };

const makePlace = async (): Promise<StorePlace> => {
  const folder = await mkdtemp(join(tmpdir(), 'memory-r1-'));
  const uri = join(folder, 'data');
  return {
    open: (options) => openLanceStore({ uri, embedder, ...options }),
    shared: true,
    dispose: () => rm(folder, { recursive: true, force: true }),
  };
};

memoryStoreContract('the LanceDB store', makePlace);
erasingContract('the LanceDB store', makePlace);
