import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { configurationError } from '../errors.js';
import { dot } from '../memory/vectors.js';
import { readWeightsFile } from '../memory/weights-file.js';
import type { Embedder } from './embedder.js';

/**
 * Questions are near other questions, and what answers them is mostly a statement. The bundled model has no
 * way to say which of the two a text is, so a small map, learned by `memory-r1 train query`, moves the vector
 * of a question towards the statements that answer it: q + up·(down·q). Stored vectors stay as they are.
 */
export interface QueryMap {
  /** Length of the vectors. */
  dimension: number;
  /** Rows of `dimension` numbers, one for each rank. */
  down: Float32Array;
  /** Likewise: what each rank adds. */
  up: Float32Array;
}

/** The moved vector, of unit length. */
export function moved({ dimension, down, up }: QueryMap, query: Float32Array): Float32Array {
  const result = Float32Array.from(query);
  for (let row = 0; row < down.length; row += dimension) {
    const amount = dot(down.subarray(row, row + dimension), query);
    for (let i = 0; i < dimension; i += 1)
      result[i] = (result[i] ?? 0) + amount * (up[row + i] ?? 0);
  }
  const length = Math.hypot(...result) || 1;
  return result.map((value) => value / length);
}

/** An embedder whose queries are moved; the map is asked for when the first one comes. */
export function withQueryMap(embedder: Embedder, map: () => QueryMap): Embedder {
  return {
    name: embedder.name,
    dimension: async () => embedder.dimension(),
    close: async () => embedder.close(),
    async embed(texts, role) {
      const vectors = await embedder.embed(texts, role);
      return role === 'query' ? vectors.map((vector) => moved(map(), vector)) : vectors;
    },
  };
}

/** How it lies on disk (`models/query.json`): numbers of one byte each, in base64. */
const FileSchema = z.object({
  format: z.literal(1),
  embedder: z.string(),
  provenance: z.record(z.string(), z.unknown()),
  dimension: z.int().positive(),
  downUnit: z.number(),
  down: z.base64(),
  upUnit: z.number(),
  up: z.base64(),
});

const STEPS = 127;

function packed(values: Float32Array): { unit: number; bytes: string } {
  const unit = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) / STEPS || 1;
  const steps = Int8Array.from(values, (value) => Math.round(value / unit));
  return { unit, bytes: Buffer.from(steps.buffer).toString('base64') };
}

const unpacked = (bytes: string, unit: number): Float32Array =>
  Float32Array.from(new Int8Array(Buffer.from(bytes, 'base64')), (step) => step * unit);

/** The text of a map's file. @param embedder name of the model whose vectors it moves */
export function queryMapText(
  { dimension, down, up }: QueryMap,
  embedder: string,
  provenance: Record<string, unknown>,
): string {
  const [below, above] = [packed(down), packed(up)];
  const file: z.infer<typeof FileSchema> = {
    format: 1,
    embedder,
    provenance,
    dimension,
    downUnit: below.unit,
    down: below.bytes,
    upUnit: above.unit,
    up: above.bytes,
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** Reads the text of a map's file. @throws MemoryR1Error `weights-broken` where it is none for this model */
export function parseQueryMap(text: string, file: string, embedder: string): QueryMap {
  try {
    const read = FileSchema.parse(JSON.parse(text));
    const down = unpacked(read.down, read.downUnit);
    const up = unpacked(read.up, read.upUnit);
    const { dimension } = read;
    if (read.embedder === embedder && up.length === down.length && up.length % dimension === 0)
      return { dimension, down, up };
    throw new Error(`for ${read.embedder}, ${down.length} and ${up.length} numbers`);
  } catch (error) {
    throw configurationError(
      'weights-broken',
      `${file} is no query map for ${embedder}; train or install it again.`,
      error,
    );
  }
}

const SHIPPED = fileURLToPath(new URL('../../models/query.json', import.meta.url));
let shipped: QueryMap | null = null;

/** The map that ships, read once. @throws MemoryR1Error `weights-missing` and as `parseQueryMap` */
export function shippedQueryMap(embedder: string): QueryMap {
  const missing = `There is no query map at ${SHIPPED}. Reinstall memory-r1-mcp, or train it with "memory-r1 train query".`;
  return (shipped ??= parseQueryMap(readWeightsFile(SHIPPED, missing), SHIPPED, embedder));
}
