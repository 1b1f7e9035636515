import { answerChoices, createExtractivePolicy } from '../agents/answerer/extractive.js';
import { SPAN_FEATURES, type SpanWeights, WEIGHTS } from '../agents/answerer/choice.js';
import type { Bank } from './bank.js';
import { supports } from './credit.js';
import type { PreparedEpisode } from './prepare.js';
import { scoreAnswer } from './reward.js';
import type { Simulator } from './rollout.js';
import {
  greedyReward,
  type Selection,
  SELECTION_DEFAULTS,
  type SelectionProgress,
  trainSelection,
} from './selection.js';

/** Banks that some manager left, by episode. */
export type BankOf = (episode: PreparedEpisode) => Bank;

export interface TrainedAnswerer {
  weights: SpanWeights;
  /** Questions that were learned from, of all. */
  selections: number;
  questions: number;
  /** Mean reward of the best span before and after, on the questions that were learned from. */
  before: number;
  after: number;
  progress: SelectionProgress[];
}

/**
 * Trains the answer agent's choice among the spans of what was retrieved from the manager's banks.
 * Credit: a question is learned from only where the bank supports its answer, so that the answer agent is
 * not blamed for what the manager lost; `credited` false leaves this out.
 */
export function trainAnswerer(options: {
  simulator: Simulator;
  episodes: readonly PreparedEpisode[];
  bankOf: BankOf;
  algorithm: 'grpo' | 'ppo';
  seed: number;
  initial?: SpanWeights | undefined;
  iterations?: number | undefined;
  credited?: boolean | undefined;
}): TrainedAnswerer {
  const { simulator, bankOf, algorithm, seed } = options;
  // An authored dialogue has checks in place of answers.
  const episodes = options.episodes.filter(({ dialogue }) => !dialogue);
  const initial = Float64Array.from(SPAN_FEATURES, (name) => (options.initial ?? WEIGHTS)[name]);
  const selections = episodes.flatMap((episode) =>
    selectionsOf(simulator, episode, bankOf(episode), options.credited ?? true),
  );
  const { weights, progress } = trainSelection(initial, selections, {
    ...SELECTION_DEFAULTS,
    iterations: options.iterations ?? SELECTION_DEFAULTS.iterations,
    algorithm,
    seed,
  });
  return {
    weights: spanWeights(weights),
    selections: selections.length,
    questions: episodes.reduce((sum, { questions }) => sum + questions.length, 0),
    before: greedyReward(initial, selections),
    after: greedyReward(weights, selections),
    progress,
  };
}

/** The choices whose outcome depends on what is chosen: others teach nothing. */
function selectionsOf(
  simulator: Simulator,
  episode: PreparedEpisode,
  bank: Bank,
  credited: boolean,
): Selection[] {
  return episode.questions.flatMap((question): Selection[] => {
    if (credited && episode.gold !== null && !supports(episode, question, bank)) return [];
    const found = simulator.retrieve(question, bank);
    const candidates = answerChoices(question.question, found);
    const rewards = candidates.map(({ text }) =>
      scoreAnswer(text, question, simulator.reward.kind),
    );
    if (new Set(rewards).size < 2) return [];
    const features = candidates.map((candidate) =>
      Float64Array.from(SPAN_FEATURES, (name) => candidate.features[name]),
    );
    return [{ features, rewards }];
  });
}

const spanWeights = (values: Float64Array): SpanWeights =>
  Object.fromEntries(
    SPAN_FEATURES.map((name, at) => [name, Number((values[at] as number).toPrecision(5))]),
  ) as SpanWeights;

/** The answer agent with trained weights, in the simulator's place of the one before. */
export function answerWith(simulator: Simulator, weights: SpanWeights): void {
  simulator.answerWith(createExtractivePolicy(weights));
}
