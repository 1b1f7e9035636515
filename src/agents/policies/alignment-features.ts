import type { Term } from '../alignment.js';
import { contrast, exchangedSlots, type Slot, type SlotKind } from '../contrast.js';
import { apart, between, gist, ownWords, partSays, sameGist, saysAllOf } from '../gist.js';
import type { Fact } from '../policy.js';
import { protection } from '../standing.js';
import type { ScoredMemory } from '../../memory/records.js';

const SLOT_KINDS: readonly SlotKind[] = [
  'literal',
  'frequency',
  'time',
  'date',
  'weekday',
  'number',
  'name',
];

/**
 * What the values and the words of matter of a fact and a memory say to each other, in this order; words
 * as in `PAIR_FEATURES`.
 */
export const ALIGNMENT_FEATURES = [
  ...SLOT_KINDS.map((kind) => [`lost-${kind}`, ''] as const),
  ...SLOT_KINDS.map((kind) => [`gained-${kind}`, `brings a new ${kind}`] as const),
  ...SLOT_KINDS.map((kind) => [`exchanged-${kind}`, `another ${kind} in its place`] as const),
  ['exchanged', 'puts a value in the place of another'],
  ['shared-topic', 'the same topic'],
  ['missing-topic', ''],
  ['topic-share', 'the same topic'],
  ['extra-words', ''],
  ['same-thing', 'about the same thing'],
  ['shorter-name', 'about the same thing, in short'],
  ['identity', ''],
  ['own-identity', ''],
  ['same-gist', 'says the same in other words'],
  ['part-says-memory', 'says it among other things'],
  ['part-says-fact', 'said there among other things'],
  ['says-all', 'says all that the memory says'],
  ['said-all', 'all of it is said there'],
  ['own-words', 'says something of its own'],
  ['apart', 'set in another relation'],
  ['aligned', 'words that answer to each other'],
  ['aligned-share', 'most of it answers to the memory'],
  ['aligned-memory', 'most of the memory is answered'],
  ['only-mine', ''],
  ['only-theirs', ''],
  ['opposed', 'says the opposite'],
  ['aligned-nouns', 'the same things'],
  ['aligned-verbs', 'the same is done'],
  ['aligned-names', 'the same names or numbers'],
  ['only-mine-names', 'names or numbers of its own'],
  ['only-theirs-names', ''],
  ['denied-differs', 'one denies it'],
  ['memory-denied', ''],
  ['told', ''],
  ['memory-told', ''],
  ['past-gist', ''],
  ['memory-past-gist', ''],
  ['ahead', ''],
  ['memory-ahead', ''],
  ['protected', ''],
] as const;

const yes = (value: boolean): number => (value ? 1 : 0);
const few = (count: number, most: number): number => Math.min(count, most) / most;
const matter = (terms: readonly Term[]): number =>
  Math.max(1, terms.filter(({ carrier }) => !carrier).length);

/** How many of some values are of each kind, as a share of `most`. */
function ofEachKind(slots: readonly Slot[], most: number): number[] {
  const shares = SLOT_KINDS.map(() => 0);
  for (const { kind } of slots) {
    const at = SLOT_KINDS.indexOf(kind);
    shares[at] = Math.min(1, (shares[at] ?? 0) + 1 / most);
  }
  return shares;
}

/** One value from 0 to 1 for each of `ALIGNMENT_FEATURES`. */
export function alignmentFeatures(fact: Fact, memory: ScoredMemory): number[] {
  const values = contrast(fact.text, memory.text);
  const exchanged = exchangedSlots(values);
  const mine = gist(fact.text);
  const theirs = gist(memory.text);
  const { pairs, onlyMine, onlyTheirs, opposed } = between(mine)(theirs);
  const { lost, gained, sharedTopic, missingTopic, extra, own, identity } = values;
  const named = (terms: readonly Term[]): number =>
    few(terms.filter(({ exact }) => exact).length, 2);
  const common = pairs.map(([term]) => term);
  return [
    ...ofEachKind(lost, 2),
    ...ofEachKind(gained, 2),
    ...ofEachKind(
      exchanged.map(({ from }) => from),
      1,
    ),
    few(exchanged.length, 2),
    few(sharedTopic.length, 3),
    few(missingTopic.length, 3),
    sharedTopic.length / Math.max(1, sharedTopic.length + missingTopic.length),
    few(extra.length, 4),
    yes(values.sameThing),
    yes(values.shorterName),
    few(identity, 3),
    few(own.length, 3),
    yes(sameGist(fact.text, memory.text)),
    yes(partSays(fact.text, memory.text)),
    yes(partSays(memory.text, fact.text)),
    yes(saysAllOf(fact.text, memory.text)),
    yes(saysAllOf(memory.text, fact.text)),
    few(ownWords(fact.text, memory.text).length, 4),
    yes(apart(fact.text, memory.text)),
    few(pairs.length, 4),
    pairs.length / matter(mine.terms),
    pairs.length / matter(theirs.terms),
    few(onlyMine.length, 4),
    few(onlyTheirs.length, 4),
    yes(opposed),
    few(common.filter(({ verb, exact }) => !verb && !exact).length, 3),
    few(common.filter(({ verb }) => verb).length, 2),
    named(common),
    named(onlyMine),
    named(onlyTheirs),
    yes(mine.denied !== theirs.denied),
    yes(theirs.denied),
    yes(mine.told),
    yes(theirs.told),
    yes(mine.past),
    yes(theirs.past),
    yes(mine.ahead),
    yes(theirs.ahead),
    yes(protection(fact, memory) !== null),
  ];
}
