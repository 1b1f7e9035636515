import * as chrono from 'chrono-node';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { dateParser } from '../../src/agents/date-parser.js';
import { annotateDates, resolveDates, withDay } from '../../src/agents/dates.js';

const SAID = '2023-05-08T13:56:00+02:00';

describe('annotateDates', () => {
  it.each([
    ['I went to Paris yesterday', 'I went to Paris yesterday (7 May 2023)'],
    ['last week we met', 'last week (the week before 8 May 2023) we met'],
    ['I started last month.', 'I started last month (April 2023).'],
    ['We moved last year', 'We moved last year (2022)'],
    ['My exam is next Friday', 'My exam is next Friday (19 May 2023)'],
    ['I saw her two days ago', 'I saw her two days ago (6 May 2023)'],
    ['I ran this morning', 'I ran this morning (8 May 2023)'],
    ['She was on leave until April', 'She was on leave until April (April 2023)'],
    ['She is on leave until April', 'She is on leave until April (April 2024)'],
    ['day after tomorrow we fly', 'day after tomorrow (10 May 2023) we fly'],
    [
      'It will be switched off in one week',
      'It will be switched off in one week (the week of 15 May 2023)',
    ],
    ['ran 5k this morning, 24:50, happy', 'ran 5k this morning (8 May 2023), 24:50, happy'],
    ['The demo is on Friday this week', 'The demo is on Friday this week (12 May 2023)'],
    ['next week on Tuesday we fly', 'next week on Tuesday (16 May 2023) we fly'],
    ['The audit starts in exactly one week', 'The audit starts in exactly one week (15 May 2023)'],
    ['I moved exactly two years ago', 'I moved exactly two years ago (8 May 2021)'],
    ['last Saturday was fun', 'last Saturday (6 May 2023) was fun'],
    ['I moved here 3 years ago', 'I moved here 3 years ago (2020)'],
    ["last Tuesday's meeting", "last Tuesday's (2 May 2023) meeting"],
    ['We will leave in two weeks', 'We will leave in two weeks (the week of 22 May 2023)'],
    ['the call got moved to Monday', 'the call got moved to Monday (15 May 2023)'],
    [
      'The demo was pushed back by a week, to 9 July',
      'The demo was pushed back by a week, to 9 July (9 July 2023)',
    ],
    ['we signed them a year ago today', 'we signed them a year ago today (8 May 2022)'],
    ['the trip is a week from tomorrow', 'the trip is a week from tomorrow (16 May 2023)'],
    ['the exam is Friday week', 'the exam is Friday week (19 May 2023)'],
    ['a week on Wednesday we fly', 'a week on Wednesday (17 May 2023) we fly'],
    ['it starts in one week', 'it starts in one week (the week of 15 May 2023)'],
    ['a fortnight ago I quit', 'a fortnight ago (the week of 24 April 2023) I quit'],
    ["back in two weeks' time", "back in two weeks' time (the week of 22 May 2023)"],
  ])('%s', (text, expected) => {
    expect(annotateDates(text, SAID)).toBe(expected);
  });

  it.each([
    'I have lived here for five years',
    'I go there every Monday',
    'Released on 5 May 2020',
    'We use version 2.3.1',
    'I second that',
    'We had a Sunday roast',
    'I may be late',
    'He is 10 years old',
    'My birthday is on 5 May',
    'It took the past three weeks',
    'I swim on Thursday evenings',
    'I have three days for it',
    'Her exam comes a week later',
    'I was a week out',
    'His last day is not known yet',
  ])('leaves "%s" as it is', (text) => {
    expect(annotateDates(text, SAID)).toBe(text);
  });

  const words = fc.constantFrom(
    'yesterday',
    'last week',
    'last month',
    'next Friday',
    'two days ago',
    'last Saturday',
    'in two weeks',
    '3 years ago',
    'tonight',
    'last summer',
    'next year',
    'last weekend',
  );
  const moments = fc.record({
    day: fc.integer({ min: 0, max: 20_000 }),
    hour: fc.integer({ min: 0, max: 23 }),
    offset: fc.integer({ min: -11, max: 13 }),
  });
  const said = ({ day, hour, offset }: { day: number; hour: number; offset: number }): DateTime =>
    DateTime.fromObject(
      { year: 1990, hour },
      { zone: `UTC${offset < 0 ? '' : '+'}${offset}` },
    ).plus({
      days: day,
    });

  it('adds nothing when the text is annotated already, and takes no word away', () => {
    fc.assert(
      fc.property(words, moments, (phrase, moment) => {
        const time = said(moment).toISO() ?? '';
        const text = `I went there ${phrase} with Ann.`;
        const once = annotateDates(text, time);
        expect(annotateDates(once, time)).toBe(once);
        expect(once.replace(/ \([^()]*\)/, '')).toBe(text);
      }),
    );
  });

  it('reckons in the calendar of the speaker, whatever the hour and zone', () => {
    fc.assert(
      fc.property(moments, (moment) => {
        const time = said(moment);
        const [date] = resolveDates('I saw it yesterday', time.toISO() ?? '');
        expect(date?.from).toBe(time.minus({ days: 1 }).toISODate());
        const [month] = resolveDates('It began last month', time.toISO() ?? '');
        expect(month?.from).toBe(time.minus({ months: 1 }).startOf('month').toISODate());
        expect(month?.to).toBe(time.minus({ months: 1 }).endOf('month').toISODate());
      }),
    );
  });
});

describe('resolveDates', () => {
  it('crosses month ends and leap days', () => {
    const of = (text: string, at: string): string | undefined => resolveDates(text, at)[0]?.from;
    expect(of('yesterday', '2024-03-01T08:00:00Z')).toBe('2024-02-29');
    expect(of('yesterday', '2023-03-01T08:00:00Z')).toBe('2023-02-28');
    expect(of('It was last month', '2024-03-31T23:59:00+09:00')).toBe('2024-02-01');
    expect(of('tomorrow', '2023-12-31T23:30:00-05:00')).toBe('2024-01-01');
  });

  it('says how exactly a date was said', () => {
    const [year] = resolveDates('We moved last year', SAID);
    expect(year).toMatchObject({ from: '2022-01-01', to: '2022-12-31', granularity: 'year' });
    const [day] = resolveDates('on 7 May 2021', SAID);
    expect(day).toMatchObject({ from: '2021-05-07', to: '2021-05-07', relative: false });
  });
});

it('two parsers that are kept back where their words are missing find what they found', () => {
  const at = new Date(2026, 5, 3, 12);
  const read = (parser: chrono.Chrono, text: string) =>
    parser.parse(text, at).map(({ index, text: words, start }) => [index, words, start.date()]);
  for (const count of ['2', 'two weeks and a', 'half an', 'several'])
    for (const unit of ['d', 'days', 'hour'])
      for (const word of 'ago,before,earlier,LATER,after,from now,henceforth,forward,out,agog'.split(
        ',',
      ))
        for (const text of [
          `We met ${count} ${unit} ${word}, it rained`,
          `${count} ${unit}${word}`,
        ])
          expect(read(dateParser, text), text).toEqual(read(chrono.en.casual, text));
});

it.each([
  ['Ana adopted a cat.', 'Ana adopted a cat (8 May 2023).'],
  ['Ana adopted a cat yesterday', 'Ana adopted a cat yesterday'],
  ['Ana adopted a cat on the 3rd.', 'Ana adopted a cat on the 3rd.'],
])('the day of telling is written to what names none: %s', (text, expected) => {
  expect(withDay(text, '2023-05-08T13:56:00Z')).toBe(expected);
});
