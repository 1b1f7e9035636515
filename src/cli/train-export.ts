import { mkdir, open } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { loadLocomo, type FactStream } from '../bench/locomo.js';
import { inputError, MemoryR1Error } from '../errors.js';
import { createPolicies } from '../policies.js';
import type { Episode } from '../training/environment/episode.js';
import { generateEpisodes } from '../training/environment/generate.js';
import { locomoEpisode } from '../training/environment/locomo.js';
import {
  answererExamples,
  type ExampleOptions,
  managerExamples,
} from '../training/llm/examples.js';
import { writeParquet } from '../training/llm/parquet.js';
import { type Row, rowOf } from '../training/llm/rows.js';
import { createScorer } from '../training/llm/scorer.js';
import type { State } from '../training/llm/state.js';
import type { CommandContext } from './context.js';
import { interruptSignal, print } from './output.js';

export interface TrainExportFlags extends Pick<ExampleOptions, 'window' | 'link' | 'questions'> {
  role: State['role'];
  data: string;
  output: string;
  split: 'train' | 'test';
  seed: number;
  episodes: number;
  samples?: string;
  facts: FactStream;
  categories: string;
  limit?: number;
}

/** Writes a prompt data set with the states that its outputs are scored from, as JSONL and Parquet. */
export async function trainExport(
  flags: TrainExportFlags,
  { settings, runtime, log }: CommandContext,
): Promise<void> {
  const episodes = await episodesOf(flags);
  const policies = await createPolicies(settings, log);
  const { roles } = policies;
  try {
    const embedder = await runtime.embedder();
    const scorer = createScorer({ embedder, answerer: roles.answerer });
    let turns = 0;
    const all = episodes.reduce((sum, { steps }) => sum + steps.length, 0);
    const options: ExampleOptions = {
      ...flags,
      ...{ builder: roles.manager, answerer: roles.answerer, embedder },
      signal: interruptSignal(),
      onTurn: () => {
        turns += 1;
        if (turns % 50 === 0)
          process.stderr.write(`${String(turns)} turns read (${String(all)} in the data)\n`);
      },
    };
    const rows: Row[] = [];
    let skipped = 0;
    for await (const state of statesOf(episodes, flags, options)) {
      try {
        const place = { source: sourceOf(flags), split: flags.split, index: rows.length };
        rows.push(await rowOf(state, scorer, place));
      } catch (error) {
        if (!(error instanceof MemoryR1Error) || error.code !== 'no-single-prompt') throw error;
        skipped += 1;
      }
      if (rows.length === flags.limit) break;
    }
    if (rows.length === 0)
      throw inputError(
        'no-examples',
        'No example is left: take more episodes, or --questions all.',
      );
    await write(rows, flags.output);
    const role = flags.role === 'manager' ? 'turns' : 'questions';
    print(
      `${String(rows.length)} ${role} from ${String(episodes.length)} dialogues, banks built by ${roles.manager.name}: ${flags.output}.jsonl and .parquet`,
    );
    if (skipped > 0)
      print(`${String(skipped)} left out: nothing to decide in them, or more than one call.`);
  } finally {
    await policies.close();
  }
}

async function* statesOf(
  episodes: readonly Episode[],
  { role }: TrainExportFlags,
  options: ExampleOptions,
): AsyncGenerator<State> {
  for (const episode of episodes)
    yield* role === 'manager'
      ? managerExamples(episode, options)
      : answererExamples(episode, options);
}

async function episodesOf(flags: TrainExportFlags): Promise<Episode[]> {
  if (flags.data === 'gym') {
    const { split, seed, episodes } = flags;
    return generateEpisodes({ split, seed, count: episodes, thorough: true });
  }
  const file = /^locomo:(.+)$/.exec(flags.data)?.[1];
  if (file === undefined)
    throw inputError('bad-data', `--data takes "gym" or "locomo:<file>" (got "${flags.data}").`);
  const categories = flags.categories.split(',').map(Number);
  if (categories.some((category) => ![1, 2, 3, 4, 5].includes(category)))
    throw inputError('bad-categories', '--categories takes numbers from 1 to 5, e.g. 1,2,3,4.');
  const samples = await loadLocomo(
    file,
    flags.samples?.split(',').map((id) => id.trim()),
  );
  return samples.map((sample) => locomoEpisode(sample, flags.facts, categories));
}

const sourceOf = ({ data }: TrainExportFlags): string => (data === 'gym' ? 'gym' : 'locomo');

async function write(rows: readonly Row[], output: string): Promise<void> {
  const base = resolve(output);
  await mkdir(dirname(base), { recursive: true });
  const file = await open(`${base}.jsonl`, 'w');
  try {
    for (const row of rows) await file.write(`${JSON.stringify(row)}\n`);
  } finally {
    await file.close();
  }
  writeParquet(`${base}.parquet`, rows);
}
