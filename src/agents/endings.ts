import type { Clause } from './clauses.js';
import { ENDING_VERBS, MONTHS, SWITCH_VERBS } from './lexicon.js';
import { has, type Token } from './tokens.js';

/** "The plan has been dropped", "my subscription was cancelled": what stands before is over. */
const PASSIVE_END =
  /(?:^|[.;:,]\s+|\b(?:and|but|so|that)\s+)((?:\S+ ){0,5}?\S+?)(?:['’]s| has| have| had| is| was| were| are| got| gets)(?: now| finally| just| all)?(?: been| being)? (?:cancell?ed|dropped|removed|ended|discontinued|shut down|scrapped|abandoned|decommissioned|deleted|called off|sold(?! out)|axed|shelved|killed|disabled|turned off|switched off|terminated|deprecated|binned|withdrawn|abolished|powered (?:off|down)|taken (?:off ?line|down)|wound (?:up|down)|disbanded|off the table|over(?=\s*(?:$|[,.;:!?]|(?:now|already|for|and|but|so|since|as)\b))|gone|no more)\b(?! (?:the|my|our|your|his|her|their|user['’]s|an?|up)\b)/iu;
/** "Blue Bottle closed down": what stands before is no more. */
const CLOSED =
  /(?:^|[.;:,]\s+|\b(?:and|but|so|that|since|because) )(?:the |my |our )?((?:\S+ ){0,3}?\S+?)(?: has| have)?(?: just| now| sadly| finally)? (?<!\b(?:to|will|would|may|might|must|can|could|should) )(?:closed (?:down|its doors|for good|permanently)|shut (?:down|its doors)|went (?:under|bankrupt|out of business)|folded|burn(?:ed|t) down)\b/iu;
