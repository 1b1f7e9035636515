import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { SingleBar, Presets } from 'cli-progress';
import { z } from 'zod';
import { factStream, loadLocomo, type FactStream } from '../bench/locomo.js';
import { configurationError, inputError, messageOf } from '../errors.js';
import type { RememberInput } from '../agents/manager.js';
import { parseZonedTime } from '../memory/time.js';
import { textField } from '../tools/fields.js';
import type { CommandContext } from './context.js';
import { interruptSignal, print } from './output.js';

export interface ImportOptions {
  format: 'jsonl' | 'locomo';
  sample?: string;
  facts: FactStream;
}

/** One thing to remember, with the key that makes a second import skip it. */
interface ImportItem {
  message: RememberInput['messages'][number];
  source: string;
  /** It is one fact already: nothing is to be extracted from it. */
  verbatim: boolean;
  key: string;
}

const lineSchema = z.object({
  text: textField,
  speaker: z.string().min(1).nullish(),
  said_at: z.string().min(1).nullish(),
  source: z.string().nullish(),
  /** Lines of `export` have one: their text is a memory already. */
  version: z.int().nullish(),
});

/**
 * Remembers every item of a file through the manager, one transaction each. Each item's idempotency key
 * is made from its content and place, so an interrupted import goes on where it stopped.
 */
export async function importFile(
  file: string,
  options: ImportOptions,
  context: CommandContext,
): Promise<void> {
  const items =
    options.format === 'locomo' ? await locomoItems(file, options) : await jsonlItems(file);
  const services = await context.runtime.services();
  const { namespace } = context.settings;
  const signal = interruptSignal();
  const bar = new SingleBar(
    { format: '{bar} {value}/{total} {eta_formatted}', stream: process.stderr, hideCursor: true },
    Presets.shades_classic,
  );
  const counts: Record<string, number> = { ADD: 0, UPDATE: 0, DELETE: 0, NOOP: 0, repeated: 0 };
  bar.start(items.length, 0);
  try {
    for (const item of items) {
      const result = await services.remember(
        {
          namespace,
          messages: [item.message],
          source: item.source,
          verbatim: item.verbatim,
          idempotencyKey: item.key,
          dryRun: false,
        },
        { signal },
      );
      if (result.repeated) counts['repeated'] = (counts['repeated'] ?? 0) + 1;
      else
        for (const { operation } of result.operations)
          counts[operation] = (counts[operation] ?? 0) + 1;
      bar.increment();
    }
  } catch (error) {
    bar.stop();
    if (signal.aborted)
      print('Interrupted. Nothing is half written; run the same command to go on.');
    throw error;
  }
  bar.stop();
  const mix = ['ADD', 'UPDATE', 'DELETE', 'NOOP']
    .map((name) => `${counts[name] ?? 0} ${name}`)
    .join(', ');
  print(
    `${items.length} items into namespace "${namespace}": ${mix}; ${counts['repeated'] ?? 0} were imported before.`,
  );
}

async function locomoItems(file: string, { sample, facts }: ImportOptions): Promise<ImportItem[]> {
  const samples = await loadLocomo(file, sample === undefined ? undefined : [sample]);
  return samples.flatMap((dialogue) =>
    factStream(dialogue, facts).map((item) => ({
      message: { speaker: item.speaker, text: item.text, saidAt: item.saidAt },
      source: `locomo:${item.id}`,
      verbatim: facts === 'observations',
      key: importKey(['locomo', item.id, item.text]),
    })),
  );
}

async function jsonlItems(file: string): Promise<ImportItem[]> {
  const items: ImportItem[] = [];
  const seen = new Map<string, number>();
  let number = 0;
  try {
    for await (const line of createInterface({
      input: createReadStream(file),
      crlfDelay: Infinity,
    })) {
      number++;
      const text = number === 1 ? line.replace(/^\uFEFF/, '') : line;
      if (text.trim() !== '') items.push(jsonlItem(text, `${file}:${number}`, seen));
    }
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) {
      throw configurationError('cannot-read', `cannot read ${file}: ${messageOf(error)}`, error);
    }
    throw error;
  }
  return items;
}

function jsonlItem(line: string, place: string, seen: Map<string, number>): ImportItem {
  const refuse = (problem: string, cause?: unknown) =>
    inputError('bad-import', `${place} ${problem}; nothing was imported.`, cause);
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    throw refuse('is not JSON: each line must be an object like {"text": "…"}', error);
  }
  const parsed = lineSchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw refuse(
      `must be {"text": string, "speaker"?: string, "said_at"?: ISO date}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`,
    );
  }
  const { text, speaker, said_at, source, version } = parsed.data;
  try {
    if (said_at) parseZonedTime(said_at);
  } catch (error) {
    throw refuse(`has a bad said_at: ${messageOf(error)}`, error);
  }
  // Not the line's number: lines inserted above must not make the rest look new.
  const content = JSON.stringify([text, speaker ?? null, said_at ?? null]);
  const occurrence = (seen.get(content) ?? 0) + 1;
  seen.set(content, occurrence);
  return {
    message: { speaker: speaker ?? null, text, saidAt: said_at ?? undefined },
    source: source ?? 'import',
    verbatim: version != null,
    key: importKey(['jsonl', content, occurrence]),
  };
}

function importKey(parts: readonly unknown[]): string {
  return `import:${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32)}`;
}
