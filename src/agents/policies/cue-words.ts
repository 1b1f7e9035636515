import { memoised } from '../memo.js';

/**
 * Words without digits that at least 40 of the dialogues and notebooks of `train` had when they were chosen:
 * few enough to learn what each of them, said of a memory that does not have it, tells about a change.
 */
const CUE_WORDS: readonly string[] = `
  a about after again all allergic also always an and another any april are as asked at august
  back bank be because been before best bought box brother but by called came can club code
  comes daughter day days did do does down each euros evening every favourite february first
  five flat floor for found four friday fridays from gave get gets go goes going got had half
  hall has have he her him his home house i i'm i've im in into is it it's its january job july
  june just keep keeps key kitchen last left like likes live lives made march may me monday
  mondays month more morning mother moved mr mrs my name needs never new next night no not
  november now october of off office old on one only other our out over own people place plays
  put room runs said same says school second september set she shop since sister six small so
  son stand sunday take takes team ten test th than that the their them there they thinks this
  three through thursday time to told too took tuesday tuesdays two under up us use user user's
  wants was we we're wedding wednesday wednesdays week weekend weeks well went what when which
  who will with without work works wrong year years you
`
  .trim()
  .split(/\s+/);

/** Whether each word is in the fact only, then whether it is in the memory only; words as in `PAIR_FEATURES`. */
export const CUE_FEATURES = [
  ...CUE_WORDS.map((word) => [`says-${word}`, ''] as const),
  ...CUE_WORDS.map((word) => [`said-${word}`, ''] as const),
] as const;

const PLACES = new Map(CUE_WORDS.map((word, at) => [word, at]));

/** The places in `CUE_WORDS` of the cue words of a text. */
const cuesOf = memoised((text: string): ReadonlySet<number> => {
  const words = text
    .toLowerCase()
    .replaceAll('’', "'")
    .match(/\p{L}+(?:'\p{L}+)?/gu);
  return new Set(words?.flatMap((word) => PLACES.get(word) ?? []));
});

/** The features of `CUE_FEATURES`, in their order. */
export function cueFeatures(fact: string, memory: string): Float64Array {
  const row = new Float64Array(CUE_FEATURES.length);
  const mine = cuesOf(fact);
  const theirs = cuesOf(memory);
  for (const at of mine) if (!theirs.has(at)) row[at] = 1;
  for (const at of theirs) if (!mine.has(at)) row[CUE_WORDS.length + at] = 1;
  return row;
}
