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
  /** "Sell" for "buy"; it may be told of one of the two alone. */
  opposite: readonly string[];
  /** Everything that a noun may name a kind of, however far up. */
  kinds: readonly string[];
  /** All that a noun may mean which something is a kind of. */
  named: readonly string[];
}

const FILE = fileURLToPath(new URL('../../models/thesaurus/words.txt', import.meta.url));
const NOTHING: Entry = {
  concepts: [],
  derived: [],
  broader: [],
  opposite: [],
  kinds: [],
  named: [],
};
let text: string | null = null;

/** A dictionary form as it is compared: looked up once, and set against many others. */
export interface Sense extends Entry {
  word: string;
  /** Its concepts and those of what is derived from it. */
  meanings: ReadonlySet<string>;
}

export const senseOf = memoised((word): Sense => ({
  ...entry(word),
  word,
  meanings: meaningsOf(word),
}));

/** Whether two dictionary forms can say the same: synonyms, or one word in two forms ("allergy", "allergic"). */
export const synonymous = (one: Sense, other: Sense): boolean =>
  other.concepts.some((concept) => one.meanings.has(concept)) ||
  one.concepts.some((concept) => other.meanings.has(concept)) ||
  one.derived.includes(other.word) ||
  other.derived.includes(one.word);

const meaningsOf = memoised((word: string): ReadonlySet<string> => {
  const { concepts, derived } = entry(word);
  return new Set([...concepts, ...derived.flatMap((other) => entry(other).concepts)]);
});

/** All that can say the same as a dictionary form, as `synonymous` tells. */
export const matesOf = memoised((word: string): readonly string[] => {
  const all = [...meaningsOf(word)].flatMap((concept) => members().get(concept) ?? []);
  return [...new Set([...entry(word).derived, ...all])];
});

let known: ReadonlyMap<string, readonly string[]> | null = null;

/** The words of each concept. Read at one go when it is first asked for: some 50 ms. */
function members(): ReadonlyMap<string, readonly string[]> {
  if (known !== null) return known;
  const found = new Map<string, string[]>();
  for (const line of wordsFile().split('\n')) {
    const [word = '', concepts = ''] = line.split('\t', 2);
    for (const concept of concepts === '' ? [] : concepts.split(' ')) {
      const words = found.get(concept);
      if (words === undefined) found.set(concept, [word]);
      else words.push(word);
    }
  }
  known = found;
  return found;
}

/** Whether a word names a kind of what `kind` names: a beagle is a dog, to reside is to live. */
export const isKindOf = (one: Sense, kind: Sense): boolean => share(one.broader, kind.concepts);

/** Whether a noun may name something of the sort that another one asks for: "viola" for "which instrument". */
export const mayBeA = (noun: string, sort: string): boolean =>
  share(entry(noun).kinds, entry(sort).named);

/** Whether the thesaurus knows a dictionary form. */
export const isKnown = (word: string): boolean => entry(word) !== NOTHING;

/** Whether a noun asks for a sort of things that the thesaurus knows some of. */
export const isSort = (noun: string): boolean => entry(noun).named.length > 0;

const share = (some: readonly string[], others: readonly string[]): boolean =>
  some.some((each) => others.includes(each));

const wordsFile = (): string => (text ??= readFileSync(FILE, 'utf8'));

/** The lines are sorted, so a word is found by halving; nothing of the file is parsed but what is asked for. */
const entry = memoised((word: string): Entry => {
  const text = wordsFile();
  let low = 0;
  let high = text.length;
  while (low < high) {
    const start = text.lastIndexOf('\n', (low + high) >> 1) + 1;
    const from = Math.max(start, low);
    const end = text.indexOf('\n', from);
    const found = text.slice(from, text.indexOf('\t', from));
    if (found === word) return toEntry(text.slice(from, end).split('\t').slice(1));
    if (found < word) low = end + 1;
    else high = from;
  }
  return NOTHING;
});

function toEntry(lists: readonly string[]): Entry {
  const list = (at: number): string[] => (lists[at] ?? '').split(' ').filter((item) => item !== '');
  return {
    concepts: list(0),
    derived: list(1),
    broader: list(2),
    opposite: list(3),
    kinds: list(4),
    named: list(5),
  };
}
