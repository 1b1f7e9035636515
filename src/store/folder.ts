import { mkdir, readdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { messageOf } from '../errors.js';
import { unusable } from './failure.js';

/** True for places that LanceDB reaches by itself (`s3://`, `db://` …): no folder, so no lock files. */
export function isRemote(uri: string): boolean {
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(uri);
}

/**
 * Makes a folder and those above it, readable by their owner only.
 * @throws MemoryR1Error `store-unusable`
 */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await makeStepwise(resolve(folder));
  } catch (error) {
    throw unusable(folder, messageOf(error), error);
  }
}

/** Not Node's recursive `mkdir`: it never ends below /proc, where nothing can be made. */
async function makeStepwise(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    if (await isFolder(folder)) return;
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (!missing || (await isFolder(dirname(folder)))) throw error;
    await makeStepwise(dirname(folder));
    await makeStepwise(folder);
  }
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isDirectory() ?? false;
}

/**
 * True where the data folder is there.
 * @throws MemoryR1Error `store-unusable` where a file has its name
 */
export async function folderExists(folder: string): Promise<boolean> {
  try {
    if ((await stat(folder)).isDirectory()) return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return false;
    throw unusable(folder, messageOf(error), error);
  }
  throw unusable(folder, 'it is a file');
}

/** Bytes of all files below a folder; what vanishes meanwhile does not count. */
export async function folderBytes(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  let bytes = 0;
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) bytes += await folderBytes(path);
    else if (entry.isFile()) bytes += (await stat(path).catch(() => null))?.size ?? 0;
  }
  return bytes;
}
