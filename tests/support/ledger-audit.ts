import type { LedgerEntry, Memory } from '../../src/memory/records.js';
import type { MemoryStore } from '../../src/store/store.js';
import { type LedgerModel, replay } from './ledger-model.js';

/** The whole history of a namespace, oldest first, read page by page. */
export async function wholeHistory(
  store: MemoryStore,
  namespace: string,
  limit = 500,
): Promise<LedgerEntry[]> {
  const entries: LedgerEntry[] = [];
  let cursor: string | undefined;
  do {
    const page = await store.history({ namespace, limit, cursor });
    entries.push(...page.entries);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return entries.reverse();
}

export async function allLive(
  store: MemoryStore,
  namespace: string,
  asOf?: number,
): Promise<Memory[]> {
  return store.list({ namespace, asOf }, { offset: 0, limit: 100_000 });
}

export interface Audit {
  model: LedgerModel;
  entries: LedgerEntry[];
  /** What contradicts the promises, in words; empty where nothing does. */
  problems: string[];
}

/**
 * Holds a namespace against the promises of the ledger, whoever wrote it: history in one line without
 * gaps or doubles, and exactly what it leads to is live.
 */
export async function auditNamespace(store: MemoryStore, namespace: string): Promise<Audit> {
  const entries = await wholeHistory(store, namespace);
  const { model, problems } = replay(entries);
  const revision = await store.revision(namespace);
  if (revision !== model.transactions.length) {
    problems.push(`revision ${revision} with ${model.transactions.length} transactions`);
  }
  const expected = [...model.live.values()].map(
    ({ id, version, text }) => `${id}@${version} ${text}`,
  );
  const live = (await allLive(store, namespace)).map(
    ({ id, version, text }) => `${id}@${version} ${text}`,
  );
  const missing = expected.filter((line) => !live.includes(line));
  const extra = live.filter((line, at) => !expected.includes(line) || live.indexOf(line) !== at);
  for (const line of missing) problems.push(`not live: ${line}`);
  for (const line of extra) problems.push(`live and not in history, or twice: ${line}`);
  return { model, entries, problems };
}
