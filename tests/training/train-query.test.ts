import { expect, test } from 'vitest';
import { createRandom } from '../../src/memory/random.js';
import {
  findingOf,
  type Lessons,
  QUERY_DEFAULTS,
  trainQueryMap,
} from '../../src/training/train-query.js';

const SIZE = 12;
const random = createRandom(7);

/** Questions say with one half of the axes what documents say with the other. */
const lessons = ((): Lessons => {
  const unit = (values: number[]): Float32Array => {
    const length = Math.hypot(...values);
    return Float32Array.from(values, (value) => value / length);
  };
  const meanings = Array.from({ length: 80 }, () =>
    Array.from({ length: SIZE / 2 }, () => random.normal()),
  );
  const silence = new Array<number>(SIZE / 2).fill(0.1);
  return {
    documents: meanings.map((meaning) => unit([...silence, ...meaning])),
    lessons: meanings.map((meaning, at) => ({
      question: unit([...meaning, ...silence]),
      telling: [at],
      beside: [(at + 1) % meanings.length],
      rivals: [],
    })),
  };
})();

const options = { ...QUERY_DEFAULTS, seed: 1, rank: 6, passes: 60, batch: 20, learningRate: 0.03 };

test('questions learn to find what tells their answers, and again the same', async () => {
  const map = await trainQueryMap(lessons, options);
  expect(findingOf(lessons, null).top10).toBeLessThan(0.4);
  expect(findingOf(lessons, map).top10).toBeGreaterThan(0.9);
  expect(await trainQueryMap(lessons, options)).toEqual(map);
});

test('training stops when it is told to', async () => {
  expect(await trainQueryMap(lessons, options, undefined, AbortSignal.abort())).toBeNull();
});
