import { readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { inputError, messageOf } from '../errors.js';

/**
 * Result files of `bench locomo` and `bench retrieval`, kept beside the docs. They hold figures only:
 * questions and answers are LoCoMo's and stay out.
 */

const scores = z.object({
  questions: z.int(),
  f1: z.number(),
  bleu1: z.number(),
  em: z.number(),
  locomoF1: z.number(),
  judge: z.number().optional(),
});
const figures = z.object({
  overall: scores,
  byCategory: z.record(z.string(), scores),
  retrieval: z.record(z.string(), z.number()),
  distilled: z.object({
    recall: z.number(),
    kept: z.number(),
    memories: z.number(),
    at: z.record(z.string(), z.number()),
  }),
  abstention: z.object({ cat5: z.number(), answerable: z.number() }),
  tokens: z.number(),
});
const quantiles = z.object({ p50: z.number(), p95: z.number() }).nullable();
const locomo = figures.extend({
  run: z.object({
    facts: z.enum(['turns', 'observations', 'both']),
    samples: z.array(z.string()),
    manager: z.string(),
    answerer: z.string(),
    embedder: z.string(),
    judge: z.string().nullable(),
    limit: z.int().nullable(),
    distilled: z.int(),
    seed: z.null(),
    version: z.string(),
    commit: z.string().nullable(),
  }),
  bySample: z.record(z.string(), scores),
  audited: figures.extend({ leftOut: z.int() }).nullable(),
  operations: z.record(z.string(), z.int()),
  latencyMs: z.object({ remember: quantiles, recall: quantiles, answer: quantiles }),
});
const recallAt = z.record(z.string(), z.number());
const retrieval = z.object({
  facts: z.enum(['turns', 'observations']),
  embedder: z.string(),
  samples: z.array(z.string()),
  memories: z.int(),
  questions: z.int(),
  ks: z.array(z.int()),
  version: z.string(),
  commit: z.string().nullable(),
  bySample: z.record(
    z.string(),
    z.intersection(z.object({ questions: z.int() }), z.record(z.string(), z.unknown())),
  ),
});

export type LocomoResult = z.infer<typeof locomo>;
export interface RetrievalResult extends Omit<z.infer<typeof retrieval>, 'bySample'> {
  /** By dialogue: how many questions, and by way of searching the recall at each depth. */
  bySample: Record<string, { questions: number; recall: Record<string, Record<string, number>> }>;
}

export interface Results {
  locomo: LocomoResult[];
  retrieval: RetrievalResult[];
}

const toRetrieval = ({ bySample, ...rest }: z.infer<typeof retrieval>): RetrievalResult => ({
  ...rest,
  bySample: Object.fromEntries(
    Object.entries(bySample).map(([sample, { questions, ...methods }]) => [
      sample,
      { questions, recall: z.record(z.string(), recallAt).parse(methods) },
    ]),
  ),
});

const file = z.union([locomo, z.array(retrieval)]);

async function readResult(path: string): Promise<z.infer<typeof file>> {
  try {
    return file.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    throw inputError(
      'bench-result',
      `${path} is no result of "bench locomo" or "bench retrieval" (--json): ${error instanceof z.ZodError ? z.prettifyError(error) : messageOf(error)}`,
      error,
    );
  }
}

/** All result files of a folder. @throws MemoryR1Error `bench-result` */
export async function loadResults(folder: string): Promise<Results> {
  const names = await readdir(folder).catch((error: unknown) => {
    throw inputError('bench-result', `cannot read ${folder}: ${messageOf(error)}`, error);
  });
  const results: Results = { locomo: [], retrieval: [] };
  for (const name of names.filter((each) => each.endsWith('.json')).sort()) {
    const result = await readResult(join(folder, name));
    if (Array.isArray(result)) results.retrieval.push(...result.map(toRetrieval));
    else results.locomo.push(result);
  }
  return results;
}

/** Copies a result file without anything but its figures. @throws MemoryR1Error `bench-result` */
export async function addResult(path: string, folder: string): Promise<void> {
  const result = await readResult(path);
  await writeFile(join(folder, basename(path)), `${JSON.stringify(rounded(result), null, 2)}\n`);
}

/** Five digits: more than is ever printed. */
function rounded(value: unknown): unknown {
  if (typeof value === 'number') return Number(value.toPrecision(5));
  if (Array.isArray(value)) return value.map(rounded);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, rounded(each)]));
}
