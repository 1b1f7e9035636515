import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { REQUIREMENTS } from './requirements.js';

const TESTS = resolve(import.meta.dirname, '..');

/** Citations by id: the strings that begin with one or more of them are the names of tests. */
const cited = new Map<string, string[]>();
for (const file of readdirSync(TESTS, { recursive: true, encoding: 'utf8' })) {
  if (!file.endsWith('.ts') || file.startsWith('e2e/requirements')) continue;
  const source = readFileSync(join(TESTS, file), 'utf8');
  for (const [, ids = ''] of source.matchAll(/['"`]((?:\[[FLP]-\d\d\] )+)/g)) {
    for (const [id] of ids.matchAll(/[FLP]-\d\d/g)) cited.set(id, [...(cited.get(id) ?? []), file]);
  }
}

test('every promise is cited by a test', () => {
  expect(Object.keys(REQUIREMENTS).filter((id) => !cited.has(id))).toEqual([]);
});

test('every citation is of a promise', () => {
  expect([...cited.keys()].filter((id) => !(id in REQUIREMENTS))).toEqual([]);
});
