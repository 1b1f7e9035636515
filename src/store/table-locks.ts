import { createHash, randomUUID } from 'node:crypto';
import type { Connection, Table } from '#lancedb';
import { isCommitConflict, storeFailure } from './failure.js';
import { literal } from './filter.js';
import { type HeldLock, lockLost, type Locks, poll } from './lock.js';

const HEARTBEAT_MS = 2000;
/** A waiter takes over from an owner that it has seen stand still for so long. */
const STALE_MS = 10_000;
const LONGEST_POLL_MS = 200;
/** Each change of owner leaves a version of the lock's table behind; now and then they are removed. */
const TURNS_PER_CLEANUP = 50;
const KEEP_VERSIONS_MS = 60_000;

/** The one row of a lock's table. */
interface Lease {
  /** Empty while the lock is free. */
  owner: string;
  /** Grows with every change, so that no state comes twice. */
  beat: number;
}

/**
 * Locks for places without a file system (`s3://`): one table of one row for each lock. An owner writes
 * itself in on the condition that the row is as it was read, which LanceDB checks again at the commit,
 * and the commit itself is a conditional put. No two machines' clocks are compared: an owner is taken for
 * dead when whoever waits has seen its row unchanged for 10 s.
 */
export class TableLocks implements Locks {
  #connection: Promise<Connection> | null = null;
  readonly #tables = new Map<string, Promise<Table>>();
  readonly #seen = new Map<string, Lease & { since: number }>();
  #turns = 0;

  constructor(private readonly uri: string) {}

  async acquire(name: string, signal?: AbortSignal): Promise<HeldLock> {
    return poll(`namespace ${name}`, signal, LONGEST_POLL_MS, () => this.tryAcquire(name));
  }

  async tryAcquire(name: string): Promise<HeldLock | null> {
    try {
      const table = await this.#table(name);
      const now = await read(table);
      if (now.owner !== '' && !this.#standsStill(name, now)) return null;
      const own = { owner: randomUUID(), beat: now.beat + 1 };
      return (await swap(table, now, own)) ? this.#held(table, own) : null;
    } catch (error) {
      throw storeFailure(error, this.uri);
    }
  }

  #standsStill(name: string, now: Lease): boolean {
    const seen = this.#seen.get(name);
    if (seen?.beat === now.beat) return performance.now() - seen.since > STALE_MS;
    this.#seen.set(name, { ...now, since: performance.now() });
    return false;
  }

  #held(table: Table, first: Lease): HeldLock {
    let own: Lease | null = first;
    let last = Promise.resolve();
    const change = (owner: string): Promise<void> => {
      last = last.then(async () => {
        if (!own) return;
        const next = { owner, beat: own.beat + 1 };
        own = (await swap(table, own, next).catch(() => false)) ? next : null;
      });
      return last;
    };
    const timer = setInterval(() => void change(first.owner), HEARTBEAT_MS).unref();
    return {
      verify: async () => {
        await last;
        if (!own || (await read(table)).owner !== first.owner) throw lockLost();
      },
      release: async () => {
        clearInterval(timer);
        await change('');
        this.#turns += 1;
        if (this.#turns % TURNS_PER_CLEANUP === 0) await cleanUp(table);
      },
    };
  }

  async #table(name: string): Promise<Table> {
    let table = this.#tables.get(name);
    if (!table) {
      table = this.#openTable(name);
      this.#tables.set(name, table);
      table.catch(() => this.#tables.delete(name));
    }
    return table;
  }

  async #openTable(name: string): Promise<Table> {
    const lance = await import('#lancedb');
    this.#connection ??= lance.connect(this.uri, { readConsistencyInterval: 0 });
    const connection = await this.#connection;
    // Not of the form of a namespace's table.
    const table = `${createHash('sha256').update(name).digest('hex').slice(0, 32)}-lock`;
    try {
      return await connection.openTable(table);
    } catch {
      // Of two that make it at once, the second is refused and opens what the first has made.
      return await connection
        .createTable(table, [{ id: 1, owner: '', beat: 1 }])
        .catch(() => connection.openTable(table));
    }
  }
}

async function read(table: Table): Promise<Lease> {
  const [row] = (await table.query().limit(1).toArray()) as Lease[];
  return { owner: String(row?.owner ?? ''), beat: Number(row?.beat ?? 0) };
}

/** @returns false where the row was no longer as expected; nothing was changed then */
async function swap(table: Table, from: Lease, to: Lease): Promise<boolean> {
  const where = `target.owner = ${literal(from.owner)} AND target.beat = ${from.beat}`;
  try {
    await table.checkoutLatest();
    const { numUpdatedRows } = await table
      .mergeInsert('id')
      .whenMatchedUpdateAll({ where })
      .execute([{ id: 1, ...to }]);
    return numUpdatedRows === 1;
  } catch (error) {
    if (isCommitConflict(error)) return false;
    throw error;
  }
}

async function cleanUp(table: Table): Promise<void> {
  const cleanupOlderThan = new Date(Date.now() - KEEP_VERSIONS_MS);
  await table.optimize({ cleanupOlderThan }).catch(() => undefined);
}
