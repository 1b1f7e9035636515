import { setTimeout as sleep } from 'node:timers/promises';
import type { APIError, OpenAI } from 'openai';
import { z } from 'zod';
import { configurationError, MemoryR1Error, messageOf, providerError } from '../../errors.js';
import { adapt, type Dialect, FIRST_DIALECT, REFUSALS, responseFormat } from './dialect.js';
import { createLimiter } from './limiter.js';
import type { LlmProvider, LlmReply, LlmRequest } from './provider.js';
import { redact } from './redact.js';

export interface OpenAiOptions {
  model: string;
  /** Up to and including the version, e.g. `http://127.0.0.1:11434/v1`. */
  baseUrl: string;
  /** Most local servers want none. Reaches nothing but the Authorization header. */
  apiKey?: string | undefined;
  /** Whether a response format is asked of the endpoint; default: true. */
  enforceSchema?: boolean;
  /** For one `complete`, all its attempts and waits included. */
  timeoutMs?: number;
  /** How often a 408, 409, 429, 5xx or a lost connection is tried again. */
  retries?: number;
  /** First wait in ms; doubles with each retry, with up to half of it taken off at random. */
  backoffMs?: number;
  /** Requests at a time; more wait. */
  concurrency?: number;
  random?: () => number;
}

/** The part of a chat completion that is relied on; local servers leave out much of the rest. */
const completionSchema = z.object({
  choices: z
    .array(z.object({ message: z.object({ content: z.string().nullish() }) }))
    .min(1, 'no choices'),
  usage: z
    .object({ prompt_tokens: z.number().nullish(), completion_tokens: z.number().nullish() })
    .nullish(),
});

/**
 * Chat completions of any OpenAI-compatible endpoint: Ollama, vLLM, llama.cpp, LM Studio, hosted
 * ones. Parameters that an endpoint refuses are left out from then on.
 */
export function createOpenAiProvider(options: OpenAiOptions): LlmProvider {
  const { model, baseUrl, apiKey = '', timeoutMs = 45_000, retries = 2, backoffMs = 500 } = options;
  const random = options.random ?? Math.random;
  const limiter = createLimiter(options.concurrency ?? 4);
  const closing = new AbortController();
  const endpoint = redact(baseUrl);
  let dialect: Dialect =
    options.enforceSchema === false ? { ...FIRST_DIALECT, format: 'none' } : FIRST_DIALECT;
  let client: Promise<OpenAI> | undefined;

  const connect = (): Promise<OpenAI> =>
    (client ??= import('openai').then(
      ({ OpenAI }) =>
        new OpenAI({
          baseURL: baseUrl,
          // The library insists on a key; servers without keys ignore it.
          apiKey: apiKey === '' ? 'none' : apiKey,
          // Its OPENAI_* variables are for other programs: none of them may change where this one talks to.
          organization: null,
          project: null,
          // Its own retries can neither be cancelled while they wait nor bounded against Retry-After.
          maxRetries: 0,
          timeout: timeoutMs,
          logLevel: 'off',
        }),
    ));

  const send = async (request: LlmRequest, as: Dialect, signal: AbortSignal): Promise<LlmReply> => {
    const api = await connect();
    const raw: unknown = await api.chat.completions.create(
      {
        model,
        messages: [
          { role: 'system', content: request.system },
          { role: 'user', content: request.user },
        ],
        [as.tokenLimit]: request.maxTokens,
        ...(as.temperature ? { temperature: request.temperature } : {}),
        ...responseFormat(as, request.schema),
      },
      { signal },
    );
    const parsed = completionSchema.safeParse(raw);
    if (!parsed.success) {
      throw providerError(
        'llm-bad-response',
        `${endpoint} answered with something other than a chat completion: is it an OpenAI-compatible base URL, usually ending in "/v1"?`,
      );
    }
    return {
      text: parsed.data.choices[0]?.message.content ?? '',
      promptTokens: parsed.data.usage?.prompt_tokens ?? null,
      completionTokens: parsed.data.usage?.completion_tokens ?? null,
    };
  };

  /** Sends, trying weaker dialects after refusals; remembers the first one that was accepted. */
  const negotiate = async (request: LlmRequest, signal: AbortSignal): Promise<LlmReply> => {
    let attempt: Dialect | null = dialect;
    let refusal: unknown;
    while (attempt !== null) {
      try {
        const reply = await send(request, attempt, signal);
        dialect = attempt;
        return reply;
      } catch (error) {
        if (!REFUSALS.has(statusOf(error) ?? 0)) throw error;
        // The first refusal names the true cause where every dialect is refused.
        refusal ??= error;
        attempt = adapt(attempt, messageOf(error));
      }
    }
    throw refusal;
  };

  const persist = async (request: LlmRequest, signal: AbortSignal): Promise<LlmReply> => {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await negotiate(request, signal);
      } catch (error) {
        if (signal.aborted || attempt >= retries || !isTransient(error)) throw error;
        const wait = Math.max(
          backoffMs * 2 ** attempt * (1 - random() / 2),
          retryAfterMs(error) ?? 0,
        );
        // Waiting longer than the whole call may take would only delay the fallback.
        if (wait > timeoutMs / 2) throw error;
        await sleep(wait, undefined, { signal });
      }
    }
  };

  return {
    name: `openai:${model}`,
    ready: () => Promise.resolve(),
    async complete(request) {
      request.signal?.throwIfAborted();
      // Loading the library the first time is not the endpoint being slow.
      await connect();
      const deadline = AbortSignal.timeout(timeoutMs);
      const signals = [deadline, closing.signal, ...(request.signal ? [request.signal] : [])];
      const signal = AbortSignal.any(signals);
      try {
        return await limiter.run(() => persist(request, signal), signal);
      } catch (error) {
        request.signal?.throwIfAborted();
        closing.signal.throwIfAborted();
        throw explain(error, { endpoint, apiKey, model, timeoutMs, late: deadline.aborted });
      }
    },
    close() {
      closing.abort(providerError('llm-closed', 'the language model was shut down'));
      return Promise.resolve();
    },
  };
}

