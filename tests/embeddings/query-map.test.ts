import { describe, expect, test } from 'vitest';
import type { Embedder } from '../../src/embeddings/embedder.js';
import {
  moved,
  parseQueryMap,
  type QueryMap,
  queryMapText,
  shippedQueryMap,
  withQueryMap,
} from '../../src/embeddings/query-map.js';

/** Turns the first axis towards the second. */
const map: QueryMap = {
  dimension: 3,
  down: Float32Array.of(1, 0, 0),
  up: Float32Array.of(0, 1, 0),
};
const text = queryMapText(map, 'model@1', {});

describe('the query map', () => {
  test('moves a query and keeps its length', () => {
    const [first, second, third] = moved(map, Float32Array.of(1, 0, 0));
    expect([first, second, third].map((value) => value?.toFixed(4))).toEqual([
      '0.7071',
      '0.7071',
      '0.0000',
    ]);
    expect([...moved(map, Float32Array.of(0, 0, 1))]).toEqual([0, 0, 1]);
  });

  test('moves queries only', async () => {
    const plain: Embedder = {
      name: 'model@1',
      dimension: async () => Promise.resolve(3),
      embed: async (texts) => Promise.resolve(texts.map(() => Float32Array.of(1, 0, 0))),
      close: async () => Promise.resolve(),
    };
    const embedder = withQueryMap(plain, () => map);
    const [query] = await embedder.embed(['where?'], 'query');
    const [document] = await embedder.embed(['there'], 'document');
    expect(query?.[1]).toBeGreaterThan(0.7);
    expect([...(document ?? [])]).toEqual([1, 0, 0]);
  });

  test('is read as it was written', () => {
    expect(parseQueryMap(text, 'query.json', 'model@1')).toEqual(map);
  });

  test.each([
    ['nothing', ''],
    ['another model', text.replace('model@1', 'model@2')],
    ['half of it', queryMapText({ ...map, up: map.up.slice(1) }, 'model@1', {})],
  ])('is refused where the file has %s', (_, broken) => {
    expect(() => parseQueryMap(broken, 'query.json', 'model@1')).toThrow(
      expect.objectContaining({ kind: 'configuration', code: 'weights-broken' }),
    );
  });

  test('ships for the bundled model', () => {
    expect(shippedQueryMap('bundled:use-lite@1').dimension).toBe(512);
  });
});
