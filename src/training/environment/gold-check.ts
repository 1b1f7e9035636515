import type { AnswerAgent } from '../../agents/answer.js';
import { annotateDates } from '../../agents/dates.js';
import type { Embedder } from '../../embeddings/embedder.js';
import type { MemoryStore } from '../../store/store.js';
import type { Episode, Question } from './episode.js';

export interface GoldFailure {
  episode: string;
  question: Question;
  /** Null where the agent abstained. */
  given: string | null;
}

export interface GoldReport {
  /** Questions and right answers by kind. */
  byKind: Map<string, { asked: number; right: number }>;
  failures: GoldFailure[];
}

/**
 * Asks the frozen answer agent every question over the bank an ideal manager would hold. Anything below
 * 1.0 is a ceiling on every reward, so it is measured before anything is trained.
 * @param right whether an answer (null: abstained) counts, given the accepted forms (none: abstain)
 */
export async function checkGold(
  episodes: readonly Episode[],
  parts: {
    store: MemoryStore;
    embedder: Embedder;
    agent: AnswerAgent;
    right: (given: string | null, answers: readonly string[]) => boolean;
  },
): Promise<GoldReport> {
  const report: GoldReport = { byKind: new Map(), failures: [] };
  for (const episode of episodes) {
    await writeGold(episode, parts);
    for (const question of episode.questions) {
      const { text: given } = await parts.agent.answer(question.question, {
        namespace: episode.id,
      });
      const row = report.byKind.get(question.kind) ?? { asked: 0, right: 0 };
      row.asked += 1;
      if (parts.right(given, question.answers)) row.right += 1;
      else report.failures.push({ episode: episode.id, question, given });
      report.byKind.set(question.kind, row);
    }
  }
  return report;
}

/**
 * The episodes with only those questions that the frozen answer agent gets right on the gold bank:
 * what it cannot read even from perfect notes says nothing about the manager. Episodes left without a
 * question go.
 */
export function answerable(episodes: readonly Episode[], report: GoldReport): Episode[] {
  const failed = new Set(report.failures.map(({ question }) => question));
  return episodes
    .map((episode) => ({
      ...episode,
      questions: episode.questions.filter((question) => !failed.has(question)),
    }))
    .filter(({ questions }) => questions.length > 0);
}

/** The gold memories in one transaction, with dates resolved as the manager does before it stores. */
async function writeGold(
  episode: Episode,
  { store, embedder }: { store: MemoryStore; embedder: Embedder },
): Promise<void> {
  const gold = (episode.gold ?? []).map((memory) => ({
    ...memory,
    text: annotateDates(memory.text, memory.saidAt),
  }));
  const vectors = await embedder.embed(
    gold.map((memory) => memory.text),
    'document',
  );
  await store.exclusive(episode.id, (writer) =>
    writer.commit({
      namespace: episode.id,
      policy: 'gold@1',
      changes: gold.map((memory, index) => ({
        ...memory,
        operation: 'ADD' as const,
        memoryId: `gold-${index}`,
        source: null,
        vector: vectors[index] ?? new Float32Array(),
        reason: 'gold bank',
        confidence: 1,
      })),
    }),
  );
}
