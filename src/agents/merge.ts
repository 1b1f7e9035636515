import { literally, wholeWords } from '../memory/text.js';
import { canonical } from './words.js';
import { contrast, ofChange } from './contrast.js';
import { joinedTexts } from './echoes.js';
import { analyse, type Clause } from './language.js';
import { MONTHS } from './lexicon.js';
import { memoised } from './memo.js';
import { capital, closedBracket, sentence } from './sentence-form.js';
import { isRemark } from './surroundings.js';
import { has } from './tokens.js';

const DEPENDENT = /^(?:because|which|who|while|so|although|though|since|when|if)\b/i;
const PARTICIPLE = /^(?:(?:still|now|always|also|just|even) )?\p{Ll}+ing\b/u;
const CONNECTIVE = /^(?:and|but|then|or|so)\s+/i;
/** Owning up to a slip, before what is right: "I added a zero by accident, …", "checked the lease again, …". */
const ADMISSION = String.raw`(?:${[
  String.raw`(?:(?:i|we|(?:the )?user|having) )?(?:(?:just|only|now|have|had|has) )*(?:(?:looked|checked|counted|measured|read) (?:at |up )?(?:[^,:;.!?]{1,30} )?again|(?:rechecked|double[- ]checked|recounted|re-?read)(?: [^,:;.!?]{1,30})?)`,
  String.raw`(?:(?:i|(?:the )?user) )?(?:(?:swapped|mixed up|transposed|flipped) (?:the |two |some )?(?:digits|numbers|letters|figures)|(?:dropped|added|missed|forgot) a (?:letter|digit|zero|nought)(?: there)?)(?: by (?:accident|mistake))?`,
  String.raw`(?:(?:i|(?:the )?user) )?(?:was mistaken|(?:had|got) (?:it|them|that) mixed up|(?:said|wrote|typed|noted|had|got) (?:that|it|this|the \p{L}+) (?:down )?wrong[^,:;.]{0,12}|(?:told you|said|wrote) (?:rubbish|nonsense)[^,:;.]{0,12}|(?:looked at|read|named|said|wrote|typed|noted|quoted|(?:gave|told)(?: you| them)?) the wrong \p{L}+)`,
  String.raw`(?:nonsense|rubbish),? what i (?:said|wrote|told you)|that was wrong|autocorrect|(?:the )?\p{L}[\p{L} ]{1,24} says otherwise`,
].join('|')})(?=\s*[,:;.!–—])(?!\W*(?:it|its|there|they|he|she)\b)`;
const LEAD_IN = new RegExp(
  String.raw`^(?:(?:actually|lol(?=,? (?:typo|autocorrect))|sry|soz|${ADMISSION}|no(?! (?:more|longer|one|need)\b)|nope|sorry|oops|oh|ah|ugh|hmm|wait|nah|hang on|hold on|h+m+(?=,? no\b)|(?:correction|erratum|corrigendum|amendment(?=[ :]))(?: (?:from|by|after|to the \p{L}+) [^:,.;]{1,60}(?=:))?|(?:(?:the )?(?:assistant|user)|i) (?:misread|misheard|misunderstood|misremembered|mixed up|confused) [^,:;.]{1,40}?(?=\s*[,:;–—])|i (?:got|had) [^,:;.]{1,40}? (?:wrong|mixed up)(?=\s*[,:;–—])|i (?:always |keep |must have )?(?:mix(?:ed|ing)?|confus(?:ed?|ing)|muddl(?:ed?|ing)) (?:them|those|these)(?: two)?(?: up)?(?=\s*[,:;–—])|silly me(?=\s*[,:;.!–—])|wrong \p{L}+(?=\s*[,:;.!–—])|wrong (?:surname|name|day|date|time|number|address|place|room|street|spelling|one)(?=\s*[,.;:!–—-])|i should(?: have|['’]ve| of) said|mistake in [^:]{1,30}(?=:)|(?:excuse|pardon|forgive) my \w+(?: please)?|i (?:said|wrote|typed|put) [^,.;]{1,40}? but(?! i mean)|scratch that|scrap that|strike that|never ?mind|nvm|i mean|i meant(?: to say)?|my (?:mistake|bad)|i was wrong(?: (?:about that|before|earlier|there))?|(?:my )?apologies(?=\s*[,:;.!–—-])|that(?:['’]?s| is) wrong(?=\s*[,:;.!–—-])|i misspoke(?: (?:before|earlier|there))?|to correct (?:that|myself)|let me correct (?:that|myself)|i (?:got|had) (?:that|it) wrong|(?:that was an? )?typo(?=\s*[,:;.!–—-])|er|(?:good news|bad news|quick update|update|change of plans?)(?=\s*[,:;.!–—-])|(?:the|my|that) (?:earlier|previous|last|first|old)?\s*(?:note|message|entry|memory|info|information|statement|record|one)? ?(?:was|is) (?:wrong|incorrect|a typo|a mistake|mistaken|outdated|not right)|(?:the )?user (?:has |just |later |also |then )*(?:made a mistake|clarif(?:ied|ies)|correct(?:ed|s)(?: (?:themselves|himself|herself|that|this|an earlier \w+|(?:the |their |an )?(?:[\w-]+ )?[\w-]+(?=:)))?|confirm(?:ed|s)|not(?:ed|es)|mention(?:ed|s)|sa(?:id|ys)|stat(?:ed|es)|report(?:ed|s)|explain(?:ed|s))(?: that| it to)?)(?![\p{L}\p{N}])[\s,:;.!–—-]*(?:that was (?:wrong|a typo)[\s,:;.]*)?)+`,
  'iu',
);

