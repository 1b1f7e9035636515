import type { Encoding } from './features.js';
import type { Calibration } from './learned-weights.js';
import {
  addNode,
  type Activations,
  candidateProbabilities,
  type Choice,
  DELETE,
  type JointAction,
  largest,
  type Network,
  NONE,
  REPLACE,
  selectAction,
} from './network.js';

/**
 * When the network may depart from the rules. What it has learned on generated dialogues is worth less
 * where people word things in other ways, so a departure takes a calibrated confidence; below it the
 * rules' decision stands: for a change that they do not ask for this means that the fact is added.
 */

/** The joint action that the rules' decisions amount to. */
export function advisedAction({ candidates, advice }: Encoding): JointAction {
  const choices = candidates.map(({ advice: own }): Choice => {
    if (own?.operation === 'UPDATE') return REPLACE;
    return own?.operation === 'DELETE' ? DELETE : NONE;
  });
  const order = choices
    .map((_, at) => at)
    .sort((a, b) => (choices[b] as number) - (choices[a] as number) || a - b);
  return { order, choices, add: advice.some(({ operation }) => operation === 'ADD') };
}

/** One choice in which two actions differ: what could be chosen, how likely, and what is. */
export interface Difference {
  probabilities: Float64Array;
  chosen: number;
}

/** The choices of an action that another one does not make; empty for equal actions. */
export function differences(
  network: Network,
  activations: Activations,
  action: JointAction,
  other: JointAction,
): Difference[] {
  const differing = action.choices.flatMap((chosen, at): Difference[] =>
    chosen === other.choices[at]
      ? []
      : [{ probabilities: candidateProbabilities(activations, at, false), chosen }],
  );
  if (action.add !== other.add && differing.length === 0) {
    const chosen = action.add ? 1 : 0;
    const deleted = action.choices.includes(DELETE);
    const { probabilities } = addNode(network, activations, deleted, chosen);
    differing.push({ probabilities, chosen });
  }
  return differing;
}

/** The log-odds that the network gives to the least sure of some choices; infinite for none. */
export function oddsOf(choices: readonly Difference[]): number {
  const least = choices.reduce(
    (p, { probabilities, chosen }) => Math.min(p, probabilities[chosen] as number),
    1 - 1e-9,
  );
  return Math.log(Math.max(least, 1e-9) / (1 - least));
}

/** The probability that a departure with these log-odds is right (Platt 1999). */
export const calibrated = (
  odds: number,
  { slope, offset }: Omit<Calibration, 'threshold'>,
): number => 1 / (1 + Math.exp(-(slope * odds + offset)));

/**
 * The most likely action, or the rules' where the network is not sure enough to depart from them.
 *
 * @returns `confidence` in a departure; null where the rules' decision stands
 */
export function confidentAction(
  network: Network,
  activations: Activations,
  encoding: Encoding,
  calibration: Calibration,
): { action: JointAction; confidence: number | null } {
  const wanted = selectAction(network, activations, largest);
  const advised = advisedAction(encoding);
  const differing = differences(network, activations, wanted, advised);
  const confidence = calibrated(oddsOf(differing), calibration);
  return differing.length > 0 && confidence >= calibration.threshold
    ? { action: wanted, confidence }
    : { action: advised, confidence: null };
}
