import { brief } from '../../memory/text.js';
import { plain } from '../compare.js';
import { isReadable } from '../language.js';
import type { Decision, Fact, ManagerPolicy, Observation } from '../policy.js';
import { encode, type Encoding } from './features.js';
import { reasonFor, strongest } from './learned-reason.js';
import { mergedText, remainingText, replacedText } from './learned-text.js';
import { type Calibration, loadWeights, type ManagerWeights } from './learned-weights.js';
import {
  addNode,
  type Activations,
  type Choice,
  DELETE,
  forward,
  type JointAction,
  largest,
  MERGE,
  type Network,
  NONE,
  REPLACE,
  selectAction,
} from './network.js';

/** What an action does to the bank, without an account of why. */
export type Effect =
  | { operation: 'ADD'; text: string }
  | { operation: 'UPDATE'; candidate: number; text: string }
  | { operation: 'DELETE'; candidate: number }
  | { operation: 'NOOP'; candidate: number | null };

/** The trained manager: one small network over features of the fact and the retrieved memories. */
export function createLearnedPolicy(weights: ManagerWeights = loadWeights()): ManagerPolicy {
  return {
    name: 'learned@1',
    decide: (observation) => decide(weights, observation),
  };
}

function decide({ network, calibration }: ManagerWeights, observation: Observation): Decision[] {
  const { fact } = observation;
  const unread = withoutReading(observation);
  if (unread) return [unread];
  const encoding = encode(observation);
  const activations = forward(network, encoding);
  const { action, confidences } = confidentAction(network, activations, calibration);
  return effectsOf(fact, encoding, action).map((effect): Decision => {
    if (effect.operation === 'ADD') {
      const node = addNode(network, activations, action.choices.includes(DELETE), 1);
      const closest = encoding.candidates[0];
      return {
        operation: 'ADD',
        text: effect.text,
        confidence: node.probabilities[1] as number,
        reason: closest
          ? `It is new beside “${brief(closest.memory.text)}”.`
          : 'Nothing like it was known.',
      };
    }
    const { candidate } = effect;
    if (effect.operation === 'NOOP') {
      const node = addNode(network, activations, false, 0);
      const memory = candidate === null ? null : encoding.candidates[candidate]?.memory;
      const because =
        candidate === null ? [] : strongest(network, activations, candidate, MERGE).slice(0, 2);
      return {
        operation: 'NOOP',
        memoryId: memory?.id ?? null,
        confidence: node.probabilities[0] as number,
        reason: memory
          ? `“${brief(memory.text)}” leaves nothing to add${because.length > 0 ? `: ${because.join(', ')}` : ''}.`
          : 'It says nothing that is worth keeping.',
      };
    }
    const at = effect.candidate;
    const shared = {
      memoryId: encoding.candidates[at]?.memory.id ?? '',
      confidence: confidences[at] ?? 0,
      reason: reasonFor(network, activations, encoding, at, action.choices[at] ?? NONE),
    };
    return effect.operation === 'UPDATE'
      ? { operation: 'UPDATE', text: effect.text, ...shared }
      : { operation: 'DELETE', ...shared };
  });
}

/**
 * Text that the analysis and the bundled embedder cannot read is never compared: it is skipped where
 * the same speaker said it word for word, else added. Null for readable text.
 */
function withoutReading({ fact, related }: Observation): Decision | null {
  const same = related.find(
    (memory) =>
      plain(memory.text) === plain(fact.text) &&
      (memory.speaker ?? '').toLowerCase() === (fact.speaker ?? '').toLowerCase(),
  );
  if (same)
    return {
      operation: 'NOOP',
      memoryId: same.id,
      reason: `“${brief(same.text)}” says the same word for word.`,
      confidence: 1,
    };
  if (isReadable(fact.text)) return null;
  return {
    operation: 'ADD',
    text: fact.text,
    reason: 'The text is not English, so it is only ever added.',
    confidence: 0.6,
  };
}

/** The most likely action, but without changes of which the network is not sure enough. */
export function confidentAction(
  network: Network,
  activations: Activations,
  { temperature, threshold }: Calibration,
): { action: JointAction; confidences: number[] } {
  const confidences: number[] = [];
  const wanted = selectAction(network, activations, largest);
  let unsure = false;
  const choices = wanted.choices.map((choice, at): Choice => {
    const confidence = calibrated(activations.logits[at] as Float64Array, choice, temperature);
    confidences.push(confidence);
    if (choice === NONE || confidence >= threshold) return choice;
    unsure = true;
    return NONE;
  });
  if (!unsure) return { action: wanted, confidences };
  const changed = choices.some((choice) => choice === MERGE || choice === REPLACE);
  return { action: { order: wanted.order, choices, add: !changed }, confidences };
}

/** Probability of a choice at a temperature. */
function calibrated(logits: Float64Array, choice: Choice, temperature: number): number {
  const top = Math.max(...logits);
  let sum = 0;
  for (const logit of logits) sum += Math.exp((logit - top) / temperature);
  return Math.exp(((logits[choice] as number) - top) / temperature) / sum;
}

/** What a joint action does, in the order in which it is written; at least one effect. */
export function effectsOf(fact: Fact, encoding: Encoding, action: JointAction): Effect[] {
  const effects: Effect[] = [];
  action.choices.forEach((choice, at) => {
    const candidate = encoding.candidates[at];
    if (!candidate || choice === NONE) return;
    if (choice === DELETE) {
      const rest = remainingText(candidate);
      effects.push(
        rest === ''
          ? { operation: 'DELETE', candidate: at }
          : { operation: 'UPDATE', candidate: at, text: rest },
      );
      return;
    }
    const text = choice === REPLACE ? replacedText(fact, candidate) : mergedText(fact, candidate);
    // Nothing would change: it was known.
    effects.push(
      text === candidate.memory.text
        ? { operation: 'NOOP', candidate: at }
        : { operation: 'UPDATE', candidate: at, text },
    );
  });
  if (action.add) effects.push({ operation: 'ADD', text: fact.text });
  if (effects.length === 0)
    effects.push({ operation: 'NOOP', candidate: encoding.candidates.length > 0 ? 0 : null });
  return effects;
}
