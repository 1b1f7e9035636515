import { PETS } from '../lexicon.js';
import { isKindOf, senseOf, synonymous } from '../thesaurus.js';
import { type Asked, nounStems } from './asked.js';
import type { Question } from './question.js';
import { isContent, relatedStems, stemOf, stemsOf, wordsOf } from './words.js';

/** Whether a sentence speaks of the noun that is asked for, and of nobody else's. */

/** "My email address" is not my address, and "my dog's name" is not mine. */
export function isOfAnother({ noun }: Asked, question: Question, sentence: string): boolean {
  const head = noun.findLast((word) => word !== 'favourite');
  if (head === undefined) return false;
  const words = wordsOf(sentence);
  const asked = new Set(question.terms);
  return words.some((word, at) => {
    const before = words[at - 1];
    return (
      stemOf(word) === stemOf(head) &&
      before !== undefined &&
      isContent(before) &&
      ![...relatedStems(stemOf(before))].some((stem) => asked.has(stem)) &&
      !question.people.some((person) => person.toLowerCase().split(/\s+/).includes(before))
    );
  });
}

/** Whether a sentence has the very noun that is asked for. */
export function hasNoun({ noun }: Asked, sentence: string): boolean {
  const head = noun.at(-1);
  return head !== undefined && stemsOf(sentence).includes(stemOf(head));
}

/** "With the password 'abc'": the value follows the very noun, which words alone do not outdo. */
export function standsByNoun(asked: Asked | null, value: string, text: string): boolean {
  const word = /([\p{L}\d-]+)(?: is| are|:)? *["“'‘`]?$/u.exec(
    text.slice(0, text.indexOf(value)),
  )?.[1];
  return (
    asked !== null && word !== undefined && nounStems(asked).includes(stemOf(word.toLowerCase()))
  );
}

/** Whether all of what is told is told of another animal than the one asked about: a dog's name is not the cat's. */
export function isOfOtherAnimal(question: string, told: readonly string[]): boolean {
  const asked = animalsIn(question);
  return (
    asked.length > 0 &&
    told.length > 0 &&
    told.every((text) => {
      const animals = animalsIn(text);
      return (
        animals.length > 0 &&
        !animals.some((one) => asked.some((other) => isSameAnimal(one, other)))
      );
    })
  );
}

const ANIMALS: ReadonlySet<string> = new Set([...PETS].filter((word) => word !== 'pet'));

const animalsIn = (text: string): string[] =>
  wordsOf(text).flatMap((word) =>
    [word, word.replace(/s$/, ''), word.replace(/ies$/, 'y')]
      .filter((form) => ANIMALS.has(form))
      .slice(0, 1),
  );

/** A puppy is a dog. */
function isSameAnimal(one: string, other: string): boolean {
  const [a, b] = [senseOf(one), senseOf(other)];
  return one === other || synonymous(a, b) || isKindOf(a, b) || isKindOf(b, a);
}
