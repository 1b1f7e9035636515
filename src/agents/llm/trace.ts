import { appendFile } from 'node:fs/promises';
import { messageOf } from '../../errors.js';
import { type Clock, systemClock } from '../../memory/clock.js';
import { redact } from './redact.js';

/** Goes up when a field changes its meaning or goes away; new fields may come without. */
export const TRACE_VERSION = 2;

/** One reply of the model and what could be made of it. */
export interface TracedAttempt {
  /** As generated; null when no reply came. */
  raw: string | null;
  /** Whether it had the form that was asked for, whatever stood in it. */
  well_formed: boolean;
  /** Why it was not accepted as it was; empty when it was. */
  problems: string[];
  prompt_tokens: number | null;
  completion_tokens: number | null;
  ms: number;
}

/** One decision of a language model in either role: what it saw, said and what was made of it. */
export interface TraceEntry {
  role: 'manager' | 'answerer';
  /** Name of the policy, which holds the model and the prompt's version. */
  policy: string;
  /** The exact prompt. */
  system: string;
  user: string;
  attempts: TracedAttempt[];
  /** Manager: the facts in the model's words, each with what it wants done. Answerer: the answer, or null. */
  parsed: unknown;
  /** Why the fallback decided (in part); null when it did not. */
  fallback: string | null;
  ms: number;
}

/** Where decisions are written down, when that is asked for. */
export interface DecisionTrace {
  /** Never throws and never waits. */
  record(entry: TraceEntry): void;
  /** Resolves when everything recorded so far is written or given up. */
  flush(): Promise<void>;
}

export interface TraceOptions {
  /** Configured secrets, taken out wherever they occur. */
  secrets?: readonly string[];
  clock?: Clock;
  /** Told once when the file cannot be written. */
  onFailure?: (message: string) => void;
}

/**
 * Appends one JSON line a decision to `file`, which only its owner may read: it holds what people said.
 * A trace that cannot be written is lost, and the call that it is about goes on.
 */
export function createTrace(file: string, options: TraceOptions = {}): DecisionTrace {
  const { secrets = [], clock = systemClock, onFailure } = options;
  let tail = Promise.resolve();
  let failed = false;
  return {
    record(entry) {
      const at = new Date(clock.now()).toISOString();
      const clean = redactDeep({ version: TRACE_VERSION, at, ...entry }, secrets);
      const line = `${JSON.stringify(clean)}\n`;
      // One after the other, so that lines neither mix nor change their order.
      tail = tail
        .then(() => appendFile(file, line, { mode: 0o600 }))
        .catch((error: unknown) => {
          if (!failed) onFailure?.(`no trace is written to ${file}: ${messageOf(error)}`);
          failed = true;
        });
    },
    flush: () => tail,
  };
}

/** Strings are cleaned one by one: in the finished line a pattern could run across quotes. */
function redactDeep(value: unknown, secrets: readonly string[]): unknown {
  if (typeof value === 'string') return redact(value, secrets);
  if (Array.isArray(value)) return value.map((item) => redactDeep(item, secrets));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, redactDeep(item, secrets)]),
  );
}
