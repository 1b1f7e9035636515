import type { DateTime } from 'luxon';

export type Granularity = 'day' | 'week' | 'month' | 'season' | 'year' | 'decade';

/** A stretch of time that words of a text name, resolved against when they were said. */
export interface ResolvedDate {
  /** The words, as written. */
  text: string;
  /** Where they begin in the text. */
  index: number;
  /** First day, `YYYY-MM-DD`. */
  from: string;
  /** Last day, inclusive, `YYYY-MM-DD`. */
  to: string;
  granularity: Granularity;
  /** Whether the meaning depends on when it was said ("yesterday"), unlike "5 May 2023". */
  relative: boolean;
  /** How the stretch is written for people: `7 May 2023`, `April 2023`, `the week before 8 May 2023`. */
  label: string;
}

const COUNTS =
  'an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|a few|several|a couple(?: of)?|couple(?: of)?|few|\\d{1,3}';
const NUMBER_WORDS = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];
const SEASONS = ['winter', 'spring', 'summer', 'autumn'] as const;

const day = (date: DateTime): string => date.toISODate() ?? '';
/** `8 May 2023`, in English whatever the machine's language. */
/** `7 May 2023`. */
export const longDay = (date: DateTime): string => date.setLocale('en').toFormat('d LLLL yyyy');

/** A stretch of time without the words that named it. */
export interface Span {
  from: DateTime;
  to: DateTime;
  granularity: Granularity;
  label: string;
}

/** The whole day, month or year of a date. */
export function span(unit: 'day' | 'month' | 'year', date: DateTime): Span {
  return {
    from: date.startOf(unit),
    to: date.endOf(unit),
    granularity: unit,
    label:
      unit === 'day'
        ? longDay(date)
        : date.setLocale('en').toFormat(unit === 'month' ? 'LLLL yyyy' : 'yyyy'),
  };
}

/** A span with the words that named it. */
export function entry(text: string, index: number, read: Span, relative: boolean): ResolvedDate {
  return {
    // "This friday, fingers crossed": the comma is not the date's.
    text: text.replace(/[\s,;]+$/, ''),
    index,
    from: day(read.from),
    to: day(read.to),
    granularity: read.granularity,
    relative,
    label: read.label,
  };
}

/** What each of the forms below has in it; most texts have none of them. */
const NEEDED = /day|night|morrow|week|month|year|decade|this|last|next/i;

