import type { Calibration } from '../agents/policies/learned-weights.js';
import {
  forward,
  type JointAction,
  largest,
  type Network,
  NONE,
  selectAction,
} from '../agents/policies/network.js';
import { Bank } from './bank.js';
import type { PreparedEpisode, PreparedFact } from './prepare.js';
import type { Simulator } from './rollout.js';

/** One change that the policy would make, and whether making it was at least as good as adding. */
interface Trial {
  logits: Float64Array;
  choice: number;
  /** Reward with the change less reward with the fact added instead. */
  gain: number;
}

export interface CalibrationReport extends Calibration {
  changes: number;
  /** Share of changes that cost no answer. */
  right: number;
  /** Expected calibration error over ten bins, before and after. */
  errorBefore: number;
  errorAfter: number;
}

/**
 * Below this a change is not made, whatever it gains on generated dialogues: people word things in more
 * ways than those, and what is added beside the old is still found, what is replaced is out of sight.
 */
const LEAST_THRESHOLD = 0.6;

/** A change that loses no answer was right, whatever its words cost: the reward of one answer is 1. */
const LOSS = -0.25;

/**
 * Fits the temperature to counterfactual outcomes on held-out episodes, without labels: for every change
 * that the policy would make, the dialogue is played once with it and once with the fact added in its
 * place. The change was right where it cost no answer. The threshold is the least probability above
 * which changes gain on the whole, beginning from the least sure.
 */
export function calibrate(
  simulator: Simulator,
  network: Network,
  episodes: readonly PreparedEpisode[],
): CalibrationReport {
  const trials = episodes.flatMap((episode) => trialsOf(simulator, network, episode));
  const grid = Array.from({ length: 40 }, (_, at) => 0.5 * 1.06 ** at);
  const loss = (temperature: number): number =>
    trials.reduce((sum, trial) => {
      const p = Math.min(1 - 1e-6, Math.max(1e-6, probability(trial, temperature)));
      return sum - Math.log(trial.gain > LOSS ? p : 1 - p);
    }, 0);
  const temperature =
    trials.length === 0
      ? 1
      : grid.reduce((best, each) => (loss(each) < loss(best) ? each : best), 1);
  const sorted = trials
    .map((trial) => ({ p: probability(trial, temperature), gain: trial.gain }))
    .sort((a, b) => a.p - b.p);
  let lost = 0;
  let most = 0;
  let threshold = LEAST_THRESHOLD;
  for (const { p, gain } of sorted) {
    lost -= gain;
    if (lost > most) {
      most = lost;
      threshold = Math.max(LEAST_THRESHOLD, p + 1e-4);
    }
  }
  return {
    temperature,
    threshold: Math.min(0.9, threshold),
    changes: trials.length,
    right: trials.filter(({ gain }) => gain > LOSS).length / Math.max(1, trials.length),
    errorBefore: calibrationError(trials, 1),
    errorAfter: calibrationError(trials, temperature),
  };
}

function trialsOf(simulator: Simulator, network: Network, episode: PreparedEpisode): Trial[] {
  const trials: Trial[] = [];
  let bank = Bank.empty;
  for (let at = 0; at < episode.facts.length; at += 1) {
    const fact = episode.facts[at] as PreparedFact;
    const state = simulator.state(bank, fact, episode.advised);
    const activations = forward(network, state.encoding);
    const action = selectAction(network, activations, largest);
    const changed = action.choices.findIndex((choice) => choice !== NONE);
    const after = simulator.act(bank, fact, state, action);
    if (changed >= 0) {
      const instead: JointAction = {
        ...action,
        choices: action.choices.map(() => NONE),
        add: true,
      };
      const play = (start: Bank): number =>
        simulator.outcome(episode, simulator.greedy(network, episode, start, at + 1)).reward;
      trials.push({
        logits: activations.logits[changed] as Float64Array,
        choice: action.choices[changed] as number,
        gain: play(after) - play(simulator.act(bank, fact, state, instead)),
      });
    }
    bank = after;
  }
  return trials;
}

function probability({ logits, choice }: Trial, temperature: number): number {
  const top = Math.max(...logits);
  const sum = logits.reduce((total, logit) => total + Math.exp((logit - top) / temperature), 0);
  return Math.exp(((logits[choice] as number) - top) / temperature) / sum;
}

function calibrationError(trials: readonly Trial[], temperature: number): number {
  const bins = Array.from({ length: 10 }, () => ({ p: 0, right: 0, count: 0 }));
  for (const trial of trials) {
    const p = probability(trial, temperature);
    const bin = bins[Math.min(9, Math.floor(p * 10))];
    if (!bin) continue;
    bin.p += p;
    bin.right += trial.gain > LOSS ? 1 : 0;
    bin.count += 1;
  }
  const off = bins.reduce((sum, { p, right }) => sum + Math.abs(p - right), 0);
  return off / Math.max(1, trials.length);
}
