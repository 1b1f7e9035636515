import type { Embedder } from '../embeddings/embedder.js';
import { inputError, type MemoryR1Error } from '../errors.js';
import type { LedgerEntry, Memory, Transaction } from '../memory/records.js';
import { brief, renderForSearch } from '../memory/text.js';
import type { ExplainedChange, MemoryStore } from '../store/store.js';
import { plain } from './compare.js';
import { salient } from './words.js';
import { analyse } from './language.js';

/** Similarity above which a memory is meant by a query that shares not all its words. */
const CLEARLY_MEANT = 0.8;
/** A query forgets at most this many memories at once. */
const MAX_FORGOTTEN = 20;

export interface RevisionParts {
  store: MemoryStore;
  embedder: Embedder;
}

export interface Revisions {
  /**
   * Deletes one memory by id, or every memory that clearly matches a query: one that has all the words
   * that matter. Undo brings them back, unless they are erased: then every version of them is taken out
   * of the store and off the disk. By id, a memory that was forgotten before can be erased too.
   * @returns what was, or in a dry run would be, forgotten
   * @throws MemoryR1Error `unknown-memory`
   */
  forget(
    request: {
      namespace: string;
      target: { id: string } | { query: string };
      dryRun: boolean;
      erase?: boolean | undefined;
    },
    options?: { signal?: AbortSignal | undefined },
  ): Promise<Forgotten[]>;
  /**
   * Puts the memories that a transaction touched back as they were before it; an undo can be undone.
   * @throws MemoryR1Error `unknown-transaction`, `nothing-to-undo`, `undo-conflict` where one of them
   * has changed since, or `erased` where what it would bring back was erased or is past its retention
   */
  undo(
    request: { transactionId: string },
    options?: { signal?: AbortSignal | undefined },
  ): Promise<Transaction>;
}

/** A memory that was forgotten. */
export interface Forgotten {
  id: string;
  text: string;
}

/** What people do to the memory themselves: forgetting and taking back, both as ledger entries. */
export function createRevisions(parts: RevisionParts): Revisions {
  return {
    async forget({ namespace, target, dryRun, erase = false }, { signal } = {}) {
      if (dryRun) return targets(parts, namespace, target, erase);
      return parts.store.exclusive(
        namespace,
        async (writer) => {
          const memories = await targets(parts, namespace, target, erase);
          signal?.throwIfAborted();
          if (memories.length === 0) return [];
          if (erase) {
            const memoryIds = memories.map(({ id }) => id);
            await writer.erase({ namespace, memoryIds, reason: 'Erased on request.' });
            return memories;
          }
          const asked =
            'query' in target ? `It matches “${brief(target.query)}”.` : 'It was named.';
          const changes = memories.map(({ id }): ExplainedChange => ({
            operation: 'DELETE',
            memoryId: id,
            source: null,
            reason: `Forgotten on request. ${asked}`,
            confidence: 1,
          }));
          await writer.commit({ namespace, changes, policy: 'forget' });
          return memories;
        },
        signal,
      );
    },

    async undo({ transactionId }, { signal } = {}) {
      const transaction = await parts.store.transaction(null, { id: transactionId });
      if (!transaction) {
        throw inputError(
          'unknown-transaction',
          `There is no transaction ${JSON.stringify(brief(transactionId, 80))}; history lists them.`,
        );
      }
      const { namespace } = transaction;
      return parts.store.exclusive(
        namespace,
        async (writer) => {
          const changes = await inverse(parts, transaction);
          signal?.throwIfAborted();
          return writer.commit({ namespace, changes, policy: 'undo' });
        },
        signal,
      );
    },
  };
}

async function targets(
  { store, embedder }: RevisionParts,
  namespace: string,
  target: { id: string } | { query: string },
  closedToo: boolean,
): Promise<Forgotten[]> {
  if ('id' in target) {
    const found: Forgotten[] = await store.get(namespace, [target.id]);
    if (found.length === 0 && closedToo) found.push(...(await closed(store, namespace, target.id)));
    if (found.length === 0) {
      throw inputError(
        'unknown-memory',
        `There is no live memory ${JSON.stringify(brief(target.id, 80))} in namespace "${namespace}"; recall gives the ids.`,
      );
    }
    return found;
  }
  // What is to be forgotten is described, not asked for.
  const [vector] = await embedder.embed([target.query], 'document');
  const found = await store.search({ namespace, vector, text: target.query, limit: 60 });
  const asked = analyse(target.query);
  const { readable } = asked;
  const words = salient(asked);
  const full = found.filter((memory) => {
    // Text that the analysis cannot read is matched as it stands; "I" and "all" alone mean nothing.
    if (words.size === 0) return !readable && plain(memory.text).includes(plain(target.query));
    const own = salient(analyse(renderForSearch(memory.speaker, memory.text)));
    return (
      [...words].every((word) => own.has(word)) || plain(memory.text).includes(plain(target.query))
    );
  });
  const meant =
    full.length > 0 ? full : found.filter(({ similarity }) => (similarity ?? 0) >= CLEARLY_MEANT);
  return meant.slice(0, MAX_FORGOTTEN);
}