/** Forms where the parser would make up a day that nobody said, or that it does not know. */
export function ownForms(text: string, said: DateTime): ResolvedDate[] {
  const dates: ResolvedDate[] = [];
  if (!NEEDED.test(text)) return dates;
  const add = (pattern: RegExp, read: (match: RegExpExecArray) => Span | null): void => {
    for (const match of text.matchAll(pattern)) {
      const read_ = read(match);
      if (read_) dates.push(entry(match[0], match.index, read_, true));
    }
  };
  const week = (offset: number): Span => {
    const from = said.plus({ weeks: offset }).startOf('week');
    const label =
      offset === 0
        ? `the week of ${longDay(said)}`
        : offset === -1
          ? `the week before ${longDay(said)}`
          : offset === 1
            ? `the week after ${longDay(said)}`
            : `the week of ${longDay(from)}`;
    return { from, to: from.endOf('week'), granularity: 'week', label };
  };
  const offsets: Record<string, number> = {
    last: -1,
    past: -1,
    previous: -1,
    this: 0,
    next: 1,
    coming: 1,
  };
  // The parser takes "this morning, 9:50" and "Monday this week" for less or more than they are.
  add(/\b(?:earlier today|this (?:morning|afternoon|evening)|tonight)\b/gi, () =>
    span('day', said),
  );
  const ofWeek = (name: string, which: string): Span =>
    span(
      'day',
      said.startOf('week').plus({
        weeks: offsets[which.toLowerCase()] ?? 0,
        days: WEEKDAYS.indexOf(name.toLowerCase()),
      }),
    );
  add(
    new RegExp(`\\b(?:on )?(${WEEKDAYS.join('|')}),? (?:of )?(this|next|last) week\\b`, 'gi'),
    (m) => ofWeek(m[1] ?? '', m[2] ?? ''),
  );
  add(new RegExp(`\\b(this|next|last) week,? (?:on )?(${WEEKDAYS.join('|')})\\b(?!s)`, 'gi'), (m) =>
    ofWeek(m[2] ?? '', m[1] ?? ''),
  );
  add(/\b(?:the )?day after tomorrow\b/gi, () => span('day', said.plus({ days: 2 })));
  add(/\b(?:the )?day before yesterday\b/gi, () => span('day', said.minus({ days: 2 })));
  add(/\bthe week before last\b/gi, () => week(-2));
  add(/\bthe week after next\b/gi, () => week(2));
  add(
    /(?<!\b(?:over|for|in|during|within|of) the )\b(last|this|next|previous) week\b(?!end)/gi,
    (m) => week(offsets[(m[1] ?? '').toLowerCase()] ?? 0),
  );
  add(/\b(last|this past|this|next|this coming) weekend\b/gi, (m) => {
    const word = (m[1] ?? '').toLowerCase();
    const saturday = said.startOf('week').plus({ days: 5 });
    const weekendNow = said.weekday >= 6;
    const shift =
      word === 'last' || word === 'this past'
        ? weekendNow && word === 'this past'
          ? 0
          : -7
        : word === 'next'
          ? 7
          : 0;
    const from = saturday.plus({ days: shift });
    return {
      from,
      to: from.plus({ days: 1 }),
      granularity: 'day',
      label: `the weekend of ${longDay(from)}`,
    };
  });
  add(FROM_A_DAY, (m) => fromADay(m, said));
  // "Exactly one week ago" is a day; "one week ago" is some day of that week.
  add(
    new RegExp(
      `\\b(?:in exactly (${COUNTS}) (day|week|month|year)s?|exactly (${COUNTS}) (day|week|month|year)s? (ago|from now))\\b`,
      'gi',
    ),
    (m) => {
      const amount = amountOf(m[1] ?? m[3] ?? '');
      if (amount === null) return null;
      const way = m[5]?.toLowerCase() === 'ago' ? -1 : 1;
      return span('day', said.plus({ [`${(m[2] ?? m[4] ?? '').toLowerCase()}s`]: way * amount }));
    },
  );
  add(
    /\b(today|tomorrow|(?:(?:on|this|next) )?(?:mon|tues|wednes|thurs|fri|satur|sun)day) week\b/gi,
    (m) => {
      const start = namedDay(m[1] ?? '', said);
      return start === null ? null : span('day', start.plus({ weeks: 1 }));
    },
  );
  add(/\b(?:this|same) day (last|next) (week|month|year)\b/gi, (m) =>
    span(
      'day',
      said.plus({ [`${(m[2] ?? '').toLowerCase()}s`]: /last/i.test(m[1] ?? '') ? -1 : 1 }),
    ),
  );
  add(
    new RegExp(
      `\\b(${COUNTS}) (week(?:end)?|fortnight|month|year|decade)s? (ago|from now|later|back)\\b(?! (?:problem|up|pain))`,
      'gi',
    ),
    (m) =>
      /later|back/i.test(m[3] ?? '') && !/back/i.test(m[3] ?? '')
        ? null
        : counted(
            m[1] ?? '',
            (m[2] ?? '').toLowerCase(),
            /ago|back/i.test(m[3] ?? '') ? -1 : 1,
            said,
          ),
  );
  add(
    new RegExp(
      `\\bin (${COUNTS}) (week|fortnight|month|year)s?(?:['’]?s?['’]? time)?\\b(?! (?:of|as|at|for)\\b)`,
      'gi',
    ),
    (m) =>
      // "Built in a week" tells how long it took, "will be switched off in a week" when.
      /^(?!.*\b(?:will|shall|won't|going to|gonna)\b|.*['’]ll\b).*\b(did|was|were|have|had|\w+ed)\b[^.!?]*$/is.test(
        text.slice(0, m.index).split(/[.!?]/).at(-1) ?? '',
      )
        ? null
        : counted(m[1] ?? '', (m[2] ?? '').toLowerCase(), 1, said),
  );
  // "The 28th of this month": the parser sees the month alone.
  add(/\b(?:the )?(\d{1,2})(?:st|nd|rd|th) (?:of )?(this|next|last) month\b/gi, (m) => {
    const month = said.startOf('month').plus({ months: offsets[(m[2] ?? '').toLowerCase()] ?? 0 });
    const date = month.set({ day: Number(m[1]) });
    return date.hasSame(month, 'month') ? span('day', date) : null;
  });
  // From 31 March the parser's "last month" overflows into March again, so months are reckoned here.
  add(
    /(?<!\b(?:over|for|in|during|within|of|every) (?:the )?)\b(last|previous|next) (month|year)\b/gi,
    (m) => {
      const unit = (m[2] ?? '').toLowerCase() === 'month' ? 'month' : 'year';
      const way = offsets[(m[1] ?? '').toLowerCase()] ?? 0;
      return span(unit, said.startOf(unit).plus({ [`${unit}s`]: way }));
    },
  );
  add(/\b(last|this|next|this past|this coming) (spring|summer|fall|autumn|winter)\b/gi, (m) =>
    season(m[1] ?? '', m[2] ?? '', said),
  );
  return dates;
}

