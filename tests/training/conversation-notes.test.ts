import { describe, expect, test } from 'vitest';
import type { LocomoSample } from '../../src/bench/locomo.js';
import {
  conversationNoteEpisodes,
  notesOf,
} from '../../src/training/environment/conversation-notes.js';

const observation = (at: number, text: string) => ({
  id: `x:S${at}`,
  evidence: [`D${at}:1`],
  text,
  speaker: 'Quirine',
  saidAt: `2024-03-0${at}T10:00:00Z`,
  session: at,
});
const sample: LocomoSample = {
  id: 'x',
  speakers: ['Quirine', 'Bas'],
  turns: [],
  questions: [],
  observations: [
    observation(1, 'Quirine keeps two hens, Truus and Mien.'),
    observation(2, 'Quirine plays chess on Mondays.'),
    observation(3, 'Quirine lost the hen Truus to a fox.'),
    observation(4, 'Quirine gave up chess.'),
    observation(5, 'Quirine started rowing.'),
  ],
};

describe('the notes of a conversation', () => {
  const episodes = notesOf(sample, [
    [2, 0, 'touches'],
    [3, 1, 'ends'],
  ]);
  const fates = episodes.map(({ known = [] }) => known.map(({ fate }) => fate));

  test('are told one by one beside those that still hold', () => {
    expect(episodes.map(({ steps }) => steps[0]?.text)).toEqual(
      sample.observations.slice(1).map(({ text }) => text),
    );
    expect(fates).toEqual([
      ['stays'],
      ['told', 'stays'],
      ['stays', 'any', 'stays'],
      ['stays', 'stays', 'stays'],
    ]);
  });

  test('a fact that is told anew keeps its words, and the new one has its own', () => {
    const pattern = new RegExp(episodes[1]?.known?.[0]?.key ?? '', 'iu');
    expect(pattern.test('Quirine keeps hens: Mien; of the two, Truus was lost.')).toBe(true);
    expect(pattern.test('Quirine lost the hen Truus to a fox.')).toBe(false);
    expect(episodes[1]?.dialogue?.checks.live_contains).toEqual([['lost', 'Truus']]);
  });

  test.each(['validation', 'held-out'] as const)(
    'there are some with changes in %s, and most change nothing',
    (split) => {
      const all = conversationNoteEpisodes(split);
      const coexisting = all.filter(({ dialogue }) => dialogue?.class === 'coexisting');
      expect(all.length).toBeGreaterThan(500);
      expect(coexisting.length).toBeGreaterThan(all.length / 2);
      expect(coexisting.length).toBeLessThan(all.length);
    },
  );
});
