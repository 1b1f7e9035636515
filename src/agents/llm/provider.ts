/**
 * The part of JSON Schema that every backend can enforce while generating: endpoints in their strict
 * mode and node-llama-cpp's grammar. No optional properties, every object closed.
 */
export type JsonSchema =
  | { type: 'string'; enum?: readonly string[]; maxLength?: number }
  | { anyOf: readonly JsonSchema[] }
  | { type: 'array'; items: JsonSchema; minItems?: number; maxItems?: number }
  | {
      type: 'object';
      properties: Readonly<Record<string, JsonSchema>>;
      required: readonly string[];
      additionalProperties: false;
    };

/** An object schema whose properties are all required, generated in the order given. */
export function objectSchema(properties: Readonly<Record<string, JsonSchema>>): JsonSchema {
  return {
    type: 'object',
    properties,
    required: Object.keys(properties),
    additionalProperties: false,
  };
}

/** One chat completion. */
export interface LlmRequest {
  system: string;
  user: string;
  /** What the reply must look like; backends that cannot enforce it leave it to the prompt. */
  schema: JsonSchema;
  /** Most tokens to generate. */
  maxTokens: number;
  /** 0 is greedy. */
  temperature: number;
  signal?: AbortSignal | undefined;
}

export interface LlmReply {
  /** As generated; may be prose, cut off or empty. */
  text: string;
  /** Null where the backend does not count. */
  promptTokens: number | null;
  completionTokens: number | null;
}

/** A language model. Loads nothing and connects nowhere before the first call. */
export interface LlmProvider {
  /** Kind and model without address or key, e.g. `openai:qwen2.5:7b`; part of the policy's name. */
  readonly name: string;
  /**
   * Checks what can be checked without generating: files and packages, not the network.
   * @throws MemoryR1Error `llm-package-missing` | `llm-model-missing`
   */
  ready(): Promise<void>;
  /**
   * @throws MemoryR1Error of kind `provider` or `configuration` when no reply could be had;
   * the signal's reason when `request.signal` is aborted.
   */
  complete(request: LlmRequest): Promise<LlmReply>;
  /** Ends what is under way and frees the model. */
  close(): Promise<void>;
}
