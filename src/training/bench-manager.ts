import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { AnswerPolicy } from '../agents/answer-agent.js';
import { appendPolicy } from '../agents/policies/append.js';
import { createLearnedPolicy } from '../agents/policies/learned.js';
import { rulesPolicy } from '../agents/policies/rules.js';
import type { ManagerPolicy } from '../agents/policy.js';
import type { Embedder } from '../embeddings/embedder.js';
import { scoresByKind, type Taken } from './evaluate.js';
import { drawTest, type HeldOut, type Measured, measure } from './held-out.js';
import { type DataSizes, DEFAULT_DATA, type DrawnData, drawTraining } from './data.js';
import { createGym, type Gym } from './gym.js';
import { mean } from './mean.js';
import { Vectors } from './prepare.js';
import type { RewardOptions } from './rollout.js';
import { ALGORITHMS, type Hyperparameters, policyOf, trainNetwork } from './train.js';
import { DEFAULT_REWARD } from './train-manager.js';

/** What is compared unless other policies are named; `learned` are the weights that ship. */
export const COMPARED = ['append', 'rules', 'sft', 'ppo', 'grpo'] as const;
export const BENCH_POLICIES = [...COMPARED, 'learned'] as const;
export type BenchPolicy = (typeof BENCH_POLICIES)[number];

