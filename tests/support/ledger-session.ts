import { isDeepStrictEqual } from 'node:util';
import type { Manager } from '../../src/agents/manager.js';
import type { Forgotten, Revisions } from '../../src/agents/revisions.js';
import type { MemoryStore } from '../../src/store/store.js';
import { allLive, wholeHistory } from './ledger-audit.js';
import { LedgerModel, type ModelMemory, type Told } from './ledger-model.js';

/** One server on the ledger. */
export interface Handle {
  store: MemoryStore;
  manager: Manager;
  revisions: Revisions;
}

/** One step of a random session; numbers pick, modulo, from what is there at the time. */
export type Command = { handle: number } & (
  | { kind: 'remember'; sayings: number[]; speaker: number; key: number | null; dryRun: boolean }
  | { kind: 'forget'; pick: number; unknown: boolean; erase: boolean; dryRun: boolean }
  | { kind: 'forget-query'; saying: number; erase: boolean; dryRun: boolean }
  | { kind: 'undo'; pick: number; unknown: boolean }
  | { kind: 'as-of'; pick: number; shift: number }
  | { kind: 'wait'; ms: number }
);

const SPEAKERS = [null, 'Ana', 'Ben'];
const START = Date.UTC(2024, 0, 1);

/** Plays commands on the real thing and on the model, and throws where they part. */
export class LedgerSession {
  readonly model = new LedgerModel();
  readonly #handles: readonly Handle[];
  #turn = 0;

  constructor(
    handles: readonly Handle[],
    private readonly namespace: string,
    private readonly sayings: readonly string[],
    private readonly clock: { time: number },
  ) {
    this.#handles = handles;
  }

