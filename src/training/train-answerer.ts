import { createExtractivePolicy, readerPolicy } from '../agents/answerer/extractive.js';
import {
  type AnswerWeights,
  type Bars,
  type Departure,
  DEPARTURES,
  type Place,
} from '../agents/answerer/learned/answer-weights.js';
import { bestDeparture, sureDeparture } from '../agents/answerer/learned/departing.js';
import { probabilitiesOf } from '../agents/answerer/learned/encoding.js';
import { createRandom, deriveSeed } from '../memory/random.js';
import { CHOICE_DEFAULTS, type ChoiceOptions, trainChoice } from './answer-choice.js';
import type { Bank } from './bank.js';
import { type CalibrationReport, calibrateBy } from './calibrate.js';
import { DEFAULT_DATA } from './data.js';
import { exercisesOfTalks } from './conversation-exercises.js';
import { conversations } from './environment/conversations.js';
import { toldEpisodes } from './environment/stories.js';
import { type Exercise, exercisesOf, sheetsOf, type View, VIEWS } from './exercises.js';
import type { Gym } from './gym.js';
import { mean } from './mean.js';
import type { PreparedEpisode } from './prepare.js';
import type { Simulator } from './rollout.js';
import type { Talk } from './talks.js';

/** Banks that some manager left, by episode. */
export type BankOf = (episode: PreparedEpisode) => Bank;

/**
 * There are many questions, and many ways to put each: more questions tell more than more ways. With another
 * embedder than the bundled one nothing is known of how near a memory is.
 */
const SHARES = {
  train: { made: 0.2, unmeasured: 0.1 },
  validation: { made: 0.25, unmeasured: 0 },
};

/** A wrong answer costs more than a right one earns already, so that losses and gains weigh the same. */
const HARM_IS_REWARDED = 1;

/** What the answer agent learns from: dialogues with checks, and stories and generated dialogues with questions. */
export interface AnswererData {
  name: string;
  train: PreparedEpisode[];
  validation: PreparedEpisode[];
  talks: Record<'train' | 'validation', Talk[]>;
}

/** @param most at most so many dialogues, so many stories and so many conversations of each split */
export async function drawAnswererData(gym: Gym, most = Infinity): Promise<AnswererData> {
  const drawn = async (split: 'train' | 'validation'): Promise<PreparedEpisode[]> => {
    const authored = await gym.prepare(toldEpisodes(split, most));
    const seed = DEFAULT_DATA.seed * 10 + (split === 'train' ? 0 : 1);
    const generated = await gym.draw({ split, seed, count: Math.min(most, DEFAULT_DATA[split]) });
    return [...authored.episodes, ...generated.episodes];
  };
  const [train, validation] = [await drawn('train'), await drawn('validation')];
  const talksOf = (split: 'train' | 'validation'): Promise<Talk[]> =>
    gym.talks(conversations(split).slice(0, most));
  const talks = { train: await talksOf('train'), validation: await talksOf('validation') };
  const dialogues = train.filter(({ dialogue }) => dialogue).length;
  const generated = Math.min(most, DEFAULT_DATA.train);
  const name = `${dialogues} authored dialogues, ${train.length - dialogues - generated} stories, ${talks.train.length} conversations and ${generated} generated dialogues`;
  return { name, train, validation, talks };
}

/** Share of right answers: by the rules, and with what was learned. */
export interface Shares {
  exercises: number;
  rules: number;
  learned: number;
}

export interface TrainedAnswerer {
  signs: AnswerWeights['signs'];
  calibration: Record<Place, Record<Departure, CalibrationReport>>;
  /** Exercises that were learned from. */
  exercises: number;
  /** On validation, by the way that a question is put. */
  measured: Partial<Record<View, Shares>>;
}

/**
 * Trains the answer agent's choice among all that may be answered, on the banks that a manager leaves and on
 * good ones. When it may depart from the rules is fitted on validation.
 *
 * @returns null where the signal stopped it
 */
