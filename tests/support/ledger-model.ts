import { isDeepStrictEqual } from 'node:util';
import type { LedgerEntry, Memory, OperationName } from '../../src/memory/records.js';

/** What an operation says it did, as tools and history tell it. */
export interface Told {
  operation: OperationName;
  memoryId: string | null;
  text: string;
  previousText: string | null;
}

/** One line of the model's history. */
export interface ModelEntry extends Told {
  transactionId: string;
  version: number | null;
}

export type ModelMemory = Pick<Memory, 'id' | 'version' | 'text' | 'speaker' | 'saidAt'>;
type Live = ReadonlyMap<string, ModelMemory>;

interface ModelTransaction {
  id: string;
  at: number;
  key: string | undefined;
  entries: ModelEntry[];
  before: Live;
  after: Live;
  erases: boolean;
}

/** What the model expects of an undo: refusal by error code, or the operations and what is live then. */
export type ExpectedUndo =
  | { refused: 'unknown-transaction' | 'nothing-to-undo' | 'undo-conflict' | 'erased' }
  | { operations: Told[]; restored: Live };

/**
 * One namespace of the ledger as a person would keep it on paper: the list of transactions with what
 * was live before and after each. Shares no code with the stores; it knows only the promises.
 */
export class LedgerModel {
  readonly transactions: ModelTransaction[] = [];
  /** Newest version number of each memory, live or not. */
  readonly #versions = new Map<string, number>();

  get live(): Live {
    return this.transactions.at(-1)?.after ?? new Map();
  }

  /** What was live at an instant. */
  liveAt(at: number): Live {
    return this.transactions.findLast((made) => made.at <= at)?.after ?? new Map();
  }

  /** All lines of history, oldest first. */
  get entries(): ModelEntry[] {
    return this.transactions.flatMap((made) => made.entries);
  }

  find(id: string): ModelTransaction | undefined {
    return this.transactions.find((made) => made.id === id);
  }

