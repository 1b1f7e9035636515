import { advisedAction } from '../agents/policies/departure.js';
import {
  type Choice,
  DELETE,
  type JointAction,
  MERGE,
  NONE,
  REPLACE,
} from '../agents/policies/network.js';
import { effectsOf } from '../agents/policies/learned.js';
import { exactMatch, f1 } from '../bench/metrics.js';
import { Bank } from './bank.js';
import type { Truth } from './environment/episode.js';
import type { Sample } from './objective.js';
import type { PreparedEpisode } from './prepare.js';
import type { Simulator, State } from './rollout.js';

/**
 * Supervised fine-tuning on the environment's hidden labels: a baseline only, never shipped.
 *
 * Departures from the paper (whose Memory-SFT imitates a large model's operations): the labels are those
 * of the story, so they are what an ideal manager would do, not what a teacher did. An UPDATE's text is
 * not learned: of the two texts that the policy can write, the label is the one nearer to the story's.
 */
export type LabelledSample = Pick<Sample, 'encoding' | 'action' | 'weight'>;

/** The labelled action in every state of the episodes, on banks that follow the labels. */
export function labelledSamples(
  simulator: Simulator,
  episodes: readonly PreparedEpisode[],
): LabelledSample[] {
  const samples: LabelledSample[] = [];
  for (const episode of episodes) {
    let bank = Bank.empty;
    const holds = new Map<string, number>();
    for (const fact of episode.facts) {
      const state = simulator.state(bank, fact);
      const { truth } = fact;
      const action = truth ? labelOf(state, truth, holds) : plainAdd(state);
      if (truth) samples.push({ encoding: state.encoding, action, weight: 1 });
      const after = simulator.act(bank, fact, state, action);
      if (truth && truth.memory !== null) {
        const before = new Set(bank.items.map(({ id }) => id));
        for (const item of after.items) if (!before.has(item.id)) holds.set(item.id, truth.memory);
      }
      bank = after;
    }
  }
  return samples;
}

/**
 * What the fixed rules would do in every state of the episodes, on banks that follow them: the start of
 * reinforcement learning, in place of the paper's instruction-tuned model. No label is read.
 */
export function ruleSamples(
  simulator: Simulator,
  episodes: readonly PreparedEpisode[],
): LabelledSample[] {
  const samples: LabelledSample[] = [];
  for (const episode of episodes) {
    let bank = Bank.empty;
    for (const fact of episode.facts) {
      const state = simulator.state(bank, fact);
      const action = advisedAction(state.encoding);
      samples.push({ encoding: state.encoding, action, weight: 1 });
      bank = simulator.act(bank, fact, state, action);
    }
  }
  return samples;
}

const plainAdd = ({ encoding }: State): JointAction => ({
  order: encoding.pairs.map((_, at) => at),
  choices: encoding.pairs.map(() => NONE),
  add: true,
});

function labelOf(state: State, truth: Truth, holds: ReadonlyMap<string, number>): JointAction {
  const { encoding, observation } = state;
  const target = encoding.candidates.findIndex(
    ({ memory }) => truth.memory !== null && holds.get(memory.id) === truth.memory,
  );
  // The target is decided first: after it no other candidate can be updated.
  const order = encoding.pairs
    .map((_, at) => at)
    .sort((a, b) => Number(b === target) - Number(a === target) || a - b);
  const choices = encoding.pairs.map((): Choice => NONE);
  if (truth.operation === 'NOOP') return { order, choices, add: false };
  if (truth.operation === 'ADD') return { order, choices, add: true };
  // What was never stored cannot be changed: news is added, a retraction has nothing to do.
  if (target < 0) return { order, choices, add: truth.operation === 'UPDATE' };
  const chosen = (choice: Choice): JointAction => ({
    order,
    choices: choices.map((none, at) => (at === target ? choice : none)),
    add: false,
  });
  if (truth.operation === 'DELETE') return chosen(DELETE);
  const nearness = (choice: Choice): number => {
    const effect = effectsOf(observation.fact, encoding, chosen(choice))[0];
    const text = effect && 'text' in effect ? effect.text : '';
    return exactMatch(text, truth.text ?? '') + f1(text, truth.text ?? '');
  };
  return chosen(nearness(MERGE) > nearness(REPLACE) ? MERGE : REPLACE);
}
