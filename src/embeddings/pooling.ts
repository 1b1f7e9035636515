/** How a model's token embeddings become one vector, in the terms of sentence-transformers. */
export type Pooling = 'mean' | 'mean-sqrt' | 'max' | 'cls' | 'last';

/** Token embeddings, row-major [batch, sequence, width]. */
export interface TokenEmbeddings {
  readonly data: Float32Array;
  readonly batch: number;
  readonly sequence: number;
  readonly width: number;
}

/**
 * Pools the tokens of each text; padding (to the right, after `lengths` tokens) takes no part.
 *
 * @param lengths number of tokens of each text, at least 1
 * @returns row-major [batch, width]
 */
export function pool(tokens: TokenEmbeddings, lengths: readonly number[], how: Pooling) {
  const { data, batch, sequence, width } = tokens;
  const pooled = new Float32Array(batch * width);
  for (let row = 0; row < batch; row++) {
    const length = lengths[row] ?? sequence;
    const target = pooled.subarray(row * width, (row + 1) * width);
    const token = (position: number): Float32Array => {
      const start = (row * sequence + position) * width;
      return data.subarray(start, start + width);
    };
    if (how === 'cls' || how === 'last') {
      target.set(token(how === 'cls' ? 0 : length - 1));
    } else if (how === 'max') {
      target.fill(-Infinity);
      for (let position = 0; position < length; position++) {
        const vector = token(position);
        for (let i = 0; i < width; i++) target[i] = Math.max(target[i]!, vector[i]!);
      }
    } else {
      const divisor = how === 'mean' ? length : Math.sqrt(length);
      for (let position = 0; position < length; position++) {
        const vector = token(position);
        for (let i = 0; i < width; i++) target[i]! += vector[i]! / divisor;
      }
    }
  }
  return pooled;
}

/** Scales each row of `width` floats to unit length, in place; a row of zeros becomes a unit vector. */
export function normalizeRows(vectors: Float32Array, width: number): void {
  for (let start = 0; start < vectors.length; start += width) {
    const row = vectors.subarray(start, start + width);
    let squares = 0;
    for (const value of row) squares += value * value;
    const norm = Math.sqrt(squares);
    if (norm > 0 && Number.isFinite(norm)) {
      for (let i = 0; i < width; i++) row[i]! /= norm;
    } else {
      row.fill(0);
      row[0] = 1;
    }
  }
}
