import type { EmbeddingRole } from './embedder.js';
import type { ErrorKind } from '../errors.js';

/** Main thread to worker: embed these texts. */
export interface EmbedRequest {
  readonly id: number;
  readonly texts: readonly string[];
  readonly role: EmbeddingRole;
}

/** Worker to main thread: the answer to the request of the same id. */
export type EmbedReply =
  | {
      readonly id: number;
      /** Row-major [texts, dimension], unit-length rows in the order of the texts. */
      readonly vectors: Float32Array;
      readonly dimension: number;
    }
  | { readonly id: number; readonly failure: Failure };

/** An error as data: class instances do not survive `postMessage`. */
export interface Failure {
  readonly kind: ErrorKind;
  readonly code: string;
  readonly message: string;
}
