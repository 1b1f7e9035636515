import type { ScoredMemory } from '../memory/records.js';
import { epochOf, HOUR_MS } from '../memory/time.js';
import { type Bag, bagOf, bm25, wordsOf } from '../memory/words.js';
import { memoised } from './memo.js';
import { relatedStems } from './answerer/words.js';

/**
 * The second look at what a search found: signals that a search engine does not have are added to its
 * scores. Each is here for a measured gain (docs/benchmarks.md); all work on the candidates alone, so
 * that the cost does not grow with the store.
 */

/** How many candidates are looked at again. */
export const CANDIDATES = 240;

/** The same memories are found for one question after another. */
const bagOfText = memoised(bagOf);

/** Which signals count; all by default, fewer for an ablation. */
export interface RerankSignals {
  /** Said by the one person whom the query names. */
  speaker: boolean;
  /** Holds words that go with the query's: related ones, and those of the best results. */
  expansion: boolean;
  /** Said right before or after something that fits. */
  neighbours: boolean;
}

export const ALL_SIGNALS: RerankSignals = { speaker: true, expansion: true, neighbours: true };

/** What the signals weigh beside the search's own score in [0, 1]; chosen on LoCoMo conv-26 and conv-30 and on conversations of training. */
const WEIGHTS = { speaker: 0.2, expansion: 0.35, neighbour: 0.25 };

/**
 * Ranks candidates again, best first. Scores are in [0, 1] and comparable within this result only.
 * @param found best first, as a search gives them
 */
export function rerank(
  query: string,
  found: readonly ScoredMemory[],
  signals: RerankSignals = ALL_SIGNALS,
): ScoredMemory[] {
  const scores = found.map(({ score }) => score);
  if (signals.expansion) addExpansion(scores, query, found);
  if (signals.speaker) addSpeaker(scores, query, found);
  if (signals.neighbours) addNeighbours(scores, found);
  const top = Math.max(1, ...scores);
  return found
    .map((memory, i) => ({ ...memory, score: (scores[i] ?? 0) / top }))
    .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
}

function add(scores: number[], at: number, amount: number): void {
  scores[at] = (scores[at] ?? 0) + amount;
}

/** How many of the best results the query is expanded from, and by how many of their words. */
const FEEDBACK = { memories: 5, words: 20, weight: 0.5 };
const RELATED_WEIGHT = 0.3;

/**
 * Pseudo-relevance feedback in the manner of RM3 (Lavrenko and Croft 2001; Abdul-Jaleel et al. 2004),
 * with related words of general English beside it: how well each candidate answers to words that are
 * not in the query but go with it.
 */
function addExpansion(scores: number[], query: string, found: readonly ScoredMemory[]): void {
  const bags = found.map(({ text }) => bagOfText(text));
  const asked = new Set(wordsOf(query));
  const weights = new Map<string, number>();
  for (const word of asked) {
    for (const related of relatedStems(word)) weights.set(related, RELATED_WEIGHT);
  }
  const speakers = new Set(found.flatMap(({ speaker }) => wordsOf(speaker ?? '')));
  const told = feedbackWords(found, bags)
    .filter(([word]) => !speakers.has(word) && !asked.has(word))
    .slice(0, FEEDBACK.words);
  const most = told[0]?.[1] ?? 1;
  for (const [word, weight] of told) {
    weights.set(word, (weights.get(word) ?? 0) + (FEEDBACK.weight * weight) / most);
  }
  for (const word of asked) weights.delete(word);
  const fits = bm25(bags, weights);
  const best = Math.max(...fits);
  if (best > 0) fits.forEach((fit, i) => add(scores, i, (WEIGHTS.expansion * fit) / best));
}

/** The words of the best results, the most telling first. */
function feedbackWords(found: readonly ScoredMemory[], bags: readonly Bag[]): [string, number][] {
  const weights = new Map<string, number>();
  for (const [i, bag] of bags.slice(0, FEEDBACK.memories).entries()) {
    for (const [word, count] of bag.counts) {
      const holding = bags.filter(({ counts }) => counts.has(word)).length;
      const rare = Math.log(1 + bags.length / holding);
      const weight = ((found[i]?.score ?? 0) * count * rare) / bag.length;
      weights.set(word, (weights.get(word) ?? 0) + weight);
    }
  }
  return [...weights].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

/** Nothing where the query names nobody, or several: then all of them may have said it. */
function addSpeaker(scores: number[], query: string, found: readonly ScoredMemory[]): void {
  const named = new Set(query.toLowerCase().match(/\p{L}+/gu));
  const speakers = [...new Set(found.map(({ speaker }) => speaker))].filter((speaker) =>
    speaker
      ?.toLowerCase()
      .match(/\p{L}+/gu)
      ?.some((name) => named.has(name)),
  );
  if (speakers.length !== 1) return;
  found.forEach(({ speaker }, i) => {
    if (speaker === speakers[0]) add(scores, i, WEIGHTS.speaker);
  });
}

/** How far apart in the ledger what was said in one breath may lie; notes of small talk lie between. */
const NEAR = { revisions: 2, ms: HOUR_MS };

/** What answers a question often stands beside what has its words: a part of the better neighbour's score. */
function addNeighbours(scores: number[], found: readonly ScoredMemory[]): void {
  const before = [...scores];
  const order = [...found.keys()].sort((a, b) => written(found[a]) - written(found[b]));
  const near = (a: ScoredMemory | undefined, b: ScoredMemory | undefined): boolean =>
    a?.written !== undefined &&
    b?.written !== undefined &&
    Math.abs(epochOf(a.saidAt) - epochOf(b.saidAt)) <= NEAR.ms &&
    (a.written.revision === b.written.revision
      ? Math.abs(a.written.seq - b.written.seq) <= 1
      : Math.abs(a.written.revision - b.written.revision) <= NEAR.revisions);
  for (const [place, at] of order.entries()) {
    const beside = [order[place - 1], order[place + 1]]
      .filter((other) => other !== undefined && near(found[at], found[other]))
      .map((other) => before[other ?? 0] ?? 0);
    add(scores, at, WEIGHTS.neighbour * Math.max(0, ...beside));
  }
}

/** Orders by when it was written; memories of one transaction keep their order. */
function written(memory: ScoredMemory | undefined): number {
  const { revision = 0, seq = 0 } = memory?.written ?? {};
  return revision + seq / 2 ** 20;
}
