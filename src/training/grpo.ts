import { forward, type Network, optionCount } from '../agents/policies/network.js';
import type { Random } from '../memory/random.js';
import type { Bank } from './bank.js';
import type { Sample } from './objective.js';
import type { PreparedEpisode, PreparedFact } from './prepare.js';
import type { Simulator } from './rollout.js';

/**
 * Group Relative Policy Optimization for the manager (Shao et al. 2024; Memory-R1, arXiv 2508.19828).
 *
 * Departures from the paper:
 * - The policy is a network of a few thousand weights over named features, not a language model. It chooses
 *   among joint actions: what the rules propose (which may change several memories), adding the fact,
 *   leaving all as it is, or one change of one candidate.
 * - An example is the paper's: the bank after the preceding turns, the current fact, and the questions.
 *   After the action the current policy goes on greedily to the end of the dialogue, so that an action is
 *   also judged by what it spoils later. All of the episode's questions are scored; those that the action
 *   does not touch are equal within the group and fall out of the advantage.
 * - The group is not drawn: there are so few options that each of them is played, and counts by its
 *   probability. That is the expectation that a drawn group estimates, without its noise, and an option
 *   that the policy has given up is still met. States in which no option differs in reward teach nothing
 *   and are left out.
 * - Advantages are divided by the group's deviation plus a floor: without it a group that differs by a
 *   word's cost would weigh as much as one that differs by a right answer.
 * - The KL penalty is exact, from the policy that training began with.
 */
export interface GrpoOptions {
  /** States of an episode that are played. */
  statesPerEpisode: number;
  /** Changes are tried on the closest candidates only. */
  candidatesTried: number;
  /** Added to a group's standard deviation, in units of reward. */
  deviationFloor: number;
}

export interface GroupReport {
  samples: Sample[];
  /** Reward of each episode when the policy acts greedily. */
  rewards: number[];
  /** Groups with a difference in reward, and all groups. */
  informative: number;
  groups: number;
}

/**
 * (r − mean) / (deviation + floor) of the members of a group, both weighted by their shares; 0 for all
 * where the rewards are equal.
 */
export function groupAdvantages(
  rewards: readonly number[],
  weights: readonly number[],
  floor: number,
): Float64Array {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const expected = (of: (reward: number) => number): number =>
    rewards.reduce((sum, reward, i) => sum + of(reward) * (weights[i] as number), 0) / total;
  const mean = expected((reward) => reward);
  const deviation = Math.sqrt(expected((reward) => (reward - mean) ** 2));
  const equal = rewards.every((reward) => reward === rewards[0]);
  return Float64Array.from(rewards, (reward) =>
    equal ? 0 : (reward - mean) / (deviation + floor),
  );
}

/** Plays groups along the greedy course of each episode. */
export function collectGroups(
  simulator: Simulator,
  network: Network,
  episodes: readonly PreparedEpisode[],
  options: GrpoOptions,
  random: Random,
): GroupReport {
  const report: GroupReport = { samples: [], rewards: [], informative: 0, groups: 0 };
  for (const episode of episodes) {
    const banks: Bank[] = [episode.start];
    for (let at = 0; at < episode.facts.length; at += 1)
      banks.push(simulator.greedyStep(network, episode, banks[at] as Bank, at));
    const final = banks.at(-1) ?? episode.start;
    report.rewards.push(simulator.outcome(episode, final).reward);
    const order = random.shuffle([...episode.facts.keys()]);
    for (const at of order.slice(0, options.statesPerEpisode)) {
      report.groups += 1;
      const sample = playGroup(simulator, network, episode, banks[at] as Bank, at, options);
      if (!sample) continue;
      report.informative += 1;
      report.samples.push(sample);
    }
  }
  return report;
}

function playGroup(
  simulator: Simulator,
  network: Network,
  episode: PreparedEpisode,
  bank: Bank,
  at: number,
  options: GrpoOptions,
): Sample | null {
  const fact = episode.facts[at] as PreparedFact;
  const state = simulator.state(bank, fact);
  const old = forward(network, state.encoding).probabilities;
  const tried = optionCount(options.candidatesTried);
  const group = [...old.keys()].filter((option) => state.encoding.open[option] && option < tried);
  const rewards = group.map((option) => {
    const after = simulator.act(bank, fact, state, option);
    return simulator.outcome(episode, simulator.greedy(network, episode, after, at + 1)).reward;
  });
  const shares = group.map((option) => old[option] as number);
  const relative = groupAdvantages(rewards, shares, options.deviationFloor);
  if (relative.every((advantage) => advantage === 0)) return null;
  const weights = new Float64Array(old.length);
  const advantages = new Float64Array(old.length);
  group.forEach((option, i) => {
    weights[option] = shares[i] as number;
    advantages[option] = relative[i] as number;
  });
  return { encoding: state.encoding, old, weights, advantages };
}
