import type { OperationName } from '../memory/records.js';
import { questionKey } from './audit.js';
import { mean } from './ingest.js';
import type { FactStream } from './locomo.js';

/** Depths at which evidence recall is reported. */
export const DEPTHS = [1, 5, 10, 30, 60];

/** Means over questions; all in [0, 1]. */
export interface Scores {
  questions: number;
  f1: number;
  bleu1: number;
  em: number;
  locomoF1: number;
  /** Share that the language model judged correct; only where one judged. */
  judge?: number;
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
  /** Null where nobody judged. */
  judged: boolean | null;
  /** Ids of the memories the answer rests on. */
  evidence: string[];
  /** Evidence recall by depth, of what was retrieved and of what it was distilled to; empty without evidence. */
  recall: Record<string, number>;
  distilledRecall: Record<string, number>;
  distilled: number;
  tokens: number;
  answerMs: number;
  recallMs: number;
}

/** How the figures came about. */
export interface LocomoRun {
  facts: FactStream;
  samples: string[];
  /** Names and versions. */
  manager: string;
  answerer: string;
  embedder: string;
  judge: string | null;
  /** At most so many questions of each dialogue; null: all. */
  limit: number | null;
  /** How many memories at most an answer was read from. */
  distilled: number;
  /** Nothing in a run is drawn at random. */
  seed: null;
  version: string;
  /** Of the working tree; null outside of a repository. */
  commit: string | null;
}

/** Quality over some of the questions. */
export interface LocomoFigures {
  overall: Scores;
  byCategory: Record<string, Scores>;
  /** Mean evidence recall by depth, categories 1-4. */
  retrieval: Record<string, number>;
  /** The same of the distilled memories: all of them, by depth, and the share kept of what the 60 had. */
  distilled: { recall: number; kept: number; memories: number; at: Record<string, number> };
  /** Share of category 5, and of the answerable categories 1-4, on which the agent abstained. */
  abstention: { cat5: number; answerable: number };
  /** Mean approximate tokens handed to the answerer. */
  tokens: number;
}

export interface Quantiles {
  p50: number;
  p95: number;
}

export interface LocomoReport extends LocomoFigures {
  run: LocomoRun;
  /** Categories 1-4 of each dialogue. */
  bySample: Record<string, Scores>;
  /** Without the questions whose gold answer an audit found wrong; null without an audit. */
  audited: (LocomoFigures & { leftOut: number }) | null;
  /** What became of what was said. */
  operations: Record<OperationName, number>;
  /** Null where nothing was measured, e.g. nothing went through the manager. */
  latencyMs: { remember: Quantiles | null; recall: Quantiles | null; answer: Quantiles | null };
  questions: AnsweredQuestion[];
}

function scoresOf(rows: readonly AnsweredQuestion[]): Scores {
  const judged = rows.filter((row) => row.judged !== null);
  return {
    questions: rows.length,
    f1: mean(rows.map((row) => row.f1)),
    bleu1: mean(rows.map((row) => row.bleu1)),
    em: mean(rows.map((row) => row.em)),
    locomoF1: mean(rows.map((row) => row.locomoF1)),
    ...(judged.length > 0 && { judge: mean(judged.map((row) => (row.judged ? 1 : 0))) }),
  };
}

function quantilesOf(values: readonly number[]): Quantiles | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return { p50: at(0.5), p95: at(0.95) };
}

const abstained = (rows: readonly AnsweredQuestion[]): number =>
  mean(rows.map(({ answer }) => (answer === null ? 1 : 0)));

const isAnswerable = ({ category }: AnsweredQuestion): boolean => category !== 5;

