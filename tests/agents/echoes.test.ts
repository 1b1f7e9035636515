import { describe, expect, test } from 'vitest';
import { joinedTexts } from '../../src/agents/echoes.js';

describe('two texts joined', () => {
  test.each([
    [
      'The crate weighs 40 kg.',
      'the lid was still on; the crate weighs 40 kg',
      'The crate weighs 40 kg. The lid was still on.',
    ],
    [
      'User cannot eat celery; it makes his throat itch.',
      "Celery makes the user's throat itch, so he cannot eat it.",
      'User cannot eat celery; it makes his throat itch.',
    ],
    [
      'The alarm code in the annex is 7702',
      '7702 is the alarm code for the annex. Bernd has it too',
      'The alarm code in the annex is 7702. Bernd has it too.',
    ],
    [
      'User and cousin Ilse restored two boats, Möwe and Krake.',
      'The boats Möwe and Krake were restored by user and Ilse.',
      'User and cousin Ilse restored two boats, Möwe and Krake.',
    ],
  ])('%s + %s tell nothing twice', (first, second, joined) => {
    expect(joinedTexts(first, second)).toBe(joined);
  });

  test.each([
    ["my brother's allergic to latex.", "i'm allergic to latex as well."],
    ['Ann is going to Rome and Bo is going to Oslo.', 'Ann is going to Oslo.'],
    ['The gate is locked on Sundays.', 'The gate is not locked on Sundays.'],
    ["User's studio closes at 5 on Mondays.", 'The other studio closes at 5 on Mondays.'],
    ['The research group is writing a parser.', 'The parser is tested on 300 files.'],
    ['Ann lent Ben a drill.', 'Ben lent Ann a drill.'],
    ['Lift 2 is out of service.', 'Lift 2 has a service in May.'],
    ['The boiler may be replaced in June.', 'The boiler was replaced in June.'],
  ])('%s + %s stay both', (first, second) => {
    expect(joinedTexts(first, second)).toBe(`${first} ${second}`);
  });
});
