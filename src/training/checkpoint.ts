import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { configurationError } from '../errors.js';
import { FEATURE_VERSION } from '../agents/policies/features.js';
import type { AdamState } from './optimiser.js';

/** Everything that training needs to go on as if it had not stopped. */
export interface Checkpoint<Progress> {
  /** What the training was started with; another run must not go on from it. */
  fingerprint: string;
  iteration: number;
  parameters: Float64Array;
  reference: Float64Array;
  adam: AdamState;
  critic: { parameters: Float64Array; adam: AdamState } | null;
  progress: Progress[];
}

const FILE = 'checkpoint.json';

/** Writes a checkpoint; a kill at any moment leaves the one before or this one, never half of it. */
export function writeCheckpoint<P>(folder: string, checkpoint: Checkpoint<P>): void {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, FILE);
  const text = JSON.stringify({ features: FEATURE_VERSION, ...checkpoint }, (_, value: unknown) =>
    value instanceof Float64Array ? { base64: encode(value) } : value,
  );
  writeFileSync(`${file}.part`, text);
  renameSync(`${file}.part`, file);
}

/** The checkpoint of a folder; null where there is none. */
export function readCheckpoint<P>(folder: string, fingerprint: string): Checkpoint<P> | null {
  const file = join(folder, FILE);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return null;
  }
  const read = JSON.parse(text, (_, value: unknown) =>
    isEncoded(value) ? decode(value.base64) : value,
  ) as Checkpoint<P> & { features: string };
  if (read.features !== FEATURE_VERSION || read.fingerprint !== fingerprint) {
    throw configurationError(
      'checkpoint-differs',
      `The checkpoint in ${folder} belongs to another training (${read.fingerprint}, ${read.features}); go on with the same arguments, or choose another folder.`,
    );
  }
  return read;
}

const isEncoded = (value: unknown): value is { base64: string } =>
  typeof value === 'object' &&
  value !== null &&
  'base64' in value &&
  typeof value.base64 === 'string';

const encode = (values: Float64Array): string =>
  Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64');

function decode(text: string): Float64Array {
  const bytes = Buffer.from(text, 'base64');
  const values = new Float64Array(bytes.length / 8);
  new Uint8Array(values.buffer).set(bytes);
  return values;
}
