import { stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename } from 'node:path';
import { configurationError, messageOf, providerError } from '../../errors.js';
import { createLimiter } from './limiter.js';
import type { JsonSchema, LlmProvider, LlmReply, LlmRequest } from './provider.js';

const PACKAGE = 'node-llama-cpp';

/** The context is as long as the model and the memory allow, and no longer than 60 memories need. */
const MAX_CONTEXT_TOKENS = 8192;

/** What the chat template adds around system and user text, generously. */
const TEMPLATE_TOKENS = 64;

export interface GgufOptions {
  /** Of the model file. */
  path: string;
  /** Whether the schema is enforced while generating. */
  enforceSchema?: boolean;
  /** For one `complete`, loading the model not included. */
  timeoutMs?: number;
  /** Most threads that generate; default: one less than there are cores, since the server needs one. */
  threads?: number;
  /** How the optional package is loaded; for tests and for packages kept elsewhere. */
  load?: () => Promise<unknown>;
}

/**
 * The part of node-llama-cpp (3.x) that is used. Spelt out here because the package is optional: its
 * own types are not there when this is compiled without it.
 */
interface LlamaModule {
  getLlama(options: object): Promise<Llama>;
  LlamaChatSession: new (options: { contextSequence: Sequence; systemPrompt: string }) => Session;
}
interface Llama {
  loadModel(options: { modelPath: string }): Promise<Model>;
  createGrammarForJsonSchema(schema: object): Promise<object>;
  dispose(): Promise<void>;
}
interface Model {
  createContext(options: object): Promise<{ contextSize: number; getSequence(): Sequence }>;
  tokenize(text: string): { length: number };
}
interface Sequence {
  tokenMeter: {
    getState(): object;
    diff(before: object): { usedInputTokens: number; usedOutputTokens: number };
  };
}
interface Session {
  prompt(text: string, options: object): Promise<string>;
  dispose(): void;
}

interface Loaded {
  module: LlamaModule;
  llama: Llama;
  model: Model;
  sequence: Sequence;
  contextSize: number;
}

/**
 * A GGUF model in this process through node-llama-cpp (an optional peer dependency), with the JSON
 * schema enforced as a grammar. One generation at a time; it runs off the event loop.
 */
