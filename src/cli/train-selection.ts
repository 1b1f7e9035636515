import { readerPolicy } from '../agents/answerer/extractive.js';
import { MEMORY_SIGNS } from '../agents/answerer/selection/signs-of-memories.js';
import { selectionText } from '../agents/answerer/selection/selection-weights.js';
import { conversations } from '../training/environment/conversations.js';
import { createGym } from '../training/gym.js';
import { DEFAULT_REWARD } from '../training/train-manager.js';
import { keptBy, type Pool, poolsOf, trainSelection } from '../training/train-selection.js';
import type { CommandContext } from './context.js';
import { interruptSignal, print, writeWeights } from './output.js';
import { originOfRun } from './provenance.js';

export interface TrainSelectionFlags {
  out: string;
  conversations?: number;
}

/** Trains which of the memories that were found are kept, and says what it gains on validation. */
export async function trainSelectionCommand(
  flags: TrainSelectionFlags,
  { runtime }: CommandContext,
): Promise<void> {
  const origin = originOfRun();
  const signal = interruptSignal();
  const embedder = await runtime.embedder();
  const gym = createGym({ embedder, answerer: readerPolicy, reward: DEFAULT_REWARD });
  const poolsFor = async (split: 'train' | 'validation'): Promise<Pool[]> => {
    const talks = await gym.talks(conversations(split).slice(0, flags.conversations));
    signal.throwIfAborted();
    return poolsOf(gym.simulator, talks);
  };
  const [train, validation] = [await poolsFor('train'), await poolsFor('validation')];
  const told = (share: number): string =>
    `kept of what was found ${(100 * share).toFixed(1)} % (${validation.length} questions of validation)`;
  const byRank = MEMORY_SIGNS.map((sign) => (sign === 'rank' ? -1 : 0));
  print(`${train.length} questions; by the search's order ${told(keptBy(byRank, validation))}`);
  const weights = trainSelection(train);
  const measured = keptBy(weights, validation);
  print(`learned: ${told(measured)}`);
  const text = selectionText(weights, {
    ...origin,
    data: `${train.length} questions of authored conversations`,
    trainedAt: new Date().toISOString(),
    measured,
  });
  await writeWeights(flags.out, 'selection.json', text);
}
