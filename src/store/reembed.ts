import { configurationError, MemoryR1Error } from '../errors.js';
import { renderForSearch } from '../memory/text.js';
import { isCommitConflict, storeFailure } from './failure.js';
import { LanceDatabase } from './lance-database.js';
import type { LanceTable } from './lance-table.js';
import { behindLock, type Locks, REEMBED_LOCK } from './lock.js';
import { migrateStore } from './migrations.js';
import {
  type EmbedderMark,
  markMetadata,
  MARK,
  NEXT_VECTOR_COLUMN as NEXT,
  OLD_VECTOR_COLUMN as OLD,
  VECTOR_COLUMN,
} from './schema.js';

/** Texts given to the embedder at once. */
const BATCH = 64;
/** Rows committed at once: a commit writes the new column of every piece of the table it touches anew. */
const LEAST_CHUNK = 512;
const CHUNKS = 16;
const ATTEMPTS = 10;

export interface ReembedOptions {
  uri: string;
  locks: Locks;
  embedder: {
    readonly name: string;
    dimension(): Promise<number>;
    embed(texts: readonly string[], kind: 'document'): Promise<Float32Array[]>;
  };
  signal?: AbortSignal | undefined;
  /** Called with the versions embedded so far, those of earlier attempts included, and all there are. */
  onProgress?: ((done: number, total: number) => void) | undefined;
}

/** What came of it; `nothing-stored` and `up-to-date` changed nothing. */
export type ReembedOutcome = 'nothing-stored' | 'up-to-date' | 'done';

/**
 * Embeds every version with another model. The new vectors grow in a column of their own while the old
 * ones serve; when all are there in every namespace, one commit for each exchanges the two. An
 * interrupted run goes on where it stopped. Servers that still use the old model are told so at their
 * next call.
 * @throws MemoryR1Error `reembed-running`; `cancelled`
 */
export async function reembed(options: ReembedOptions): Promise<ReembedOutcome> {
  const { uri, locks } = options;
  let database: LanceDatabase | null = null;
  const tables: LanceTable[] = [];
  try {
    database = await LanceDatabase.open(uri);
    if (!database) return 'nothing-stored';
    await migrateStore(database, locks);
    const names = await database.tableNames();
    if (names.length === 0) return 'nothing-stored';
    const lock = await locks.tryAcquire(REEMBED_LOCK);
    if (!lock) {
      throw configurationError('reembed-running', `Another process is embedding ${uri} anew.`);
    }
    try {
      for (const name of names) {
        const table = await database.openByName(name);
        if (table) tables.push(table);
      }
      return await reembedTables(tables, options);
    } finally {
      await lock.release();
    }
  } catch (error) {
    throw storeFailure(error, uri);
  } finally {
    for (const table of tables) table.close();
    database?.close();
  }
}

async function reembedTables(
  tables: readonly LanceTable[],
  options: ReembedOptions,
): Promise<ReembedOutcome> {
  const { embedder, locks } = options;
  const mark = { name: embedder.name, dimension: await embedder.dimension() };
  const old = tables.filter((table) => table.mark.name !== mark.name);
  for (const table of tables) if (!old.includes(table)) await dropColumns(table, [NEXT, OLD]);
  if (old.length === 0) return 'up-to-date';
  const embedded = `${VECTOR_COLUMN} IS NOT NULL`;
  const counts = await Promise.all(old.map((table) => table.table.countRows(embedded)));
  const all = counts.reduce((sum, count) => sum + count, 0);
  let before = 0;
  const behind = (table: LanceTable, work: () => Promise<void>): Promise<void> =>
    behindLock(locks, table.mark.namespace, work, options.signal);
  for (const [i, table] of old.entries()) {
    await behind(table, () => prepare(table, mark));
    const onProgress = (done: number): void => options.onProgress?.(before + done, all);
    // The last few are left to the switch: a busy writer would always be a little ahead.
    await fill(table, mark, { ...options, onProgress }, BATCH, (work) => behind(table, work));
    before += counts[i] ?? 0;
  }
  for (const table of old) {
    await behind(table, async () => {
      // What was written since; then nothing can be, until the switch.
      await fill(table, mark, { ...options, onProgress: undefined }, 0, (work) => work());
      await exchange(table);
    });
  }
  for (const table of old) {
    await dropColumns(table, [OLD]);
    await table.optimize({ olderThan: new Date(), alone: false });
  }
  options.onProgress?.(all, all);
  return 'done';
}

