import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { describe, expect, test } from 'vitest';
import { extractivePolicy } from '../../../src/agents/answerer/extractive.js';
import { appendPolicy } from '../../../src/agents/policies/append.js';
import { locomoEpisode } from '../../../src/training/environment/locomo.js';
import { parseLocomo } from '../../../src/bench/locomo.js';
import {
  answererExamples,
  type ExampleOptions,
  managerExamples,
} from '../../../src/training/llm/examples.js';
import type { Row } from '../../../src/training/llm/rows.js';
import { parseState } from '../../../src/training/llm/state.js';
import { hashEmbedder } from '../../support/ledger-embedder.js';
import { MAIN, temporaryFolder } from '../../support/server.js';

const turn = (id: number, speaker: string, text: string) => ({ dia_id: `D1:${id}`, speaker, text });

/** In LoCoMo's form; made up. */
const DIALOGUE = [
  {
    sample_id: 'made-up',
    conversation: {
      session_1_date_time: '1:56 pm on 8 May, 2023',
      session_1: [
        turn(1, 'Ann', 'I adopted a dog called Buddy.'),
        turn(2, 'Bob', 'I work at Acme.'),
        turn(3, 'Ann', 'I live in Oslo.'),
        turn(4, 'Ann', 'I adopted another dog called Scout.'),
      ],
    },
    qa: [
      { question: 'Where does Bob work?', answer: 'Acme', evidence: ['D1:2'], category: 4 },
      {
        question: 'What are the dogs called?',
        answer: 'Buddy, Scout',
        evidence: ['D1:1', 'D1:4'],
        category: 1,
      },
      {
        question: 'What is the cat called?',
        adversarial_answer: 'Tom',
        evidence: ['D1:1'],
        category: 5,
      },
    ],
  },
];
const episode = locomoEpisode(parseLocomo(DIALOGUE)[0]!, 'turns');

const options = (changes: Partial<ExampleOptions> = {}): ExampleOptions => ({
  ...{ builder: appendPolicy, answerer: extractivePolicy, embedder: hashEmbedder },
  ...{ window: 50, link: 'last', questions: 'all', ...changes },
});

async function all<T>(examples: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const example of examples) found.push(example);
  return found;
}

describe('manager examples', () => {
  test('are the bank before a turn, the turn, and the questions that rest on it', async () => {
    const examples = await all(managerExamples(episode, options()));
    expect(
      examples.map(({ memories, messages, questions }) => [
        memories.length,
        messages.map(({ text }) => text),
        questions.map(({ question }) => question),
      ]),
    ).toEqual([
      [1, ['I work at Acme.'], ['Where does Bob work?']],
      [3, ['I adopted another dog called Scout.'], ['What are the dogs called?']],
    ]);
    expect(examples[0]?.memories[0]).toMatchObject({
      speaker: 'Ann',
      said_at: '2023-05-08T13:56:00Z',
    });
  });

  test('as the paper links them, and with a window', async () => {
    const any = await all(managerExamples(episode, options({ link: 'any' })));
    expect(any.map(({ memories }) => memories.length)).toEqual([0, 1, 3]);
    const window = await all(managerExamples(episode, options({ window: 1 })));
    expect(window.map(({ memories }) => memories.map(({ text }) => text))).toEqual([
      ['I adopted a dog called Buddy.'],
      ['I live in Oslo.'],
    ]);
    const whole = await all(managerExamples(episode, options({ window: 0 })));
    expect(whole.map(({ memories }) => memories.length)).toEqual([1, 3]);
  });

  test('can be kept to questions that the turn decides', async () => {
    const decisive = await all(managerExamples(episode, options({ questions: 'decisive' })));
    expect(decisive.map(({ questions }) => questions[0]?.question)).toContain(
      'Where does Bob work?',
    );
  });
});

test('answerer examples are a question and what is retrieved for it from the whole dialogue', async () => {
  const examples = await all(answererExamples(episode, options()));
  expect(examples.map(({ question, answers }) => [question, answers])).toEqual([
    ['Where does Bob work?', ['Acme']],
    ['What are the dogs called?', ['Buddy, Scout']],
  ]);
  expect(examples.every(({ memories }) => memories.length === 4)).toBe(true);
});

describe('memory-r1 train export', () => {
  const run = (...args: string[]) =>
    spawnSync(process.execPath, [MAIN, 'train', 'export', ...args], { encoding: 'utf8' });

  test('writes JSONL and Parquet with the same rows', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'made-up.json'), JSON.stringify(DIALOGUE));
    const base = join(folder, 'out', 'manager');
    const { stdout, stderr } = run(
      ...[
        '--role',
        'manager',
        '--data',
        `locomo:${join(folder, 'made-up.json')}`,
        '--output',
        base,
      ],
    );
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^2 turns from 1 dialogues, banks built by /);
    const rows = readFileSync(`${base}.jsonl`, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Row);
    const file = await asyncBufferFromFile(`${base}.parquet`);
    expect(await parquetReadObjects({ file })).toEqual(rows);
    expect(rows[0]).toMatchObject({
      data_source: 'memory-r1/locomo/manager',
      prompt: [{ role: 'system' }, { role: 'user' }],
      reward_model: { style: 'rule', ground_truth: '[["Acme"]]' },
      extra_info: { role: 'manager', split: 'train', index: 0 },
    });
    expect(parseState(rows[0]?.extra_info.state)).toMatchObject({ role: 'manager' });
  });

  test('says what is wrong with its arguments', () => {
    const wrong = run('--role', 'manager', '--data', 'nowhere', '--output', 'x');
    expect(wrong).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/gym.*locomo/) as string,
    });
  });
});
