import { configurationError } from '../errors.js';
import type { EmbeddingRole } from './embedder.js';
import type { Pooling } from './pooling.js';

/** Gives a JSON file of a model, or undefined where the model has none of that name. */
export type JsonReader = (file: string) => Promise<unknown>;

/** What a model wants done around the network, as sentence-transformers stores it with the model. */
export interface SentenceConfig {
  readonly pooling: Pooling;
  /** Text put in front of every query or document. */
  readonly prompts: Readonly<Record<EmbeddingRole, string>>;
  /** Most tokens of a text, special tokens included; undefined where the model does not say. */
  readonly maxTokens: number | undefined;
  /** Kinds of module after pooling that the ONNX graph has to contain, e.g. `Dense`. */
  readonly extraModules: readonly string[];
}

type Json = Record<string, unknown>;

const KNOWN_MODULES = new Set(['Transformer', 'Pooling', 'Normalize']);

const POOLING_FLAGS: readonly [flag: string, pooling: Pooling][] = [
  ['pooling_mode_cls_token', 'cls'],
  ['pooling_mode_lasttoken', 'last'],
  ['pooling_mode_max_tokens', 'max'],
  ['pooling_mode_mean_sqrt_len_tokens', 'mean-sqrt'],
  ['pooling_mode_mean_tokens', 'mean'],
];

/**
 * Reads the sentence-transformers files of a model; one without them gets mean pooling and no prompts.
 * @throws MemoryR1Error `embedder-unsupported` for a pooling that this server does not have
 */
export async function readSentenceConfig(read: JsonReader): Promise<SentenceConfig> {
  const [modules, bert, prompting] = await Promise.all([
    read('modules.json'),
    read('sentence_bert_config.json').then(asObject),
    read('config_sentence_transformers.json').then(asObject),
  ]);
  const types = (Array.isArray(modules) ? modules.map(asObject) : []).map((module) => ({
    name: asText(module['type']).split('.').at(-1) ?? '',
    path: asText(module['path']),
  }));
  const poolingFolder = types.find(({ name }) => name === 'Pooling')?.path ?? '1_Pooling';
  const maxTokens = bert['max_seq_length'];
  return {
    pooling: parsePooling(asObject(await read(`${poolingFolder}/config.json`))),
    prompts: parsePrompts(prompting),
    maxTokens: typeof maxTokens === 'number' ? maxTokens : undefined,
    extraModules: types.map(({ name }) => name).filter((name) => !KNOWN_MODULES.has(name)),
  };
}

function parsePooling(config: Json): Pooling {
  const flags = Object.entries(config)
    .filter(([key, value]) => key.startsWith('pooling_mode_') && value === true)
    .map(([key]) => key);
  if (flags.length === 0) return 'mean';
  const known = POOLING_FLAGS.find(([flag]) => flag === flags[0]);
  if (known && flags.length === 1) return known[1];
  throw configurationError(
    'embedder-unsupported',
    `The embedder pools by ${flags.join(' and ')}, which is not supported. Choose a model with mean, max, cls or last-token pooling.`,
  );
}

/** Names are those sentence-transformers' own `encode_query` and `encode_document` look for. */
function parsePrompts(config: Json): Record<EmbeddingRole, string> {
  const prompts = asObject(config['prompts']);
  const fallback = asText(prompts[asText(config['default_prompt_name'])]);
  const first = (names: string[]): string => {
    const name = names.find((candidate) => typeof prompts[candidate] === 'string');
    return name === undefined ? fallback : asText(prompts[name]);
  };
  return { query: first(['query']), document: first(['document', 'passage', 'corpus']) };
}

function asObject(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {};
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
