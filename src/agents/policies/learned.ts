import { brief } from '../../memory/text.js';
import { plain } from '../compare.js';
import { isReadable } from '../language.js';
import type { Decision, Fact, ManagerPolicy, Observation } from '../policy.js';
import { confidentAction } from './departure.js';
import { encode, type Encoding } from './features.js';
import { reasonFor, strongest } from './learned-reason.js';
import { mergedText, remainingText, replacedText } from './learned-text.js';
import { loadWeights, type ManagerWeights } from './learned-weights.js';
import {
  addNode,
  type Activations,
  candidateProbabilities,
  DELETE,
  forward,
  type JointAction,
  MERGE,
  type Network,
  NONE,
  REPLACE,
} from './network.js';

/** What an action does to the bank, without an account of why. */
export type Effect =
  | { operation: 'ADD'; text: string }
  | { operation: 'UPDATE'; candidate: number; text: string }
  | { operation: 'DELETE'; candidate: number }
  | { operation: 'NOOP'; candidate: number | null };

/**
 * The trained manager: one small network over features of the fact and the retrieved memories. Where it
 * agrees with the rules, the account is theirs and the confidence its own.
 */
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
  const { action, confidence } = confidentAction(network, activations, encoding, calibration);
  if (confidence === null) return advised(encoding, network, activations, action);
  return effectsOf(fact, encoding, action).map((effect): Decision => {
    if (effect.operation === 'ADD') {
      const closest = encoding.candidates[0];
      return {
        operation: 'ADD',
        text: effect.text,
        confidence,
        reason: closest
          ? `It is new beside “${brief(closest.memory.text)}”.`
          : 'Nothing like it was known.',
      };
    }
    const { candidate } = effect;
    if (effect.operation === 'NOOP') {
      const memory = candidate === null ? null : encoding.candidates[candidate]?.memory;
      const because =
        candidate === null ? [] : strongest(network, activations, candidate, MERGE).slice(0, 2);
      return {
        operation: 'NOOP',
        memoryId: memory?.id ?? null,
        confidence,
        reason: memory
          ? `“${brief(memory.text)}” leaves nothing to add${because.length > 0 ? `: ${because.join(', ')}` : ''}.`
          : 'It says nothing that is worth keeping.',
      };
    }
    const at = effect.candidate;
    const shared = {
      memoryId: encoding.candidates[at]?.memory.id ?? '',
      confidence,
      reason: reasonFor(network, activations, encoding, at, action.choices[at] ?? NONE),
    };
    return effect.operation === 'UPDATE'
      ? { operation: 'UPDATE', text: effect.text, ...shared }
      : { operation: 'DELETE', ...shared };
  });
}

/** The rules' decisions, each with the probability that the network gives to it. */
function advised(
  { advice, candidates }: Encoding,
  network: Network,
  activations: Activations,
  action: JointAction,
): Decision[] {
  const deleted = action.choices.includes(DELETE);
  const [left, added] = addNode(network, activations, deleted, 1).probabilities;
  return advice.map((decision): Decision => {
    if (decision.operation === 'ADD') return { ...decision, confidence: added ?? 0 };
    if (decision.operation === 'NOOP') return { ...decision, confidence: left ?? 0 };
    const at = candidates.findIndex(({ memory }) => memory.id === decision.memoryId);
    const choice = action.choices[at] ?? NONE;
    const confidence = at < 0 ? 0 : candidateProbabilities(activations, at, false)[choice];
    return { ...decision, confidence: confidence ?? 0 };
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
