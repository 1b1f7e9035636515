import { describe, expect, test } from 'vitest';
import { apart, partSays, sameGist, saysAllOf } from '../../src/agents/gist.js';

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
    ['User purchased a cottage in Wales.', 'User bought a cottage in Wales.'],
    ['User is allergic to shellfish.', 'User has a shellfish allergy.'],
    ['My uncle passed away in 2014', 'my uncle died in 2014'],
    ['Our terrier is called Otto', 'our dog Otto is a terrier'],
    ['I pay 820 euros rent every month', 'my monthly rent is €820'],
    ["User's preferred tool for notes is Zettlr.", 'User prefers Zettlr for notes.'],
    ['Linting of the shop runs in CircleCI.', "The shop's linting is in CircleCI."],
    ['The retro is at 14:00 on Fridays.', 'The retro starts at 2 pm every Friday.'],
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
  ['User bought a canoe in June.', 'User sold a canoe in June.'],
  ['Petra paid Iris 40 euros.', 'Iris paid Petra 40 euros.'],
  ['User trusts Iris.', 'Iris trusts the user.'],
  ['Backups run before the release.', 'Backups run after the release.'],
  ['The hose is in the shed.', 'The hose is behind the shed.'],
  ["User's rent is 900 euros.", "User's salary is 900 euros."],
  ['User is allergic to peaches.', 'User is allergic to fruit.'],
  ['My terrier is called Otto', 'my dog is called Otto'],
])('“%s” is not “%s”', (one, other) => {
  expect(sameGist(one, other)).toBe(false);
});

test.each([
  [
    'my hourly rate for tutoring is $35, friends included',
    'I charge 35 dollars an hour for tutoring',
  ],
  ['User is a pacifist and does not watch war films.', 'User is a pacifist.'],
])('“%s” says all of “%s”', (fact, memory) => {
  expect(partSays(fact, memory) || saysAllOf(fact, memory)).toBe(true);
});

test('the same words in another relation are apart', () => {
  expect(apart('Ben is taller than Lea.', 'Lea is taller than Ben.')).toBe(true);
  expect(apart('Lea was hired by Ben.', 'Ben hired Lea.')).toBe(false);
  expect(apart('User may buy a kayak.', 'User bought a kayak.')).toBe(true);
  expect(apart('User runs a half marathon.', 'User runs a marathon.')).toBe(true);
  expect(apart('All services run on Go 1.22.', 'The mail service runs on Go 1.22.')).toBe(true);
});
