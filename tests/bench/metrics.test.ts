import { describe, expect, it } from 'vitest';
import { bleu1, exactMatch, f1, locomoF1 } from '../../src/bench/metrics.js';
import { porterStem } from '../../src/memory/porter.js';

describe("Mem0's F1", () => {
  it('compares sets of lower-case words', () => {
    // {7, may, 2023} and {may, 2023}: precision 2/3, recall 1.
    expect(f1('7 May, 2023', 'May 2023')).toBeCloseTo(0.8, 10);
    // Repeats count once: {a, dog} and {dog}.
    expect(f1('a dog dog dog', 'dog!')).toBeCloseTo(2 / 3, 10);
  });

  it('keeps apostrophes and hyphens within words', () => {
    expect(f1("Anna's", 'Anna')).toBe(0);
    expect(f1('self-care', 'self care')).toBe(0);
  });

  it('gives 0 for an empty prediction', () => {
    expect(f1('', 'May')).toBe(0);
    expect(f1('?!', 'May')).toBe(0);
  });
});

describe('BLEU-1', () => {
  it('clips repeated words', () => {
    // 4 tokens, 1 of which the reference covers, and longer than the reference.
    expect(bleu1('dog dog dog dog', 'dog')).toBeCloseTo(0.25, 10);
  });

  it('punishes brevity', () => {
    // All of 2 tokens right, reference of 4: exp(1 - 4/2).
    expect(bleu1('may 2023', '7 may 2023 morning')).toBeCloseTo(Math.exp(-1), 10);
  });

  it('takes punctuation and clitics as tokens', () => {
    // anna 's dog , . : 5 tokens on both sides, 4 shared.
    expect(bleu1("Anna's dog, .", "Anna's cat, .")).toBeCloseTo(0.8, 10);
    expect(bleu1('', 'x')).toBe(0);
  });
});

describe('official LoCoMo F1', () => {
  it('stems, and leaves articles and punctuation out', () => {
    expect(locomoF1('the adoption agency', 'Adoption agencies.', 4)).toBe(1);
  });

  it('averages over the parts of a category 1 answer', () => {
    // pottery: 1, camping: 0, running races: 2/3.
    expect(locomoF1('pottery, running', 'pottery, camping, running races', 1)).toBeCloseTo(
      (1 + 0 + 2 / 3) / 3,
      10,
    );
  });

  it('reads a category 3 gold up to its semicolon', () => {
    expect(locomoF1('likely no', 'Likely no; she wants to be a counselor', 3)).toBe(1);
  });
});

it('exact match ignores case, articles and punctuation, and nothing empty matches', () => {
  expect(exactMatch('The Beach.', 'beach')).toBe(1);
  expect(exactMatch('beach house', 'beach')).toBe(0);
  expect(exactMatch('', '')).toBe(0);
});

it("stems as Porter's paper does", () => {
  const cases = {
    caresses: 'caress',
    ponies: 'poni',
    cats: 'cat',
    agreed: 'agre',
    plastered: 'plaster',
    motoring: 'motor',
    conflated: 'conflat',
    hopping: 'hop',
    falling: 'fall',
    filing: 'file',
    happy: 'happi',
    sky: 'sky',
    relational: 'relat',
    conditional: 'condit',
    digitizer: 'digit',
    operator: 'oper',
    formalize: 'formal',
    electrical: 'electr',
    hopefulness: 'hope',
    allowance: 'allow',
    adoption: 'adopt',
    adjustment: 'adjust',
    probate: 'probat',
    rate: 'rate',
    cease: 'ceas',
    controll: 'control',
    roll: 'roll',
  };
  for (const [word, stem] of Object.entries(cases)) expect(porterStem(word), word).toBe(stem);
});
