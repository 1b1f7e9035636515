import { describe, expect, it } from 'vitest';
import { rerank } from '../../src/agents/rerank.js';
import type { ScoredMemory } from '../../src/memory/records.js';

const memory = (
  id: string,
  text: string,
  score: number,
  more: Partial<ScoredMemory> = {},
): ScoredMemory => ({
  id,
  namespace: 'default',
  version: 1,
  text,
  speaker: null,
  saidAt: '2024-06-03T09:00:00Z',
  source: null,
  score,
  similarity: null,
  ...more,
});
const order = (found: readonly ScoredMemory[]): string[] => found.map(({ id }) => id);

describe('rerank', () => {
  it('prefers what the person named in the query said', () => {
    const found = [
      memory('ben', 'The concert was great', 0.5, { speaker: 'Ben' }),
      memory('ann', 'The concert was loud', 0.45, { speaker: 'Ann' }),
    ];
    expect(order(rerank('How did Ann find the concert?', found))).toEqual(['ann', 'ben']);
    expect(order(rerank('How did Ann and Ben find the concert?', found))).toEqual(['ben', 'ann']);
  });

  it('lifts what was said right beside a hit, within the hour only', () => {
    const at = (revision: number, saidAt = '2024-06-03T09:00:00Z') => ({
      written: { revision, seq: 0 },
      saidAt,
    });
    const found = [
      memory('question', 'Which bakery did you like?', 1, at(7)),
      memory('other', 'Nothing of note', 0.3, at(40)),
      memory('reply', 'The one by the river', 0.2, at(8)),
      memory('later', 'Blue paint', 0.2, at(6, '2024-06-09T09:00:00Z')),
    ];
    expect(order(rerank('bakery', found))).toEqual(['question', 'reply', 'other', 'later']);
  });

  it('finds words that go with those of the query', () => {
    const found = [
      memory('hit', 'The marathon training needs new sneakers', 0.9),
      ...['Tax', 'Bread', 'Snow', 'Chess'].map((word) => memory(word, word, 0.5)),
      memory('plain', 'Rain again', 0.31),
      memory('kin', 'Bought sneakers', 0.3),
    ];
    const ranked = order(rerank('marathon', found));
    expect(ranked.indexOf('kin')).toBeLessThan(ranked.indexOf('plain'));
  });

  it('keeps scores in [0, 1], and is content with nothing', () => {
    const found = [memory('a', 'tea', 1, { speaker: 'Ann' }), memory('b', 'tea', 0.9)];
    for (const { score } of rerank('What tea does Ann like?', found)) {
      expect(score).toBeGreaterThanOrEqual(0);
      expect(score).toBeLessThanOrEqual(1);
    }
    expect(rerank('tea', [])).toEqual([]);
  });
});
