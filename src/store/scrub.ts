import { readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { providerError, messageOf } from '../errors.js';
import { isRemote } from './folder.js';
import { tableNameOf } from './lance-database.js';
import type { LanceTable } from './lance-table.js';
import { behindLock, type Locks, upkeepLock } from './lock.js';

/** How the name of the file ends that is there while erased bytes may still be on disk. */
const PENDING = '.erase-pending';

/**
 * Gets erased bytes off the disk. LanceDB marks replaced rows and keeps old versions, so taking them out
 * of the table is not enough: the data files are written anew, the text index too, and everything older
 * is removed, files of unfinished commits included. Nobody else writes meanwhile; readers go on.
 */
export class Scrubber {
  constructor(
    private readonly uri: string,
    private readonly locks: Locks,
  ) {}

  /** Call before an erase is committed: if this process dies, the next one goes on from here. */
  async announce(namespace: string): Promise<void> {
    if (!isRemote(this.uri)) await writeFile(this.#marker(namespace), '', { mode: 0o600 });
  }

  async isPending(namespace: string): Promise<boolean> {
    if (isRemote(this.uri)) return false;
    return (await stat(this.#marker(namespace)).catch(() => null)) !== null;
  }

  /**
   * Callers hold the namespace's lock.
   * @throws MemoryR1Error `erase-unfinished`
   */
  async scrub(table: LanceTable): Promise<void> {
    const { namespace } = table.mark;
    try {
      await behindLock(this.locks, upkeepLock(namespace), async () => {
        await this.clean(table);
        if (!isRemote(this.uri)) await rm(this.#marker(namespace), { force: true });
      });
    } catch (error) {
      throw providerError(
        'erase-unfinished',
        `The memory can no longer be read, but its bytes are not yet off the disk (${messageOf(error)}); run \`memory-r1 compact\`.`,
        error,
      );
    }
  }

  /** Callers hold the namespace's lock and its upkeep's. */
  async clean(table: LanceTable): Promise<void> {
    await table.refresh();
    await table.optimize({ olderThan: new Date(), alone: true });
    if (await this.#hasDeletions(table)) await table.rewrite();
    await table.createTextIndex();
    await table.optimize({ olderThan: new Date(), alone: true });
  }

  /** True where a data file may still hold rows that were replaced. */
  async #hasDeletions({ mark }: LanceTable): Promise<boolean> {
    if (isRemote(this.uri)) return true;
    const folder = join(this.uri, `${tableNameOf(mark.namespace)}.lance`, '_deletions');
    return (await readdir(folder).catch(() => [])).length > 0;
  }

  #marker(namespace: string): string {
    return join(this.uri, `${tableNameOf(namespace)}${PENDING}`);
  }
}
