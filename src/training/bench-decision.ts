import { analyse } from '../agents/language.js';
import type { ManagerPolicy, Observation } from '../agents/policy.js';
import type { ScoredMemory } from '../memory/records.js';
import type { PreparedEpisode, PreparedFact } from './prepare.js';

export interface DecisionTimes {
  policy: string;
  candidates: number;
  decisions: number;
  /**
   * Milliseconds for one decision about a new fact beside memories that were seen before. The fact's
   * words have been analysed: extraction, which makes facts, has just done so.
   */
  p50: number;
  p95: number;
  /** With the analysis of the fact's words. */
  freshP50: number;
  /** With the analysis of the fact's and all memories' words, as right after a start. */
  coldP50: number;
}

/**
 * Times one decision, from the fact's words to the operations with their reasons; embedding and search
 * are not part of it. No fact or pair of fact and memory has been compared before.
 */
export async function benchDecisions(
  policy: ManagerPolicy,
  episodes: readonly PreparedEpisode[],
  candidates = 10,
): Promise<DecisionTimes> {
  const facts = episodes.flatMap((episode) => episode.facts);
  const times: Record<'warm' | 'fresh' | 'cold', number[]> = { warm: [], fresh: [], cold: [] };
  for (let at = candidates; at < facts.length; at += 1) {
    const kind = (['warm', 'warm', 'fresh', 'cold'] as const)[at % 4] ?? 'warm';
    const around = facts.slice(at - candidates, at);
    // A mark makes texts that this process has not analysed before, without changing what they say.
    const mark = kind === 'cold' ? ` (${at})` : '';
    const related = around.map((fact, rank) => memoryOf(fact, rank, mark));
    if (kind !== 'cold') for (const { text } of related) analyse(text);
    const fact = facts[at] as PreparedFact;
    const observation: Observation = {
      fact: { ...fact.fact, text: `${fact.fact.text} (${at})` },
      vector: fact.item.vector,
      related,
    };
    if (kind === 'warm') analyse(observation.fact.text);
    const begun = performance.now();
    await policy.decide(observation);
    times[kind].push(performance.now() - begun);
  }
  // The first decisions pay for compiling.
  const settled = (kind: keyof typeof times): number[] =>
    times[kind].slice(Math.floor(times[kind].length / 5));
  return {
    policy: policy.name,
    candidates,
    decisions: settled('warm').length,
    p50: quantile(settled('warm'), 0.5),
    p95: quantile(settled('warm'), 0.95),
    freshP50: quantile(settled('fresh'), 0.5),
    coldP50: quantile(settled('cold'), 0.5),
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
