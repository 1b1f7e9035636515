import * as chrono from 'chrono-node';

export type ParsedResult = chrono.ParsedResult;

const DIGIT = /\d/;
const MONTH = /jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec/i;
/**
 * What each match of a parser of chrono's has in it. Their long patterns are slow, and V8 takes up to a tenth
 * of a second to compile one at the first text that a process reads; most texts need not wait for that.
 */
const NEEDED: Record<string, RegExp> = {
  ENYearMonthDayParser: DIGIT,
  ISOFormatParser: DIGIT,
  SlashDateFormatParser: DIGIT,
  ENSlashMonthFormatParser: DIGIT,
  ENTimeExpressionParser: DIGIT,
  ENYearMonthNameParser: DIGIT,
  ENMonthNameLittleEndianParser: MONTH,
  ENMonthNameMiddleEndianParser: MONTH,
  ENMonthNameParser: MONTH,
  ENWeekdayParser: /sun|mon|tue|wed|thu|fri|sat|week/i,
  ENRelativeDateFormatParser: /this|last|past|next/i,
  ENTimeUnitWithinFormatParser: /\b(?:within|in|for)/i,
  ENTimeUnitCasualRelativeFormatParser: /this|last|past|next|after|[+-]/i,
  ENTimeUnitAgoFormatParser: /(?:ago|before|earlier)(?!\w)/i,
  ENTimeUnitLaterFormatParser: /(?:later|after|from now|henceforth|forward|out)(?!\w)/i,
};
const NOTHING = /(?!)/;

function onlyWhereNeeded(parser: chrono.Parser): chrono.Parser {
  const needed = NEEDED[parser.constructor.name];
  if (!needed) return parser;
  return {
    pattern: (context) => (needed.test(context.text) ? parser.pattern(context) : NOTHING),
    extract: (context, match) => parser.extract(context, match),
  };
}

/** Reads the dates of English texts, casual ones too, as chrono does. */
export const dateParser = new chrono.Chrono({
  parsers: chrono.en.casual.parsers.map(onlyWhereNeeded),
  refiners: chrono.en.casual.refiners,
});