/** Sees to it that there is an empty or half-filled column for these vectors. */
async function prepare(table: LanceTable, mark: EmbedderMark): Promise<void> {
  await table.refresh();
  const schema = await table.table.schema();
  const next = schema.fields.find((field) => field.name === NEXT);
  if (
    next?.metadata.get(MARK.name) === mark.name &&
    next.metadata.get(MARK.dimension) === String(mark.dimension)
  )
    return;
  // Left by a process that died in between, or meant for another model.
  await dropColumns(table, [NEXT, OLD]);
  const type = `FixedSizeList(${mark.dimension}, Float32)`;
  await table.table.addColumns([{ name: NEXT, valueSql: `arrow_cast(NULL, '${type}')` }]);
  await table.table.updateFieldMetadata([{ path: NEXT, metadata: markMetadata(mark) }]);
}

/** Embeds what is not embedded yet, until at most `rest` rows are left. */
async function fill(
  table: LanceTable,
  mark: EmbedderMark,
  { embedder, signal, onProgress }: ReembedOptions,
  rest: number,
  write: (work: () => Promise<void>) => Promise<void>,
): Promise<void> {
  const missing = `${VECTOR_COLUMN} IS NOT NULL AND ${NEXT} IS NULL`;
  for (;;) {
    await table.refresh();
    const total = await table.table.countRows(`${VECTOR_COLUMN} IS NOT NULL`);
    const left = await table.table.countRows(missing);
    onProgress?.(total - left, total);
    if (left <= rest) return;
    const limit = Math.max(LEAST_CHUNK, Math.ceil(total / CHUNKS));
    const rows = await table.values({
      where: missing,
      columns: ['row_id', 'speaker', 'text'],
      limit,
    });
    const filled: Record<string, unknown>[] = [];
    for (let from = 0; from < rows.length; from += BATCH) {
      if (signal?.aborted) {
        throw new MemoryR1Error(
          'input',
          'cancelled',
          'Interrupted; the old vectors go on serving. Run the same command to go on.',
        );
      }
      const batch = rows.slice(from, from + BATCH);
      const texts = batch.map((row) =>
        renderForSearch((row['speaker'] as string | null) ?? null, String(row['text'])),
      );
      const vectors = await embedder.embed(texts, 'document');
      batch.forEach((row, i) => {
        const vector = vectors[i];
        if (vector?.length !== mark.dimension) {
          throw new MemoryR1Error('internal', 'vector-length', 'The embedder gave no vector.');
        }
        filled.push({ row_id: row['row_id'], [NEXT]: vector });
      });
      onProgress?.(total - left + filled.length, total);
    }
    await write(() =>
      repeated(table, async () => {
        await table.table.mergeInsert('row_id').whenMatchedUpdateAll().execute(filled);
      }),
    );
  }
}

/** One commit: a reader sees all of the old vectors or all of the new ones. */
async function exchange(table: LanceTable): Promise<void> {
  await repeated(table, async () => {
    // An erase took the text away meanwhile; its vector goes with it.
    const stale = `${VECTOR_COLUMN} IS NULL AND ${NEXT} IS NOT NULL`;
    if ((await table.table.countRows(stale)) > 0) {
      await table.table.update({ where: stale, valuesSql: { [NEXT]: 'NULL' } });
    }
    await table.table.alterColumns([
      { path: VECTOR_COLUMN, rename: OLD },
      { path: NEXT, rename: VECTOR_COLUMN },
    ]);
  });
}

async function dropColumns(table: LanceTable, names: string[]): Promise<void> {
  await repeated(table, async () => {
    const { fields } = await table.table.schema();
    const there = names.filter((name) => fields.some((field) => field.name === name));
    if (there.length === 0) return;
    for (const { name, columns } of await table.table.listIndices()) {
      if (columns.some((column) => there.includes(column))) await table.table.dropIndex(name);
    }
    await table.table.dropColumns(there);
  });
}

async function repeated(table: LanceTable, work: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await table.refresh();
      await work();
      return;
    } catch (error) {
      if (!isCommitConflict(error) || attempt >= ATTEMPTS) throw error;
    }
  }
}
