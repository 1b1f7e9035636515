import { loadLocomo } from '../bench/locomo.js';
import { inputError } from '../errors.js';
import { authoredEpisode } from './environment/authored.js';
import { authoredDialogues, type DialogueSplit } from './environment/dialogues.js';
import { locomoEpisode, windowsOf } from './environment/locomo.js';
import type { Gym, GymEpisodes } from './gym.js';
import type { PreparedEpisode } from './prepare.js';

/** What to train on: generated and authored dialogues, or one LoCoMo dialogue (an experiment, never shipped). */
export type TrainingData = { kind: 'gym' } | { kind: 'locomo'; file: string; sample: string };

/**
 * How many generated episodes are drawn, and from which streams of the generator; and how many authored
 * dialogues of each split there are at most.
 */
export const DEFAULT_DATA = { train: 60, validation: 20, test: 60, seed: 1, authored: 10_000 };
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
    const drawn = async (split: 'train' | 'validation', stream: number): Promise<GymEpisodes> => {
      const seed = sizes.seed * 10 + stream;
      const generated = await gym.draw({ split, seed, count: sizes[split] });
      signal?.throwIfAborted();
      const authored = await drawAuthored(gym, sizes, split);
      signal?.throwIfAborted();
      return { ...generated, episodes: [...generated.episodes, ...authored] };
    };
    const train = await drawn('train', 0);
    const validation = await drawn('validation', 1);
    const authored = train.episodes.filter(({ dialogue }) => dialogue).length;
    const name = `gym, data seed ${sizes.seed}, ${train.episodes.length - authored} generated episodes with ${train.answerable} questions and ${authored} authored dialogues`;
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

/** Authored dialogues of a split; `held-out` is by authors whom training and validation never meet. */
export async function drawAuthored(
  gym: Gym,
  sizes: DataSizes,
  split: DialogueSplit,
): Promise<PreparedEpisode[]> {
  const chosen = authoredDialogues(split).slice(0, sizes.authored);
  return (await gym.prepare(chosen.map(authoredEpisode))).episodes;
}

/** Generated dialogues with wording, names and attributes that training never sees. */
export function drawHeldOut(gym: Gym, sizes: DataSizes): Promise<GymEpisodes> {
  return gym.draw({ split: 'test', seed: sizes.seed * 10 + 2, count: sizes.test });
}
