import { expect, test } from 'vitest';
import {
  parseSelection,
  selectionText,
} from '../../src/agents/answerer/selection/selection-weights.js';
import { MEMORY_SIGNS } from '../../src/agents/answerer/selection/signs-of-memories.js';
import { createRandom } from '../../src/memory/random.js';
import { keptBy, type Pool, trainSelection } from '../../src/training/train-selection.js';

const random = createRandom(5);

/** Sixty memories for a question, of which the two nearest tell, whatever the search thinks of them. */
const pools = Array.from({ length: 30 }, (): Pool => {
  const nearness = Array.from({ length: 60 }, () => random.next());
  const told = [...nearness].sort((a, b) => b - a).slice(0, 2);
  return nearness.map((near, at) => ({
    signs: MEMORY_SIGNS.map((sign) =>
      sign === 'rank' ? at / 60 : sign === 'nearness' ? near : random.next(),
    ),
    tells: told.includes(near) ? [`turn ${at}`] : [],
  }));
});

test('what tells the answers is learned, and again the same', () => {
  const byRank = MEMORY_SIGNS.map((sign) => (sign === 'rank' ? -1 : 0));
  expect(keptBy(byRank, pools)).toBeLessThan(0.5);
  const weights = trainSelection(pools);
  expect(keptBy(weights, pools)).toBe(1);
  expect(trainSelection(pools)).toEqual(weights);
});

test('what several memories tell counts once', () => {
  const signs = MEMORY_SIGNS.map(() => 0);
  const tells = ['turn 1'];
  const twice: Pool = [
    { signs, tells },
    ...Array.from({ length: 12 }, () => ({ signs, tells: [] })),
  ];
  expect(keptBy(signs, [twice])).toBe(1);
  expect(keptBy(signs, [[...twice, { signs, tells }]])).toBe(1);
});

test('the weights file says what each sign weighs, and is refused for other signs', () => {
  const weights = MEMORY_SIGNS.map((_, at) => at / 8);
  const text = selectionText(weights, { command: 'c' });
  expect(parseSelection(text, 'file')).toEqual(weights);
  expect(() => parseSelection(text.replace('"asks"', '"begs"'), 'file')).toThrow(
    /train them again/,
  );
  expect(() => parseSelection('{', 'file')).toThrow(/not JSON/);
});
