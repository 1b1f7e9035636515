import { describe, expect, test } from 'vitest';
import { createLearnedPolicy } from '../../../src/agents/policies/learned.js';
import { rulesPolicy } from '../../../src/agents/policies/rules.js';
import { useLiveAfter } from '../../support/live-after.js';

describe.each([
  ['rules', rulesPolicy],
  ['learned', createLearnedPolicy()],
])('%s: notes about who speaks, by name', (_, policy) => {
  const after = useLiveAfter(policy);

  test.each([
    [
      'Quirine likes her foreman, Old Bas, who hums.',
      'Quirine adopted a grey kitten called Pluis.',
    ],
    [
      'Quirine comes from Assen, where her street had nine lindens.',
      'Quirine sewed a kite for Noortje.',
    ],
    ['Quirine was at the notary on 3 March 2023.', 'Quirine has slept badly since the 10th.'],
    ['Quirine flies to Faro on the 29th for two weeks.', 'Quirine has been home since the 19th.'],
    [
      'Quirine bakes rye bread every Sunday.',
      "Quirine's tram project was closed and she was moved to bridges.",
    ],
    ['Quirine has been back on her bike since Monday.', 'Quirine is going to Faro in July 2023.'],
    ['Quirine is a painter from Assen.', 'Quirine went to her first fencing class.'],
    ['Quirine is reading Max Havelaar on his advice.', 'Quirine climbed the Dom tower at dawn.'],
  ])('%s stays as it is: %s', async (memory, fact) => {
    const live = await after([memory, fact], 'Quirine');
    expect(live.join(' ')).toContain(memory.replace(/\.$/, ''));
  });

  test('what is written of them calls them by name', async () => {
    const live = await after(
      ['Quirine works at the library and lives in Assen.', 'Quirine moved to Zwolle last week.'],
      'Quirine',
    );
    expect(live).toHaveLength(1);
    expect(live[0]).toContain('Quirine works at the library');
    expect(live[0]).toContain('Zwolle');
    expect(live[0]).not.toContain('User');
  });

  test.each([
    ['May', ['May flies to Oslo on 5 May 2026.', 'May has a cat.'], '5 May 2026'],
    ['The Boss', ['The library closes at six.', 'The Boss likes tea.'], 'The library'],
    ['Ana', ['Ana met Ana Ivanovic in Belgrade.', 'Ana plays tennis.'], 'Ana Ivanovic'],
    [
      'Zofia',
      ['Zofia plays chess.', 'Zofia corrects the typed pages.'],
      'Zofia corrects the typed',
    ],
    ['Q.', ['Q. lives in Assen.', 'Q. is a painter.'], 'Q. lives in Assen'],
  ])('nothing of what %s says is rewritten', async (speaker, messages, part) => {
    const live = (await after(messages, speaker)).join(' ');
    expect(live).toContain(part);
    expect(live).not.toContain('User');
  });

  test.each([
    [
      "Quirine's mother is in hospital since Tuesday.",
      "Quirine's mother has been home since Friday.",
      'in hospital since Tuesday',
    ],
    [
      'Quirine has lived in Assen for five weeks and works at a clinic.',
      "Quirine's clinic has had four runaways since Saturday.",
      'for five weeks',
    ],
    [
      'Quirine travels to Lisbon with her seventy-year-old mother.',
      'Quirine adopted a nine-year-old poodle, Saar.',
      'seventy-year-old mother',
    ],
    [
      'Quirine bought a red motorcycle on Friday.',
      'Quirine fell off the motorcycle last Sunday and got two stitches.',
      'bought a red motorcycle on Friday',
    ],
  ])('no value of another matter gets into %s', async (memory, fact, part) => {
    expect((await after([memory, fact], 'Quirine')).join(' ')).toContain(part);
  });

  test('whoever tells it', async () => {
    const live = await after([
      'Quirine is a painter from Assen.',
      'Quirine went to her first fencing class.',
    ]);
    expect(live.join(' ')).toContain('Quirine is a painter from Assen');
  });

  test('what takes the place of what one has one of is still seen', async () => {
    const live = await after(
      ['Quirine lives in Assen.', 'Quirine moved to Zwolle last week.'],
      'Quirine',
    );
    expect(live).toHaveLength(1);
    expect(live[0]).toContain('Zwolle');
  });
});
