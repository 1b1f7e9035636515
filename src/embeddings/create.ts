import { join } from 'node:path';
import { configurationError } from '../errors.js';
import { BUNDLED_NAME, type Embedder } from './embedder.js';
import { bundledSource, huggingFaceSource } from './model-source.js';
import { shippedQueryMap, withQueryMap } from './query-map.js';
import { TransformersEmbedder } from './transformers-embedder.js';

const BUNDLED_DIMENSION = 512;
const HUB = 'https://huggingface.co';

/** What an embedder needs to know about its surroundings. */
export interface EmbedderOptions {
  /** Data folder; models from the hub are kept in its `models` folder. */
  readonly home: string;
  /** Base URL of the hub (`HF_ENDPOINT`); default huggingface.co. */
  readonly endpoint?: string | undefined;
}

/**
 * The embedder of a setting. Nothing is loaded or looked for before its first `embed`.
 *
 * @param setting `bundled` or `hf:<hub id or path>`
 * @throws MemoryR1Error `embedder-setting` for anything else
 */
export function createEmbedder(setting: string, options: EmbedderOptions): Embedder {
  if (setting === 'bundled') {
    const model = new TransformersEmbedder(BUNDLED_NAME, bundledSource, BUNDLED_DIMENSION);
    return withQueryMap(model, () => shippedQueryMap(BUNDLED_NAME));
  }
  const reference = /^hf:(.+)$/.exec(setting)?.[1];
  if (reference === undefined) {
    throw configurationError(
      'embedder-setting',
      `MEMORY_R1_EMBEDDER is "${setting}"; use "bundled", "hf:<model id>" or "hf:<folder>".`,
    );
  }
  const hub = {
    endpoint: `${(options.endpoint ?? HUB).replace(/\/+$/, '')}/`,
    cache: join(options.home, 'models'),
  };
  return new TransformersEmbedder(setting, () => huggingFaceSource(reference, hub));
}
