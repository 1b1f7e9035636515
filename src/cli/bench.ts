import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Presets, SingleBar } from 'cli-progress';
import { loadLocomo, type FactStream } from '../bench/locomo.js';
import { benchRetrieval, formatRetrieval } from '../bench/retrieval.js';
import { benchStartup } from '../bench/startup.js';
import { randomIds, systemClock } from '../memory/clock.js';
import { openLanceStore } from '../store/lance-store.js';
import type { MemoryStore } from '../store/store.js';
import { programOfTree } from './bench-program.js';
import type { CommandContext } from './context.js';
import { interruptSignal, print } from './output.js';

/** What the benchmarks on LoCoMo are told. */
export interface LocomoOptions {
  data: string;
  samples?: string;
  facts: FactStream;
  json?: string;
}

/** Prints evidence recall; with `both`, for observations and for turns, each on its own. */
export async function benchRetrievalCommand(
  options: LocomoOptions,
  context: CommandContext,
): Promise<void> {
  const samples = await loadSamples(options);
  const streams: FactStream[] =
    options.facts === 'both' ? ['observations', 'turns'] : [options.facts];
  const embedder = await context.runtime.embedder();
  const run = await programOfTree();
  const reports = [];
  for (const facts of streams) {
    const report = await onScratchStore(context, (createStore, onProgress, signal) =>
      benchRetrieval({
        samples,
        facts,
        ks: [10, 60],
        createStore,
        embedder,
        run,
        onProgress,
        signal,
      }),
    );
    print(`${formatRetrieval(report)}\n`);
    reports.push(report);
  }
  await writeFigures(options.json, reports);
}

/** Prints the embedder's throughput beside the original's. */
export async function benchEmbedderCommand(
  options: { data: string; turns: number },
  context: CommandContext,
): Promise<void> {
  const samples = await loadLocomo(options.data);
  const texts = samples
    .flatMap(({ turns }) => turns.map(({ text }) => text))
    .slice(0, options.turns);
  const { benchEmbedder, formatEmbedder } = await import('../bench/embedder.js');
  print(formatEmbedder(await benchEmbedder({ texts, embedder: await context.runtime.embedder() })));
}

/** Prints the median start-up times and their ratio. */
export async function benchStartupCommand({ runs }: { runs: number }): Promise<void> {
  const { serverMs, bareMs, ratio } = await benchStartup(runs, process.env);
  print(
    `spawn to initialize, median of ${runs}: memory-r1 ${serverMs.toFixed(0)} ms, bare server ${bareMs.toFixed(0)} ms, ratio ${ratio.toFixed(2)}`,
  );
}

export async function loadSamples({ data, samples }: LocomoOptions) {
  return loadLocomo(
    data,
    samples?.split(',').map((id) => id.trim()),
  );
}

/** Runs a measurement on real stores in a temporary folder, with a progress bar, until Ctrl-C. */
export async function onScratchStore<T>(
  { runtime, log }: CommandContext,
  measure: (
    createStore: () => Promise<MemoryStore>,
    onProgress: (done: number, total: number) => void,
    signal: AbortSignal,
  ) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'memory-r1-bench-'));
  const embedder = await runtime.embedder();
  const bar = new SingleBar(
    { format: '{bar} {value}/{total}', stream: process.stderr, hideCursor: true },
    Presets.shades_classic,
  );
  let stores = 0;
  const createStore = async () =>
    openLanceStore({
      uri: join(folder, String(stores++)),
      embedder,
      clock: systemClock,
      ids: randomIds,
      log,
    });
  bar.start(1, 0);
  try {
    return await measure(
      createStore,
      (done, total) => (bar.setTotal(total), bar.update(done)),
      interruptSignal(),
    );
  } finally {
    bar.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Writes figures where `--json <file>` asked for them. */
export async function writeFigures(file: string | undefined, figures: unknown): Promise<void> {
  if (file !== undefined) await writeFile(file, `${JSON.stringify(figures, null, 2)}\n`);
}
