import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readJson } from './json.js';

/** @typedef {{ data: Float32Array, shape: number[] }} Weight */
/** @typedef {{ name: string, dtype: string, shape: number[] }} WeightEntry */
/** @typedef {{ weightsManifest: { paths: string[], weights: WeightEntry[] }[] }} Manifest */

/**
 * Reads the float32 weights of a TensorFlow.js graph model.
 * @param {string} folder holds model.json and the shards it lists
 * @returns {Promise<Map<string, Weight>>} by the name of the constant in the graph
 */
export async function readWeights(folder) {
  /** @type {Manifest} */
  const { weightsManifest } = await readJson(join(folder, 'model.json'));
  const weights = new Map();
  for (const group of weightsManifest) {
    const shards = await Promise.all(group.paths.map((path) => readFile(join(folder, path))));
    const bytes = Buffer.concat(shards);
    let offset = 0;
    for (const { name, dtype, shape } of group.weights) {
      const length = shape.reduce((product, size) => product * size, 1);
      // Copied, because a typed array has to start at a multiple of its element's size.
      const copy = Uint8Array.from(bytes.subarray(offset, offset + 4 * length));
      if (dtype === 'float32') {
        weights.set(name, { data: new Float32Array(copy.buffer), shape });
      }
      offset += 4 * length;
    }
  }
  return weights;
}
