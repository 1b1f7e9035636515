import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { configurationError, messageOf } from '../errors.js';
import { HISTORY_FORMAT, historyLines } from '../store/history-file.js';
import type { MemoryStore } from '../store/store.js';
import type { CommandContext } from './context.js';

const PAGE = 500;

/** Writes the live memories of the namespace as JSON lines, or with `history` all that ever was in the store. */
export async function exportMemories(
  options: { output?: string; history?: boolean },
  { runtime, settings }: CommandContext,
): Promise<void> {
  const lines = options.history
    ? exportHistory(settings.storeUri)
    : exportLines(await runtime.store(), settings.namespace);
  if (options.output === undefined) {
    await pipeline(lines, process.stdout, { end: false });
    return;
  }
  try {
    await pipeline(lines, createWriteStream(options.output, { mode: 0o600 }));
  } catch (error) {
    throw configurationError(
      'cannot-write',
      `cannot write ${options.output}: ${messageOf(error)}`,
      error,
    );
  }
}

async function* exportLines(store: MemoryStore, namespace: string): AsyncGenerator<string> {
  for (let offset = 0; ; offset += PAGE) {
    const memories = await store.list({ namespace }, { offset, limit: PAGE });
    for (const { id, version, text, speaker, saidAt, source } of memories) {
      yield `${JSON.stringify({ id, version, text, speaker, said_at: saidAt, source })}\n`;
    }
    if (memories.length < PAGE) return;
  }
}

async function* exportHistory(uri: string): AsyncGenerator<string> {
  yield `${JSON.stringify({ format: HISTORY_FORMAT })}\n`;
  for await (const line of historyLines(uri)) yield `${JSON.stringify(line)}\n`;
}
