import { MemoryR1Error } from '../errors.js';
import type { Transaction } from '../memory/records.js';
import type { ProposedTransaction, Writer } from './store.js';

/**
 * Runs `work` with a writer that is only good for this namespace and only until `work` has settled.
 * @param revision what the namespace's revision is now
 * @param commit writes a transaction and moves the revision
 */
export async function withWriter<T>(
  namespace: string,
  work: (writer: Writer) => Promise<T>,
  revision: () => number,
  commit: (transaction: ProposedTransaction) => Promise<Transaction>,
): Promise<T> {
  let held = true;
  const writer: Writer = {
    get revision() {
      return revision();
    },
    commit: async (transaction) => {
      // Either would write without the lock that makes it safe.
      if (!held || transaction.namespace !== namespace) {
        throw new MemoryR1Error(
          'internal',
          'writer-misused',
          'A writer was used outside its namespace or call.',
        );
      }
      return commit(transaction);
    },
  };
  try {
    return await work(writer);
  } finally {
    held = false;
  }
}
