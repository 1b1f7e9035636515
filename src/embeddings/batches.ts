/** Positions of texts that go through the model together. */
export type Batch = readonly number[];

/**
 * Groups sequences of similar length, so that little of a padded batch is padding.
 *
 * @param lengths of the sequences, in tokens
 * @param tokenBudget most tokens in a batch, padding included; one sequence may exceed it
 * @returns every position once; within a batch the longest sequence is last
 */
export function batchByLength(lengths: readonly number[], tokenBudget: number): Batch[] {
  const length = (position: number): number => lengths[position] ?? 0;
  const order = lengths.map((_, position) => position).sort((a, b) => length(a) - length(b));
  const batches: number[][] = [];
  let current: number[] = [];
  for (const position of order) {
    if (current.length > 0 && length(position) * (current.length + 1) > tokenBudget) {
      batches.push(current);
      current = [];
    }
    current.push(position);
  }
  if (current.length > 0) batches.push(current);
  return batches;
}
