/**
 * The worker thread of the embedder, and the only importer of transformers.js: tokenising and
 * inference never run on the thread that answers clients.
 */
import { parentPort, workerData } from 'node:worker_threads';
import {
  AutoModel,
  AutoTokenizer,
  env,
  LogLevel,
  Tensor,
  type PreTrainedModel,
  type PreTrainedTokenizer,
} from '#transformers';
import { configurationError, MemoryR1Error, messageOf } from '../errors.js';
import { batchByLength, type Batch } from './batches.js';
import type { EmbeddingRole } from './embedder.js';
import { jsonReader } from './model-json.js';
import type { ModelSource } from './model-source.js';
import { normalizeRows, pool } from './pooling.js';
import { readSentenceConfig, type SentenceConfig } from './sentence-config.js';
import { useLiteTokenizer, type UnigramJson } from './use-lite-tokenizer.js';
import type { EmbedReply, EmbedRequest, Failure } from './worker-protocol.js';

/** Tokens of a batch. Larger ones leave the processor's cache: 1024 is 10% slower, 4096 30%. */
const TOKEN_BUDGET = 512;

/**
 * ONNX Runtime's threads wait for work asleep instead of spinning: on a busy machine a third less
 * time and processor for the same texts, and the machine belongs to the user.
 */
const SESSION_OPTIONS = { extra: { session: { intra_op: { allow_spinning: '0' } } } };

/** Where neither the tokenizer nor the model says how long a text may be. */
const DEFAULT_MAX_TOKENS = 512;

/** `model_type` of the bundled model, see scripts/build-embedder.js. */
const USE_LITE = 'universal-sentence-encoder-lite';

interface LoadedModel {
  /** Token ids of a text of any length. */
  readonly encode: (text: string) => number[];
  readonly tokenizer: PreTrainedTokenizer;
  readonly model: PreTrainedModel;
  readonly sentence: SentenceConfig;
  readonly maxTokens: number;
}

async function load(source: ModelSource): Promise<LoadedModel> {
  env.logLevel = LogLevel.ERROR;
  env.allowRemoteModels = source.kind === 'hub';
  if (source.kind === 'hub') {
    env.remoteHost = source.endpoint;
    env.cacheDir = source.cache;
  }
  const readJson = jsonReader(source);
  const reference = source.kind === 'hub' ? source.id : source.folder;
  const [sentence, tokenizer, model] = await Promise.all([
    readSentenceConfig(readJson),
    AutoTokenizer.from_pretrained(reference),
    AutoModel.from_pretrained(reference, {
      dtype: source.kind === 'folder' ? source.dtype : 'fp32',
      device: 'cpu',
      session_options: SESSION_OPTIONS,
    }),
  ]);
  const limits = [
    sentence.maxTokens,
    tokenizer.model_max_length,
    (model.config as { max_position_embeddings?: number }).max_position_embeddings,
  ];
  const maxTokens = Math.min(
    ...(limits.filter((limit) => limit !== undefined && limit > 0) as number[]),
  );
  const isUseLite = (model.config as { model_type?: string }).model_type === USE_LITE;
  return {
    encode: isUseLite
      ? useLiteTokenizer((await readJson('tokenizer.json')) as UnigramJson)
      : (text) => tokenizer.encode(text),
    tokenizer,
    model,
    sentence,
    // "No limit" is written as a huge number by many tokenizers.
    maxTokens: maxTokens < 1e6 ? maxTokens : DEFAULT_MAX_TOKENS,
  };
}

/** Token ids of a text, cut to the model's length; a closing special token survives the cut. */
function tokenize({ encode, tokenizer, maxTokens }: LoadedModel, text: string): number[] {
  const ids = encode(text);
  if (ids.length <= maxTokens) return ids;
  const { sep_token_id: sep, eos_token_id: eos } = tokenizer as {
    sep_token_id?: number;
    eos_token_id?: number;
  };
  const last = ids.at(-1);
  const closes = last !== undefined && (last === sep || last === eos);
  return closes ? [...ids.slice(0, maxTokens - 1), last] : ids.slice(0, maxTokens);
}

