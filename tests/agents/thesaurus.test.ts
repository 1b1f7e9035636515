import { expect, test } from 'vitest';
import { isKindOf, matesOf, mayBeA, senseOf, synonymous } from '../../src/agents/thesaurus.js';

test.each([
  ['physician', 'doctor'],
  ['purchase', 'buy'],
  ['allergy', 'allergic'],
  ['wedding', 'marry'],
  ['tall', 'height'],
  ['pass_away', 'die'],
])('%s and %s can say the same', (one, other) => {
  expect(synonymous(senseOf(one), senseOf(other))).toBe(true);
  expect(synonymous(senseOf(other), senseOf(one))).toBe(true);
});

test.each([
  ['brother', 'sister'],
  ['monday', 'tuesday'],
  ['tea', 'coffee'],
  ['fear', 'fearless'],
  ['no-such-word', 'doctor'],
])('%s and %s do not', (one, other) => {
  expect(synonymous(senseOf(one), senseOf(other))).toBe(false);
});

test('kinds and opposites', () => {
  expect(isKindOf(senseOf('terrier'), senseOf('dog'))).toBe(true);
  expect(isKindOf(senseOf('dog'), senseOf('terrier'))).toBe(false);
  expect(senseOf('buy').opposite).toContain('sell');
  expect(senseOf('buy').opposite).not.toContain('purchase');
});

test('all that can say the same, and the sorts of things', () => {
  expect(matesOf('purchase')).toContain('buy');
  expect(matesOf('no-such-word')).toEqual([]);
  expect(mayBeA('viola', 'instrument')).toBe(true);
  expect(mayBeA('plumber', 'person')).toBe(true);
  expect(mayBeA('instrument', 'viola')).toBe(false);
  expect(mayBeA('plumber', 'instrument')).toBe(false);
});
