import { readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { providerError, messageOf } from '../errors.js';
import { isRemote } from './folder.js';
import type { LanceTable } from './lance-table.js';
import type { FolderLocks } from './lock.js';

/** There while erased bytes may still be on disk. */
const PENDING = 'erase-pending';

/**
 * Gets erased bytes off the disk. LanceDB marks replaced rows and keeps old versions, so taking them out
 * of the table is not enough: the data files are written anew, the text index too, and everything older
 * is removed, files of unfinished commits included. Nobody else writes meanwhile; readers go on.
 */
export class Scrubber {
  constructor(
    private readonly uri: string,
    private readonly locks: FolderLocks | null,
  ) {}

  /** Call before an erase is committed: if this process dies, the next one goes on from here. */
  async announce(): Promise<void> {
    if (!isRemote(this.uri)) await writeFile(this.#marker(), '', { mode: 0o600 });
  }

  async isPending(): Promise<boolean> {
    if (isRemote(this.uri)) return false;
    return (await stat(this.#marker()).catch(() => null)) !== null;
  }

  /** @throws MemoryR1Error `erase-unfinished` */
  async scrub(table: LanceTable): Promise<void> {
    try {
      const gate = await this.locks?.closeGate();
      try {
        await this.clean(table, gate !== undefined);
        if (!isRemote(this.uri)) await rm(this.#marker(), { force: true });
      } finally {
        await gate?.release();
      }
    } catch (error) {
      throw providerError(
        'erase-unfinished',
        `The memory can no longer be read, but its bytes are not yet off the disk (${messageOf(error)}); run \`memory-r1 compact\`.`,
        error,
      );
    }
  }

  /** @param alone true where nobody else can write meanwhile */
  async clean(table: LanceTable, alone: boolean): Promise<void> {
    await table.refresh();
    await table.optimize({ olderThan: new Date(), alone });
    if (await this.#hasDeletions()) await table.rewrite();
    await table.createTextIndex();
    await table.optimize({ olderThan: new Date(), alone });
  }

  /** True where a data file may still hold rows that were replaced. */
  async #hasDeletions(): Promise<boolean> {
    if (isRemote(this.uri)) return true;
    const files = await readdir(join(this.uri, 'ledger.lance', '_deletions')).catch(() => []);
    return files.length > 0;
  }

  #marker(): string {
    return join(this.uri, PENDING);
  }
}
