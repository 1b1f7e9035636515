import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { AnswerPolicy } from '../../src/agents/answer-agent.js';
import { extractivePolicy } from '../../src/agents/answerer/extractive.js';
import { appendPolicy } from '../../src/agents/policies/append.js';
import { loadWeights } from '../../src/agents/policies/learned-weights.js';
import type { Embedder } from '../../src/embeddings/embedder.js';
import { trainBoth } from '../../src/training/alternate.js';
import { Bank, Items } from '../../src/training/bank.js';
import { benchDecisions } from '../../src/training/bench-decision.js';
import { benchManager, formatManagerBench, interval } from '../../src/training/bench-manager.js';
import { evaluate } from '../../src/training/evaluate.js';
import { createGym } from '../../src/training/gym.js';
import { scoreAnswer } from '../../src/training/reward.js';
import { ALGORITHMS } from '../../src/training/train.js';
import { trainManager, type TrainManagerOptions } from '../../src/training/train-manager.js';

/** Words hashed into a few dimensions: texts that share words are near, and no model is loaded. */
const wordHashes: Embedder = {
  name: 'word-hashes',
  dimension: async () => 32,
  embed: async (texts) =>
    texts.map((text) => {
      const vector = new Float32Array(32);
      for (const word of text.toLowerCase().match(/\p{L}+/gu) ?? ['']) {
        let hash = 7;
        for (const letter of word) hash = (hash * 31 + letter.charCodeAt(0)) % 9973;
        vector[hash % 32]! += 1;
      }
      const norm = Math.hypot(...vector);
      return vector.map((value) => value / norm);
    }),
  close: async () => undefined,
};

/** Answers with whichever accepted-looking word follows "is", or abstains on an empty bank. */
const lastWord: AnswerPolicy = {
  name: 'last-word@1',
  distil: (_, memories, limit) => memories.slice(0, limit),
  answer: (_, distilled) => {
    const first = distilled[0];
    const text = first?.text.match(/(\S+?)[.!]?$/u)?.[1] ?? null;
    return { text, confidence: 1, evidence: [] };
  },
};

const options = (folder: string, more: Partial<TrainManagerOptions> = {}): TrainManagerOptions => ({
  algorithm: 'grpo',
  seed: 5,
  sizes: { train: 4, validation: 3, test: 3, seed: 2, authored: 6 },
  hyperparameters: { iterations: 3, batch: 4, validateEvery: 2, statesPerEpisode: 2 },
  embedder: wordHashes,
  answerer: lastWord,
  folder,
  resume: false,
  command: 'test',
  commit: 'none',
  trainedAt: '2026-11-22T00:00:00Z',
  ...more,
});
/** Of the weights and all that is recorded with them; a difference of thousands of numbers is no help. */
const fingerprint = (folder: string): string =>
  createHash('sha1')
    .update(readFileSync(join(folder, 'manager.json')))
    .digest('hex');
const scratch = (): string => mkdtempSync(join(tmpdir(), 'train-'));

describe('training the manager', () => {
  test.each(ALGORITHMS)('%s gives the same weights for the same seed', async (algorithm) => {
    const [one, other] = [scratch(), scratch()];
    const first = await trainManager(options(one, { algorithm }));
    await trainManager(options(other, { algorithm }));
    expect(fingerprint(one)).toBe(fingerprint(other));
    if (!first) throw new Error('it was not stopped');
    expect(loadWeights(first.weightsFile).provenance).toMatchObject({ algorithm, seed: 5 });
    expect(readFileSync(first.reportFile, 'utf8')).toMatch(/<svg[^]*Operations/);
  });

  test.each(['ppo', 'grpo'] as const)(
    '%s goes on after a kill as if nothing had happened',
    async (algorithm) => {
      const [whole, parts] = [scratch(), scratch()];
      await trainManager(options(whole, { algorithm }));
      const stop = new AbortController();
      const stopped = await trainManager(
        options(parts, {
          algorithm,
          signal: stop.signal,
          onProgress: ({ iteration }) => {
            if (iteration === 2) stop.abort();
          },
        }),
      );
      expect(stopped).toBeNull();
      await trainManager(options(parts, { algorithm, resume: true }));
      expect(fingerprint(parts)).toBe(fingerprint(whole));
    },
  );

  test('refuses to go on from another training', async () => {
    const folder = scratch();
    await trainManager(options(folder));
    await expect(trainManager(options(folder, { seed: 6, resume: true }))).rejects.toThrow(
      /another training/,
    );
  });
});

test('the two agents take turns, and whose fault what is wrong was is told after each', async () => {
  const turns: string[] = [];
  const trained = await trainBoth({
    algorithm: 'grpo',
    seed: 1,
    rounds: 2,
    credited: true,
    sizes: { train: 3, validation: 2, test: 2, seed: 3, authored: 4 },
    hyperparameters: { iterations: 1, batch: 4, statesPerEpisode: 2 },
    embedder: wordHashes,
    answerer: extractivePolicy,
    folder: scratch(),
    resume: false,
    onTurn: ({ trained: who, blame, measured }) => {
      expect(measured.generated.questions).toBe(blame.questions);
      const wrong = Object.values(blame.wrong).reduce((sum, count) => sum + count, 0);
      expect(blame.right + wrong).toBe(blame.questions);
      turns.push(who);
    },
  });
  expect(turns).toEqual(['manager', 'answerer', 'manager', 'answerer']);
  expect(trained?.measured.alone.questions).toBeGreaterThan(0);
  expect(trained?.lessons).toBe(
    '4 authored dialogues, 4 stories, 4 conversations and 4 generated dialogues',
  );
  expect(trained?.answerer.exercises).toBeGreaterThan(0);
  expect(trained?.answerer.signs.every(Number.isFinite)).toBe(true);
}, 90_000);

