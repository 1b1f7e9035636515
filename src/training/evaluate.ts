import type { Decision, ManagerPolicy } from '../agents/policy.js';
import type { OperationName } from '../memory/records.js';
import type { Bank } from './bank.js';
import type { Truth } from './environment/episode.js';
import type { PreparedEpisode } from './prepare.js';
import type { Simulator } from './rollout.js';

/** What a policy did with one fact: an operation's name, or DELETE with an ADD as one UPDATE in two. */
export type Taken = OperationName | 'DELETE+ADD';

export interface Evaluation {
  /** Mean score of all questions: exact match when the reward is that. */
  score: number;
  /** Mean reward of an episode. */
  reward: number;
  questions: number;
  /** Mean number of live memories, and of their words, at the end of an episode. */
  memories: number;
  words: number;
  /** Share of the facts that each operation was taken for. */
  mix: Record<Taken, number>;
  /** Counts by what happened in the story, then by what was done. */
  confusion: Record<string, Partial<Record<Taken, number>>>;
  /** Share of each kind of event where the labelled operation was done to the labelled memory. */
  accuracy: Record<string, number>;
  /** Score by kind of question, or by class of authored dialogue. */
  kinds: Record<string, number>;
}

/** What decisions amount to. */
export function takenOf(decisions: readonly Decision[]): Taken {
  const names = new Set(decisions.map(({ operation }) => operation));
  if (names.has('UPDATE')) return 'UPDATE';
  if (names.has('DELETE')) return names.has('ADD') ? 'DELETE+ADD' : 'DELETE';
  return names.has('ADD') ? 'ADD' : 'NOOP';
}

/** The score by kind, for people to read. */
export const scoresByKind = ({ kinds }: Evaluation): string =>
  Object.entries(kinds)
    .map(([kind, score]) => `${kind} ${(100 * score).toFixed(1)} %`)
    .join(', ');

/** Plays a policy over episodes. The hidden labels are read for the report only. */
export function evaluate(
  simulator: Simulator,
  policy: ManagerPolicy,
  episodes: readonly PreparedEpisode[],
): Evaluation {
  const confusion: Evaluation['confusion'] = {};
  const right: Record<string, { right: number; all: number }> = {};
  const kinds: Record<string, { sum: number; all: number }> = {};
  const mix: Record<Taken, number> = { ADD: 0, UPDATE: 0, DELETE: 0, 'DELETE+ADD': 0, NOOP: 0 };
  const totals = { score: 0, reward: 0, questions: 0, memories: 0, words: 0, facts: 0 };
  for (const episode of episodes) {
    const bank = playLabelled(simulator, policy, episode, (truth, taken, hit) => {
      mix[taken] += 1;
      totals.facts += 1;
      if (!truth) return;
      const row = (confusion[truth.event] ??= {});
      row[taken] = (row[taken] ?? 0) + 1;
      const cell = (right[truth.event] ??= { right: 0, all: 0 });
      cell.all += 1;
      if (hit) cell.right += 1;
    });
    const outcome = simulator.outcome(episode, bank);
    totals.reward += outcome.reward;
    totals.memories += outcome.memories;
    totals.words += outcome.words;
    outcome.scores.forEach((score, at) => {
      totals.score += score;
      totals.questions += 1;
      const name = episode.dialogue?.class ?? episode.questions[at]?.kind ?? '';
      const kind = (kinds[name] ??= { sum: 0, all: 0 });
      kind.sum += score;
      kind.all += 1;
    });
  }
  for (const name of Object.keys(mix) as Taken[]) mix[name] /= Math.max(1, totals.facts);
  const count = Math.max(1, episodes.length);
  return {
    score: totals.score / Math.max(1, totals.questions),
    reward: totals.reward / count,
    questions: totals.questions,
    memories: totals.memories / count,
    words: totals.words / count,
    mix,
    confusion,
    accuracy: mapValues(right, (cell) => cell.right / cell.all),
    kinds: mapValues(kinds, (cell) => cell.sum / cell.all),
  };
}

/** Plays one episode while keeping track of which labelled memories each item of the bank holds. */
function playLabelled(
  simulator: Simulator,
  policy: ManagerPolicy,
  episode: PreparedEpisode,
  report: (truth: Truth | null, taken: Taken, hit: boolean) => void,
): Bank {
  let bank = episode.start;
  const holds = new Map<string, Set<number>>();
  for (const fact of episode.facts) {
    const before = new Map(bank.items.map((item) => [item.id, item]));
    const { bank: after, taken } = simulator.follow(bank, fact, policy);
    const { truth } = fact;
    const name = takenOf(taken);
    const touched = taken.flatMap((each) =>
      each.operation === 'UPDATE' || each.operation === 'DELETE' ? [each.memoryId] : [],
    );
    const onTarget = touched.some(
      (id) => truth !== null && truth.memory !== null && holds.get(id)?.has(truth.memory),
    );
    report(truth, name, truth !== null && isRight(truth, name, onTarget));
    const inherited = new Set(touched.flatMap((id) => [...(holds.get(id) ?? [])]));
    if (truth?.memory !== null && truth?.memory !== undefined) inherited.add(truth.memory);
    for (const item of after.items) if (!before.has(item.id)) holds.set(item.id, inherited);
    bank = after;
  }
  return bank;
}

function isRight(truth: Truth, taken: Taken, onTarget: boolean): boolean {
  if (truth.operation === 'ADD' || truth.operation === 'NOOP') return taken === truth.operation;
  if (truth.operation === 'DELETE') return taken === 'DELETE' && onTarget;
  return (taken === 'UPDATE' || taken === 'DELETE+ADD') && onTarget;
}

function mapValues<A, B>(record: Record<string, A>, map: (value: A) => B): Record<string, B> {
  return Object.fromEntries(
    Object.entries(record)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => [key, map(value)]),
  );
}