export interface BenchManagerOptions {
  embedder: Embedder;
  answerer: AnswerPolicy;
  /** One training of each algorithm and one draw of held-out episodes for each. */
  seeds: readonly number[];
  policies?: readonly BenchPolicy[] | undefined;
  sizes?: Partial<DataSizes> | undefined;
  reward?: Partial<RewardOptions> | undefined;
  hyperparameters?: Partial<Hyperparameters> | undefined;
  /** Checkpoints and finished measurements go here; another run with the same arguments goes on from them. */
  folder?: string | undefined;
  onProgress?: ((line: string) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/** A mean over seeds with its 95% confidence interval (Student's t). */
export interface Interval {
  mean: number;
  low: number;
  high: number;
  values: number[];
}

export interface PolicyResult {
  policy: BenchPolicy;
  exactMatch: Interval;
  /** Share of the authored test dialogues that pass, told to an empty memory and among other memories. */
  alone: Interval;
  inCompany: Interval;
  /** Share of the notes of authored test notebooks and conversations that leave the memory as it should be. */
  notes: Interval;
  conversationNotes: Interval;
  reward: Interval;
  memories: Interval;
  words: Interval;
  /** Of all seeds together: what happened, then what was done. */
  confusion: Record<string, Partial<Record<Taken, number>>>;
  /** Mean over seeds of each event's accuracy. */
  accuracy: Record<string, number>;
}

export interface BenchManagerReport {
  seeds: number[];
  /** Held-out questions over all seeds: asked, and answerable from perfect notes (these count). */
  asked: number;
  answerable: number;
  /** Authored test dialogues, the same for each seed. */
  dialogues: number;
  /** Notes of authored test notebooks and conversations, the same for each seed. */
  notes: number;
  conversationNotes: number;
  results: PolicyResult[];
}

/**
 * Compares managers on held-out wording, names and attributes. For each seed the learned ones are trained
 * anew and all of them meet the same held-out episodes with the same frozen answer agent. Vectors of
 * texts that policies write are exact here.
 */
export async function benchManager(options: BenchManagerOptions): Promise<BenchManagerReport> {
  const reward = { ...DEFAULT_REWARD, ...options.reward };
  const policies = options.policies ?? COMPARED;
  const found = new Map<BenchPolicy, Measured[]>(policies.map((policy) => [policy, []]));
  const vectors = new Vectors(options.embedder);
  for (const seed of options.seeds) {
    const sizes = { ...DEFAULT_DATA, ...options.sizes, seed };
    // A gym for each seed: what one remembers beside vectors would otherwise pile up.
    const draw = async (): Promise<Ground> => {
      const { embedder, answerer } = options;
      const gym = createGym({ embedder, vectors, answerer, reward });
      const trains = policies.some((policy) => ALGORITHMS.some((each) => each === policy));
      const data = trains ? await drawTraining(gym, { kind: 'gym' }, sizes, options.signal) : null;
      return { gym, data, test: await drawTest(gym, sizes) };
    };
    let ground: Ground | undefined;
    for (const policy of policies) {
      options.signal?.throwIfAborted();
      const result = await remembered(
        // What ships may be other weights the next time.
        policy === 'learned'
          ? undefined
          : options.folder && join(options.folder, `${policy}-${seed}.json`),
        JSON.stringify({ policy, sizes, reward, hyperparameters: options.hyperparameters }),
        async () => {
          ground ??= await draw();
          const manager = await managerOf(policy, seed, ground, options);
          return measure(ground.gym, manager, ground.test);
        },
      );
      found.get(policy)?.push(result);
      options.onProgress?.(
        `seed ${seed}, ${policy}: exact match ${result.generated.score.toFixed(3)}, ${result.generated.memories.toFixed(1)} memories; authored dialogues passed ${result.alone.score.toFixed(3)}, among others ${result.inCompany.score.toFixed(3)}, notes ${result.notes.score.toFixed(3)} (${scoresByKind(result.notes)}), of conversations ${result.conversationNotes.score.toFixed(3)} (${scoresByKind(result.conversationNotes)})`,
      );
    }
  }
  // All of them met the same.
  const [met = []] = found.values();
  return {
    seeds: [...options.seeds],
    asked: met.reduce((sum, { asked }) => sum + asked, 0),
    answerable: met.reduce((sum, { generated }) => sum + generated.questions, 0),
    dialogues: met[0]?.alone.questions ?? 0,
    notes: met[0]?.notes.questions ?? 0,
    conversationNotes: met[0]?.conversationNotes.questions ?? 0,
    results: policies.map((policy) => summarise(policy, found.get(policy) ?? [])),
  };
}

/** What the managers of one seed are trained and measured on. */
interface Ground {
  gym: Gym;
  /** Null where none of them is trained. */
  data: DrawnData | null;
  test: HeldOut;
}

/** A measurement that was finished before with the same arguments is read, not repeated. */
async function remembered(
  file: string | undefined,
  fingerprint: string,
  measuring: () => Promise<Measured>,
): Promise<Measured> {
  if (file === undefined) return measuring();
  if (existsSync(file)) {
    const known = JSON.parse(readFileSync(file, 'utf8')) as Remembered;
    if (known.fingerprint === fingerprint) return known.measured;
  }
  const measured = await measuring();
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.part`, JSON.stringify({ fingerprint, measured } satisfies Remembered));
  renameSync(`${file}.part`, file);
  return measured;
}

interface Remembered {
  fingerprint: string;
  measured: Measured;
}

async function managerOf(
  policy: BenchPolicy,
  seed: number,
  { gym, data }: Ground,
  options: BenchManagerOptions,
): Promise<ManagerPolicy> {
  if (policy === 'append') return appendPolicy;
  if (policy === 'rules') return rulesPolicy;
  if (policy === 'learned') return createLearnedPolicy();
  if (data === null) throw new Error(`nothing was drawn to train ${policy} on`);
  const trained = await trainNetwork({
    algorithm: policy,
    seed,
    hyperparameters: options.hyperparameters,
    data: data.name,
    train: data.train,
    validation: data.validation,
    simulator: gym.simulator,
    folder: options.folder && join(options.folder, `${policy}-${seed}`),
    resume: true,
    signal: options.signal,
  });
  if (trained === null) throw new DOMException('stopped', 'AbortError');
  return policyOf(trained);
}

function summarise(policy: BenchPolicy, measured: readonly Measured[]): PolicyResult {
  const evaluations = measured.map(({ generated }) => generated);
  const confusion: PolicyResult['confusion'] = {};
  const accuracies: Record<string, number[]> = {};
  for (const evaluation of evaluations) {
    for (const [event, row] of Object.entries(evaluation.confusion)) {
      const sum = (confusion[event] ??= {});
      for (const [taken, count] of Object.entries(row) as [Taken, number][])
        sum[taken] = (sum[taken] ?? 0) + count;
    }
    for (const [event, share] of Object.entries(evaluation.accuracy))
      (accuracies[event] ??= []).push(share);
  }
  return {
    policy,
    exactMatch: interval(evaluations.map(({ score }) => score)),
    alone: interval(measured.map(({ alone }) => alone.score)),
    inCompany: interval(measured.map((each) => each.inCompany.score)),
    notes: interval(measured.map(({ notes }) => notes.score)),
    conversationNotes: interval(measured.map((each) => each.conversationNotes.score)),
    reward: interval(evaluations.map(({ reward }) => reward)),
    memories: interval(evaluations.map(({ memories }) => memories)),
    words: interval(evaluations.map(({ words }) => words)),
    confusion,
    accuracy: Object.fromEntries(
      Object.entries(accuracies).map(([event, shares]) => [event, interval(shares).mean]),
    ),
  };
}

/** 97.5th percentile of Student's t by degrees of freedom, 1 to 10. */
const STUDENT = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228];

/** Mean and 95% confidence interval; of a single value the interval is unknown, so it is infinite. */
export function interval(values: readonly number[]): Interval {
  const count = values.length;
  const middle = mean(values);
  const square = values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
  const half =
    count < 2
      ? Infinity
      : ((STUDENT[count - 2] ?? 1.96) * Math.sqrt(square / (count - 1))) / Math.sqrt(count);
  return { mean: middle, low: middle - half, high: middle + half, values: [...values] };
}

/** The report as text for a terminal. */
export function formatManagerBench(report: BenchManagerReport): string {
  const { seeds, asked, answerable, dialogues, notes, conversationNotes, results } = report;
  const cell = ({ mean, low, high }: Interval, digits: number): string =>
    Number.isFinite(low)
      ? `${mean.toFixed(digits)} [${low.toFixed(digits)}, ${high.toFixed(digits)}]`
      : mean.toFixed(digits);
  const lines = [
    `Held-out wording, ${seeds.length} seeds (${seeds.join(', ')}); ${answerable} of ${asked} questions are answerable from perfect notes and count; ${dialogues} dialogues, ${notes} notes and ${conversationNotes} notes of conversations by authors whom training never met.`,
    seeds.length > 1
      ? 'Means with 95% confidence intervals over seeds.'
      : 'One seed, so no intervals.',
    '',
    row([
      ...['manager', 'exact match', 'memories', 'words'],
      ...['dialogues', 'in company', 'notes', 'of talks'],
    ]),
    ...results.map((result) =>
      row([
        result.policy,
        cell(result.exactMatch, 3),
        cell(result.memories, 1),
        cell(result.words, 1),
        cell(result.alone, 3),
        cell(result.inCompany, 3),
        cell(result.notes, 3),
        cell(result.conversationNotes, 3),
      ]),
    ),
    '',
    'Share of events that were treated as the story has it (never part of the reward):',
    row(['manager', ...events(results)]),
    ...results.map(({ policy, accuracy }) =>
      row([policy, ...events(results).map((event) => (accuracy[event] ?? 0).toFixed(2))]),
    ),
  ];
  for (const { policy, confusion } of results) {
    const taken: Taken[] = ['ADD', 'UPDATE', 'DELETE', 'DELETE+ADD', 'NOOP'];
    lines.push('', `What ${policy} did, by what happened:`, row(['', ...taken]));
    for (const [event, counts] of Object.entries(confusion))
      lines.push(row([event, ...taken.map((name) => String(counts[name] ?? 0))]));
  }
  return lines.join('\n');
}

const events = (results: readonly PolicyResult[]): string[] => [
  ...new Set(results.flatMap(({ accuracy }) => Object.keys(accuracy))),
];

const row = (cells: readonly string[]): string =>
  cells
    .map((cell, at) => (at === 0 ? cell.padEnd(10) : cell.padStart(Math.max(10, cell.length))))
    .join('  ')
    .trimEnd();
