import { type AnswerAgent, approximateTokens } from '../agents/answer.js';
import type { Manager } from '../agents/manager.js';
import type { Embedder } from '../embeddings/embedder.js';
import type { MemoryStore } from '../store/store.js';
import { evidenceRecall } from './ingest.js';
import type { Judge } from './judge.js';
import type { FactStream, LocomoQuestion, LocomoSample } from './locomo.js';
import {
  type AnsweredQuestion,
  DEPTHS,
  type LocomoReport,
  type LocomoRun,
  reportOf,
} from './locomo-report.js';
import { bleu1, exactMatch, f1, locomoF1 } from './metrics.js';
import { addOperations, type Remembered, rememberSample } from './remembered.js';

export interface LocomoBenchOptions {
  samples: readonly LocomoSample[];
  facts: FactStream;
  /** Empty; closed when the benchmark ends. */
  createStore: () => MemoryStore | Promise<MemoryStore>;
  embedder: Embedder;
  /** Makes the agents over the store; without a manager every fact is added as it is. */
  createAgents: (store: MemoryStore) => { agent: AnswerAgent; manager: Manager | null };
  /** What the report says about how it came about. */
  run: Pick<LocomoRun, 'manager' | 'answerer' | 'distilled' | 'version' | 'commit'>;
  /** Judges the answers too. */
  judge?: Judge | undefined;
  /** Questions whose gold answer is wrong, as `<sample id>:<index>`: left out of a second report. */
  wrongGolds?: ReadonlySet<string> | undefined;
  /** At most this many questions of each sample. */
  limit?: number | undefined;
  onProgress?: ((done: number, total: number) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/** Results of `recall` that are timed. */
const RECALLED = 10;

/**
 * Remembers each sample, asks every question of it, and scores the answers. Category 5 has no answer:
 * there only abstention counts, and it stays out of all other figures. An abstention elsewhere scores 0.
 */
export async function benchLocomo(options: LocomoBenchOptions): Promise<LocomoReport> {
  const { samples, facts, limit, embedder, judge, signal } = options;
  const store = await options.createStore();
  const { agent, manager } = options.createAgents(store);
  const rows: AnsweredQuestion[] = [];
  const stored: Remembered[] = [];
  const advance = progressOf(options);
  try {
    for (const sample of samples) {
      const remembered = await rememberSample(sample, facts, {
        store,
        embedder,
        manager,
        signal,
        onProgress: advance,
      });
      stored.push(remembered);
      for (const asked of sample.questions.slice(0, limit)) {
        signal?.throwIfAborted();
        rows.push(await answerOne(sample, asked, remembered, agent, judge, signal));
        advance(1);
      }
    }
  } finally {
    await store.close();
  }
  const run: LocomoRun = {
    facts,
    samples: samples.map(({ id }) => id),
    embedder: embedder.name,
    judge: judge?.name ?? null,
    limit: limit ?? null,
    seed: null,
    ...options.run,
  };
  return reportOf(
    run,
    rows,
    addOperations(stored.map(({ operations }) => operations)),
    stored.flatMap(({ rememberMs }) => rememberMs),
    options.wrongGolds,
  );
}

/** Counts what is remembered and what is answered as one. */
function progressOf({ samples, facts, limit, onProgress }: LocomoBenchOptions) {
  const total = samples.reduce((sum, { questions, turns, observations }) => {
    const items =
      (facts === 'observations' ? 0 : turns.length) + (facts === 'turns' ? 0 : observations.length);
    return sum + items + Math.min(questions.length, limit ?? Infinity);
  }, 0);
  let done = 0;
  return (more: number): void => onProgress?.((done += more), total);
}

async function answerOne(
  sample: LocomoSample,
  asked: LocomoQuestion,
  { evidence }: Remembered,
  agent: AnswerAgent,
  judge: Judge | undefined,
  signal: AbortSignal | undefined,
): Promise<AnsweredQuestion> {
  const namespace = sample.id;
  const { question, answer: gold, category } = asked;
  const started = performance.now();
  await agent.recall({ query: question, namespace, limit: RECALLED }, { signal });
  const recalled = performance.now();
  const answer = await agent.answer(question, { namespace, signal });
  const answered = performance.now();
  const score = (metric: (a: string, b: string) => number): number =>
    gold === null ? 0 : metric(answer.text ?? '', gold);
  const recallOf = (memories: readonly { id: string }[]): Record<string, number> => {
    if (asked.evidence.length === 0) return {};
    const ids = memories.map(({ id }) => id);
    return Object.fromEntries(
      DEPTHS.map((depth) => [depth, evidenceRecall(asked.evidence, ids.slice(0, depth), evidence)]),
    );
  };
  const judged =
    judge === undefined || gold === null || category === 5
      ? null
      : answer.text !== null &&
        (await judge.judge({ question, gold, answer: answer.text }, signal));
  return {
    sample: sample.id,
    index: asked.index,
    category,
    question,
    gold,
    answer: answer.text,
    confidence: answer.confidence,
    f1: score(f1),
    bleu1: score(bleu1),
    em: score(exactMatch),
    locomoF1: score((a, b) => locomoF1(a, b, category)),
    judged,
    evidence: answer.evidence.map(({ id }) => id),
    recall: recallOf(answer.retrieved),
    distilledRecall: recallOf(answer.distilled),
    distilled: answer.distilled.length,
    tokens: answer.distilled.reduce((sum, { text }) => sum + approximateTokens(text), 0),
    answerMs: answered - recalled,
    recallMs: recalled - started,
  };
}
