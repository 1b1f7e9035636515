import { describe, expect, test } from 'vitest';
import {
  CONVERSATION_SPLITS,
  conversations,
} from '../../src/training/environment/conversations.js';

describe.each(CONVERSATION_SPLITS)('the conversations of %s', (split) => {
  const all = conversations(split);

  test('are told by two people, one session after the other', () => {
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    for (const { id, speakers, turns, observations } of all) {
      expect(speakers, id).toHaveLength(2);
      expect(turns.length, id).toBeGreaterThan(30);
      expect(observations.length, id).toBeGreaterThan(10);
      const times = turns.map(({ saidAt }) => saidAt);
      expect([...times].sort(), id).toEqual(times);
    }
  });

  test('cite turns that are there, and answer what they do not set aside', () => {
    for (const { id, turns, observations, questions } of all) {
      const told = new Set(turns.flatMap(({ evidence }) => evidence));
      const cited = [...observations, ...questions].flatMap(({ evidence }) => evidence);
      expect(
        cited.filter((turn) => !told.has(turn)),
        id,
      ).toEqual([]);
      for (const { question, answer, evidence, category } of questions) {
        expect(answer === null, question).toBe(category === 5);
        if (answer !== null) expect(evidence.length, question).toBeGreaterThan(0);
      }
    }
  });
});
