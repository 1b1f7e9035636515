import {
  DIETS,
  DISLIKE_VERBS,
  FAMILIES,
  type Family,
  PETS,
  RELATIONS,
  RESULTIVE_VERBS,
  SWITCH_VERBS,
} from './lexicon.js';
import {
  attributeNouns,
  GROUP,
  plural,
  readSubject,
  slice,
  type Subject,
  trim,
} from './noun-phrases.js';
import { contentWords, has, isVerb, type Token } from './tokens.js';

export type { Subject } from './noun-phrases.js';

/** One predication: who, what about it, which value, and whether it holds. */
export interface Clause {
  text: string;
  subject: Subject;
  /** Lemma of the main verb; empty where there is none. */
  verb: string;
  /** Open key of what is said, e.g. `live in`, `favourite color`, `staging url`. */
  attribute: string;
  /** Family of equivalent attributes (`home` for `live in`), or null. */
  family: string | null;
  /** True when the subject has one value of this at a time. */
  single: boolean;
  /** Words of the value as written. */
  value: string;
  /** Content lemmas of the value. */
  valueWords: string[];
  negated: boolean;
  tense: 'past' | 'present' | 'future';
  /** Whether it says how things are now: the present, or a past step that led there ("I moved to"). */
  holds: boolean;
}

/** The clauses of a tagged text, in order; one without a subject has that of the clause before it. */
export function readClauses(text: string, tokens: readonly Token[]): Clause[] {
  const clauses: Clause[] = [];
  for (const part of splitClauses(tokens)) clauses.push(readClause(text, part, clauses.at(-1)));
  return clauses;
}

const CONNECTIVES = new Set([
  'and',
  'but',
  'so',
  'because',
  'while',
  'although',
  'though',
  'which',
  'who',
  'then',
  'or',
]);

