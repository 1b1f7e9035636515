import { type Phrase, phraseAfter, phraseBefore, toldOfOnce } from './endings.js';
import { analyse } from './language.js';
import { memoised } from './memo.js';
import { has } from './tokens.js';

/** A value that a statement itself says to have taken the place of another one. */
export interface StatedSwap {
  /** As written, without article. */
  from: string;
  to: string;
  /** The old one was called by an article or "my", so that "the Skoda" may be a Skoda Fabia. */
  definite: boolean;
}

/** Where the values stand beside the words that say so. */
type Side = 'before' | 'after';
interface Form {
  /** What stands between the two values, or (`first`) before both of them. */
  cue: RegExp;
  to: Side;
  from: Side;
  /** Words that stand between the values, where both come after the cue. */
  link?: RegExp;
  /** The new value comes first of these two. */
  newFirst?: true;
}

/** One gives up, or gets, a thing by these. */
const PARTING =
  'sold|killed(?: off)?|got shot of|jacked in|packed in|ripped out|gave away|given away|got rid of|gotten rid of|ditched|dropped|scrapped|binned|dumped|returned|sent back|donated|traded in|left|quit|traded|gave up(?: on)?|given up(?: on)?|finished(?: with)?|abandoned|cancell?ed|retired|lost|uninstalled|deleted|moved (?:away|on) from|done with|swapped(?: out)?|stopped (?:using|reading|watching|taking|playing|driving|drinking)';
const GETTING = String.raw`bought|got|picked up|ordered|adopted|installed|leas(?:ed|ing)|rent(?:ed|ing)|started(?: (?:using|reading|watching|taking|at|with|on|drinking))?|(?:am|is|are|['’]m|['’]s|['’]re) (?:now |already |currently )?(?:on|at|with|using|reading|watching|taking|drinking)|have|has|use|uses|using|joined|chose|picked|went (?:with|for)|opted for|settled on|subscribed to|signed up (?:for|with)|moved (?:on )?to|switched to|read|watch|drives?|takes?|drinks?|(?:\p{L}+ )?\p{L}+ (?:is|are|runs?|lives?|goes?) (?:now )?(?:on|in|with|to)`;
const NEXT = String.raw`(?:\s*[,;–—]|\s+(?:and|so|then|but|-)\b)\s*(?:(?:and|so|then|but|now|instead|i|we|he|she|they|user|has|have|just|finally|already|currently|later) |(?:i|we|they|he|she)(?=['’])|['’](?:ve|s) )*`;

const SWITCHED = String.raw`(?:mov|switch|migrat|chang|transition|transferr?|convert|upgrad|downgrad|renam|rebrand|retrain|promot|relocat|shift|updat|bump|rais|lower|increas|decreas|reduc|cut|postpon|push|reschedul|correct|swapp?|turn|grow|shrink|extend|transform)(?:e|ed|es|ing|s)?|went|gone|goes|going|grew|grown`;

