import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { AnswerPolicy } from '../agents/answer-agent.js';
import { FEATURE_VERSION } from '../agents/policies/features.js';
import {
  type ManagerWeights,
  type Provenance,
  weightsText,
} from '../agents/policies/learned-weights.js';
import type { Embedder } from '../embeddings/embedder.js';
import { barOf } from './calibrate.js';
import { drawTest, measure, type Measured } from './held-out.js';
import {
  type DataSizes,
  DEFAULT_DATA,
  type DrawnData,
  drawTraining,
  type TrainingData,
} from './data.js';
import { createGym } from './gym.js';
import { trainingReport } from './report.js';
import type { RewardOptions } from './rollout.js';
import {
  type Algorithm,
  DEFAULTS,
  type Hyperparameters,
  policyOf,
  type Progress,
  type Trained,
  trainNetwork,
} from './train.js';

/** Words are cheap beside answers: a repeat of eight words costs a twenty-fifth of an answer. */
export const DEFAULT_REWARD: RewardOptions = {
  kind: 'em',
  costPerWord: 0.005,
  costPerChange: 0.02,
};

export interface TrainManagerOptions {
  algorithm: Algorithm;
  seed: number;
  data?: TrainingData | undefined;
  sizes?: Partial<DataSizes> | undefined;
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
  onData?: ((data: DrawnData) => void) | undefined;
  onProgress?: ((progress: Progress, iterations: number) => void) | undefined;
  signal?: AbortSignal | undefined;
}

export interface TrainedManager {
  weights: ManagerWeights;
  weightsFile: string;
  reportFile: string;
  /** On wording, names, attributes and authors that training never met. */
  measured: Measured;
}

/**
 * Trains a manager and writes its weights and a report.
 *
 * @returns null where the signal stopped it: the checkpoint is written, and `resume` goes on from it
 */
export async function trainManager(options: TrainManagerOptions): Promise<TrainedManager | null> {
  const { algorithm, seed, folder } = options;
  const reward = { ...DEFAULT_REWARD, ...options.reward };
  const gym = createGym({ embedder: options.embedder, answerer: options.answerer, reward });
  const sizes = { ...DEFAULT_DATA, ...options.sizes };
  const data = await drawTraining(gym, options.data ?? { kind: 'gym' }, sizes, options.signal);
  options.onData?.(data);
  const trained = await trainNetwork({
    algorithm,
    seed,
    hyperparameters: options.hyperparameters,
    data: data.name,
    train: data.train,
    validation: data.validation,
    simulator: gym.simulator,
    folder,
    resume: options.resume,
    onProgress: (progress) =>
      options.onProgress?.(progress, options.hyperparameters?.iterations ?? DEFAULTS.iterations),
    signal: options.signal,
  });
  if (trained === null) return null;
  const measured = await measure(gym, policyOf(trained), await drawTest(gym, sizes));
  const { command, commit, trainedAt } = options;
  return writeManager(folder, trained, measured, {
    ...{ command, algorithm, seed, data: data.name, commit, trainedAt },
    reward,
  });
}

/** Writes the weights and the report of a training to its folder. */
export function writeManager(
  folder: string,
  trained: Trained,
  measured: Measured,
  { reward, ...origin }: Omit<Provenance, 'measured'> & { reward: RewardOptions },
): TrainedManager {
  const { calibration, network } = trained;
  const { generated: test, alone, inCompany, notes, conversationNotes } = measured;
  const weights: ManagerWeights = {
    format: 2,
    features: FEATURE_VERSION,
    network,
    calibration: { keeping: barOf(calibration.keeping), losing: barOf(calibration.losing) },
    provenance: {
      ...origin,
      measured: {
        testExactMatch: Number(test.score.toFixed(4)),
        testReward: Number(test.reward.toFixed(4)),
        testMemories: Number(test.memories.toFixed(2)),
        testQuestions: test.questions,
        authoredPassed: Number(alone.score.toFixed(4)),
        authoredInCompanyPassed: Number(inCompany.score.toFixed(4)),
        authoredDialogues: alone.questions,
        notesPassed: Number(notes.score.toFixed(4)),
        notes: notes.questions,
        conversationNotesPassed: Number(conversationNotes.score.toFixed(4)),
        conversationNotes: conversationNotes.questions,
      },
    },
  };
  const weightsFile = join(folder, 'manager.json');
  const reportFile = join(folder, 'report.html');
  writeWhole(weightsFile, weightsText(weights));
  const { command, algorithm, seed, data, commit } = origin;
  const facts = {
    ...{ command, algorithm, seed, data, commit },
    ...Object.fromEntries(Object.entries(trained.hyperparameters)),
    'cost per word': reward.costPerWord,
    'cost per change': reward.costPerChange,
    'test exact match': test.score.toFixed(4),
    'test memories per episode': test.memories.toFixed(2),
    'authored test dialogues passed': alone.score.toFixed(4),
    'among other memories': inCompany.score.toFixed(4),
    'notes of test notebooks passed': notes.score.toFixed(4),
    'notes of test conversations passed': conversationNotes.score.toFixed(4),
  };
  writeWhole(reportFile, trainingReport(`Training the manager with ${algorithm}`, facts, trained));
  return { weights, weightsFile, reportFile, measured };
}

function writeWhole(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.part`, text);
  renameSync(`${file}.part`, file);
}
