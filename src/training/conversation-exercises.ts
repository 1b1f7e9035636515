import { DISTILLED } from '../agents/answer.js';
import { optionsOf } from '../agents/answerer/extractive.js';
import { f1 } from '../bench/metrics.js';
import type { Random } from '../memory/random.js';
import { Bank } from './bank.js';
import type { Exercise } from './exercises.js';
import type { Simulator } from './rollout.js';
import type { Talk } from './talks.js';

/**
 * What an answer earns: how near it comes to an accepted one, or 1 for silence where nothing is known. Were a
 * wrong answer worse than none, silence would be learned for half of what can be answered (docs/experiments.md).
 */
function rewardOf(answers: readonly string[] | null, text: string | null): number {
  if (answers === null) return text === null ? 1 : 0;
  return text === null ? 0 : Math.max(...answers.map((answer) => f1(text, answer)));
}

/** Beside those of dialogues these exercises are few. */
const WEIGHT = 2;

/** The exercises of conversations: each question over one of the banks. */
export function* exercisesOfTalks(
  simulator: Simulator,
  talks: readonly Talk[],
  random: Random,
): Generator<Exercise> {
  for (const { banks, questions } of talks) {
    const held = banks.map((items) => ({ items, bank: Bank.empty.with(items) }));
    for (const { question, vector, answers, telling } of questions) {
      const { items, bank } = random.pick(held);
      if (answers !== null && !items.some((item) => telling.has(item))) continue;
      const found = simulator.retrieve({ question, vector }, bank);
      const options = optionsOf(question, found, DISTILLED);
      if (options === null) continue;
      const rewards = Float32Array.from(options.options, ({ text }) => rewardOf(answers, text));
      const view = answers === null ? 'unsaid' : 'conversation';
      const { encoding, answers: same, place } = options;
      yield { encoding, answers: same, place, rewards, weight: WEIGHT, view };
    }
  }
}