/**
 * A memory's text after one of its clauses was replaced by a new statement: what else it says stays,
 * and so does a fuller name of the subject ("My sister Anna" for "Anna").
 */
export function supersede(
  memory: string,
  replaced: ReadonlySet<number>,
  statement: string,
): string {
  const { clauses } = analyse(memory);
  const old = clauses.find((_, at) => replaced.has(at));
  const fresh = fullerSubject(statement, old);
  const rest: string[] = [];
  let dropped = false;
  clauses.forEach((clause, at) => {
    // "because it pays well" falls with the statement that it explains.
    dropped =
      replaced.has(at) ||
      (dropped &&
        (DEPENDENT.test(clause.text) ||
          // "…, still going strong"
          (clause.subject.text === '' && PARTICIPLE.test(clause.text))));
    if (!dropped && clause.verb !== '' && !isRemark(clause.text) && !covers(fresh, clause))
      rest.push(...standalone(clause, clauses));
  });
  return rest.length === 0 ? fresh : [fresh, ...rest].map(sentence).join(' ');
}

/** A memory without some of its clauses; empty when nothing is left. */
export function withoutClauses(memory: string, dropped: ReadonlySet<number>): string {
  const { clauses } = analyse(memory);
  return clauses
    .filter((clause, at) => !dropped.has(at) && clause.verb !== '' && !DEPENDENT.test(clause.text))
    .flatMap((clause) => standalone(clause, clauses).map(sentence))
    .join(' ');
}

const THIRD: Readonly<Record<string, string>> = { are: 'is', were: 'was', have: 'has' };

/** The statement of a correction without "Actually," and the like. */
export const withoutLeadIn = memoised((text: string): string => {
  const bare = text.replace(LEAD_IN, '').trim();
  if (bare === '') return text;
  // In a note, "they" is the user only while the user is named.
  if (/^(?:the )?user\b/i.test(text)) {
    const user = /^they (are|were|have|had)\b/i.exec(bare)?.[1]?.toLowerCase();
    if (user) return bare.replace(/^they \w+/i, `User ${THIRD[user] ?? user}`);
    if (/^they\b/i.test(bare)) return text;
    return capital(bare.replace(/^their\b/i, "User's"));
  }
  return capital(bare);
});

/**
 * Writes a corrected value into the old text: the named wrong words, or else the one value of the same
 * kind (weekday, month, number, name).
 * @returns null where it is not clear which words are meant
 */