/** Statuses are read structurally: importing the library's error classes would load it at start-up. */
function statusOf(error: unknown): number | undefined {
  return error instanceof Error ? (error as Partial<APIError>).status : undefined;
}

function isTransient(error: unknown): boolean {
  if (error instanceof MemoryR1Error) return false;
  const status = statusOf(error);
  if (status !== undefined) return [408, 409, 429].includes(status) || status >= 500;
  return /connection/i.test(error instanceof Error ? error.constructor.name + error.message : '');
}

function retryAfterMs(error: unknown): number | undefined {
  const header = (error as Partial<APIError>).headers?.get('retry-after');
  const seconds = header === undefined || header === null ? NaN : Number.parseFloat(header);
  return Number.isFinite(seconds) ? seconds * 1000 : undefined;
}

interface Circumstances {
  endpoint: string;
  apiKey: string;
  model: string;
  timeoutMs: number;
  late: boolean;
}

/** The failure in one line for a person; without `cause`, since that may carry headers or a key. */
function explain(error: unknown, about: Circumstances): MemoryR1Error {
  if (error instanceof MemoryR1Error) return error;
  const { endpoint, model } = about;
  if (about.late) {
    return providerError(
      'llm-timeout',
      `${endpoint} did not answer within ${String(about.timeoutMs / 1000)} s`,
    );
  }
  const status = statusOf(error);
  const said = redact(messageOf(error), [about.apiKey]).replace(/\s+/g, ' ').slice(0, 200);
  if (status === 401 || status === 403) {
    return configurationError(
      'llm-unauthorized',
      `${endpoint} refused the key (${String(status)}): check MEMORY_R1_LLM_API_KEY`,
    );
  }
  if (status === 404) {
    return configurationError(
      'llm-not-found',
      `${endpoint} has no model "${model}" or is no OpenAI-compatible base URL (404): check MEMORY_R1_LLM`,
    );
  }
  if (status === 429)
    return providerError('llm-rate-limited', `${endpoint} is rate limited (429): ${said}`);
  if (status !== undefined) return providerError('llm-failed', `${endpoint} failed: ${said}`);
  return providerError('llm-unreachable', `${endpoint} cannot be reached: ${said}`);
}
