import { describe, expect, test } from 'vitest';
import type { Answer } from '../../src/agents/answer-agent.js';
import { createExtractivePolicy, optionsOf } from '../../src/agents/answerer/extractive.js';
import {
  type AnswerWeights,
  answerWeightsText,
  parseAnswerWeights,
} from '../../src/agents/answerer/learned/answer-weights.js';
import { likeliest } from '../../src/agents/answerer/learned/choosing.js';
import { BUCKETS } from '../../src/agents/answerer/learned/signs.js';
import type { ScoredMemory } from '../../src/memory/records.js';

const memory = (text: string, at = 1): ScoredMemory => ({
  id: `${at}`,
  namespace: 'n',
  version: 1,
  text,
  speaker: null,
  saidAt: `2026-01-0${at}T09:00:00.000Z`,
  source: null,
  score: 1,
  similarity: 1,
});

const textsOf = (question: string, ...texts: string[]): (string | null)[] =>
  optionsOf(
    question,
    texts.map((text, at) => memory(text, at + 1)),
    12,
  )?.options.map(({ text }) => text) ?? [];

const bar = { slope: 1, offset: 0, threshold: 0.6 };

/** Weights by which the option with this text is the likeliest by far. */
function preferring(
  question: string,
  memories: readonly ScoredMemory[],
  wanted: string | null,
): AnswerWeights {
  const found = optionsOf(question, memories, 12);
  const at = found?.options.findLastIndex(({ text }) => text === wanted) ?? -1;
  const signs = new Float32Array(BUCKETS);
  if (found && at >= 0) {
    const { uses, options, lists, buckets } = found.encoding;
    const list = uses[options[at + 1]! - 1]!;
    for (const bucket of buckets.subarray(lists[list], lists[list + 1])) signs[bucket] = 1;
  }
  const measured = { gold: 0.7 };
  const provenance = {
    command: 'c',
    algorithm: 'grpo',
    seed: 1,
    data: 'd',
    commit: 'x',
    trainedAt: 't',
    measured,
  };
  return {
    provenance,
    calibration: { plainly: bar, inConversation: { ...bar, threshold: 0.7 } },
    signs,
  };
}

describe('what may be answered', () => {
  test('the answer of the rules, nothing, and every stretch that could be one', () => {
    const texts = textsOf(
      'Which choir does the user sing in?',
      'The choir I sing in is Cantiamo in Ljubljana',
    );
    expect(texts[1]).toBeNull();
    expect(texts.slice(2)).toEqual(
      expect.arrayContaining(['Cantiamo', 'Cantiamo in Ljubljana', 'Ljubljana']),
    );
    for (const text of texts.slice(2))
      expect(text).not.toMatch(/^(?:the|in|is|I)\b|\b(?:the|in|is)$/);
  });

  test('yes, no or nothing where that is asked', () => {
    const texts = textsOf('Does the user sing?', 'User sings in a choir.');
    expect(new Set(texts)).toEqual(new Set(['Yes', 'No', null]));
  });

  test('a part of a short answer of the rules comes to the same', () => {
    const found = optionsOf('Who is my dentist?', [memory('My dentist is Dr. Patel')], 12);
    const at = found?.options.findIndex(({ text }) => text === 'Patel') ?? -1;
    expect(found?.options[0]?.text).toBe('Dr. Patel');
    expect(found?.answers[at]).toBe(0);
  });

  test('what several options say alike counts together', () => {
    const best = likeliest(
      Uint16Array.from([0, 1, 2, 2]),
      Float64Array.from([0.3, 0.28, 0.2, 0.22]),
    );
    expect(best?.option).toBe(2);
    expect(best?.probability).toBeCloseTo(0.42 / 0.7);
    expect(likeliest(Uint16Array.from([0, 0]), Float64Array.from([0.5, 0.5]))).toBeNull();
  });
});

