import {
  type Choice,
  CHOICES,
  forward,
  type JointAction,
  largest,
  logProbability,
  MERGE,
  type Network,
  nodesOf,
  NONE,
  REPLACE,
  selectAction,
} from '../agents/policies/network.js';
import type { Random } from '../memory/random.js';
import { Bank } from './bank.js';
import type { Sample } from './objective.js';
import type { PreparedEpisode, PreparedFact } from './prepare.js';
import type { Simulator } from './rollout.js';

/**
 * Group Relative Policy Optimization for the manager (Shao et al. 2024; Memory-R1, arXiv 2508.19828).
 *
 * Departures from the paper:
 * - The policy is a network of a few thousand weights over named features, not a language model; one
 *   joint action is what the paper's JSON says (each candidate left, updated or deleted, the fact added
 *   or not), and its log-probability is the sum over these choices, not over tokens.
 * - An example is the paper's: the bank after the preceding turns, the current fact, and the questions.
 *   After the sampled action the current policy goes on greedily to the end of the dialogue, so that an
 *   action is also judged by what it spoils later. All of the episode's questions are scored; those that
 *   the action does not touch are equal within the group and fall out of the advantage.
 * - Equal actions of a group are played once and weighted: the world is deterministic, so that this
 *   changes nothing but the time it takes. Groups without any difference in reward teach nothing and
 *   are left out.
 * - Advantages are divided by the group's deviation plus a floor: without it a group that differs by a
 *   word's cost would weigh as much as one that differs by a right answer.
 * - A share of each group are variations: the likeliest action with one choice, about one of the closest
 *   candidates or about adding, replaced by a random one. A policy that is sure of itself would never again
 *   meet the actions that it has given up. They stay out of the group's mean, their advantage is owed to
 *   the varied choice alone, and they are not reweighted; so that this does not push rare choices down
 *   without end, a bad variation counts only while it is likelier than a floor.
 * - The KL penalty is the exact divergence along the sampled choices, and its reference policy follows
 *   the learner at a distance (see `train.ts`), since the first policy is an appender, no trained model.
 */
export interface GrpoOptions {
  /** Samples of each state. */
  groupSize: number;
  /** States of an episode that are sampled. */
  statesPerEpisode: number;
  /** Added to a group's standard deviation, in units of reward. */
  deviationFloor: number;
  /** Share of samples in which one choice is replaced by a random one. */
  exploration: number;
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
 * (r − mean) / (deviation + floor). The mean is that of the members drawn from the policy, weighted by how
 * often each was; the deviation is that of all members around it, variations (weight 0) counted once.
 */
export function groupAdvantages(
  rewards: readonly number[],
  weights: readonly number[],
  floor: number,
): Float64Array {
  let total = 0;
  let sum = 0;
  for (let i = 0; i < rewards.length; i += 1) {
    total += weights[i] as number;
    sum += (rewards[i] as number) * (weights[i] as number);
  }
  if (total === 0) return new Float64Array(rewards.length);
  const mean = sum / total;
  let square = 0;
  let count = 0;
  for (let i = 0; i < rewards.length; i += 1) {
    const weight = Math.max(1, weights[i] as number);
    square += ((rewards[i] as number) - mean) ** 2 * weight;
    count += weight;
  }
  const deviation = Math.sqrt(square / count);
  return Float64Array.from(rewards, (reward) =>
    deviation === 0 ? 0 : (reward - mean) / (deviation + floor),
  );
}

/** Samples groups along the greedy course of each episode. */
export function collectGroups(
  simulator: Simulator,
  network: Network,
  episodes: readonly PreparedEpisode[],
  options: GrpoOptions,
  random: Random,
): GroupReport {
  const report: GroupReport = { samples: [], rewards: [], informative: 0, groups: 0 };
  for (const episode of episodes) {
    const banks: Bank[] = [Bank.empty];
    for (let at = 0; at < episode.facts.length; at += 1)
      banks.push(simulator.greedyStep(network, episode, banks[at] as Bank, at));
    const final = banks.at(-1) ?? Bank.empty;
    report.rewards.push(simulator.outcome(episode, final).reward);
    const order = random.shuffle([...episode.facts.keys()].filter((at) => at > 0));
    for (const at of order.slice(0, options.statesPerEpisode)) {
      const group = sampleGroup(simulator, network, episode, banks, at, options, random);
      report.groups += 1;
      if (group.length === 0) continue;
      report.informative += 1;
      report.samples.push(...group);
    }
  }
  return report;
}

function sampleGroup(
  simulator: Simulator,
  network: Network,
  episode: PreparedEpisode,
  banks: readonly Bank[],
  at: number,
  options: GrpoOptions,
  random: Random,
): Sample[] {
  const bank = banks[at] as Bank;
  const fact = episode.facts[at] as PreparedFact;
  const state = simulator.state(bank, fact);
  const activations = forward(network, state.encoding);
  const members = new Map<string, Member>();
  const join = (action: JointAction, varied: readonly number[] | null): void => {
    const key = `${action.choices.join('')}${action.add ? '+' : '-'}${varied?.join() ?? ''}`;
    const known = members.get(key);
    if (known) known.count += 1;
    else members.set(key, { action, varied, count: 1 });
  };
  const likeliest = selectAction(network, activations, largest);
  for (let i = 0; i < options.groupSize; i += 1) {
    if (random.chance(options.exploration)) {
      const action = vary(likeliest, random);
      join(action, differences(likeliest, action));
    } else
      join(
        simulator.sample(network, activations, () => random.next()),
        null,
      );
  }
  const group = [...members.values()];
  const rewards = group.map(({ action }) => {
    const after = simulator.act(bank, fact, state, action);
    return simulator.outcome(episode, simulator.greedy(network, episode, after, at + 1)).reward;
  });
  const drawn = group.map(({ varied, count }) => (varied === null ? count : 0));
  const advantages = groupAdvantages(rewards, drawn, options.deviationFloor);
  if (advantages.every((advantage) => advantage === 0)) return [];
  return group.map(({ action, varied, count }, i): Sample => ({
    encoding: state.encoding,
    action,
    oldLog: logProbability(nodesOf(network, activations, action)),
    advantage: advantages[i] as number,
    weight: count,
    varied,
  }));
}

interface Member {
  action: JointAction;
  varied: readonly number[] | null;
  count: number;
}

/** How many of the closest candidates may be varied. */
const VARIED = 3;

/** The action with one random choice in place of its own; still a possible action. */
function vary(action: JointAction, random: Random): JointAction {
  const { order, choices } = action;
  const candidate = random.int(Math.min(choices.length, VARIED) + 1);
  const updates = (choice: Choice): boolean => choice === MERGE || choice === REPLACE;
  if (candidate >= Math.min(choices.length, VARIED)) {
    // Where a memory is updated, leaving it alone and adding is the other way.
    return choices.some(updates)
      ? { order, choices: choices.map((): Choice => NONE), add: true }
      : { order, choices, add: !action.add };
  }
  const choice = random.int(CHOICES.length) as Choice;
  const varied = choices.map((own, each): Choice => {
    if (each === candidate) return choice;
    return updates(choice) && updates(own) ? NONE : own;
  });
  return { order, choices: varied, add: !varied.some(updates) && random.chance(0.5) };
}

/** Where two actions differ, by candidate index; -1 for adding. */
function differences(one: JointAction, other: JointAction): number[] {
  const changed = one.choices.flatMap((choice, at) => (choice === other.choices[at] ? [] : [at]));
  return one.add === other.add ? changed : [...changed, -1];
}