export async function trainAnswerer(options: {
  simulator: Simulator;
  data: AnswererData;
  bankOf: BankOf;
  algorithm: ChoiceOptions['algorithm'];
  seed: number;
  /** False trains on banks that lack the answer, too. */
  credited?: boolean | undefined;
  onProgress?: ((line: string) => void) | undefined;
  signal?: AbortSignal | undefined;
}): Promise<TrainedAnswerer | null> {
  const { simulator, data, algorithm, seed, signal, onProgress = () => undefined } = options;
  const prepare = (split: 'train' | 'validation', stream: number): Exercise[] => {
    const sheets = sheetsOf(
      data[split],
      // A story's messages by themselves, so that what is outdated is met beside what is new.
      (episode) =>
        episode.dialogue
          ? [options.bankOf(episode).items]
          : [episode.facts.map(({ item }) => item)],
      options.credited ?? true,
    );
    const random = createRandom(deriveSeed(seed, stream));
    return [
      ...exercisesOf(simulator, sheets, random, SHARES[split]),
      ...exercisesOfTalks(simulator, data.talks[split], random),
    ];
  };
  const validation = prepare('validation', 1);
  if (signal?.aborted) return null;
  const train = prepare('train', 2);
  onProgress(`${train.length} exercises`);
  const signs = await trainChoice(
    train,
    { ...CHOICE_DEFAULTS, algorithm, seed },
    (pass, passes, weights) => {
      const right = shareRight(validation, weights);
      onProgress(`pass ${pass}/${passes}: ${(100 * right).toFixed(1)} % right on validation`);
    },
    signal,
  );
  if (signs === null) return null;
  const trials = validation.flatMap((exercise) => {
    const best = bestDeparture(exercise.answers, probabilitiesOf(exercise.encoding, signs));
    if (best === null) return [];
    // As in training, the many questions without an answer must not hide those that have one.
    const gain = exercise.weight * (earned(exercise, best.option) - earned(exercise, 0));
    const turned = rightness(exercise, best.option) !== rightness(exercise, 0);
    return turned ? [{ ...best, place: exercise.place, gain }] : [];
  });
  const barsIn = (place: Place): Record<Departure, CalibrationReport> =>
    Object.fromEntries(
      DEPARTURES.map((way) => {
        const own = trials.filter((trial) => trial.place === place && trial.way === way);
        return [way, calibrateBy(own, HARM_IS_REWARDED)];
      }),
    ) as Record<Departure, CalibrationReport>;
  const calibration = { plainly: barsIn('plainly'), inConversation: barsIn('inConversation') };
  const measured = Object.fromEntries(
    VIEWS.flatMap((view) => {
      const exercises = validation.filter((exercise) => exercise.view === view);
      if (exercises.length === 0) return [];
      const rules = mean(exercises.map((exercise) => rightness(exercise, 0)));
      const learned = shareRight(exercises, signs, calibration);
      return [[view, { exercises: exercises.length, rules, learned }]];
    }),
  );
  return { signs, calibration, exercises: train.length, measured };
}

const earned = ({ rewards }: Exercise, option: number): number => rewards[option] ?? 0;
/** What earns less is wrong, or has too little of the answer. */
const RIGHT = 0.5;
const rightness = (exercise: Exercise, option: number): number =>
  earned(exercise, option) >= RIGHT ? 1 : 0;

/** Without a calibration the likelier of two answers is given. */
const EVEN = { slope: 1, offset: 0, threshold: 0.5 };
const LIKELIER: Bars = { changed: EVEN, silenced: EVEN, answered: EVEN };

/** Share of exercises answered rightly. */
function shareRight(
  exercises: readonly Exercise[],
  signs: Float32Array,
  calibration: Record<Place, Bars> = { plainly: LIKELIER, inConversation: LIKELIER },
): number {
  return mean(
    exercises.map((exercise) => {
      const policy = probabilitiesOf(exercise.encoding, signs);
      return rightness(
        exercise,
        sureDeparture(exercise.answers, policy, calibration[exercise.place])?.option ?? 0,
      );
    }),
  );
}

/** The answer agent with trained weights, or by its rules alone, in the place of the simulator's. */
export function answerWith(
  simulator: Simulator,
  weights: Pick<AnswerWeights, 'signs' | 'calibration'> | null,
): void {
  simulator.answerWith(weights === null ? readerPolicy : createExtractivePolicy(() => weights));
}
