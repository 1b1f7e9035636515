import { extractivePolicy } from '../agents/answerer/extractive.js';
import { benchReward, formatRewardBench } from '../training/llm/bench-reward.js';
import type { CommandContext } from './context.js';
import { print } from './output.js';

/** Prints how many rollouts a second the reward service scores. */
export async function benchRewardCommand(
  options: { memories: number; rollouts: number; seed: number },
  { runtime, log }: CommandContext,
): Promise<void> {
  const embedder = await runtime.embedder();
  print(
    formatRewardBench(await benchReward({ ...options, embedder, answerer: extractivePolicy, log })),
  );
}
