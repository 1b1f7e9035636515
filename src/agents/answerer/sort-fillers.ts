import { has, type Token } from '../tokens.js';
import { kindsNamed, synonymsOf } from './kinds.js';
import type { RoleQuestion } from './role-question.js';
import type { Segment, Segmented } from './segments.js';
import { mayBe } from './sorts.js';
import { stemOf, stemsOf } from './words.js';

/** What a question with a noun ("which floor") is answered with by that noun, whatever the verb. */

/** A segment that stands in the open place, and how surely, in [0, 1]. */
export interface Filler {
  segment: Segment;
  /** The part of the segment that answers. */
  text: string;
  fit: number;
  /** It is of the very sort that is asked for, so that it need not stand beside all that is asked. */
  typed?: boolean;
}

/** Words of a segment beyond the question's own. */
export const says = (segment: Segment, asked: ReadonlySet<string>): boolean =>
  segment.stems.some((stem) => !asked.has(stem));

/** "The left hip", "floor 7": the sort of thing that is asked for, with what tells which. */
export function headed(
  asked: RoleQuestion,
  { tokens, stems, segments }: Segmented,
  known: ReadonlySet<string>,
): Filler[] {
  if (asked.head === null || !asked.modifiers.every((stem) => stems.includes(stem))) return [];
  const nouns = synonymsOf(asked.head);
  return segments.flatMap((segment) => {
    const at = stems.findLastIndex(
      (stem, place) => place >= segment.from && place < segment.to && nouns.has(stem),
    );
    if (at < 0) return [];
    const after = tokens.slice(at + 1, segment.to).filter(({ text }) => text !== '');
    const [next] = after;
    const named = after.length === 0 ? apposed(segment, segments, tokens) : null;
    if (named !== null) return [{ segment: named, text: named.text, fit: 1 }];
    if (next !== undefined && /^(?:\d|\p{Lu})/u.test(next.text)) {
      const words = segment.text.split(/\s+/);
      const place = words.findIndex((word) => nouns.has(stemOf(word.toLowerCase())));
      const named = words.slice(place + 1).join(' ');
      return [{ segment, text: named.replace(/^["“'‘`]+|["”`]+$/gu, ''), fit: 1 }];
    }
    return after.length === 0 && says(segment, known)
      ? [{ segment, text: segment.text, fit: 1 }]
      : [];
  });
}

/** "To Bede House, a primary school", "with an online tutor, Ana": the name that stands beside the sort. */
export function apposed(
  segment: Segment,
  segments: readonly Segment[],
  tokens: readonly Token[],
): Segment | null {
  const at = segments.indexOf(segment);
  const [before, after] = [segments[at - 1], segments[at + 1]];
  const article = has(tokens[segment.from], 'Determiner');
  const comma = (end: number): boolean => /^,/.test(tokens[end - 1]?.post.trim() ?? '');
  const isName = ({ text }: Segment): boolean => /^\p{Lu}/u.test(text);
  if (article && before?.to === segment.from && comma(before.to) && isName(before)) return before;
  if (
    after?.from === segment.to &&
    comma(segment.to) &&
    isName(after) &&
    after.preposition === null
  )
    return after;
  return null;
}

/** Stems of what things are done with. */
export const TOOL: ReadonlySet<string> = new Set(
  'tool app application software program system platform service website site framework librari databas provider editor'
    .split(' ')
    .map(stemOf),
);

/** "Collects requests in Trello", "payroll goes through Gusto": the name of what it is done with. */
export function instruments(asked: RoleQuestion, { tokens, segments }: Segmented): Filler[] {
  if (asked.head === null || !TOOL.has(asked.head) || asked.anchors.length === 0) return [];
  const told = segments.filter(({ stems }) => stems.some((stem) => asked.anchors.includes(stem)));
  return segments
    .filter(({ from }) => told.some(({ to }) => to <= from))
    .filter(({ preposition }) =>
      /^(?:in|with|on|via|using|through|to|into|by)$/.test(preposition ?? ''),
    )
    .filter(
      ({ from, to, text }) =>
        /\p{Lu}|\d|[-.]\p{L}/u.test(text) && mayBe(asked, tokens.slice(from, to), text),
    )
    .map((segment) => ({ segment, text: segment.text, fit: 0.8 }));
}

const isModifier = (token: Token | undefined): boolean =>
  has(token, 'Noun') && !has(token, 'Pronoun', 'Possessive', 'Date') && token?.post === ' ';

const IT_IS = /\b(?:it|he|she)(?:['’]s| is) an? ((?:[\p{L}-]+ ){0,2}[\p{L}\d-]+)/iu;

/** "Started the violin" for "which instrument": things of the kind. */
export function kinds(
  asked: RoleQuestion,
  { tokens, stems, segments }: Segmented,
  sentence: string,
  known: ReadonlySet<string>,
): Filler[] {
  const { head } = asked;
  if (head === null) return [];
  // "A lemon tree by the door, it's a Meyer".
  const told = asked.kind && stems.includes(head) ? IT_IS.exec(sentence)?.[1] : undefined;
  const texts = told === undefined ? kindsNamed(sentence, head) : [told];
  const named = stems.findLastIndex((stem) => asked.anchors.includes(stem));
  return texts.flatMap((text): Filler[] => {
    if (stemsOf(text).some((stem) => known.has(stem))) return [];
    const at = tokens.findIndex(({ end }) => end > sentence.indexOf(text));
    const segment = segments.find(({ to }) => to > at) ?? segments.at(-1);
    if (at < 0 || segment === undefined) return [];
    // "Oat milk", "the Compilers seminar": with the nouns that tell which.
    let from = at;
    while (from > segment.from && isModifier(tokens[from - 1])) from -= 1;
    const start = tokens[from]?.start ?? 0;
    const whole = told ?? sentence.slice(start, tokens[at]?.end ?? start);
    return [{ segment, text: whole, fit: at > named ? 1 : 0.95, typed: true }];
  });
}

/** "It is licensed under Apache-2.0" for "which licence": the noun that is asked for, told as a verb. */
export function verbal(asked: RoleQuestion, { tokens, stems, segments }: Segmented): Filler[] {
  const { head } = asked;
  if (head === null) return [];
  const nouns = synonymsOf(head);
  const at = stems.findIndex(
    (stem, place) =>
      [...nouns].some((noun) => stem === noun || stem === noun.replace(/c$/, 's')) &&
      /(?:ed|en|t)$/.test(tokens[place]?.word ?? '') &&
      has(tokens[place - 1], 'Copula', 'Auxiliary', 'Adverb'),
  );
  const told = at < 0 ? undefined : segments.find(({ from }) => from > at);
  return told === undefined || told.preposition === 'time'
    ? []
    : [{ segment: told, text: told.text, fit: 1 }];
}

const NAMED_THING =
  /(?:^|[,;] )(?:(?:[Aa]nd|btw|so|oh) )?(?:[Tt]he|[Mm]y|[Oo]ur|[Uu]ser['’]s) (?<noun>(?:[\p{L}-]+ ){0,2}?[\p{L}-]+) (?:(?:that|which|where) )?(?:[Ii]|we|[Uu]ser|the user|he|she|they)(?:['’]\p{L}+)? [^,;.]{1,60}? (?:is|are)(?: called| named)? (?<name>(?:The )?\p{Lu}[\p{L}\d'’&.-]*(?: (?:(?:of|the|and|&|de|la) )?\p{Lu}[\p{L}\d'’&.-]*)*)/u;

/** "The choir I sing in is Cantiamo" for "which choir": the name that a thing told of is said to have. */
export function namedThing(asked: RoleQuestion, { text, tokens, segments }: Segmented): Filler[] {
  const { noun, name } = NAMED_THING.exec(text)?.groups ?? {};
  const head = asked.head ?? asked.anchors.at(-1) ?? null;
  if (head === null || noun === undefined || name === undefined || !/^\p{Lu}/u.test(name))
    return [];
  const at = tokens.findIndex(({ end }) => end > text.lastIndexOf(name));
  const segment = segments.find(({ from, to }) => at >= from && at < to);
  return segment === undefined || !stemsOf(noun).includes(head)
    ? []
    : [{ segment, text: name.replace(/[.’']+$/u, ''), fit: 1 }];
}

/** Stems of verbs for making something that goes by its maker's name. */
const MAKES: ReadonlySet<string> = new Set(
  'write author compose paint direct design draw create make build sing publish illustrate'
    .split(' ')
    .map(stemOf),
);

/** "My favourite novel is Emma by Jane Austen" for "who wrote": whose work it is stands after "by". */
export function authors(asked: RoleQuestion, { segments }: Segmented): Filler[] {
  if (!asked.who || asked.role !== 'subject' || !MAKES.has(asked.verb ?? '')) return [];
  return segments
    .filter(({ preposition, text }) => preposition === 'by' && /^\p{Lu}/u.test(text))
    .map((segment) => ({ segment, text: segment.text, fit: 0.9 }));
}

const ON_IT =
  /^who(?:['’]s| is| are) (on|behind|in charge of|responsible for|working on|looking after|looking into|dealing with)\b/i;

/** "The login bug is AUTH-4, Noor is on it" for "who is on the login bug". */
export function onIt(question: string, { text, tokens, segments }: Segmented): Filler[] {
  const words = ON_IT.exec(question)?.[1];
  if (words === undefined) return [];
  const found = new RegExp(
    `(\\p{Lu}[\\p{L}'’-]*(?: \\p{Lu}[\\p{L}'’-]*)*)(?: is|['’]s| are| was| will be)?(?: now| currently| already)? ${words} (?:it|this|that|them|the|my|our)\\b`,
    'u',
  ).exec(text);
  const at = found === null ? -1 : tokens.findIndex(({ end }) => end > found.index);
  const segment = segments.find(({ from, to }) => at >= from && at < to);
  return found?.[1] === undefined || segment === undefined || /^(?:User|I)$/.test(found[1])
    ? []
    : [{ segment, text: found[1], fit: 1 }];
}
