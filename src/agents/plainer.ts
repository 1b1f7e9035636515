import { memoised } from './memo.js';

const MONTHS =
  'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?';
const DAY = String.raw`(\d{1,2})(?:st|nd|rd|th)?`;
const DEGREE =
  '(?:really |so |such |quite |just |at all |that |particularly |very |all that |a |the )*';
const SIZE = '(?:big |huge |massive |great |major |real )*';
const TASTE = `(?:fan of|keen on|fond of|into|crazy about|mad (?:about|on|for)|nuts about|partial to|one for)`;

/** By their first three letters, "jan" → "January". */
const FULL_NAMES: ReadonlyMap<string, string> = new Map(
  'January February March April June July August September October November December Monday Tuesday Wednesday Thursday Friday Saturday Sunday'
    .split(' ')
    .map((name) => [name.slice(0, 3).toLowerCase(), name]),
);
const SHORT_MONTH = String.raw`\b(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?`;
/** "Jan" and "Sun" are names too: only beside a number or behind a preposition of time. */
const SHORT_NAMES = [
  new RegExp(
    String.raw`(?<=\b(?:in|of|since|until|till|by|next|last|this|early|mid|late|\d(?:st|nd|rd|th)?) )${SHORT_MONTH}(?! \p{Lu}\p{Ll})|${SHORT_MONTH}(?= \d)`,
    'giu',
  ),
  /(?<=\b(?:on|every|each|by|next|last|this|until|till) )\b(?:mon|tues?|wed|thur?s?|fri|sat|sun)\b\.?/giu,
];
const UNITS = 'mg|kg|g|km|cm|mm|ml|l|gb|mb|tb|ms|kw|kwh|mph|kph|px|lbs?|oz|ft|%';

