import type { Embedder } from '../../embeddings/embedder.js';
import { Recent } from './recent.js';

const KEPT_TEXTS = 50_000;

/**
 * Embeds every text by itself and remembers it. In a batch, padding changes a vector in its last digits
 * and with it, now and then, the order of two memories: a score would depend on what else was asked.
 */
export function createSingleEmbedder(embedder: Embedder): Embedder {
  const known = new Recent<Promise<Float32Array>>(KEPT_TEXTS);
  return {
    name: embedder.name,
    dimension: () => embedder.dimension(),
    embed: (texts, role) =>
      Promise.all(
        texts.map((text) =>
          known.get(`${role} ${text}`, async () => {
            const [vector] = await embedder.embed([text], role);
            if (!vector) throw new Error('the embedder gave no vector');
            return vector;
          }),
        ),
      ),
    close: () => embedder.close(),
  };
}
