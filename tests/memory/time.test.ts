import { describe, expect, it } from 'vitest';
import { epochOf, offsetOf, parseZonedTime, toZoned } from '../../src/memory/time.js';

describe('zoned times', () => {
  it.each([
    ['2023-05-08T13:56:00+02:00', '2023-05-08T13:56:00+02:00'],
    ['2023-05-08T13:56:00Z', '2023-05-08T13:56:00Z'],
    ['2023-05-08T13:56:00.250-03:30', '2023-05-08T13:56:00.250-03:30'],
    ['2023-05-08', '2023-05-08T00:00:00+09:00'],
    ['2023-05-08T13:56', '2023-05-08T13:56:00+09:00'],
    [' 2023-05-08 13:56 ', '2023-05-08T13:56:00+09:00'],
    ['1969-12-31T23:59:59.999Z', '1969-12-31T23:59:59.999Z'],
    ['2024-02-29T00:00:00+00:00', '2024-02-29T00:00:00Z'],
  ])('reads %s', (text, zoned) => {
    expect(parseZonedTime(text, 'Asia/Tokyo')).toBe(zoned);
  });

  it('takes the offset that the zone had on that day', () => {
    expect(parseZonedTime('2023-01-15', 'Europe/Berlin')).toBe('2023-01-15T00:00:00+01:00');
    expect(parseZonedTime('2023-07-15', 'Europe/Berlin')).toBe('2023-07-15T00:00:00+02:00');
  });

  it.each([
    '2023-02-30',
    '2023-13-01',
    'yesterday',
    '',
    '13:56',
    '1356',
    '2023-05-08T25:00',
    '20-5-8',
  ])('refuses %j and says what to send', (text) => {
    expect(() => parseZonedTime(text)).toThrow(/ISO 8601/);
  });

  it('round-trips through instant and offset', () => {
    const time = '2023-05-08T13:56:00.001+05:45';
    expect(toZoned(epochOf(time), offsetOf(time))).toBe(time);
  });
});
