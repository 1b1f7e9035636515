import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { configurationError, inputError, messageOf } from '../errors.js';
import { renderForSearch } from '../memory/text.js';
import { bulkLoad } from '../store/bulk.js';
import {
  HISTORY_FORMAT,
  type HistoryLine,
  parseHistoryLine,
  rowOfLine,
} from '../store/history-file.js';
import type { Row } from '../store/rows.js';
import type { CommandContext } from './context.js';
import { print } from './output.js';

const BATCH = 64;

/**
 * Puts exported history into an empty store: the same ids, versions, times and reasons. Vectors are made
 * with the embedder that is set.
 * @throws MemoryR1Error `not-empty` where something is stored already
 */
export async function importHistory(file: string, context: CommandContext): Promise<void> {
  const { settings, runtime } = context;
  const { namespaces } = await (await runtime.store()).stats();
  if (namespaces.length > 0) {
    throw inputError(
      'not-empty',
      `${settings.storeUri} holds memories already; history goes into an empty store only. Set MEMORY_R1_STORE to a new folder.`,
    );
  }
  // Twice through the file: a bad line must show before the first row is written.
  let total = 0;
  for await (const line of lines(file)) total += line ? 1 : 0;
  const embedder = await runtime.embedder();
  const mark = { name: embedder.name, dimension: await embedder.dimension() };
  const embed = async (batch: HistoryLine[]): Promise<Row[]> => {
    const wanted = batch.filter(({ searchable }) => searchable);
    const vectors = await embedder.embed(
      wanted.map(({ speaker, text }) => renderForSearch(speaker, text)),
      'document',
    );
    const byRow = new Map(wanted.map((line, i) => [line.rowId, vectors[i] ?? null]));
    return batch.map((line) => rowOfLine(line, byRow.get(line.rowId) ?? null));
  };
  const rows = async function* (): AsyncGenerator<Row> {
    let batch: HistoryLine[] = [];
    for await (const line of lines(file)) {
      batch.push(line);
      if (batch.length < BATCH) continue;
      yield* await embed(batch);
      batch = [];
    }
    if (batch.length > 0) yield* await embed(batch);
  };
  await bulkLoad(settings.storeUri, mark, rows());
  print(`${total} lines of history imported into ${settings.storeUri}.`);
}

async function* lines(file: string): AsyncGenerator<HistoryLine> {
  let number = 0;
  try {
    for await (const line of createInterface({
      input: createReadStream(file),
      crlfDelay: Infinity,
    })) {
      number += 1;
      if (line.trim() === '') continue;
      const value = parse(line, `${file}:${number}`);
      if (number > 1) yield parseHistoryLine(value, `${file}:${number}`);
      else if ((value as { format?: unknown }).format !== HISTORY_FORMAT) {
        throw inputError('bad-import', `${file} was not written by \`export --history\`.`);
      }
    }
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) {
      throw configurationError('cannot-read', `cannot read ${file}: ${messageOf(error)}`, error);
    }
    throw error;
  }
}

function parse(line: string, where: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw inputError('bad-import', `${where} is not JSON; nothing was imported.`, error);
  }
}
