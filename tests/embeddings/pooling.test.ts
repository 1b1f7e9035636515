import { describe, expect, test } from 'vitest';
import { batchByLength } from '../../src/embeddings/batches.js';
import { normalizeRows, pool, type Pooling } from '../../src/embeddings/pooling.js';
import { readSentenceConfig } from '../../src/embeddings/sentence-config.js';

/** Reads from an object in place of a model's folder. */
const config = (files: Record<string, unknown>) =>
  readSentenceConfig((file) => Promise.resolve(files[file]));

describe('pooling', () => {
  // Two texts of two and one tokens, two wide; the 9s are padding.
  const data = Float32Array.of(1, 2, 3, 6, 5, -1, 9, 9);
  const tokens = { data, batch: 2, sequence: 2, width: 2 };
  const cases: [Pooling, number[]][] = [
    ['mean', [2, 4, 5, -1]],
    ['mean-sqrt', [4 / Math.SQRT2, 8 / Math.SQRT2, 5, -1]],
    ['max', [3, 6, 5, -1]],
    ['cls', [1, 2, 5, -1]],
    ['last', [3, 6, 5, -1]],
  ];
  test.each(cases)('%s leaves padding out', (how, expected) => {
    [...pool(tokens, [2, 1], how)].forEach((value, index) => {
      expect(value).toBeCloseTo(expected[index] ?? NaN, 5);
    });
  });

  test('normalisation gives unit rows, also for a row of zeros', () => {
    const rows = Float32Array.of(3, 4, 0, 0);
    normalizeRows(rows, 2);
    expect(rows[0]).toBeCloseTo(0.6);
    expect(rows[1]).toBeCloseTo(0.8);
    expect([...rows.subarray(2)]).toEqual([1, 0]);
  });
});

describe('batches', () => {
  test('hold every text once, within the budget, similar lengths together', () => {
    const lengths = [5, 1, 40, 0, 6, 2, 100];
    const batches = batchByLength(lengths, 20);
    expect(batches).toEqual([[3, 1, 5, 0], [4], [2], [6]]);
    expect(batchByLength([], 20)).toEqual([]);
  });
});

describe('the sentence-transformers files of a model', () => {
  test('are optional', async () => {
    expect(await config({})).toEqual({
      pooling: 'mean',
      prompts: { query: '', document: '' },
      maxTokens: undefined,
      extraModules: [],
    });
  });

  test('say how to pool, prompt and cut', async () => {
    const read = await config({
      'modules.json': [
        { type: 'sentence_transformers.models.Transformer', path: '' },
        { type: 'sentence_transformers.models.Pooling', path: '1_Pooling' },
        { type: 'sentence_transformers.models.Dense', path: '2_Dense' },
      ],
      '1_Pooling/config.json': { pooling_mode_cls_token: true, pooling_mode_mean_tokens: false },
      'sentence_bert_config.json': { max_seq_length: 256 },
      'config_sentence_transformers.json': {
        prompts: { query: 'query: ', web: 'web: ' },
        default_prompt_name: 'web',
      },
    });
    expect(read).toEqual({
      pooling: 'cls',
      prompts: { query: 'query: ', document: 'web: ' },
      maxTokens: 256,
      extraModules: ['Dense'],
    });
  });

  test('with an unknown pooling are refused', async () => {
    const file = '1_Pooling/config.json';
    await expect(
      config({ [file]: { pooling_mode_weightedmean_tokens: true } }),
    ).rejects.toMatchObject({ code: 'embedder-unsupported' });
  });
});
