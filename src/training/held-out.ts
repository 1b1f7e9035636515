import type { ManagerPolicy } from '../agents/policy.js';
import { type DataSizes, drawAuthored, drawHeldOut } from './data.js';
import { evaluate, type Evaluation } from './evaluate.js';
import type { Gym, GymEpisodes } from './gym.js';
import type { PreparedEpisode } from './prepare.js';

/** What no training meets. */
export interface HeldOut {
  /** Generated dialogues with other wording, names and attributes. */
  generated: GymEpisodes;
  /** Dialogues by other authors. */
  authored: PreparedEpisode[];
}

/** How a policy does on each. */
export interface Measured {
  generated: Evaluation;
  authored: Evaluation;
}

export const drawTest = async (gym: Gym, sizes: DataSizes): Promise<HeldOut> => ({
  generated: await drawHeldOut(gym, sizes),
  authored: await drawAuthored(gym, sizes, 'held-out'),
});

/** Measures a policy with exact vectors of the texts that it writes. */
export const measure = (gym: Gym, policy: ManagerPolicy, test: HeldOut): Promise<Measured> =>
  gym.exactly(() => ({
    generated: evaluate(gym.simulator, policy, test.generated.episodes),
    authored: evaluate(gym.simulator, policy, test.authored),
  }));
