/** What the two searches say about one row. */
export interface Candidate<T> {
  item: T;
  /** Breaks ties, so that the order does not depend on where a row lies. */
  id: string;
  /** Cosine similarity in [-1, 1]; null where no vector took part in the search. */
  similarity: number | null;
  /** BM25, 0 where no query word occurs; null where no words took part in the search. */
  bm25: number | null;
}

export interface Ranked<T> {
  item: T;
  /** In [0, 1]. */
  score: number;
  similarity: number | null;
}

/** Share of the vector side in a hybrid score; chosen on LoCoMo conv-26 and conv-30 (see the bench). */
const VECTOR_SHARE = 0.4;

/**
 * Ranks the candidates of a search, best first.
 *
 * Hybrid scores are a convex combination of both sides, each brought to [0, 1] over the candidates
 * (Bruch, Gai and Ingber 2023, "An Analysis of Fusion Functions for Hybrid Retrieval": better than
 * reciprocal ranks, which forget by how much a result leads).
 */
export function fuse<T>(
  candidates: readonly Candidate<T>[],
  limit: number,
  vectorShare = VECTOR_SHARE,
): Ranked<T>[] {
  let top = 0;
  let high = -1;
  let low = 1;
  for (const { similarity, bm25 } of candidates) {
    if (bm25 !== null && bm25 > top) top = bm25;
    if (similarity !== null && similarity > high) high = similarity;
    if (similarity !== null && similarity < low) low = similarity;
  }
  const scored = candidates.map((candidate) => {
    const words = candidate.bm25 === null || top === 0 ? 0 : candidate.bm25 / top;
    const { similarity } = candidate;
    let score: number;
    if (similarity === null) score = words;
    else if (candidate.bm25 === null) score = Math.min(1, Math.max(0, similarity));
    else {
      const near = high > low ? (similarity - low) / (high - low) : 1;
      score = vectorShare * near + (1 - vectorShare) * words;
    }
    return { candidate, score };
  });
  scored.sort(
    (a, b) =>
      b.score - a.score ||
      (b.candidate.similarity ?? 0) - (a.candidate.similarity ?? 0) ||
      (a.candidate.id < b.candidate.id ? -1 : 1),
  );
  return scored.slice(0, limit).map(({ candidate, score }) => ({
    item: candidate.item,
    score,
    similarity: candidate.similarity,
  }));
}

/** How many results of each side take part, for `limit` wanted ones. */
export function fusionDepth(limit: number): number {
  return Math.max(4 * limit, 100);
}

/** Cosine similarity of two unit-length vectors, kept in [-1, 1] against rounding. */
export function cosine(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += (a[i] as number) * (b[i] as number);
  return Math.min(1, Math.max(-1, sum));
}
