import { DISTILLED } from '../agents/answer.js';
import { optionsOf } from '../agents/answerer/extractive.js';
import { f1 } from '../bench/metrics.js';
import { FACT_STREAMS, factStream, type LocomoSample } from '../bench/locomo.js';
import { Bank, type Item, Items } from './bank.js';
import type { Random } from '../memory/random.js';
import type { Exercise } from './exercises.js';
import type { Vectors } from './prepare.js';
import type { Simulator } from './rollout.js';

/** A conversation with what a memory may hold of it. */
export interface Talk {
  id: string;
  /** What was said, what was noted, and both. */
  banks: Item[][];
  /** The turns that each item stems from. */
  turnsOf: ReadonlyMap<Item, readonly string[]>;
  questions: TalkQuestion[];
}

export interface TalkQuestion {
  question: string;
  vector: Float32Array;
  /** Null where the conversation does not tell. */
  answers: string[] | null;
  /** The turns that tell it. */
  evidence: readonly string[];
  /** The items that stem from these. */
  telling: ReadonlySet<Item>;
}

/** Embeds all that is said, noted and asked in conversations. */
export async function prepareTalks(
  samples: readonly LocomoSample[],
  vectors: Vectors,
): Promise<Talk[]> {
  await vectors.addDocuments(samples.flatMap((sample) => factStream(sample, 'both')));
  await vectors.add(
    samples.flatMap(({ questions }) => questions.map(({ question }) => question)),
    'query',
  );
  const items = new Items();
  return samples.map((sample) => {
    const turnsOf = new Map<Item, readonly string[]>();
    const banks = FACT_STREAMS.map((stream) =>
      factStream(sample, stream).map((told) => {
        const { speaker, text, evidence } = told;
        const item = items.of(
          told,
          () => vectors.document(speaker, text) as Float32Array,
          sample.id,
        );
        turnsOf.set(item, evidence);
        return item;
      }),
    );
    const questions = sample.questions.map(({ question, answer, accepted, evidence }) => ({
      question,
      vector: vectors.query(question) as Float32Array,
      answers: answer === null ? null : [answer, ...accepted],
      evidence,
      telling: new Set(
        [...turnsOf].flatMap(([item, turns]) =>
          turns.some((turn) => evidence.includes(turn)) ? [item] : [],
        ),
      ),
    }));
    return { id: sample.id, banks, turnsOf, questions };
  });
}

/**
 * What an answer earns: how near it comes to an accepted one, or 1 for silence where nothing is known. Were a
 * wrong answer worse than none, silence would be learned for half of what can be answered (docs/experiments.md).
 */
function rewardOf(answers: readonly string[] | null, text: string | null): number {
  if (answers === null) return text === null ? 1 : 0;
  return text === null ? 0 : Math.max(...answers.map((answer) => f1(text, answer)));
}

/** The exercises of conversations: each question over one of the banks. */
export function* exercisesOfTalks(
  simulator: Simulator,
  talks: readonly Talk[],
  random: Random,
): Generator<Exercise> {
  for (const { banks, questions } of talks) {
    const held = banks.map((items) => ({ items, bank: Bank.empty.with(items) }));
    for (const { question, vector, answers, telling } of questions) {
      const { items, bank } = random.pick(held);
      if (answers !== null && !items.some((item) => telling.has(item))) continue;
      const found = simulator.retrieve({ question, vector }, bank);
      const options = optionsOf(question, found, DISTILLED);
      if (options === null) continue;
      const rewards = Float32Array.from(options.options, ({ text }) => rewardOf(answers, text));
      const view = answers === null ? 'unsaid' : 'conversation';
      const { encoding, answers: same, inConversation } = options;
      yield { encoding, answers: same, inConversation, rewards, weight: 1, view };
    }
  }
}