export function createGgufProvider(options: GgufOptions): LlmProvider {
  const { path, enforceSchema = true, timeoutMs = 45_000 } = options;
  const importModule = options.load ?? (() => import(/* not a literal: optional */ `${PACKAGE}`));
  const limiter = createLimiter(1);
  const closing = new AbortController();
  let loaded: Promise<Loaded> | undefined;

  const load = async (): Promise<Loaded> => {
    const module = await loadPackage(importModule);
    await requireFile(path);
    try {
      const llama = await module.getLlama({
        // Never compile or download in the middle of a call; nothing may reach stdout.
        build: 'never',
        progressLogs: false,
        logLevel: 'disabled',
        maxThreads: options.threads ?? Math.max(1, availableParallelism() - 1),
      });
      const model = await llama.loadModel({ modelPath: path });
      const context = await model.createContext({
        contextSize: { max: MAX_CONTEXT_TOKENS },
        sequences: 1,
      });
      const sequence = context.getSequence();
      return { module, llama, model, sequence, contextSize: context.contextSize };
    } catch (error) {
      throw configurationError(
        'llm-model-unusable',
        `${path} cannot be loaded as a GGUF model: ${messageOf(error)}`,
        error,
      );
    }
  };
  const model = (): Promise<Loaded> =>
    (loaded ??= load().catch((error: unknown) => {
      // The next call tries again: the file may have been put in place meanwhile.
      loaded = undefined;
      throw error;
    }));

  const generate = async (request: LlmRequest, signal: AbortSignal): Promise<LlmReply> => {
    const { module, llama, model: weights, sequence, contextSize } = await model();
    const wanted =
      weights.tokenize(request.system + request.user).length + request.maxTokens + TEMPLATE_TOKENS;
    if (wanted > contextSize) {
      // The library would silently drop the oldest part, which is the instructions.
      throw providerError(
        'llm-prompt-too-long',
        `${basename(path)} holds ${String(contextSize)} tokens and this call needs ${String(wanted)}`,
      );
    }
    const grammar = enforceSchema
      ? await llama.createGrammarForJsonSchema(withOneOf(request.schema))
      : undefined;
    // A new session on the old sequence: the part of the prompt that is the same is not read again.
    const session = new module.LlamaChatSession({
      contextSequence: sequence,
      systemPrompt: request.system,
    });
    const before = sequence.tokenMeter.getState();
    try {
      const text = await session.prompt(request.user, {
        grammar,
        signal,
        maxTokens: request.maxTokens,
        temperature: request.temperature,
      });
      const used = sequence.tokenMeter.diff(before);
      return { text, promptTokens: used.usedInputTokens, completionTokens: used.usedOutputTokens };
    } finally {
      session.dispose();
    }
  };

  return {
    name: `gguf:${basename(path).replace(/\.gguf$/i, '')}`,
    async ready() {
      await loadPackage(importModule);
      await requireFile(path);
    },
    async complete(request) {
      request.signal?.throwIfAborted();
      const outer = [closing.signal, ...(request.signal ? [request.signal] : [])];
      // Weights may take long to load the first time; that is not the model being slow.
      await beforeAbort(model(), AbortSignal.any(outer));
      const deadline = AbortSignal.timeout(timeoutMs);
      const signal = AbortSignal.any([deadline, ...outer]);
      try {
        // The library lets go between two batches only, which can take minutes on a busy machine: its
        // turn lasts until then, but the caller does not wait for it.
        return await beforeAbort(
          limiter.run(() => generate(request, signal), signal),
          signal,
        );
      } catch (error) {
        request.signal?.throwIfAborted();
        if (deadline.aborted) {
          throw providerError(
            'llm-timeout',
            `${basename(path)} was not done within ${String(timeoutMs / 1000)} s`,
          );
        }
        throw error;
      }
    },
    async close() {
      closing.abort(providerError('llm-closed', 'the language model was shut down'));
      const done = await loaded?.catch(() => undefined);
      await done?.llama.dispose();
    },
  };
}

/** Work that cannot be stopped at once goes on, but nobody who gave up has to wait for it. */
function beforeAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    work.then(resolve, reject);
  });
}

/** The library knows unions as `oneOf` only; ours never overlap, so that the two mean the same. */
function withOneOf(schema: JsonSchema): object {
  if ('anyOf' in schema) return { oneOf: schema.anyOf.map(withOneOf) };
  if (schema.type === 'array') return { ...schema, items: withOneOf(schema.items) };
  if (schema.type !== 'object') return schema;
  const entries = Object.entries(schema.properties).map(([key, part]) => [key, withOneOf(part)]);
  return { ...schema, properties: Object.fromEntries(entries) as object };
}

async function loadPackage(importModule: () => Promise<unknown>): Promise<LlamaModule> {
  try {
    return (await importModule()) as LlamaModule;
  } catch (error) {
    throw configurationError(
      'llm-package-missing',
      `MEMORY_R1_LLM=gguf:… needs the optional package ${PACKAGE}: run "npm install ${PACKAGE}@3" where memory-r1-mcp is installed ("npm install -g" for a global one; in a clone with "--no-save --save-dev"), or start it with "npx -y -p memory-r1-mcp -p ${PACKAGE}@3 memory-r1" (${messageOf(error).split('\n')[0] ?? ''})`,
      error,
    );
  }
}

async function requireFile(path: string): Promise<void> {
  const found = await stat(path).catch(() => null);
  if (!found?.isFile()) {
    throw configurationError(
      'llm-model-missing',
      `MEMORY_R1_LLM names the model file ${path}, which is not there: give the path of a .gguf file`,
    );
  }
}
