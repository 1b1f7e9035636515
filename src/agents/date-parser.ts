import * as chrono from 'chrono-node';

export type ParsedResult = chrono.ParsedResult;

/**
 * Of chrono's parsers, two that read chains of counted units ("a year and two months ago"): a word that
 * each match has. V8 takes a tenth of a second to compile either pattern, at the first text that a process
 * reads; a text without the word need not wait for that.
 */
const NEEDED: Record<string, RegExp> = {
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
