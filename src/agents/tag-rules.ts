/**
 * The tagger's last step, where rules over several words put tags right, in the tagger's own order and with
 * its own matcher. Its own way to the rules that can apply looks at all of them for every part of a
 * sentence, which took a third of all tagging.
 */

/** A rule as the tagger's index holds it; the lists are of words and of tags. */
interface Rule {
  match: string;
  minWords: number;
  /** All of these must be there, … */
  needs: readonly string[];
  /** … so many of these, … */
  wants: readonly string[];
  minWant: number;
  /** … and none of these. */
  ifNo?: readonly string[];
}
type Pointer = [part: number, ...place: unknown[]];
type Terms = readonly object[];

/** What is used of the tagger's inside. */
interface View {
  docs: Terms[];
  world: {
    model: { two: { matches: object[] } };
    methods: {
      one: {
        buildNet(rules: object[], world: object): { hooks: Record<string, Rule[]>; always: Rule[] };
        cacheDoc(parts: Terms[]): ReadonlySet<string>[];
        match(parts: Terms[], rule: Rule): { ptrs: Pointer[] };
        bulkTagger(found: object[], parts: Terms[], world: object): void;
      };
      two: { quickSplit(sentences: Terms[]): Terms[] };
    };
  };
  uncache(): void;
  unfreeze(): void;
}

/** The rules by a word or tag that they need or want, in the order in which they are tried. */
interface RuleIndex {
  lists: Rule[][];
  places: ReadonlyMap<string, number>;
  always: Rule[];
}
let index: RuleIndex | undefined;

function indexOf({ methods, model }: View['world'], world: object): RuleIndex {
  const { hooks, always } = methods.one.buildNet(model.two.matches, world);
  return {
    lists: Object.values(hooks),
    places: new Map(Object.keys(hooks).map((word, place) => [word, place])),
    always,
  };
}

/** Tags in place what the rules find. */
export function applyRules(view: View): void {
  const { world } = view;
  const { one, two } = world.methods;
  const rules = (index ??= indexOf(world, world));
  const parts = two.quickSplit(view.docs);
  const found = parts.flatMap((terms, part) => {
    const [words = new Set<string>()] = one.cacheDoc([terms]);
    return fitting(rules, words, terms.length).flatMap((rule) =>
      one.match([terms], rule).ptrs.map(([, ...place]) => ({ ...rule, pointer: [part, ...place] })),
    );
  });
  one.bulkTagger(found, parts, world);
  view.uncache();
  view.unfreeze();
}

/** The rules that may find something among the words and tags of a part. */
function fitting(
  { lists, places, always }: RuleIndex,
  words: ReadonlySet<string>,
  length: number,
): Rule[] {
  const there: number[] = [];
  for (const word of words) {
    const place = places.get(word);
    if (place !== undefined) there.push(place);
  }
  const seen = new Set<string>();
  const rules: Rule[] = [];
  for (const place of there.sort((a, b) => a - b))
    for (const rule of lists[place] ?? []) {
      if (seen.has(rule.match)) continue;
      seen.add(rule.match);
      if (length >= rule.minWords && mayApply(rule, words)) rules.push(rule);
    }
  return [...rules, ...always.filter(({ minWords }) => length >= minWords)];
}

const mayApply = ({ needs, wants, minWant, ifNo }: Rule, words: ReadonlySet<string>): boolean =>
  needs.every((word) => words.has(word)) &&
  !ifNo?.some((word) => words.has(word)) &&
  (wants.length === 0 || wants.filter((word) => words.has(word)).length >= minWant);
