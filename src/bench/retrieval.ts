import { ALL_SIGNALS, CANDIDATES, rerank, type RerankSignals } from '../agents/rerank.js';
import type { Embedder } from '../embeddings/embedder.js';
import type { ScoredMemory } from '../memory/records.js';
import type { MemoryStore, SearchQuery } from '../store/store.js';
import { appendSample, evidenceIndex, evidenceRecall, mean } from './ingest.js';
import type { FactStream, LocomoQuestion, LocomoSample } from './locomo.js';
import type { LocomoRun } from './locomo-report.js';

/** The ways of searching that are compared; `reranked` is what `recall` and `answer` use. */
export const RETRIEVAL_METHODS = [
  'vectors',
  'text',
  'fused',
  'reranked',
  'no speaker',
  'no expansion',
  'no neighbours',
] as const;
export type RetrievalMethod = (typeof RETRIEVAL_METHODS)[number];

export interface RetrievalOptions {
  samples: readonly LocomoSample[];
  facts: FactStream;
  /** Depths, e.g. `[10, 60]`. */
  ks: readonly number[];
  /** Makes an empty store; it is closed when the benchmark ends. */
  createStore: () => MemoryStore | Promise<MemoryStore>;
  embedder: Embedder;
  /** What the report says about how it came about. */
  run: Pick<LocomoRun, 'version' | 'commit'>;
  onProgress?: ((done: number, total: number) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/** Mean evidence recall by depth, e.g. `{ "10": 0.6, "60": 0.74 }`. */
export type RecallAt = Record<string, number>;

export interface RetrievalReport extends Pick<LocomoRun, 'version' | 'commit'> {
  facts: FactStream;
  embedder: string;
  samples: string[];
  memories: number;
  /** Questions of categories 1-4 that cite evidence. */
  questions: number;
  ks: number[];
  overall: Record<RetrievalMethod, RecallAt>;
  byCategory: Record<string, { questions: number } & Record<RetrievalMethod, RecallAt>>;
  bySample: Record<string, { questions: number } & Record<RetrievalMethod, RecallAt>>;
  /** Median milliseconds of one search, with the second look; the question's embedding left out. */
  searchMs: Record<RetrievalMethod, number>;
}

interface Row {
  sample: string;
  category: string;
  recall: Record<RetrievalMethod, number[]>;
  ms: Record<RetrievalMethod, number>;
}

function byMethod<T>(make: (method: RetrievalMethod) => T): Record<RetrievalMethod, T> {
  const entries = RETRIEVAL_METHODS.map((method) => [method, make(method)] as const);
  return Object.fromEntries(entries) as Record<RetrievalMethod, T>;
}

function tableOf(rows: readonly Row[], ks: readonly number[]): Record<RetrievalMethod, RecallAt> {
  const of = (method: RetrievalMethod): RecallAt =>
    Object.fromEntries(
      ks.map((k, at) => [k, mean(rows.map((row) => row.recall[method][at] ?? 0))]),
    );
  return byMethod(of);
}

function groupedBy(
  rows: readonly Row[],
  ks: readonly number[],
  key: 'sample' | 'category',
): Record<string, { questions: number } & Record<RetrievalMethod, RecallAt>> {
  const keys = [...new Set(rows.map((row) => row[key]))].sort();
  return Object.fromEntries(
    keys.map((value) => {
      const group = rows.filter((row) => row[key] === value);
      return [value, { questions: group.length, ...tableOf(group, ks) }];
    }),
  );
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** The signals of each way that looks again at what the fused search found. */
const RERANKED: Partial<Record<RetrievalMethod, RerankSignals>> = {
  reranked: ALL_SIGNALS,
  'no speaker': { ...ALL_SIGNALS, speaker: false },
  'no expansion': { ...ALL_SIGNALS, expansion: false },
  'no neighbours': { ...ALL_SIGNALS, neighbours: false },
};

/** Asks one question in all ways. */
async function measure(
  sample: LocomoSample,
  question: LocomoQuestion,
  vector: Float32Array,
  evidence: ReadonlyMap<string, readonly string[]>,
  store: MemoryStore,
  ks: readonly number[],
): Promise<Row> {
  const limit = Math.max(...ks);
  const text = question.question;
  const find = async (method: RetrievalMethod): Promise<ScoredMemory[]> => {
    const signals = RERANKED[method];
    const query: SearchQuery = {
      namespace: sample.id,
      limit: signals ? Math.max(limit, CANDIDATES) : limit,
      ...(method === 'text' ? {} : { vector }),
      ...(method === 'vectors' ? {} : { text }),
    };
    const found = await store.search(query);
    return signals ? rerank(text, found, signals) : found;
  };
  const recall: Partial<Row['recall']> = {};
  const ms: Partial<Row['ms']> = {};
  for (const method of RETRIEVAL_METHODS) {
    const start = performance.now();
    const ids = (await find(method)).map(({ id }) => id);
    ms[method] = performance.now() - start;
    recall[method] = ks.map((k) => evidenceRecall(question.evidence, ids.slice(0, k), evidence));
  }
  const category = String(question.category);
  return { sample: sample.id, category, recall: recall as Row['recall'], ms: ms as Row['ms'] };
}

/**
 * Evidence recall on LoCoMo, categories 1-4: which share of the turns that a question cites is covered
 * by the top k memories, averaged over the questions that cite any.
 */
export async function benchRetrieval(options: RetrievalOptions): Promise<RetrievalReport> {
  const { samples, facts, ks, embedder } = options;
  const store = await options.createStore();
  const rows: Row[] = [];
  let memories = 0;
  const asked = (sample: LocomoSample): LocomoQuestion[] =>
    sample.questions.filter(({ category, evidence }) => category !== 5 && evidence.length > 0);
  const total = samples.reduce((sum, sample) => sum + asked(sample).length, 0);
  try {
    for (const sample of samples) {
      const items = await appendSample(sample, facts, { store, embedder, signal: options.signal });
      memories += items.length;
      const evidence = evidenceIndex(items);
      const questions = asked(sample);
      const vectors = await embedder.embed(
        questions.map(({ question }) => question),
        'query',
      );
      for (const [at, question] of questions.entries()) {
        options.signal?.throwIfAborted();
        const vector = vectors[at];
        if (vector === undefined) continue;
        rows.push(await measure(sample, question, vector, evidence, store, ks));
        options.onProgress?.(rows.length, total);
      }
    }
  } finally {
    await store.close();
  }
  const ms = (method: RetrievalMethod): number => median(rows.map((row) => row.ms[method]));
  return {
    facts,
    embedder: embedder.name,
    samples: samples.map(({ id }) => id),
    memories,
    questions: rows.length,
    ks: [...ks],
    ...options.run,
    overall: tableOf(rows, ks),
    byCategory: groupedBy(rows, ks, 'category'),
    bySample: groupedBy(rows, ks, 'sample'),
    searchMs: byMethod(ms),
  };
}

/** The report as a table of fixed-width text. */
export function formatRetrieval(report: RetrievalReport): string {
  const groups: [string, number, Record<RetrievalMethod, RecallAt>][] = [
    ['overall', report.questions, report.overall],
    ...Object.entries(report.byCategory).map(([name, group]): (typeof groups)[number] => [
      `category ${name}`,
      group.questions,
      group,
    ]),
    ...Object.entries(report.bySample).map(([name, group]): (typeof groups)[number] => [
      name,
      group.questions,
      group,
    ]),
  ];
  const widths = RETRIEVAL_METHODS.map(
    (method) => Math.max(method.length, 6 * report.ks.length) + 2,
  );
  const row = (name: string, count: string, cells: readonly string[]): string =>
    name.padEnd(12) +
    count.padStart(6) +
    cells.map((cell, at) => cell.padStart(widths[at] ?? 0)).join('');
  return [
    `Evidence recall at ${report.ks.join(' and ')}, LoCoMo categories 1-4, ${report.facts} (${report.memories} memories), ${report.embedder}`,
    row('', 'asked', RETRIEVAL_METHODS),
    ...groups.map(([name, count, table]) =>
      row(
        name,
        String(count),
        RETRIEVAL_METHODS.map((method) =>
          report.ks.map((k) => (table[method][k] ?? 0).toFixed(3)).join(' '),
        ),
      ),
    ),
    row(
      'median ms',
      '',
      RETRIEVAL_METHODS.map((method) => report.searchMs[method].toFixed(1)),
    ),
  ].join('\n');
}
