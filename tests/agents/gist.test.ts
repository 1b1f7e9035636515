import { describe, expect, test } from 'vitest';
import { sameGist } from '../../src/agents/gist.js';

describe('the same in other words', () => {
  test.each([
    ['User likes tea better than coffee.', 'User prefers tea over coffee.'],
    ['The cache is Redis 7 on port 6379.', 'Cache: Redis 7, on port 6379'],
    ['my cousin Aiko lives in Osaka', "Aiko, that's my cousin, she lives in Osaka"],
    ['I wear a size 10 boot', 'my boot size is 10'],
    ["I'm celiac", "just so you know I can't eat gluten"],
    ['please keep functions short', 'User wants short functions.'],
    ['The e2e tests require a running Redis.', 'Redis must be running for the e2e tests.'],
    ["Grandma's birthday is on the 9th of June", "grandma's birthday is June 9"],
    ['The packet weighs 3 kg', 'packet weighs 3kg, if that helps with the postage'],
    ['We release every Thursday', 'Releases happen on Thursdays.'],
    ["we're on three-week cycles", 'our cycles are 3 weeks'],
  ])('%s = %s', (one, other) => {
    expect(sameGist(one, other)).toBe(true);
  });
});

test.each([
  ['User prefers tabs over spaces.', 'User prefers spaces over tabs.'],
  ['I live in Leeds', 'my sister lives in Leeds'],
  ['User likes dogs', 'User has dogs'],
  ['Ana is Leo’s teacher', 'Leo is Ana’s teacher'],
  ['standup is at 9:15', 'standup is at 9:50'],
  ['I flew from Oslo to Bergen', 'I flew from Bergen to Oslo'],
  ['I eat meat', "I don't eat meat"],
  ['the shop is closed on Friday', 'the shop is closed on Fridays'],
  ["User's cat is named Miso.", "User's dog is named Miso."],
  ['I lived in Rome', 'I will live in Rome'],
])('“%s” is not “%s”', (one, other) => {
  expect(sameGist(one, other)).toBe(false);
});
