import { resolve } from 'node:path';
import { extractivePolicy, readerPolicy } from '../agents/answerer/extractive.js';
import { answerWeightsText } from '../agents/answerer/learned/answer-weights.js';
import { createLearnedPolicy } from '../agents/policies/learned.js';
import { loadWeights } from '../agents/policies/learned-weights.js';
import { bankOf, trainBoth } from '../training/alternate.js';
import { assignBlame, formatBlame } from '../training/credit.js';
import type { Bank } from '../training/bank.js';
import { DEFAULT_DATA, drawHeldOut } from '../training/data.js';
import { createGym } from '../training/gym.js';
import type { PreparedEpisode } from '../training/prepare.js';
import {
  answerWith,
  drawAnswererData,
  trainAnswerer,
  type TrainedAnswerer,
} from '../training/train-answerer.js';
import { DEFAULT_REWARD, writeManager } from '../training/train-manager.js';
import type { CommandContext } from './context.js';
import { interruptSignal, print, writeWeights } from './output.js';
import { originOfRun, type RunOrigin } from './provenance.js';
import { definedOnly } from './train-manager.js';

export interface TrainAnswererFlags {
  algo: 'grpo' | 'sft';
  seed: number;
  out: string;
  dialogues?: number;
  weights?: string;
}

export interface TrainBothFlags {
  algo: 'grpo' | 'ppo';
  seed: number;
  out: string;
  episodes?: number;
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
  const origin = originOfRun();
  const signal = interruptSignal();
  const manager = createLearnedPolicy(loadWeights(flags.weights));
  const embedder = await runtime.embedder();
  const gym = createGym({
    embedder,
    answerer: readerPolicy,
    reward: DEFAULT_REWARD,
    credited: false,
  });
  const { simulator } = gym;
  const bankLeft = (episode: PreparedEpisode): Bank => bankOf(simulator, manager, episode);
  const data = await drawAnswererData(gym, flags.dialogues);
  const heldOut = (await drawHeldOut(gym, DEFAULT_DATA)).episodes;
  signal.throwIfAborted();
  const blame = (): string => formatBlame(assignBlame(simulator, heldOut, bankLeft));
  print(`training on ${data.name}\ngenerated test dialogues before: ${blame()}`);
  const trained = await trainAnswerer({
    simulator,
    data,
    bankOf: bankLeft,
    algorithm: flags.algo,
    seed: flags.seed,
    onProgress: (line) => void process.stderr.write(`${line}\n`),
    signal,
  });
  if (trained === null) {
    print('Stopped.');
    process.exitCode = 130;
    return;
  }
  answerWith(simulator, trained);
  print(`generated test dialogues after:  ${blame()}`);
  await writeAnswerer(flags, trained, { ...origin, algorithm: flags.algo, data: data.name });
}

/** Trains both agents in turn and prints the blame table after each turn. */
export async function trainBothCommand(
  flags: TrainBothFlags,
  { runtime }: CommandContext,
): Promise<void> {
  const { algo: algorithm, seed, out } = flags;
  const origin = originOfRun();
  const note = (line: string): void => void process.stderr.write(`${line}\n`);
  const trained = await trainBoth({
    algorithm,
    seed,
    rounds: flags.rounds,
    credited: flags.credit,
    sizes: definedOnly({ train: flags.episodes }),
    hyperparameters: definedOnly({ iterations: flags.iterations }),
    embedder: await runtime.embedder(),
    answerer: extractivePolicy,
    folder: resolve(out),
    resume: flags.resume ?? false,
    onProgress: ({ iteration, reward }) => note(`${iteration}  reward ${reward.toFixed(3)}`),
    onLesson: note,
    onTurn: ({ trained: who, blame, measured: { alone, inCompany, notes } }) =>
      print(
        `${who.padEnd(8)}  ${formatBlame(blame)}\n          dialogues passed ${percent(alone.score)}, in company ${percent(inCompany.score)}, notes ${percent(notes.score)}`,
      ),
    signal: interruptSignal(),
  });
  if (trained === null) {
    print('Stopped. Go on with the same command and --resume.');
    process.exitCode = 130;
    return;
  }
  const { manager, answerer, data, lessons, measured } = trained;
  const { weightsFile } = writeManager(resolve(out), manager, measured, {
    ...{ algorithm, seed, data, reward: DEFAULT_REWARD },
    ...origin,
    trainedAt: new Date().toISOString(),
  });
  print(`Weights: ${weightsFile}`);
  await writeAnswerer(flags, answerer, { ...origin, algorithm: 'grpo', data: lessons });
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** Writes trained weights with where they come from, and prints what was measured on validation. */
async function writeAnswerer(
  { out, seed }: { out: string; seed: number },
  { signs, calibration, measured, exercises }: TrainedAnswerer,
  { data, ...origin }: RunOrigin & { algorithm: string; data: string },
): Promise<void> {
  for (const [view, shares] of Object.entries(measured))
    print(
      `${view.padEnd(10)} ${String(shares.exercises).padStart(5)} right by rules ${percent(shares.rules)}, learned ${percent(shares.learned)}`,
    );
  const text = answerWeightsText({
    provenance: {
      ...origin,
      seed,
      data: `${data}, ${exercises} exercises`,
      trainedAt: new Date().toISOString(),
      measured: Object.fromEntries(
        Object.entries(measured).map(([view, { learned }]) => [view, Number(learned.toFixed(4))]),
      ),
    },
    calibration,
    signs,
  });
  await writeWeights(out, 'answerer.json', text);
}
