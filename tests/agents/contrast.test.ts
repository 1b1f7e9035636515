import { describe, expect, it } from 'vitest';
import { contrast, exchangedSlots } from '../../src/agents/contrast.js';
import { exchange } from '../../src/agents/merge.js';

const swapped = (fact: string, memory: string): string[] =>
  exchangedSlots(contrast(fact, memory)).map(({ from, to }) => `${from.text} → ${to.text}`);

describe('values set against one another', () => {
  it.each([
    [
      'The web shop has been upgraded to Next.js 15.',
      'The web shop runs on Next.js 13.',
      '13 → 15',
    ],
    ['The retro is now at 4pm', 'The retro is at 3pm in room 4', '3pm → 4pm'],
    ['On-call now rotates weekly', 'On-call rotates every two weeks', 'every two weeks → weekly'],
  ])('%s', (fact, memory, swap) => expect(swapped(fact, memory)).toEqual([swap]));

  it('does not put a place where a person stood', () => {
    expect(swapped('My manager is now in Berlin', 'My manager is Priya')).toEqual([]);
  });

  it('tells one invoice from another', () => {
    const { sameThing, shorterName } = contrast(
      'Invoice 18 is now for 350 euros',
      'Invoice 17 is for 300 euros',
    );
    expect([sameThing, shorterName]).toEqual([false, false]);
  });
});

describe('the old sentence with the new value', () => {
  it('keeps what the value is for', () => {
    expect(
      exchange('We use Jest for unit tests', 'We moved from Jest to Vitest', [
        { from: 'Jest', to: 'Vitest' },
      ]),
    ).toBe('We use Vitest for unit tests');
  });
});
