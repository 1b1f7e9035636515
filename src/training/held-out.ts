import type { ManagerPolicy } from '../agents/policy.js';
import { type Authored, type DataSizes, drawAuthored, drawHeldOut } from './data.js';
import { evaluate, type Evaluation } from './evaluate.js';
import type { Gym, GymEpisodes } from './gym.js';

/** What no training meets. */
export interface HeldOut {
  /** Generated dialogues with other wording, names and attributes. */
  generated: GymEpisodes;
  /** Dialogues, notebooks and notes of conversations by other authors. */
  authored: Authored;
}

/** How a policy does on each. */
export interface Measured {
  /** Generated questions, with those that cannot be answered from perfect notes. */
  asked: number;
  generated: Evaluation;
  /** Authored dialogues told to an empty memory, and among statements of others. */
  alone: Evaluation;
  inCompany: Evaluation;
  /** Notes of notebooks, and of conversations. */
  notes: Evaluation;
  conversationNotes: Evaluation;
}

export const drawTest = async (gym: Gym, sizes: DataSizes): Promise<HeldOut> => ({
  generated: await drawHeldOut(gym, sizes),
  authored: await drawAuthored(gym, sizes, 'held-out'),
});

/** Measures a policy with exact vectors of the texts that it writes. */
export const measure = (gym: Gym, policy: ManagerPolicy, test: HeldOut): Promise<Measured> =>
  gym.exactly(() => ({
    asked: test.generated.asked,
    generated: evaluate(gym.simulator, policy, test.generated.episodes),
    alone: evaluate(gym.simulator, policy, test.authored.alone),
    inCompany: evaluate(gym.simulator, policy, test.authored.inCompany),
    notes: evaluate(gym.simulator, policy, test.authored.notes),
    conversationNotes: evaluate(gym.simulator, policy, test.authored.conversationNotes),
  }));
