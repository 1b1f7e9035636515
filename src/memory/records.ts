/**
 * The records of the ledger. It is bi-temporal: a row is one *version* of a memory, live while
 * `validTo` is null. Nothing is overwritten: UPDATE closes the live version and inserts the next one,
 * DELETE closes it and leaves a version that was never live, which carries the reason.
 */

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type EpochMs = number;

/** ISO 8601 with an offset, e.g. `2023-05-08T13:56:00+02:00`: the instant and the zone it was said in. */
export type ZonedTime = string;

export const OPERATION_NAMES = ['ADD', 'UPDATE', 'DELETE', 'NOOP'] as const;
export type OperationName = (typeof OPERATION_NAMES)[number];

/** A live (or, with `asOf`, once live) memory as agents and tools see it. */
export interface Memory {
  id: string;
  namespace: string;
  /** 1 for the first version; each change adds one. */
  version: number;
  text: string;
  /** Who said it; null when the caller did not say. */
  speaker: string | null;
  /** When it was said. */
  saidAt: ZonedTime;
  /** Free-form origin given by the caller, e.g. a file or a conversation id. */
  source: string | null;
}

/** A memory found by a search. */
export interface ScoredMemory extends Memory {
  /** Relevance in [0, 1], comparable within one search only. */
  score: number;
  /** Cosine similarity to the query vector in [-1, 1]; null where no vector took part. */
  similarity: number | null;
  /** Where in the namespace's history this version was written; tells what was said next to it. */
  written?: { revision: number; seq: number };
}

/** One line of history: one operation of one transaction. */
export interface LedgerEntry {
  transactionId: string;
  /** When the transaction was committed. */
  at: EpochMs;
  operation: OperationName;
  /** Null for a NOOP that concerns no memory (small talk, say). */
  memoryId: string | null;
  /** The version this operation made; null for NOOP. */
  version: number | null;
  /** Text after the operation; for DELETE the deleted text; for NOOP the fact that was not stored. */
  text: string;
  /** Text before the operation; null for ADD and NOOP. */
  previousText: string | null;
  reason: string;
  /** Policy name and version, e.g. `rules@1`. */
  policy: string;
  /** In [0, 1]. */
  confidence: number;
  source: string | null;
}

/** A committed transaction. */
export interface Transaction {
  id: string;
  namespace: string;
  at: EpochMs;
  /** 1, 2, 3 … within the namespace, without gaps. */
  revision: number;
  entries: LedgerEntry[];
}
