import type { AnswerPolicy } from '../agents/answer-agent.js';
import { createLearnedPolicy } from '../agents/policies/learned.js';
import type { ManagerPolicy } from '../agents/policy.js';
import type { Embedder } from '../embeddings/embedder.js';
import type { Bank } from './bank.js';
import { assignBlame, type BlameTable } from './credit.js';
import { type DataSizes, DEFAULT_DATA, drawHeldOut, drawTraining } from './data.js';
import { createGym } from './gym.js';
import type { PreparedEpisode } from './prepare.js';
import type { Simulator } from './rollout.js';
import {
  type Hyperparameters,
  type Progress,
  type Trained,
  trainNetwork,
  unsaved,
} from './train.js';
import {
  answerWith,
  drawAnswererData,
  trainAnswerer,
  type TrainedAnswerer,
} from './train-answerer.js';
import { DEFAULT_REWARD } from './train-manager.js';

/** Whose turn it was, and what came of it on held-out wording (all questions count). */
export interface Turn {
  trained: 'nobody' | 'manager' | 'answerer';
  exactMatch: number;
  blame: BlameTable;
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
  onTurn?: ((turn: Turn) => void) | undefined;
  signal?: AbortSignal | undefined;
}

export interface TrainedBoth {
  manager: Trained;
  answerer: TrainedAnswerer;
  /** What the answer agent learned from. */
  lessons: string;
  turns: Turn[];
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
  const heldOut = (await drawHeldOut(test, sizes)).episodes;
  const turns: Turn[] = [];
  const measure = async (trained: Turn['trained'], manager: ManagerPolicy): Promise<void> => {
    const turn = await test.exactly((): Turn => {
      const blame = assignBlame(test.simulator, heldOut, (each) =>
        bankOf(test.simulator, manager, each),
      );
      return { trained, exactMatch: blame.right / Math.max(1, blame.questions), blame };
    });
    turns.push(turn);
    options.onTurn?.(turn);
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
      train: data.train.episodes,
      validation: data.validation.episodes,
      simulator,
      start: trained?.network,
      folder: `${options.folder}/manager-${round}`,
      resume: options.resume,
      onProgress: options.onProgress,
      signal: options.signal,
    });
    if (trained === null) return null;
    const manager = policyOf(trained);
    await measure('manager', manager);
    answerer = await trainAnswerer({
      simulator,
      data: lessons,
      bankOf: (episode) => bankOf(simulator, manager, episode),
      algorithm: 'grpo',
      seed,
      credited,
      signal: options.signal,
    });
    if (answerer === null) return null;
    answerWith(simulator, answerer);
    answerWith(test.simulator, answerer);
    await measure('answerer', manager);
  }
  if (trained === null || answerer === null) throw new Error('at least one round is needed');
  return { manager: trained, answerer, lessons: lessons.name, turns };
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

/** A trained manager as it would ship: it departs from the rules only where it is sure enough. */
export const policyOf = ({ network, calibration }: Trained): ManagerPolicy =>
  createLearnedPolicy(unsaved(network, calibration));
