import type { ScoredMemory } from '../../memory/records.js';
import type { Comparison } from '../compare.js';
import type { Decision } from '../policy.js';

/** A memory that the network may change, with what the encoding found out about it. */
export interface Candidate {
  memory: ScoredMemory;
  comparison: Comparison;
  /** What the rules would do with it; null where they would leave it alone. */
  advice: Decision | null;
}
