import { literally } from '../../memory/text.js';
import { analyse } from '../language.js';
import { has } from '../tokens.js';
import { alikeStems } from './alike.js';
import { canBeSomebody, isNamedKind, kindIn, namesKind, synonymsOf } from './kinds.js';
import type { Question } from './question.js';
import type { Reading } from './reading.js';
import { type RoleQuestion, roleQuestion } from './role-question.js';
import { matchableOf, relatedStems, stemOf, stemsOf, wordsOf } from './words.js';

/** Whether what was found is of the sort that is asked for, and its sentence speaks of what is asked. */

/** Verbs that say little: what is asked with them may be told with another. */
const LIGHT: ReadonlySet<string> = new Set(
  'be have do us get run go take make keep pick choos need want prefer like love own'.split(' '),
);
const GIVING: ReadonlySet<string> = new Set(['give', 'lend', 'gift', 'loan']);
const GIFT = /\b(?:gifts?|presents?|loan|lent|gave|given|got|borrowed|inherited|hand-me-down)\b/i;

/** A stem and those that say the same. */
export const same = (stem: string): ReadonlySet<string> =>
  new Set([stem, ...relatedStems(stem), ...synonymsOf(stem), ...alikeStems(stem)]);

/** Whether a question tells more of what it asks for than whose it is and a verb that says little. */
const saysMore = ({ verb, anchors, owners }: RoleQuestion): boolean =>
  (verb !== null && !LIGHT.has(verb)) || anchors.some((stem) => !owners.includes(stem));