const FORMS: readonly Form[] = [
  // "It is my cousin who lives there, not my sister"
  {
    cue: /\bit(?:['’]s| is| was)\s+/i,
    to: 'after',
    from: 'after',
    link: /^\s+(?:who|that|which)\b[^,;.]+,\s*(?:and )?not\s+/i,
    newFirst: true,
  },
  // "Blue, not green", "22 and not 21", "a data engineer now, no longer a physiotherapist"
  {
    cue: /(?:,\s*|\s+[–—-]\s+|\s(?:and|but) )(?:and |but )?(?:not|no longer)\s+/i,
    to: 'before',
    from: 'after',
  },
  // "It's Mira Lang not Nora"
  {
    cue: /(?<=\b[Ii]t(?:['’]?s| is| was) (?:\p{Lu}|\d)[^,.;!?]{0,40}) not (?=\p{Lu}|\d)/u,
    to: 'before',
    from: 'after',
  },
  // "CI runs on Buildkite since the move off Travis"
  {
    cue: /\s+(?:since|after|following) (?:the|our|my|their|a|last \p{L}+['’]s) (?:\p{L}+ )?(?:migration|move|switch|change|transition)(?: over)?(?: away)? (?:off|from) (?:of )?(?![^,.;]* to )/iu,
    to: 'before',
    from: 'after',
  },
  // "I keep saying Lyon, it's Lille"
  {
    cue: /\bi (?:keep|kept|always|constantly) (?:say(?:ing)?|writ(?:e|ing)|typ(?:e|ing)|put(?:ting)?|call(?:ing)? (?:it|him|her))\s+/i,
    to: 'after',
    from: 'after',
    link: /^\s*[,;–—-]?\s*(?:(?:but|when) )?(?:it['’]?s|it is|he['’]?s|she['’]?s|i mean)(?: actually| really)?\s+/i,
  },
  // "The dose is 75 mg; 50 mg was a typo"
  {
    cue: /[;,.]\s+(?=[^,.;]{1,40} was an? (?:slip|typo|mistake|mix-?up|error)\b)/i,
    to: 'before',
    from: 'after',
  },
  // "I wrote chemistry but I mean physics"
  {
    cue: /\bi (?:said|wrote|typed|put|told you)\s+/i,
    to: 'after',
    from: 'after',
    link: /^\s*,?\s+(?:but|when|and)\s+(?:i |it |should )*(?:meant?|['’]s|is|was|be|have been)\s+/i,
  },
  // "Not Vodafone: my employer is Northwind", "not seven but eight"
  {
    cue: /\bnot\s+/i,
    to: 'after',
    from: 'after',
    link: /^\s*(?:,\s*(?:but |it['’]s |its )?|\s+but (?:rather )?|:\s*)/i,
  },
  {
    cue: /,?\s+(?:instead of|in place of|in lieu of|rather than|as a replacement for|replacing|to replace|in exchange for)\s+/i,
    to: 'before',
    from: 'after',
  },
  { cue: /\s+in favou?r of\s+/i, to: 'after', from: 'before' },
  {
    cue: /\b(?:replac(?:ed|es|ing|e)|swap(?:ped|s|ping)?(?: out)?|trad(?:ed|es|ing)(?: in)?|exchang(?:ed|es|ing)|substitut(?:ed|es))\s+/i,
    to: 'after',
    from: 'after',
    link: /^\s+(?:with|by|for)\s+/i,
  },
  {
    cue: /\b(?:ditch|drop|left|leav|quit|abandon|gave up(?: on)?|given up(?: on)?|dump|scrap|switch|chang)(?:ed|ped|ped|es|ing|ping|ting)?\s+/i,
    to: 'after',
    from: 'after',
    link: /^\s+for\s+(?!good\b|now\b|ever\b|sale\b|a (?:while|bit|few|year|month|week)\b|the (?:day|week|night|time|summer|winter|weekend)\b|(?:lack|want|reasons?) of\b|\p{L}+ reasons\b|\d)/iu,
  },
  // "X was replaced by Y", "X gave way to Y"
  {
    cue: /\s+(?:(?:has|have|had|is|was|were|got|is being|has been|have been|being)\s+)*(?:now\s+)?(?:(?:replaced|superseded|succeeded|supplanted) (?:by|with)|(?:gave|given|made|makes|gives) way (?:to|for))\s+/i,
    to: 'after',
    from: 'before',
  },
  // "Zoe replaced Sofia", "Kofi took over from Leila"
  {
    cue: /\s+(?:(?:has|have|had|is|just|now|recently|officially)\s+)*(?:replac(?:es|ed|ing)|succeed(?:s|ed)|supersedes?|superseded|supplant(?:s|ed)|tak(?:es|en|ing) over from|took over from|takes over for|took over for)\s+/i,
    to: 'before',
    from: 'after',
  },
  // "Ines has handed the rota over to Malik", "handover agreed: Ines to Malik"
  {
    cue: /\s+(?:(?:has|have|is|just|now) )*hand(?:ed|s|ing) (?:[^,.;:]{1,40} )?over to\s+/i,
    to: 'after',
    from: 'before',
  },
  {
    cue: /\bhand-?over\b[^.;,:]{0,30}:\s+(?:from\s+)?/i,
    to: 'after',
    from: 'after',
    link: /^\s*(?:to|→|->)\s+/i,
  },
  // "Moved from Jest to Vitest", "moved off Jest to Vitest"
  {
    cue: new RegExp(
      String.raw`\b(?:${SWITCHED})\b[^.;!?]{0,40}?\s(?:from|off(?: of)?|away from)\s+`,
      'i',
    ),
    to: 'after',
    from: 'after',
    link: /^\s*,?\s*(?:(?:over|back) )?(?:to|into|onto)\s+/i,
  },
  // "Sold the Dell and bought a MacBook"
  {
    cue: new RegExp(String.raw`\b(?:${PARTING})\s+`, 'i'),
    to: 'after',
    from: 'after',
    link: new RegExp(String.raw`^[^.;!?]{0,60}?${NEXT}(?:${GETTING})\s+`, 'iu'),
  },
];

const DENIED = /\b(?:not|never|\p{L}+n['’]t|if|might|may|could|would)\b[^,;.]*$/iu;

/** The exchanges that a statement tells of, in its own words: "moved from Jest to Vitest" → Jest, Vitest. */
export const statedSwaps = memoised((text: string): readonly StatedSwap[] => {
  const found: StatedSwap[] = [];
  if (toldOfOnce(text)) return found;
  const taken = new Set<string>();
  for (const form of FORMS) {
    const cue = form.cue.exec(text);
    if (!cue || (!/\b(?:not|no longer)\b/i.test(cue[0]) && DENIED.test(text.slice(0, cue.index))))
      continue;
    const [old, now] = form.link
      ? chained(text, cue, form.link, form.newFirst)
      : beside(text, cue, form);
    const from = value(old);
    const to = value(now);
    if (!old || from === '' || to === '' || from.toLowerCase() === to.toLowerCase()) continue;
    if (taken.has(from) || taken.has(to) || UNNAMED.test(to) || isDeed(text, now)) continue;
    taken.add(from).add(to);
    found.push({ from, to, definite: old.definite });
  }
  return found;
}, 2_000);

/** Who or what it is now stays open: "handed that over to someone". */
const UNNAMED = /^(?:someone|somebody|anyone|something|another|others?|me|us|him|her|them|it)\b/i;

/** "Left the bank and has placed sixty cats": what was done is nothing that one has. */
const isDeed = (text: string, phrase: Phrase | null | undefined): boolean => {
  const { tokens } = analyse(text);
  const at = tokens.findIndex(({ start }) => start === phrase?.start);
  return /^(?:has|have|had)$/.test(tokens[at - 1]?.word ?? '') && has(tokens[at], 'PastTense');
};

/** A value without what only tells it from the one before. */
const value = (phrase: Phrase | null | undefined): string =>
  (phrase?.text ?? '')
    .replace(/\s*\([^()]*$/, '')
    .replace(/^(?:(?:brand[- ])?new|used|second[- ]?hand|another|just|now)\s+/i, '');

type Pair = readonly [from: Phrase | null, to: Phrase | null];

/** Both values come after the cue, with the link between them. */
function chained(text: string, cue: RegExpExecArray, link: RegExp, newFirst?: true): Pair {
  const { tokens } = analyse(text);
  const first = phraseAfter(text, tokens, cue.index + cue[0].length);
  const linked = first && link.exec(text.slice(first.end));
  if (!linked) return [null, null];
  const second = phraseAfter(text, tokens, first.end + linked[0].length);
  // "Not Acme: my employer is Initech" and "not Acme, I am with Initech" give their value later.
  const subject =
    second &&
    (tokens.some(({ start, word }) => start === second.start && SUBJECT.test(word)) ||
      has(
        tokens.find(({ start }) => start >= second.end),
        'Verb',
        'Copula',
      ));
  if (subject) return [null, null];
  return newFirst ? [second, first] : [first, second];
}

const SUBJECT = /^(?:i|we|you|he|she|they|it)$/;

/** The values stand at either side of the cue. */
function beside(text: string, cue: RegExpExecArray, { from, to }: Form): Pair {
  const { tokens } = analyse(text);
  const after = phraseAfter(text, tokens, cue.index + cue[0].length);
  // "To Porto in March instead of Lisbon", but "on Friday instead of Monday".
  const ofTime = tokens.some((token) => token.start === after?.start && has(token, 'Date'));
  const sides = { before: phraseBefore(text, tokens, cue.index, !ofTime), after };
  // "To keep going and not give up": what one does not do is no value.
  const act =
    /^\s*(?:and|but) /.test(cue[0]) &&
    tokens.some((token) => token.start === after?.start && has(token, 'Infinitive'));
  return act ? [null, null] : [sides[from], sides[to]];
}
