import { loadLocomo } from '../bench/locomo.js';
import { inputError } from '../errors.js';
import { createRandom, deriveSeed } from '../memory/random.js';
import { authoredEpisode } from './environment/authored.js';
import { inCompany, statementsOf } from './environment/company.js';
import { conversationNoteEpisodes } from './environment/conversation-notes.js';
import { authoredDialogues, type DialogueSplit } from './environment/dialogues.js';
import { locomoEpisode, windowsOf } from './environment/locomo.js';
import { notebookEpisodes, notebooks } from './environment/notebooks.js';
import type { Episode } from './environment/episode.js';
import type { Gym, GymEpisodes } from './gym.js';
import { allReady, type PreparedEpisode, type TrainingEpisodes } from './prepare.js';

/** What to train on: generated and authored dialogues, or one LoCoMo dialogue (an experiment, never shipped). */
export type TrainingData = { kind: 'gym' } | { kind: 'locomo'; file: string; sample: string };

/**
 * How many generated episodes are drawn, and from which streams of the generator; and how many authored
 * dialogues and notes of each split there are at most.
 */
export const DEFAULT_DATA = { train: 60, validation: 20, test: 60, seed: 1, authored: 20_000 };
export type DataSizes = typeof DEFAULT_DATA;

export interface DrawnData {
  /** Recorded with the weights. */
  name: string;
  train: TrainingEpisodes;
  validation: readonly PreparedEpisode[];
}

/** Stream of the data's seed from which the company of authored dialogues is drawn. */
const AUTHORED_STREAM = 4;

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
    const train = await drawSplit(gym, sizes, 'train', 0);
    signal?.throwIfAborted();
    const validation = await drawSplit(gym, sizes, 'validation', 1);
    signal?.throwIfAborted();
    const authored = await validation.prepare(validation.authored);
    signal?.throwIfAborted();
    const name = `gym, data seed ${sizes.seed}, ${train.name}`;
    return { name, train, validation: [...validation.ready, ...authored] };
  }
  const [sample] = await loadLocomo(data.file, [data.sample]);
  if (!sample) throw inputError('bad-data', `${data.file} has no dialogue ${data.sample}.`);
  const windows = windowsOf(locomoEpisode(sample, 'observations'), WINDOW);
  const { episodes } = await gym.prepare(windows);
  signal?.throwIfAborted();
  const name = `locomo ${data.sample}, ${windows.length} windows of its observations`;
  return { name, train: allReady(episodes), validation: episodes };
}

/** Generated episodes of a split, made ready, and what authors wrote for it. */
async function drawSplit(
  gym: Gym,
  sizes: DataSizes,
  split: 'train' | 'validation',
  stream: number,
): Promise<TrainingEpisodes & { name: string }> {
  const seed = sizes.seed * 10 + stream;
  const generated = await gym.draw({ split, seed, count: sizes[split] });
  const { alone, inCompany: among, ...written } = authoredEpisodes(sizes, split);
  // Every second dialogue is told to an empty memory, every other one among what others said.
  const dialogues = alone.map((each, at) => (at % 2 === 0 ? each : (among[at] ?? each)));
  const notes =
    split === 'train'
      ? [...thinned(written.notes), ...spread(written.conversationNotes, NOTES_OF_CONVERSATIONS)]
      : [...written.notes, ...written.conversationNotes];
  return {
    name: `${generated.episodes.length} generated episodes with ${generated.answerable} questions, ${dialogues.length} authored dialogues and ${notes.length} notes of notebooks and conversations`,
    ready: generated.episodes,
    authored: [...dialogues, ...notes],
    prepare: preparing(gym),
  };
}

/** Makes episodes ready, each once. */
function preparing(gym: Gym): TrainingEpisodes['prepare'] {
  const known = new Map<Episode, PreparedEpisode>();
  return async (episodes) => {
    const missing = episodes.filter((episode) => !known.has(episode));
    const { episodes: prepared } = await gym.prepare(missing);
    missing.forEach((episode, at) => known.set(episode, prepared[at] as PreparedEpisode));
    return episodes.map((episode) => known.get(episode) as PreparedEpisode);
  };
}

/** Of the notes of conversations so many are enough: nearly all of them change nothing. */
const NOTES_OF_CONVERSATIONS = 3500;

/** At most so many of the items, evenly spread. */
function spread<T>(items: readonly T[], most: number): T[] {
  const count = Math.min(most, items.length);
  return Array.from(
    { length: count },
    (_, at) => items[Math.floor((at * items.length) / count)] as T,
  );
}

/** A memory of more notes than this is met seldom enough that no note told to it is left out. */
const LARGE = 40;

/** Of the notes that change nothing in a small memory, as many as there are that change something: most change nothing. */
function thinned(notes: readonly Episode[]): Episode[] {
  const adds = ({ dialogue, known = [] }: Episode): boolean =>
    dialogue?.class === 'coexisting' && known.length <= LARGE;
  const common = notes.filter(adds);
  const changes = notes.filter(({ dialogue }) => dialogue?.class !== 'coexisting').length;
  const every = Math.max(1, Math.floor(common.length / Math.max(1, changes)));
  const kept = new Set(common.filter((_, at) => at % every === 0));
  return notes.filter((note) => !adds(note) || kept.has(note));
}

/** What authors wrote for a split. */
export interface Authored<E = PreparedEpisode> {
  /** Dialogues told to an empty memory. */
  alone: E[];
  /** The same dialogues, told among statements of others. */
  inCompany: E[];
  /** Notes of notebooks, each told beside those before it. */
  notes: E[];
  /** The same of notes that somebody took of long conversations. */
  conversationNotes: E[];
}

function authoredEpisodes(
  sizes: DataSizes,
  split: Exclude<DialogueSplit, 'dev'>,
): Authored<Episode> {
  const dialogues = authoredDialogues(split).slice(0, sizes.authored);
  const statements = statementsOf(dialogues);
  const random = createRandom(deriveSeed(sizes.seed, AUTHORED_STREAM));
  const notes: Episode[] = [];
  for (const notebook of notebooks(split))
    if (notes.length < sizes.authored) notes.push(...notebookEpisodes(notebook));
  return {
    alone: dialogues.map(authoredEpisode),
    inCompany: dialogues.map((dialogue) => inCompany(dialogue, statements, random)),
    notes: notes.slice(0, sizes.authored),
    conversationNotes: conversationNoteEpisodes(split, sizes.authored),
  };
}

/** What authors wrote for a split; `held-out` is by authors whom training and validation never meet. */
export async function drawAuthored(
  gym: Gym,
  sizes: DataSizes,
  split: Exclude<DialogueSplit, 'dev'>,
): Promise<Authored> {
  const { alone, inCompany: among, notes, conversationNotes } = authoredEpisodes(sizes, split);
  const prepared = async (episodes: Episode[]): Promise<PreparedEpisode[]> =>
    (await gym.prepare(episodes)).episodes;
  return {
    alone: await prepared(alone),
    inCompany: await prepared(among),
    notes: await prepared(notes),
    conversationNotes: await prepared(conversationNotes),
  };
}

/** Generated dialogues with wording, names and attributes that training never sees. */
export function drawHeldOut(gym: Gym, sizes: DataSizes): Promise<GymEpisodes> {
  return gym.draw({ split: 'test', seed: sizes.seed * 10 + 2, count: sizes.test });
}
