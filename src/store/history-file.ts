import { z } from 'zod';
import { inputError } from '../errors.js';
import { OPERATION_NAMES } from '../memory/records.js';
import { LanceDatabase } from './lance-database.js';
import type { LanceTable } from './lance-table.js';
import { locksOf } from './maintenance.js';
import { migrateStore } from './migrations.js';
import type { Row } from './rows.js';
import { checkImported, PLAIN_COLUMNS, rowsOf } from './schema.js';

/** First line of a file of history. */
export const HISTORY_FORMAT = 'memory-r1-history@1';

/**
 * One line of exported history: a version, tombstone or note with all that is known about it, but its
 * vector, which is made anew.
 */
const rowSchema = z.strictObject({
  rowId: z.string().min(1),
  namespace: z.string().min(1),
  memoryId: z.string().nullable(),
  version: z.int().nullable(),
  text: z.string(),
  speaker: z.string().nullable(),
  saidAt: z.string().nullable(),
  source: z.string().nullable(),
  /** True where the row has a vector: versions that were live once and are not erased. */
  searchable: z.boolean(),
  validFrom: z.int(),
  validTo: z.int().nullable(),
  transactionId: z.string().min(1),
  revision: z.int().min(1),
  seq: z.int().min(0),
  operation: z.enum(OPERATION_NAMES),
  previousText: z.string().nullable(),
  reason: z.string(),
  policy: z.string(),
  confidence: z.number(),
  idempotencyKey: z.string().nullable(),
});

export type HistoryLine = z.infer<typeof rowSchema>;

/** Every row of a store, one namespace after the other. */
export async function* historyLines(uri: string): AsyncGenerator<HistoryLine> {
  const database = await LanceDatabase.open(uri);
  if (!database) return;
  try {
    await migrateStore(database, locksOf(uri));
    for (const name of await database.tableNames()) {
      const table = await database.openByName(name);
      if (!table) continue;
      try {
        checkImported(table.mark, uri);
        yield* linesOf(table);
      } finally {
        table.close();
      }
    }
  } finally {
    database.close();
  }
}

async function* linesOf({ table }: LanceTable): AsyncGenerator<HistoryLine> {
  // Whether there is a vector is cheaper to ask than the vector.
  const embedded = new Set<string>();
  for await (const batch of table.query().select(['row_id']).where('vector IS NOT NULL')) {
    const column = batch.getChild('row_id');
    for (let i = 0; i < batch.numRows; i += 1) embedded.add(String(column?.get(i)));
  }
  for await (const batch of table.query().select(PLAIN_COLUMNS)) {
    for (const row of rowsOf(batch)) {
      const line: HistoryLine & { vector?: unknown } = {
        ...row,
        searchable: embedded.has(row.rowId),
      };
      delete line.vector;
      yield line;
    }
  }
}

/**
 * A line as it was exported.
 * @throws MemoryR1Error `bad-import`
 */
export function parseHistoryLine(value: unknown, where: string): HistoryLine {
  const parsed = rowSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw inputError(
    'bad-import',
    `${where} is no line of exported history (${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}); nothing was imported.`,
  );
}

/** The row that a line stands for. */
export function rowOfLine({ searchable, ...line }: HistoryLine, vector: Float32Array | null): Row {
  return { ...line, vector: searchable ? vector : null };
}
