import {
  type Choice,
  CHOICES,
  forward,
  type JointAction,
  logProbability,
  MERGE,
  type Network,
  nodesOf,
  NONE,
  REPLACE,
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
 * - In a share of the samples one choice, about one of the closest candidates or about adding, is
 *   replaced by a random one: a policy that is sure of itself would never again meet the actions that it
 *   has given up, and a network this small has no other source of variety. Their gradients are not
 *   reweighted.
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

/** (r − mean) / (deviation + floor), with members weighted by how often they were drawn. */
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
  const mean = sum / total;
  let square = 0;
  for (let i = 0; i < rewards.length; i += 1)
    square += ((rewards[i] as number) - mean) ** 2 * (weights[i] as number);
  const deviation = Math.sqrt(square / total);
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
  const drawn = new Map<string, { action: JointAction; oldLog: number; count: number }>();
  for (let i = 0; i < options.groupSize; i += 1) {
    const own = simulator.sample(network, activations, () => random.next());
    const action = random.chance(options.exploration) ? varied(own, random) : own;
    const key = `${action.choices.join('')}${action.add ? '+' : '-'}`;
    const known = drawn.get(key);
    if (known) known.count += 1;
    else {
      const oldLog = logProbability(nodesOf(network, activations, action));
      drawn.set(key, { action, oldLog, count: 1 });
    }
  }
  if (drawn.size < 2) return [];
  const members = [...drawn.values()];
  const rewards = members.map(({ action }) => {
    const after = simulator.act(bank, fact, state, action);
    return simulator.outcome(episode, simulator.greedy(network, episode, after, at + 1)).reward;
  });
  const counts = members.map(({ count }) => count);
  const advantages = groupAdvantages(rewards, counts, options.deviationFloor);
  if (advantages.every((advantage) => advantage === 0)) return [];
  return members.map(({ action, oldLog, count }, i): Sample => ({
    encoding: state.encoding,
    action,
    oldLog,
    advantage: advantages[i] as number,
    weight: count,
  }));
}

/** How many of the candidates that are decided first may be varied. */
const VARIED = 4;

/** The action with one random choice in place of its own; still a possible action. */
function varied(action: JointAction, random: Random): JointAction {
  const { order, choices } = action;
  const at = random.int(Math.min(order.length, VARIED) + 1);
  const candidate = order[at];
  if (candidate === undefined || at === VARIED) {
    const updated = choices.some((choice) => choice === MERGE || choice === REPLACE);
    // Where a memory is updated, leaving it alone and adding is the other way.
    return updated
      ? { order, choices: choices.map((): Choice => NONE), add: true }
      : { order, choices, add: !action.add };
  }
  const choice = random.int(CHOICES.length) as Choice;
  const updates = choice === MERGE || choice === REPLACE;
  const varied = choices.map((own, each): Choice => {
    if (each === candidate) return choice;
    return updates && (own === MERGE || own === REPLACE) ? NONE : own;
  });
  const updated = varied.some((own) => own === MERGE || own === REPLACE);
  return { order, choices: varied, add: !updated && random.chance(0.5) };
}
