import type { Embedder } from '../embeddings/embedder.js';
import { moved, type QueryMap } from '../embeddings/query-map.js';
import { createRandom, deriveSeed, type Random } from '../memory/random.js';
import { dot } from '../memory/vectors.js';
import type { Episode } from './environment/episode.js';
import type { Item } from './bank.js';
import { conversations } from './environment/conversations.js';
import { NAMES } from './environment/names.js';
import { toldEpisodes } from './environment/stories.js';
import { sheetsOf, tells, USER } from './exercises.js';
import { mean } from './mean.js';
import { adamStep, createAdam } from './optimiser.js';
import { type PreparedEpisode, prepareEpisodes, Vectors } from './prepare.js';
import { prepareTalks, type Talk } from './talks.js';

/** A question, what tells its answer, and what was told beside it, by their places among the documents. */
interface Lesson {
  question: Float32Array;
  telling: readonly number[];
  /** May answer it too: counts neither way. */
  beside: readonly number[];
  /** What else the same memory holds, and does not answer it. */
  rivals: readonly number[];
}

/** What a map is learned from or judged by. */
export interface Lessons {
  lessons: Lesson[];
  documents: Float32Array[];
}

/**
 * What there is to learn from episodes: of each question whose answer stands in a memory, those that hold it.
 * What else was told in the same episode counts neither way, since much of it answers the question too.
 */
function lessonsOf(episodes: readonly PreparedEpisode[], talks: readonly Talk[]): Lessons {
  const places = new Map<Float32Array, number>();
  const place = (document: Float32Array): number => {
    const at = places.get(document) ?? places.size;
    places.set(document, at);
    return at;
  };
  const placesOf = (items: readonly Item[]): number[] => [
    ...new Set(items.map(({ vector }) => place(vector))),
  ];
  const sheets = sheetsOf(episodes, ({ facts }) => [facts.map(({ item }) => item)], false);
  const short = sheets.flatMap(({ vector, check, banks }): Lesson[] => {
    const items = banks.flat();
    const telling = items.filter((item) => tells(check, item));
    if (telling.length === 0) return [];
    const rest = items.filter((item) => !telling.includes(item));
    return [{ question: vector, telling: placesOf(telling), beside: placesOf(rest), rivals: [] }];
  });
  // Who wrote a conversation says which turns tell an answer, so that all the others are known not to.
  const long = talks.flatMap(({ banks, questions }) =>
    questions.flatMap(({ vector, answers, telling }): Lesson[] => {
      if (answers === null || telling.size === 0) return [];
      const rest = banks.flat().filter((item) => !telling.has(item));
      return [
        { question: vector, telling: placesOf([...telling]), beside: [], rivals: placesOf(rest) },
      ];
    }),
  );
  return { lessons: [...short, ...long], documents: [...places.keys()] };
}

const EACH_USER = new RegExp(USER, 'gi');

/**
 * An episode in which nobody is named, as somebody by this name told it: in a long dialogue nearly everything
 * is said by the one who is asked about, so that names tell little.
 */
function toldBy(name: string, episode: Episode): Episode {
  if (episode.steps.some(({ speaker }) => speaker !== null)) return episode;
  const named = <T extends { text: string }>(told: T): T & { speaker: string } => ({
    ...told,
    text: told.text.replace(EACH_USER, name),
    speaker: name,
  });
  return {
    ...episode,
    steps: episode.steps.map(named),
    questions: episode.questions.map((asked) => ({
      ...asked,
      question: asked.question.replace(EACH_USER, name),
    })),
    gold: episode.gold?.map(named) ?? null,
  };
}

/** How many names there are, so that many documents share one, and the share of episodes that get one. */
const NAMED = { names: 20, share: 0.7 };

/**
 * The lessons of authored dialogues, stories and conversations, all embedded as they stand.
 * @param most at most so many of each
 */
export async function drawLessons(
  embedder: Embedder,
  split: 'train' | 'validation',
  most = Infinity,
): Promise<Lessons> {
  const plain: Embedder = {
    name: embedder.name,
    dimension: async () => embedder.dimension(),
    embed: async (texts) => embedder.embed(texts, 'document'),
    close: async () => embedder.close(),
  };
  const random = createRandom(deriveSeed(0, split === 'train' ? 0 : 1));
  const names = [...NAMES.train.she, ...NAMES.train.he].slice(0, NAMED.names);
  const episodes = toldEpisodes(split, most).map((episode) =>
    random.chance(NAMED.share) ? toldBy(random.pick(names), episode) : episode,
  );
  const vectors = new Vectors(plain);
  const talks = await prepareTalks(conversations(split).slice(0, most), vectors);
  return lessonsOf(await prepareEpisodes(episodes, vectors), talks);
}

/** Chosen on the validation authors. */
export const QUERY_DEFAULTS = {
  rank: 16,
  passes: 5,
  batch: 128,
  /** Documents of other episodes that a batch is set against. */
  others: 1024,
  learningRate: 0.001,
  /** Of the softmax over cosines. */
  sharpness: 35,
};
export type QueryOptions = typeof QUERY_DEFAULTS & { seed: number };

/** How well questions find what tells their answers, among all documents or what the same conversation holds. */
export interface Finding {
  questions: number;
  /** Mean reciprocal rank of the best document that tells. */
  mrr: number;
  /** Share of questions with such a document among the ten nearest. */
  top10: number;
}

