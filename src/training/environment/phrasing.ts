import type { Random } from '../../memory/random.js';

/** How one person or team is referred to in one sentence. */
export interface Reference {
  /** "I", "the user", "my sister Ana", "we", "Atlas". */
  subject: string;
  object: string;
  possessive: string;
  /** 0 first person singular, 1 third person singular, 2 first person plural. */
  person: 0 | 1 | 2;
  pronouns: Pronouns;
}

/** Second mentions; `be` is the pronoun with "to be". */
export interface Pronouns {
  he: string;
  him: string;
  my: string;
  his: string;
  himself: string;
  be: string;
}

const pronouns = (row: string): Pronouns => {
  const [he = '', him = '', my = '', his = '', himself = '', be = ''] = row.split(' ');
  return { he, him, my, his, himself, be };
};

export const PRONOUNS = {
  I: pronouns("I me my mine myself I'm"),
  we: pronouns("we us our ours ourselves we're"),
  she: pronouns("she her her hers herself she's"),
  he: pronouns("he him his his himself he's"),
  they: pronouns("they them their theirs themselves they're"),
  it: pronouns("it it its its itself it's"),
} as const;

/** A reference in the third person, by any noun phrase. */
export function namedReference(phrase: string, second: Pronouns): Reference {
  return {
    subject: phrase,
    object: phrase,
    possessive: `${phrase}'s`,
    person: 1,
    pronouns: second,
  };
}

export const FIRST_PERSON: Reference = {
  subject: 'I',
  object: 'me',
  possessive: 'my',
  person: 0,
  pronouns: PRONOUNS.I,
};
export const FIRST_PLURAL: Reference = {
  subject: 'we',
  object: 'us',
  possessive: 'our',
  person: 2,
  pronouns: PRONOUNS.we,
};

/** What fills a template's slots. */
export type Slots = Partial<Record<'v' | 'old' | 'n' | 'ns' | 'k' | 'd' | 'when' | 'date', string>>;

type Part = { text: string } | { slot: string } | { choice: Part[][] };

const parsed = new Map<string, Part[]>();

/** Splits a template into literal text, slots and choices; choices do not nest. */
function parse(template: string): Part[] {
  const known = parsed.get(template);
  if (known) return known;
  const parts = template
    .split(/(\[[^\]]*\])/)
    .flatMap((piece): Part[] =>
      piece.startsWith('[')
        ? [{ choice: piece.slice(1, -1).split('|').map(parseFlat) }]
        : parseFlat(piece),
    );
  parsed.set(template, parts);
  return parts;
}

function parseFlat(text: string): Part[] {
  return text
    .split(/(\{[^}]*\})/)
    .filter((piece) => piece !== '')
    .map((piece) => (piece.startsWith('{') ? { slot: piece.slice(1, -1) } : { text: piece }));
}

/** Every wording that a template can take, with its slots left in; for tests that compare splits. */
export function expandTemplate(template: string): string[] {
  let wordings = [''];
  for (const piece of template.split(/(\[[^\]]*\])/)) {
    const options = piece.startsWith('[') ? piece.slice(1, -1).split('|') : [piece];
    wordings = wordings.flatMap((start) => options.map((option) => start + option));
  }
  return wordings;
}

/** Fills a template in. The result starts in lower case and has no full stop. */
export function phrase(template: string, who: Reference, slots: Slots, random: Random): string {
  let text = '';
  // A pronoun before anyone is named would leave open whom the sentence is about.
  let named = who.person !== 1;
  const fill = (name: string): string => {
    if (name === 'S' || name === "S's" || name === 'S obj') {
      named = true;
      return name === 'S' ? who.subject : name === 'S obj' ? who.object : who.possessive;
    }
    if (name.includes('/')) {
      const forms = name.split('/');
      return (who.person === 2 ? (forms[2] ?? forms[0]) : forms[who.person]) ?? '';
    }
    const pronoun = name === "he's" ? 'be' : name;
    if (pronoun in who.pronouns) {
      if (named) return who.pronouns[pronoun as keyof Pronouns];
      named = true;
      if (pronoun === 'be') return `${who.subject} is`;
      if (pronoun === 'my' || pronoun === 'his') return who.possessive;
      return pronoun === 'he' ? who.subject : who.object;
    }
    if (name.startsWith('a ')) {
      const value = slot(slots, name.slice(2));
      return `${/^[aeio]/i.test(value) ? 'an' : 'a'} ${value}`;
    }
    return slot(slots, name);
  };
  const write = (parts: readonly Part[]): void => {
    for (const part of parts) {
      if ('text' in part) text += part.text;
      else if ('slot' in part) text += fill(part.slot);
      else write(random.pick(part.choice));
    }
  };
  write(parse(template));
  return text.trim();
}

function slot(slots: Slots, name: string): string {
  const value = slots[name as keyof Slots];
  if (value === undefined) throw new Error(`template slot {${name}} has no value`);
  return value;
}

/** Upper-cases the first letter, unless the value there is spelled in lower case on purpose. */
export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** "Buddy and Scout", "Buddy, Scout and Rex". */
export function enumeration(values: readonly string[]): string {
  const last = values.at(-1) ?? '';
  return values.length < 2 ? last : `${values.slice(0, -1).join(', ')} and ${last}`;
}

/** All orders of a short list (at most 3 values: 6 orders). */
export function orders<T>(values: readonly T[]): T[][] {
  if (values.length < 2) return [[...values]];
  return values.flatMap((head, index) =>
    orders(values.filter((_, other) => other !== index)).map((rest) => [head, ...rest]),
  );
}

/** A statement with its value exchanged, and the article in front of it with it. */
export function withValue(text: string, old: string, value: string): string {
  const article = /^[aeio]/i.test(value) ? 'an' : 'a';
  return text
    .replaceAll(old, value)
    .replace(/\b(an?) (?=(\S.*))/gi, (whole, found: string, rest: string) =>
      rest.startsWith(value) ? `${found.startsWith('A') ? capitalised(article) : article} ` : whole,
    );
}
