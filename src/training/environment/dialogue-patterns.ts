import { z } from 'zod';

/** Days and months as people and programs write them; the year may be left out of the pattern. */
export const DateAtom = z
  .object({
    date: z.string().regex(/^(\d{4}|\d{4}-\d{2}|\d{4}-\d{2}-\d{2}|\d{2}-\d{2})$/),
    /** The text may leave the year out, but not give another one. */
    year_optional: z.literal(true).optional(),
  })
  .strict();
const RegexAtom = z.string().min(1).refine(compiles, 'not a regular expression');

/** A regular expression (case-insensitive, Unicode), or a date in any of its written forms. */
export const AtomSchema = z.union([RegexAtom, DateAtom]);
export type Atom = z.infer<typeof AtomSchema>;

/**
 * What one single memory must show: an atom; several atoms, all of them; or several said by or
 * naming one person.
 */
export const PatternSchema = z.union([
  AtomSchema,
  z.array(AtomSchema).min(1),
  z.object({ speaker: z.string().min(1), all: z.array(AtomSchema).min(1) }).strict(),
]);
export type Pattern = z.infer<typeof PatternSchema>;

/** As much of a memory as a dialogue is judged on. */
export interface Remembered {
  text: string;
  speaker: string | null;
}

const ANY_YEAR = '\\b(?:19|20)\\d{2}\\b';
const MONTHS = [
  'jan(?:uary|\\.)?',
  'feb(?:ruary|\\.)?',
  'mar(?:ch|\\.)?',
  'apr(?:il|\\.)?',
  'may',
  'june?\\.?',
  'july?\\.?',
  'aug(?:ust|\\.)?',
  'sept?(?:ember|\\.)?',
  'oct(?:ober|\\.)?',
  'nov(?:ember|\\.)?',
  'dec(?:ember|\\.)?',
];

/**
 * A regular expression source that matches a date in the forms people use, e.g. for `2023-05-07`:
 * 7 May 2023, 7th of May, 2023, May 7, 2023, 2023-05-07, 2023/05/07. Forms that swap day and month
 * between countries (07/05/2023) are left out on purpose: they do not say which day it is.
 */
export function datePattern(date: string): string {
  const parts = date.split('-');
  const year = parts[0]?.length === 4 ? parts[0] : null;
  const [month, day] = year === null ? parts : parts.slice(1);
  if (month === undefined) return `\\b${year}\\b`;
  const name = MONTHS[Number(month) - 1] ?? '(?!)';
  if (day === undefined) {
    return `(?:\\b${name},?\\s+(?:\\d{1,2}(?:st|nd|rd|th)?,?\\s+)?(?:of\\s+)?${year}\\b|\\b${year}[-/]${month}\\b)`;
  }
  const dayNumber = `0?${Number(day)}(?:st|nd|rd|th)?`;
  const forms = [
    `\\b${dayNumber}(?:\\s+of)?[\\s-]+${name}${year === null ? '(?![a-z])' : `,?[\\s-]+${year}\\b`}`,
    `\\b${name}\\s+(?:the\\s+)?${dayNumber}${year === null ? '\\b' : `,?\\s+${year}\\b`}`,
    `${year === null ? '\\b(?:\\d{4}[-/])?' : `\\b${year}[-/]`}${month}[-/]${day}(?!\\d)`,
  ];
  return `(?:${forms.join('|')})`;
}

/** Whether a text shows an atom; quotes and white space are levelled first. */
export function atomMatches(atom: Atom, text: string): boolean {
  const shows = (source: string) => new RegExp(source, 'iu').test(level(text));
  if (typeof atom === 'string') return shows(atom);
  if (shows(datePattern(atom.date))) return true;
  const dayAndMonth = atom.date.slice('2024-'.length);
  return atom.year_optional === true && shows(datePattern(dayAndMonth)) && !shows(ANY_YEAR);
}

/** Whether this one memory shows all of the pattern. */
export function patternMatches(pattern: Pattern, memory: Remembered): boolean {
  if (Array.isArray(pattern)) return pattern.every((atom) => atomMatches(atom, memory.text));
  if (typeof pattern === 'string' || 'date' in pattern) return atomMatches(pattern, memory.text);
  return (
    concerns(memory, pattern.speaker) && pattern.all.every((atom) => atomMatches(atom, memory.text))
  );
}

/** A pattern for people to read. */
export function describePattern(pattern: Pattern): string {
  if (Array.isArray(pattern)) return pattern.map(describePattern).join(' + ');
  if (typeof pattern === 'string') return `/${pattern}/`;
  if ('date' in pattern) return pattern.date;
  return `${pattern.speaker}: ${pattern.all.map(describePattern).join(' + ')}`;
}

/** A memory concerns a person who said it or whom its text names. */
function concerns(memory: Remembered, person: string): boolean {
  const name = person.toLowerCase();
  return memory.speaker?.toLowerCase() === name || level(memory.text).toLowerCase().includes(name);
}

function level(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[‘’ʼ]/gu, "'")
    .replace(/[“”]/gu, '"')
    .replace(/[‐‑]/gu, '-')
    .replace(/\s+/gu, ' ');
}

function compiles(source: string): boolean {
  try {
    return new RegExp(source, 'iu') instanceof RegExp;
  } catch {
    return false;
  }
}
