import { afterAll, describe, expect, it } from 'vitest';
import { createManager } from '../../../src/agents/manager.js';
import { rulesPolicy } from '../../../src/agents/policies/rules.js';
import { createEmbedder } from '../../../src/embeddings/create.js';
import { createInMemoryStore } from '../../../src/store/in-memory-store.js';

const embedder = createEmbedder('bundled', { home: '' });
afterAll(() => embedder.close());

async function live(texts: readonly string[]): Promise<string[]> {
  let count = 0;
  const ids = { next: () => `id-${++count}` };
  const clock = { now: () => Date.UTC(2026, 2, 4, 10, 0, count) };
  const store = createInMemoryStore({ clock, ids });
  const manager = createManager({ store, embedder, policy: rulesPolicy, ids, clock });
  for (const text of texts)
    await manager.remember({
      namespace: 'known',
      messages: [{ speaker: null, text, saidAt: undefined }],
      source: null,
      dryRun: false,
    });
  const memories = await store.list({ namespace: 'known' }, { offset: 0, limit: 10 });
  return memories.map(({ text }) => text);
}

describe('what is said again', () => {
  it.each([
    ['The van belongs to the depot in Leith.', "The depot in Leith's van."],
    ["I'm scared of wasps", 'wasps scare me'],
    [
      'User paints with acrylics at the Tannery studio.',
      'User paints at the Tannery studio with acrylics.',
    ],
  ])('is not stored twice: %s = %s', async (one, other) => {
    expect(await live([one, other])).toHaveLength(1);
  });

  it('takes the place of what it says all of, with more', async () => {
    const fuller = 'my hourly rate for tutoring is $35, friends included';
    expect(await live(['I charge 35 dollars an hour for tutoring', fuller])).toEqual([fuller]);
  });
});

describe('what only has words in common', () => {
  it.each([
    ['User is allergic to mussels.', "User's mother-in-law is allergic to mussels."],
    ['User lives in Porto.', 'User is in the Porto office on Mondays.'],
    ['The rota is in the drawer.', 'The rota is behind the drawer.'],
    ['User works from the office two days a week.', 'User goes back to work in two weeks.'],
    ["User's rent is 900 euros.", "User's salary is 900 euros."],
    ['Ines lost her job at the bakery in May.', 'Ines goes to job fairs after losing her job.'],
  ])('stays apart: %s ≠ %s', async (one, other) => {
    expect(await live([one, other])).toHaveLength(2);
  });
});
