import { MemoryR1Error } from '../errors.js';
import type { Transaction } from '../memory/records.js';
import type { EraseRequest, ProposedTransaction, Writer } from './store.js';

/**
 * Runs `work` with a writer that is only good for this namespace and only until `work` has settled.
 * @param revision what the namespace's revision is now
 * @param write what the store does with a transaction or an erase; both move the revision
 */
export async function withWriter<T>(
  namespace: string,
  work: (writer: Writer) => Promise<T>,
  revision: () => number,
  write: {
    commit(transaction: ProposedTransaction): Promise<Transaction>;
    erase(request: EraseRequest): Promise<Transaction>;
  },
): Promise<T> {
  let held = true;
  const check = (own: { namespace: string }): void => {
    // Either would write without the lock that makes it safe.
    if (held && own.namespace === namespace) return;
    throw new MemoryR1Error(
      'internal',
      'writer-misused',
      'A writer was used outside its namespace or call.',
    );
  };
  const writer: Writer = {
    get revision() {
      return revision();
    },
    commit: async (transaction) => {
      check(transaction);
      return write.commit(transaction);
    },
    erase: async (request) => {
      check(request);
      return write.erase(request);
    },
  };
  try {
    return await work(writer);
  } finally {
    held = false;
  }
}