/** "A week from tomorrow", "two weeks ago today", "a week on Friday": told to the day. */
const FROM_A_DAY = new RegExp(
  `\\b(${COUNTS}) (day|week|fortnight|month|year)s? (?:(ago|before|from|after|on) )?(today|tomorrow|yesterday|(?:(?:this|next) )?(?:mon|tues|wednes|thurs|fri|satur|sun)day)\\b(?!['’]s|s)`,
  'gi',
);

function fromADay(match: RegExpExecArray, said: DateTime): Span | null {
  const [, count = '', unit = '', link, day = ''] = match;
  const start = namedDay(day, said);
  const amount = amountOf(count);
  if (start === null || amount === null) return null;
  // "I worked two weeks on Friday's talk" and "three days tomorrow" count no days from a day.
  if ((link === undefined || link.toLowerCase() === 'on') && !/^(?:week|fortnight)$/i.test(unit))
    return null;
  const way = /^(?:ago|before)$/i.test(link ?? '') ? -1 : 1;
  const [plural, times] =
    unit.toLowerCase() === 'fortnight' ? ['weeks', 2] : [`${unit.toLowerCase()}s`, 1];
  return span('day', start.plus({ [plural]: way * times * amount }));
}

/** `today`, `tomorrow`, `yesterday` or the next day of that name. */
function namedDay(name: string, said: DateTime): DateTime | null {
  const word = name.toLowerCase().replace(/^(?:on|this|next) /, '');
  const shift = { yesterday: -1, today: 0, tomorrow: 1 }[word];
  if (shift !== undefined) return said.plus({ days: shift });
  const target = WEEKDAYS.indexOf(word) + 1;
  if (target === 0) return null;
  return said.plus({ days: ((target - said.weekday + 6) % 7) + 1 });
}

const WEEKDAYS = 'monday tuesday wednesday thursday friday saturday sunday'.split(' ');

/** A counting word as a number; null where it is vague. */
function amountOf(count: string): number | null {
  const word = count.toLowerCase().replace(/ of$/, '');
  if (/few|several/.test(word)) return null;
  if (/couple/.test(word)) return 2;
  if (/^an?$/.test(word)) return 1;
  const amount = NUMBER_WORDS.includes(word) ? NUMBER_WORDS.indexOf(word) : Number(word);
  return Number.isFinite(amount) ? amount : null;
}

function counted(count: string, unit: string, direction: 1 | -1, said: DateTime): Span | null {
  if (unit === 'fortnight') {
    const weeks = amountOf(count);
    return weeks === null ? null : counted(String(2 * weeks), 'week', direction, said);
  }
  const amount = amountOf(count);
  if (amount === null) {
    // "A few weeks ago" has no number to reckon with; only the side of today is known.
    return {
      from: said,
      to: said,
      granularity: unit === 'week' ? 'week' : unit === 'month' ? 'month' : 'year',
      label: `${count.toLowerCase()} ${unit}s ${direction < 0 ? 'before' : 'after'} ${longDay(said)}`,
    };
  }
  if (unit === 'week' || unit === 'weekend') {
    const from = said.plus({ weeks: direction * amount }).startOf('week');
    if (unit === 'weekend')
      return {
        from: from.plus({ days: 5 }),
        to: from.endOf('week'),
        granularity: 'day',
        label: `the weekend of ${longDay(from.plus({ days: 5 }))}`,
      };
    return {
      from,
      to: from.endOf('week'),
      granularity: 'week',
      label:
        amount === 1 && direction < 0
          ? `the week before ${longDay(said)}`
          : `the week of ${longDay(said.plus({ weeks: direction * amount }))}`,
    };
  }
  if (unit === 'month')
    return span('month', said.startOf('month').plus({ months: direction * amount }));
  if (unit === 'decade')
    return {
      ...span('year', said.plus({ years: direction * amount * 10 })),
      granularity: 'decade',
      label: `around ${said.plus({ years: direction * amount * 10 }).year}`,
    };
  return span('year', said.startOf('year').plus({ years: direction * amount }));
}

function season(which: string, name: string, said: DateTime): Span {
  const word = name.toLowerCase() === 'fall' ? 'autumn' : name.toLowerCase();
  const first = SEASONS.indexOf(word as (typeof SEASONS)[number]) * 3;
  // Northern seasons by the month; winter runs from December into the next year.
  const start = (year: number): DateTime =>
    said.set({ year, month: 1, day: 1 }).plus({ months: first - 1 });
  const way = which.toLowerCase();
  let from = start(said.year);
  const end = (date: DateTime): DateTime => date.plus({ months: 3 }).minus({ days: 1 });
  if (/last|past/.test(way))
    while (end(from) >= said) from = start(from.plus({ months: 1 }).year - 1);
  else if (/next|coming/.test(way))
    while (from <= said) from = start(from.plus({ months: 1 }).year + 1);
  const label = word === 'winter' ? `winter ${from.year}` : `${word} ${from.year}`;
  return { from, to: end(from), granularity: 'season', label };
}