function figuresOf(rows: readonly AnsweredQuestion[]): LocomoFigures {
  const answerable = rows.filter(isAnswerable);
  const cited = answerable.filter(({ recall }) => '60' in recall);
  const deepest = String(DEPTHS.at(-1));
  const byDepth = (pick: (row: AnsweredQuestion) => Record<string, number>) =>
    Object.fromEntries(
      DEPTHS.map((depth) => [depth, mean(cited.map((row) => pick(row)[depth] ?? 0))]),
    );
  const retrieval = byDepth(({ recall }) => recall);
  const distilled = byDepth(({ distilledRecall }) => distilledRecall);
  const [before = 0, after = 0] = [retrieval[deepest], distilled[deepest]];
  const categories = [...new Set(answerable.map(({ category }) => category))].sort();
  return {
    overall: scoresOf(answerable),
    byCategory: Object.fromEntries(
      categories.map((category) => [
        category,
        scoresOf(answerable.filter((row) => row.category === category)),
      ]),
    ),
    retrieval,
    distilled: {
      recall: after,
      kept: before === 0 ? 0 : after / before,
      memories: mean(rows.map((row) => row.distilled)),
      at: distilled,
    },
    abstention: {
      cat5: abstained(rows.filter((row) => !isAnswerable(row))),
      answerable: abstained(answerable),
    },
    tokens: mean(rows.map(({ tokens }) => tokens)),
  };
}

/**
 * Puts the figures together.
 * @param wrongGolds keys of questions to leave out of a second report
 */
export function reportOf(
  run: LocomoRun,
  rows: AnsweredQuestion[],
  operations: Record<OperationName, number>,
  rememberMs: readonly number[],
  wrongGolds: ReadonlySet<string> | undefined,
): LocomoReport {
  const right = rows.filter(({ sample, index }) => !wrongGolds?.has(questionKey(sample, index)));
  return {
    run,
    ...figuresOf(rows),
    bySample: Object.fromEntries(
      run.samples.map((id) => [
        id,
        scoresOf(rows.filter((row) => row.sample === id && isAnswerable(row))),
      ]),
    ),
    audited: wrongGolds ? { ...figuresOf(right), leftOut: rows.length - right.length } : null,
    operations,
    latencyMs: {
      remember: quantilesOf(rememberMs),
      recall: quantilesOf(rows.map(({ recallMs }) => recallMs)),
      answer: quantilesOf(rows.map(({ answerMs }) => answerMs)),
    },
    questions: rows,
  };
}

const percent = (value: number): string => (100 * value).toFixed(2).padStart(9);

/** The report as a table of fixed-width text; figures times 100, as papers print them. */
export function formatLocomo(report: LocomoReport): string {
  const { run, audited } = report;
  const line = (name: string, scores: Scores): string =>
    name.padEnd(22) +
    String(scores.questions).padStart(6) +
    [scores.f1, scores.bleu1, scores.em, scores.locomoF1].map(percent).join('') +
    (scores.judge === undefined ? '' : percent(scores.judge));
  const header = ['F1', 'BLEU-1', 'EM', 'LoCoMo F1', ...(run.judge === null ? [] : ['judge'])];
  const depths = (at: Record<string, number>): string =>
    Object.entries(at)
      .map(([k, value]) => `@${k} ${value.toFixed(3)}`)
      .join(', ');
  const ms = (name: string, quantiles: Quantiles | null): string =>
    quantiles === null
      ? ''
      : `${name} ${quantiles.p50.toFixed(0)} / ${quantiles.p95.toFixed(0)} ms`;
  const { remember, recall, answer } = report.latencyMs;
  return [
    `LoCoMo, ${run.samples.join(', ')}, ${run.facts}; manager ${run.manager}, answerer ${run.answerer}, ${run.embedder}`,
    ''.padEnd(22) + 'asked'.padStart(6) + header.map((title) => title.padStart(9)).join(''),
    line('overall 1-4', report.overall),
    ...Object.entries(report.byCategory).map(([name, scores]) => line(`category ${name}`, scores)),
    ...(audited ? [line(`${audited.leftOut} wrong golds out`, audited.overall)] : []),
    `evidence recall: ${depths(report.retrieval)}`,
    `distilled to ${report.distilled.memories.toFixed(1)}: ${report.distilled.recall.toFixed(3)} (${percent(report.distilled.kept).trim()} % kept), ${depths(report.distilled.at)}`,
    `abstained: category 5 ${percent(report.abstention.cat5).trim()} %, answerable ${percent(report.abstention.answerable).trim()} %`,
    `operations: ${Object.entries(report.operations)
      .map(([name, count]) => `${count} ${name}`)
      .join(', ')}; ${report.tokens.toFixed(0)} tokens read for an answer`,
    `p50 / p95: ${[ms('remember', remember), ms('recall', recall), ms('answer', answer)].filter(Boolean).join(', ')}`,
  ].join('\n');
}
