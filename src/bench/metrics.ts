import { porterStem } from '../memory/porter.js';

/**
 * The metrics that papers on LoCoMo report. Each takes the predicted and the gold answer and gives a
 * number in [0, 1]. An abstaining system predicts the empty string, which scores 0 everywhere.
 */

/** Shared items of two bags, each counted as often as it is in both. */
function overlap(a: readonly string[], b: readonly string[]): number {
  const left = new Map<string, number>();
  for (const token of a) left.set(token, (left.get(token) ?? 0) + 1);
  let shared = 0;
  for (const token of b) {
    const count = left.get(token) ?? 0;
    if (count > 0) shared += 1;
    left.set(token, count - 1);
  }
  return shared;
}

function f1Of(prediction: readonly string[], gold: readonly string[]): number {
  const shared = overlap(prediction, gold);
  if (shared === 0) return 0;
  const precision = shared / prediction.length;
  const recall = shared / gold.length;
  return (2 * precision * recall) / (precision + recall);
}

function mem0Tokens(text: string): string[] {
  const words = text
    .toLowerCase()
    .replace(/[.,!?]/g, ' ')
    .split(/\s+/)
    .filter((word) => word !== '');
  return [...new Set(words)];
}

/** Token F1 as in Mem0's evaluation: lower case, `. , ! ?` as spaces, sets of words. */
export function f1(prediction: string, gold: string): number {
  return f1Of(mem0Tokens(prediction), mem0Tokens(gold));
}

/**
 * Words and punctuation marks, near to NLTK's `word_tokenize`: contractions are split (`do n't`,
 * `Anna 's`), hyphenated words and numbers such as `1,000` stay whole.
 */
function bleuTokens(text: string): string[] {
  const spaced = text
    .toLowerCase()
    .replace(/[’]/g, "'")
    .replace(/n't\b/g, " n't")
    .replace(/'(s|re|ve|ll|d|m)\b/g, " '$1");
  return (
    spaced.match(/n't|'(?:s|re|ve|ll|d|m)\b|[\p{L}\p{N}]+(?:[-'.,:/][\p{L}\p{N}]+)*|[^\s]/gu) ?? []
  );
}

/**
 * BLEU-1 of one sentence against one reference: clipped unigram precision times the brevity penalty.
 * NLTK's smoothing method 1 only concerns counts of zero, and without a shared unigram NLTK returns 0
 * before it smooths, so there is nothing left to smooth here.
 */
export function bleu1(prediction: string, gold: string): number {
  const hypothesis = bleuTokens(prediction);
  const reference = bleuTokens(gold);
  const shared = overlap(hypothesis, reference);
  if (shared === 0) return 0;
  const brevity =
    hypothesis.length > reference.length ? 1 : Math.exp(1 - reference.length / hypothesis.length);
  return (brevity * shared) / hypothesis.length;
}

/** Lower case, without punctuation, articles and `and`, single spaces: LoCoMo's own normalisation. */
function normalise(text: string): string {
  return text
    .toLowerCase()
    .replace(/[!-/:-@[-`{-~]/g, '')
    .replace(/\b(?:a|an|the|and)\b/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** 1 where both are the same after normalisation, else 0. */
export function exactMatch(prediction: string, gold: string): number {
  const normal = normalise(prediction);
  return normal !== '' && normal === normalise(gold) ? 1 : 0;
}

function stemmedF1(prediction: string, gold: string): number {
  const tokens = (text: string): string[] =>
    normalise(text)
      .split(' ')
      .filter((word) => word !== '')
      .map(porterStem);
  return f1Of(tokens(prediction), tokens(gold));
}

/**
 * F1 as in LoCoMo's repository, categories 1-4: Porter stems, bags of words. Category 1 compares
 * comma-separated parts (each gold part with its best predicted part); category 3 uses only the gold's
 * text before a semicolon.
 */
export function locomoF1(prediction: string, gold: string, category: number): number {
  if (category === 1) {
    const predicted = prediction.split(',');
    const golds = gold.split(',');
    const best = golds.map((part) => Math.max(...predicted.map((p) => stemmedF1(p, part))));
    return best.reduce((sum, value) => sum + value, 0) / golds.length;
  }
  return stemmedF1(prediction, category === 3 ? (gold.split(';')[0] ?? gold) : gold);
}
