import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Presets, SingleBar } from 'cli-progress';
import { configurationError, inputError, MemoryR1Error, messageOf } from '../errors.js';
import { renderForSearch } from '../memory/text.js';
import { parseNamespace } from '../memory/namespace.js';
import {
  HISTORY_FORMAT,
  type HistoryLine,
  parseHistoryLine,
  rowOfLine,
} from '../store/history-file.js';
import { HistoryImport } from '../store/history-import.js';
import type { CommandContext } from './context.js';
import { interruptSignal, print } from './output.js';

const BATCH = 64;

/**
 * Puts exported history into namespaces that hold nothing: the same ids, versions, times and reasons.
 * Vectors are made with the embedder that is set. All of it can be read when the last row is there, and
 * nothing before; an interrupted import goes on where it stopped.
 */
export async function importHistory(file: string, context: CommandContext): Promise<void> {
  const { settings, runtime } = context;
  const uri = settings.storeUri;
  // Twice through the file: a bad line must show before the first row is written.
  const { total, namespaces, digest } = await survey(file);
  const embedder = await runtime.embedder();
  const mark = { name: embedder.name, dimension: await embedder.dimension() };
  const work = await HistoryImport.begin({ uri, embedder: mark, namespaces, digest });
  const signal = interruptSignal();
  const bar = new SingleBar(
    { format: '{bar} {value}/{total} {eta_formatted}', stream: process.stderr, hideCursor: true },
    Presets.shades_classic,
  );
  let imported = 0;
  const add = async (batch: readonly HistoryLine[]): Promise<void> => {
    if (signal.aborted) {
      const message = 'Interrupted. Nothing of it can be read yet; run the same command to go on.';
      throw new MemoryR1Error('input', 'cancelled', message);
    }
    const missing = batch.filter((line) => !work.has(line));
    const wanted = missing.filter(({ searchable }) => searchable);
    const texts = wanted.map(({ speaker, text }) => renderForSearch(speaker, text));
    const vectors = texts.length === 0 ? [] : await embedder.embed(texts, 'document');
    const byRow = new Map(wanted.map((line, i) => [line.rowId, vectors[i] ?? null]));
    for (const line of missing) await work.add(rowOfLine(line, byRow.get(line.rowId) ?? null));
    imported += missing.length;
    bar.increment(batch.length);
  };
  try {
    bar.start(total, 0);
    let batch: HistoryLine[] = [];
    for await (const line of lines(file)) {
      batch.push(line);
      if (batch.length < BATCH) continue;
      await add(batch);
      batch = [];
    }
    await add(batch);
    await work.finish();
  } finally {
    bar.stop();
    await work.close();
  }
  const before = imported === total ? '' : `; ${total - imported} were there already`;
  print(`${imported} lines of history imported into ${uri}${before}.`);
}

/** Reads the whole file once: how many lines, of which namespaces, and what tells it from other files. */
async function survey(
  file: string,
): Promise<{ total: number; namespaces: string[]; digest: string }> {
  const hash = createHash('sha256');
  const namespaces = new Set<string>();
  const seen = new Set<string>();
  for await (const line of lines(file)) {
    if (parseNamespace(line.namespace) !== line.namespace || seen.has(line.rowId)) {
      throw inputError(
        'bad-import',
        `${file} has row ${JSON.stringify(line.rowId)} twice, or in a namespace that cannot be; nothing was imported.`,
      );
    }
    seen.add(line.rowId);
    namespaces.add(line.namespace);
    hash.update(JSON.stringify(line));
  }
  return { total: seen.size, namespaces: [...namespaces].sort(), digest: hash.digest('hex') };
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
