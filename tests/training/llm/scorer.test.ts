import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { extractivePolicy } from '../../../src/agents/answerer/extractive.js';
import { MANAGER_SYSTEM } from '../../../src/agents/llm/prompts/manager.js';
import { createScorer, MOST_CHARACTERS } from '../../../src/training/llm/scorer.js';
import { parseState, stateId } from '../../../src/training/llm/state.js';
import { hashEmbedder } from '../../support/ledger-embedder.js';
import { coloursAndDogs, newJob, outputs } from './states.js';

/** Malformed outputs of each role; many more with `FUZZ_OUTPUTS=5000`. */
const OUTPUTS = Number(process.env['FUZZ_OUTPUTS'] ?? 100);

const scorerOf = () => createScorer({ embedder: hashEmbedder, answerer: extractivePolicy });

describe('a manager', () => {
  test('earns what the frozen answer agent then gets right', async () => {
    const scorer = scorerOf();
    const added = await scorer.score(newJob, outputs.add);
    expect(added).toMatchObject({
      reward: 1,
      parts: { em: 1, f1: 1, format: 1, length: 1 },
      well_formed: true,
      problem: null,
      answers: ['Acme'],
      operations: [{ operation: 'ADD', text: 'I work at Acme.' }],
    });
    expect((await scorer.score(newJob, outputs.wrapped)).reward).toBe(1);
  });

  test.each(['lose', 'unknownId'] as const)(
    'whose word serving would not take leaves the bank as it was (%s)',
    async (name) => {
      const { parts, answers, operations } = await scorerOf().score(newJob, outputs[name]);
      expect(parts.em).toBe(0);
      expect(answers).not.toContain('Acme');
      expect(operations.map(({ operation }) => operation)).not.toContain('DELETE');
    },
  );

  test('that cannot be understood earns nothing, even where the old bank holds the answer', async () => {
    const known = {
      ...newJob,
      questions: [{ question: 'What is the dog called?', answers: ['Buddy'] }],
    };
    const scorer = scorerOf();
    expect((await scorer.score(known, outputs.add)).reward).toBe(1);
    const lost = await scorer.score(known, 'I would add this.', { em: 1, format: 1, length: 1 });
    expect(lost).toMatchObject({ reward: 0, problem: expect.stringMatching(/JSON/) as string });
    const never = { ...newJob, questions: [{ question: 'What is the cat called?', answers: [] }] };
    expect((await scorer.score(never, '')).reward).toBe(0);
  });

  test('of whose output a part can be used gets half of the format', async () => {
    const { parts, problem } = await scorerOf().score(newJob, outputs.partly);
    expect(parts.format).toBe(0.5);
    expect(problem).not.toBeNull();
  });

  test('whose output only has the right form gets a quarter of it', async () => {
    const score = await scorerOf().score(newJob, outputs.invented);
    expect(score).toMatchObject({ reward: 0, well_formed: true, parts: { format: 0.25 } });
    expect((await scorerOf().score(newJob, '{"a":1}')).well_formed).toBe(false);
  });

  test('is asked what serving asks', async () => {
    const { system, user } = await scorerOf().prompt(newJob);
    expect(system).toBe(MANAGER_SYSTEM);
    expect(user).toContain('I work at Acme.');
    expect(user).toContain('I have a dog named Buddy.');
    const smallTalk = { ...newJob, messages: [{ ...newJob.messages[0]!, text: 'Good morning!' }] };
    await expect(scorerOf().prompt(smallTalk)).rejects.toMatchObject({ code: 'no-single-prompt' });
  });
});

describe('an answerer', () => {
  const say = (answer: string, useful = ['0']) => JSON.stringify({ useful, answer });

  test('earns its exact match', async () => {
    const scorer = scorerOf();
    expect(await scorer.score(coloursAndDogs, say('Buddy.'))).toMatchObject({
      reward: 1,
      answers: ['Buddy.'],
    });
    expect((await scorer.score(coloursAndDogs, say('Rex'))).reward).toBe(0);
    expect((await scorer.score(coloursAndDogs, say('', []))).answers).toEqual([null]);
  });

  test('that talks loses length, and what is no answer is worth nothing', async () => {
    const scorer = scorerOf();
    const long = say('The dog that Ann has told me about is Buddy the dog');
    const { parts } = await scorer.score(coloursAndDogs, long);
    expect(parts.length).toBe(6 / 12);
    expect(parts.em).toBe(0);
    expect((await scorer.score(coloursAndDogs, 'Buddy')).parts.format).toBe(0);
  });
});

