/**
 * The Porter stemmer (M. F. Porter 1980, "An algorithm for suffix stripping"), which the official
 * LoCoMo F1 applies to both sides. Pure.
 */

type Rule = readonly [suffix: string, replacement: string];

const STEP_2: readonly Rule[] = [
  ['ational', 'ate'],
  ['tional', 'tion'],
  ['enci', 'ence'],
  ['anci', 'ance'],
  ['izer', 'ize'],
  ['abli', 'able'],
  ['alli', 'al'],
  ['entli', 'ent'],
  ['eli', 'e'],
  ['ousli', 'ous'],
  ['ization', 'ize'],
  ['ation', 'ate'],
  ['ator', 'ate'],
  ['alism', 'al'],
  ['iveness', 'ive'],
  ['fulness', 'ful'],
  ['ousness', 'ous'],
  ['aliti', 'al'],
  ['iviti', 'ive'],
  ['biliti', 'ble'],
];
const STEP_3: readonly Rule[] = [
  ['icate', 'ic'],
  ['ative', ''],
  ['alize', 'al'],
  ['iciti', 'ic'],
  ['ical', 'ic'],
  ['ful', ''],
  ['ness', ''],
];
const STEP_4: readonly Rule[] = [
  'ement',
  'ance',
  'ence',
  'able',
  'ible',
  'ment',
  'ant',
  'ent',
  'ism',
  'ate',
  'iti',
  'ous',
  'ive',
  'ize',
  'ion',
  'al',
  'er',
  'ic',
  'ou',
].map((suffix) => [suffix, ''] as const);

/** The word as c (consonant) and v (vowel): y is a vowel after a consonant. */
function shape(word: string): string {
  let out = '';
  for (const [index, letter] of [...word].entries()) {
    const vowel = 'aeiou'.includes(letter) || (letter === 'y' && index > 0 && out.endsWith('c'));
    out += vowel ? 'v' : 'c';
  }
  return out;
}

/** Porter's m: how many times a vowel run is followed by a consonant run. */
const measure = (stem: string): number => shape(stem).match(/v+c+/g)?.length ?? 0;
const hasVowel = (stem: string): boolean => shape(stem).includes('v');
const doubled = (stem: string): boolean => /([^aeiou])\1$/.test(stem) && shape(stem).endsWith('c');
const shortEnd = (stem: string): boolean => shape(stem).endsWith('cvc') && !/[wxy]$/.test(stem);

function replaceSuffix(word: string, rules: readonly Rule[], above: number): string {
  // The longest matching suffix decides, whether or not its condition holds.
  const rule = rules
    .filter(([suffix]) => word.endsWith(suffix))
    .sort(([a], [b]) => b.length - a.length)[0];
  if (rule === undefined) return word;
  const stem = word.slice(0, -rule[0].length);
  if (rule[0] === 'ion' && !/[st]$/.test(stem)) return word;
  return measure(stem) > above ? stem + rule[1] : word;
}

function plural(word: string): string {
  if (word.endsWith('sses') || word.endsWith('ies')) return word.slice(0, -2);
  return word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word;
}

function pastAndGerund(word: string): string {
  if (word.endsWith('eed')) return measure(word.slice(0, -3)) > 0 ? word.slice(0, -1) : word;
  const suffix = /(?:ed|ing)$/.exec(word)?.[0];
  if (suffix === undefined) return word;
  const stem = word.slice(0, -suffix.length);
  if (!hasVowel(stem)) return word;
  if (/(?:at|bl|iz)$/.test(stem)) return `${stem}e`;
  if (doubled(stem) && !/[lsz]$/.test(stem)) return stem.slice(0, -1);
  return measure(stem) === 1 && shortEnd(stem) ? `${stem}e` : stem;
}

function finalE(word: string): string {
  const stem = word.slice(0, -1);
  const m = measure(stem);
  const cut = word.endsWith('e') && (m > 1 || (m === 1 && !shortEnd(stem))) ? stem : word;
  return cut.endsWith('ll') && measure(cut) > 1 ? cut.slice(0, -1) : cut;
}

/** Stem of one lower-case English word; other strings come back as they are. */
export function porterStem(word: string): string {
  if (word.length <= 2 || !/^[a-z]+$/.test(word)) return word;
  let stem = pastAndGerund(plural(word));
  if (stem.endsWith('y') && hasVowel(stem.slice(0, -1))) stem = `${stem.slice(0, -1)}i`;
  stem = replaceSuffix(stem, STEP_2, 0);
  stem = replaceSuffix(stem, STEP_3, 0);
  stem = replaceSuffix(stem, STEP_4, 1);
  return finalE(stem);
}