describe('what a choice knows of a memory', () => {
  const question = 'Which lizard does the user keep?';
  const texts = ['User looks after a gecko.', 'User plays chess.'];
  const bucketsOf = (...similarities: (number | null)[]): number[] =>
    [
      ...optionsOf(
        question,
        texts.map((text, at) => ({ ...memory(text), id: text, similarity: similarities[at]! })),
        12,
      )!.encoding.buckets,
    ].sort((a, b) => a - b);

  test('how near its vector is to the question, by itself and beside the others', () => {
    const apart = bucketsOf(0.6, 0.1);
    expect(bucketsOf(0.601, 0.1)).toEqual(apart);
    expect(bucketsOf(0.3, 0.1)).not.toEqual(apart);
    expect(bucketsOf(0.6, 0.5)).not.toEqual(apart);
  });

  test('nothing of that where no vector took part', () => {
    expect(bucketsOf(null, null).length).toBeLessThan(bucketsOf(0.6, 0.1).length);
  });
});

describe('the choice of an answer', () => {
  const question = 'Which choir does the user sing in?';
  const memories = [memory('The choir I sing in is Cantiamo in Ljubljana')];
  const answer = (weights: AnswerWeights | null): Answer =>
    createExtractivePolicy(() => weights).answer(question, memories) as Answer;

  test('takes what was learned, with the memory it stands in', () => {
    const learned = answer(preferring(question, memories, 'Ljubljana'));
    expect(learned.text).toContain('Ljubljana');
    expect(learned.evidence).toEqual(memories);
    expect(learned.confidence).toBeGreaterThan(0.6);
  });

  test('says nothing where that is likelier', () => {
    expect(answer(preferring(question, memories, null)).text).toBeNull();
  });

  test('says nothing where it is not sure', () => {
    const weights = preferring(question, memories, 'Ljubljana');
    const never = { slope: 1, offset: -30, threshold: 0.6 };
    const { plainly, inConversation } = weights.calibration;
    const unsure = (calibration: AnswerWeights['calibration']): AnswerWeights => ({
      ...weights,
      calibration,
    });
    const silence = answer(unsure({ plainly: never, inConversation }));
    expect(silence.text).toBeNull();
    expect(silence.confidence).toBeLessThan(0.01);
    // Nobody who speaks is asked about, so that the bar of conversations does not count.
    expect(answer(unsure({ plainly, inConversation: never }))).toEqual(answer(weights));
  });

  test('leaves several things as the rules list them', () => {
    const pets = [memory('My dogs are called Fig and Plum.')];
    expect(optionsOf('What are my dogs called?', pets, 12)).toBeNull();
  });

  test('may take a time that was worked out from when it was told', () => {
    const moved = [memory('I moved to Rome yesterday.')];
    expect(optionsOf('When did the user move?', moved, 12)?.options[0]?.text).toBe(
      '31 December 2025',
    );
  });
});

describe('the weights file', () => {
  const weights = preferring('Where do I live?', [memory('I live in Rome.')], 'Rome');

  test('says what was learned', () => {
    const text = answerWeightsText(weights);
    const read = parseAnswerWeights(text, 'file');
    expect(read.provenance).toEqual(weights.provenance);
    expect(read.calibration).toEqual(weights.calibration);
    weights.signs.forEach((weight, bucket) => {
      if (Math.abs(weight - read.signs[bucket]!) > 0.01) throw new Error(`bucket ${bucket}`);
    });
    expect(answerWeightsText(read)).toBe(text);
  });

  test('is refused where it was changed, cut or made for other signs', () => {
    const text = answerWeightsText(weights);
    expect(() =>
      parseAnswerWeights(text.replace('"threshold": 0.7', '"threshold": 0.1'), 'file'),
    ).toThrow(/was changed/);
    expect(() => parseAnswerWeights(text.slice(0, -20), 'file')).toThrow(/not JSON/);
    expect(() => parseAnswerWeights(text.replace(/signs@\d+/, 'signs@0'), 'file')).toThrow(
      /train them again/,
    );
  });
});
