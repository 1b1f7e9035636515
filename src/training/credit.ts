import { wordsOf } from '../memory/words.js';
import { Bank } from './bank.js';
import type { PreparedEpisode, PreparedQuestion } from './prepare.js';
import type { Simulator } from './rollout.js';

/**
 * Whose fault a wrong answer is, by two counterfactuals: the answer agent on the bank of an ideal manager,
 * and an ideal answer agent on the manager's bank.
 * - `manager`: the agent answers from the ideal bank; not even an ideal one could from this bank.
 * - `answerer`: an ideal agent could answer from this bank; this one cannot even from the ideal bank.
 * - `both`: neither exchange would have helped.
 * - `together`: either exchange would have: the bank says it, but in a way that this agent misreads.
 */
export const BLAMES = ['manager', 'answerer', 'both', 'together'] as const;
export type Blame = (typeof BLAMES)[number];

export interface BlameTable {
  questions: number;
  right: number;
  wrong: Record<Blame, number>;
}

/** Blames every wrong answer from the banks that a manager left. Episodes need a gold bank. */
export function assignBlame(
  simulator: Simulator,
  episodes: readonly PreparedEpisode[],
  bankOf: (episode: PreparedEpisode) => Bank,
): BlameTable {
  const table: BlameTable = {
    questions: 0,
    right: 0,
    wrong: { manager: 0, answerer: 0, both: 0, together: 0 },
  };
  for (const episode of episodes) {
    const bank = bankOf(episode);
    const scores = simulator.scores(episode, bank);
    const ideal = simulator.scores(episode, Bank.empty.with(episode.gold ?? []));
    episode.questions.forEach((question, at) => {
      table.questions += 1;
      if (scores[at] === 1) table.right += 1;
      else table.wrong[blameOf(ideal[at] === 1, supports(episode, question, bank))] += 1;
    });
  }
  return table;
}

function blameOf(answererAble: boolean, bankSuffices: boolean): Blame {
  if (answererAble) return bankSuffices ? 'together' : 'manager';
  return bankSuffices ? 'answerer' : 'both';
}

/** Share of a gold memory's words that a live one must have to say what it says. */
const SAYS = 0.8;

/**
 * Whether one who reads every memory rightly could answer: each gold memory that the question rests on is
 * said by a live one, and what is gone is in none that is older than its end.
 */
export function supports(
  { facts, gold }: PreparedEpisode,
  { answers, distractors, evidence }: PreparedQuestion,
  bank: Bank,
): boolean {
  const times = new Set(
    facts.filter(({ step }) => evidence.includes(step)).map(({ fact }) => fact.saidAt),
  );
  if (answers.length === 0) {
    const past = distractors.map((value) => value.toLowerCase());
    return bank.items.every(
      ({ text, saidAt }) =>
        times.has(saidAt) || !past.some((value) => text.toLowerCase().includes(value)),
    );
  }
  return (gold ?? [])
    .filter(({ saidAt }) => times.has(saidAt))
    .every((ideal) => {
      const words = new Set(wordsOf(ideal.text));
      return bank.items.some(({ text }) => {
        const own = new Set(wordsOf(text));
        return [...words].filter((word) => own.has(word)).length >= SAYS * words.size;
      });
    });
}

/** The table as text for a terminal. */
export function formatBlame({ questions, right, wrong }: BlameTable): string {
  const share = (count: number): string =>
    `${((100 * count) / Math.max(1, questions)).toFixed(1)} %`;
  const cells = BLAMES.map((name) => `${name} ${wrong[name]} (${share(wrong[name])})`);
  return `${questions} questions, ${right} right (${share(right)}); wrong by ${cells.join(', ')}`;
}
