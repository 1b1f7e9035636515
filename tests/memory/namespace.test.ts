import { describe, expect, it } from 'vitest';
import { parseNamespace } from '../../src/memory/namespace.js';

describe('parseNamespace', () => {
  it.each(['default', 'client-42', 'a', '工作', 'हिन्दी', 'x'.repeat(64), '1.2_3'])(
    'takes %s',
    (text) => {
      expect(parseNamespace(text)).toBe(text.normalize('NFC'));
    },
  );

  it.each(['', 'a/b', "o'brien", '"', ' a', '-a', '.', '..', 'x'.repeat(65), 'a\nb', 'a\\b', '😀'])(
    'refuses %j and says what to use',
    (text) => {
      expect(() => parseNamespace(text)).toThrow(/1 to 64 letters/);
    },
  );

  it('takes both ways to write an accent for one name', () => {
    expect(parseNamespace('cafe\u0301')).toBe(parseNamespace('caf\u00e9'));
  });
});