test('equal inputs score equally, whatever was scored before and meanwhile', async () => {
  const all = Object.values(outputs);
  const fresh = [];
  for (const output of all) fresh.push(await scorerOf().score(newJob, output));
  const shared = scorerOf();
  await Promise.all(all.map((output) => shared.score(coloursAndDogs, output)));
  const together = await Promise.all(
    [...all].reverse().map((output) => shared.score(newJob, output)),
  );
  expect(together.reverse()).toEqual(fresh);
});

test('weights choose the reward', async () => {
  const weights = { em: 2, f1: 0.5, format: 0.25, length: -1 };
  expect((await scorerOf().score(newJob, outputs.add, weights)).reward).toBe(1.75);
});

test('a state that is none is refused with its first fault', () => {
  const state = { ...newJob, memories: [{ ...newJob.memories[0]!, id: 'new-1' }] };
  expect(() => parseState(state)).toThrow(/memories\.0\.id.*new-/);
  expect(() => parseState('{')).toThrow(/no JSON/);
  expect(() =>
    parseState({ ...newJob, memories: [...newJob.memories, ...newJob.memories] }),
  ).toThrow(/same id/);
  expect(parseState(JSON.stringify(newJob))).toEqual(newJob);
  expect(stateId(parseState(JSON.stringify(newJob)))).toBe(stateId(newJob));
});

describe('malformed outputs', () => {
  /** Valid outputs cut, doubled and with pieces exchanged, and text that is none of it. */
  const broken = fc.oneof(
    fc
      .tuple(fc.constantFrom(...Object.values(outputs)), fc.nat(200), fc.nat(200), fc.string())
      .map(([output, from, to, piece]) => output.slice(0, from) + piece + output.slice(to)),
    fc.json().map((json) => `{"decisions":${json},"useful":${json},"answer":${json}}`),
    fc
      .record({
        from: fc.constantFrom('M0', 'M9', 0, null),
        fact: fc.oneof(fc.string({ unit: 'binary' }), fc.constant('I work at Acme.')),
        event: fc.constantFrom('ADD', 'update', 'DELETE', 'NONE', 'noop', '', null),
        id: fc.oneof(fc.constantFrom('0', '1', 'none', '-1', '1e9'), fc.nat(3)),
        text: fc.oneof(
          fc.string({ unit: 'binary', maxLength: 500 }),
          fc.constant('I work at Acme.'),
        ),
      })
      .map((entry) => JSON.stringify({ decisions: [entry, entry] })),
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.nat(2_000).map((depth) => '[{"decisions":'.repeat(depth)),
    fc.constantFrom('\ud800', '\u0000', '{"__proto__":[]}', '{'.repeat(MOST_CHARACTERS + 1)),
  );

  test(
    `${String(2 * OUTPUTS)} of them are scored, each the same anywhere, and never crash`,
    { timeout: 60_000 + 60 * OUTPUTS },
    async () => {
      const [scorer, other] = [scorerOf(), scorerOf()];
      await fc.assert(
        fc.asyncProperty(broken, async (output) => {
          for (const state of [newJob, coloursAndDogs]) {
            const score = await scorer.score(state, output);
            expect(await other.score(state, output)).toEqual(score);
            const { reward, parts } = score;
            expect(reward).toBe(parts.em);
            for (const part of Object.values(parts)) expect(part).toBeGreaterThanOrEqual(0);
            for (const part of Object.values(parts)) expect(part).toBeLessThanOrEqual(1);
          }
        }),
        { numRuns: OUTPUTS, seed: 1 },
      );
    },
  );
});
