import { describe, expect, it, test } from 'vitest';
import { extractivePolicy } from '../../src/agents/answerer/extractive.js';
import type { Embedder } from '../../src/embeddings/embedder.js';
import { wordsOf } from '../../src/memory/words.js';
import { createRandom } from '../../src/memory/random.js';
import { Bank, Items, type KnownItem } from '../../src/training/bank.js';
import { inCompany, statementsOf } from '../../src/training/environment/company.js';
import { authoredDialogues } from '../../src/training/environment/dialogues.js';
import { notebookEpisodes } from '../../src/training/environment/notebooks.js';
import { createGym } from '../../src/training/gym.js';

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

test('a note is worth 1 less its words where the memory is as it should be, half where one that must stay was merged, else 0', async () => {
  const embedder: Embedder = {
    name: 'one',
    dimension: async () => 1,
    embed: async (texts) => texts.map(() => Float32Array.of(1)),
    close: async () => undefined,
  };
  const reward = { kind: 'em', costPerWord: 0.02, costPerChange: 0.02 } as const;
  const gym = createGym({ embedder, answerer: extractivePolicy, reward });
  const notes = ['Marta plays the cello.', 'Marta bought a bow.'];
  const keys = ['cello', 'bow'];
  const notebook = {
    id: 'x',
    speaker: null,
    notes: notes.map((text, at) => ({ text, key: keys[at], ends: [] })),
  };
  const [episode] = (await gym.prepare(notebookEpisodes(notebook))).episodes;
  const fact = episode?.facts[0];
  const cello = episode?.known[0]?.item;
  if (!episode || !fact || !cello) throw new Error('the second note is an episode');
  const merged = { ...fact.item, id: 'merged', text: notes.join(' ') };
  const outcome = (bank: Bank) => {
    const { scores, reward: worth } = gym.simulator.outcome(episode, bank);
    return { scores, worth };
  };
  // "Marta", "bought" and "bow" cost 0.02 each.
  expect(outcome(episode.start.with([fact.item]))).toEqual({ scores: [1], worth: 0.94 });
  expect(outcome(episode.start.with([merged], [cello.id]))).toEqual({ scores: [0], worth: 0.48 });
  expect(outcome(episode.start)).toEqual({ scores: [0], worth: 0 });
  expect(outcome(episode.start.with([fact.item], [cello.id]))).toEqual({
    scores: [0],
    worth: -0.02,
  });
});
