import { memoised } from '../memo.js';

/**
 * Cuts a text into sentences for storing. Lossless: joined with blanks, the pieces give the words back.
 * Intl.Segmenter knows the scripts (。！？ too) but cuts after abbreviations and inside quotes; those
 * cuts are taken back here.
 */
const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });

const ABBREVIATION =
  /(?:^|[\s(])(?:mr|mrs|ms|dr|prof|st|sr|jr|vs|no|nr|fig|approx|appt|dept|est|inc|ltd|co|corp|e\.g|i\.e|etc|cf|al|u\.s|u\.k|a\.m|p\.m|ph\.d|mt|ave|blvd|incl|excl|min|max|temp|tel|ext|ref|ca|resp|misc|std|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|\p{Lu}|(?:\p{L}\.)+\p{L})\.\s*$/iu;

/** A statement is read again right after its message was taken apart; messages may be long. */
const MESSAGES = 100;

/** One sentence or list item each, trimmed, bullets taken off; never empty. */
export const splitSentences = memoised(
  (text): readonly string[] =>
    joinedOutput(text.split(/\r?\n|\r|\u2028|\u2029/))
      .map((line) => line.replace(/^\s*(?:[-*•‣–]|\d{1,3}[.)]|[a-z]\))\s+/u, '').trim())
      .filter((line) => line !== '')
      .flatMap((line) => (OUTPUT.test(line) ? [line] : sentencesOfLine(line))),
  MESSAGES,
);

/** A line that a program wrote: "[001] WARN worker-0 retry", "2026-06-03 12:00:01 INFO started". */
const OUTPUT =
  /^\s*(?:\[?\d[\d:.,TZ /-]*\]?[\s:|-]+)?\[?(?:TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|ERROR|FATAL|CRITICAL)\]?\b|^\s*\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d|^\s*\d\d:\d\d:\d\d\b|^\s*(?:at \S+ ?\(|Traceback \(|File "[^"]+", line \d|npm (?:ERR|WARN|error|warn)\b)/;

/** The output of a program is one quotation, however many lines it has: three or more become one. */
function joinedOutput(lines: readonly string[]): string[] {
  const result: string[] = [];
  let block: string[] = [];
  const close = (): void => {
    result.push(...(block.length >= 3 ? [block.join(' ')] : block));
    block = [];
  };
  for (const line of lines) {
    if (OUTPUT.test(line)) block.push(line.trim());
    else {
      close();
      result.push(line);
    }
  }
  close();
  return result;
}

function sentencesOfLine(line: string): string[] {
  const sentences: string[] = [];
  let open = '';
  for (const {
    segment: { length },
  } of segmenter.segment(capitalised(line))) {
    const at = sentences.join('').length + open.length;
    open += line.slice(at, at + length);
    const rest = line.slice(sentences.join('').length + open.length);
    if (continues(open, rest)) continue;
    sentences.push(open);
    open = '';
  }
  if (open !== '') sentences.push(open);
  return sentences.map((sentence) => sentence.trim()).filter((sentence) => sentence !== '');
}

/** The segmenter cuts only before a capital, and people type without: of the same length as the line. */
const capitalised = (line: string): string =>
  line.replace(/(?<=[^.\s]\.\s)[a-z]/gu, (letter) => letter.toUpperCase());

/** True where the cut between `before` and `rest` is inside a sentence. */
function continues(before: string, rest: string): boolean {
  if (rest.trim() === '') return false;
  const dot = /\.["'”’)]*\s*$/.test(before);
  if (dot && ABBREVIATION.test(before) && !/^(?:i|we|he|she|they|it|my|the|this)\b/i.test(rest))
    return true;
  if (dot && ABBREVIATION.test(before) && /\b(?:mr|mrs|ms|dr|prof|st)\.\s*$/i.test(before))
    return true;
  // A new sentence hardly begins with a small letter after a full stop, unless it is typed carelessly.
  if (
    dot &&
    /^\p{Ll}/u.test(rest) &&
    !/^(?:i|im|i'm|my|we|he|she|they|it|the|also|but|and|so)\b/u.test(rest)
  ) {
    return before.length < 4;
  }
  if (!/["“”]/.test(before)) return false;
  const straight = before.match(/(?<!\d)"/g)?.length ?? 0;
  const opened = before.match(/“/g)?.length ?? 0;
  const closed = before.match(/”/g)?.length ?? 0;
  const inside = straight % 2 === 1 || opened > closed;
  // A quote that is never closed must not swallow the rest of the text.
  return inside && /["”]/.test(rest) && before.length < 400;
}
