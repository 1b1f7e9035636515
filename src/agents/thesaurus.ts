import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { memoised } from './memo.js';

/** What WordNet knows of a word; `scripts/build-thesaurus.js` writes the file. */
interface Entry {
  /** Numbers of its common meanings. */
  concepts: readonly string[];
  /** Words that it is made of, or that are made of it. */
  derived: readonly string[];
  /** Meanings that its own are kinds of. */
  broader: readonly string[];
  opposite: readonly string[];
}

const FILE = fileURLToPath(new URL('../../models/thesaurus/words.txt', import.meta.url));
const NOTHING: Entry = { concepts: [], derived: [], broader: [], opposite: [] };
let text: string | null = null;

/** Whether two dictionary forms can say the same: synonyms, or one word in two forms ("allergy", "allergic"). */
export function synonymous(one: string, other: string): boolean {
  const a = entry(one);
  const b = entry(other);
  return (
    share(a.concepts, b.concepts) ||
    a.derived.includes(other) ||
    b.derived.includes(one) ||
    a.derived.some((word) => share(entry(word).concepts, b.concepts)) ||
    b.derived.some((word) => share(entry(word).concepts, a.concepts))
  );
}

/** Whether `word` names a kind of what `kind` names: a beagle is a dog, to reside is to live. */
export const isKindOf = (word: string, kind: string): boolean =>
  share(entry(word).broader, entry(kind).concepts);

/** "Buy" and "sell". */
export const opposed = (one: string, other: string): boolean =>
  entry(one).opposite.includes(other) || entry(other).opposite.includes(one);

const share = (some: readonly string[], others: readonly string[]): boolean =>
  some.some((each) => others.includes(each));

/** The lines are sorted, so a word is found by halving; nothing of the file is parsed but what is asked for. */
const entry = memoised((word: string): Entry => {
  text ??= readFileSync(FILE, 'utf8');
  let low = 0;
  let high = text.length;
  while (low < high) {
    const start = text.lastIndexOf('\n', (low + high) >> 1) + 1;
    const from = Math.max(start, low);
    const end = text.indexOf('\n', from);
    const [found = '', ...lists] = text.slice(from, end).split('\t');
    if (found === word) return toEntry(lists);
    if (found < word) low = end + 1;
    else high = from;
  }
  return NOTHING;
});

function toEntry(lists: readonly string[]): Entry {
  const [concepts, derived, broader, opposite] = [0, 1, 2, 3].map((at) =>
    (lists[at] ?? '').split(' ').filter((item) => item !== ''),
  );
  return {
    concepts: concepts ?? [],
    derived: derived ?? [],
    broader: broader ?? [],
    opposite: opposite ?? [],
  };
}
