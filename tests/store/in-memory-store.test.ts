import { createInMemoryStore } from '../../src/store/in-memory-store.js';
import { erasingContract } from '../contracts/erasing.js';
import { memoryStoreContract, type StorePlace } from '../contracts/memory-store.js';

const makePlace = async (): Promise<StorePlace> => ({
  open: (options) => createInMemoryStore(options),
  shared: false,
  dispose: async () => undefined,
});

memoryStoreContract('the in-memory store', makePlace);
erasingContract('the in-memory store', makePlace);
