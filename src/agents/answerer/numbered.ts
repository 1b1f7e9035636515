/** Things of a kind that go by number: pump 3 is not pump 13, and what is asked of invoice 7 is not 7. */

const NUMBER = /(?<![\p{L}\d.,])#?\d+(?:[.,:/-]\d+)*(?![\p{L}\d])/gu;
const NUMBERED = /(\p{L}{2,})[ -]#?(\d+(?:[.-]\d+)*)(?![\p{L}\d])/gu;

const bare = (number: string): string => number.replace(/^[#$€£]/, '');

/** The numbers that a question has itself: none of them is its answer. */
export const ownNumbers = (question: string): ReadonlySet<string> =>
  new Set((question.match(NUMBER) ?? []).map(bare));

/** Whether an amount is told by a number that the question has itself. */
export function isOwnNumber(amount: string, own: ReadonlySet<string>): boolean {
  const [number] = amount.match(NUMBER) ?? [];
  return own.size > 0 && own.has(bare(number ?? amount));
}

/** A month, or what leads to a day or an hour, is no kind of thing. */
const NO_KIND =
  /^(?:on|at|in|by|to|from|of|for|since|until|till|before|after|around|about|and|or|is|was|are|were|the|jan\p{L}*|feb\p{L}*|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?\p{L}*|oct(?:ober)?|nov\p{L}*|dec\p{L}*)$/u;

const numbered = (text: string): [kind: string, number: string][] =>
  [...text.matchAll(NUMBERED)]
    .map(([, kind = '', number = '']): [string, string] => [kind.toLowerCase(), number])
    .filter(([kind]) => !NO_KIND.test(kind));

/** Whether a text speaks of another of a kind than the one that the question names by its number. */
export function isOfOtherNumber(question: string, text: string): boolean {
  const told = numbered(text);
  return numbered(question).some(([kind, number]) => {
    const others = told.filter(([other]) => other === kind || other === `${kind}s`);
    return others.length > 0 && others.every(([, other]) => other !== number);
  });
}
