import { analyse } from '../agents/language.js';
import type { ManagerPolicy, Observation } from '../agents/policy.js';
import type { ScoredMemory } from '../memory/records.js';
import type { PreparedEpisode, PreparedFact } from './prepare.js';

export interface DecisionTimes {
  policy: string;
  candidates: number;
  decisions: number;
  /** Milliseconds for one decision about a new fact beside memories that were seen before. */
  p50: number;
  p95: number;
  /** The same when the memories are new to the process as well. */
  coldP50: number;
}

/**
 * Times one decision, from the fact's words to the operations with their reasons; embedding and search
 * are not part of it. Every fact is new when it is timed: its analysis is not remembered.
 */
export async function benchDecisions(
  policy: ManagerPolicy,
  episodes: readonly PreparedEpisode[],
  candidates = 10,
): Promise<DecisionTimes> {
  const facts = episodes.flatMap((episode) => episode.facts);
  const cold: number[] = [];
  const warm: number[] = [];
  for (let at = candidates; at < facts.length; at += 1) {
    const around = facts.slice(at - candidates, at);
    // A mark makes texts that this process has not analysed before, without changing what they say.
    const isCold = at % 4 === 0;
    const related = around.map((fact, rank) => memoryOf(fact, rank, isCold ? ` (${at})` : ''));
    if (!isCold) for (const { text } of related) analyse(text);
    const fact = facts[at] as PreparedFact;
    const observation: Observation = {
      fact: { ...fact.fact, text: `${fact.fact.text} (no. ${at})` },
      vector: fact.item.vector,
      related,
    };
    const begun = performance.now();
    await policy.decide(observation);
    (isCold ? cold : warm).push(performance.now() - begun);
  }
  // The first decisions pay for compiling.
  const settled = warm.slice(Math.floor(warm.length / 5));
  return {
    policy: policy.name,
    candidates,
    decisions: settled.length,
    p50: quantile(settled, 0.5),
    p95: quantile(settled, 0.95),
    coldP50: quantile(cold.slice(Math.floor(cold.length / 5)), 0.5),
  };
}

function memoryOf({ fact }: PreparedFact, rank: number, mark: string): ScoredMemory {
  return {
    id: `m${rank}`,
    namespace: 'bench',
    version: 1,
    text: fact.text + mark,
    speaker: fact.speaker,
    saidAt: fact.saidAt,
    source: null,
    score: 1 - rank / 20,
    similarity: 0.8 - rank / 30,
  };
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}
