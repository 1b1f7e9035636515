import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { AnswerPolicy } from '../agents/answer-agent.js';
import { FEATURE_VERSION } from '../agents/policies/features.js';
import { createLearnedPolicy } from '../agents/policies/learned.js';
import { type ManagerWeights, weightsText } from '../agents/policies/learned-weights.js';
import type { Embedder } from '../embeddings/embedder.js';
import { evaluate, type Evaluation } from './evaluate.js';
import { createGym, type GymEpisodes } from './gym.js';
import { trainingReport } from './report.js';
import type { RewardOptions } from './rollout.js';
import {
  type Algorithm,
  DEFAULTS,
  type Hyperparameters,
  type Progress,
  trainNetwork,
} from './train.js';

/** Words are cheap beside answers: a repeat of eight words costs less than a tenth of an answer. */
export const DEFAULT_REWARD: RewardOptions = {
  kind: 'em',
  costPerWord: 0.005,
  costPerChange: 0.02,
};

/** How many episodes are drawn, and from which streams of the generator. */
export const DEFAULT_DATA = { train: 200, validation: 80, test: 100, seed: 1 };

export interface TrainManagerOptions {
  algorithm: Algorithm;
  seed: number;
  data?: Partial<typeof DEFAULT_DATA> | undefined;
  reward?: Partial<RewardOptions> | undefined;
  hyperparameters?: Partial<Hyperparameters> | undefined;
  embedder: Embedder;
  answerer: AnswerPolicy;
  /** Checkpoints, `manager.json` and `report.html` go here. */
  folder: string;
  resume: boolean;
  /** Recorded with the weights. */
  command: string;
  commit: string;
  trainedAt: string;
  onData?: ((name: 'train' | 'validation' | 'test', data: GymEpisodes) => void) | undefined;
  onProgress?: ((progress: Progress, iterations: number) => void) | undefined;
  signal?: AbortSignal | undefined;
}

export interface TrainedManager {
  weights: ManagerWeights;
  weightsFile: string;
  reportFile: string;
  /** On wording, names and attributes that training never saw. */
  test: Evaluation;
  finished: boolean;
}

/** Trains a manager on generated dialogues and writes its weights and a report. */
export async function trainManager(options: TrainManagerOptions): Promise<TrainedManager> {
  const { algorithm, seed, folder } = options;
  const data = { ...DEFAULT_DATA, ...options.data };
  const reward = { ...DEFAULT_REWARD, ...options.reward };
  const gym = createGym({ embedder: options.embedder, answerer: options.answerer, reward });
  const draw = async (
    name: 'train' | 'validation' | 'test',
    split: 'train' | 'test',
    stream: number,
  ): Promise<GymEpisodes> => {
    const drawn = await gym.draw({ split, seed: data.seed * 10 + stream, count: data[name] });
    options.onData?.(name, drawn);
    return drawn;
  };
  const train = await draw('train', 'train', 0);
  const validation = await draw('validation', 'train', 1);
  const trained = await trainNetwork({
    algorithm,
    seed,
    hyperparameters: options.hyperparameters,
    train: train.episodes,
    validation: validation.episodes,
    simulator: gym.simulator,
    folder,
    resume: options.resume,
    onProgress: (progress) =>
      options.onProgress?.(progress, options.hyperparameters?.iterations ?? DEFAULTS.iterations),
    signal: options.signal,
  });
  const held = await draw('test', 'test', 2);
  const { calibration } = trained;
  const weights: ManagerWeights = {
    format: 1,
    features: FEATURE_VERSION,
    network: trained.network,
    calibration: {
      temperature: Number(calibration.temperature.toPrecision(5)),
      threshold: Number(calibration.threshold.toPrecision(5)),
    },
    provenance: {
      command: options.command,
      algorithm,
      seed,
      data: `gym ${FEATURE_VERSION}, data seed ${data.seed}, ${train.episodes.length} episodes with ${train.answerable} questions`,
      commit: options.commit,
      trainedAt: options.trainedAt,
      measured: {},
    },
  };
  const test = await gym.exactly(() =>
    evaluate(gym.simulator, createLearnedPolicy(weights), held.episodes),
  );
  weights.provenance.measured = {
    testExactMatch: Number(test.score.toFixed(4)),
    testReward: Number(test.reward.toFixed(4)),
    testMemories: Number(test.memories.toFixed(2)),
    testQuestions: test.questions,
  };
  const weightsFile = join(folder, 'manager.json');
  const reportFile = join(folder, 'report.html');
  writeWhole(weightsFile, weightsText(weights));
  const facts = {
    command: options.command,
    algorithm,
    seed,
    data: weights.provenance.data,
    commit: options.commit,
    ...Object.fromEntries(Object.entries(trained.hyperparameters)),
    'cost per word': reward.costPerWord,
    'cost per change': reward.costPerChange,
    'test exact match': test.score.toFixed(4),
    'test memories per episode': test.memories.toFixed(2),
  };
  writeWhole(reportFile, trainingReport(`Training the manager with ${algorithm}`, facts, trained));
  return { weights, weightsFile, reportFile, test, finished: trained.finished };
}

function writeWhole(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.part`, text);
  renameSync(`${file}.part`, file);
}
