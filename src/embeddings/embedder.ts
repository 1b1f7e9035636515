/** Changes with the vectors that the bundled model gives, so that old tables are re-embedded. */
export const BUNDLED_NAME = 'bundled:use-lite@1';

/** What a text is embedded for: some models prefix queries and documents differently. */
export type EmbeddingRole = 'query' | 'document';

/** Turns texts into vectors. Implementations load nothing heavy before the first `embed`. */
export interface Embedder {
  /** Identifies the model in the ledger, e.g. `bundled:use-lite@1`; a change means re-embedding. */
  readonly name: string;
  /** Length of the vectors; may have to read the model's configuration. */
  dimension(): Promise<number>;
  /**
   * One unit-length vector of `dimension()` floats for each text, in order. An empty text has a vector
   * too. Batched inside; runs off the event loop.
   * @throws MemoryR1Error `embedder-missing` where the model's files are not there.
   */
  embed(texts: readonly string[], role: EmbeddingRole): Promise<Float32Array[]>;
  close(): Promise<void>;
}
