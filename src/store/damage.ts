import { open, readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { messageOf, MemoryR1Error, providerError } from '../errors.js';
import { storeFailure } from './failure.js';
import { isRemote } from './folder.js';

/** What LanceDB says of files that are shorter or other than they should be. */
const DAMAGE =
  /fill whole buffer|file size is too small|unexpected end|unexpected eof|magic|footer|out of bounds|invalid range|corrupt|failed to decode|not found/i;
/** The last bytes of every data file, index file and manifest. */
const MAGIC = 'LANC';

/** True where an error may come from a damaged file. */
function mayBeDamage(error: unknown): boolean {
  return !(error instanceof MemoryR1Error) && DAMAGE.test(messageOf(error));
}

/**
 * Files that were cut off or overwritten, relative to the store's folder.
 * @param table only those of this table; default: of all
 */
export async function damagedFiles(uri: string, table?: string): Promise<string[]> {
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
  if (table !== undefined) await visit(join(uri, `${table}.lance`));
  else {
    for (const name of await readdir(uri).catch(() => []))
      if (name.endsWith('.lance')) await visit(join(uri, name));
  }
  return damaged.sort();
}

/**
 * The error that callers get in place of what the storage layer threw: names the damaged files of the
 * table that was asked, where there are any.
 */
export async function explainedError(
  uri: string,
  error: unknown,
  table: string,
): Promise<MemoryR1Error> {
  const files = mayBeDamage(error) ? await damagedFiles(uri, table).catch(() => []) : [];
  if (files.length === 0) return storeFailure(error, uri);
  return providerError(
    'store-damaged',
    `Part of the memory store at ${uri} is damaged: ${listed(files)} ${files.length === 1 ? 'is' : 'are'} cut off or overwritten. Nothing was written; other namespaces work. \`memory-r1 doctor\` says what can be done.`,
    error,
  );
}

/** What a person can do about damaged files. */
export function remedyFor(files: readonly string[]): string {
  const manifests = files.filter((file) => file.endsWith('.manifest'));
  if (manifests.length === files.length) {
    return `damaged: ${listed(files)}. Stop all servers and move ${manifests.length === 1 ? 'this file' : 'these files'} away: the namespace then is as it was before the last commit`;
  }
  return `damaged: ${listed(files)}. Other namespaces work. Stop all servers and restore the folder ${foldersOf(files)} from a backup, or move it away and import an export`;
}

function foldersOf(files: readonly string[]): string {
  return [...new Set(files.map((file) => file.split(sep)[0] ?? file))].join(', ');
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
