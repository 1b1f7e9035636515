import { loadLocomo } from '../bench/locomo.js';
import { inputError } from '../errors.js';
import { locomoEpisode, windowsOf } from './environment/locomo.js';
import type { Gym, GymEpisodes } from './gym.js';

/** What to train on: generated dialogues, or one LoCoMo dialogue (an experiment, never shipped). */
export type TrainingData = { kind: 'gym' } | { kind: 'locomo'; file: string; sample: string };

/** How many generated episodes are drawn, and from which streams of the generator. */
export const DEFAULT_DATA = { train: 120, validation: 50, test: 60, seed: 1 };
export type DataSizes = typeof DEFAULT_DATA;

export interface DrawnData {
  /** Recorded with the weights. */
  name: string;
  train: GymEpisodes;
  validation: GymEpisodes;
}

/** Steps of one episode that is cut from a LoCoMo dialogue, about a generated episode's longest. */
const WINDOW = 30;

/** @throws MemoryR1Error `bad-data` for anything but `gym` and `locomo:<file>:<sample>` */
export function parseTrainingData(text: string): TrainingData {
  if (text === 'gym') return { kind: 'gym' };
  const [, file, sample] = /^locomo:(.+):([^:/\\]+)$/.exec(text) ?? [];
  if (file === undefined || sample === undefined)
    throw inputError('bad-data', `--data takes "gym" or "locomo:<file>:<sample>", not "${text}".`);
  return { kind: 'locomo', file, sample };
}

/**
 * Draws what a training meets. One LoCoMo dialogue is too little to hold any of it back for validation, so
 * there the weights are chosen on the dialogue that they are trained on.
 */
export async function drawTraining(
  gym: Gym,
  data: TrainingData,
  sizes: DataSizes,
  signal?: AbortSignal,
): Promise<DrawnData> {
  if (data.kind === 'gym') {
    const train = await gym.draw({ split: 'train', seed: sizes.seed * 10, count: sizes.train });
    signal?.throwIfAborted();
    const validation = await gym.draw({
      split: 'validation',
      seed: sizes.seed * 10 + 1,
      count: sizes.validation,
    });
    signal?.throwIfAborted();
    const name = `gym, data seed ${sizes.seed}, ${train.episodes.length} episodes with ${train.answerable} questions`;
    return { name, train, validation };
  }
  const [sample] = await loadLocomo(data.file, [data.sample]);
  if (!sample) throw inputError('bad-data', `${data.file} has no dialogue ${data.sample}.`);
  const windows = windowsOf(locomoEpisode(sample, 'observations'), WINDOW);
  const train = await gym.prepare(windows);
  signal?.throwIfAborted();
  const name = `locomo ${data.sample}, ${windows.length} windows of its observations`;
  return { name, train, validation: train };
}

/** Generated dialogues with wording, names and attributes that training never sees. */
export function drawHeldOut(gym: Gym, sizes: DataSizes): Promise<GymEpisodes> {
  return gym.draw({ split: 'test', seed: sizes.seed * 10 + 2, count: sizes.test });
}
