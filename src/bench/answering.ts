import { type AnswerAgent, approximateTokens } from '../agents/answer.js';
import type { Embedder } from '../embeddings/embedder.js';
import type { MemoryStore } from '../store/store.js';
import { appendSample, evidenceIndex, evidenceRecall, mean } from './ingest.js';
import type { FactStream, LocomoSample } from './locomo.js';
import { bleu1, exactMatch, f1, locomoF1 } from './metrics.js';

export interface LocomoBenchOptions {
  samples: readonly LocomoSample[];
  facts: FactStream;
  /** Empty; closed when the benchmark ends. */
  createStore: () => MemoryStore | Promise<MemoryStore>;
  embedder: Embedder;
  /** Makes the answer agent over the filled store. */
  createAgent: (store: MemoryStore) => AnswerAgent;
  /** At most this many questions of each sample. */
  limit?: number | undefined;
  onProgress?: ((done: number, total: number) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/** Means over questions; all in [0, 1]. */
export interface Scores {
  questions: number;
  f1: number;
  bleu1: number;
  em: number;
  locomoF1: number;
}

/** One answered question, for those who look into mistakes. */
export interface AnsweredQuestion {
  sample: string;
  index: number;
  category: number;
  question: string;
  gold: string | null;
  answer: string | null;
  confidence: number;
  f1: number;
  bleu1: number;
  em: number;
  locomoF1: number;
  /** Ids of the memories the answer rests on. */
  evidence: string[];
  /** Evidence recall by depth within the retrieved, and of the distilled. */
  recall: Record<string, number>;
  distilledRecall: number;
  tokens: number;
  ms: number;
}

export interface LocomoReport {
  facts: FactStream;
  samples: string[];
  embedder: string;
  overall: Scores;
  byCategory: Record<string, Scores>;
  /** Mean evidence recall by depth, categories 1-4. */
  retrieval: Record<string, number>;
  /** Evidence recall of the distilled memories, and the share kept of what the 60 had. */
  distilled: { recall: number; kept: number };
  /** Share of category 5, and of the answerable categories 1-4, on which the agent abstained. */
  abstention: { cat5: number; answerable: number };
  /** Mean approximate tokens handed to the answerer. */
  tokens: number;
  latencyMs: { answer: { p50: number; p95: number } };
  questions: AnsweredQuestion[];
}

const DEPTHS = [1, 5, 10, 30, 60];

function scoresOf(rows: readonly AnsweredQuestion[]): Scores {
  return {
    questions: rows.length,
    f1: mean(rows.map((row) => row.f1)),
    bleu1: mean(rows.map((row) => row.bleu1)),
    em: mean(rows.map((row) => row.em)),
    locomoF1: mean(rows.map((row) => row.locomoF1)),
  };
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

const abstained = (rows: readonly AnsweredQuestion[]): number =>
  mean(rows.map(({ answer }) => (answer === null ? 1 : 0)));

function reportOf(options: LocomoBenchOptions, rows: AnsweredQuestion[]): LocomoReport {
  const answerable = rows.filter(({ category }) => category !== 5);
  const cited = answerable.filter(({ recall }) => '60' in recall);
  const at = (depth: number): number => mean(cited.map(({ recall }) => recall[depth] ?? 0));
  const distilled = mean(cited.map(({ distilledRecall }) => distilledRecall));
  const categories = [...new Set(answerable.map(({ category }) => category))].sort();
  return {
    facts: options.facts,
    samples: options.samples.map(({ id }) => id),
    embedder: options.embedder.name,
    overall: scoresOf(answerable),
    byCategory: Object.fromEntries(
      categories.map((category) => [
        category,
        scoresOf(answerable.filter((row) => row.category === category)),
      ]),
    ),
    retrieval: Object.fromEntries(DEPTHS.map((depth) => [depth, at(depth)])),
    distilled: { recall: distilled, kept: at(60) === 0 ? 0 : distilled / at(60) },
    abstention: {
      cat5: abstained(rows.filter(({ category }) => category === 5)),
      answerable: abstained(answerable),
    },
    tokens: mean(rows.map(({ tokens }) => tokens)),
    latencyMs: {
      answer: {
        p50: percentile(
          rows.map(({ ms }) => ms),
          0.5,
        ),
        p95: percentile(
          rows.map(({ ms }) => ms),
          0.95,
        ),
      },
    },
    questions: rows,
  };
}

/**
 * Stores every fact of each sample, asks every question of it, and scores the answers. Category 5 has no
 * answer: there only abstention counts, and it stays out of all other figures. An abstention elsewhere
 * scores 0.
 */
export async function benchLocomo(options: LocomoBenchOptions): Promise<LocomoReport> {
  const store = await options.createStore();
  const agent = options.createAgent(store);
  const rows: AnsweredQuestion[] = [];
  const total = options.samples.reduce(
    (sum, { questions }) => sum + Math.min(questions.length, options.limit ?? Infinity),
    0,
  );
  try {
    for (const sample of options.samples) {
      const items = await appendSample(sample, options.facts, {
        store,
        embedder: options.embedder,
        signal: options.signal,
      });
      const evidence = evidenceIndex(items);
      for (const asked of sample.questions.slice(0, options.limit)) {
        const start = performance.now();
        const answer = await agent.answer(asked.question, {
          namespace: sample.id,
          signal: options.signal,
        });
        const ms = performance.now() - start;
        const ids = answer.retrieved.map(({ id }) => id);
        const gold = asked.answer;
        const score = (metric: (a: string, b: string) => number): number =>
          gold === null ? 0 : metric(answer.text ?? '', gold);
        rows.push({
          sample: sample.id,
          index: asked.index,
          category: asked.category,
          question: asked.question,
          gold,
          answer: answer.text,
          confidence: answer.confidence,
          f1: score(f1),
          bleu1: score(bleu1),
          em: score(exactMatch),
          locomoF1: score((a, b) => locomoF1(a, b, asked.category)),
          evidence: answer.evidence.map(({ id }) => id),
          recall:
            asked.evidence.length === 0
              ? {}
              : Object.fromEntries(
                  DEPTHS.map((k) => [k, evidenceRecall(asked.evidence, ids.slice(0, k), evidence)]),
                ),
          distilledRecall: evidenceRecall(
            asked.evidence,
            answer.distilled.map(({ id }) => id),
            evidence,
          ),
          tokens: answer.distilled.reduce((sum, { text }) => sum + approximateTokens(text), 0),
          ms,
        });
        options.onProgress?.(rows.length, total);
      }
    }
  } finally {
    await store.close();
  }
  return reportOf(options, rows);
}

const percent = (value: number): string => (100 * value).toFixed(2).padStart(8);

/** The report as a table of fixed-width text; figures times 100, as papers print them. */
export function formatLocomo(report: LocomoReport): string {
  const line = (name: string, scores: Scores): string =>
    name.padEnd(12) +
    String(scores.questions).padStart(6) +
    percent(scores.f1) +
    percent(scores.bleu1) +
    percent(scores.em) +
    percent(scores.locomoF1);
  return [
    `LoCoMo answers, ${report.samples.join(', ')}, ${report.facts}, ${report.embedder}`,
    `${''.padEnd(12)}${'asked'.padStart(6)}${['F1', 'BLEU-1', 'EM', 'LoCoMoF1'].map((name) => name.padStart(8)).join('')}`,
    line('overall 1-4', report.overall),
    ...Object.entries(report.byCategory).map(([name, scores]) => line(`category ${name}`, scores)),
    `evidence recall: ${Object.entries(report.retrieval)
      .map(([k, value]) => `@${k} ${value.toFixed(3)}`)
      .join(
        ', ',
      )}; distilled ${report.distilled.recall.toFixed(3)} (${(100 * report.distilled.kept).toFixed(1)} % kept)`,
    `abstained: category 5 ${percent(report.abstention.cat5).trim()} %, answerable ${percent(report.abstention.answerable).trim()} %`,
    `answer: p50 ${report.latencyMs.answer.p50.toFixed(1)} ms, p95 ${report.latencyMs.answer.p95.toFixed(1)} ms; ${report.tokens.toFixed(0)} tokens read`,
  ].join('\n');
}
