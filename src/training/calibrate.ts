import { calibrated, departureOf } from '../agents/policies/departure.js';
import type { Calibration, Departure } from '../agents/policies/learned-weights.js';
import { forward, largest, type Network, PROPOSAL } from '../agents/policies/network.js';
import type { Bank } from './bank.js';
import type { PreparedEpisode, PreparedFact } from './prepare.js';
import type { Simulator } from './rollout.js';

/** One departure from the rules, and whether it was at least as good as what they say. */
export interface Trial {
  /** In the policy. */
  probability: number;
  /** Reward with the departure less reward with the rules' decision instead. */
  gain: number;
}

export interface CalibrationReport extends Calibration {
  departures: number;
  /** Share of departures that gained. */
  right: number;
  /** Expected calibration error over ten bins, before and after. */
  errorBefore: number;
  errorAfter: number;
}

/** A departure must be likelier right than wrong, whatever it gains on the whole. */
const LEAST_THRESHOLD = 0.5;
const MOST_THRESHOLD = 0.98;
/** What a departure loses weighs this many times what another gains: a repeat is seen, what is lost is not. */
const CAUTION = 2;
/**
 * The same where what is known may be lost. Among what people tell, changes are far rarer than in the dialogues
 * of validation, and what is not a change is what such a departure harms.
 */
const CAUTION_IN_LOSING = 4;
/** Less than an answer or a check: the cost of words and changes alone says nothing of right and wrong. */
const NO_DIFFERENCE = 0.2;

/**
 * Fits Platt's scaling, for departures that keep what is known and for those that may lose some, to
 * counterfactual outcomes on held-out episodes, without labels: for every departure from the rules that the
 * policy would make, the dialogue is played once with it and once with the rules' decision in its place. It was
 * right where that gained an answer or a check, wrong where it cost one; where neither, it tells nothing. The
 * threshold is the least probability above which departures gain on the whole, beginning from the least sure.
 */
export function calibrate(
  simulator: Simulator,
  network: Network,
  episodes: readonly PreparedEpisode[],
): Record<Departure, CalibrationReport> {
  const trials = episodes.flatMap((episode) => trialsOf(simulator, network, episode));
  const of = (departure: Departure, caution: number): CalibrationReport =>
    calibrateBy(
      trials.filter((trial) => trial.departure === departure),
      caution,
    );
  return { keeping: of('keeping', CAUTION), losing: of('losing', CAUTION_IN_LOSING) };
}

/** The same from departures of one kind whose gains are known. @param caution how much more a loss weighs than a gain */
export function calibrateBy(trials: readonly Trial[], caution = CAUTION): CalibrationReport {
  const scaling = fit(trials);
  const sorted = trials
    .map((trial) => ({ p: calibrated(trial.probability, scaling), gain: trial.gain }))
    .sort((a, b) => a.p - b.p);
  let lost = 0;
  let most = 0;
  let threshold = LEAST_THRESHOLD;
  for (const { p, gain } of sorted) {
    lost -= gain < 0 ? caution * gain : gain;
    if (lost > most) {
      most = lost;
      threshold = Math.max(LEAST_THRESHOLD, p + 1e-4);
    }
  }
  return {
    ...scaling,
    threshold: Math.min(MOST_THRESHOLD, threshold),
    departures: trials.length,
    right: trials.filter(({ gain }) => gain > 0).length / Math.max(1, trials.length),
    errorBefore: calibrationError(trials, { slope: 1, offset: 0 }),
    errorAfter: calibrationError(trials, scaling),
  };
}

/** What of a calibration is needed to decide, in five digits. */
export const barOf = ({ slope, offset, threshold }: Calibration): Calibration => ({
  slope: Number(slope.toPrecision(5)),
  offset: Number(offset.toPrecision(5)),
  threshold: Number(threshold.toPrecision(5)),
});

type Scaling = Omit<Calibration, 'threshold'>;

/** Pulls the fit towards the network's own probabilities while there are few trials. */
const PULL = 1;

/** Least negative log-likelihood on a grid: two parameters need no descent. */
function fit(trials: readonly Trial[]): Scaling {
  let best: Scaling = { slope: 1, offset: 0 };
  let least = Infinity;
  for (let slope = 0.1; slope <= 1.51; slope += 0.1) {
    for (let offset = -3; offset <= 4.01; offset += 0.25) {
      const loss = trials.reduce(
        (sum, { probability, gain }) => {
          const p = calibrated(probability, { slope, offset });
          return sum - Math.log(Math.max(1e-9, gain > 0 ? p : 1 - p));
        },
        PULL * ((slope - 1) ** 2 + offset ** 2),
      );
      if (loss < least) [least, best] = [loss, { slope, offset }];
    }
  }
  return best;
}

interface PlayedTrial extends Trial {
  departure: Departure;
}

function trialsOf(simulator: Simulator, network: Network, episode: PreparedEpisode): PlayedTrial[] {
  const trials: PlayedTrial[] = [];
  let bank = episode.start;
  for (let at = 0; at < episode.facts.length; at += 1) {
    const fact = episode.facts[at] as PreparedFact;
    const state = simulator.state(bank, fact);
    const { probabilities } = forward(network, state.encoding);
    const option = largest(probabilities);
    const after = simulator.act(bank, fact, state, option);
    if (option !== PROPOSAL) {
      const play = (start: Bank): number =>
        simulator.outcome(episode, simulator.greedy(network, episode, start, at + 1)).reward;
      const instead = simulator.act(bank, fact, state, PROPOSAL);
      const gain = play(after) - play(instead);
      if (Math.abs(gain) >= NO_DIFFERENCE)
        trials.push({
          probability: probabilities[option] as number,
          gain,
          departure: departureOf(option),
        });
    }
    bank = after;
  }
  return trials;
}

function calibrationError(trials: readonly Trial[], scaling: Scaling): number {
  const bins = Array.from({ length: 10 }, () => ({ p: 0, right: 0, count: 0 }));
  for (const trial of trials) {
    const p = calibrated(trial.probability, scaling);
    const bin = bins[Math.min(9, Math.floor(p * 10))];
    if (!bin) continue;
    bin.p += p;
    bin.right += trial.gain > 0 ? 1 : 0;
    bin.count += 1;
  }
  const off = bins.reduce((sum, { p, right }) => sum + Math.abs(p - right), 0);
  return off / Math.max(1, trials.length);
}
