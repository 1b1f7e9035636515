import { describe, expect, test } from 'vitest';
import { maskSecrets, REDACTED } from '../../src/memory/secrets.js';

/** Made up of pieces, so that no scanner takes this file for a leak. */
const some = (count: number): string =>
  Array.from({ length: count }, (_, at) => 'aB3dE5gH7jK9mN1pQ'[(at * 7) % 17]).join('');

describe('[P-16] masked', () => {
  test.each([
    ['My API key is ', `sk-${some(48)}`, '.'],
    ['Use ', `sk-${'ant-api03-'}${some(90)}`, ' for Claude'],
    ['Stripe: ', `sk_${'live_'}${some(24)}`, ''],
    ['The deploy token is ', `gh${'p_'}${some(36)}`, ', valid until May'],
    ['', `github_${'pat_'}${some(22)}_${some(59)}`, ''],
    ['', `gl${'pat-'}${some(20)}`, ''],
    ['', `xo${'xb-'}123456789012-1234567890123-${some(24)}`, ''],
    ['Maps: ', `AI${'za'}Sy${some(33)}`, ''],
    ['AWS: ', `AK${'IA'}Z7QX4M2P9L5KTR3V`, ''],
    ['aws_secret_access_key = ', some(40), ''],
    ['Authorization: Bearer ', some(40), ''],
    ['', `ey${'J'}${some(30)}.eyJ${some(40)}.${some(43)}`, ''],
    ['postgres://ann:', 'hunter22', '@db.example.com/app'],
    ['', `-----BEGIN RSA PRIVATE ${'KEY-----'}\n${some(64)}\n-----END RSA PRIVATE KEY-----`, ' ok'],
    ['', `-----BEGIN OPENSSH PRIVATE ${'KEY-----'}\n${some(64)}`, ''],
    ['My card is ', '4111 1111 1111 1111', ', it runs until 2029'],
    ['Amex ', '3782-822463-10005', ''],
  ])('%s…', (before, secret, after) => {
    expect(maskSecrets(before + secret + after)).toBe(before + REDACTED + after);
  });
});

describe('[P-16] kept as it was said', () => {
  test.each([
    "The printer's pin is 7731.",
    'The wifi password is blue-horse-42.',
    'My password hint is the name of our first dog.',
    'The API key is in the vault under team/ci.',
    'We use sk-learn-contrib and pk-fire-and-ice-engine.',
    'The commit is 2c77919f0d2b7e8a3d4c5b6a7988776655443322.',
    'The transaction is 0195f8a0-3c1e-7000-8000-000000000001.',
    'My number is +49 170 1234567890 and the order is 4111 1111 1111 1112.',
    'The IBAN is DE89 3704 0044 0532 0130 00.',
    'He holds bearer certificates of responsibility.',
    'See https://example.com:8080/a?b=c or write to bob@example.com.',
  ])('%s', (text) => {
    expect(maskSecrets(text)).toBe(text);
  });
});
