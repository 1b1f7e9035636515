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

/** Another model: of another length, so that its vectors cannot be taken for those of the first. */
export const otherHashEmbedder: Embedder = {
  name: 'hash@2',
  dimension: async () => 2 * DIMENSION,
  embed: async (texts) => texts.map(otherVectorOf),
  close: async () => undefined,
};

function otherVectorOf(text: string): Float32Array {
  const half = Array.from(vectorOf(text), (x) => x * Math.SQRT1_2);
  return Float32Array.from([...half, ...half.reverse()]);
}
