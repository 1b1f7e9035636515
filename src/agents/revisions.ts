import type { Embedder } from '../embeddings/embedder.js';
import { inputError } from '../errors.js';
import type { LedgerEntry, Memory, Transaction } from '../memory/records.js';
import { brief, renderForSearch } from '../memory/text.js';
import type { ExplainedChange, MemoryStore } from '../store/store.js';
import { plain, salient } from './compare.js';
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
   * that matter. Undo brings them back.
   * @returns what was, or in a dry run would be, forgotten
   * @throws MemoryR1Error `unknown-memory`
   */
  forget(
    request: { namespace: string; target: { id: string } | { query: string }; dryRun: boolean },
    options?: { signal?: AbortSignal | undefined },
  ): Promise<Memory[]>;
  /**
   * Puts the memories that a transaction touched back as they were before it; an undo can be undone.
   * @throws MemoryR1Error `unknown-transaction`, `nothing-to-undo`, or `undo-conflict` where one of them
   * has changed since
   */
  undo(
    request: { transactionId: string },
    options?: { signal?: AbortSignal | undefined },
  ): Promise<Transaction>;
}

/** What people do to the memory themselves: forgetting and taking back, both as ledger entries. */
export function createRevisions(parts: RevisionParts): Revisions {
  return {
    async forget({ namespace, target, dryRun }, { signal } = {}) {
      if (dryRun) return targets(parts, namespace, target);
      return parts.store.exclusive(
        namespace,
        async (writer) => {
          const memories = await targets(parts, namespace, target);
          signal?.throwIfAborted();
          if (memories.length === 0) return [];
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
): Promise<Memory[]> {
  if ('id' in target) {
    const found = await store.get(namespace, [target.id]);
    if (found.length === 0) {
      throw inputError(
        'unknown-memory',
        `There is no live memory ${JSON.stringify(brief(target.id, 80))} in namespace "${namespace}"; recall gives the ids.`,
      );
    }
    return found;
  }
  const [vector] = await embedder.embed([target.query], 'query');
  const found = await store.search({ namespace, vector, text: target.query, limit: 60 });
  const words = salient(analyse(target.query));
  const full = found.filter((memory) => {
    // Text that the analysis cannot read is matched as it stands.
    if (words.size === 0) return plain(memory.text).includes(plain(target.query));
    const own = salient(analyse(renderForSearch(memory.speaker, memory.text)));
    return (
      [...words].every((word) => own.has(word)) || plain(memory.text).includes(plain(target.query))
    );
  });
  const meant =
    full.length > 0 ? full : found.filter(({ similarity }) => (similarity ?? 0) >= CLEARLY_MEANT);
  return meant.slice(0, MAX_FORGOTTEN);
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
      if (latest.transactionId === transaction.id) return;
      throw inputError(
        'undo-conflict',
        `“${brief(latest.text)}” was changed since, by transaction ${latest.transactionId}; undo that one first.`,
      );
    }
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
}

const byId = (memories: readonly Memory[]): Map<string, Memory> =>
  new Map(memories.map((memory) => [memory.id, memory]));
