/** Chooses of WordNet what tells whether two everyday words can say the same. */

/**
 * @typedef {import('./wordnet.js').WordNet} WordNet
 * @typedef {{ concepts: string[], derived: string[], broader: string[], opposite: string[], kinds: string[], named: string[] }} Entry
 * Synsets and words.
 */

/** "Fearless" is made of "fear", and is no fear. */
const DENYING = /^(?:un|in|im|ir|dis|non|mis)|less(?:ness)?$/;
/** One word, or a verb with its particle: "pass_away". */
const WORD =
  /^[a-z]{2,}(?:_(?:up|down|in|out|off|on|over|away|back|through|around|along|about|by|to|after|together|apart))?$/;

/** A word's further meanings count where they are met at least this often beside its first. */
const COMMON = 0.3;
const MOST_SENSES = 3;
/** How far up the kinds of a thing go: whippet → greyhound → hound → hunting dog → dog. */
const KINDS = 4;
/** Lexicographer files of things whose kind tells something: animals, things made, food, people, plants. */
const THINGS = new Set([5, 6, 13, 18, 20]);
/** What so large a share of all words is a kind of tells nothing: an object, a whole. */
const VAGUE = 0.3;
/** A noun that asks for a kind ("which instrument") may mean any of so many meanings. */
const MOST_NAMED = 8;
/** Derived, pertaining to, value of, participle of. */
const DERIVED = new Set(['+', '\\', '=', '<']);

/**
 * @param {WordNet} wordnet
 * @returns {string[]} the lines of the file
 */
export function entries({ synsets, senses }) {
  /** @type {Map<string, string[]>} */
  const common = new Map();
  for (const [word, parts] of senses)
    if (WORD.test(word)) common.set(word, commonSenses([...parts.values()]).filter(everyday));
  /** @type {Map<string, Entry>} */
  const found = new Map();
  for (const [word, concepts] of common) {
    const every = [...(senses.get(word)?.values() ?? [])].flatMap((list) => list.slice(0, 5));
    const related = every.flatMap(({ synset: id }) => {
      const { words, pointers } = at(id);
      const place = 1 + words.findIndex((each) => each.toLowerCase() === word);
      return pointers
        .filter(({ from }) => from === place)
        .map(({ symbol, target, to }) => ({
          symbol,
          other: at(target).words[to - 1]?.toLowerCase() ?? '',
        }))
        .filter(({ other }) => other !== word && (common.get(other)?.length ?? 0) > 0);
    });
    // The attribute that an adjective is a value of belongs to all of its synset.
    const attributes = concepts.flatMap((id) =>
      at(id)
        .pointers.filter(({ symbol }) => symbol === '=')
        .flatMap(({ target }) => at(target).words)
        .filter((other) => common.has(other)),
    );
    found.set(word, {
      concepts,
      derived: [
        ...related.filter(({ symbol }) => DERIVED.has(symbol)).map(({ other }) => other),
        ...attributes,
      ].filter((other) => DENYING.test(other) === DENYING.test(word)),
      broader: concepts.flatMap(kinds),
      opposite: related.filter(({ symbol }) => symbol === '!').map(({ other }) => other),
      kinds: nounSenses(senses.get(word)?.get('n') ?? [], concepts).flatMap(everyKind),
      named: (senses.get(word)?.get('n') ?? []).slice(0, MOST_NAMED).map(({ synset: id }) => id),
    });
  }
  return written(found);

  /** @param {string} id */
  function at(id) {
    return synsets.get(id) ?? { part: '', field: 0, words: [], pointers: [] };
  }

  /**
   * Not a name, nor one of the Latin names that are most of the plants and animals.
   * @param {string} id
   */
  function everyday(id) {
    return !/^\p{Lu}/u.test(at(id).words[0] ?? '');
  }

  /**
   * What a concept is a kind of: for things some steps up, for verbs and adjectives one.
   * @param {string} id
   * @returns {string[]}
   */
  function kinds(id) {
    const { part, field } = at(id);
    const symbol = part === 's' ? '&' : '@';
    /** @type {string[]} */
    const result = [];
    let level = part === 'n' && !THINGS.has(field) ? [] : [id];
    for (let step = 0; step < (part === 'n' ? KINDS : 1); step++) {
      level = level.flatMap((each) =>
        at(each)
          .pointers.filter((pointer) => pointer.symbol === symbol)
          .map(({ target }) => target),
      );
      result.push(...level);
    }
    return result;
  }

  /**
   * All that a noun's first meaning is a kind of, however far up.
   * @param {string} id
   * @returns {string[]}
   */
  function everyKind(id) {
    const up = at(id)
      .pointers.filter(({ symbol }) => symbol === '@' || symbol === '@i')
      .map(({ target }) => target);
    return [...new Set([...up, ...up.flatMap(everyKind)])];
  }
}

/**
 * @param {{ synset: string, count: number }[][]} parts the senses by part of speech
 * @returns {string[]}
 */
function commonSenses(parts) {
  const most = Math.max(...parts.flat().map(({ count }) => count));
  return parts.flatMap((list) =>
    list
      .slice(0, MOST_SENSES)
      .filter(({ count }, at) =>
        at === 0 ? count >= most * 0.1 : count > 1 && count >= COMMON * (list[0]?.count ?? 0),
      )
      .map(({ synset }) => synset),
  );
}

/**
 * What a noun may name: its common meanings, and of a rare word, whose meanings nobody has counted, the first
 * few.
 * @param {{ synset: string, count: number }[]} senses
 * @param {string[]} common
 * @returns {string[]}
 */
function nounSenses(senses, common) {
  const rare = senses.every(({ count }) => count === 0);
  return senses
    .slice(0, MOST_SENSES)
    .map(({ synset }) => synset)
    .filter((id) => rare || common.includes(id));
}

/**
 * Concepts that a single word knows of are left out, and the others numbered, the most frequent first.
 * @param {Map<string, Entry>} found
 */
function written(found) {
  /** @type {Map<string, number>} */
  const uses = new Map();
  for (const { concepts, broader, kinds } of found.values())
    for (const id of new Set([...concepts, ...broader, ...kinds]))
      uses.set(id, (uses.get(id) ?? 0) + 1);
  const inner = new Set([...found.values()].flatMap(({ kinds }) => kinds));
  const vague = new Set(
    [...uses].filter(([, count]) => count > VAGUE * found.size).map(([id]) => id),
  );
  const owned = new Set(
    [...found.values()].flatMap(({ concepts, named }) => [...concepts, ...named]),
  );
  const numbers = new Map(
    [...uses]
      .filter(([id, count]) => owned.has(id) && count > 1)
      .sort((a, b) => b[1] - a[1])
      .map(([id], at) => [id, at.toString(36)]),
  );
  /** @param {string[]} ids */
  const numbered = (ids) => ids.flatMap((id) => numbers.get(id) ?? []);
  return [...found]
    .map(([word, { concepts, derived, broader, opposite, kinds, named }]) => [
      word,
      ...[
        numbered(concepts),
        derived,
        numbered(broader),
        opposite,
        numbered(kinds.filter((id) => !vague.has(id))),
        numbered(named.filter((id) => inner.has(id))),
      ].map((list) => [...new Set(list)].join(' ')),
    ])
    .filter(([, ...lists]) => lists.some((list) => list !== ''))
    .map((fields) => fields.join('\t').trimEnd())
    .sort();
}
