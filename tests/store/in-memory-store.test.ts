import { createInMemoryStore } from '../../src/store/in-memory-store.js';
import { memoryStoreContract } from '../contracts/memory-store.js';

memoryStoreContract('the in-memory store', async () => ({
  open: createInMemoryStore,
  shared: false,
  dispose: async () => undefined,
}));
