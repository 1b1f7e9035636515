import { analyse } from '../language.js';
import { has, type Token } from '../tokens.js';
import { alikeStems } from './alike.js';
import { isContent, phrasesOf, stemOf, wordsOf } from './words.js';

/** What kind of answer a question asks for. */
export type QuestionKind =
  'when' | 'duration' | 'count' | 'who' | 'where' | 'why' | 'how' | 'yes-no' | 'what';

/** A question, taken apart without looking at any memory but for the names of the people in them. */
export interface Question {
  text: string;
  kind: QuestionKind;
  /** People it names, of those who are known, in order; the first is who it is about. */
  people: string[];
  /** Everybody who is known. */
  known: readonly string[];
  /** Asked by the person it is about: "Where do I work?". */
  firstPerson: boolean;
  /** Stems of its content words, names of people left out. */
  terms: string[];
  /** Stems of the noun that names the sort of thing asked for: `book` of "What book did …". */
  focus: string[];
  /** Asks for what something is called. */
  asksName: boolean;
  /** Asks for several things, so that answers of several memories belong together. */
  plural: boolean;
  /** About how things were, so that what has been replaced may be the answer. */
  past: boolean;
  /** "How long ago": the distance in time rather than its length. */
  ago: boolean;
  /** "Since when": the beginning of it. */
  since: boolean;
  /** Preposition that the answer follows in a statement: `for` of "What is it used for?". */
  slot: string | null;
  /** Stem of the verb that is asked with, helping verbs left out. */
  verb: string | null;
  /** The answer is who or what does it, so that it stands before the verb: "Who owns it?". */
  asksSubject: boolean;
  /** The answer is an amount or a number: a port, a version, a dose. */
  measured: boolean;
}

const SLOT =
  /\b(from|to|for|with|at|on|in|by|about|of|into|as|against|under|over)(?: (?:now|currently|nowadays))?\W*$/i;
const MEASURED =
  /\b(?:port|version|dose|dosage|timeout|limit|budget|size|price|cost|salary|income|wage|rent|lifetime|lifespan|validity|number|weight|height|length|width|age|score|rate|percentage|interval|threshold|depth|distance|amount|temperature|speed|capacity|indentation|pin|code(?! (?:format|review|style|comment|cover|own|search|quality|edit|generat))|extension|quota|ttl)\b/i;

