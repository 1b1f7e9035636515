import { parquetWriteFile } from 'hyparquet-writer';
import type { Row } from './rows.js';

type SchemaElement = NonNullable<Parameters<typeof parquetWriteFile>[0]['schema']>[number];

/** The columns of `Row` as nested Parquet types: verl expects messages and structs, not JSON text. */
const SCHEMA: SchemaElement[] = [
  { name: 'root', num_children: 5 },
  text('data_source'),
  { name: 'prompt', repetition_type: 'REQUIRED', num_children: 1, converted_type: 'LIST' },
  { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
  { name: 'element', repetition_type: 'REQUIRED', num_children: 2 },
  text('role'),
  text('content'),
  text('ability'),
  { name: 'reward_model', repetition_type: 'REQUIRED', num_children: 2 },
  text('style'),
  text('ground_truth'),
  { name: 'extra_info', repetition_type: 'REQUIRED', num_children: 5 },
  text('id'),
  text('role'),
  text('split'),
  { name: 'index', type: 'INT32', repetition_type: 'REQUIRED' },
  text('state'),
];

/** Writes rows as a Parquet file with nested columns (Snappy). */
export function writeParquet(filename: string, rows: readonly Row[]): void {
  const columns = ['data_source', 'prompt', 'ability', 'reward_model', 'extra_info'] as const;
  parquetWriteFile({
    filename,
    schema: SCHEMA,
    columnData: columns.map((name) => ({ name, data: rows.map((row) => row[name]) })),
  });
}

function text(name: string): SchemaElement {
  return { name, type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' };
}