/** A memory that is no longer live, with its last text; none where it never was or is erased already. */
async function closed(store: MemoryStore, namespace: string, id: string): Promise<Forgotten[]> {
  let cursor: string | undefined;
  do {
    const page = await store.history({ namespace, memoryId: id, limit: 50, cursor });
    const latest = page.entries.find(changesMemory);
    if (latest) return isErased(latest) ? [] : [{ id, text: latest.text }];
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return [];
}

/** The changes that lead back to how things were before a transaction. */
async function inverse(parts: RevisionParts, transaction: Transaction): Promise<ExplainedChange[]> {
  const { store, embedder } = parts;
  const { namespace, id } = transaction;
  const touched = transaction.entries.flatMap((entry) =>
    changesMemory(entry) ? [entry.memoryId] : [],
  );
  const ids = [...new Set(touched)].filter((memoryId) => memoryId !== null);
  for (const memoryId of ids) await refuseConflict(store, transaction, memoryId);
  const before = byId(await store.get(namespace, ids, transaction.at - 1));
  for (const memoryId of ids) {
    // What it changed was there then; where it no longer is, putting nothing back would delete more.
    const first = transaction.entries.find(
      (entry) => entry.memoryId === memoryId && changesMemory(entry),
    );
    if (first?.operation !== 'ADD' && !before.has(memoryId))
      throw gone(memoryId, 'had a text that was erased or is past its retention');
  }
  const now = byId(await store.get(namespace, ids));
  const restored = ids.flatMap((memoryId) => before.get(memoryId) ?? []);
  const vectors = await embedder.embed(
    restored.map(({ speaker, text }) => renderForSearch(speaker, text)),
    'document',
  );
  const account = { reason: `Undoes transaction ${id}.`, confidence: 1 };
  const changes = ids.flatMap((memoryId): ExplainedChange[] => {
    const old = before.get(memoryId);
    const live = now.has(memoryId);
    if (!old) return live ? [{ operation: 'DELETE', memoryId, source: null, ...account }] : [];
    const vector = vectors[restored.indexOf(old)];
    if (!vector) return [];
    const { text, speaker, saidAt, source } = old;
    const operation = live ? 'UPDATE' : 'ADD';
    return [{ operation, memoryId, text, speaker, saidAt, source, vector, ...account }];
  });
  if (changes.length === 0) {
    throw inputError(
      'nothing-to-undo',
      `Transaction ${id} changed no memory, so there is nothing to undo.`,
    );
  }
  return changes;
}

/** Policy names are part of the ledger's format; the store writes this one. */
const isErased = (entry: LedgerEntry): boolean => entry.policy === 'erase';

const changesMemory = (entry: LedgerEntry): boolean =>
  entry.operation !== 'NOOP' && entry.memoryId !== null;

/** Undoing what others have built upon would throw their change away. */
async function refuseConflict(
  store: MemoryStore,
  transaction: Transaction,
  memoryId: string,
): Promise<void> {
  let cursor: string | undefined;
  do {
    const page = await store.history({
      namespace: transaction.namespace,
      memoryId,
      limit: 50,
      cursor,
    });
    const latest = page.entries.find(changesMemory);
    if (latest) {
      if (isErased(latest))
        throw gone(memoryId, `was erased by transaction ${latest.transactionId}`);
      if (latest.transactionId === transaction.id) return;
      // Changed and put back since, as by an undo: nothing that anyone built upon would be lost.
      const [then] = await store.get(transaction.namespace, [memoryId], transaction.at);
      const [now] = await store.get(transaction.namespace, [memoryId]);
      if (sameContent(then, now)) return;
      throw inputError(
        'undo-conflict',
        `“${brief(latest.text)}” was changed since, by transaction ${latest.transactionId}; undo that one first.`,
      );
    }
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
}

function sameContent(one: Memory | undefined, other: Memory | undefined): boolean {
  return (
    one?.text === other?.text && one?.speaker === other?.speaker && one?.saidAt === other?.saidAt
  );
}

function gone(memoryId: string, how: string): MemoryR1Error {
  return inputError(
    'erased',
    `Memory ${memoryId} ${how}, so this transaction cannot be undone; nothing was changed.`,
  );
}

const byId = (memories: readonly Memory[]): Map<string, Memory> =>
  new Map(memories.map((memory) => [memory.id, memory]));
