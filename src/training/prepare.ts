import { annotateDates } from '../agents/dates.js';
import { extractFacts } from '../agents/facts.js';
import type { Fact } from '../agents/policy.js';
import type { Embedder } from '../embeddings/embedder.js';
import { renderForSearch } from '../memory/text.js';
import { Bank, type Item, Items, type KnownItem } from './bank.js';
import type { Dialogue } from './environment/dialogues.js';
import type { Episode, Question, Truth } from './environment/episode.js';

/** A fact of an episode as the manager meets it: extracted, embedded, with the step it came from. */
export interface PreparedFact {
  fact: Fact;
  item: Item;
  step: number;
  /** Hidden label, where the extracted fact can be told to be the labelled sentence; report and SFT only. */
  truth: Truth | null;
}

export interface PreparedQuestion extends Question {
  vector: Float32Array;
}

/** An episode ready for rollouts: nothing in it needs a model any more. */
export interface PreparedEpisode {
  id: string;
  facts: PreparedFact[];
  questions: PreparedQuestion[];
  /** The bank before the first fact. */
  start: Bank;
  /** What must have become of each memory of it at the end. */
  known: KnownItem[];
  /** What an ideal manager holds at the end; null where unknown. */
  gold: Item[] | null;
  /** See `Episode`. */
  dialogue?: Dialogue | undefined;
}

/** What a training draws its batches from. */
export interface TrainingEpisodes {
  /** The generated ones, or those of a LoCoMo dialogue: all ready. */
  ready: readonly PreparedEpisode[];
  /** What people wrote is far more than one training meets: it is made ready when it is drawn. */
  authored: readonly Episode[];
  prepare(episodes: readonly Episode[]): Promise<PreparedEpisode[]>;
}

/** Episodes that are all ready, as what a training draws from. */
export const allReady = (ready: readonly PreparedEpisode[]): TrainingEpisodes => ({
  ready,
  authored: [],
  prepare: () => Promise.resolve([]),
});

/** Vectors by role and text; asked for in batches, kept for good. */
export class Vectors {
  readonly #known = new Map<string, Float32Array>();

  constructor(private readonly embedder: Embedder) {}

  /** The document vector of a text as the ledger embeds it, if it is known. */
  document(speaker: string | null, text: string): Float32Array | undefined {
    return this.#known.get(`d${renderForSearch(speaker, text)}`);
  }

  query(text: string): Float32Array | undefined {
    return this.#known.get(`q${text}`);
  }

  async addDocuments(texts: readonly { speaker: string | null; text: string }[]): Promise<void> {
    await this.add(
      texts.map(({ speaker, text }) => renderForSearch(speaker, text)),
      'document',
    );
  }

  async add(texts: readonly string[], role: 'document' | 'query'): Promise<void> {
    const prefix = role === 'document' ? 'd' : 'q';
    const missing = [...new Set(texts)].filter((text) => !this.#known.has(prefix + text));
    const vectors = await this.embedder.embed(missing, role);
    missing.forEach((text, at) => {
      const vector = vectors[at];
      if (vector) this.#known.set(prefix + text, vector);
    });
  }
}

/** Extracts facts with the manager's own extraction and embeds everything that an episode will need. */
export async function prepareEpisodes(
  episodes: readonly Episode[],
  vectors: Vectors,
): Promise<PreparedEpisode[]> {
  // Dates are written in as the manager does before it stores.
  const golds = episodes.map(({ gold }) =>
    gold?.map((memory) => ({ ...memory, text: annotateDates(memory.text, memory.saidAt) })),
  );
  const extracted = episodes.map((episode) =>
    episode.steps.map((step) => extractFacts(step).facts),
  );
  await vectors.addDocuments([
    ...extracted.flat(2),
    ...episodes.flatMap(({ known }) => known ?? []),
    ...golds.flatMap((gold) => gold ?? []),
  ]);
  await vectors.add(
    episodes.flatMap(({ questions }) => questions.map(({ question }) => question)),
    'query',
  );
  const items = new Items();
  const item = (content: { text: string; speaker: string | null; saidAt: string }): Item =>
    items.of(content, () =>
      vectorOf(vectors.document(content.speaker, content.text), content.text),
    );
  return episodes.map((episode, at) => {
    const known = (episode.known ?? []).map(({ fate, key, ...memory }): KnownItem => ({
      item: item(memory),
      fate,
      key,
    }));
    return {
      id: episode.id,
      start: Bank.empty.with(known.map((each) => each.item)),
      known,
      facts: episode.steps.flatMap((step, index) =>
        (extracted[at]?.[index] ?? []).map((fact): PreparedFact => {
          const truth = labelOf(fact.text, step.truth);
          return { fact, item: item(fact), step: index, truth };
        }),
      ),
      questions: episode.questions.map((question) => ({
        ...question,
        vector: vectorOf(vectors.query(question.question), question.question),
      })),
      gold: golds[at]?.map(item) ?? null,
      dialogue: episode.dialogue,
    };
  });
}

/** The label of the sentence that shares most words with an extracted fact. */
function labelOf(text: string, truths: readonly Truth[]): Truth | null {
  const own = wordsOf(text);
  let best: Truth | null = null;
  let most = 0.5;
  for (const truth of truths) {
    const theirs = wordsOf(truth.fact);
    const shared = [...theirs].filter((word) => own.has(word)).length;
    const share = shared / Math.max(1, Math.min(own.size, theirs.size));
    if (share > most) {
      most = share;
      best = truth;
    }
  }
  return best;
}

const wordsOf = (text: string): Set<string> =>
  new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);

/** @throws Error where nothing was embedded for the text */
export function vectorOf(vector: Float32Array | undefined, text: string): Float32Array {
  if (!vector) throw new Error(`no vector for ${JSON.stringify(text)}`);
  return vector;
}