  async run(command: Command): Promise<void> {
    const { store, manager, revisions } = this.#at(command.handle);
    this.#turn += 1;
    const { namespace, model } = this;
    switch (command.kind) {
      case 'remember': {
        const text = command.sayings.map((at) => pick(this.sayings, at)).join(' ');
        const key = command.key === null ? undefined : `key ${command.key}`;
        const speaker = pick(SPEAKERS, command.speaker) ?? null;
        const saidAt = new Date(START + 60_000 * this.#turn).toISOString().replace('.000', '');
        const first = key === undefined ? undefined : model.transactions.find((t) => t.key === key);
        const outcome = await manager.remember({
          namespace,
          messages: [{ speaker, text, saidAt }],
          source: null,
          idempotencyKey: key,
          dryRun: command.dryRun,
        });
        if (first) {
          same('the repeated call', outcome.transactionId, first.id);
          same('its operations', outcome.operations.map(toldOf), first.entries.map(toldOf));
          break;
        }
        same('a dry run', outcome.transactionId === null, command.dryRun);
        if (outcome.transactionId === null) break;
        await this.#take(store, outcome.transactionId, outcome.operations, key, (_, before) => ({
          speaker: speaker ?? before?.speaker ?? null,
          saidAt,
        }));
        break;
      }
      case 'forget': {
        const { erase, dryRun } = command;
        const known = erase ? model.erasable : [...model.live.keys()].sort();
        const id = command.unknown ? undefined : pick(known, command.pick);
        const target = { id: id ?? 'no such memory' };
        const asked = revisions.forget({ namespace, target, dryRun, erase });
        if (id === undefined) {
          same('forgetting the unknown', await codeOf(asked), 'unknown-memory');
          break;
        }
        await this.#forgotten(store, await asked, command);
        break;
      }
      case 'forget-query': {
        const target = { query: pick(this.sayings, command.saying) ?? '' };
        const { erase, dryRun } = command;
        const asked = revisions.forget({ namespace, target, dryRun, erase });
        await this.#forgotten(store, await asked, command);
        break;
      }
      case 'undo': {
        // Counted from the newest: undoing old ones mostly ends in a refusal.
        const { length } = model.transactions;
        const made = command.unknown
          ? undefined
          : model.transactions[length - 1 - (command.pick % length)];
        const transactionId = made?.id ?? 'no such transaction';
        const expected = model.expectUndo(transactionId);
        const asked = revisions.undo({ transactionId });
        if ('refused' in expected) {
          same('refusal to undo', await codeOf(asked), expected.refused);
          break;
        }
        const { id, entries } = await asked;
        same('operations of the undo', entries.map(toldOf), expected.operations);
        await this.#take(store, id, entries, undefined, ({ memoryId }) => {
          const { speaker = null, saidAt = '' } = expected.restored.get(memoryId ?? '') ?? {};
          return { speaker, saidAt };
        });
        break;
      }
      case 'as-of': {
        const made = pick(model.transactions, command.pick);
        await this.#compareAt(store, (made?.at ?? this.clock.time) + command.shift);
        break;
      }
      case 'wait':
        this.clock.time += command.ms;
    }
    await this.#compareNow(store);
  }

  /** Everything that can be asked, through one handle or the other. */
  async finish(): Promise<void> {
    const { model, namespace } = this;
    for (const { store } of this.#handles) await this.#compareNow(store);
    const history = await wholeHistory(this.#at(0).store, namespace, 3 + (this.#turn % 7));
    const lines = history.map(({ transactionId, version, ...entry }) => ({
      ...toldOf(entry),
      transactionId,
      version,
    }));
    same('history', lines, model.entries);
    for (const [i, made] of model.transactions.entries()) {
      await this.#compareAt(this.#at(i).store, made.at - 1);
      await this.#compareAt(this.#at(i + 1).store, made.at);
      const by = made.key === undefined ? { id: made.id } : { idempotencyKey: made.key };
      const found = await this.#at(i).store.transaction(namespace, by);
      same(
        'transaction',
        [found?.id, found?.at, found?.entries.map(toldOf)],
        [made.id, made.at, made.entries.map(toldOf)],
      );
    }
    const stats = await this.#at(1).store.stats();
    const own = stats.namespaces.find((one) => one.namespace === namespace);
    const operations = { ADD: 0, UPDATE: 0, DELETE: 0, NOOP: 0 };
    for (const { operation } of model.entries) operations[operation] += 1;
    const live = model.live.size;
    const closed = model.entries.length - live;
    const none = model.entries.length === 0;
    same('stats', own, none ? undefined : { namespace, live, closed, operations });
  }

  async #forgotten(
    store: MemoryStore,
    memories: readonly Forgotten[],
    { erase, dryRun }: { erase: boolean; dryRun: boolean },
  ): Promise<void> {
    const { model } = this;
    for (const { id, text } of memories) same('what is forgotten', text, model.lastText(id));
    if (dryRun || memories.length === 0) return;
    const { entries } = await store.history({ namespace: this.namespace, limit: 1 });
    const id = entries[0]?.transactionId ?? '';
    if (erase) {
      const stored = await store.transaction(this.namespace, { id });
      model.erase(
        { id, at: stored?.at ?? NaN },
        memories.map((memory) => memory.id),
      );
      same('the erase', stored?.entries.map(toldOf), model.find(id)?.entries.map(toldOf));
      return;
    }
    const operations = memories.map((memory): Told => {
      const { id: memoryId, text } = memory;
      return { operation: 'DELETE', memoryId, text, previousText: text };
    });
    await this.#take(store, id, operations, undefined, () => {
      throw new Error('forgetting makes nothing');
    });
  }

  async #take(
    store: MemoryStore,
    id: string,
    operations: readonly Told[],
    key: string | undefined,
    content: Parameters<LedgerModel['commit']>[1],
  ): Promise<void> {
    const stored = await store.transaction(this.namespace, { id });
    same('what was stored', stored?.entries.map(toldOf), operations.map(toldOf));
    const at = stored?.at ?? NaN;
    same('time of the commit', at >= this.clock.time, true);
    const problems = this.model.commit({ id, at, key, operations }, content);
    same('problems', problems, []);
    same('revision', stored?.revision, this.model.transactions.length);
  }

  async #compareNow(store: MemoryStore): Promise<void> {
    const { namespace, model } = this;
    const expected = inOrder(model.live.values());
    same('what is live', (await allLive(store, namespace)).map(plain), expected);
    same('revision', await store.revision(namespace), model.transactions.length);
  }

  async #compareAt(store: MemoryStore, asOf: number): Promise<void> {
    const { namespace, model } = this;
    const expected = model.liveAt(asOf);
    const listed = (await allLive(store, namespace, asOf)).map(plain);
    same(`live as of ${asOf}`, listed, inOrder(expected.values()));
    const ids = [...new Set(model.entries.flatMap(({ memoryId }) => memoryId ?? []))];
    const got = (await store.get(namespace, ids, asOf)).map(plain);
    same(`by id as of ${asOf}`, inOrder(got), inOrder(expected.values()));
    const text = pick(this.sayings, this.#turn) ?? '';
    const found = await store.search({ namespace, asOf, text, limit: 5 });
    for (const memory of found) same('found', plain(memory), expected.get(memory.id));
  }

  #at(index: number): Handle {
    const handle = pick(this.#handles, index);
    if (!handle) throw new Error('a session needs a handle');
    return handle;
  }
}

const pick = <T>(items: readonly T[], at: number): T | undefined =>
  items[at % Math.max(1, items.length)];

const toldOf = ({ operation, memoryId, text, previousText }: Told): Told => ({
  operation,
  memoryId,
  text,
  previousText,
});

const plain = ({ id, version, text, speaker, saidAt }: ModelMemory): ModelMemory => ({
  id,
  version,
  text,
  speaker,
  saidAt,
});

const inOrder = (memories: Iterable<ModelMemory>): ModelMemory[] =>
  [...memories].sort(
    (a, b) => Date.parse(a.saidAt) - Date.parse(b.saidAt) || (a.id < b.id ? -1 : 1),
  );

/** Plain comparison: `expect` costs more than the ledger when it is asked a hundred thousand times. */
function same(what: string, actual: unknown, expected: unknown): void {
  if (isDeepStrictEqual(actual, expected)) return;
  throw new Error(
    `${what} differs:\n  is       ${JSON.stringify(actual)}\n  expected ${JSON.stringify(expected)}`,
  );
}

async function codeOf(call: Promise<unknown>): Promise<unknown> {
  try {
    await call;
    return 'done';
  } catch (error) {
    return (error as { code?: unknown }).code ?? error;
  }
}