export function patch(memory: string, wrong: readonly string[], right: string): string | null {
  const value = right
    .replace(/^(?:on|at|in|is|it'?s|that|a|an|the)\s+/i, '')
    .replace(/[.!\s]+$/, '');
  if (value === '') return null;
  for (const words of wrong) {
    const place = words === '' ? undefined : placeOf(memory, words);
    if (place) return between(value, memory.slice(0, place.start), memory.slice(place.end));
  }
  const day = /^(?:the )?(\d{1,2})(?:st|nd|rd|th)$/i.exec(value)?.[1];
  if (day) return withDay(memory, Number(day));
  for (const kind of KINDS) {
    if (!kind.test(value)) continue;
    const found = memory.match(new RegExp(kind.source, `${kind.flags.replace('g', '')}g`)) ?? [];
    if (found.length !== 1 || !found[0]) return null;
    // A date that was reckoned from the wrong word is wrong too.
    const dated = new RegExp(`(${literally(found[0])})(?: \\([^()]*\\d{4}\\))?`);
    const own = kind.exec(value)?.[0] ?? value;
    return memory.replace(dated, () => (value.includes('(') ? value : own));
  }
  const names = analyse(memory).names;
  const name = names.length === 1 ? names[0] : undefined;
  if (name && /^\p{Lu}[\p{L}'’-]*(?: \p{Lu}[\p{L}'’-]*)?$/u.test(value))
    return memory.replace(name, () => value);
  return null;
}

/** Where wrong words stand in a memory: by themselves, or as in "5mg", but not the 5 of "25mg". */
function placeOf(memory: string, words: string): { start: number; end: number } | undefined {
  const [whole] = wholeWords(memory, words);
  if (whole) return whole;
  const start = memory.toLowerCase().indexOf(words.toLowerCase());
  const end = start + words.length;
  const cut = /\d$/.test(memory.slice(0, start)) || /^\d/.test(memory.slice(end));
  return start < 0 || (cut && /\d/.test(words)) ? undefined : { start, end };
}

/** A text with a value in its gap, without the words of it that stand around the gap already. */
function between(value: string, before: string, after: string): string {
  const words = value.split(' ');
  const same = (some: readonly string[], text: string): boolean =>
    some.join(' ').toLowerCase() === text.toLowerCase().replace(/[,.;:!?)]+$/, '');
  const led = before.trim().split(/\s+/);
  const followed = after.trim().split(/\s+/);
  const most = words.length - 1;
  let lead = most;
  while (lead > 0 && !same(words.slice(0, lead), led.slice(-lead).join(' '))) lead--;
  const rest = words.slice(lead);
  let tail = rest.length - 1;
  while (tail > 0 && !same(rest.slice(-tail), followed.slice(0, tail).join(' '))) tail--;
  return before + rest.slice(0, rest.length - tail).join(' ') + after;
}

/** The one date of a text on another day of its month: "June 14" → "June 21". */
function withDay(memory: string, day: number): string | null {
  const month =
    '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
  const dated = new RegExp(
    `(\\b${month} )\\d{1,2}(?:st|nd|rd|th)?\\b|\\b\\d{1,2}(?:st|nd|rd|th)?((?: of)? ${month}\\b)|\\bthe \\d{1,2}(?:st|nd|rd|th)\\b`,
    'gi',
  );
  const bare = memory.replace(/ \([^()]*\d{4}\)/g, '');
  if ((bare.match(dated) ?? []).length !== 1) return null;
  return memory.replace(dated, (_, before?: string, after?: string) =>
    before ? `${before}${day}` : after ? `${day}${after}` : `the ${day}${ordinal(day)}`,
  );
}

const ordinal = (day: number): string =>
  /^(?:1?[1-3])$/.test(String(day % 10)) && !/^1[1-3]$/.test(String(day))
    ? (['st', 'nd', 'rd'][(day % 10) - 1] ?? 'th')
    : 'th';

const KINDS = [
  /\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b/i,
  new RegExp(String.raw`\b(?:${MONTHS})\b(?: \d{1,2}(?:st|nd|rd|th)?\b)?`, 'i'),
  /\b\d{1,2}(?::\d{2})? ?(?:am|pm|a\.m\.|p\.m\.)(?!\w)|\b\d{1,2}:\d{2}\b/i,
  /https?:\/\/\S+/i,
  /(?<![\w.])[$€£]?\d[\d,.]*(?:mg|kg|g|km|cm|ml|l|gb|mb|tb|ms|s|k|m|%)?(?![\w])/i,
];

/**
 * A memory's text after some of its values were exchanged for those of a new statement: the old
 * sentence with the new values written in, unless the statement tells more than the values: then the
 * statement stands in its place, or behind it where the memory too says more.
 */
