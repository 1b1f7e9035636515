import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createManager } from '../agents/manager.js';
import { rulesPolicy } from '../agents/policies/rules.js';
import { benchScale, type Percentiles, type ScaleFigures } from '../bench/scale.js';
import { MemoryR1Error } from '../errors.js';
import { randomIds, systemClock } from '../memory/clock.js';
import { bulkLoad, exactNearest } from '../store/bulk.js';
import { openLanceStore } from '../store/lance-store.js';
import { compactStore } from '../store/maintenance.js';
import type { CommandContext } from './context.js';
import { print } from './output.js';

export interface ScaleFlags {
  sizes: string;
  seed: number;
  calls: number;
  json?: string;
}

/** Measures ledgers of several sizes, each in a process of its own, so that memory use is its own too. */
export async function benchScaleCommand(flags: ScaleFlags, context: CommandContext): Promise<void> {
  const sizes = flags.sizes.split(',').map(Number);
  if (sizes.some((size) => !Number.isSafeInteger(size) || size < 100)) {
    throw new MemoryR1Error('input', 'bad-sizes', '--sizes takes whole numbers from 100 on.');
  }
  const figures =
    sizes.length === 1
      ? [await measure(sizes[0] ?? 0, flags, context)]
      : await measureApart(sizes, flags);
  if (flags.json !== undefined)
    await writeFile(flags.json, `${JSON.stringify(figures, null, 2)}\n`);
  for (const line of report(figures)) print(line);
}

async function measureApart(sizes: number[], flags: ScaleFlags): Promise<ScaleFigures[]> {
  const folder = await mkdtemp(join(tmpdir(), 'memory-r1-scale-'));
  const all: ScaleFigures[] = [];
  try {
    for (const size of sizes) {
      const file = join(folder, `${size}.json`);
      const own = ['--sizes', String(size), '--seed', String(flags.seed), '--json', file];
      const args = [process.argv[1] ?? '', 'bench', 'scale', ...own, '--calls'];
      const child = spawn(process.execPath, [...args, String(flags.calls)], {
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      const [code] = (await once(child, 'exit')) as [number | null];
      if (code !== 0) throw new MemoryR1Error('internal', 'bench-failed', `${size}: exit ${code}.`);
      all.push(...(JSON.parse(await readFile(file, 'utf8')) as ScaleFigures[]));
    }
    return all;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(
  memories: number,
  { seed, calls }: ScaleFlags,
  { runtime, log }: CommandContext,
): Promise<ScaleFigures> {
  const folder = await mkdtemp(join(tmpdir(), 'memory-r1-scale-'));
  const embedder = await runtime.embedder();
  const dimension = await embedder.dimension();
  try {
    return await benchScale({
      memories,
      seed,
      calls,
      embedder,
      dimension,
      load: (namespace, rows) =>
        bulkLoad(folder, namespace, { name: embedder.name, dimension }, rows),
      compact: async () => {
        const report = await compactStore({ uri: folder, retentionMs: null, now: Date.now() });
        return { rows: report?.after.rows ?? 0, bytes: report?.bytesAfter ?? 0 };
      },
      openStore: () =>
        openLanceStore({ uri: folder, embedder, clock: systemClock, ids: randomIds, log }),
      remember: (store, input) =>
        createManager({
          store,
          embedder,
          policy: rulesPolicy,
          ids: randomIds,
          clock: systemClock,
        }).remember(input),
      exact: (namespace, vectors, limit) => exactNearest(folder, namespace, vectors, limit),
      log: (line) => process.stderr.write(`${memories}: ${line}\n`),
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function report(all: readonly ScaleFigures[]): string[] {
  const ms = ({ p50, p95 }: Percentiles): string => `${p50.toFixed(1)} / ${p95.toFixed(1)}`;
  const rows: [string, (figures: ScaleFigures) => string][] = [
    ['memories', ({ memories }) => String(memories)],
    ['search, ms (p50 / p95)', ({ search }) => ms(search)],
    ['recall with embedding, ms', ({ recall }) => ms(recall)],
    ['commit (no decision), ms', ({ commit }) => ms(commit)],
    ['remember, ms', ({ remember }) => ms(remember)],
    ['key look-up, ms', ({ lookup }) => ms(lookup)],
    ['recall@10 against exact', ({ recallAt10 }) => recallAt10.toFixed(3)],
    ['exact search, ms', ({ exactSearch }) => ms(exactSearch)],
    ['bytes a memory', ({ bytesPerMemory }) => bytesPerMemory.toFixed(0)],
    ['memory, MB (peak)', (f) => `${(f.rss / 1e6).toFixed(0)} (${(f.peakRss / 1e6).toFixed(0)})`],
    ['load / compact, s', (f) => `${f.loadSeconds.toFixed(0)} / ${f.compactSeconds.toFixed(0)}`],
  ];
  const lines = rows.map(([name, cell]) => `| ${[name, ...all.map(cell)].join(' | ')} |`);
  lines.splice(1, 0, `|${'---|'.repeat(all.length + 1)}`);
  const small = all.find(({ memories }) => memories === 10_000);
  const large = all.find(({ memories }) => memories === 1_000_000);
  if (small && large) {
    const ratio = (large.recall.p50 / small.recall.p50).toFixed(2);
    lines.push('', `Recall p50 at 1,000,000 is ${ratio} times that at 10,000 (linear: 100).`);
  }
  return lines;
}
