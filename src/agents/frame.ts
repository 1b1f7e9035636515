import { canonical } from './words.js';
import { ANNOTATION } from './dates.js';
import { analyse } from './language.js';
import { Kept, memoised, memoisedOf, remembering } from './memo.js';
import { isRemark } from './surroundings.js';
import { isVerb } from './tokens.js';

/** A place that two statements of one frame fill with different words. */
export interface Difference {
  /** The words of the memory and those of the statement; empty where one has nothing there. */
  from: string;
  to: string;
  /** A verb that both have follows: what differs says which thing they speak of. */
  beforeVerb: boolean;
  /** The word before it, which both have; in lower case. */
  lead: string;
  /** One of them has a verb there. */
  verbal: boolean;
}

/** Longer statements are told in their own words, not in a frame. */
const LONGEST = 30;
/** How much of the shorter statement and of the longer one belongs to the frame at least. */
const SHARED = 0.55;
const LEAST = 0.5;
const STATEMENTS = 1_000;
const MEMORIES = 100;

/**
 * What is different in two statements that read alike word for word but for a few places: "the front door
 * code is 12" and "the back door code is 15". Null where they are not built alike.
 */
export const differences = (statement: string, memory: string): readonly Difference[] | null =>
  against(statement)(memory);

const against = memoised(
  (statement: string) =>
    remembering(
      (memory): readonly Difference[] | null => set(statement, memory),
      new Kept<readonly Difference[] | null>(MEMORIES),
    ),
  STATEMENTS,
);

const OPENING = /^[^:.;]{1,50}:\s+/;

/** A statement without "The label says otherwise: …"; "Budget for paint: 75" tells before the colon what it speaks of. */
function opened(statement: string): string {
  const opening = OPENING.exec(statement)?.[0] ?? '';
  const { tokens } = analyse(opening);
  return tokens.some((_, at) => at > 0 && isVerb(tokens, at)) ||
    isRemark(opening.replace(/:\s*$/, ''))
    ? statement.slice(opening.length)
    : statement;
}

interface Word {
  text: string;
  key: string;
  /** By which words are the same. */
  root: string;
}

const framed = memoised((statement: string): string => opened(statement.replace(ANNOTATION, '')));

