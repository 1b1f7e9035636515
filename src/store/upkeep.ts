import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '../errors.js';
import type { Clock } from '../memory/clock.js';
import { isCommitConflict } from './failure.js';
import { integer } from './filter.js';
import { ensureIndexes, lacksIndexes } from './indexes.js';
import type { LanceTable } from './lance-table.js';
import { behindLock, type Locks, upkeepLock } from './lock.js';
import type { Scrubber } from './scrub.js';

/** Commits of this process to a table between two looks at it. */
const COMMITS_PER_LOOK = 8;
/** A process that has just opened a table has better things to do first. */
const FIRST_LOOK_MS = 3000;
/** A reader may still be at a version that was the newest this long ago. */
const KEEP_VERSIONS_MS = 10 * 60_000;
/** Between two removals of what is past the retention. */
const RETENTION_EVERY_MS = 60 * 60_000;
const ATTEMPTS = 3;

export interface UpkeepParts {
  locks: Locks;
  scrubber: Scrubber;
  clock: Clock;
  /** Closed versions are kept this long; null: for ever. */
  retentionMs: number | null;
  /** Names of all tables of the store, those that this process has not opened included. */
  tables: () => Promise<string[]>;
  open: (name: string) => Promise<LanceTable | null>;
  log?: { warn(message: string): void } | undefined;
}

/**
 * How many pieces a table may be in before they are merged. Every query opens every piece (0.1 to 0.3 ms
 * each), and merging writes the table anew while it has fewer than a million rows: the more rows, the
 * longer it waits.
 */
export function tolerableFragments(rows: number): number {
  return Math.min(128, Math.max(16, Math.ceil(rows / 400)));
}

/**
 * Keeps tables in shape in the background, never on the path of a call: merges fragments, refreshes
 * indexes, removes old versions. One process at a time does it to a table; the others leave it to that
 * one. A process looks after one table at a time.
 */
export class Upkeep {
  readonly #parts: UpkeepParts;
  readonly #commits = new Map<LanceTable, number>();
  readonly #waiting = new Set<LanceTable>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #running: Promise<void> | null = null;
  #retainedAt = -Infinity;
  #stopped = false;

  constructor(parts: UpkeepParts) {
    this.#parts = parts;
  }

  /** Call after each commit. */
  committed(table: LanceTable): void {
    const count = (this.#commits.get(table) ?? 0) + 1;
    this.#commits.set(table, count);
    if (count % COMMITS_PER_LOOK === 0) this.#look(table);
  }

  /** Call when a table was opened. */
  opened(table: LanceTable): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#look(table);
    }, FIRST_LOOK_MS).unref();
    this.#timers.add(timer);
  }

  /** Settles when nothing is under way and nothing will be. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const timer of this.#timers) clearTimeout(timer);
    await this.#running;
  }

  #look(table: LanceTable): void {
    this.#waiting.add(table);
    this.#running ??= this.#work().finally(() => {
      this.#running = null;
    });
  }

  async #work(): Promise<void> {
    for (const table of this.#waiting) {
      this.#waiting.delete(table);
      await this.#guarded(() => this.#tend(table));
      if (this.#stopped) return;
    }
    await this.#guarded(() => this.#retain());
  }

  async #guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#parts.log?.warn(`upkeep failed: ${messageOf(error)}`);
    }
  }

  async #tend(table: LanceTable): Promise<void> {
    const { locks, scrubber } = this.#parts;
    const { namespace } = table.mark;
    if (await scrubber.isPending(namespace)) {
      await behindLock(locks, namespace, () => scrubber.scrub(table));
      return;
    }
    const { rows, fragments } = await table.size();
    if (fragments < tolerableFragments(rows) && !(await lacksIndexes(table))) return;
    await this.#asOnlyOne(table, () => this.run(table));
  }

  /** One round; commits of others may come in between, so it tries again. */
  async run(table: LanceTable): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await table.refresh();
        await ensureIndexes(table);
        const olderThan = new Date(Date.now() - KEEP_VERSIONS_MS);
        await table.optimize({ olderThan });
        return;
      } catch (error) {
        if (!isCommitConflict(error)) throw error;
        // The next look comes soon enough.
        if (attempt >= ATTEMPTS) return;
        await sleep(100 * attempt);
      }
    }
  }

  async #retain(): Promise<void> {
    const { retentionMs, clock, tables, open } = this.#parts;
    if (retentionMs === null || clock.now() < this.#retainedAt + RETENTION_EVERY_MS) return;
    this.#retainedAt = clock.now();
    for (const name of await tables()) {
      await this.#guarded(async () => {
        const table = await open(name);
        if (!table) return;
        await this.#asOnlyOne(table, async () => {
          await removeExpired(table, clock.now() - retentionMs);
        });
      });
      if (this.#stopped) return;
    }
  }

  async #asOnlyOne(table: LanceTable, work: () => Promise<void>): Promise<void> {
    const lock = await this.#parts.locks.tryAcquire(upkeepLock(table.mark.namespace));
    if (!lock) return;
    try {
      await work();
    } finally {
      await lock.release();
    }
  }
}

/**
 * Removes the rows of a table that were closed before an instant. The newest transaction stays, so that
 * revisions and times go on from there.
 * @returns how many rows went
 */
export async function removeExpired(table: LanceTable, before: number): Promise<number> {
  let newest = 0;
  await table.scan(['revision'], ([revision]) => {
    newest = Math.max(newest, Number(revision));
  });
  return table.remove(`valid_to < ${integer(before)} AND revision < ${integer(newest)}`);
}
