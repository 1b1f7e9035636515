import type { Embedder } from '../../src/embeddings/embedder.js';
import { DIMENSION, vectorOf } from '../contracts/ledger-fixtures.js';

/**
 * Word hashing in place of a model: tests of the ledger ask what is written, not how well it is found,
 * and make tens of thousands of vectors.
 */
export const hashEmbedder: Embedder = {
  name: 'hash@1',
  dimension: async () => DIMENSION,
  embed: async (texts) => texts.map(vectorOf),
  close: async () => undefined,
};