/** The verb of a question and whether its subject is what is asked for. */
function verbOf(text: string): { verb: string | null; asksSubject: boolean } {
  const { tokens } = analyse(text);
  const isMain = (token: Token): boolean =>
    has(token, 'Verb') && (!has(token, 'Auxiliary') || has(token, 'Gerund'));
  const lead = ASKS_SUBJECT.exec(text)?.[0];
  const first = lead === undefined ? -1 : tokens.findIndex(({ start }) => start >= lead.length);
  const subject = tokens[first];
  if (subject !== undefined && isMain(subject))
    return { verb: stemOf(subject.word), asksSubject: true };
  const last = tokens.findLast(isMain);
  const copula = /^[Ww]ho (?:is|are|was|were) (?!\p{Lu}|my |our |the user['’]s )/u.test(text);
  return {
    verb: last === undefined ? null : stemOf(last.word),
    asksSubject: copula,
  };
}

/** "The user" is whoever asks, as clients write of them. */
const FIRST_PERSON = /^(?:i|my|me|mine|we|our|us|user)$/;

/** What stands before the verb where its subject is asked for. */
const ASKS_SUBJECT =
  /^(?:who|what|which(?: [\p{L}-]+){1,2}?)(?:['’]s| is| are| was| were| has| have)? (?=\p{L})/iu;

const AUXILIARY =
  /^(?:is|are|was|were|am|do|does|did|has|have|had|can|could|will|would|should|may|might)$/;

/** "How big is it?" asks for an amount. */
const HOW_MUCH =
  /\bhow (?:big|large|small|tall|high|deep|wide|thick|far|heavy|fast|hot|cold|expensive|steep|loud)\b/i;

/** "What day", but not "what day job" and "which time zone". */
const ASKS_TIME =
  /\b(?:what|which) (?:date|day|month|year|time)s?(?=['’]s| (?:is|are|am|was|were|do|does|did|has|have|had|will|can|could|would|should|of|on|in|at|for)\b|\W*$)/;

const BY_WORD: Readonly<Record<string, QuestionKind>> = {
  when: 'when',
  where: 'where',
  why: 'why',
  how: 'how',
  who: 'who',
  whom: 'who',
  whose: 'who',
  what: 'what',
  which: 'what',
};

function kindOf(words: readonly string[], text: string): QuestionKind {
  const asked = text.toLowerCase();
  if (/\bhow (?:long|old)\b|\bsince when\b/.test(asked)) return 'duration';
  if (HOW_MUCH.test(asked)) return 'what';
  if (/\bhow (?:many|much|often)\b|\bhow frequently\b/.test(asked)) return 'count';
  if (ASKS_TIME.test(asked)) return 'when';
  if (AUXILIARY.test(words[0] ?? '')) return 'yes-no';
  if (
    /\b(?:what|which) (?:city|cities|country|countries|place|places|state|states|town)\b/.test(
      asked,
    )
  ) {
    return 'where';
  }
  if (/^(?:for )?what\b.*\bfor\??$/.test(asked.trim()) || /\breasons?\b/.test(asked)) return 'why';
  const wh = words.find((word) => word in BY_WORD);
  return BY_WORD[wh ?? ''] ?? 'what';
}

/** Known people a text names; `Mel` names Melanie, as long as nobody else begins so. */
export function peopleIn(text: string, known: readonly string[]): string[] {
  const found: string[] = [];
  for (const [word] of text.matchAll(/\p{Lu}[\p{L}]+/gu)) {
    const name = word.toLowerCase();
    const exact = known.filter((person) => person.toLowerCase().split(/\s+/).includes(name));
    const short =
      name.length < 3 ? [] : known.filter((person) => person.toLowerCase().startsWith(name));
    const person = exact[0] ?? (short.length === 1 ? short[0] : undefined);
    if (person !== undefined && !found.includes(person)) found.push(person);
  }
  return found;
}

/** Words between "what"/"which" and the verb: the sort of thing that is asked for. */
function focusWords(text: string): string[] {
  const asked = text.toLowerCase();
  const direct =
    /\b(?:what|which)\s+(?:(?:kinds?|types?|sorts?)\s+of\s+)?((?:[\p{L}\p{N}'+/-]+\s+){1,4}?)(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|might)\b/u.exec(
      asked,
    );
  if (direct?.[1] !== undefined) return wordsOf(direct[1]).filter(isContent);
  const attribute =
    /\bwhat(?:'s| is| are| was| were)\s+(?:the\s+)?(?:[\p{L}-]+'s?\s+|my\s+|our\s+)?([\p{L}\s-]+?)(?:\s+(?:of|for|in|on|at|to|with|after|during|about)\b|\?|$)/u.exec(
      asked,
    );
  return attribute?.[1] === undefined ? [] : wordsOf(attribute[1]).filter(isContent).slice(-2);
}

/** "How long", "what time": words that ask, and that no statement need have. */
const ASKING =
  /\b(how|when) (?:long|old|often|frequently|big|large|small|far|heavy|fast|hot|cold|expensive|steep|loud)\b(?: ago\b)?|\bsince (when)\b|\b(?:what|which) (?:day|date|year|month)s?\b/i;

/** Particles that are a preposition more often. */
const PLACING = /^(?:in|on|by|through|around|along|after)$/;

const PLURAL = /(?:[^sui]s|children|people|hobbies|activities|cities|countries)$/;

/**
 * Takes a question apart.
 * @param known names of people who speak or are spoken of in the memories at hand
 */
export function parseQuestion(text: string, known: readonly string[]): Question {
  const words = wordsOf(
    text
      .replace(/\bdo for (?:a living|work)\b/i, 'work')
      // "When do I go swimming?" asks for the swimming.
      .replace(/\b(do|does) (.*)\bgo (?=\p{L}{3,}ing\b)/iu, '$1 $2')
      .replace(ASKING, (_, how?: string, when?: string) => how ?? when ?? ''),
  );
  const people = peopleIn(text, known);
  const names = new Set(
    [...text.matchAll(/\p{Lu}[\p{L}]+/gu)]
      .map(([word]) => word)
      .filter((word) => peopleIn(word, known).length > 0)
      .map((word) => word.toLowerCase()),
  );
  const kind = kindOf(words, text);
  const focus = focusWords(text);
  const head = focus.at(-1);
  const namesAsked = /\bnames?\b|\bcalled\b|\btitles? of\b/i.exec(text)?.[0];
  return {
    text,
    kind,
    people,
    known,
    firstPerson: words.some((word) => FIRST_PERSON.test(word)),
    terms: [
      ...new Set(
        words.flatMap((word, at) => {
          if (!isContent(word) || names.has(word) || word === 'user') return [];
          // "Does it run out", but not "what did I do in May".
          const [phrase] = PLACING.test(words[at + 1] ?? '')
            ? []
            : phrasesOf(words.slice(at, at + 2));
          return [phrase !== undefined && alikeStems(phrase).size > 0 ? phrase : stemOf(word)];
        }),
      ),
    ],
    focus: focus.map(stemOf),
    asksName: namesAsked !== undefined,
    plural:
      (kind === 'what' || kind === 'where' || kind === 'who') &&
      (namesAsked?.toLowerCase() === 'names' || (head !== undefined && PLURAL.test(head))),
    past: /\b(?:used to|previous(?:ly)?|former(?:ly)?|before|first|originally|old|leave|left|quit|move from|moved from)\b/i.test(
      text,
    ),
    slot: SLOT.exec(text)?.[1]?.toLowerCase() ?? null,
    ...verbOf(text),
    measured: (MEASURED.test(text) || HOW_MUCH.test(text)) && kind === 'what',
    ago: /\bhow long ago\b/i.test(text),
    since: /\bsince when\b/i.test(text),
  };
}