/** "The Octavia finally gave up the ghost", "my subscription lapsed": by itself. */
const RAN_OUT =
  /(?:^|[.;:,]\s+|\b(?:and|but|so|that|since|because) )(?:the |my |our |(?:the )?user['’]s )?((?:[^\s,;.]+ ){0,4}?[^\s,;.]+?)(?:['’]s| has| have)?(?: just| now| sadly| finally| also)? (?:ended|expired|lapsed|died|passed away|gave up the ghost|given up the ghost|packed (?:it )?in|packed up|conked out|bit the dust|(?:is|are) (?:dead|no more)|ran out|run out|fell through|(?:pulled|backed|dropped) out(?! of\b)|bailed|(?:was|is|got) written off)\b(?! (?:the|my|our|your|his|her|their|user['’]s|an?|up|with|of)\b)/iu;
/** "Dark_checkout flag removed, …", "gig off, …": a note without its verb. */
const NOTED_END =
  /^((?!(?:i|we|he|she|they|it|who|day|time|week|morning|afternoon|turned|switched|took|taken|go|going|show|well|just|user)\b)(?:the |my |our )?(?:[^\s,.;:!?]+ ){0,4}?(?!(?:day|days|time|week|hours?|lights?|\S*%)\s)[^\s,.;:!?]+?)(?:['’]s)? (?:removed|scrapped|axed|binned|withdrawn|discontinued|called off|cancell?ed|decommissioned|off)(?=\s*(?:[,.;!–—]|$|because\b|cos\b|since\b))/iu;
/** "Is disabled in local development", "is dropped on each run": not for good, or not everywhere. */
const PARTLY =
  /^[^,.;]*?\b(?:each|every|nightly|hourly|daily|weekly|monthly|automatically|by default|whenever|when|while|if|unless|except|outside|after \d+|(?:in|on|for|during|at) (?!(?:the )?(?:codebase|code|repo(?:sitory)?|project|product|app|company|team|list|end|week(?:end)?|summer|autumn|winter|spring|fall|month|year|moment|favou?r|good|now|\d|january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday|next|last|this|commit|version|pr|sprint|release|short|all|every(?:one|body))\b)(?:the )?\p{L})/iu;
/** "It's a 56. So ignore the 58." */
const WRONG_VALUE =
  /[,.;!]\s+(?:(?:so|and|please|just) )*(?:ignore|forget|disregard|scrap) (?:the |that |my )?(?:old |earlier |previous |first )?([^\s,.]*\d[^\s,]*?)[.!]?$/i;
const WHEN_OF_DAY =
  /^ (?:after|before|at|on|in|during|with) (?:the )?(?:lunch|dinner|breakfast|supper|meals?|night|evenings?|mornings?|afternoons?|work|bed|bedtime|weekdays?|weekends?|school|noon|midnight|\p{L}+days)\b/iu;
/** "I had coffee instead of tea this morning" tells of one time. */
const ONCE =
  /\b(?:had|ate|drank|took|went|got|was|were) [^,;.]{1,40} instead of [^,;.]{1,40} (?:today|yesterday|this (?:morning|time|afternoon|evening|once)|last (?:night|time)|tonight|just once)\b/i;
const NOWADAYS = /\b(?:now|these days|nowadays|lately|currently|any ?more)\b/i;
/** Whether a statement tells what was done one time in the place of something else. */
export const toldOfOnce = (text: string): boolean => ONCE.test(text);

/** Words at which a noun phrase ends. */
const BOUNDARY =
  /^(to|for|and|but|because|so|since|when|while|last|next|this|today|yesterday|after|before|in|on|with|by|at|from|as|now|anymore|any|or|due|following|these|nowadays|lately|instead|then|is|are|was|were|it|that|which|who|whose|where)$/;

/**
 * What a statement says no longer holds (`ended`) and what holds in its place (`current`), as the words
 * were written: "moved from Jest to Vitest" → ended Jest, current Vitest.
 */
export function endings(
  text: string,
  tokens: readonly Token[],
): { ended: string[]; current: string[] } {
  const ended: string[] = [];
  const current: string[] = [];
  const phrase = (from: number): string => nounPhrase(text, tokens, from);
  tokens.forEach((token, at) => {
    const next = tokens[at + 1];
    const pair = `${token.lemma} ${next?.word ?? ''}`;
    // "End-to-end tests" end nothing.
    const ending =
      has(token, 'Verb') &&
      text[token.start - 1] !== '-' &&
      text[token.end] !== '-' &&
      !isKept(text, tokens, at);
    // "The release comes off that branch": who comes off something for good has come off it.
    if (ending && ENDING_VERBS.has(pair) && token.word !== 'comes') {
      const skip = /^(with|of|from|on)$/.test(tokens[at + 2]?.word ?? '') ? 3 : 2;
      ended.push(phrase(at + skip));
    } else if (
      ending &&
      ENDING_VERBS.has(token.lemma) &&
      // "It ends March 31" ends nothing.
      !(/^(?:end|finish|close)$/.test(token.lemma) && has(next, 'Date', 'Value', 'Month')) &&
      // "The flight leaves from Dublin" leaves nothing behind.
      !(token.word === 'leaves' && /^(?:from|at|for|on|in)$/.test(next?.word ?? ''))
    ) {
      ended.push(phrase(at + (/^(from|as|at)$/.test(next?.word ?? '') ? 2 : 1)));
    }
    if (
      has(token, 'Verb') &&
      (SWITCH_VERBS.has(token.lemma) || token.lemma === 'replace' || token.lemma === 'swap')
    ) {
      for (let ahead = at + 1; ahead < Math.min(tokens.length, at + 9); ahead++) {
        const word = tokens[ahead]?.word;
        // Who "went to Moab with Beth from the gym" has left no gym.
        const left = token.lemma !== 'go' || ahead <= at + 2;
        if (word === 'from' && left) ended.push(phrase(ahead + 1));
        if (
          word === 'to' ||
          ((word === 'with' || word === 'by' || word === 'for') && /replace|swap/.test(token.lemma))
        ) {
          current.push(phrase(ahead + 1));
        }
        if (/[.;!?]/.test(tokens[ahead]?.post ?? '')) break;
      }
      if (token.lemma === 'swap') ended.push(phrase(at + 1));
    }
    // "Gave the iPhone to his mother", "prefers Cursor over PyCharm now".
    if (has(token, 'Verb') && token.lemma === 'give' && !has(next, 'Pronoun')) {
      const given = phrase(at + 1);
      if (text.slice(token.end).includes(`${given} to `)) ended.push(given);
    }
    if (token.word === 'over' && /\bprefer/i.test(text) && NOWADAYS.test(text))
      ended.push(phrase(at + 1));
    if (token.word === 'instead' && next?.word === 'of' && !toldOfOnce(text))
      ended.push(phrase(at + 2));
    if (token.word === 'rather' && next?.word === 'than') ended.push(phrase(at + 2));
    if (
      token.word === 'not' &&
      (/,\s*$/.test(tokens[at - 1]?.post ?? '') ||
        // "To keep going and not give up" ends nothing.
        (!has(tokens[at - 1], 'Auxiliary', 'Verb', 'Copula') && !has(next, 'Infinitive')))
    )
      ended.push(phrase(at + 1));
  });
  const negation = /\bnot ([^,.;!?]{1,40}?),? but (?:rather )?([^,.;!?]{1,60})/i.exec(text);
  if (negation) {
    ended.push(negation[1] ?? '');
    current.push(negation[2] ?? '');
  }
  const lapsed =
    /\b(?:no longer|(?:do|does|did|am|is|are|have|has|can)(?:n['’]t| not)) ((?:\S+ ){1,6}?\S+?)(?: any ?more\b|[.,;!?]|$)/i.exec(
      text,
    );
  if (lapsed && /no longer|any ?more/i.test(lapsed[0])) ended.push(lapsed[1] ?? '');
  const noMore = /\bno more ([^,.;!?]{1,40}?)(?= (?:for|after|since|because)\b|[,.;!?]|$)/i.exec(
    text,
  );
  if (noMore) ended.push(noMore[1] ?? '');
  const shut = CLOSED.exec(text);
  if (shut) ended.push(shut[1] ?? '');
  const wrong = WRONG_VALUE.exec(text);
  if (wrong) ended.push(wrong[1] ?? '');
  const died = RAN_OUT.exec(text);
  if (died) ended.push(died[1] ?? '');
  const noted = NOTED_END.exec(text);
  if (noted) ended.push((noted[1] ?? '').replace(/^(?:the|my|our)\s+/i, ''));
  const undone = PASSIVE_END.exec(text);
  if (undone && !endsPartly(text))
    ended.push(
      (undone[1] ?? '').replace(/^(?:the|my|our|user['’]s|the user['’]s|their|that)\s+/i, ''),
    );
  const handed =
    /\b(?:took|taken|takes|taking|has taken) over\b[^.;]{0,40}? from (\p{Lu}[\p{L}'’-]+)/u.exec(
      text,
    );
  if (handed) ended.push(handed[1] ?? '');
  const parted =
    /\b(?:(\p{Lu}[\p{L}'’-]+|my \w+) and (?:i|me|(?:the )?user)|(?:i|me|user) and (\p{Lu}[\p{L}'’-]+|my \w+)) (?:\w+ )?(?:broke|split|separated|divorced|parted)\b/iu.exec(
      text,
    );
  if (parted) ended.push((parted[1] ?? parted[2] ?? '').replace(/^my /i, ''));
  const favoured =
    /\bin favou?r of ([^,.;!?]{1,40}?)(?= (?:because|for|since|as|last|this|in|on)\b|[,.;!?]|$)/i.exec(
      text,
    );
  if (favoured) current.push(favoured[1] ?? '');
  const repaired =
    /\b(?:sorry|no|nope|wait|oops|actually|er)\b[,.: ]+(?:it'?s|it is|it was|that'?s|they'?re|make (?:it|that)) ([^,.;!?]{1,60})/i.exec(
      text,
    );
  if (repaired) current.push(repaired[1] ?? '');
  const out =
    /\b(?:laid off|fired|let go|kicked out|dropped out|graduated|moved out) (?:from|of|by) ([^,.;!?]{1,40}?)(?= (?:last|this|in|on|because|and|yesterday|today)\b|[,.;!?]|$)/i.exec(
      text,
    );
  if (out) ended.push(out[1] ?? '');
  const meant =
    /\b(?:i meant?(?: to say)?|correction:|it'?s actually|should (?:be|have been)|make (?:that|it)) ([^,.;!?]{1,60})/i.exec(
      text,
    );
  if (meant) current.push(meant[1] ?? '');
  const slip =
    /\bi (?:said|wrote|typed|put) ([^,.;!?]{1,40}?)(?:,? but\b|, (?=it['’]?s\b))/i.exec(text) ??
    /(?:^|[,;.]\s+|\band )([^,.;!?]{1,40}?) was an? (?:slip|typo|mistake|mix-?up|error)\b/i.exec(
      text,
    );
  if (slip) ended.push((slip[1] ?? '').replace(/^(?:the|my|our|that) /i, ''));
  const unsure =
    /\b(?:dunno|do(?:n['’]?t| not) know|no idea|not sure) why i (?:said|wrote|typed|put|had) ([^,.;!?]{1,40})/i.exec(
      text,
    );
  if (unsure) ended.push(unsure[1] ?? '');
  const clean = (list: string[]): string[] => [
    ...new Set(list.map((item) => item.trim()).filter((item) => item !== '')),
  ];
  return { ended: clean(ended), current: clean(current) };
}

/** Whether what a verb of ending is said of is not over: it is no deed, one of every day, or of putting something somewhere. */
function isKept(text: string, tokens: readonly Token[], at: number): boolean {
  const [before, token, next] = [tokens[at - 1], tokens[at], tokens[at + 1]];
  if (!token) return false;
  // "Her left hand"
  if (token.word === 'left' && has(before, 'Possessive', 'Determiner') && has(next, 'Noun'))
    return true;
  // "Refused to sell the Manta"
  if (before?.word === 'to' && REFUSING.test(tokens[at - 2]?.lemma ?? '')) return true;
  // "Sells cider at the market"
  if (token.word === 'sells' && !has(next, 'Possessive', 'Determiner', 'ProperNoun', 'Pronoun'))
    return true;
  // "Stopped all forty-three clocks": they are still there.
  if (token.lemma === 'stop' && next?.word === 'all' && has(tokens[at + 2], 'Value')) return true;
  return token.lemma === 'leave' && PUT_SOMEWHERE.test(text.slice(token.end));
}

const REFUSING = /^(?:refuse|decline|hesitate|hate|promise|forget|fail)$/;
/** "Left her boots in Monterrey", "leaves his cat with a friend"; but one leaves one's job in May, or at Acme. */
const PUT_SOMEWHERE = new RegExp(
  String.raw`^ (?:my|our|his|her|their|its) (?!(?:\p{Ll}+ )?(?:job|post|position|role|work|husband|wife|partner|boyfriend|girlfriend|home|house|flat)\b)(?:\p{Ll}+ ){1,3}(?:in|at|on|with|behind)\b(?! (?:the \d|\d|(?:the )?(?:end|beginning|middle|start)|${MONTHS}|\p{L}+days?\b))`,
  'iu',
);

const PARTED =
  /^(?:sell|trade|ditch|donate|scrap|bin|return|cancel|uninstall|delete|throw|give|send|drop)$/;

/** "The Fabia failed its test so I traded it in": the thing, where a later clause parts with it. */
export function partedWith(clauses: readonly Clause[]): string[] {
  const [first, ...later] = clauses;
  const gone = later.some(
    ({ subject, verb, value, negated, tense }) =>
      /^(?:speaker|group|none)$/.test(subject.kind) &&
      PARTED.test(verb) &&
      tense === 'past' &&
      !negated &&
      (/^(?:give|send|throw)$/.test(verb)
        ? /^(?:it|them) (?:away|back|out)\b/i
        : /^(?:it|them)\b/i
      ).test(value),
  );
  const thing = /^(?:the|my|our) (\S+(?: \S+)?)$/i.exec(first?.subject.text ?? '')?.[1];
  return gone && thing && first?.subject.kind !== 'speaker' ? [thing] : [];
}

/** Whether what a statement says to be switched off or dropped is so only at times or in some places. */
export const endsPartly = (text: string): boolean => limitOf(text) !== null;

/** When or where what a statement says to be switched off is so, as written; null where it says no such thing. */
export function limitOf(text: string): string | null {
  const undone = PASSIVE_END.exec(text);
  const rest = undone ? text.slice(undone.index + undone[0].length) : '';
  return PARTLY.test(rest) ? (rest.split(/[,.;!?]/)[0] ?? '').trim() : null;
}

/** A noun phrase as written, without its article. */
export interface Phrase {
  text: string;
  start: number;
  end: number;
  /** It had an article or an owner before it: "the Skoda". */
  definite: boolean;
}

const nounPhrase = (text: string, tokens: readonly Token[], from: number): string =>
  phraseFrom(text, tokens, from)?.text ?? '';

/** The noun phrase that begins at or after a place of the text; null where there is none. */
export function phraseAfter(text: string, tokens: readonly Token[], place: number): Phrase | null {
  let from = tokens.findIndex(({ start, end }) => start >= place && end > start);
  // "Not in Denver"
  if (has(tokens[from], 'Preposition')) from++;
  return from < 0 ? null : phraseFrom(text, tokens, from);
}

/** "The" in the middle of a sentence, in capitals, is part of a name. */
const isArticle = (token: Token | undefined, first: boolean): boolean =>
  has(token, 'Determiner', 'Possessive') &&
  !has(token, 'ProperNoun') &&
  (first || !/^\p{Lu}/u.test(token?.text ?? ''));

function phraseFrom(text: string, tokens: readonly Token[], from: number): Phrase | null {
  let at = from;
  while (isArticle(tokens[at], at === 0)) at++;
  const first = tokens[at];
  if (!first || (at > from && /[,.;!?]/.test(tokens[at - 1]?.post ?? ''))) return null;
  let last: Token | undefined;
  for (; at < tokens.length; at++) {
    const token = tokens[at];
    // "The on-call rotation" is one phrase.
    const joined = /^-/.test(token?.post ?? '') || /-$/.test(tokens[at - 1]?.post ?? '');
    if (!token || (BOUNDARY.test(token.word) && !joined)) break;
    last = token;
    const next = tokens.find(({ start, word }) => start >= token.end && word !== '');
    if (/[,.;!?:]/.test(text.slice(token.end, next?.start))) break;
  }
  if (!last) return null;
  // "Stopped drinking coffee after lunch" stops that much of it.
  const limit = has(first, 'Gerund') ? (WHEN_OF_DAY.exec(text.slice(last.end))?.[0] ?? '') : '';
  const end = last.end + limit.length;
  return {
    text: text.slice(first.start, end),
    start: first.start,
    end,
    definite: tokens.indexOf(first) > from,
  };
}

/** How many tokens stand before the time at their end: "Porto in March (March 2027)" → 1. */
function beforeTime(tokens: readonly Token[]): number {
  let at = tokens.length;
  while (at > 0 && has(tokens[at - 1], 'Date')) at--;
  return at < tokens.length && at > 1 && has(tokens[at - 1], 'Preposition')
    ? at - 1
    : tokens.length;
}

/**
 * The noun phrase that ends before a place of the text; null where there is none.
 *
 * @param overTime step over a time between the two
 */
export function phraseBefore(
  text: string,
  tokens: readonly Token[],
  place: number,
  overTime = false,
): Phrase | null {
  const before = tokens.filter(({ start, end }) => end <= place && end > start);
  while (has(before.at(-1), 'Adverb', 'Auxiliary') || NOWADAYS.test(before.at(-1)?.word ?? ''))
    before.pop();
  if (overTime) before.length = beforeTime(before);
  let at = before.length;
  while (at > 0) {
    const token = before[at - 1];
    if (
      !token ||
      (BOUNDARY.test(token.word) && token.word !== 'of') ||
      (has(token, 'Verb', 'Copula', 'Auxiliary', 'Preposition', 'Pronoun', 'Conjunction') &&
        !/^\p{Lu}\p{Ll}/u.test(token.text) &&
        token.word !== 'of')
    )
      break;
    if (at < before.length && /[,.;!?:]|\s[–—-]\s/.test(text.slice(token.end, before[at]?.start)))
      break;
    at--;
  }
  const from = at;
  while (at < before.length && isArticle(before[at], at === 0)) at++;
  const first = before[at];
  const last = before.at(-1);
  if (!first || !last) return null;
  return {
    text: text.slice(first.start, last.end),
    start: first.start,
    end: last.end,
    definite: at > from,
  };
}
