import type * as Arrow from 'apache-arrow';
import { configurationError } from '../errors.js';
import { epochOf, offsetOf, toZoned } from '../memory/time.js';
import type { OperationName } from '../memory/records.js';
import { speakerKey } from './filter.js';
import { type Row, searchableOf } from './rows.js';
import { SCHEMA_VERSION } from './schema-version.js';

/** The model that the vectors of a table were made with. */
export interface EmbedderMark {
  name: string;
  /** Length of the vectors. */
  dimension: number;
}

/** Keys of the metadata that say what a table is. */
export const MARK = {
  version: 'memory-r1.schema',
  name: 'memory-r1.embedder',
  dimension: 'memory-r1.dimension',
  namespace: 'memory-r1.namespace',
  /** There while history is being imported into the table: how far that is, and which file it is. */
  import: 'memory-r1.import',
};
/** The column whose metadata carry the version of the format; the table's own cannot be changed later. */
export const VERSION_COLUMN = 'row_id';
export const VECTOR_COLUMN = 'vector';
/** Vectors of another embedder on their way in, and of the one before on their way out. */
export const NEXT_VECTOR_COLUMN = 'vector_next';
export const OLD_VECTOR_COLUMN = 'vector_old';

/** All columns but the vector, which is heavy and seldom asked for. */
export const PLAIN_COLUMNS = [
  'row_id',
  'namespace',
  'memory_id',
  'version',
  'text',
  'speaker',
  'said_at',
  'said_offset',
  'source',
  'valid_from',
  'valid_to',
  'transaction_id',
  'revision',
  'seq',
  'operation',
  'previous_text',
  'reason',
  'policy',
  'confidence',
  'idempotency_key',
];

/**
 * The columns of the ledger. Instants are milliseconds since 1970; `said_offset` is minutes ahead of
 * UTC. Two columns are there to be searched only: `content` (who said what) and `speaker_key`.
 */
export function ledgerSchema(
  arrow: typeof Arrow,
  namespace: string,
  embedder: EmbedderMark,
): Arrow.Schema {
  const { Field, Utf8, Int32, Int64, Float32, Float64, FixedSizeList, Schema } = arrow;
  const text = (name: string, nullable = false) => new Field(name, new Utf8(), nullable);
  const long = (name: string, nullable = false) => new Field(name, new Int64(), nullable);
  const int = (name: string, nullable = false) => new Field(name, new Int32(), nullable);
  const item = new Field('item', new Float32(), true);
  return new Schema(
    [
      new Field('row_id', new Utf8(), false, new Map([[MARK.version, String(SCHEMA_VERSION)]])),
      text('namespace'),
      text('memory_id', true),
      int('version', true),
      text('text'),
      text('speaker', true),
      text('speaker_key', true),
      text('content', true),
      long('said_at', true),
      int('said_offset', true),
      text('source', true),
      new Field(
        VECTOR_COLUMN,
        new FixedSizeList(embedder.dimension, item),
        true,
        new Map(Object.entries(markMetadata(embedder))),
      ),
      long('valid_from'),
      long('valid_to', true),
      text('transaction_id'),
      long('revision'),
      int('seq'),
      text('operation'),
      text('previous_text', true),
      text('reason'),
      text('policy'),
      new Field('confidence', new Float64(), false),
      text('idempotency_key', true),
    ],
    new Map([
      [MARK.version, String(SCHEMA_VERSION)],
      [MARK.name, embedder.name],
      [MARK.dimension, String(embedder.dimension)],
      [MARK.namespace, namespace],
    ]),
  );
}

/** Metadata of a vector column: what its vectors were made with. */
export function markMetadata(embedder: EmbedderMark): Record<string, string> {
  return { [MARK.name]: embedder.name, [MARK.dimension]: String(embedder.dimension) };
}

/** What a table says about itself. */
export interface TableMark extends EmbedderMark {
  schemaVersion: number;
  /** Empty in tables of the formats that had all namespaces in one. */
  namespace: string;
  /** What `import --format history` has left here; null where it never was. */
  import: string | null;
}

/**
 * The mark that a table carries.
 * @throws MemoryR1Error `foreign-table` or `newer-ledger` where this version cannot read it
 */
export function markOf(schema: Arrow.Schema, uri: string): TableMark {
  const metadataOf = (column: string) =>
    schema.fields.find((field) => field.name === column)?.metadata;
  const read = (key: string, column: string): string | undefined =>
    metadataOf(column)?.get(key) ?? schema.metadata.get(key);
  const schemaVersion = Number(read(MARK.version, VERSION_COLUMN));
  const name = read(MARK.name, VECTOR_COLUMN);
  const dimension = Number(read(MARK.dimension, VECTOR_COLUMN));
  if (name === undefined || !schemaVersion || !dimension) {
    throw configurationError(
      'foreign-table',
      `${uri} holds a table that memory-r1 did not make; set MEMORY_R1_HOME (or MEMORY_R1_STORE) to another place.`,
    );
  }
  if (schemaVersion > SCHEMA_VERSION) {
    throw configurationError(
      'newer-ledger',
      `${uri} was written by a newer memory-r1 (format ${schemaVersion}, this one knows ${SCHEMA_VERSION}); update memory-r1.`,
    );
  }
  const namespace = schema.metadata.get(MARK.namespace) ?? '';
  const imported = metadataOf(VERSION_COLUMN)?.get(MARK.import) ?? null;
  return { name, dimension, schemaVersion, namespace, import: imported };
}

