import { describe, expect, it } from 'vitest';
import { wordsOf } from '../../src/memory/words.js';
import { createRandom } from '../../src/memory/random.js';
import { Bank, Items, type KnownItem } from '../../src/training/bank.js';
import { inCompany, statementsOf } from '../../src/training/environment/company.js';
import { authoredDialogues } from '../../src/training/environment/dialogues.js';

describe('a dialogue in company', () => {
  const dialogues = authoredDialogues('validation');
  const statements = statementsOf(dialogues);
  const told = dialogues
    .slice(0, 40)
    .map((each, at) => inCompany(each, statements, createRandom(at)));

  it('is told after 4 to 20 statements of others, which must all stay', () => {
    for (const { known = [], steps } of told) {
      expect(known.length).toBeGreaterThanOrEqual(4);
      expect(known.length).toBeLessThanOrEqual(20);
      expect(new Set(known.map(({ text }) => text)).size).toBe(known.length);
      for (const memory of known) {
        expect(memory).toMatchObject({ fate: 'stays', key: null });
        expect(Date.parse(memory.saidAt)).toBeLessThan(Date.parse(steps[0]?.saidAt ?? ''));
      }
    }
  });

  it('shares less than half of the words of any of them', () => {
    for (const { known = [], steps } of told) {
      for (const { text } of steps) {
        const own = new Set(wordsOf(text));
        for (const memory of known) {
          const words = [...new Set(wordsOf(memory.text))];
          const least = Math.min(words.length, own.size);
          expect(words.filter((word) => own.has(word)).length).toBeLessThan(0.5 * least);
        }
      }
    }
  });

  it('counts its memories on top of theirs, and is the same for the same seed', () => {
    const counted = dialogues.find(({ checks }) => checks.live_count?.max !== undefined);
    if (!counted) throw new Error('no dialogue counts its memories');
    const { known = [], dialogue } = inCompany(counted, statements, createRandom(1));
    const most = (counted.checks.live_count?.max ?? 0) + known.length;
    expect(dialogue?.checks.live_count?.max).toBe(most);
    expect(inCompany(counted, statements, createRandom(1)).known).toEqual(known);
  });
});

describe('what became of a memory of the start', () => {
  const items = new Items();
  const item = (text: string) =>
    items.of({ text, speaker: null, saidAt: '2026-06-03T09:00:00Z' }, () => Float32Array.of(1));
  const cello = item('Marta plays the cello.');
  const merged = item('Marta plays the Cello. She has a new bow.');
  const other = item('Marta plays the viola.');
  const known = (fate: KnownItem['fate'], key: string | null): KnownItem => ({
    item: cello,
    fate,
    key,
  });
  const bank = (...held: (typeof cello)[]): Bank => Bank.empty.with(held);

  it('respects one that must stay where it is, or its words are in another', () => {
    expect(bank(cello).respects(known('stays', null))).toBe(true);
    expect(bank(merged).respects(known('stays', 'the cello'))).toBe(true);
    expect(bank(merged).respects(known('stays', null))).toBe(false);
    expect(bank(other).respects(known('stays', 'the cello'))).toBe(false);
  });

  it('respects one that must go where it is not, and any where anything may become of it', () => {
    expect(bank(other).respects(known('goes', 'cello'))).toBe(true);
    expect(bank(cello, other).respects(known('goes', 'cello'))).toBe(false);
    expect(bank(other).respects(known('any', null))).toBe(true);
  });

  it('knows when one that must stay lives on in another only', () => {
    expect(bank(merged).hasMerged(known('stays', 'the cello'))).toBe(true);
    expect(bank(cello).hasMerged(known('stays', 'the cello'))).toBe(false);
    expect(bank(other).hasMerged(known('goes', 'cello'))).toBe(false);
  });
});
