import { describe, expect, it } from 'vitest';
import { partsOf } from '../../src/agents/answerer/parts.js';
import { answers } from '../support/ask.js';

describe('parts of a sentence', () => {
  const cases: [sentence: string, ...parts: string[]][] = [
    [
      'Trial accounts expire after 14 days, student accounts after 12 months.',
      'Trial accounts expire after 14 days',
      'student accounts expire after 12 months',
    ],
    [
      'The passport for Milan runs until 2031-04-02, the diplomatic one until 2027-01-09.',
      'The passport for Milan runs until 2031-04-02',
      'the diplomatic passport runs until 2027-01-09',
    ],
    ['The desk was 310 and the chair 95', 'The desk was 310', 'the chair was 95'],
    [
      'The mural was painted by Odile, the staircase built by Fons.',
      'The mural was painted by Odile',
      'the staircase was built by Fons',
    ],
    [
      'mondays I do the laundry, thursdays the windows',
      'mondays I do the laundry',
      'thursdays I do the windows',
    ],
    [
      'Jury: Teun (photography), Abena (sculpture)',
      'Jury: Teun (photography)',
      'Jury: Abena (sculpture)',
    ],
    [
      'Working at Philips since 2012, in the foundry since 2019',
      'Working at Philips since 2012',
      'Working in the foundry since 2019',
    ],
    [
      'We keep the skis in the cellar and the sledge in the attic.',
      'We keep the skis in the cellar',
      'We keep the sledge in the attic',
    ],
    ['Our parrot is called Figaro, he is forty.', 'Our parrot is called Figaro, he is forty.'],
    ['I like plums, pears and quinces.', 'I like plums, pears and quinces.'],
    [
      'The keys are held by two people only: Ines and Joost.',
      'The keys are held by two people only: Ines and Joost.',
    ],
  ];
  it.each(cases)('%s', (sentence, ...parts) => {
    expect(partsOf(sentence).map(({ text }) => text)).toEqual(parts);
  });
});

describe('an answer is read from the part that the question is about', () => {
  answers([
    [
      'How long does a student account last?',
      '12 months',
      'Trial accounts lapse after 14 days, student accounts after 12 months.',
    ],
    ['How much did the chair cost?', '95', 'The desk was 310 and the chair 95'],
    ['How much did the desk cost?', '310', 'The desk was 310 and the chair 95'],
    [
      'When does the diplomatic passport run out?',
      '9 January 2027',
      'The passport for Milan runs until 2031-04-02, the diplomatic one until 2027-01-09.',
    ],
    [
      'Who built the staircase?',
      'Fons',
      'The mural was painted by Odile, the staircase built by Fons.',
    ],
    [
      'Where do we keep the sledge?',
      'the attic',
      'We keep the skis in the cellar and the sledge in the attic.',
    ],
    // What one part leaves to another is still found.
    [
      'How long have I been playing the harp?',
      '9 years',
      'I own a Salvi harp and have been playing for 9 years.',
    ],
  ]);
});