/** @throws MemoryR1Error `embedder-mismatch` */
export function checkEmbedder(table: EmbedderMark, name: string, uri: string): void {
  if (table.name === name) return;
  throw configurationError(
    'embedder-mismatch',
    `${uri} was embedded with ${table.name}, but MEMORY_R1_EMBEDDER now gives ${name}: set it back, or run \`memory-r1 reembed\`.`,
  );
}

/** How `TableMark.import` begins while the import is under way, and after it; the file's hash follows. */
export const IMPORTING = 'under way: ';
export const IMPORTED = 'done: ';

/** @throws MemoryR1Error `import-unfinished` where only part of the namespace's history is there */
export function checkImported({ import: state, namespace }: TableMark, uri: string): void {
  if (!state?.startsWith(IMPORTING)) return;
  throw configurationError(
    'import-unfinished',
    `The import of namespace "${namespace}" into ${uri} was interrupted: run the same \`memory-r1 import --format history\` again, it goes on where it stopped.`,
  );
}

/** A row as LanceDB takes it. */
export function recordOf(row: Row): Record<string, unknown> {
  return {
    row_id: row.rowId,
    namespace: row.namespace,
    memory_id: row.memoryId,
    version: row.version,
    text: row.text,
    speaker: row.speaker,
    speaker_key: row.speaker === null ? null : speakerKey(row.speaker),
    content: searchableOf(row),
    said_at: row.saidAt === null ? null : BigInt(epochOf(row.saidAt)),
    said_offset: row.saidAt === null ? null : offsetOf(row.saidAt),
    source: row.source,
    vector: row.vector,
    valid_from: BigInt(row.validFrom),
    valid_to: row.validTo === null ? null : BigInt(row.validTo),
    transaction_id: row.transactionId,
    revision: BigInt(row.revision),
    seq: row.seq,
    operation: row.operation,
    previous_text: row.previousText,
    reason: row.reason,
    policy: row.policy,
    confidence: row.confidence,
    idempotency_key: row.idempotencyKey,
  };
}

/**
 * The rows of a result that has all of `PLAIN_COLUMNS`; vectors only where it has them too.
 * @param places which rows, in which order; default: all as they come
 */
export function rowsOf(
  table: { numRows: number; getChild(name: string): { get(i: number): unknown } | null },
  places: readonly number[] = Array.from({ length: table.numRows }, (_, i) => i),
): Row[] {
  const column = (name: string) => {
    const child = table.getChild(name);
    return (i: number): unknown => child?.get(i) ?? null;
  };
  const read = Object.fromEntries(PLAIN_COLUMNS.map((name) => [name, column(name)]));
  const vectors = column('vector');
  const at = (name: string, i: number): unknown => read[name]?.(i) ?? null;
  const text = (name: string, i: number): string => at(name, i) as string;
  const textOrNull = (name: string, i: number): string | null => at(name, i) as string | null;
  const number = (name: string, i: number): number => Number(at(name, i));
  const numberOrNull = (name: string, i: number): number | null =>
    at(name, i) === null ? null : number(name, i);
  return places.map((i): Row => {
    const saidAt = numberOrNull('said_at', i);
    return {
      rowId: text('row_id', i),
      namespace: text('namespace', i),
      memoryId: textOrNull('memory_id', i),
      version: numberOrNull('version', i),
      text: text('text', i),
      speaker: textOrNull('speaker', i),
      saidAt: saidAt === null ? null : toZoned(saidAt, number('said_offset', i)),
      source: textOrNull('source', i),
      vector: vectorOf(vectors(i)),
      validFrom: number('valid_from', i),
      validTo: numberOrNull('valid_to', i),
      transactionId: text('transaction_id', i),
      revision: number('revision', i),
      seq: number('seq', i),
      operation: text('operation', i) as OperationName,
      previousText: textOrNull('previous_text', i),
      reason: text('reason', i),
      policy: text('policy', i),
      confidence: number('confidence', i),
      idempotencyKey: textOrNull('idempotency_key', i),
    };
  });
}

/** A copy: what Arrow hands out is a view of the whole result. */
export function vectorOf(value: unknown): Float32Array | null {
  return value === null || value === undefined
    ? null
    : Float32Array.from((value as Arrow.Vector).toArray() as Float32Array);
}