/** Cuts where a new predication begins: both sides of the cut need a verb of their own. */
function splitClauses(tokens: readonly Token[]): Token[][] {
  const parts: Token[][] = [];
  let part: Token[] = [];
  const close = (): void => {
    if (part.length > 0) parts.push(part);
    part = [];
  };
  tokens.forEach((token, at) => {
    const before = tokens[at - 1];
    if (before && part.length > 0) {
      const sentenceEnd =
        (/[.!?\n]["')\]]*\s*$/.test(before.post) && !has(before, 'Honorific', 'Abbreviation')) ||
        /\n/.test(before.post);
      const pause = /[,;:—–]|\s-\s/.test(before.post);
      const joint = CONNECTIVES.has(token.word);
      if (sentenceEnd) close();
      else if ((pause || joint) && hasVerb(part) && startsPredication(tokens, joint ? at + 1 : at))
        close();
    }
    part.push(token);
  });
  close();
  return parts;
}

const hasVerb = (part: readonly Token[]): boolean => part.some((_, at) => isVerb(part, at));

/** Whether a subject with its verb, or a verb alone, begins at this token. */
function startsPredication(tokens: readonly Token[], from: number): boolean {
  for (let at = from; at < Math.min(tokens.length, from + 7); at++) {
    const token = tokens[at];
    if (!token) return false;
    if (isVerb(tokens, at)) return !(at > 0 && tokens[at - 1]?.word === 'to');
    if (/[,.;!?]/.test(token.post)) return false;
    if (has(token, 'Preposition') && at > from) return false;
  }
  return false;
}

/** Verbs that give their object a new value with "to". */
const SETTING_VERBS = new Set(
  'rename change update set switch move reschedule push postpone increase raise lower bump upgrade'.split(
    ' ',
  ),
);
/** Says which of several in time; the attribute is the same without it. */
const MODIFIER = /^(?:current|new|old|former|present|latest|actual|main)$/;
const PROFESSION =
  /(?:[a-z]{3}(?:er|or|ist|ian|eer|man|woman|ant)|nurse|chef|cook|pilot|judge|clerk|coach|surgeon|vet|intern|analyst|architect|student|midwife|lead|barista|paramedic|pharmacist|mechanic|plumber|chemist|scientist|professor|consultant|accountant|librarian|electrician|waitress|actress|athlete|model|priest|dj|ceo|cto|cfo|vp|sre|pm|qa|medic|guard|soldier|butcher|nanny|tutor|therapist|realtor|attorney|poet|musician|veterinarian|hairdresser|dietitian)$/;

function readClause(source: string, part: Token[], previous: Clause | undefined): Clause {
  const verbAt = part.findIndex(
    (_, at) =>
      isVerb(part, at) && !has(part[at], 'Auxiliary') && !modal(part, at) && !believing(part, at),
  );
  const fallback = part.findIndex((token) => has(token, 'Verb', 'Copula'));
  const main = verbAt >= 0 ? verbAt : fallback;
  const text = slice(source, part);
  const opening = part.findLastIndex((_, at) => at < main && believing(part, at)) + 1;
  const before = main < 0 ? part : part.slice(opening, main);
  const after = main < 0 ? [] : part.slice(main + 1);
  // "Blue is my favorite color" is read as "my favorite color is blue".
  const inverted =
    part[main]?.lemma === 'be' &&
    /^(my|our)$/.test(after[0]?.word ?? '') &&
    (!before.some((token) => has(token, 'Pronoun', 'Person', 'Possessive', 'Determiner')) ||
      // "Dr Okonjo is my supervisor": who it is, not what she is like.
      (ONE_OF_THESE.test(after[1]?.lemma ?? '') && !before.some((token) => has(token, 'Pronoun'))));
  const role = inverted ? -1 : roleAfter(part[main]?.lemma ?? '', after);
  const [head, tail] =
    inverted || role >= 0
      ? [untilTime(after.slice(role + 1)), before.filter((token) => !has(token, 'Auxiliary'))]
      : [before, after];
  const group = [...head.slice(-4), ...tail.slice(0, has(tail[0], 'Adverb') ? 2 : 1)];
  const verb =
    role >= 0
      ? 'be'
      : main < 0
        ? ''
        : part[main]?.word === 'like'
          ? 'like'
          : (part[main]?.lemma ?? '');
  const negated =
    group.some(
      (token) => has(token, 'Negative') || /^(never|no|cannot|without)$/.test(token.word),
    ) || DISLIKE_VERBS.has(verb);
  const words = head.map((token) => token.word);
  // "The Pro plan costs $29" plans nothing.
  const acts = head.filter((token) => !has(token, 'Noun')).map((token) => token.word);
  const tense = /\bused to\b/i.test(text)
    ? 'past'
    : /\b(will|shall|gonna|going|plan|planning|hope|hoping)\b/.test([...acts, verb].join(' '))
      ? 'future'
      : (has(part[main], 'PastTense') &&
            !has(part[main], 'Participle') &&
            !/^(?:am|is|are)$/.test(helper(part, main)) &&
            // "I've got a cat" is of the present.
            !(verb === 'get' && /^(?:have|has)$/.test(helper(part, main)))) ||
          /^(was|were|did|had)$/.test(part[main]?.word ?? '') ||
          words.some((word) => word === 'did')
        ? 'past'
        : 'present';
  const shape = predicate(source, head, verb, tail);
  const own = meant(readSubject(source, head, shape.attributeWords), previous);
  // "My manager is Priya" is said of me as much as "I report to Priya".
  const roled = /^(?:manager|partner)$/.test(shape.reading.family ?? '') && own.kind === 'person';
  const owners = roled ? own.keys.flatMap((key) => key.split('/').slice(0, -1)) : [];
  const subject =
    own.kind === 'none' && previous && main >= 0
      ? { ...previous.subject, text: '' }
      : { ...own, keys: [...own.keys, ...owners] };
  // "Cilantro has grown on me" says what I like.
  const liked = /^gr[eo]wn? on$/.test(shape.reading.attribute) && shape.reading.family === 'like';
  const formerly = /\bused to\b|\bformerly\b|\bpreviously\b/i.test(text);
  const holds =
    !formerly &&
    (tense === 'present' ||
      (tense === 'past' &&
        (RESULTIVE_VERBS.has(verb) || (verb !== 'be' && shape.attributeWords.length > 0))));
  if (liked) {
    const { text: value } = own;
    const valueWords = contentWords(head);
    return {
      ...{ text, subject: { kind: 'speaker', keys: ['speaker'], text: value }, verb: 'like' },
      ...{ ...shape.reading, value, valueWords, negated, tense: 'present', holds: true },
    };
  }
  return {
    ...{ text, subject, verb, ...shape.reading, tense, holds },
    negated: negated || shape.reading.attribute === 'go off',
  };
}

/**
 * "Ann has taken over as my manager", "Ann became my manager" say that my manager is Ann: the place of the
 * word before the role, -1 where there is no role.
 */
function roleAfter(verb: string, after: readonly Token[]): number {
  const as = after.findIndex(({ word }) => word === 'as');
  const at = /^(?:take|taken|step|start|serve|act)$/.test(verb) && as >= 0 && as < 3 ? as : -1;
  if (at < 0 && verb !== 'become') return -1;
  const named = after.slice(at + 1);
  const owned = /^(?:my|our|user|the)$/.test(named[0]?.word ?? '');
  return named.some(({ lemma }) => (owned && RELATIONS.has(lemma)) || ROLE.test(lemma)) ? at : -1;
}

/** Offices that one holds at a time, and passes on. */
const ROLE =
  /^(?:head|lead|leader|chair|chairman|chairwoman|chairperson|captain|owner|maintainer|director|secretary|treasurer|president|principal|headteacher|supervisor|advisor|adviser|editor|organi[sz]er|host|rep|representative|coordinator|moderator|manager|boss|ceo|cto|cfo|coo)$/;
/** Of these one has one at a time. */
const ONE_OF_THESE = /^(?:supervisor|advisor|adviser|principal|headteacher|landlord|landlady)$/;

/** A phrase up to where it tells since when. */
function untilTime(tokens: readonly Token[]): readonly Token[] {
  const end = tokens.findIndex(
    (token, at) =>
      at > 0 &&
      (/^(?:as|from|since|last|this|next|starting|after|because|now|effective|in)$/.test(
        token.word,
      ) ||
        has(token, 'Date')),
  );
  return end < 0 ? tokens : tokens.slice(0, end);
}

/** The word before a verb, adverbs left out: "is now based" is of the present. */
function helper(part: readonly Token[], main: number): string {
  let at = main - 1;
  while (has(part[at], 'Adverb', 'Negative')) at--;
  return part[at]?.word ?? '';
}

/** "I guess I'm pescatarian now": what is believed is said. */
function believing(part: readonly Token[], at: number): boolean {
  const next = part[at + 1]?.word === 'that' ? at + 2 : at + 1;
  return (
    /^(?:guess|think|suppose|believe|reckon|figure|mean)$/.test(part[at]?.lemma ?? '') &&
    has(part[next], 'Pronoun') &&
    part.some((_, later) => later > next && isVerb(part, later))
  );
}

/** "used to live", "has moved": the word only helps the verb that follows. */
function modal(part: readonly Token[], at: number): boolean {
  if (!HELPERS.test(part[at]?.word ?? '')) return false;
  for (let ahead = at + 1; ahead < Math.min(part.length, at + 5); ahead++) {
    if (isVerb(part, ahead) && part[ahead]?.word !== 'been') return true;
    const token = part[ahead];
    if (!has(token, 'Adverb', 'Negative', 'Auxiliary') && !/^(to|been)$/.test(token?.word ?? ''))
      return false;
  }
  return false;
}

const HELPERS =
  /^(have|has|had|do|does|did|will|would|used|can|could|going|keep|get|got|gets|decided|agreed)$/;

type Reading = Pick<Clause, 'attribute' | 'family' | 'single' | 'value' | 'valueWords'>;

/** What is said of the subject: the attribute as an open key, and its value. */
function predicate(
  source: string,
  head: readonly Token[],
  verb: string,
  tail: readonly Token[],
): { reading: Reading; attributeWords: readonly Token[] } {
  const named = tail.some((token) => has(token, 'ProperNoun') && /^\p{Lu}/u.test(token.text));
  const owned = attributeNouns(head);
  // "My daughter is 4" is about a person; "my daughter is Emma" says who she is.
  const nouns = RELATIONS.has(owned.at(-1)?.lemma ?? '') && !named ? [] : owned;
  const meaningful = tail.filter(
    (token) => !has(token, 'Adverb', 'Negative') && token.word !== 'now',
  );
  const value = slice(source, trim(tail));
  const valueWords = contentWords(tail);
  // "The meeting moved to 4pm" gives a new value as "the meeting is at 4pm" does.
  const moved =
    SWITCH_VERBS.has(verb) &&
    meaningful.some((token) => token.word === 'to') &&
    !RELATIONS.has(nouns.at(-1)?.lemma ?? '') &&
    // "My daughter Ann goes to …"
    !(RELATIONS.has(nouns.at(-2)?.lemma ?? '') && /^\p{Lu}/u.test(nouns.at(-1)?.text ?? '')) &&
    !GROUP.has(nouns.at(-1)?.word ?? '');
  if ((verb === 'be' || moved) && nouns.length > 0) {
    const key = nouns
      .filter((token) => !MODIFIER.test(token.word))
      .map((token) => token.lemma)
      .join(' ');
    const family = familyOf((candidate) => candidate.nouns.includes(key));
    // "My dog is cute" says something of the dog; "my favourite color is blue" names a value.
    // "The person who is my doctor" tells one person from others.
    const relative = /^(?:who|which|that|where)$/.test(head.at(-1)?.word ?? '');
    const definite = !relative && (!has(meaningful[0], 'Adjective') || nouns.length > 1);
    return {
      reading: {
        attribute: key,
        family: family?.name ?? null,
        single: definite && !plural(nouns),
        value,
        valueWords,
      },
      attributeWords: nouns,
    };
  }
  // "We renamed the env var to X": the object is the attribute.
  const to = tail.findIndex((token) => token.word === 'to');
  const renamed = to > 0 && SETTING_VERBS.has(verb) ? attributeNouns(tail.slice(0, to)) : [];
  if (renamed.length > 0 && !tail.slice(0, to).some((token) => has(token, 'Preposition'))) {
    const words = renamed.filter((token) => !MODIFIER.test(token.word)).map((token) => token.lemma);
    const after = tail.slice(to + 1);
    return {
      reading: {
        attribute: words.join(' '),
        family: null,
        single: !plural(renamed),
        value: slice(source, after),
        valueWords: contentWords(after),
      },
      attributeWords: renamed,
    };
  }
  const purpose = purposeOf(source, verb, tail);
  if (purpose) return purpose;
  const first = meaningful[0];
  const object = meaningful.find((token) => has(token, 'Noun') && !has(token, 'Pronoun'));
  const keys = new Set<string>();
  if (
    has(first, 'Preposition', 'Particle') ||
    /^(to|up|in|into|with|at|for|as|from)$/.test(first?.word ?? '')
  ) {
    keys.add(`${verb} ${first?.word ?? ''}`);
  }
  if (
    /^(?:call|name)$/.test(verb) &&
    /^(?:am|is|are|was|were|be|been)$/.test(head.at(-1)?.word ?? '')
  )
    keys.add(roleOf(head) ?? 'be called');
  // "We're in Verdun since Saturday": being there for good.
  if (
    verb === 'be' &&
    first?.word === 'in' &&
    has(meaningful[1], 'ProperNoun', 'Place') &&
    /\b(?:since|now|these days)\b/i.test(value)
  )
    keys.add('live in');
  // "Live with my parents in Leeds", "renting a place in Leeds" say where as well.
  if (/^(?:live|rent)$/.test(verb) && meaningful.some((token) => token.word === 'in'))
    keys.add('live in');
  if (ATTENDING.test(verb) && NAMED_SCHOOL.test(value)) keys.add('attend school');
  if (meaningful.some((token) => PETS.has(token.lemma))) keys.add(`${verb} pet`);
  // Who joins Acme, or a team as its nurse, works there; a choir and a book club are joined for fun.
  if (verb === 'join' && (!has(first, 'Determiner', 'Possessive') || / as an? /.test(value)))
    keys.add('join workplace');
  if (object && /^(job|tool)$/.test(object.lemma)) keys.add(`${verb} ${object.lemma}`);
  if (meaningful.some((token) => DIETS.has(token.lemma))) keys.add(`${verb} diet`);
  if (
    /^(be|turn)$/.test(verb) &&
    /^\d{1,3}$/.test(first?.word ?? '') &&
    (meaningful.length === 1 ||
      /^(?:year|old|last|this|yesterday|today|tomorrow|on|in|next)/.test(
        meaningful[1]?.lemma ?? '',
      ) ||
      /[,;.!]/.test(first?.post ?? '') ||
      has(meaningful[1], 'Date', 'Conjunction'))
  )
    keys.add(`${verb} age`);
  if (/^gr[eo]wn?$/.test(verb) && /^on (?:me|the user|him|her|us)\b/.test(value))
    keys.add('grow on');
  if (verb === 'be' || verb === 'become') {
    if (/^an?$/.test(first?.word ?? '') && meaningful.some(isProfession))
      keys.add(`${verb} profession`);
    if (first) keys.add(`be ${first.lemma}`).add(`be ${first.word}`);
  }
  const plain = [...keys].find((key) => key.includes(' ')) ?? verb;
  const family = familyOf((candidate) =>
    [...keys, verb].some((key) => candidate.verbs.includes(key)),
  );
  return {
    reading: {
      attribute: plain,
      family: family?.name ?? null,
      single: family?.single ?? false,
      value,
      valueWords,
    },
    attributeWords: [],
  };
}

const ATTENDING = /^(?:go|attend|be|start|join|enrol|enroll|transfer|move|switch|change)$/;
/** A school called by its name: "to Linden Primary School", "at Kita Sonnenschein", "the kindergarten Rainbow". */
const NAMED_SCHOOL =
  /(?:\p{Lu}[\p{L}.'’-]* )(?:\p{L}+ )?(?:School|Primary|Secondary|Academy|College|Gymnasium|Nursery|Kindergarten|Preschool|High|nursery|kindergarten|preschool|gymnasium)\b|\b(?:Kita|Grundschule|Gesamtschule|Realschule|Gymnasium|École|Ecole|Collège|Lycée|Escuela|Colegio|Scuola|[Kk]indergarten|[Nn]ursery|[Pp]reschool|[Ss]chool) (?:am |de |du |des |der |la |di |called )?\p{Lu}|\p{L}(?:-Schule|schule)\b/u;

/** "Ana changed schools, and she's at Oakfield": who was just spoken of. */
function meant(subject: Subject, previous: Clause | undefined): Subject {
  const before = previous?.subject;
  const named = before?.kind === 'person' || /^\p{Lu}\p{Ll}+$/u.test(before?.text ?? '');
  if (!before || !named || !/^(?:he|she)$/.test(subject.keys.join())) return subject;
  return { ...subject, kind: 'person', keys: before.keys.filter((key) => key !== 'speaker') };
}

/** "We use Yarn as our package manager": the package manager is Yarn. */
function purposeOf(
  source: string,
  verb: string,
  tail: readonly Token[],
): { reading: Reading; attributeWords: readonly Token[] } | null {
  if (!/^(?:use|have|choose|pick|adopt|keep|run)$/.test(verb)) return null;
  const as = tail.findIndex(({ word }) => word === 'as');
  const owner = tail[as + 1];
  if (as < 1 || !/^(?:my|our|its|the|their|your)$/.test(owner?.word ?? '')) return null;
  const behind = tail.slice(as + 2);
  const end = behind.findIndex((token) => !has(token, 'Noun', 'Adjective') || has(token, 'Date'));
  const nouns = end < 0 ? behind : behind.slice(0, end);
  if (nouns.length === 0 || plural(nouns)) return null;
  const value = tail.slice(0, as);
  return {
    reading: {
      attribute: nouns.map(({ lemma }) => lemma).join(' '),
      family: null,
      single: true,
      value: slice(source, trim(value)),
      valueWords: contentWords(value),
    },
    attributeWords: [],
  };
}

/** "My partner is called Sam" says who it is, as "my partner is Sam" does. */
function roleOf(head: readonly Token[]): string | null {
  const noun = head.find(({ lemma }) => RELATIONS.has(lemma))?.lemma ?? '';
  const role = familyOf(
    ({ name, nouns }) => /^(?:manager|partner)$/.test(name) && nouns.includes(noun),
  );
  return role?.verbs[0] ?? null;
}

const familyOf = (test: (family: Family) => boolean): Family | undefined => FAMILIES.find(test);
const isProfession = (token: Token): boolean =>
  !RELATIONS.has(token.lemma) &&
  !DIETS.has(token.lemma) &&
  !/^(?:member|winner|beginner|owner|lover|morning|fan|user|believer|person|human|woman|man|never|other|another|newcomer|number|letter|computer)$/.test(
    token.lemma,
  ) &&
  (has(token, 'Actor') || PROFESSION.test(token.lemma));