/** @param map null: questions as they are */
export function findingOf({ lessons, documents }: Lessons, map: QueryMap | null): Finding {
  const ranks = lessons.map(({ question, telling, beside, rivals }) => {
    const query = map === null ? question : moved(map, question);
    const best = Math.max(...telling.map((at) => dot(query, documents[at] as Float32Array)));
    const nearer = (at: number): boolean => dot(query, documents[at] as Float32Array) > best;
    if (rivals.length > 0) return rivals.filter(nearer).length;
    const own = new Set([...telling, ...beside]);
    return documents.filter((_, at) => !own.has(at) && nearer(at)).length;
  });
  return {
    questions: ranks.length,
    mrr: mean(ranks.map((rank) => 1 / (rank + 1))),
    top10: mean(ranks.map((rank) => (rank < 10 ? 1 : 0))),
  };
}

/**
 * Learns to move questions towards what tells their answers: contrastively, with a softmax over the cosines
 * to the documents of the batch and others drawn at random.
 *
 * @returns null where the signal stopped it
 */
export async function trainQueryMap(
  { lessons, documents }: Lessons,
  options: QueryOptions,
  onPass: (pass: number, map: QueryMap) => void = () => undefined,
  signal?: AbortSignal,
): Promise<QueryMap | null> {
  const { rank, passes, batch, others, learningRate, seed } = options;
  const random = createRandom(deriveSeed(seed, 1));
  const dimension = documents[0]?.length ?? 0;
  const size = rank * dimension;
  // Both halves in one array: down, then up, which begins at zero and so as no map at all.
  const weights = new Float64Array(2 * size);
  for (let i = 0; i < size; i += 1) weights[i] = 0.1 * (random.next() - 0.5);
  const adam = createAdam(weights.length);
  const steps = passes * Math.ceil(lessons.length / batch);
  const mapNow = (): QueryMap => ({
    dimension,
    down: Float32Array.from(weights.subarray(0, size)),
    up: Float32Array.from(weights.subarray(size)),
  });
  for (let pass = 1; pass <= passes; pass += 1) {
    const order = random.shuffle(lessons);
    for (let from = 0; from < order.length; from += batch) {
      const part = order.slice(from, from + batch);
      const against = poolOf(part, documents.length, others, random);
      const gradient = new Float64Array(weights.length);
      const { down } = mapNow();
      for (const lesson of part)
        addGradient(gradient, weights, down, lesson, against, documents, options, 1 / part.length);
      adamStep(weights, gradient, adam, {
        learningRate: learningRate * (1 - adam.step / steps),
        maxNorm: Infinity,
        decay: 0,
      });
    }
    onPass(pass, mapNow());
    await new Promise(setImmediate);
    if (signal?.aborted) return null;
  }
  return mapNow();
}

/** What a batch is set against: what was told in its episodes, and some of all the rest. */
function poolOf(part: readonly Lesson[], all: number, others: number, random: Random): number[] {
  const pool = new Set(part.flatMap(({ telling, beside }) => [...telling, ...beside]));
  for (let i = 0; i < others; i += 1) pool.add(random.int(all));
  return [...pool];
}

/** Adds one lesson's gradient of the cross entropy between the softmax and what tells the answer. */
function addGradient(
  gradient: Float64Array,
  weights: Float64Array,
  down: Float32Array,
  { question, telling, beside, rivals }: Lesson,
  against: readonly number[],
  documents: readonly Float32Array[],
  { rank, sharpness }: QueryOptions,
  share: number,
): void {
  const dimension = question.length;
  const size = rank * dimension;
  const amounts = Array.from({ length: rank }, (_, row) =>
    dot(down.subarray(row * dimension, (row + 1) * dimension), question),
  );
  const query = Float32Array.from(question);
  amounts.forEach((amount, row) => {
    for (let i = 0; i < dimension; i += 1)
      query[i] = (query[i] as number) + amount * (weights[size + row * dimension + i] as number);
  });
  const length = Math.hypot(...query);
  for (let i = 0; i < dimension; i += 1) query[i] = (query[i] as number) / length;

  const besides = new Set(beside);
  const pool = [...new Set([...against, ...rivals])].filter((at) => !besides.has(at));
  const logits = pool.map((at) => sharpness * dot(query, documents[at] as Float32Array));
  const top = Math.max(...logits);
  const masses = logits.map((logit) => Math.exp(logit - top));
  const total = masses.reduce((sum, mass) => sum + mass, 0);
  const wanted = new Set(telling);
  const slope = new Float64Array(dimension);
  pool.forEach((at, i) => {
    const wrong = (masses[i] as number) / total - (wanted.has(at) ? 1 / wanted.size : 0);
    if (Math.abs(wrong) < 1e-5) return;
    const document = documents[at] as Float32Array;
    for (let d = 0; d < dimension; d += 1)
      slope[d] = (slope[d] as number) + sharpness * share * wrong * (document[d] as number);
  });
  // Through the division by the length.
  let along = 0;
  for (let d = 0; d < dimension; d += 1) along += (slope[d] as number) * (query[d] as number);
  for (let d = 0; d < dimension; d += 1)
    slope[d] = ((slope[d] as number) - along * (query[d] as number)) / length;

  for (let row = 0; row < rank; row += 1) {
    const [down, up] = [row * dimension, size + row * dimension];
    let back = 0;
    for (let d = 0; d < dimension; d += 1) {
      back += (slope[d] as number) * (weights[up + d] as number);
      gradient[up + d] =
        (gradient[up + d] as number) + (amounts[row] as number) * (slope[d] as number);
    }
    for (let d = 0; d < dimension; d += 1)
      gradient[down + d] = (gradient[down + d] as number) + back * (question[d] as number);
  }
}
