import { readFile } from 'node:fs/promises';

/**
 * @template T the shape that the caller knows the file to have
 * @param {string} path
 * @returns {Promise<T>}
 */
export async function readJson(path) {
  /** @type {unknown} */
  const value = JSON.parse(await readFile(path, 'utf8'));
  return /** @type {T} */ (value);
}
