import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { inputError, messageOf } from '../errors.js';

const auditSchema = z.array(
  z.object({ sample_id: z.string(), qa_index: z.int(), error_type: z.string() }),
);

/**
 * Reads an audit of LoCoMo: which questions have a wrong gold answer, as `<sample id>:<index>`. A wrong
 * citation beside a right answer is none.
 * @throws MemoryR1Error `audit-file`
 */
export async function loadWrongGolds(path: string): Promise<Set<string>> {
  try {
    const entries = auditSchema.parse(JSON.parse(await readFile(path, 'utf8')));
    return new Set(
      entries
        .filter(({ error_type }) => error_type !== 'WRONG_CITATION')
        .map(({ sample_id, qa_index }) => questionKey(sample_id, qa_index)),
    );
  } catch (error) {
    throw inputError(
      'audit-file',
      `cannot read ${path} as an audit, a JSON list of {sample_id, qa_index, error_type}: ${messageOf(error)}`,
      error,
    );
  }
}

/** What an audit names a question by. */
export const questionKey = (sample: string, index: number): string => `${sample}:${index}`;
