import { expect, test } from 'vitest';
import { Kept, memoisedOf, remembering } from '../../src/agents/memo.js';

test('what was asked for lately is kept, and the rest goes', () => {
  const kept = new Kept<number>(100);
  for (let at = 0; at < 1_000; at += 1) {
    kept.set(`text ${at}`, at);
    expect(kept.get('text 0')).toBe(0);
  }
  expect([999, 960, 899, 1].map((at) => kept.get(`text ${at}`))).toEqual([
    999,
    960,
    undefined,
    undefined,
  ]);
  kept.clear();
  expect(kept.get('text 999')).toBeUndefined();
});

test('a text is read once, and a reading too', () => {
  let read = 0;
  const length = remembering((text) => ({ read: (read += 1), text }));
  expect(length('tea')).toBe(length('tea'));
  const doubled = memoisedOf((reading: { text: string }) => [reading.text, reading.text]);
  expect(doubled(length('tea'))).toBe(doubled(length('tea')));
  expect(read).toBe(1);
});
