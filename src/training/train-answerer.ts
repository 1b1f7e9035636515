import { createExtractivePolicy, readerPolicy } from '../agents/answerer/extractive.js';
import type {
  AnswerCalibration,
  AnswerWeights,
  Place,
} from '../agents/answerer/learned/answer-weights.js';
import { decide, likeliest, OWN } from '../agents/answerer/learned/choosing.js';
import { probabilitiesOf } from '../agents/answerer/learned/encoding.js';
import { calibrated } from '../agents/policies/departure.js';
import { createRandom, deriveSeed } from '../memory/random.js';
import { CHOICE_DEFAULTS, type ChoiceOptions, trainChoice } from './answer-choice.js';
import type { Bank } from './bank.js';
import { barOf, calibrateBy, type Trial } from './calibrate.js';
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
  calibration: AnswerCalibration;
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
  const calibration = calibrationOf(validation, signs);
  const measured = Object.fromEntries(
    VIEWS.flatMap((view) => {
      const exercises = validation.filter((exercise) => exercise.view === view);
      if (exercises.length === 0) return [];
      const rules = mean(exercises.map((exercise) => (isRight(exercise, OWN) ? 1 : 0)));
      const learned = shareRight(exercises, signs, calibration);
      return [[view, { exercises: exercises.length, rules, learned }]];
    }),
  );
  return { signs, calibration, exercises: train.length, measured };
}

/** What earns less is wrong, or has too little of the answer. */
const RIGHT = 0.5;
const isRight = ({ rewards }: Exercise, option: number): boolean => (rewards[option] ?? 0) >= RIGHT;

const EVEN = { slope: 1, offset: 0, threshold: 0.5 };

/** How people ask: as the authors of dialogues do, a quarter of whose questions have no answer, and for what was never told. */
const ASKED: Record<Place, readonly View[]> = {
  plainly: ['gold', 'bank', 'among', 'removed'],
  inConversation: ['conversation', 'unsaid'],
};

/** Losses weigh as much as gains. */
const NO_CAUTION = 1;

/**
 * How sure an answer must be, fitted on questions as people ask them. Of a few memories an answer is given where
 * it is likelier right than wrong. In a conversation answers are graded by their words, and a part of the right
 * one is worth giving: there it is given where the policy prefers it to silence.
 */
function calibrationOf(exercises: readonly Exercise[], signs: Float32Array): AnswerCalibration {
  const trialsIn = (place: Place): Trial[] =>
    exercises.flatMap((exercise) => {
      if (exercise.place !== place || !ASKED[place].includes(exercise.view)) return [];
      const best = likeliest(exercise.answers, probabilitiesOf(exercise.encoding, signs));
      if (best === null) return [];
      return { probability: best.probability, gain: isRight(exercise, best.option) ? 1 : -1 };
    });
  const plainly = barOf(calibrateBy(trialsIn('plainly'), NO_CAUTION));
  const inConversation = barOf(calibrateBy(trialsIn('inConversation'), NO_CAUTION));
  return {
    plainly,
    inConversation: { ...inConversation, threshold: calibrated(0.5, inConversation) },
  };
}

/** Share of exercises answered rightly; without a calibration by what the policy prefers. */
function shareRight(
  exercises: readonly Exercise[],
  signs: Float32Array,
  calibration?: AnswerCalibration,
): number {
  return mean(
    exercises.map((exercise) => {
      const policy = probabilitiesOf(exercise.encoding, signs);
      const bar = calibration?.[exercise.place] ?? EVEN;
      return isRight(exercise, decide(exercise.answers, policy, bar).option) ? 1 : 0;
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