const wordsOf = memoised((statement: string): readonly Word[] =>
  framed(statement)
    .split(/\s+/)
    .flatMap((word) => {
      const bare = word.replace(/^[("'“‘]+|[)"'”’.,;:!?]+$/g, '');
      const key = bare.toLowerCase();
      return key === '' ? [] : [{ text: bare, key, root: canonical(key) }];
    }),
);

const rootsOf = memoisedOf((words: readonly Word[]) => new Set(words.map(({ root }) => root)));

/** The words that are verbs. Tagging takes longer than all else here, and most statements are not alike. */
const verbsOf = memoised((statement: string): ReadonlySet<string> => {
  const { tokens } = analyse(framed(statement));
  return new Set(tokens.flatMap((token, at) => (isVerb(tokens, at) ? [token.word] : [])));
});

function set(statement: string, memory: string): readonly Difference[] | null {
  const [mine, theirs] = [wordsOf(statement), wordsOf(memory)];
  const [short, long] = [mine.length, theirs.length].sort((one, other) => one - other);
  const least = Math.max(SHARED * (short ?? 0), LEAST * (long ?? 0));
  if ((long ?? 0) > LONGEST || (short ?? 0) < least) return null;
  const roots = rootsOf(theirs);
  if (mine.filter(({ root }) => roots.has(root)).length < least) return null;
  const pairs = common(mine, theirs);
  if (pairs.length < least) return null;
  const [verbs, others] = [verbsOf(statement), verbsOf(memory)];
  const lastVerb = pairs.findLastIndex(
    ([a, b]) => verbs.has(mine[a]?.key ?? '') && others.has(theirs[b]?.key ?? ''),
  );
  const found: Difference[] = [];
  const ends = [...pairs, [mine.length, theirs.length] as const];
  let [a, b] = [0, 0];
  ends.forEach(([nextA, nextB], at) => {
    const [now, before] = [mine.slice(a, nextA), theirs.slice(b, nextB)];
    if (now.length + before.length > 0)
      found.push({
        from: join(before),
        to: join(now),
        beforeVerb: at <= lastVerb,
        lead: mine[a - 1]?.key ?? '',
        verbal: now.some(({ key }) => verbs.has(key)) || before.some(({ key }) => others.has(key)),
      });
    [a, b] = [nextA + 1, nextB + 1];
  });
  return found;
}

/**
 * Whether two statements of one frame speak of two things: where they differ before the verb, and again
 * behind it ("the green bin … on Tuesday", "the yellow bin … on Friday"), or behind it both in a number or
 * time and in what that is for ("180 degrees for croissants", "160 degrees for banana bread").
 */
export function otherInFrame(statement: string, memory: string): boolean {
  const found = differences(statement, memory)?.filter(
    ({ from, to }) => tellsSomething(from) && tellsSomething(to),
  );
  if (!found || found.length < 2) return false;
  if (found.some(({ beforeVerb }) => beforeVerb))
    return found.some(({ beforeVerb }) => !beforeVerb);
  const counts = ({ from, to }: Difference): boolean => isCount(from) && isCount(to);
  return (
    found.some(counts) &&
    found.some((each) => !counts(each) && !isCount(each.from) && WHAT_FOR.test(each.lead))
  );
}

/**
 * Whether two statements differ in nothing but what is said of one thing: "sells soap in her shop", "sells
 * candles in her shop". There may be several; of how much and when there are not.
 */
export function otherValue(statement: string, memory: string): boolean {
  const found = differences(statement, memory)?.filter(
    ({ from, to }) => tellsSomething(from) || tellsSomething(to),
  );
  const [only, ...others] = found ?? [];
  if (!only || others.length > 0 || only.beforeVerb || only.verbal) return false;
  return only.from !== '' && only.to !== '' && !isCount(only.from) && !isCount(only.to);
}

/** There is a word in it that says something. */
export const tellsSomething = (words: string): boolean =>
  words.split(' ').some((word) => !FUNCTION_WORD.test(word));
const FUNCTION_WORD =
  /^(?:|an?|the|my|our|your|his|her|its|their|this|that|these|those|user|user['’]s|i|we|you|he|she|it|they|is|are|was|were|be|been|am|has|have|had|must|should|will|do|does|to|of|and|or|now|then|also|just|each|every)$/i;
/** Whether words name a number, a time or a day. */
export const isCount = (words: string): boolean => COUNTED.test(words);

const COUNTED =
  /\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|twice|once|noon|midnight|january|february|march|april|may|june|july|august|september|october|november|december|\p{L}+days?)\b/iu;
const WHAT_FOR = /^(?:for|in|at|on|of|with|by|to|from)$/;

const join = (words: readonly Word[]): string => words.map(({ text }) => text).join(' ');

/** The words that both have in the same order, as places in the one and the other. */
function common(mine: readonly Word[], theirs: readonly Word[]): (readonly [number, number])[] {
  const length: number[][] = Array.from({ length: mine.length + 1 }, () =>
    new Array<number>(theirs.length + 1).fill(0),
  );
  const at = (a: number, b: number): number => length[a]?.[b] ?? 0;
  for (let a = mine.length - 1; a >= 0; a--)
    for (let b = theirs.length - 1; b >= 0; b--)
      (length[a] as number[])[b] =
        mine[a]?.root === theirs[b]?.root
          ? at(a + 1, b + 1) + 1
          : Math.max(at(a + 1, b), at(a, b + 1));
  const pairs: (readonly [number, number])[] = [];
  for (let a = 0, b = 0; a < mine.length && b < theirs.length;) {
    if (mine[a]?.root === theirs[b]?.root) pairs.push([a++, b++]);
    else if (at(a + 1, b) >= at(a, b + 1)) a++;
    else b++;
  }
  return pairs;
}