  /**
   * Takes a transaction in.
   * @param content who said it and when, for what ADD and UPDATE make
   * @returns what contradicts the promises; empty where nothing does
   */
  commit(
    made: { id: string; at: number; key?: string | undefined; operations: readonly Told[] },
    content: (
      told: Told,
      before: ModelMemory | undefined,
    ) => { speaker: string | null; saidAt: string },
  ): string[] {
    const problems: string[] = [];
    if (this.find(made.id)) problems.push(`transaction ${made.id} is there twice`);
    const last = this.transactions.at(-1);
    if (last && made.at <= last.at) problems.push(`${made.id} is not later than ${last.id}`);
    const live = new Map(this.live);
    const entries = made.operations.map((told): ModelEntry => {
      const { operation, memoryId, text, previousText } = told;
      const entry = { operation, memoryId, text, previousText, transactionId: made.id };
      const say = (what: string): void => {
        problems.push(`${made.id}: ${operation} of ${String(memoryId)} ${what}`);
      };
      if (operation === 'NOOP') {
        if (previousText !== null) say('tells a text before');
        return { ...entry, version: null };
      }
      if (memoryId === null) {
        say('names no memory');
        return { ...entry, version: null };
      }
      const before = live.get(memoryId);
      if (operation === 'ADD' && before) say('which is live already');
      if (operation !== 'ADD' && !before) say('which is not live');
      if ((before?.text ?? null) !== previousText) {
        say(`tells “${String(previousText)}” before in place of “${String(before?.text)}”`);
      }
      const version = (this.#versions.get(memoryId) ?? 0) + 1;
      this.#versions.set(memoryId, version);
      if (operation === 'DELETE') {
        if (text !== before?.text) say('tells another text than it deletes');
        live.delete(memoryId);
      } else live.set(memoryId, { id: memoryId, version, text, ...content(told, before) });
      return { ...entry, version };
    });
    const { id, at, key } = made;
    const before = last?.after ?? new Map<string, ModelMemory>();
    this.transactions.push({ id, at, key, entries, before, after: live, erases: false });
    return problems;
  }

  /** Every memory that ever was and is not erased, by id. */
  get erasable(): string[] {
    const gone = new Set(
      this.transactions.flatMap((made) => (made.erases ? idsOf(made.entries) : [])),
    );
    return [...this.#versions.keys()].filter((id) => !gone.has(id)).sort();
  }

  /** The newest text of a memory, live or not, as history tells it. */
  lastText(memoryId: string): string | undefined {
    return this.entries.findLast((own) => own.memoryId === memoryId && own.operation !== 'NOOP')
      ?.text;
  }

  /**
   * Takes memories out of the past: no instant shows them, nor closed versions of other memories with
   * the same text; history keeps its lines, without the text.
   */
  erase(made: { id: string; at: number }, memoryIds: readonly string[]): void {
    const erased = new Set(memoryIds);
    const own = this.entries.filter(({ memoryId }) => memoryId !== null && erased.has(memoryId));
    const texts = new Set(
      own
        .flatMap(({ operation, text, previousText }) =>
          operation === 'NOOP' ? [] : [text, previousText ?? ''],
        )
        .filter((text) => text !== ''),
    );
    const { live } = this;
    const stays = (memory: ModelMemory): boolean =>
      !erased.has(memory.id) &&
      (live.get(memory.id)?.version === memory.version || !texts.has(memory.text));
    const without = (memories: Live): Live =>
      new Map([...memories].filter(([, memory]) => stays(memory)));
    for (const past of this.transactions) {
      past.before = without(past.before);
      past.after = without(past.after);
      for (const entry of past.entries) {
        const { memoryId, operation, version } = entry;
        const isLive = memoryId !== null && live.get(memoryId)?.version === version;
        const wiped =
          (memoryId !== null && erased.has(memoryId)) ||
          (!isLive && texts.has(entry.text)) ||
          (operation === 'NOOP' && tellsAny(entry.text, texts));
        if (wiped) entry.text = '';
        if (entry.previousText !== null && (wiped || texts.has(entry.previousText)))
          entry.previousText = '';
      }
    }
    const entries = memoryIds.map((memoryId): ModelEntry => {
      const version = (this.#versions.get(memoryId) ?? 0) + 1;
      this.#versions.set(memoryId, version);
      const nothing = { text: '', previousText: null };
      return { operation: 'DELETE', memoryId, ...nothing, transactionId: made.id, version };
    });
    const after = without(live);
    const key = undefined;
    this.transactions.push({ ...made, key, entries, before: after, after, erases: true });
  }

  /** What `undo` has to do: put back what the transaction touched, unless something changed it since. */
  expectUndo(transactionId: string): ExpectedUndo {
    const made = this.find(transactionId);
    if (!made) return { refused: 'unknown-transaction' };
    const touched = idsOf(made.entries);
    for (const id of touched) {
      const newest = this.transactions.findLast(({ entries }) => idsOf(entries).includes(id));
      if (newest?.erases) return { refused: 'erased' };
      if (newest !== made && !alike(made.after.get(id), this.live.get(id)))
        return { refused: 'undo-conflict' };
    }
    for (const id of touched) {
      // It was changed, so it was there; where it no longer is, its text then was erased.
      const first = made.entries.find((own) => own.memoryId === id && own.operation !== 'NOOP');
      if (first?.operation !== 'ADD' && !made.before.has(id)) return { refused: 'erased' };
    }
    const operations: Told[] = [];
    const restored = new Map<string, ModelMemory>();
    for (const memoryId of touched) {
      const [old, now] = [made.before.get(memoryId), this.live.get(memoryId)];
      if (old) restored.set(memoryId, old);
      const previousText = now?.text ?? null;
      if (old) {
        const operation = now ? 'UPDATE' : 'ADD';
        operations.push({ operation, memoryId, text: old.text, previousText });
      } else if (now) {
        operations.push({ operation: 'DELETE', memoryId, text: now.text, previousText });
      }
    }
    return operations.length === 0 ? { refused: 'nothing-to-undo' } : { operations, restored };
  }
}

/**
 * Replays a whole history (oldest first) and holds it against the promises: every operation possible
 * where it stands, versions without gaps, texts before as they were, transactions in one line.
 * @returns the model it leads to, and what contradicts
 */
export function replay(entries: readonly LedgerEntry[]): {
  model: LedgerModel;
  problems: string[];
} {
  const model = new LedgerModel();
  const problems: string[] = [];
  let group: LedgerEntry[] = [];
  const flush = (): void => {
    const [first] = group;
    if (!first) return;
    const { transactionId: id, at } = first;
    const content = () => ({ speaker: null, saidAt: '' });
    problems.push(...model.commit({ id, at, operations: group }, content));
    const versions = model.transactions.at(-1)?.entries.map(({ version }) => version);
    if (
      !isDeepStrictEqual(
        versions,
        group.map(({ version }) => version),
      )
    ) {
      problems.push(
        `${id} has versions ${group.map(({ version }) => version).join()} in place of ${String(versions)}`,
      );
    }
    group = [];
  };
  for (const entry of entries) {
    if (group[0] && group[0].transactionId !== entry.transactionId) flush();
    group.push(entry);
  }
  flush();
  return { model, problems };
}

/** Short texts are part of many others: they count only in quotation marks. */
function tellsAny(told: string, texts: ReadonlySet<string>): boolean {
  return [...texts].some((text) => {
    const line = text.replace(/\s+/g, ' ').trim();
    const cut = [...line].length <= 60 ? line : [...line].slice(0, 59).join('').trimEnd();
    return [text, cut].some((piece) =>
      told.includes([...piece].length < 12 ? `“${piece}”` : piece),
    );
  });
}

const idsOf = (entries: readonly ModelEntry[]): string[] => [
  ...new Set(
    entries.flatMap(({ operation, memoryId }) =>
      operation === 'NOOP' || memoryId === null ? [] : [memoryId],
    ),
  ),
];

/** What was changed and put back since counts as unchanged. */
function alike(one: ModelMemory | undefined, other: ModelMemory | undefined): boolean {
  return (
    one?.text === other?.text && one?.speaker === other?.speaker && one?.saidAt === other?.saidAt
  );
}
