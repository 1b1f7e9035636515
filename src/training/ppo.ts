import { forward, largest, type Network } from '../agents/policies/network.js';
import type { Random } from '../memory/random.js';
import type { Bank } from './bank.js';
import type { Sample } from './objective.js';
import type { PreparedEpisode } from './prepare.js';
import type { Simulator } from './rollout.js';
import { value, valueInput, type ValueNetwork } from './value.js';

/**
 * Proximal Policy Optimization for the manager (Schulman et al. 2017; Memory-R1, arXiv 2508.19828).
 *
 * Departures from the paper:
 * - As in `grpo.ts`, the policy chooses among joint actions, it does not write tokens.
 * - A trajectory is a whole dialogue with an action drawn for every fact, where the paper looks at one
 *   turn; so the critic and GAE have something to do.
 * - The reward of a step is the change in the number of right answers, among the questions whose
 *   evidence has been said by then, less the change in the cost of the bank. Over a dialogue these sum
 *   up to the paper's reward (the answers at the end); what was wrong shows at once.
 * - The critic is a small network of its own; the reference policy for the KL penalty is as for GRPO.
 */
export interface PpoOptions {
  /** Trajectories of each episode. */
  trajectories: number;
  /** Discount of later rewards. */
  gamma: number;
  /** Decay of GAE: 0 trusts the critic, 1 the returns. */
  lambda: number;
}

export interface Transition extends Sample {
  /** What was drawn. */
  option: number;
  valueInput: Float64Array;
  /** What the critic should have said. */
  target: number;
  /** What it said. */
  estimate: number;
}

/**
 * Generalised advantage estimation (Schulman et al. 2016): sums of (γλ)^l-weighted one-step errors.
 *
 * @param values the critic's estimate of each state; after the last step the value is 0
 */
export function gae(
  rewards: readonly number[],
  values: readonly number[],
  gamma: number,
  lambda: number,
): Float64Array {
  const advantages = new Float64Array(rewards.length);
  let later = 0;
  for (let t = rewards.length - 1; t >= 0; t -= 1) {
    const error = (rewards[t] as number) + gamma * (values[t + 1] ?? 0) - (values[t] as number);
    later = error + gamma * lambda * later;
    advantages[t] = later;
  }
  return advantages;
}

/** Share of the variance of the targets that the estimates explain; 1 is perfect, 0 is no use. */
export function explainedVariance(
  targets: readonly number[],
  estimates: readonly number[],
): number {
  const variance = (values: readonly number[]): number => {
    const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
    return values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length;
  };
  const whole = variance(targets);
  if (whole === 0) return 0;
  return 1 - variance(targets.map((target, at) => target - (estimates[at] as number))) / whole;
}

/** Plays dialogues with drawn actions; advantages are brought to mean 0 and deviation 1 over all. */
export function collectTrajectories(
  simulator: Simulator,
  network: Network,
  critic: ValueNetwork,
  episodes: readonly PreparedEpisode[],
  options: PpoOptions,
  random: Random,
): { transitions: Transition[]; rewards: number[] } {
  const transitions: Transition[] = [];
  const rewards: number[] = [];
  for (const episode of episodes) {
    for (let n = 0; n < options.trajectories; n += 1) {
      const trajectory = play(simulator, network, critic, episode, options, random);
      transitions.push(...trajectory.transitions);
      rewards.push(trajectory.reward);
    }
  }
  normalise(transitions);
  return { transitions, rewards };
}

function play(
  simulator: Simulator,
  network: Network,
  critic: ValueNetwork,
  episode: PreparedEpisode,
  options: PpoOptions,
  random: Random,
): { transitions: Transition[]; reward: number } {
  let bank = episode.start;
  let earned = 0;
  const steps: Omit<Transition, 'advantages' | 'target'>[] = [];
  const rewards: number[] = [];
  episode.facts.forEach((fact, at) => {
    const state = simulator.state(bank, fact);
    const old = forward(network, state.encoding).probabilities;
    const option = draw(old, random);
    const left = (episode.facts.length - at) / 30;
    const features = valueInput(state.encoding, left, earned / 4);
    bank = simulator.act(bank, fact, state, option);
    const now = worthAfter(simulator, episode, bank, at);
    rewards.push(now - earned);
    earned = now;
    steps.push({
      encoding: state.encoding,
      option,
      old,
      weights: old.map((_, each) => (each === option ? 1 : 0)),
      valueInput: features,
      estimate: value(critic, features),
    });
  });
  const values = steps.map(({ estimate }) => estimate);
  const advantages = gae(rewards, values, options.gamma, options.lambda);
  const transitions = steps.map((step, at): Transition => {
    const advantage = advantages[at] as number;
    return {
      ...step,
      advantages: step.old.map(() => advantage),
      target: advantage + step.estimate,
    };
  });
  return { transitions, reward: earned };
}

/**
 * Right answers among the questions that can be answered by now, less the cost of the bank; what an
 * authored dialogue is worth shows at its end only.
 */
function worthAfter(
  simulator: Simulator,
  episode: PreparedEpisode,
  bank: Bank,
  at: number,
): number {
  if (episode.dialogue)
    return at + 1 < episode.facts.length ? 0 : simulator.outcome(episode, bank).reward;
  // A step's last fact settles it: until then its questions are not due.
  const next = episode.facts[at + 1]?.step ?? Infinity;
  const due = episode.questions.map(({ evidence }) => evidence.every((step) => step < next));
  const scores = simulator.scores(episode, bank, due);
  const sum = scores.reduce((total, score) => total + score, 0);
  const { costPerWord, costPerChange } = simulator.reward;
  return sum - costPerWord * bank.words - costPerChange * bank.changes;
}

/** An option with the policy's probabilities. */
function draw(probabilities: Float64Array, random: Random): number {
  let left = random.next();
  for (let option = 0; option < probabilities.length; option += 1) {
    left -= probabilities[option] as number;
    if (left < 0) return option;
  }
  return largest(probabilities);
}

function normalise(transitions: Transition[]): void {
  const drawn = transitions.map(({ advantages, option }) => advantages[option] as number);
  const count = Math.max(1, drawn.length);
  const mean = drawn.reduce((sum, advantage) => sum + advantage, 0) / count;
  const square = drawn.reduce((sum, advantage) => sum + (advantage - mean) ** 2, 0);
  const deviation = Math.sqrt(square / count) + 1e-8;
  for (const { advantages } of transitions)
    advantages.forEach(
      (advantage, option) => (advantages[option] = (advantage - mean) / deviation),
    );
}
