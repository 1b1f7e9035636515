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

/** A rule with the words and tags under which the tagger lists it, in the order in which it tries them. */
interface Listed {
  rule: Rule;
  hooks: { word: string; place: number }[];
}

/** The rules by a word or tag without which they find nothing. */
interface RuleIndex {
  byWord: ReadonlyMap<string, readonly Listed[]>;
  always: Rule[];
}
let index: RuleIndex | undefined;

function indexOf({ methods, model }: View['world'], world: object): RuleIndex {
  const { hooks, always } = methods.one.buildNet(model.two.matches, world);
  const listed = new Map<string, Listed>();
  let place = 0;
  for (const [word, rules] of Object.entries(hooks))
    for (const rule of rules) {
      const known = listed.get(rule.match) ?? { rule, hooks: [] };
      listed.set(rule.match, known);
      known.hooks.push({ word, place: place++ });
    }
  const byWord = new Map<string, Listed[]>();
  const count = (word: string): number => hooks[word]?.length ?? 0;
  for (const each of listed.values()) {
    // Of what a rule needs, the word that the fewest rules ask for turns up least.
    const [rarest] = [...each.rule.needs].sort((a, b) => count(a) - count(b));
    for (const word of rarest === undefined ? each.rule.wants : [rarest])
      byWord.set(word, [...(byWord.get(word) ?? []), each]);
  }
  return { byWord, always };
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
  { byWord, always }: RuleIndex,
  words: ReadonlySet<string>,
  length: number,
): Rule[] {
  const found = new Map<Rule, number>();
  for (const word of words)
    for (const { rule, hooks } of byWord.get(word) ?? [])
      if (length >= rule.minWords && mayApply(rule, words))
        found.set(rule, hooks.find((hook) => words.has(hook.word))?.place ?? 0);
  const rules = [...found].sort(([, a], [, b]) => a - b).map(([rule]) => rule);
  return [...rules, ...always.filter(({ minWords }) => length >= minWords)];
}

const mayApply = ({ needs, wants, minWant, ifNo }: Rule, words: ReadonlySet<string>): boolean =>
  needs.every((word) => words.has(word)) &&
  !ifNo?.some((word) => words.has(word)) &&
  (wants.length === 0 || wants.filter((word) => words.has(word)).length >= minWant);
