import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { extractivePolicy } from '../agents/answerer/extractive.js';
import { inputError } from '../errors.js';
import { createPolicies } from '../policies.js';
import { benchDecisions } from '../training/bench-decision.js';
import {
  BENCH_POLICIES,
  benchManager,
  COMPARED,
  formatManagerBench,
} from '../training/bench-manager.js';
import { createGym } from '../training/gym.js';
import type { RewardKind } from '../training/reward.js';
import { DEFAULT_REWARD } from '../training/train-manager.js';
import type { CommandContext } from './context.js';
import { interruptSignal, print, printJson } from './output.js';
import { definedOnly } from './train-manager.js';

export interface BenchManagerFlags {
  seeds: number;
  policies?: string;
  out: string;
  iterations?: number;
  reward: RewardKind;
  costPerWord?: number;
  json?: string;
}

/** Trains and compares managers; prints exact match, bank size and what was done by what happened. */
export async function benchManagerCommand(
  flags: BenchManagerFlags,
  { runtime }: CommandContext,
): Promise<void> {
  const names = flags.policies?.split(',').map((name) => name.trim()) ?? [...COMPARED];
  const policies = BENCH_POLICIES.filter((name) => names.includes(name));
  const unknown = names.find((name) => !BENCH_POLICIES.some((each) => each === name));
  if (unknown !== undefined)
    throw inputError(
      'bad-policies',
      `--policies takes ${BENCH_POLICIES.join(', ')}, not "${unknown}".`,
    );
  const report = await benchManager({
    embedder: await runtime.embedder(),
    answerer: extractivePolicy,
    seeds: Array.from({ length: flags.seeds }, (_, at) => at + 1),
    policies,
    reward: { kind: flags.reward, ...definedOnly({ costPerWord: flags.costPerWord }) },
    hyperparameters: definedOnly({ iterations: flags.iterations }),
    folder: resolve(flags.out),
    onProgress: (line) => void process.stderr.write(`${line}\n`),
    signal: interruptSignal(),
  });
  print(formatManagerBench(report));
  if (flags.json !== undefined) await writeFile(flags.json, `${JSON.stringify(report, null, 2)}\n`);
}

export interface BenchDecisionFlags {
  candidates: number;
  json?: boolean;
}

/** Times the manager that the settings name. */
export async function benchDecisionCommand(
  { candidates, json }: BenchDecisionFlags,
  { runtime, settings, log }: CommandContext,
): Promise<void> {
  const policies = await createPolicies(settings, log);
  try {
    const embedder = await runtime.embedder();
    const gym = createGym({ embedder, answerer: extractivePolicy, reward: DEFAULT_REWARD });
    // The two have neither wording nor names nor values in common.
    const before = await gym.draw({ split: 'train', seed: 1, count: 60 });
    const measured = await gym.draw({ split: 'test', seed: 1, count: 60 });
    const times = await benchDecisions(
      policies.roles.manager,
      before.episodes,
      measured.episodes,
      candidates,
    );
    if (json === true) printJson(times);
    else
      print(
        `${times.policy}, ${times.candidates} memories, ${times.decisions} decisions after ${times.warmUp} others: p50 ${times.p50.toFixed(2)} ms, p95 ${times.p95.toFixed(2)} ms; beside memories never met before p50 ${times.coldP50.toFixed(2)} ms`,
      );
  } finally {
    await policies.close();
  }
}
