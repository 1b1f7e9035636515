import { open, readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { messageOf, MemoryR1Error, providerError } from '../errors.js';
import { isRemote } from './folder.js';

/** What LanceDB says of files that are shorter or other than they should be. */
const DAMAGE =
  /fill whole buffer|file size is too small|unexpected end|unexpected eof|magic|footer|out of bounds|invalid range|corrupt|failed to decode|not found/i;
/** The last bytes of every data file, index file and manifest. */
const MAGIC = 'LANC';

/** True where an error may come from a damaged file. */
export function mayBeDamage(error: unknown): boolean {
  return !(error instanceof MemoryR1Error) && DAMAGE.test(messageOf(error));
}

/** Files of the ledger that were cut off or overwritten, relative to its folder. */
export async function damagedFiles(uri: string): Promise<string[]> {
  if (isRemote(uri)) return [];
  const damaged: string[] = [];
  const visit = async (folder: string): Promise<void> => {
    for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) await visit(path);
      else if (/\.(lance|manifest)$/.test(entry.name) && !(await endsWell(path)))
        damaged.push(relative(uri, path));
    }
  };
  await visit(join(uri, 'ledger.lance'));
  return damaged.sort();
}

/** The error for a store with damaged files; null where none is found. */
export async function damageError(uri: string, cause: unknown): Promise<MemoryR1Error | null> {
  const files = await damagedFiles(uri).catch(() => []);
  if (files.length === 0) return null;
  return providerError(
    'store-damaged',
    `The memory store at ${uri} is damaged: ${listed(files)} ${files.length === 1 ? 'is' : 'are'} cut off or overwritten. Nothing was written; \`memory-r1 doctor\` says what can be done.`,
    cause,
  );
}

/** What a person can do about damaged files. */
export function remedyFor(files: readonly string[]): string {
  const manifests = files.filter((file) => file.endsWith('.manifest'));
  if (manifests.length === files.length) {
    return `damaged: ${listed(files)}. Stop all servers and move ${manifests.length === 1 ? 'this file' : 'these files'} away: the store then opens as it was before the last commit`;
  }
  return `damaged: ${listed(files)}. Restore the data folder from a backup, or set MEMORY_R1_STORE to a new folder and import an export`;
}

function listed(files: readonly string[]): string {
  const shown = files.slice(0, 3).join(', ');
  return files.length > 3 ? `${shown} and ${files.length - 3} more` : shown;
}

async function endsWell(path: string): Promise<boolean> {
  let file;
  try {
    file = await open(path);
    const { size } = await file.stat();
    if (size < MAGIC.length) return false;
    const end = Buffer.alloc(MAGIC.length);
    await file.read(end, 0, MAGIC.length, size - MAGIC.length);
    return end.toString('latin1') === MAGIC;
  } catch (error) {
    // Pruned meanwhile, or not ours to read: the folder check says so.
    return (error as NodeJS.ErrnoException).code !== undefined;
  } finally {
    await file?.close();
  }
}
