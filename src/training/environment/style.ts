import type { Random } from '../../memory/random.js';
import { capitalised } from './phrasing.js';
import type { Wording } from './wording/types.js';

const CONTRACTIONS: readonly [RegExp, string][] = [
  [/\bI am\b/g, "I'm"],
  [/\bwe are\b/g, "we're"],
  [/\bis not\b/g, "isn't"],
  [/\bit is\b/g, "it's"],
  [/\bI have (?=joined|moved|just|been|turned|started|taken|settled|switched|gone|had)/g, "I've "],
  [/\bwe have (?=joined|moved|just|been|settled|switched)/g, "we've "],
  [/\bwill not\b/g, "won't"],
];

/**
 * Makes a bare clause a message as somebody would type it: contractions, now and then a chatty start or
 * end, lower case or a typo. `keep` lists strings that no typo may touch.
 */
export function chatty(
  clause: string,
  options: { wording: Wording; update: boolean; note: boolean; keep: readonly string[] },
  random: Random,
): string {
  const { wording, note } = options;
  let text = clause;
  if (!note || random.chance(0.3)) {
    for (const [long, short] of CONTRACTIONS) {
      if (random.chance(0.6)) text = text.replace(long, short);
    }
  }
  if (note) return capitalised(telegraphic(text, random)) + (random.chance(0.8) ? '.' : '');
  if (random.chance(0.05)) text = withTypo(text, options.keep, random);
  // Text that starts with an interjection of its own ("sorry, …") needs no other.
  if (random.chance(0.2) && !/^[^,:]{1,14}[,:]/.test(text)) {
    text = random.pick(options.update ? wording.updatePrefixes : wording.prefixes) + text;
  }
  const suffix = random.chance(0.1) ? random.pick(wording.suffixes) : '';
  const end = suffix !== '' && !suffix.startsWith(',') ? suffix : `${suffix}.`;
  text += random.chance(0.92) ? end : '';
  return random.chance(0.05) ? text.replace(/\bI\b/g, 'i') : capitalised(text);
}

/** Notes often leave out the user: "Works at Google." */
function telegraphic(text: string, random: Random): string {
  const rest = /^the user (?=[a-z]+s )(.*)$/.exec(text)?.[1];
  if (rest !== undefined && !/^(is|has) /.test(rest) && random.chance(0.35)) return rest;
  return random.chance(0.5) ? text.replace(/^the user/, 'user') : text;
}

/** Swaps two neighbouring letters in one plain word. */
function withTypo(text: string, keep: readonly string[], random: Random): string {
  const words = text.split(' ');
  const index = random.int(words.length);
  const word = words[index] ?? '';
  if (!/^[a-z]{6,}$/.test(word) || keep.some((kept) => kept.includes(word))) return text;
  const at = 1 + random.int(word.length - 3);
  words[index] = word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2);
  return words.join(' ');
}