/** Runs one batch. @returns row-major [batch, dimension] and the dimension */
async function run(loaded: LoadedModel, encoded: readonly (readonly number[])[], batch: Batch) {
  const lengths = batch.map((position) => encoded[position]?.length ?? 0);
  // ONNX Runtime takes no empty tensors: a batch of empty texts is one padding token wide.
  const sequence = Math.max(1, ...lengths);
  const padding = BigInt(loaded.tokenizer.pad_token_id ?? 0);
  const ids = new BigInt64Array(batch.length * sequence).fill(padding);
  const mask = new BigInt64Array(batch.length * sequence);
  batch.forEach((position, row) => {
    encoded[position]?.forEach((id, column) => {
      ids[row * sequence + column] = BigInt(id);
      mask[row * sequence + column] = 1n;
    });
  });
  const dims = [batch.length, sequence];
  const output = (await loaded.model({
    input_ids: new Tensor('int64', ids, dims),
    attention_mask: new Tensor('int64', mask, dims),
  })) as Record<string, Tensor | undefined>;

  const sentences = output['sentence_embedding'];
  if (sentences) {
    return { rows: sentences.data as Float32Array, width: sentences.dims[1] ?? 0 };
  }
  const tokens = output['last_hidden_state'] ?? output['token_embeddings'];
  if (!tokens || loaded.sentence.extraModules.length > 0) {
    const lacking = loaded.sentence.extraModules.join(', ') || 'token embeddings';
    throw configurationError(
      'embedder-unsupported',
      `The embedder's ONNX file lacks ${lacking}. Choose a feature-extraction model, or one exported with its sentence_embedding output.`,
    );
  }
  const width = tokens.dims[2] ?? 0;
  const data = tokens.data as Float32Array;
  const shape = { data, batch: batch.length, sequence, width };
  const pooled = pool(
    shape,
    lengths.map((length) => Math.max(1, length)),
    loaded.sentence.pooling,
  );
  return { rows: pooled, width };
}

async function embed(loaded: LoadedModel, texts: readonly string[], role: EmbeddingRole) {
  const prompt = loaded.sentence.prompts[role];
  const encoded = texts.map((text) => tokenize(loaded, prompt + text));
  const lengths = encoded.map((ids) => ids.length);
  let vectors = new Float32Array(0);
  let dimension = 0;
  for (const batch of batchByLength(lengths, TOKEN_BUDGET)) {
    const { rows, width } = await run(loaded, encoded, batch);
    if (dimension === 0) {
      dimension = width;
      vectors = new Float32Array(texts.length * width);
    }
    batch.forEach((position, row) => {
      vectors.set(rows.subarray(row * width, (row + 1) * width), position * width);
    });
  }
  normalizeRows(vectors, dimension);
  return { vectors, dimension };
}

function describe(error: unknown, source: ModelSource): Failure {
  if (error instanceof MemoryR1Error) {
    return { kind: error.kind, code: error.code, message: error.message };
  }
  const cause = messageOf(error).split('\n')[0] ?? '';
  const message =
    source.kind === 'hub'
      ? `The embedder hf:${source.id} cannot be loaded: ${cause}. Check the id, the network and HF_ENDPOINT, or use hf:<folder> or "bundled".`
      : `The embedder in ${source.folder} cannot be used: ${cause}. Its files may be damaged: install it again.`;
  return { kind: 'configuration', code: 'embedder-missing', message };
}

// stdout belongs to JSON-RPC, whatever a dependency prints. Done here and not with the worker's
// `stdout` option: reading that stream would keep the process alive.
process.stdout.write = process.stderr.write.bind(process.stderr);

const port = parentPort;
if (!port) throw new Error('worker.ts runs only as a worker thread');
const source = workerData as ModelSource;
const loading = load(source);
// Reported with the first request; without this the worker would die of an unhandled rejection first.
loading.catch(() => undefined);

/** One request after the other: two runs at once would only share the same cores. */
let queue: Promise<void> = Promise.resolve();
port.on('message', (request: EmbedRequest) => {
  queue = queue.then(async () => {
    try {
      const result = await embed(await loading, request.texts, request.role);
      const reply: EmbedReply = { id: request.id, ...result };
      port.postMessage(reply, [result.vectors.buffer]);
    } catch (error) {
      const reply: EmbedReply = { id: request.id, failure: describe(error, source) };
      port.postMessage(reply);
    }
  });
});
