import type { Calibration, Calibrations, Departure } from './learned-weights.js';
import { ADD, changeOf, largest, MERGE, PROPOSAL } from './network.js';

/**
 * When the network may depart from what the rules propose. It learned on far fewer situations than people
 * get into, so a departure takes a calibrated confidence; below it the proposal stands: for a change that
 * the rules do not ask for this means that the fact is added.
 */

/** What taking an option other than the proposal does to what is known. */
export function departureOf(option: number): Departure {
  const changed = changeOf(option);
  const keeps = changed ? changed.change === MERGE : option === ADD;
  return keeps ? 'keeping' : 'losing';
}

/** The probability that a departure with this probability in the policy is right (Platt 1999). */
export function calibrated(
  probability: number,
  { slope, offset }: Omit<Calibration, 'threshold'>,
): number {
  const p = Math.min(1 - 1e-9, Math.max(1e-9, probability));
  return 1 / (1 + Math.exp(-(slope * Math.log(p / (1 - p)) + offset)));
}

/**
 * The most likely option, or the rules' proposal where the network is not sure enough to depart from it.
 *
 * @param probabilities of each option
 * @returns `confidence` that it is right; of the proposal it is the probability in the policy
 */
export function confidentOption(
  probabilities: Float64Array,
  calibrations: Calibrations,
): { option: number; confidence: number } {
  const option = largest(probabilities);
  if (option !== PROPOSAL) {
    const calibration = calibrations[departureOf(option)];
    const confidence = calibrated(probabilities[option] as number, calibration);
    if (confidence >= calibration.threshold) return { option, confidence };
  }
  return { option: PROPOSAL, confidence: probabilities[PROPOSAL] as number };
}