export function exchange(
  memory: string,
  said: string,
  swaps: readonly { from: string; to: string }[],
): string {
  const statement = inFull(said, analyse(memory).clauses[0]?.subject.text ?? '');
  let patched = memory;
  for (const { from, to } of swaps.map((each) => withArticle(inside(each), memory, statement)))
    patched = counted(swap(patched, statement, from, to), statement, to);
  if (patched === memory) return statement;
  const before = contrast(statement, memory);
  const verbs = new Set(analyse(memory).clauses.map(({ verb }) => canonical(verb)));
  const swapped = new Set(swaps.map(({ from }) => from));
  const after = contrast(statement, patched);
  const old = new Set(swaps.flatMap(({ from }) => from.toLowerCase().split(/\s+/).map(canonical)));
  const news =
    after.extra.some((word) => !old.has(word)) ||
    after.gained.some(({ words }) => words.some((word) => !old.has(word)));
  if (!news || tellsNoMore(statement, swaps)) return patched;
  // "Down to 79 kilos" says of nobody that they weigh it.
  const fragment = (analyse(statement.split(/[,;.]/)[0] ?? '').clauses[0]?.verb ?? '') === '';
  const context =
    fragment ||
    before.missingTopic.some((word) => !verbs.has(word)) ||
    before.lost.some(({ text }) => !swapped.has(text));
  return context ? joinedTexts(patched, capital(statement)) : statement;
}

/** "The 26th it is" gives "the 26th". */
const inside = ({ from, to }: { from: string; to: string }): { from: string; to: string } => ({
  from,
  to: to.replace(/^The (?=\d|\p{Ll})/u, 'the '),
});

/** "The Azores" → "Slovenia": with its article, where the new name has none. */
function withArticle(
  { from, to }: { from: string; to: string },
  memory: string,
  statement: string,
): { from: string; to: string } {
  const named = /^\p{Lu}/u.test(from) && /^\p{Lu}/u.test(to);
  const article = named && wholeWords(memory, `the ${from}`).length > 0;
  return article && wholeWords(statement, `the ${to}`).length === 0
    ? { from: memory.includes(`the ${from}`) ? `the ${from}` : `The ${from}`, to }
    : { from, to };
}

/** "Ana rather than Nadia", "ramen, not lasagna": nothing but the values. */
function tellsNoMore(statement: string, swaps: readonly { from: string; to: string }[]): boolean {
  const values = swaps.flatMap(({ from, to }) => analyse(`${to}, ${from}`).words).map(canonical);
  const told = analyse(statement.replace(/\brather than\b/gi, 'not').replace(KEPT_SAYING, ''))
    .words.map(canonical)
    .filter((word) => !ofChange(word));
  return told.every((word) => values.includes(word));
}

const KEPT_SAYING = /\bi (?:keep|kept|always|constantly) (?=\p{L}+)/giu;

/** "Two coffees" → "one coffee": what is counted takes the form that the statement has beside the count. */
function counted(text: string, statement: string, count: string): string {
  const form = wordBehind(statement, count);
  const word = wordBehind(text, count);
  return form && word && canonical(form.word) === canonical(word.word)
    ? text.slice(0, word.start) + form.word + text.slice(word.start + word.word.length)
    : text;
}

/** The first word that stands behind some others. */
function wordBehind(text: string, words: string): { word: string; start: number } | undefined {
  return wholeWords(text, words).flatMap(({ end }) => {
    const word = /^ (\p{L}+)/u.exec(text.slice(end))?.[1];
    return word === undefined ? [] : [{ word, start: end + 1 }];
  })[0];
}

