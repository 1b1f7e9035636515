import { memoised } from '../memo.js';

/**
 * Who a sentence speaks of: people, the speaker, the speaker's team, and whose the things in it are.
 * Forms only, no memory and no tagger: this runs over everything that was retrieved.
 */

/** One mention of somebody. */
export interface Mention {
  /** `self`, `group`, a name in lower case, `rel:sister`, or `third` for he, she, it, they. */
  key: string;
  /** The relation it was named with: `sister` of "my sister Ana". */
  relation: string | null;
  possessive: boolean;
  start: number;
  end: number;
}

const NAME = '\\p{Lu}[\\p{L}\\-]*\\p{L}';
/** What is said before a name and is no part of it. */
const TITLE = '(?:Aunt|Auntie|Uncle|Cousin|Grandma|Granny|Grandpa|(?:Dr|Mr|Mrs|Ms|Prof)\\.?)';
const POSSESSOR = `(?:[Mm]y|[Oo]ur|[Tt]heir|[Hh]is|[Hh]er|(?:[Tt]he )?\\b[Uu]ser['’]s|(?:[Tt]he )?\\b[Tt]eam['’]s|${NAME}['’]s?)`;
/** Those whom somebody calls theirs, as a source of a regular expression. */
export const RELATION =
  '(?:(?:best|old|younger|older|elder|big|little|twin|late|close|good|new|ex)[ -])*' +
  '(?:(?:step|grand|half-|great-grand|god)?(?:sister|brother|mother|father|mom|mum|dad|ma|pa|son|daughter|child|kid|parent)(?:-in-law)?|wife|husband|spouse|partner|boyfriend|girlfriend|fianc[eé]e?|friend|roommate|flatmate|housemate|colleague|coworker|co-worker|workmate|boss|manager|neighbou?r|cousin|uncle|aunt|auntie|niece|nephew|granny|nana|mentor|teacher|coach|teammate|therapist|doctor|dentist|landlord|landlady|tutor|assistant|client|buddy|bestie|twin|ex)';

/** What follows "my sister" where that is somebody, and not part of "my dentist appointment". */
const AFTER_RELATION =
  "\\s*[.,;:!?)]|\\s*$|\\s+(?:is|was|['’]s|has|had|does|did|do|can|could|will|would|and|or|who|to|in|at|on|for|with|just|also|now|currently|recently|really|never|still|always|got|went|left|took|bought|sold|made|gave|came|became|began|called|named|\\p{L}+(?:ed|es|[^sui]s)|work|live|use|have|own|like|love|prefer|speak|drive|play|enjoy|eat|drink|study|want|need|go|allergic|based|working|living|reading|watching|fluent|not)(?!\\p{L})";

const PATTERN = new RegExp(
  [
    // Addresses and links hold nobody: the "me" of me@example.org.
    `https?://\\S+|[^\\s@]+@[^\\s@]+`,
    `(?<!\\p{L})(?<whose>${POSSESSOR}) (?<relation>${RELATION})(?:,? (?<name>${NAME})(?<nameS>['’]s(?!\\p{L}))?|(?<relS>['’]s(?!\\p{L}))|(?!\\p{L})(?=${AFTER_RELATION}))`,
    `(?<!\\p{L})(?<self>I(?=$|[\\s'’,.!?])|i(?=['’ ])|[Mm]e|[Mm]y|[Mm]ine|[Mm]yself)(?!\\p{L})`,
    `(?<!\\p{L})(?<user>(?:[Tt]he |^|(?<=[:;,–—] ))[Uu]ser|User)(?<userS>['’]s)?(?!\\p{L})`,
    `(?<!\\p{L})(?<group>(?:(?:[Tt]he|[Oo]ur) |^)[Tt]eam|[Ww]e|[Oo]urs?|[Uu]s|[Oo]urselves)(?<groupS>['’]s)?(?!\\p{L})`,
    `(?<!\\p{L})(?:${TITLE} )?(?<owner>${NAME})['’]s(?!\\p{L})`,
    `(?<!\\p{L})(?<third>[Hh]e|[Ss]he|[Tt]hey|[Hh]im|[Hh]er|[Tt]hem|[Hh]is|[Hh]ers|[Tt]heirs?|[Ii]ts|[Ii]t)(?!\\p{L})`,
    `(?<!\\p{L})(?:${TITLE} )?(?<plain>${NAME})(?!\\p{L})`,
  ].join('|'),
  'gu',
);

