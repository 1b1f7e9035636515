import { expect, test } from 'vitest';
import { isKindOf, matesOf, mayBeA, oppositesOf, synonymous } from '../../src/agents/thesaurus.js';

test.each([
  ['physician', 'doctor'],
  ['purchase', 'buy'],
  ['allergy', 'allergic'],
  ['wedding', 'marry'],
  ['tall', 'height'],
  ['pass_away', 'die'],
])('%s and %s can say the same', (one, other) => {
  expect(synonymous(one, other)).toBe(true);
  expect(synonymous(other, one)).toBe(true);
});

test.each([
  ['brother', 'sister'],
  ['monday', 'tuesday'],
  ['tea', 'coffee'],
  ['fear', 'fearless'],
  ['no-such-word', 'doctor'],
])('%s and %s do not', (one, other) => {
  expect(synonymous(one, other)).toBe(false);
});

test('kinds and opposites', () => {
  expect(isKindOf('terrier', 'dog')).toBe(true);
  expect(isKindOf('dog', 'terrier')).toBe(false);
  expect(oppositesOf('buy')).toContain('sell');
  expect(oppositesOf('buy')).not.toContain('purchase');
});

test('all that can say the same, and the sorts of things', () => {
  expect(matesOf('purchase')).toContain('buy');
  expect(matesOf('no-such-word')).toEqual([]);
  expect(mayBeA('viola', 'instrument')).toBe(true);
  expect(mayBeA('plumber', 'person')).toBe(true);
  expect(mayBeA('instrument', 'viola')).toBe(false);
  expect(mayBeA('plumber', 'instrument')).toBe(false);
});
