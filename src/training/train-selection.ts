import { DISTILLED } from '../agents/answer.js';
import { askOf, materialFor } from '../agents/answerer/material.js';
import {
  MEMORY_SIGNS,
  signsOfMemories,
  worthOf,
} from '../agents/answerer/selection/signs-of-memories.js';
import { Bank } from './bank.js';
import { mean } from './mean.js';
import { adamStep, createAdam } from './optimiser.js';
import type { Simulator } from './rollout.js';
import type { Talk } from './talks.js';

/** One memory that was found for a question. */
interface Candidate {
  signs: readonly number[];
  /** The turns it stems from that tell the answer. */
  tells: readonly string[];
}

/** What was found for one question over one bank. */
export type Pool = Candidate[];

/** The questions of conversations that have an answer, over what was said, what was noted, and both in turn. */
export function poolsOf(simulator: Simulator, talks: readonly Talk[]): Pool[] {
  return talks.flatMap(({ banks, turnsOf, questions }) => {
    const held = banks.map((items) => ({ items, bank: Bank.empty.with(items) }));
    return questions.flatMap(({ question, vector, answers, evidence, telling }, at): Pool[] => {
      const { items, bank } = held[at % held.length] as (typeof held)[number];
      if (answers === null || !items.some((item) => telling.has(item))) return [];
      const found = simulator.retrieve({ question, vector }, bank);
      const material = materialFor(askOf(question), found).found;
      return [
        signsOfMemories(material, found).map(({ memory, signs }) => {
          const turns = turnsOf.get(memory.id) ?? [];
          return { signs, tells: turns.filter((turn) => evidence.includes(turn)) };
        }),
      ];
    });
  });
}

export const SELECTION_DEFAULTS = { steps: 300, learningRate: 0.2 };

/**
 * Learns how likely a memory is to tell the answer: logistic regression on the signs of all that was found,
 * by Adam over all questions at once. Equal arguments give equal weights.
 * @returns in the order of `MEMORY_SIGNS`
 */
export function trainSelection(
  pools: readonly Pool[],
  { steps, learningRate } = SELECTION_DEFAULTS,
): number[] {
  const all = pools.flat();
  const size = MEMORY_SIGNS.length;
  const means = MEMORY_SIGNS.map((_, at) => mean(all.map(({ signs }) => signs[at] as number)));
  const spreads = MEMORY_SIGNS.map((_, at) => {
    const around = all.map(({ signs }) => ((signs[at] as number) - (means[at] as number)) ** 2);
    return Math.sqrt(mean(around)) || 1;
  });
  // Row after row: the signs in units of their spread, and 1.
  const rows = Float64Array.from(
    all.flatMap(({ signs }) => [
      ...signs.map((sign, at) => (sign - (means[at] as number)) / (spreads[at] as number)),
      1,
    ]),
  );
  const wanted = Uint8Array.from(all, ({ tells }) => (tells.length > 0 ? 1 : 0));
  const weights = new Float64Array(size + 1);
  const adam = createAdam(weights.length);
  for (let step = 0; step < steps; step += 1) {
    const gradient = new Float64Array(weights.length);
    wanted.forEach((tells, row) => {
      const from = row * weights.length;
      let score = 0;
      for (let at = 0; at <= size; at += 1)
        score += (weights[at] as number) * (rows[from + at] as number);
      const slope = (1 / (1 + Math.exp(-score)) - tells) / all.length;
      for (let at = 0; at <= size; at += 1)
        gradient[at] = (gradient[at] as number) + slope * (rows[from + at] as number);
    });
    adamStep(weights, gradient, adam, {
      learningRate: learningRate * (1 - step / steps),
      maxNorm: Infinity,
      decay: 0,
    });
  }
  return MEMORY_SIGNS.map((_, at) => (weights[at] as number) / (spreads[at] as number));
}

/** Of the turns that tell the answers and were found, the share that is among the few that are kept. */
export function keptBy(weights: readonly number[], pools: readonly Pool[]): number {
  let found = 0;
  let kept = 0;
  for (const pool of pools) {
    const best = pool
      .map((candidate) => ({ candidate, worth: worthOf(candidate.signs, weights) }))
      .sort((a, b) => b.worth - a.worth)
      .map(({ candidate }) => candidate);
    const turns = (candidates: Pool): number =>
      new Set(candidates.flatMap(({ tells }) => tells)).size;
    found += turns(pool);
    kept += turns(best.slice(0, DISTILLED));
  }
  return kept / Math.max(1, found);
}
