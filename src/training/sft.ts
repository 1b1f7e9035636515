import { effectsOf } from '../agents/policies/learned.js';
import {
  ADD,
  type Change,
  DELETE,
  type Input,
  LEAVE,
  MERGE,
  optionOf,
  PROPOSAL,
  REPLACE,
} from '../agents/policies/network.js';
import { exactMatch, f1 } from '../bench/metrics.js';
import type { Truth } from './environment/episode.js';
import type { PreparedEpisode } from './prepare.js';
import type { Simulator, State } from './rollout.js';

/**
 * Supervised fine-tuning on the environment's hidden labels: a baseline only, never shipped.
 *
 * Departures from the paper (whose Memory-SFT imitates a large model's operations): the labels are those
 * of the story, so they are what an ideal manager would do, not what a teacher did. An UPDATE's text is
 * not learned: of the two texts that the policy can write, the label is the one nearer to the story's.
 */
export interface LabelledSample {
  encoding: Input;
  option: number;
}

/** The labelled option in every state of the episodes, on banks that follow the labels. */
export function labelledSamples(
  simulator: Simulator,
  episodes: readonly PreparedEpisode[],
): LabelledSample[] {
  const samples: LabelledSample[] = [];
  for (const episode of episodes) {
    let bank = episode.start;
    const holds = new Map<string, number>();
    for (const fact of episode.facts) {
      const state = simulator.state(bank, fact);
      const { truth } = fact;
      const option = truth ? labelOf(state, truth, holds) : taken(state, ADD);
      if (truth) samples.push({ encoding: state.encoding, option });
      const after = simulator.act(bank, fact, state, option);
      if (truth && truth.memory !== null) {
        const before = new Set(bank.items.map(({ id }) => id));
        for (const item of after.items) if (!before.has(item.id)) holds.set(item.id, truth.memory);
      }
      bank = after;
    }
  }
  return samples;
}

/** An option that is closed comes to what the rules propose. */
const taken = ({ encoding }: State, option: number): number =>
  encoding.open[option] === true ? option : PROPOSAL;

function labelOf(state: State, truth: Truth, holds: ReadonlyMap<string, number>): number {
  const { encoding, observation } = state;
  const target = encoding.candidates.findIndex(
    ({ memory }) => truth.memory !== null && holds.get(memory.id) === truth.memory,
  );
  if (truth.operation === 'NOOP') return taken(state, LEAVE);
  if (truth.operation === 'ADD') return taken(state, ADD);
  // What was never stored cannot be changed: news is added, a retraction has nothing to do.
  if (target < 0) return taken(state, truth.operation === 'UPDATE' ? ADD : LEAVE);
  if (truth.operation === 'DELETE') return taken(state, optionOf(target, DELETE));
  const nearness = (change: Change): number => {
    const effect = effectsOf(observation.fact, encoding, optionOf(target, change))[0];
    const text = effect && 'text' in effect ? effect.text : '';
    return exactMatch(text, truth.text ?? '') + f1(text, truth.text ?? '');
  };
  return taken(state, optionOf(target, nearness(MERGE) > nearness(REPLACE) ? MERGE : REPLACE));
}