/** Relations by their usual name. */
const SAME_RELATION: Readonly<Record<string, string>> = {
  mom: 'mother',
  mum: 'mother',
  ma: 'mother',
  dad: 'father',
  pa: 'father',
  kid: 'child',
  flatmate: 'roommate',
  housemate: 'roommate',
  coworker: 'colleague',
  'co-worker': 'colleague',
  workmate: 'colleague',
  neighbor: 'neighbour',
  auntie: 'aunt',
};
const canonical = (relation: string): string => SAME_RELATION[relation] ?? relation;

/** A word for somebody's kin by its usual name, in the singular: `mother` for "mums"; other words as they are. */
export const relationOf = (word: string): string => canonical(word.replace(/s$/, ''));

const NOBODY: ReadonlySet<string> = new Set();

const POSSESSIVE_PRONOUN = /^(?:my|mine|our|ours|his|her|hers|their|theirs|its)$/i;
/** "Ana's a nurse", "Ben's moving": what follows an `'s` that is short for "is" or "has". */
const IS_SHORT =
  /^\s+(?:an?|the|in|on|at|from|off|with|been|got|not|now|also|just|really|very|so|too|always|never|still|called|named|\d+|(?!morning|evening|building|wedding|meeting|training|meaning|drawing|painting|earring|ceiling|clothing|spring|king|ring|thing)\p{Ll}+ing)(?!\p{L})/u;
/** "It's" and "That's" are no possessors. */
const NOT_A_NAME =
  /^(?:it|that|there|here|what|who|where|when|how|let|he|she|this|the|today|everyone|somebody|someone)$/i;

/**
 * The mentions in a text, in order. A relation that is the very thing asked for ("who is my manager?")
 * is no mention of somebody else: `sought` holds its words in lower case.
 */
export function mentionsIn(text: string, sought: ReadonlySet<string> = NOBODY): readonly Mention[] {
  const all = allMentions(text);
  return all.some(({ relation }) => isSought(relation, sought)) ? findMentions(text, sought) : all;
}

const allMentions = memoised((text) => findMentions(text, NOBODY));

function isSought(relation: string | null, sought: ReadonlySet<string>): boolean {
  if (relation === null) return false;
  const parts = new Set([relation, ...relation.split(/[ -]/)]);
  return [...sought].some((word) => parts.has(canonical(word)));
}

function findMentions(text: string, sought: ReadonlySet<string>): Mention[] {
  const found: Mention[] = [];
  PATTERN.lastIndex = 0;
  for (let match = PATTERN.exec(text); match !== null; match = PATTERN.exec(text)) {
    const groups = match.groups ?? {};
    const at = match.index;
    const end = at + match[0].length;
    const relation =
      groups.relation === undefined ? null : canonical(groups.relation.toLowerCase());
    if (relation !== null && groups.whose !== undefined) {
      if (isSought(relation, sought)) {
        const whose = groups.whose;
        found.push({ ...possessor(whose), start: at, end: at + whose.length });
        PATTERN.lastIndex = at + whose.length;
        continue;
      }
      const key = groups.name?.toLowerCase() ?? `rel:${relation}`;
      const possessive =
        (groups.nameS !== undefined || groups.relS !== undefined) &&
        !IS_SHORT.test(text.slice(end));
      found.push({ key, relation, possessive, start: at, end });
    } else if (groups.self !== undefined) {
      const possessive = POSSESSIVE_PRONOUN.test(groups.self);
      found.push({ key: 'self', relation: null, possessive, start: at, end });
    } else if (groups.user !== undefined) {
      const possessive = groups.userS !== undefined;
      found.push({ key: 'self', relation: null, possessive, start: at, end });
    } else if (groups.group !== undefined) {
      const possessive = groups.groupS !== undefined || POSSESSIVE_PRONOUN.test(groups.group);
      found.push({ key: 'group', relation: null, possessive, start: at, end });
    } else if (groups.owner !== undefined && !NOT_A_NAME.test(groups.owner)) {
      const key = groups.owner.toLowerCase();
      const possessive = !IS_SHORT.test(text.slice(end));
      found.push({ key, relation: null, possessive, start: at, end });
    } else if (groups.third !== undefined) {
      const possessive = POSSESSIVE_PRONOUN.test(groups.third);
      found.push({ key: 'third', relation: null, possessive, start: at, end });
    } else if (groups.plain !== undefined) {
      const key = groups.plain.toLowerCase();
      found.push({ key, relation: null, possessive: false, start: at, end });
    }
  }
  return found;
}

function possessor(whose: string): Omit<Mention, 'start' | 'end'> {
  const bare = whose.toLowerCase().replace(/['’]s?$/, '');
  const key = /^my$|user$/.test(bare)
    ? 'self'
    : /^our$|team$/.test(bare)
      ? 'group'
      : /^(?:his|her|their)$/.test(bare)
        ? 'third'
        : bare;
  return { key, relation: null, possessive: true };
}