const WHEN = new RegExp(
  String.raw`^(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|tonight|tomorrow|next (?:week|month)|.*\b(?:${MONTHS})\b.*|\d{4}-\d\d-\d\d)$`,
  'i',
);
const NOTED = String.raw` \([^()]*\b\d{4}\)`;
const NOTE = new RegExp(`^${NOTED}`);
const CLOCK = String.raw`(?: (?:at )?(?:\d{1,2}(?::\d\d)? ?(?:am|pm|a\.m\.|p\.m\.|o'clock)|\d{1,2}:\d\d|noon|midnight)| at \d{1,2}(?![\d:]))`;
/** What may stand behind a day: a time, and the date that was reckoned from the day. */
const BEHIND_DAY = new RegExp(`^(${CLOCK}?)(${NOTED})?`, 'i');
const NEARNESS = '(?:next|this|coming|this coming|last|past)';
const NEAR = new RegExp(`\\b(${NEARNESS}) $`, 'i');
const BEFORE_DAY = new RegExp(
  `(\\b(?:on|in|by|until|for|to|from|since|before|after) )?(?:\\b(${NEARNESS}) )?$`,
  'i',
);

/**
 * One value written in the place of another. A day takes with it the words that reckon it ("next") and
 * the date that was reckoned from them, wherever it stands: of the old ones nothing may stay.
 */
export function swap(memory: string, statement: string, from: string, to: string): string {
  const [old] = wholeWords(memory, from);
  if (!old) return memory;
  const before = memory.slice(0, old.start);
  const after = memory.slice(old.end);
  // The date in brackets is that of the day before it.
  const day = after.startsWith(')') ? RECKONED.exec(before)?.[1] : undefined;
  if (day !== undefined) return swap(memory, statement, day, to);
  const there = wholeWords(statement, to);
  if (!WHEN.test(from) || !WHEN.test(to)) {
    const [annotated = ''] = there.flatMap(({ end }) => NOTE.exec(statement.slice(end)) ?? []);
    // A time of day alone leaves the date beside it.
    const kept = annotated === '' && CLOCK_ONLY.test(from) ? after : after.replace(NOTE, '');
    return before + to + annotated + kept;
  }
  const dated = BEHIND_DAY.exec(statement.slice(there[0]?.end ?? statement.length))?.[2] ?? '';
  const near = there.map(({ start }) => NEAR.exec(statement.slice(0, start))?.[1]).find(Boolean);
  const [lead = '', on, nearness] = BEFORE_DAY.exec(before) ?? [];
  const [behind = '', clock = ''] = BEHIND_DAY.exec(after) ?? [];
  // "An appointment next Thursday" needs its "on" once it is "Friday".
  const leading = NO_ON.test(to)
    ? (on ?? '').replace(/^on /i, '')
    : (on?.replace(/^(?:in|on) $/i, MONTH_ONLY.test(to) ? 'in ' : 'on ') ??
      (nearness !== undefined && near === undefined ? 'on ' : ''));
  return [
    before.slice(0, before.length - lead.length),
    ...[leading, near === undefined ? '' : `${near} `, to, dated, clock],
    after.slice(behind.length),
  ].join('');
}

const MONTH_ONLY = new RegExp(String.raw`^(?:${MONTHS})(?: \d{4})?$`, 'i');
const NO_ON = /^(?:today|tonight|tomorrow|next|this)\b/i;

