import { FACT_STREAMS, factStream, type LocomoSample } from '../bench/locomo.js';
import { type Item, Items } from './bank.js';
import { vectorOf, type Vectors } from './prepare.js';

/** A conversation with what a memory may hold of it. */
export interface Talk {
  id: string;
  /** What was said, what was noted, and both. */
  banks: Item[][];
  /** The turns that each item stems from, by its id. */
  turnsOf: ReadonlyMap<string, readonly string[]>;
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
    const turnsOf = new Map<string, readonly string[]>();
    const banks = FACT_STREAMS.map((stream) =>
      factStream(sample, stream).map((told) => {
        const { speaker, text, evidence } = told;
        const item = items.of(
          told,
          () => vectorOf(vectors.document(speaker, text), text),
          sample.id,
        );
        turnsOf.set(item.id, evidence);
        return item;
      }),
    );
    const all = [...new Set(banks.flat())];
    const questions = sample.questions.map(({ question, answer, accepted, evidence }) => ({
      question,
      vector: vectorOf(vectors.query(question), question),
      answers: answer === null ? null : [answer, ...accepted],
      evidence,
      telling: new Set(
        all.filter(({ id }) => turnsOf.get(id)?.some((turn) => evidence.includes(turn))),
      ),
    }));
    return { id: sample.id, banks, turnsOf, questions };
  });
}
