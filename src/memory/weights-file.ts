import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { configurationError, type MemoryR1Error } from '../errors.js';

/** What the files of trained weights have in common. */

/** Reads a weights file. @throws MemoryR1Error `weights-missing`, with this message */
export function readWeightsFile(file: string, message: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw configurationError('weights-missing', message, error);
  }
}

/** The JSON of a weights file, unchecked. @throws MemoryR1Error `weights-broken` where it is none */
export function weightsJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw broken(file, 'is not JSON', error);
  }
}

export const incompleteWeights = (file: string): MemoryR1Error =>
  broken(file, 'is incomplete or was changed');

const broken = (file: string, how: string, cause?: unknown): MemoryR1Error =>
  configurationError('weights-broken', `${file} ${how}; train or install it again.`, cause);

/** SHA-256 of all that a decision depends on, so that a file that was cut or edited is noticed. */
export const digestOf = (parts: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex');
