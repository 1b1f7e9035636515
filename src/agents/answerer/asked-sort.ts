import { analyse } from '../language.js';
import { isKnown } from '../thesaurus.js';
import { has } from '../tokens.js';
import { namesKind } from './kinds.js';
import type { Question } from './question.js';
import { COLOUR, LANGUAGE } from './topic-words.js';
import { isContent, stemOf, wordsOf } from './words.js';

/** Whether an answer can be of the sort that a question asks for by name, wherever it was read. */

const BRAND = /\b(?:what|which) (?:brand|make)\b|\b(?:brand|make) of\b/i;
const COLOUR_ASKED = /^(?:and )?(?:what|which) colou?r\b/i;
const BREED = /\b(?:what|which) breed\b/i;
/** But not "which year is Ada in", of a school. */
const YEAR = /\b(?:what|which) year (?:was|were|did|will|has|have)\b/i;
const HOW_MANY = /\bhow many\b/i;
/** Sorts of places and other things that no link is one of. */
const LINKLESS = /\b(?:what|which) (?:region|city|country|language|version|framework|provider)\b/i;
const LINK = /:\/\//;
/** "The name of my husband" asks for the name of somebody. */
const SOMEBODYS_NAME =
  /\b(?:name of|called|named)\b|['’]s (?:first |last |full )?name\b|\b(?:my|our|his|her|their) (?:\p{L}+ )?name\b/iu;

/** Whether every word of a text is an ordinary one: none is a name or one that no dictionary has. */
const isOrdinary = (text: string): boolean =>
  !/[\p{Lu}\d]/u.test(text) &&
  wordsOf(text)
    .filter(isContent)
    .every((word) => isKnown(word) || isKnown(word.replace(/s$/, '')));

const FAITH =
  /^(?:sikh|muslim|hindu|catholic|jewish|jew|buddhist|protestant|anglican|methodist|baptist|mormon|quaker|jain|atheist|agnostic|lutheran|presbyterian|evangelical|sunni|shia)$/i;

/** "Sikh", "German": a word for people of a faith or a country is nobody's name. */
const namesPeople = (text: string): boolean =>
  FAITH.test(text) || LANGUAGE.test(text) || has(analyse(text).tokens[0], 'Demonym');

const TITLE_OF = /\btitle of\b/i;

/** "PyCon Oslo" is where a talk is held and not its title, where "the PyCon talk" is asked for. */
function sharesName(question: string, answer: string): boolean {
  const asked = new Set(question.match(/(?<=\s)\p{Lu}[\p{L}\d]+/gu) ?? []);
  return wordsAsWritten(answer).some((word) => asked.has(word)) || /\b\d{4}\b/.test(answer);
}
const wordsAsWritten = (text: string): string[] => text.match(/[\p{L}\d]+/gu) ?? [];

/** Whether an answer is of the asked sort, as far as its form tells: "one black coffee" is no brand of coffee. */
export function isOfAskedSort({ text: question, asksName }: Question, answer: string): boolean {
  if (LINKLESS.test(question) && LINK.test(answer)) return false;
  if (HOW_MANY.test(question)) return !/\d ?%/.test(answer);
  if (YEAR.test(question)) return /\b\d{4}\b/.test(answer);
  if (COLOUR_ASKED.test(question))
    return COLOUR.test(answer) || namesKind(answer, stemOf('colour')) || !/\p{Lu}/u.test(answer);
  if (BRAND.test(question)) return !isOrdinary(answer);
  if (BREED.test(question)) return !isOrdinary(answer) || namesKind(answer, stemOf('breed'));
  if (TITLE_OF.test(question)) return !sharesName(question, answer);
  if (asksName && SOMEBODYS_NAME.test(question)) return !namesPeople(answer);
  return true;
}