/** A name, a number or something else that is written in one way only. */
const isLiteral = (text: string): boolean =>
  /[\p{Lu}\d@/#_]/u.test(text) || /\p{L}[-.]\p{L}/u.test(text);

/** Whether the sentence that an answer was read from speaks of what the question names. */
export function speaksOfAsked(question: Question, reading: Reading): boolean {
  if (question.asksName && /^(?:who|what)$/.test(question.kind) && !isNamed(reading)) return false;
  if (question.kind === 'who' && !canBeSomebody(reading.text)) return false;
  if (!isOfNamed(question, reading)) return false;
  const asked = roleQuestion(question);
  if (/^(?:when|duration|count)$/.test(question.kind))
    return reading.evidence.some(
      ({ coverage, text }) =>
        coverage >= LEAST_COVERAGE ||
        (question.terms.length === 0 && hasPlainWords(question, text)),
    );
  if (asked === null) {
    // "What is she scared of?": not all that is told of her.
    const led = /([\p{L}-]+) of\W*$/iu.exec(question.text)?.[1];
    const stem = led === undefined ? undefined : stemOf(led.toLowerCase());
    if (stem === undefined || !question.terms.includes(stem) || PART_OF.test(led ?? ''))
      return true;
    return reading.evidence.some(({ text, memory }) => {
      const have = matchableOf(`${text} ${memory.text}`);
      return [...same(stem)].some((other) => have.has(other));
    });
  }
  return reading.evidence.some(({ text, memory, coverage }) => {
    const words = `${text} ${memory.text}`;
    const have = matchableOf(words);
    const covered = (stem: string): boolean =>
      [...same(stem)].some((other) => have.has(other)) || kindIn(text, stem) !== null;
    const { verb, anchors, role } = asked;
    if (coverage >= MOSTLY && speaksOfTheirs(asked, covered)) return true;
    const done = verb === null || LIGHT.has(verb) || covered(verb);
    if (!question.measured && !hasSort(asked, reading.text, text, done ? covered : never))
      return false;
    const noun = question.focus.at(-1);
    if (
      role === 'predicate' &&
      asked.head === null &&
      !question.measured &&
      !asked.who &&
      noun !== undefined &&
      !covered(noun)
    )
      return false;
    if (role === 'subject' && !done && !(GIVING.has(verb) && GIFT.test(text))) return false;
    return 2 * anchors.filter((stem) => !covered(stem)).length <= anchors.length;
  });
}

/** Whether what is told is of everybody whom the question names and, where a sort of thing is asked for, of more than them. */
function speaksOfTheirs(
  { head, anchors, owners }: RoleQuestion,
  covered: (stem: string) => boolean,
): boolean {
  const others = anchors.filter((stem) => !owners.includes(stem));
  return (
    anchors.every((stem) => others.includes(stem) || covered(stem)) &&
    (head === null || others.some(covered))
  );
}

/** Stems of the names in a text, but for what its first word may be a name only by its place. */
const namesIn = (text: string): string[] =>
  analyse(text)
    .tokens.filter((token, at) => at > 0 && /^\p{Lu}[\p{L}\d]/u.test(token.text))
    .filter((token) => !has(token, 'Month', 'WeekDay', 'Date'))
    .flatMap((token) => stemsOf(token.text));

/**
 * Whether an answer is about what the question names: what the contract with Acme is worth tells nothing of the
 * one with Initech. People who speak are named by their speaking.
 */
function isOfNamed({ text, known }: Question, { text: answer, evidence }: Reading): boolean {
  const speakers = new Set(known.flatMap((person) => stemsOf(person)));
  const names = namesIn(text).filter((stem) => !speakers.has(stem));
  const told = evidence.map(({ memory }) => memory.text).join(' ');
  const have = matchableOf(told);
  if (names.length === 0 || names.some((stem) => [...same(stem)].some((one) => have.has(one))))
    return true;
  const own = new Set(stemsOf(answer));
  return evidence.every((sentence) => namesIn(sentence.text).every((stem) => own.has(stem)));
}

/** "Which day is Ben off?": words that say little elsewhere are what is asked for where there are no others. */
function hasPlainWords({ text, people }: Question, sentence: string): boolean {
  const have = new Set(wordsOf(sentence));
  const names = new Set(people.flatMap(wordsOf));
  const words = wordsOf(text.replace(ASKED_WITH, ' ')).filter((word) => !names.has(word));
  return words.length > 0 && words.every((word) => have.has(word));
}
const ASKED_WITH =
  /^(?:on )?(?:when|(?:what|which) (?:days?|times?)|how (?:long|many|much|often))(?:['’]s)?\b|\b(?:is|are|am|was|were|do|does|did|has|have|had|will|i|we|user|my|our|the)\b/giu;

const PART_OF = /^(?:part|member|owner|head|dean|charge|kind|made|out|fan)$/i;

const never = (): boolean => false;

/** "Which shell": the sentence has the noun or one of its kind, or a name that stands where it is asked for. */
function hasSort(
  asked: RoleQuestion,
  answer: string,
  sentence: string,
  covered: (stem: string) => boolean,
): boolean {
  const { head, preposition } = asked;
  if (head === null || namesKind(sentence, head) || kindIn(sentence, head) !== null) return true;
  const stems = new Set(stemsOf(sentence));
  if ([...synonymsOf(head)].some((stem) => stems.has(stem))) return true;
  const named = asked.anchors.filter((stem) => !asked.owners.includes(stem));
  const told = named.length > 0 && named.every(covered);
  if (!saysMore(asked) || isNamedKind(answer) || !(told || isLiteral(answer))) return false;
  const at = sentence.toLowerCase().indexOf(answer.toLowerCase());
  const led = sentence.slice(0, Math.max(0, at)).toLowerCase();
  return preposition === null || new RegExp(`\\b${preposition} (?:the |my |our )?$`).test(led);
}

/** A name is written as one, or stands after "called". */
const isNamed = ({ text, evidence }: Reading): boolean =>
  /[\p{Lu}\d]/u.test(text) ||
  evidence.some((sentence) =>
    new RegExp(`\\b(?:called|named|name(?:['’]s| is)?) (?:the )?${literally(text)}`, 'i').test(
      sentence.text,
    ),
  );

const LEAST_COVERAGE = 0.2;
/** A sentence with half of the question's words, rare ones counting more, may call the rest otherwise. */
const MOSTLY = 0.5;
