import type { AnswerPolicy } from '../agents/answer-agent.js';
import type { ManagerPolicy } from '../agents/policy.js';
import type { Embedder } from '../embeddings/embedder.js';
import type { Bank } from './bank.js';
import { assignBlame, type BlameTable } from './credit.js';
import { type DataSizes, DEFAULT_DATA, drawTraining } from './data.js';
import { createGym } from './gym.js';
import { drawTest, type Measured, measure } from './held-out.js';
import type { PreparedEpisode } from './prepare.js';
import type { Simulator } from './rollout.js';
import {
  type Hyperparameters,
  policyOf,
  type Progress,
  type Trained,
  trainNetwork,
} from './train.js';
import {
  answerWith,
  drawAnswererData,
  trainAnswerer,
  type TrainedAnswerer,
} from './train-answerer.js';
import { DEFAULT_REWARD } from './train-manager.js';

/** Whose turn it was, and what came of it where nothing was learned from; all questions count. */
export interface Turn {
  trained: 'manager' | 'answerer';
  /** Of the generated dialogues. */
  blame: BlameTable;
  /** With the answer agent of this turn. */
  measured: Measured;
}

export interface TrainBothOptions {
  /** How the manager learns; the answer agent's choice has nothing to draw, see `answer-choice.ts`. */
  algorithm: 'grpo' | 'ppo';
  seed: number;
  /** How often the two take turns. */
  rounds: number;
  /** False leaves credit assignment out of the updates; the table is made all the same. */
  credited: boolean;
  sizes?: Partial<DataSizes> | undefined;
  hyperparameters?: Partial<Hyperparameters> | undefined;
  embedder: Embedder;
  answerer: AnswerPolicy;
  folder: string;
  resume: boolean;
  onProgress?: ((progress: Progress) => void) | undefined;
  /** How far the answer agent is, in words. */
  onLesson?: ((line: string) => void) | undefined;
  onTurn?: ((turn: Turn) => void) | undefined;
  signal?: AbortSignal | undefined;
}

export interface TrainedBoth {
  manager: Trained;
  answerer: TrainedAnswerer;
  /** What the manager learned from. */
  data: string;
  /** What the answer agent learned from. */
  lessons: string;
  /** After the last turn. */
  measured: Measured;
}

/**
 * Trains the two agents in turn, as the paper does: the manager with a frozen answer agent, then the answer
 * agent on the banks that the manager leaves; further rounds go on from there.
 *
 * @returns null where the signal stopped it
 */
export async function trainBoth(options: TrainBothOptions): Promise<TrainedBoth | null> {
  const { algorithm, seed, credited, rounds } = options;
  const sizes = { ...DEFAULT_DATA, ...options.sizes };
  const parts = { embedder: options.embedder, answerer: options.answerer, reward: DEFAULT_REWARD };
  const gym = createGym({ ...parts, credited });
  const { simulator } = gym;
  const data = await drawTraining(gym, { kind: 'gym' }, sizes, options.signal);
  const test = createGym({ ...parts, credited: false });
  const heldOut = await drawTest(test, sizes);
  let measured: Measured | null = null;
  const look = async (trained: Turn['trained'], manager: ManagerPolicy): Promise<void> => {
    const blame = await test.exactly(() =>
      assignBlame(test.simulator, heldOut.generated.episodes, (each) =>
        bankOf(test.simulator, manager, each),
      ),
    );
    measured = await measure(test, manager, heldOut);
    options.onTurn?.({ trained, blame, measured });
  };
  let trained: Trained | null = null;
  let answerer: TrainedAnswerer | null = null;
  const lessons = await drawAnswererData(test, options.sizes?.authored);
  for (let round = 1; round <= rounds; round += 1) {
    trained = await trainNetwork({
      algorithm,
      seed,
      hyperparameters: options.hyperparameters,
      data: `${data.name}, round ${round}${credited ? '' : ', without credit assignment'}`,
      train: data.train,
      validation: data.validation,
      simulator,
      start: trained?.network,
      folder: `${options.folder}/manager-${round}`,
      resume: options.resume,
      onProgress: options.onProgress,
      signal: options.signal,
    });
    if (trained === null) return null;
    const manager = policyOf(trained);
    await look('manager', manager);
    answerer = await trainAnswerer({
      simulator,
      data: lessons,
      bankOf: (episode) => bankOf(simulator, manager, episode),
      algorithm: 'grpo',
      seed,
      credited,
      onProgress: options.onLesson,
      signal: options.signal,
    });
    if (answerer === null) return null;
    answerWith(simulator, answerer);
    answerWith(test.simulator, answerer);
    await look('answerer', manager);
  }
  if (trained === null || answerer === null || measured === null)
    throw new Error('at least one round is needed');
  return { manager: trained, answerer, data: data.name, lessons: lessons.name, measured };
}

/** The bank that a manager leaves at the end of an episode. */
export function bankOf(
  simulator: Simulator,
  policy: ManagerPolicy,
  episode: PreparedEpisode,
): Bank {
  return episode.facts.reduce(
    (bank, fact) => simulator.follow(bank, fact, policy).bank,
    episode.start,
  );
}
