import type { Random } from '../../src/memory/random.js';
import type { TestServer } from './server.js';

interface Changed {
  transaction_id: string;
  operations: { operation: string; memory_id: string | null }[];
}

/** What one server was told and what it said, as far as it can be checked afterwards. */
export interface Account {
  /** Transactions that were acknowledged, in order; with a shared key several servers name the same. */
  transactions: string[];
  /** By idempotency key, the transaction that was told. */
  byKey: Map<string, string>;
  /** Memories that a `forget` acknowledged. */
  forgotten: string[];
  /** Refusals that concurrent writers have to expect, by code. */
  refused: Record<string, number>;
  /** Anything else. */
  errors: string[];
}

const PLACES = ['Google', 'Meta', 'Nokia', 'Siemens', 'Airbus', 'Lego'];
const REFUSALS: Record<string, RegExp> = {
  'unknown-memory': /no live memory/,
  'undo-conflict': /was changed since/,
  'nothing-to-undo': /nothing to undo/,
};

/**
 * Mixed work of one server: facts of its own, facts that all servers contradict each other about,
 * shared retries, forgetting and undoing what anybody wrote, reading. Does not stop at errors.
 */
export async function runWorkload(
  server: TestServer,
  name: string,
  operations: number,
  random: Random,
): Promise<Account> {
  const account: Account = {
    transactions: [],
    byKey: new Map(),
    forgotten: [],
    refused: {},
    errors: [],
  };
  const remember = async (text: string, key?: string): Promise<void> => {
    const args = { text, speaker: 'user', ...(key === undefined ? {} : { idempotency_key: key }) };
    const { isError, value, text: said } = await server.call<Changed>('remember', args);
    if (isError) {
      account.errors.push(`remember: ${said}`);
      return;
    }
    account.transactions.push(value.transaction_id);
    if (key !== undefined) account.byKey.set(key, value.transaction_id);
  };
  const refuse = (tool: string, said: string): void => {
    const code = Object.keys(REFUSALS).find((one) => REFUSALS[one]?.test(said));
    if (code === undefined) account.errors.push(`${tool}: ${said}`);
    else account.refused[code] = (account.refused[code] ?? 0) + 1;
  };
  for (let n = 0; n < operations; n += 1) {
    const choice = random.next();
    if (choice < 0.35) await remember(`Shelf ${name}-${n} holds box ${random.int(9000) + 1000}.`);
    else if (choice < 0.5) {
      const [from, to] = random.shuffle(PLACES);
      await remember(random.pick([`I work at ${from}.`, `I left ${from}, I'm at ${to} now.`]));
    } else if (choice < 0.55) {
      await remember(`My locker is ${name}-${n}. My gym opens at ${n % 12}. Good morning!`);
    } else if (choice < 0.65)
      await remember(`Retry number ${n} was made.`, `shared-${n - (n % 3)}`);
    else if (choice < 0.75) {
      const query = random.pick(['shelf', 'work', 'locker', 'retry']);
      const found = await server.call<{ memories: { id: string }[] }>('recall', {
        query,
        limit: 20,
      });
      if (found.isError) account.errors.push(`recall: ${found.text}`);
      else if (found.value.memories.length > 0) {
        const { id } = random.pick(found.value.memories);
        const { isError, text } = await server.call('forget', { id });
        if (isError) refuse('forget', text);
        else account.forgotten.push(id);
      }
    } else if (choice < 0.9) {
      const { value } = await server.call<{ entries: { transaction_id: string }[] }>('history', {
        limit: 10,
      });
      if (value.entries.length === 0) continue;
      const { transaction_id } = random.pick(value.entries);
      const undone = await server.call<Changed>('undo', { transaction_id });
      if (undone.isError) refuse('undo', undone.text);
      else account.transactions.push(undone.value.transaction_id);
    } else {
      const { isError, text } = await server.call('recall', { query: `shelf ${n}`, limit: 5 });
      if (isError) account.errors.push(`recall: ${text}`);
    }
  }
  return account;
}

interface Line {
  transaction_id: string;
  at: string;
}

/** Reads until told to stop. @returns how often, and whatever was not as promised */
export async function readAllTheWhile(
  server: TestServer,
  over: () => boolean,
  pause: () => Promise<unknown>,
): Promise<{ reads: number; errors: string[] }> {
  const errors: string[] = [];
  let reads = 0;
  while (!over()) {
    const calls = [
      await server.call<{ entries: Line[] }>('history', { limit: 50 }),
      await server.call('recall', { query: 'where do I work and what is on the shelf', limit: 20 }),
      await server.call('answer', { question: 'Where do I work?' }),
    ];
    for (const { isError, text } of calls) if (isError) errors.push(text);
    const times = new Map<string, string>();
    for (const { transaction_id, at } of (calls[0]?.value as { entries?: Line[] }).entries ?? []) {
      times.set(transaction_id, at);
    }
    const order = [...times.values()].map((at) => Date.parse(at));
    if (order.some((at, i) => i > 0 && at >= (order[i - 1] ?? 0)))
      errors.push('history out of order');
    reads += calls.length;
    await pause();
  }
  return { reads, errors };
}
