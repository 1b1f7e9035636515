import { canonical } from './words.js';
import { splitSentences } from './facts/sentences.js';
import { analyse, type Clause } from './language.js';
import { LIGHT_VERBS, RELATIONS } from './lexicon.js';
import { capital, closedBracket } from './sentence-form.js';

const BETWEEN = /,\s*(?:and\s+|or\s+|&\s*)?|(?<!\b(?:hundred|thousand))\s+(?:and|or|&)\s+/i;
/** Where what is said of all items of a list begins: "vitamin D and magnesium every morning". */
const TAIL =
  /\s+(?:every|each|on|in|at|with|for|from|to|during|before|after|daily|weekly|monthly|twice|once|as|since|because)\b.*$/i;
/** "A therapist on Thursdays, Dr Amsel": who somebody is, not one more. */
const APPOSITION =
  /^(?:[Aa]n?|[Tt]he|[Mm]y|[Oo]ur|[Uu]ser['’]s) [^,]+, (?:(?:[Dd]r|[Mm]rs?|[Mm]s|[Pp]rof)\b|\p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}+)*(?:,|$))/u;
const DAY = /^(?:\p{L}+days?|\d.*)\b/iu;
const FUNCTION_WORD =
  /^(?:|a|an|the|my|our|their|his|her|your|user|i|we|they|he|she|it|and|or|of|do|don't|does|doesn't|not|no|any|anymore|more|longer|for|on|in|at|with|from|to|as)$/;
/** What says little without the clause before it: pronouns, an apposition, "the pin is 7731". */
const LEANS =
  /^(?:(?:he|she|it|they|his|her|its|this|that|these|those)\b|the (?:pin|password|passcode|code|username|user name|key|login|combination|cost|price|fee|number|extension)(?:['’]s)? (?:is\b|:|for it\b)|an? [^.;]*$(?<!\b(?:is|are|was|were|has|have)\b.*))/i;
const DEPENDENT =
  /^(?:because|cos|which|who|while|so|although|though|since|when|if|as|for when|in case|just in case)\b/i;
const LINK = /^(?:and|but|so|then|also|plus)[\s,]+/i;

/**
 * What a memory says beside what a statement ends of it: its other clauses, and the other items of a
 * list. "I play tennis on Tuesdays and piano on Fridays", when tennis is over → "I play piano on Fridays."
 * @param ending the words of the statement that says what is over
 * @returns sentences, none where the statement ends all of it, or nothing
 */
export function remainder(memory: string, ending: string): string[] {
  const over = wordsOf(ending);
  const sentences = splitSentences(memory);
  const touched = sentences.map((each) => [...wordsOf(each)].some((word) => over.has(word)));
  if (!touched.includes(true)) return [];
  let fell = false;
  return sentences.flatMap((each, at) => {
    const meant = touched[at] === true;
    // "She is a tabby" falls with the cat it was said of.
    if (!meant)
      return fell && LEANS.test(each.replace(LINK, '')) ? [] : [sentence(each.replace(LINK, ''))];
    const kept = remainderOf(each, over);
    fell = kept.length === 0;
    return kept;
  });
}

/** What one sentence of a memory says beside what is over. */
function remainderOf(memory: string, over: ReadonlySet<string>): string[] {
  const clauses = analyse(memory).clauses.filter(({ verb }) => verb !== '');
  const words = clauses.map(saidBy);
  // "The Lisbon trip … and the Rome trip …": what both speak of does not tell which of them is meant.
  const telling = (at: number): boolean =>
    [...(words[at] ?? [])].some(
      (word) => over.has(word) && !words.some((other, i) => i !== at && other.has(word)),
    );
  const clear = clauses.some((_, at) => telling(at));
  const kept: string[] = [];
  let dropped = false;
  let touched = false;
  for (const [at, clause] of clauses.entries()) {
    if (dropped && (LEANS.test(clause.text.replace(LINK, '')) || DEPENDENT.test(clause.text)))
      continue;
    const meant = clear ? telling(at) : [...(words[at] ?? [])].some((word) => over.has(word));
    const rest = meant ? restOf(clause, over) : clause.text;
    touched ||= meant;
    dropped = rest === null;
    if (rest !== null && (meant || clause.subject.text !== ''))
      kept.push(sentence(rest.replace(LINK, '')));
  }
  return touched ? kept : [];
}

/** What a clause says of which subject, as words that can be compared. */
function saidBy({ value, attribute, verb, subject }: Clause): Set<string> {
  const said = [value, attribute, verb, subject.text].flatMap((text) => [...wordsOf(text)]);
  return new Set(said.filter((word) => !LIGHT_VERBS.has(word)));
}

/** A clause that something of is over, without that; null where all of it is over. */
function restOf(clause: Clause, over: ReadonlySet<string>): string | null {
  for (const region of [clause.value, clause.subject.text]) {
    const items = itemsOf(region);
    if (items.length < 2 || APPOSITION.test(region) || !isList(region, items)) continue;
    // "Is called Rex and smells": of what something is called only names are a list.
    if (clause.verb === 'call' && !items.every((item) => /^\p{Lu}/u.test(item))) continue;
    const told = items.slice(1).every((item) => !TAIL.test(item))
      ? TAIL.exec(items[0] ?? '')
      : null;
    const [head, tail] = told ? [items[0]?.slice(0, told.index) ?? '', told[0]] : ['', ''];
    const words = items.map(wordsOf);
    // "Green tea and black tea": what is common to all tells none apart.
    const own = words.map((set, at) =>
      [...set].filter((word) => words.some((other, i) => i !== at && !other.has(word))),
    );
    const hit = own.map((list) => list.some((word) => over.has(word)));
    if (told && hit[0]) {
      // "VS Code for Python and Rust": the head may go with all of what follows, the tail is the list.
      const inTail = [...wordsOf(tail)].some((word) => over.has(word));
      if (!inTail && hit.slice(1).includes(true)) hit[0] = false;
      else if (!inTail && items.slice(1).every((item) => DAY.test(item))) continue;
      else if (
        inTail &&
        [...wordsOf(head)].some((word) => over.has(word)) &&
        region === clause.value
      )
        items[1] = `${head}${/^\s+\S+\s+/.exec(tail)?.[0] ?? ' '}${items[1] ?? ''}`;
    }
    if (!hit.includes(true) || !hit.some((each, at) => !each && (own[at]?.length ?? 0) > 0))
      continue;
    const fewer = region === clause.value ? countedDown(items, hit) : null;
    if (fewer !== null) {
      items[0] = fewer;
      hit[0] = false;
    }
    // A subject cannot be cut without mending its verb.
    return region === clause.value
      ? clause.text.replace(region, () => joined(items, hit, fewer !== null))
      : clause.text;
  }
  return null;
}

const itemsOf = (region: string): string[] =>
  region.split(BETWEEN).filter((item) => item.trim() !== '');

const NUMBERS = [
  '',
  ...'one two three four five six seven eight nine ten eleven twelve'.split(' '),
];
/** How many there are of those whom a list calls by name: "four hens". */
const HEAD = new RegExp(`^(${NUMBERS.slice(2).join('|')}) (\\p{Ll}+)$`, 'u');
const NAMED_ITEM = /^(?:(?:the|an?) (?:\p{Ll}+ )*)?\p{Lu}/u;
const AGE = new RegExp(
  `^(?:\\d+|${NUMBERS.slice(1).join('|')}|\\p{L}+teen|\\p{L}+ty(?:-\\p{L}+)?)$`,
  'u',
);

/**
 * Whether one of those whom a clause lists by name is over, who cannot be taken out of it: "two dogs, Nel, eleven,
 * and Moss, one", "two rats, Pip and Tat, and a flatmate, Max".
 */
export function cannotBeCut({ value }: Clause, ending: string): boolean {
  const [head = '', ...items] = itemsOf(value);
  const named = items.filter((item) => !PLACED.test(item));
  const mixed = HEAD.test(head)
    ? !named.every((item) => NAMED_ITEM.test(item))
    : named.some((item) => AGE.test(item));
  const over = wordsOf(ending);
  return (
    mixed &&
    [head, ...named].some(
      (item) => /\p{Lu}/u.test(item) && [...wordsOf(item)].some((word) => over.has(word)),
    )
  );
}

/** "Four hens", of whom one is over → "three hens"; null where the list does not begin with such a number. */
function countedDown(
  [head = '', ...items]: readonly string[],
  hit: readonly boolean[],
): string | null {
  const [, number = '', kind = ''] = HEAD.exec(head) ?? [];
  const gone = items.filter((item, at) => hit[at + 1] && NAMED_ITEM.test(item)).length;
  const left = NUMBERS[NUMBERS.indexOf(number) - gone] ?? '';
  if (number === '' || gone === 0 || left === '') return null;
  return `${left} ${left === 'one' ? (analyse(head).tokens.at(-1)?.lemma ?? kind) : kind}`;
}

/** Where all those of a list are: "…, in the yard". */
const PLACED = /^(?:in|at|on|with|for|from)\b/i;

/** "Tea and milk", "Ana, Bo, Cy" list things; "a table at Bo's, six of us" and "tea, me and Ann" tell more of the first one. */
const isList = (region: string, items: readonly string[]): boolean =>
  !items.some((item) => /^(?:me|us|him|her|them|you|it)\b/i.test(item.trim())) &&
  (/\s(?:and|or|&)\s/i.test(region) ||
    items.every((item) => /^\S+(?: \S+)?$/.test(item.trim()) && !/^(?:every|each|\d)/i.test(item)));

/** The items of a list that are not over, with what is said of all of them behind the last. */
function joined(items: readonly string[], over: readonly boolean[], counted: boolean): string {
  const shared = items.slice(0, -1).every((item) => !TAIL.test(item));
  const tail = shared ? (TAIL.exec(items.at(-1) ?? '')?.[0] ?? '') : '';
  const left = items.filter((_, at) => !over[at]);
  const place = left.length > 1 && PLACED.test(left.at(-1) ?? '') ? `, ${left.pop() ?? ''}` : '';
  // "Three hens, Ida and Mary": how many they are stands before them.
  const head = counted && left.length > 1 ? `${left.shift() ?? ''}, ` : '';
  return head + listed(left) + place + (over.at(-1) === true ? tail : '');
}

function listed(items: readonly string[]): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`;
}

const wordsOf = (text: string): Set<string> =>
  new Set(
    (text.toLowerCase().match(/[\p{L}\p{N}'’-]+/gu) ?? [])
      .filter((word) => !FUNCTION_WORD.test(word))
      .map(canonical),
  );

const NAMED =
  /\b(my|our|(?:the )?user['’]s|their) ((?:\p{Ll}+ )?(\p{Ll}+)) (\p{Lu}[\p{L}'’-]*[\p{L}])(?![\p{L}'’])/giu;

/**
 * Who is who, where a memory only says so in passing and its new text would not: "my husband Tom" →
 * "My husband is Tom." Nobody whom the statement speaks of.
 */
export function people(memory: string, statement: string, text: string): string[] {
  const lower = statement.toLowerCase();
  return [...memory.matchAll(NAMED)].flatMap(
    ([, whose = '', phrase = '', relation = '', name = '']) =>
      RELATIONS.has(relation.toLowerCase()) &&
      /^\p{Lu}/u.test(name) &&
      !text.includes(name) &&
      !lower.includes(name.toLowerCase()) &&
      !lower.includes(relation.toLowerCase())
        ? [sentence(`${/^(?:my|our)$/i.test(whose) ? whose : "User's"} ${phrase} is ${name}`)]
        : [],
  );
}

const sentence = (text: string): string => {
  const bare = closedBracket(capital(text.replace(/[\s,;]+$/, '')));
  return /[.!?]["'”’)]*$/.test(bare) ? bare : `${bare}.`;
};
