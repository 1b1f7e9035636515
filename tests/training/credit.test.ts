import { expect, test } from 'vitest';
import type { AnswerPolicy } from '../../src/agents/answer-agent.js';
import { Bank, Items } from '../../src/training/bank.js';
import { assignBlame, formatBlame } from '../../src/training/credit.js';
import { type PreparedEpisode, Vectors } from '../../src/training/prepare.js';
import { Simulator } from '../../src/training/rollout.js';

const items = new Items();
const item = (text: string, day: number) =>
  items.of({ text, speaker: null, saidAt: `2024-01-0${day}T00:00:00Z` }, () =>
    Float32Array.from([1, day]),
  );
const [berlin, rome] = [item('I live in Berlin.', 1), item('I live in Rome.', 2)];

const episode: PreparedEpisode = {
  id: 'e',
  facts: [berlin, rome].map((each, step) => ({
    fact: { text: each.text, speaker: null, saidAt: each.saidAt },
    item: each,
    step,
    truth: null,
  })),
  start: Bank.empty,
  known: [],
  gold: [rome],
  questions: [
    {
      question: 'Where do I live?',
      answers: ['Rome'],
      asOf: '2024-01-03T00:00:00Z',
      evidence: [1],
      kind: 'current',
      distractors: ['Berlin'],
      vector: Float32Array.from([1, 0]),
    },
  ],
};

/** Gives the city of the memory that `pick` chooses. */
const agent = (pick: (texts: string[]) => string | undefined): AnswerPolicy => ({
  name: 'city@1',
  distil: (_, memories, limit) => memories.slice(0, limit),
  answer: (_, memories) => {
    const text = pick(memories.map((memory) => memory.text).sort());
    return { text: text?.match(/in (\w+)/)?.[1] ?? null, confidence: 1, evidence: [] };
  },
});

const blame = (answerer: AnswerPolicy, bank: Bank) => {
  const embedder = {
    name: 'none',
    dimension: async () => 2,
    embed: async () => [],
    close: async () => undefined,
  };
  const simulator = new Simulator(answerer, new Vectors(embedder), {
    kind: 'em',
    costPerWord: 0,
    costPerChange: 0,
  });
  return assignBlame(simulator, [episode], () => bank);
};

test('a wrong answer is blamed by who could have put it right', () => {
  const first = agent((texts) => texts[0]);
  const mute = agent(() => undefined);
  const both = Bank.empty.with([berlin, rome]);
  const stale = Bank.empty.with([berlin]);
  expect(blame(first, Bank.empty.with([rome]))).toMatchObject({ questions: 1, right: 1 });
  expect(blame(first, both).wrong).toMatchObject({ together: 1 });
  expect(blame(first, stale).wrong).toMatchObject({ manager: 1 });
  expect(blame(mute, both).wrong).toMatchObject({ answerer: 1 });
  expect(blame(mute, stale).wrong).toMatchObject({ both: 1 });
  expect(formatBlame(blame(mute, stale))).toMatch(/1 questions, 0 right .* both 1 \(100\.0 %\)/);
});
