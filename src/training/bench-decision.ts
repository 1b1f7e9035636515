import { extractFacts } from '../agents/facts.js';
import { forgetReadings } from '../agents/memo.js';
import type { ManagerPolicy } from '../agents/policy.js';
import type { ScoredMemory } from '../memory/records.js';
import type { PreparedEpisode, PreparedFact } from './prepare.js';

export interface DecisionTimes {
  policy: string;
  candidates: number;
  /** Decisions about other texts that were made before any was timed. */
  warmUp: number;
  /** How many decisions `p50` and `p95` are of. */
  decisions: number;
  /** Milliseconds for one decision about a new fact beside memories that this process has met. */
  p50: number;
  p95: number;
  /** Beside memories that this process never met. */
  coldP50: number;
}

/** Share of the facts that the decisions beside met memories are about. */
const MET = 0.5;

/**
 * Times one decision, from an extracted fact to the operations with their reasons, in a server that has
 * been running for some hundred decisions. Not counted are extraction, which comes before it as in a
 * server, embedding and search.
 *
 * First the conversation of `before` is played untimed, so that the code is compiled. Then that of
 * `episodes` is, as a server meets it: each fact is decided beside the `candidates` facts before it, which
 * were decided and retrieved before, so what was read from a memory alone may be remembered, never what
 * comes of a fact and a memory. Then each fact is decided beside memories that have been met in no form.
 * No text occurs twice.
 */
export async function benchDecisions(
  policy: ManagerPolicy,
  before: readonly PreparedEpisode[],
  episodes: readonly PreparedEpisode[],
  candidates = 10,
): Promise<DecisionTimes> {
  const facts = distinct([...before, ...episodes].flatMap((episode) => episode.facts));
  const timed = async (at: number): Promise<number> => {
    const { fact, item } = facts[at] as PreparedFact;
    const around = facts.slice(at - candidates, at).reverse();
    const observation = { fact, vector: item.vector, related: around.map(memoryOf) };
    extractFacts(fact);
    const begun = performance.now();
    await policy.decide(observation);
    return performance.now() - begun;
  };
  // Preparing the episodes read all of their texts.
  forgetReadings();
  const first = distinct(before.flatMap((episode) => episode.facts)).length;
  for (let at = candidates; at < first; at += 1) await timed(at);
  const met: number[] = [];
  const cold: number[] = [];
  const half = first + Math.floor((facts.length - first) * MET);
  for (let at = first + candidates; at < half; at += 1) met.push(await timed(at));
  for (let at = half + candidates; at < facts.length; at += candidates + 1)
    cold.push(await timed(at));
  return {
    policy: policy.name,
    candidates,
    warmUp: Math.max(0, first - candidates),
    decisions: met.length,
    p50: quantile(met, 0.5),
    p95: quantile(met, 0.95),
    coldP50: quantile(cold, 0.5),
  };
}

function distinct(facts: readonly PreparedFact[]): PreparedFact[] {
  return [...new Map(facts.map((each) => [each.fact.text, each])).values()];
}

function memoryOf({ fact }: PreparedFact, rank: number): ScoredMemory {
  return {
    id: `m${rank}`,
    namespace: 'bench',
    version: 1,
    text: fact.text,
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
