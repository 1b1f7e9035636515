import { brief } from '../../memory/text.js';
import { plain } from '../compare.js';
import { isReadable } from '../language.js';
import { withoutOwnName } from '../own-name.js';
import type { Decision, Fact, ManagerPolicy, Observation } from '../policy.js';
import { confidentOption } from './departure.js';
import { encode, type Encoding } from './features.js';
import { reasonFor } from './learned-reason.js';
import { mergedText, remainingText, replacedText } from './learned-text.js';
import { loadWeights, type ManagerWeights } from './learned-weights.js';
import { ADD, changeOf, DELETE, forward, PROPOSAL, REPLACE } from './network.js';
import { mayChange } from './may-change.js';

/** What an option does to the bank, without an account of why. */
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
    decide: withoutOwnName((observation) => decide(weights, observation)),
  };
}

function decide({ network, calibration }: ManagerWeights, observation: Observation): Decision[] {
  const { fact } = observation;
  const unread = withoutReading(observation);
  if (unread) return [unread];
  const encoding = encode(observation);
  const activations = forward(network, encoding);
  const { option, confidence } = confidentOption(activations.probabilities, calibration);
  const changed = changeOf(option);
  const meant =
    changed === null || mayChange(fact, encoding.candidates, changed.candidate, changed.change);
  if (option === PROPOSAL || !meant) {
    const proposed = activations.probabilities[PROPOSAL] as number;
    return encoding.advice.map((decision) => ({ ...decision, confidence: proposed }));
  }
  const reason = reasonFor(network, activations, encoding, option);
  return effectsOf(fact, encoding, option).map((effect): Decision => {
    if (effect.operation === 'ADD') return { ...effect, confidence, reason };
    const { candidate } = effect;
    const memoryId =
      candidate === null ? null : (encoding.candidates[candidate]?.memory.id ?? null);
    if (effect.operation === 'NOOP' || memoryId === null)
      return { operation: 'NOOP', memoryId, confidence, reason };
    return effect.operation === 'UPDATE'
      ? { operation: 'UPDATE', memoryId, text: effect.text, confidence, reason }
      : { operation: 'DELETE', memoryId, confidence, reason };
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

/** What an option does, in the order in which it is written; at least one effect. */
export function effectsOf(fact: Fact, encoding: Encoding, option: number): Effect[] {
  if (option === PROPOSAL) return proposed(encoding);
  if (option === ADD) return [{ operation: 'ADD', text: fact.text }];
  const changed = changeOf(option);
  const candidate = changed && encoding.candidates[changed.candidate];
  if (!changed || !candidate)
    return [{ operation: 'NOOP', candidate: encoding.candidates.length > 0 ? 0 : null }];
  const at = changed.candidate;
  if (changed.change === DELETE) {
    const rest = remainingText(candidate);
    return rest === ''
      ? [{ operation: 'DELETE', candidate: at }]
      : [{ operation: 'UPDATE', candidate: at, text: rest }];
  }
  const text =
    changed.change === REPLACE ? replacedText(fact, candidate) : mergedText(fact, candidate);
  // Where nothing would change it was known.
  return text === candidate.memory.text
    ? [{ operation: 'NOOP', candidate: at }]
    : [{ operation: 'UPDATE', candidate: at, text }];
}

/** The rules' decisions as effects; a memory that the network does not see is left alone. */
function proposed({ advice, candidates }: Encoding): Effect[] {
  return advice.flatMap((decision): Effect[] => {
    if (decision.operation === 'ADD') return [{ operation: 'ADD', text: decision.text }];
    const at = candidates.findIndex(({ memory }) => memory.id === decision.memoryId);
    if (decision.operation === 'NOOP')
      return [{ operation: 'NOOP', candidate: at < 0 ? null : at }];
    if (at < 0) return [];
    return decision.operation === 'UPDATE'
      ? [{ operation: 'UPDATE', candidate: at, text: decision.text }]
      : [{ operation: 'DELETE', candidate: at }];
  });
}
