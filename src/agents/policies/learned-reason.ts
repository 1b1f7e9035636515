import { brief } from '../../memory/text.js';
import { PAIR_FEATURES, type Encoding } from './features.js';
import {
  type Activations,
  ADD,
  type Change,
  changeOf,
  DELETE,
  layoutOf,
  MERGE,
  type Network,
} from './network.js';

/** How many features a reason names. */
const NAMED = 3;

/** Why a departure from the rules was chosen, in words. */
export function reasonFor(
  network: Network,
  activations: Activations,
  { candidates }: Encoding,
  option: number,
): string {
  const changed = changeOf(option);
  const at = changed?.candidate ?? 0;
  const memory = candidates[at]?.memory;
  if (!memory)
    return option === ADD ? 'Nothing like it was known.' : 'It says nothing that is worth keeping.';
  const text = brief(memory.text);
  if (!changed)
    return option === ADD
      ? `It is new beside “${text}”.`
      : `“${text}” leaves nothing to add${listed(strongest(network, activations, at, MERGE).slice(0, 2))}`;
  const verb =
    changed.change === DELETE
      ? `It takes “${text}” back`
      : changed.change === MERGE
        ? `It adds to “${text}”`
        : `It replaces what “${text}” says`;
  return verb + listed(strongest(network, activations, at, changed.change));
}

const listed = (because: readonly string[]): string =>
  because.length === 0 ? '.' : `: ${because.join(', ')}.`;

/**
 * The words of the features that count most for a change of a candidate, strongest first: by input times
 * gradient (Shrikumar et al. 2017). Features that are off say nothing.
 */
function strongest(
  network: Network,
  activations: Activations,
  candidate: number,
  change: Change,
): string[] {
  const { shape, parameters: w } = network;
  const { hidden, head } = shape;
  const l = layoutOf(shape);
  const mixed = activations.mixed[candidate] as Float64Array;
  const encoded = activations.encoded[candidate] as Float64Array;
  const features = activations.input.pairs[candidate] as Float64Array;
  const byEncoded = new Float64Array(hidden);
  for (let u = 0; u < head; u += 1) {
    const slope = (w[l.change + change * head + u] as number) * (1 - (mixed[u] as number) ** 2);
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
