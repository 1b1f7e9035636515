import { expect, test } from 'vitest';
import { compare } from '../../src/agents/compare.js';
import { contrast } from '../../src/agents/contrast.js';
import { Kept, memoisedOf, remembering } from '../../src/agents/memo.js';
import { standing } from '../../src/agents/standing.js';

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
  const length = remembering(
    (text) => ({ read: (read += 1), text }),
    new Kept<{ read: number; text: string }>(10),
  );
  expect(length('tea')).toBe(length('tea'));
  const doubled = memoisedOf((reading: { text: string }) => [reading.text, reading.text]);
  expect(doubled(length('tea'))).toBe(doubled(length('tea')));
  expect(read).toBe(1);
});

test('to set again what is young lets nothing go', () => {
  const kept = new Kept<number>(4);
  kept.set('old', 1);
  kept.set('older', 2);
  for (let at = 0; at < 10; at += 1) kept.set('old', at);
  expect([kept.get('old'), kept.get('older')]).toEqual([9, 2]);
});

const plain = (text: string): { text: string; speaker: null } => ({ text, speaker: null });

test.each([
  ['compare', (other: string) => compare(plain('I drink tea.'), plain(other))],
  ['contrast', (other: string) => contrast('I drink tea.', other)],
  ['standing', (other: string) => standing('I drink tea.', other)],
])('%s keeps few results for each text', (_, read) => {
  const other = (at: number): string => new Date(Date.UTC(2026, 0, 1 + at)).toISOString();
  const first = read(other(0));
  expect(read(other(0))).toBe(first);
  for (let at = 1; at <= 200; at += 1) read(other(at));
  expect(read(other(0))).not.toBe(first);
});