test('the gold bank scores 1.0 on the questions that are kept', async () => {
  const gym = createGym({
    embedder: wordHashes,
    answerer: lastWord,
    reward: { kind: 'em', costPerWord: 0, costPerChange: 0 },
  });
  const drawn = await gym.draw({ split: 'train', seed: 3, count: 8 });
  expect(drawn.answerable).toBeGreaterThan(0);
  expect(drawn.answerable).toBeLessThanOrEqual(drawn.asked);
  for (const episode of drawn.episodes) {
    const scores = gym.simulator.scores(episode, Bank.empty.with(episode.gold ?? []));
    expect(scores.every((score) => score === 1)).toBe(true);
  }
  const append = evaluate(gym.simulator, appendPolicy, drawn.episodes);
  expect(append.mix.ADD).toBe(1);
  expect(append.accuracy['state']).toBe(1);
  expect(append.accuracy['retract'] ?? 0).toBe(0);
});

test('the bench compares managers on the same held-out episodes', async () => {
  const lines: string[] = [];
  const bench = {
    embedder: wordHashes,
    answerer: lastWord,
    seeds: [1, 2],
    policies: ['append', 'rules', 'learned'],
    sizes: { train: 6, validation: 6, test: 5, seed: 1, authored: 5 },
    folder: scratch(),
    onProgress: (line: string) => void lines.push(line),
  } as const;
  const report = await benchManager(bench);
  expect(lines).toHaveLength(6);
  expect(report.answerable).toBeLessThanOrEqual(report.asked);
  const [append, rules] = report.results;
  expect(append?.confusion['state']).toEqual({ ADD: expect.any(Number) as number });
  expect(rules?.memories.mean).toBeLessThanOrEqual(append?.memories.mean ?? 0);
  expect(formatManagerBench(report)).toMatch(/append +0\.\d{3} \[/);
  // What is finished is read, without an embedder.
  const embed = () => Promise.reject(new Error('not needed'));
  const again = { ...bench, policies: ['append', 'rules'] as const };
  expect(await benchManager({ ...again, embedder: { ...wordHashes, embed } })).toEqual({
    ...report,
    results: report.results.slice(0, 2),
  });
});

test('decisions are timed without embedding or search', async () => {
  const gym = createGym({
    embedder: wordHashes,
    answerer: lastWord,
    reward: { kind: 'em', costPerWord: 0, costPerChange: 0 },
  });
  const before = await gym.draw({ split: 'train', seed: 1, count: 3 });
  const measured = await gym.draw({ split: 'test', seed: 1, count: 6 });
  const times = await benchDecisions(appendPolicy, before.episodes, measured.episodes, 3);
  expect(times.warmUp).toBeGreaterThan(5);
  expect(times.decisions).toBeGreaterThan(5);
  expect(times.p50).toBeLessThanOrEqual(times.p95);
});

test('the reward is the best accepted form, and abstaining where nothing is known', () => {
  expect(scoreAnswer('the 7 May', { answers: ['May 7', '7 May'] })).toBe(1);
  expect(scoreAnswer(null, { answers: ['7 May'] })).toBe(0);
  expect(scoreAnswer(null, { answers: [] })).toBe(1);
  expect(scoreAnswer('Paris', { answers: [] })).toBe(0);
  expect(scoreAnswer('in Paris', { answers: ['Paris'] }, 'f1')).toBeCloseTo(2 / 3);
});

test('a bank forks without touching its origin and finds what is near', () => {
  const items = new Items();
  const item = (text: string, vector: number[]) =>
    items.of({ text, speaker: null, saidAt: '2024-01-01T00:00:00Z' }, () =>
      Float32Array.from(vector),
    );
  const dog = item('I have a dog.', [1, 0]);
  const job = item('I work at Google.', [0, 1]);
  const bank = Bank.empty.with([dog, job]);
  const fork = bank.with([], [dog.id]);
  expect([bank.changes, fork.changes]).toEqual([0, 1]);
  expect([bank.size, fork.size, Bank.empty.size]).toEqual([2, 1, 0]);
  expect(bank.search(Float32Array.from([1, 0]), 'dog', 1)[0]?.text).toBe('I have a dog.');
  expect(bank.signature).toBe(Bank.empty.with([job]).with([dog]).signature);
  // Stop words do not count.
  expect(bank.words).toBe(3);
});

test('the interval over seeds is Student’s', () => {
  const { mean, low, high } = interval([1, 2, 3]);
  expect(mean).toBe(2);
  expect(high - mean).toBeCloseTo((4.303 * 1) / Math.sqrt(3), 6);
  expect(low).toBeCloseTo(4 - high, 12);
  expect(interval([1]).high).toBe(Infinity);
});
