import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '../errors.js';
import type { Clock } from '../memory/clock.js';
import { isCommitConflict } from './failure.js';
import { integer, literal } from './filter.js';
import { ensureIndexes, lacksIndexes } from './indexes.js';
import type { LanceTable } from './lance-table.js';
import type { FolderLocks } from './lock.js';
import type { Scrubber } from './scrub.js';

/** The lock of the one process that does upkeep; no namespace begins with a dot. */
const UPKEEP_LOCK = '.upkeep';
/** Commits of this process between two looks at the table. */
const COMMITS_PER_LOOK = 8;
/** A process that has just opened the store has better things to do first. */
const FIRST_LOOK_MS = 3000;
/** A reader may still be at a version that was the newest this long ago. */
const KEEP_VERSIONS_MS = 10 * 60_000;
/** Between two removals of what is past the retention. */
const RETENTION_EVERY_MS = 60 * 60_000;
const ATTEMPTS = 3;

export interface UpkeepParts {
  table: () => LanceTable | null;
  locks: FolderLocks | null;
  scrubber: Scrubber;
  clock: Clock;
  /** Closed versions are kept this long; null: for ever. */
  retentionMs: number | null;
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
 * Keeps the table in shape in the background, never on the path of a call: merges fragments, refreshes
 * indexes, removes old versions. One process at a time does it; the others leave it to that one.
 */
export class Upkeep {
  readonly #parts: UpkeepParts;
  #commits = 0;
  #running: Promise<void> | null = null;
  #timer: NodeJS.Timeout | null = null;
  #retainedAt = -Infinity;

  constructor(parts: UpkeepParts) {
    this.#parts = parts;
  }

  /** Call after each commit. */
  committed(): void {
    this.#commits += 1;
    if (this.#commits % COMMITS_PER_LOOK === 0) this.#start();
  }

  /** Call when the table was opened. */
  opened(): void {
    this.#timer ??= setTimeout(() => {
      this.#start();
    }, FIRST_LOOK_MS).unref();
  }

  /** Settles when nothing is under way and nothing will be. */
  async stop(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    await this.#running;
  }

  #start(): void {
    this.#running ??= this.#look()
      .catch((error: unknown) => {
        this.#parts.log?.warn(`upkeep failed: ${messageOf(error)}`);
      })
      .finally(() => {
        this.#running = null;
      });
  }

  async #look(): Promise<void> {
    const { table: current, locks, scrubber } = this.#parts;
    const table = current();
    if (!table) return;
    if (await scrubber.isPending()) {
      await scrubber.scrub(table);
      return;
    }
    const { rows, fragments } = await table.size();
    const due = fragments >= tolerableFragments(rows) || (await lacksIndexes(table));
    if (!due && !this.#retentionDue()) return;
    const lock = locks ? await locks.tryBehindGate(UPKEEP_LOCK) : undefined;
    if (lock === null) return;
    try {
      await this.#retain(table);
      if (due) await this.run(table);
    } finally {
      await lock?.release();
    }
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

  #retentionDue(): boolean {
    const { retentionMs, clock } = this.#parts;
    return retentionMs !== null && clock.now() >= this.#retainedAt + RETENTION_EVERY_MS;
  }

  async #retain(table: LanceTable): Promise<void> {
    const { retentionMs, clock } = this.#parts;
    if (retentionMs === null || !this.#retentionDue()) return;
    this.#retainedAt = clock.now();
    await removeExpired(table, clock.now() - retentionMs);
  }
}

/**
 * Removes the rows that were closed before an instant. The newest transaction of each namespace stays,
 * so that revisions and times go on from there.
 * @returns how many rows went
 */
export async function removeExpired(table: LanceTable, before: number): Promise<number> {
  const newest = new Map<string, number>();
  await table.scan(['namespace', 'revision'], ([namespace, revision]) => {
    const name = String(namespace);
    newest.set(name, Math.max(newest.get(name) ?? 0, Number(revision)));
  });
  let removed = 0;
  for (const [namespace, revision] of newest) {
    removed += await table.remove(
      `namespace = ${literal(namespace)} AND valid_to < ${integer(before)} AND revision < ${integer(revision)}`,
    );
  }
  return removed;
}