/** A day that is told from another one, before the bracket of its date. */
const RECKONED =
  /\b((?:mon|tues|wednes|thurs|fri|satur|sun)day|today|tonight|tomorrow|yesterday|(?:next|this|last) (?:week|weekend|month|year)|in (?:an?|\p{L}+|\d+) (?:days?|weeks?|months?|years?)|(?:the )?\d{1,2}(?:st|nd|rd|th)?(?: of)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\p{L}*|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\p{L}*(?: \d{1,2}(?:st|nd|rd|th)?)?) \($/iu;

const CLOCK_ONLY =
  /^(?:\d{1,2}(?::\d\d)? ?(?:am|pm|a\.m\.|p\.m\.|o'clock)|\d{1,2}:\d\d|noon|midnight)$/i;

/** True where the new statement already says what the clause says. */
function covers(statement: string, clause: Clause): boolean {
  const words = new Set(analyse(statement).words);
  return clause.valueWords.length > 0 && clause.valueWords.every((word) => words.has(word));
}

/** A clause as a sentence of its own, with its subject; none where it only told more of the clause before it. */
function standalone(clause: Clause, clauses: readonly Clause[]): string[] {
  // "…, who leads the other team"
  if (RELATIVE.test(clause.text)) return [];
  const linked = CONNECTIVE.test(clause.text);
  const cut = clause.text.replace(CONNECTIVE, '').replace(/[,;\s]+$/, '');
  const text = closedBracket(cut);
  if (clause.subject.text !== '' || /^(?:the|this|that|these|those)\b/i.test(text))
    return [capital(text)];
  // "…, kept in the bureau", "…, has been for years"
  if (ASIDE.test(text) || (!linked && PARTICIPIAL.test(text))) return [];
  const first = clauses.find(
    (other) =>
      other.subject.text !== '' && other.subject.keys.join() === clause.subject.keys.join(),
  );
  const verb = analyse(text).tokens.find((token) => !has(token, 'Adverb', 'Negative'));
  // "…, interview panel is five people" has a subject, which was not seen; "…, ask him" is said to the reader.
  if (!first || !has(verb, 'Verb', 'Auxiliary', 'Copula', 'Modal')) return [capital(text)];
  const plural = /^(?:i|we|they|you)\b/i.test(first.subject.text);
  // "I've a box, comes on Fridays": it is the box that comes.
  if (plural && /^(?!is$|was$|has$|does$)\p{L}+s$/u.test(verb?.word ?? '')) return [];
  return has(verb, 'Infinitive', 'Imperative') && !plural
    ? []
    : [capital(`${first.subject.text} ${text}`)];
}

const RELATIVE = /^(?:and |but )?(?:who|whose|which)\b/i;
/** Tells how long something has been so, or how it went on, of what was told before. */
const ASIDE =
  /^(?:has|have|had)(?: \p{L}+)? been (?:for|since|so|like|that way|there)\b|^(?:is|are|was|were|do|does|did|has|have)$|^still (?:is|are|do|does)\b/iu;
/** Tells more of a thing that was named before: "kept in the bureau", "written by Matthias". */
const PARTICIPIAL =
  /^(?:\p{Ll}+ed|\p{Ll}+en|kept|held|made|sold|built|bought|run|led|set|done|paid|sent|told|left) (?:in|at|on|by|with|for|from|under|to|off)\b/u;

/** The statement with its subject as the clause that it replaces has it, where that says more of whom it is. */
function fullerSubject(statement: string, old: Clause | undefined): string {
  const to = old?.subject.text ?? '';
  // "It's on Tuesday", "he is a lawyer"
  if (to !== '' && old?.subject.kind !== 'speaker' && PRONOUN.test(statement))
    return statement.replace(PRONOUN, () => `${to} is`);
  const named = inFull(statement, to);
  if (named !== statement) return named;
  const mine = analyse(statement).clauses[0];
  if (old?.subject.kind !== 'person' || mine?.subject.kind !== 'person') return statement;
  const from = mine.subject.text;
  // "My sister Ann" for "Ann", but not "the company my uncle Felix" for "Felix"
  const longer =
    to.length > from.length && OWNED.test(to) && to.toLowerCase().endsWith(from.toLowerCase());
  const owned = old.subject.keys.length > mine.subject.keys.length && /^(?:my|our) /i.test(from);
  return statement.startsWith(from) && (longer || owned) && !/['’]s/.test(to)
    ? to + statement.slice(from.length)
    : statement;
}

/** "The main character is Vesper" of "the game's main character": the thing with its owner. */
function inFull(statement: string, thing: string): string {
  const [, owner, noun] = /^((?:(?:the|my|our|user['’]s) )?\S+['’]s) (\S.*)$/i.exec(thing) ?? [];
  if (owner === undefined || noun === undefined) return statement;
  const [place] = wholeWords(statement, `the ${noun}`);
  const next = analyse(statement).tokens.find(({ start }) => place && start >= place.end);
  if (!place || !has(next, 'Verb', 'Copula', 'Auxiliary', 'Adverb')) return statement;
  return capital(statement.slice(0, place.start) + decapital(thing) + statement.slice(place.end));
}

const OWNED = /^(?:my|our|(?:the )?user['’]s|his|her|their|\p{Lu}\S*['’]s) /iu;
const PRONOUN = /^(?:it|he|she)(?:['’]s| is)(?= (?!been\b|got\b))/i;

/** "The game's", "my", "user's" inside a sentence; names keep their capitals. */
const decapital = (text: string): string =>
  text.replace(/^(?:The|My|Our|His|Her|Their|Its)\b/, (first) => first.toLowerCase());
