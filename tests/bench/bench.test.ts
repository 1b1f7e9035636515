import { describe, expect, it } from 'vitest';
import { createAnswerAgent } from '../../src/agents/answer.js';
import { extractivePolicy } from '../../src/agents/answerer/extractive.js';
import { createManager } from '../../src/agents/manager.js';
import { rulesPolicy } from '../../src/agents/policies/rules.js';
import { benchLocomo } from '../../src/bench/answering.js';
import { formatLocomo } from '../../src/bench/locomo-report.js';
import { randomIds, systemClock } from '../../src/memory/clock.js';
import { parseLocomo } from '../../src/bench/locomo.js';
import { benchRetrieval, formatRetrieval } from '../../src/bench/retrieval.js';
import type { Embedder } from '../../src/embeddings/embedder.js';
import { createInMemoryStore } from '../../src/store/in-memory-store.js';

/** Knows two directions only: texts about dogs, and all others. */
const embedder: Embedder = {
  name: 'test:dogs',
  dimension: async () => 2,
  embed: async (texts) =>
    texts.map((text) => Float32Array.from(/dog|pet/i.test(text) ? [1, 0] : [0, 1])),
  close: async () => {},
};

const samples = parseLocomo([
  {
    sample_id: 'conv-1',
    conversation: {
      session_1_date_time: '1:56 pm on 8 May, 2023',
      session_1: [
        { speaker: 'Ann', dia_id: 'D1:1', text: 'I went to the museum yesterday.' },
        { speaker: 'Ben', dia_id: 'D1:2', text: 'My dog is called Rex.' },
      ],
    },
    qa: [
      {
        question: 'When did Ann go to the museum?',
        answer: '7 May 2023',
        evidence: ['D1:1'],
        category: 2,
      },
      {
        question: "What is Ben's pet called?",
        answer: 'Rex',
        evidence: ['D1:2', 'D9:9'],
        category: 4,
      },
      {
        question: "What is Ann's parrot called?",
        adversarial_answer: 'Rex',
        evidence: ['D1:2'],
        category: 5,
      },
    ],
  },
]);
const parts = {
  samples,
  facts: 'turns' as const,
  createStore: () => createInMemoryStore(),
  embedder,
};

describe('benchRetrieval', () => {
  it('measures the share of cited turns that is found, adversarial questions left out', async () => {
    const report = await benchRetrieval({
      ...parts,
      ks: [1, 2],
      run: { version: '1.0.0', commit: null },
    });
    expect(report.questions).toBe(2);
    expect(report.memories).toBe(2);
    // D9:9 is in no memory: half of the second question's evidence can be found.
    expect(report.overall.fused).toEqual({ '1': 0.75, '2': 0.75 });
    expect(report.byCategory['4']?.vectors).toEqual({ '1': 0.5, '2': 0.5 });
    // "pet" is in no turn, so words alone cannot find the dog first by more than luck.
    expect(report.byCategory['2']?.text['1']).toBe(1);
    expect(formatRetrieval(report)).toContain('reranked');
  });
});

describe('benchLocomo', () => {
  const run = { manager: 'm@1', answerer: 'a@1', distilled: 12, version: '1.0.0', commit: null };
  const bench = (managed: boolean, more: object = {}) =>
    benchLocomo({
      ...parts,
      run,
      createAgents: (store) => ({
        agent: createAnswerAgent({ store, embedder, policy: extractivePolicy }),
        manager: managed
          ? createManager({
              store,
              embedder,
              policy: rulesPolicy,
              ids: randomIds,
              clock: systemClock,
            })
          : null,
      }),
      ...more,
    });

  it('scores categories 1-4 and counts abstentions apart', async () => {
    const report = await bench(false);
    expect(report.overall).toMatchObject({ questions: 2, f1: 1, em: 1 });
    expect(report.byCategory['2']?.bleu1).toBe(1);
    expect(report.bySample['conv-1']).toEqual(report.overall);
    expect(report.abstention).toEqual({ cat5: 1, answerable: 0 });
    expect(report.retrieval['10']).toBe(0.75);
    expect(report.distilled).toMatchObject({ kept: 1, recall: 0.75 });
    expect(report.questions.map(({ answer }) => answer)).toEqual(['7 May 2023', 'Rex', null]);
    expect(report.operations).toEqual({ ADD: 2, UPDATE: 0, DELETE: 0, NOOP: 0 });
    expect(report.latencyMs.remember).toBeNull();
    expect(report.audited).toBeNull();
    expect(formatLocomo(report)).toContain('category 2');
  });

  it('goes through the manager, and knows which turns its memories stem from', async () => {
    const report = await bench(true);
    expect(report.retrieval['10']).toBe(0.75);
    expect(report.operations.ADD).toBeGreaterThan(0);
    expect(report.latencyMs.remember?.p95).toBeGreaterThan(0);
  });

  it('reports again without wrong golds, and what a judge says', async () => {
    const asked: string[] = [];
    const report = await bench(false, {
      wrongGolds: new Set(['conv-1:1']),
      judge: {
        name: 'judge',
        judge: async ({ gold }: { gold: string }) => (asked.push(gold), gold === 'Rex'),
      },
    });
    expect(report.audited).toMatchObject({ leftOut: 1, overall: { questions: 1 } });
    // Nothing is judged where there is nothing to answer.
    expect(asked).toEqual(['7 May 2023', 'Rex']);
    expect(report.overall.judge).toBe(0.5);
    expect(report.run).toMatchObject({ ...run, judge: 'judge', seed: null });
  });
});
