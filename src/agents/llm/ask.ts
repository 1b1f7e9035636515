import { messageOf } from '../../errors.js';
import { findJson } from './json.js';
import { retryNote } from './prompts/retry.js';
import type { JsonSchema, LlmProvider } from './provider.js';
import type { TracedAttempt } from './trace.js';

/** What is asked of the model and how its JSON is read. */
export interface Inquiry<T> {
  system: string;
  user: string;
  schema: JsonSchema;
  maxTokens: number;
  /** Reads one JSON value. `value` is null where nothing of it can be used. */
  read(json: unknown): Reading<T>;
}

export interface Reading<T> {
  value: T | null;
  /** Whether it has the form that was asked for, whatever stands in it. */
  wellFormed: boolean;
  /** In words that help the model to do better; empty when all is well. */
  problems: string[];
}

export interface Reply<T> {
  /** The best that could be read; null when nothing could. */
  value: T | null;
  /** Why it is not complete; null when it is. */
  problem: string | null;
  attempts: TracedAttempt[];
}

/** Replies asked for: the first one, and one more when that one cannot be used as it is. */
const ATTEMPTS = 2;

/**
 * Asks for JSON, and once more when the reply cannot be used as it is. A model or an endpoint that
 * misbehaves is reported in the result.
 * @param budgetMs for all attempts together
 * @throws the signal's reason, and only that
 */
export async function ask<T>(
  provider: LlmProvider,
  inquiry: Inquiry<T>,
  options: { budgetMs: number; signal?: AbortSignal | undefined },
): Promise<Reply<T>> {
  const { signal: outer, budgetMs } = options;
  const deadline = AbortSignal.timeout(budgetMs);
  const signal = outer ? AbortSignal.any([outer, deadline]) : deadline;
  const attempts: TracedAttempt[] = [];
  let best: Reading<T> = unusable('no reply');
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    outer?.throwIfAborted();
    const note = attempt === 0 ? '' : retryNote(best.problems);
    const started = performance.now();
    const took = (): number => Math.round(performance.now() - started);
    try {
      const { system, schema, maxTokens } = inquiry;
      const user = inquiry.user + note;
      const reply = await provider.complete({
        ...{ system, user, schema, maxTokens, temperature: 0, signal },
      });
      const reading = readReply(reply.text, inquiry);
      attempts.push({
        raw: reply.text,
        well_formed: reading.wellFormed,
        problems: reading.problems,
        prompt_tokens: reply.promptTokens,
        completion_tokens: reply.completionTokens,
        ms: took(),
      });
      if (best.value === null || reading.problems.length <= best.problems.length) best = reading;
      if (reading.problems.length === 0) break;
    } catch (error) {
      outer?.throwIfAborted();
      const why = deadline.aborted
        ? `the model took longer than ${String(budgetMs / 1000)} s`
        : messageOf(error);
      const nothing = { raw: null, prompt_tokens: null, completion_tokens: null };
      attempts.push({ ...nothing, well_formed: false, problems: [why], ms: took() });
      // The provider has tried again already; what an earlier reply gave still counts.
      if (best.value === null) best = unusable(why);
      break;
    }
  }
  return { value: best.value, problem: best.problems[0] ?? null, attempts };
}

function readReply<T>(text: string, inquiry: Inquiry<T>): Reading<T> {
  let best: Reading<T> | null = null;
  for (const { value, cutOff } of findJson(text)) {
    const whole = inquiry.read(value);
    // A cut reply counts as far as it goes, and a complete one although it was wrapped.
    if (whole.problems.length === 0 && !cutOff) return whole;
    const problems = [...whole.problems, ...(cutOff ? ['the reply was cut off'] : [])];
    const reading = { value: whole.value, wellFormed: whole.wellFormed && !cutOff, problems };
    if (best === null || (best.value === null && reading.value !== null)) best = reading;
  }
  if (best !== null) return best;
  if (text.trim() === '') return unusable('the reply was empty');
  return unusable(
    /^\s*[[{]/.test(text)
      ? 'the reply was cut off before anything in it was complete'
      : 'there is no JSON object in the reply',
  );
}

/** A reading of nothing, for this reason. */
export function unusable(problem: string): Reading<never> {
  return { value: null, wellFormed: false, problems: [problem] };
}
