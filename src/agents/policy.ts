import type { ScoredMemory, ZonedTime } from '../memory/records.js';

/** One self-contained statement taken from what was said: what a memory will hold. */
export interface Fact {
  /** Relative dates already carry their absolute ones. */
  text: string;
  speaker: string | null;
  saidAt: ZonedTime;
  /** The message it is from gives orders to the memory ("SYSTEM: …"): it may be added and no more. */
  instruction?: boolean | undefined;
}

/** What a manager policy sees: one new fact and the related live memories, best first. */
export interface Observation {
  fact: Fact;
  /** Unit-length embedding of the fact. */
  vector: Float32Array;
  /** Retrieved candidates; the only memories a decision may touch. `similarity` is set. */
  related: readonly ScoredMemory[];
}

/** One operation a policy asks for. */
export type Decision =
  | { operation: 'ADD'; text: string; reason: string; confidence: number }
  | { operation: 'UPDATE'; memoryId: string; text: string; reason: string; confidence: number }
  | { operation: 'DELETE'; memoryId: string; reason: string; confidence: number }
  | { operation: 'NOOP'; memoryId: string | null; reason: string; confidence: number };

/** One message of a turn, and what the built-in extraction took from it. */
export interface Passage {
  /** As it was said. */
  text: string;
  speaker: string | null;
  saidAt: ZonedTime;
  /** The message is a fact already, and is stored in its own words. */
  verbatim: boolean;
  /** Its facts, with what was related to each before the turn. */
  observations: readonly Observation[];
}

/** What a policy made of a whole turn. */
export interface TurnPolicy {
  /** What there is to decide, in order. A fact that is kept as extracted keeps its object identity. */
  facts: readonly Pick<Observation, 'fact' | 'related'>[];
  /** Asked fact by fact, with what is related by then. */
  decide: ManagerPolicy['decide'];
}

/** The memory manager's policy: what to do with one fact. Pure: it never touches the store. */
export interface ManagerPolicy {
  /** Name and version as recorded in the ledger, e.g. `rules@1`. */
  readonly name: string;
  decide(observation: Observation, signal?: AbortSignal): Decision[] | Promise<Decision[]>;
  /** For policies that read a whole turn at once, and may word its facts themselves. */
  forTurn?(turn: readonly Passage[], signal?: AbortSignal): Promise<TurnPolicy>;
  /** For policies that take long: decides in their place where others would have to wait. */
  readonly quick?: ManagerPolicy;
}
