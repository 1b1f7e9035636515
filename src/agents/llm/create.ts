import { resolve } from 'node:path';
import { configurationError } from '../../errors.js';
import { createGgufProvider, type GgufOptions } from './gguf.js';
import { createOpenAiProvider, type OpenAiOptions } from './openai.js';
import type { LlmProvider } from './provider.js';
import { redact } from './redact.js';

export type LlmSetting =
  { kind: 'openai'; model: string; baseUrl: string } | { kind: 'gguf'; path: string };

/**
 * Reads `openai:<model>@<base url>` or `gguf:<path>`. The model is everything before the last `@` that
 * an address follows, since names such as `org/model@q4` hold one too. Paths become absolute.
 * @throws MemoryR1Error `bad-llm-setting`
 */
export function parseLlmSetting(setting: string): LlmSetting {
  const gguf = /^gguf:(.+)$/.exec(setting);
  if (gguf?.[1] !== undefined) return { kind: 'gguf', path: resolve(gguf[1]) };
  const openai = /^openai:(.+)@(https?:\/\/.+)$/.exec(setting);
  if (openai?.[1] !== undefined && openai[2] !== undefined && URL.canParse(openai[2])) {
    return { kind: 'openai', model: openai[1], baseUrl: openai[2].replace(/\/+$/, '') };
  }
  throw configurationError(
    'bad-llm-setting',
    `MEMORY_R1_LLM must be "openai:<model>@<base url>", e.g. openai:qwen2.5:7b@http://127.0.0.1:11434/v1, or "gguf:<path>" (got "${redact(setting)}")`,
  );
}

export interface LlmOptions {
  /** From MEMORY_R1_LLM_API_KEY; for `openai:` only. */
  apiKey?: string | undefined;
  /** Whether replies are held to the schema in generation, where the backend can; default: true. */
  enforceSchema?: boolean;
  openai?: Partial<OpenAiOptions>;
  gguf?: Partial<GgufOptions>;
}

/**
 * The language model that a setting names. Loads nothing and connects nowhere yet; `ready()` checks it.
 * @throws MemoryR1Error `bad-llm-setting`
 */
export function createLlm(setting: string, options: LlmOptions = {}): LlmProvider {
  const parsed = parseLlmSetting(setting);
  const { apiKey, enforceSchema = true } = options;
  if (parsed.kind === 'gguf')
    return createGgufProvider({ path: parsed.path, enforceSchema, ...options.gguf });
  const { model, baseUrl } = parsed;
  return createOpenAiProvider({ model, baseUrl, apiKey, enforceSchema, ...options.openai });
}