/** Ways of saying the same thing, each to the one by which statements are compared. */
const WAYS: readonly (readonly [RegExp, string])[] = [
  [/\b(?:each|every) ((?:mon|tues|wednes|thurs|fri|satur|sun)day)\b/gi, 'on $1s'],
  [new RegExp(String.raw`(\d) (${UNITS})(?![\p{L}\d])`, 'giu'), '$1$2'],
  // "Two-week sprints" are two weeks long.
  [/\b(\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve)-(?=\p{L})/giu, '$1 '],
  [
    /\b(likes?|prefers?) ([^,.;]{2,40}?) (?:better than|more than|rather than|instead of|to) (?!be\b|have\b|do\b)/gi,
    '$1 $2 over ',
  ],
  // "My pick is tea, not coffee"
  [
    /\b((?:likes?|prefer\w*|favou?rite) [^.;]{2,60}?),? (?:and )?not (?=\p{L}+[.!]?$)/giu,
    '$1 over ',
  ],
  [
    /\b(?:the )?(?:company|firm|organi[sz]ation|place|business) (?:that |which |where )?((?:the )?user|i) works? (?:for|at)\b/gi,
    "$1's employer",
  ],
  [
    /\b(?:mother|mum|mom) and (?:father|dad)\b|\b(?:father|dad) and (?:mother|mum|mom)\b/gi,
    'parents',
  ],
  [new RegExp(String.raw`\b(${MONTHS})\.? ${DAY}\b(?!:)(?:,? (\d{4})\b)?`, 'gi'), '$2 $1 $3'],
  [new RegExp(String.raw`\b(?:the )?${DAY} (?:of )?(${MONTHS})\b\.?,?`, 'gi'), '$1 $2'],
  // "2 March (2 March 2023)"
  [/\b(\d{1,2} \p{L}+)\s+\(\1 (\d{4})\)/giu, '$1 $2'],
  [/(\d) ([ap])\.?m\b\.?/gi, '$1$2m'],
  [/\b(?:each|every) (?:single )?(?:day|morning)\b|\b(?:a|per) day\b/gi, 'daily'],
  [/\b(?:each|every) (?:single )?night\b/gi, 'nightly'],
  [/\b(?:(?:each|every) (?:single )?|a |per )(hour|week|month|year)\b/gi, '$1ly'],
  // "Code in this repo is indented with tabs"
  [
    /\b(?:the )?code (?:in|of) (?=(?:this|the|our) (?:repo(?:sitory)?|project|codebase|monorepo)\b)/gi,
    '',
  ],
  [/\bannually\b/gi, 'yearly'],
  [/\bbacked up\b|\bbacks up\b/gi, 'has backups'],
  [/\b(?:two times|twice) (?=a |per |daily|weekly|monthly|yearly)/gi, 'twice '],
  [/\b(?:every|each) (?:second|other) /gi, 'every other '],
  [/\b(\d+) years? (?:old|of age)\b|\baged (\d+)\b/gi, '$1$2'],
  // "$70", "70 USD", "70 bucks"
  [/\$ ?(\d[\d.,]*)\b|\b(\d[\d.,]*) ?(?:usd|bucks?|dollars?)\b/gi, '$1$2 dollars'],
  [/€ ?(\d[\d.,]*)\b|\b(\d[\d.,]*) ?(?:€|eur\b|euros?\b)/gi, '$1$2 euros'],
  [/£ ?(\d[\d.,]*)\b|\b(\d[\d.,]*) ?(?:gbp|quid)\b/gi, '$1$2 pounds'],
  [/\b(\d{1,2})\.(\d{2})(?= ?(?:[ap]\.?m\b|in the (?:morning|afternoon|evening)))/gi, '$1:$2'],
  [/\b(\d{1,2}(?::\d{2})?) in the morning\b/gi, '$1am'],
  [/\b(\d{1,2}(?::\d{2})?) in the (?:afternoon|evening)\b/gi, '$1pm'],
  [
    /\byou(?:'ll| will| can) find ([^.;]+?) (?=(?:in|on|at|under|behind|inside|next to) )/gi,
    '$1 is ',
  ],
  [/\bcan (?:always )?be (?:found|reached)\b/gi, 'is'],
  [/\b(?:mother tongue|first language)\b/gi, 'native language'],
  [/\bblood group\b/gi, 'blood type'],
  [/\bbrothers and sisters\b|\bsisters and brothers\b/gi, 'siblings'],
  [
    /\b((?:mon|tues|wednes|thurs|fri|satur|sun)day)s? (?:is|are) (?:my|our|the) ([^.,;]{2,30}?) (?:day|night|evening)s?\b/gi,
    '$2 on $1s',
  ],
  // "Stand-up", "check-in"
  [/\b(\p{L}{3,})-(up|in|out|off|on|down|over)\b(?!-)/giu, '$1$2'],
  [/\b(?:is|am|are) an? (?:resident|inhabitant) (?:of|at)\b/gi, 'lives in'],
  [
    new RegExp(
      String.raw`(?:(?:am|is|are|'m|'s|'re|was) not|isn't|aren't) ${DEGREE}${SIZE}${TASTE}\b`,
      'gi',
    ),
    ' hate',
  ],
  [new RegExp(String.raw`(?:\b(?:am|is|are)|'m|'s|'re) ${DEGREE}${SIZE}${TASTE}\b`, 'gi'), ' like'],
  [
    /\b(?:can't|cannot|can not|couldn't) (?:\w+ly )?(?:stand|bear|abide|stomach)\b|\b(?:do not|don't|does not|doesn't) (?:really |much |particularly )*(?:like|enjoy|love|care for|fancy)\b/gi,
    'hate',
  ],
  [/\bcan't get enough of\b/gi, 'like'],
];

/** "18:00" is 6pm. */
const AFTERNOON = /(?<![\d:.])(1[3-9]|2[0-3]):([0-5]\d)(?![\d:])/g;

/** "02:00" is 2am. */
const BEFORE_TEN = /(?<![\d:.])0(\d):([0-5]\d)(?![\d:]| ?[ap]\.?m\b)/gi;

/**
 * A statement in the words by which repeats are known: one form for dates, times and habits, one verb
 * for liking and one for not liking. For comparing only; nobody reads it.
 */
export const plainer = memoised((text: string): string => {
  let result = text.replace(/’/g, "'");
  result = result.replace(AFTERNOON, (_, hour: string, minutes: string) => {
    const rest = minutes === '00' ? '' : `:${minutes}`;
    return `${Number(hour) - 12}${rest}pm`;
  });
  result = result.replace(BEFORE_TEN, (_, hour: string, minutes: string) => {
    const rest = minutes === '00' ? '' : `:${minutes}`;
    return `${hour === '0' ? '12' : hour}${rest}am`;
  });
  for (const names of SHORT_NAMES)
    result = result.replace(
      names,
      (name) => FULL_NAMES.get(name.slice(0, 3).toLowerCase()) ?? name,
    );
  for (const [way, plain] of WAYS) result = result.replace(way, plain);
  return result.replace(/ {2,}/g, ' ').replace(/ (?=[,.;!?])/g, '');
});
