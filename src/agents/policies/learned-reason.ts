import { brief } from '../../memory/text.js';
import { PAIR_FEATURES, type Encoding } from './features.js';
import {
  type Activations,
  type Choice,
  DELETE,
  layoutOf,
  MERGE,
  type Network,
  NONE,
} from './network.js';

/** How many features a reason names. */
const NAMED = 3;

/**
 * Why a candidate was treated as it was: the features that spoke most for it against leaving the memory
 * alone, by input times gradient (Shrikumar et al. 2017), in words. Features that are off say nothing.
 */
export function reasonFor(
  network: Network,
  activations: Activations,
  encoding: Encoding,
  candidate: number,
  choice: Choice,
): string {
  const text = brief(encoding.candidates[candidate]?.memory.text ?? '');
  const verb =
    choice === DELETE
      ? `It takes “${text}” back`
      : choice === MERGE
        ? `It adds to “${text}”`
        : `It replaces what “${text}” says`;
  const because = strongest(network, activations, candidate, choice);
  return because.length === 0 ? `${verb}.` : `${verb}: ${because.join(', ')}.`;
}

/** The words of the features that count most for a choice, strongest first. */
export function strongest(
  network: Network,
  activations: Activations,
  candidate: number,
  choice: Choice,
): string[] {
  const { shape, parameters: w } = network;
  const { hidden, head } = shape;
  const l = layoutOf(shape);
  const mixed = activations.mixed[candidate] as Float64Array;
  const encoded = activations.encoded[candidate] as Float64Array;
  const features = activations.input.pairs[candidate] as Float64Array;
  const byEncoded = new Float64Array(hidden);
  for (let u = 0; u < head; u += 1) {
    const difference =
      (w[l.choose + choice * head + u] as number) - (w[l.choose + NONE * head + u] as number);
    const slope = difference * (1 - (mixed[u] as number) ** 2);
    const row = l.mix + u * 2 * hidden;
    for (let h = 0; h < hidden; h += 1)
      byEncoded[h] = (byEncoded[h] as number) + slope * (w[row + h] as number);
  }
  const shares = PAIR_FEATURES.map(([, words], j) => {
    let sum = 0;
    for (let h = 0; h < hidden; h += 1) {
      const slope = (byEncoded[h] as number) * (1 - (encoded[h] as number) ** 2);
      sum += slope * (w[l.encode + j * hidden + h] as number);
    }
    return { words, share: sum * (features[j] as number), on: (features[j] as number) >= 0.5 };
  });
  const named = shares
    .filter(({ words, share, on }) => words !== '' && on && share > 0)
    .sort((a, b) => b.share - a.share)
    .map(({ words }) => words);
  return [...new Set(named)].slice(0, NAMED);
}
