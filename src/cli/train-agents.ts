import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { extractivePolicy } from '../agents/answerer/extractive.js';
import { createLearnedPolicy } from '../agents/policies/learned.js';
import { loadWeights } from '../agents/policies/learned-weights.js';
import { bankOf, trainBoth } from '../training/alternate.js';
import { assignBlame, formatBlame } from '../training/credit.js';
import { DEFAULT_DATA, drawHeldOut, drawTraining } from '../training/data.js';
import { createGym } from '../training/gym.js';
import { answerWith, trainAnswerer } from '../training/train-answerer.js';
import { DEFAULT_REWARD } from '../training/train-manager.js';
import type { CommandContext } from './context.js';
import { interruptSignal, print } from './output.js';
import { definedOnly } from './train-manager.js';

export interface TrainAnswererFlags {
  algo: 'grpo' | 'ppo';
  seed: number;
  out: string;
  episodes?: number;
  weights?: string;
}

export interface TrainBothFlags extends Omit<TrainAnswererFlags, 'weights'> {
  rounds: number;
  credit: boolean;
  iterations?: number;
  resume?: boolean;
}

/** Trains the choice of an answer and says what it changes on held-out dialogues. */
export async function trainAnswererCommand(
  flags: TrainAnswererFlags,
  { runtime }: CommandContext,
): Promise<void> {
  const signal = interruptSignal();
  const manager = createLearnedPolicy(loadWeights(flags.weights));
  const embedder = await runtime.embedder();
  const gym = createGym({
    embedder,
    answerer: extractivePolicy,
    reward: DEFAULT_REWARD,
    credited: false,
  });
  const { simulator } = gym;
  const sizes = { ...DEFAULT_DATA, ...definedOnly({ train: flags.episodes }) };
  const data = await drawTraining(gym, { kind: 'gym' }, sizes, signal);
  const heldOut = await drawHeldOut(gym, sizes);
  signal.throwIfAborted();
  const blame = (): string =>
    formatBlame(
      assignBlame(simulator, heldOut.episodes, (each) => bankOf(simulator, manager, each)),
    );
  print(`before: ${blame()}`);
  const trained = trainAnswerer({
    simulator,
    episodes: data.train.episodes,
    bankOf: (episode) => bankOf(simulator, manager, episode),
    algorithm: flags.algo,
    seed: flags.seed,
  });
  answerWith(simulator, trained.weights);
  print(
    `learned from ${trained.selections} of ${trained.questions} questions: right ${trained.before.toFixed(3)} before, ${trained.after.toFixed(3)} after`,
  );
  print(`after:  ${blame()}`);
  await writeAnswerer(flags.out, trained.weights);
}

/** Trains both agents in turn and prints the blame table after each turn. */
export async function trainBothCommand(
  flags: TrainBothFlags,
  { runtime }: CommandContext,
): Promise<void> {
  const trained = await trainBoth({
    algorithm: flags.algo,
    seed: flags.seed,
    rounds: flags.rounds,
    credited: flags.credit,
    sizes: definedOnly({ train: flags.episodes }),
    hyperparameters: definedOnly({ iterations: flags.iterations }),
    embedder: await runtime.embedder(),
    answerer: extractivePolicy,
    folder: resolve(flags.out),
    resume: flags.resume ?? false,
    onProgress: ({ iteration, reward }) =>
      void process.stderr.write(`${iteration}  reward ${reward.toFixed(3)}\n`),
    onTurn: ({ trained: who, blame }) => print(`${who.padEnd(8)}  ${formatBlame(blame)}`),
    signal: interruptSignal(),
  });
  if (trained === null) {
    print('Stopped. Go on with the same command and --resume.');
    process.exitCode = 130;
    return;
  }
  await writeAnswerer(flags.out, trained.answerer);
}

async function writeAnswerer(folder: string, weights: object): Promise<void> {
  const file = join(resolve(folder), 'answerer.json');
  await mkdir(resolve(folder), { recursive: true });
  await writeFile(file, `${JSON.stringify({ format: 1, weights }, null, 2)}\n`);
  print(`Weights: ${file}`);
}
