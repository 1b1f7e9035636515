import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { JsonReader } from './sentence-config.js';
import type { ModelSource } from './model-source.js';

/**
 * Reads the small JSON files that transformers.js leaves to its callers. Those of a hub model are
 * kept beside the files that transformers.js caches; a file that the model does not have is kept as
 * `null`, so that a model works offline once it has worked online.
 */
export function jsonReader(source: ModelSource): JsonReader {
  if (source.kind === 'folder') return (file) => readJson(join(source.folder, file));
  return async (file) => {
    const cached = join(source.cache, source.id, file);
    const known = await readJson(cached);
    if (known !== undefined) return known;
    const url = new URL(`${source.id}/resolve/main/${file}`, source.endpoint);
    const response = await fetch(url);
    if (!response.ok && response.status !== 404) {
      throw new Error(`${url.href} answered ${response.status}`);
    }
    const text = response.ok ? await response.text() : 'null';
    const value: unknown = JSON.parse(text);
    await mkdir(dirname(cached), { recursive: true });
    await writeFile(cached, text);
    return value;
  };
}

async function readJson(path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  return JSON.parse(text) as unknown;
}
