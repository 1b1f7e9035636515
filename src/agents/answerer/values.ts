import { unitAfter } from './measures.js';
import { memoised } from '../memo.js';
import { stemOf } from './words.js';

/**
 * The values in a statement: the stretches that are left when the person, the attribute's noun and the
 * words of the frame ("is", "switched to", "as of today") are taken away, and whether each still holds.
 * Forms only; text is sliced from the original, so that `my-app`, `v2.1` and `GitHub Actions` stay whole.
 */

export interface Value {
  text: string;
  start: number;
  end: number;
  /** A name, number or other literal rather than plain lower-case words. */
  strong: boolean;
  /** False where it is said to be over or wrong: "no longer X", "from X to …". */
  live: boolean;
}

interface Word {
  text: string;
  lower: string;
  start: number;
  end: number;
  /** All that stands between quotation marks, which is one title, name or literal. */
  quoted: boolean;
}

const WORD =
  /(?<quoted>(?<=["“])[^"“”\n]{1,60}(?=["”])|(?<=`)[^`\n]{1,60}(?=`)|(?<=(?:^|[\s(:])['‘])(?! )[^'‘’\n]{1,60}(?=['’](?:$|[\s.,;:!?)])))|[Hh]ttps?:\/\/[^\s,;)]*[^\s,;).!?]|\+\d[\d ()-]{5,}\d|(?<![\p{L}\p{N}])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\p{L}\p{N}])|(?<![\p{L}\p{N}])(?:~|\.{1,2})?\/[\p{L}\p{N}_.~-]*[\p{L}\p{N}_](?:\/[\p{L}\p{N}_.~-]*[\p{L}\p{N}_])*\/?|#\p{L}[\p{L}\p{N}_-]*|@[\p{L}\p{N}_-]+(?:[./-][\p{L}\p{N}_-]+)*|(?:(?<![\p{L}\p{N}])\+(?=\d))?[\p{L}\p{N}_]+(?:[-/.:@&+#'’][\p{L}\p{N}_]+)*[+#]*/gu;

const wordsIn = memoised((text): readonly Word[] =>
  [...text.matchAll(WORD)].map((match) => ({
    text: match[0],
    lower: match[0].toLowerCase().replace(/[’]/g, "'"),
    start: match.index,
    end: match.index + match[0].length,
    quoted: match.groups?.quoted !== undefined,
  })),
);

/** Words of the frame of statements about people and things; never values by themselves. */
const FRAME = new Set(
  `a an the this that these those there here it its it's that's there's and or but nor so yet if then than because since
  as at by for from in into of off on onto out over per to up upon with without within about after before around
  i me my mine myself we us our ours you your he him his she her hers they them their theirs i'm i've i'd we're we've
  he's she's they're they've who whom whose what which when where why how isn't aren't wasn't don't doesn't didn't
  can't won't hasn't haven't couldn't wouldn't shouldn't weren't let's who's what's
  is are am was were be been being do does did done has have had having can could will would shall should may might must
  not no never none neither any anymore more longer less most least much many some all both each every other another
  one ones else same such own only just also too even still already yet again once ever always often now nowadays
  today yesterday tomorrow tonight currently recently lately finally really actually very quite rather instead
  presently originally previously formerly later earlier soon ago day days week weeks month months year years moment time times
  old new newest newer current present latest former previous previously favourite favorite preferred preferable absolute best
  better good great lovely nice big small top first second third fourth last next main primary regular usual usually
  officially official known called named name names titled dubbed goes go going gone went come came comes get gets got
  getting gotten use uses used using run runs running ran rely relies relied settle settled settles pick picks picked
  choose chose chosen chooses set sets setting keep keeps kept own owns owned work works working worked live lives living
  lived like likes liked love loves loved prefer prefers preferred favour favours enjoy enjoys switch switched switches
  switching move moved moves moving migrate migrated migrates change changed changes changing replace replaced replaces
  replacing trade traded swap swapped upgrade upgraded buy bought purchase purchased sell sold ditch ditched drop
  dropped left leave leaves quit join joined joins start started starts begin began begun become became becomes turn
  turned turns take took taken takes taking make made bring brought add added adds include includes included including
  says say said saying tell told mean meant wrote written write think thought guess know note reference record fun fact
  sorry pls plz n correction oops typo update news heads wait scratch wrong right mistake slip mix-up mixed mistaken misspoke
  actually anyway btw fyi hey hi oh ok okay well please thing things kind sort type person people member members list
  part place value opinion case course end rest way lot lots bit favour act acts acting acted serve serves served belongs
  belong hold holds fill fills role-wise stand stands stepped step down board gained gain found find finds lost stack place busy away back
  consists consist comprises features feature has-been stays stay remain remains remained
  joining both whole apart together between among besides alongside via plus
  shares share sharing shared`
    .split(/\s+/)
    .filter((word) => word !== ''),
);

const isStrong = (word: Word, first: boolean): boolean =>
  word.quoted ||
  /\d|[@/_#]|^\p{L}+[-.:]\S/u.test(word.text) ||
  /\p{Lu}/u.test(first ? word.text.slice(1) : word.text) ||
  (first && /^\p{Lu}/u.test(word.text));

const INSIDE_TITLE = /^(?:of|the|and|de|la|for|in|on|to|&|'n')$/;

const ARTICLE = '(?:(?:the|an?|my|our|his|her|their|its|your|this|that|old|good old|previous) )*';
/** What stands right before a value that holds no more or was never right. */
const OVER_BEFORE = new RegExp(
  `(?:^|[\\s(“"'])(?:not|never|no longer|isn['’]t|aren['’]t|wasn['’]t|ain['’]t|not (?:in|at|on|to|by|as|with|for|an?|called|named)|no longer(?: \\p{L}+)?(?: (?:in|at|on|for|with|to|as|into|of))?|` +
    `(?:do|does|did)(?:n['’]t| not) \\p{L}+(?: (?:at|in|for|with|as|to|on))?|stopped (?:\\p{L}+ing)?(?: at| for| in| as)?|stop(?:s|ped)? being|` +
    `(?:away )?from|left|leaving|leave|quit|quitting|ditch(?:ed|ing)|drop(?:ped|ping)|replac(?:ed|es|ing|e)|finished(?: with| at)?|finish|instead of|in place of|rather than|than|` +
    `done with|gone off|went off|g(?:ave|iven|iving) up(?: on)?(?: \\p{L}+ing)?|moved on from|got(?:ten)? rid of|sold|sell(?:ing)?|trad(?:ed|ing)(?: in)?|swap(?:ped|ping)(?: out)?|exchang(?:ed|ing)|goodbye(?: to)?|bye|farewell(?: to)?|move over|(?<=\\b(?:am|is|are|m|s|re|so|totally|completely) )over|(?<=\\b(?:prefer|lik|lov|choos|chose|favou?r|pick|recommend)\\p{L}*\\b[^.;!?]{0,60})(?:over|to)|` +
    `used to (?:\\p{L}+)(?: at| in| for| as)?|after (?:\\p{L}+ ){0,3}(?:years?|months?|a while|time|ages) (?:at|in|with|of|as)|(?:said|wrote|mentioned|told you|typed|put|claimed)(?: it was| it is)?|mix(?:ed)? (?:it|that|this|them) up with|confused (?:it|that|this) with|notice (?:at|to)|` +
    `packed up(?: in)?|removed|remov(?:e|ing)|uninstalled|retired|abandoned|deprecated|scrapped|phased out|formerly|previously|ex-?|resigned(?: from)?|fired from|laid off(?: from| by)?|parted ways with|broke up with|cancel+ed|shut down|lost|no more|off|outgrew|beat|succeed(?:ed|s)|took over (?:from|for)|takes over (?:from|for)|sunset|dumped|died,?|outgrown|was|were|had been|unlike|(?:unsubscribed|departed|retired|switched away) from)\\s+${ARTICLE}$`,
  'iu',
);
/** What follows a value that holds no more or was never right. */
const OVER_AFTER =
  /^(?:['’]s)?(?:,)?\s*(?:(?:is|was|are|were|has|have|had) (?:no longer|not|n['’]t|gone\b|out\b|history|retired|over\b|an? (?:slip|mistake|mix-?up|typo|error)|wrong|my mistake|been (?:retired|dropped|replaced|removed|cancelled|scrapped))|(?:isn|wasn|aren)['’]t|no longer|stepped (?:down|aside|back)|stopped|retired|resigned|left|quit|(?:is )?not any ?more|let \p{L}+ go|died|passed away|ran away|by mistake|broke\b|dropped out|moved away|allergy is gone|got stolen)/iu;

export interface Context {
  /** Stems of the attribute's noun. */
  noun: readonly string[];
  /** Character ranges that are people or otherwise no values. */
  taken: readonly { start: number; end: number }[];
  /** More lower-case words that are no values here. */
  frame?: RegExp | undefined;
  /** Whether `X and Y` are two values rather than one. */
  several: boolean;
}

/** Everything in a sentence that could be a value, in order. */
export function valuesIn(sentence: string, context: Context): Value[] {
  const noun = new Set(context.noun);
  const words = wordsIn(sentence);
  const isTaken = (word: Word): boolean =>
    !word.quoted && context.taken.some(({ start, end }) => word.start < end && word.end > start);
  const label = words.map((word, at): 'frame' | 'weak' | 'strong' => {
    if (word.quoted) return 'strong';
    if (
      isTaken(word) ||
      /^user(?:['’]s)?$/i.test(word.text) ||
      noun.has(stemOf(word.lower.replace(/['’]s$/, '')))
    )
      return 'frame';
    const first = at === 0 || /[.!?:;]\s*$|["“]\s*$/.test(sentence.slice(0, word.start));
    const strong = isStrong(word, first);
    const plain = word.lower.replace(/['’](?:s|re|ve|ll|d|m)$/, '');
    const framed =
      FRAME.has(word.lower) || FRAME.has(plain) || context.frame?.test(word.lower) === true;
    if (framed) return first || !/^\p{Lu}|\d/u.test(word.text) ? 'frame' : 'strong';
    if (first && /ly$/.test(word.lower)) return 'frame';
    return strong ? 'strong' : 'weak';
  });
  // "Long hikes are …": a capital at the start says nothing where plain words follow.
  const [opening] = words;
  if (
    opening !== undefined &&
    /^\p{Lu}\p{Ll}+$/u.test(opening.text) &&
    label[0] === 'strong' &&
    (label[1] === 'weak' || /^ and \p{Ll}/u.test(sentence.slice(opening.end)))
  ) {
    label[0] = 'weak';
  }
  const values: Value[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const kind = label[at];
    const word = words[at];
    if (word === undefined || kind === 'frame' || kind === undefined) continue;
    let to = at;
    for (;;) {
      const last = words[to] ?? word;
      const next = words[to + 1];
      if (next === undefined) break;
      const gap = sentence.slice(last.end, next.start);
      const titled = /^(?:Dr|Mr|Mrs|Ms|Prof|St)$/.test(last.text) && /^\.\s+$/.test(gap);
      if (!titled && !/^[\s’']*$/.test(gap)) break;
      const same = label[to + 1] === kind;
      const numeral = /^\d/.test(next.text) || /^\d/.test(last.text);
      if (same || (numeral && label[to + 1] !== 'frame' && !isTaken(next))) {
        to += 1;
        continue;
      }
      const beyond = words[to + 2];
      const joins =
        beyond !== undefined &&
        !isTaken(next) &&
        /^\s*$/.test(sentence.slice(next.end, beyond.start)) &&
        label[to + 2] === kind &&
        !isTaken(beyond);
      // "Lord of the Rings", "fish and chips".
      if (joins && !context.several && kind === 'weak' && next.lower === 'and') to += 2;
      else if (
        joins &&
        kind === 'strong' &&
        INSIDE_TITLE.test(next.lower) &&
        /^(?:of|the|de|la)$/.test(next.lower)
      )
        to += 2;
      else break;
    }
    const last = words[to] ?? word;
    // "The Bear": an article with a capital in mid-sentence belongs to the name.
    const before = words[at - 1];
    const titled = kind === 'strong' && before?.text === 'The' && at > 1 && !isTaken(before);
    const start = titled ? before.start : word.start;
    let text = sentence.slice(start, last.end).replace(/['’]s$/, '');
    if (/\d$/.test(text))
      text += rangeAfter(sentence, last.end, noun) ?? unitAfter(sentence, last.end);
    // "O negative", "A positive": a letter alone is half a value.
    else if (/^\p{Lu}$/u.test(text))
      text += /^ (?:positive|negative)\b/i.exec(sentence.slice(last.end))?.[0] ?? '';
    values.push({
      text,
      start,
      end: start + text.length,
      strong: kind === 'strong',
      live: holds(sentence, start, start + text.length),
    });
    at = to;
    while (words[at + 1] !== undefined && (words[at + 1]?.start ?? 0) < start + text.length)
      at += 1;
  }
  return values;
}

/** Hours are told from and to: "8 to 4". */
const HOURS = new Set(['hours', 'times', 'schedule', 'shift', 'shifts', 'window'].map(stemOf));

/** The end of hours after their beginning: " to 4"; null where none follows or no hours are asked for. */
export function rangeAfter(
  sentence: string,
  end: number,
  noun: ReadonlySet<string>,
): string | null {
  if (![...noun].some((stem) => HOURS.has(stem))) return null;
  return (
    /^(?: ?[ap]m)? ?(?:to|till|until|-|–) ?\d{1,2}(?:[:.]\d{2})?(?: ?[ap]m)?/i.exec(
      sentence.slice(end),
    )?.[0] ?? null
  );
}

/** What was found for the places of a sentence, by `start * 10_000 + end`. */
const heldAt = memoised((): Map<number, boolean> => new Map());

/** Whether the value at these places is said to hold. */
export function holds(sentence: string, start: number, end: number): boolean {
  const known = heldAt(sentence);
  const key = start * 10_000 + end;
  const held = known.get(key) ?? isHeld(sentence, start, end);
  known.set(key, held);
  return held;
}

function isHeld(sentence: string, start: number, end: number): boolean {
  const before = sentence.slice(0, start).replace(/["“'‘(]+$/, '');
  const left = before.endsWith(' ') || before === '' ? before : `${before} `;
  if (/\bnot only\s+$/i.test(left)) return true;
  if (OVER_BEFORE.test(left)) return false;
  const after = sentence.slice(end).replace(/^["”'’)]+(?=[\s,])/, '');
  return !OVER_AFTER.test(after);
}
