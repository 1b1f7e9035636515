import type { Embedder } from '../embeddings/embedder.js';
import { type RememberInput } from '../agents/manager.js';
import { createRandom, type Random } from '../memory/random.js';
import type { ScoredMemory } from '../memory/records.js';
import type { Row } from '../store/rows.js';
import type { MemoryStore } from '../store/store.js';

/**
 * A ledger of any size from a seed. Vectors lie in clusters, as those of texts do; embedding a million
 * texts would take hours, so they do not belong to the texts, and each search uses both all the same.
 */

const NAMESPACE = 'bench';
/** How the ids of what is loaded begin, as against what is written later. */
const MEMORY_IDS = '0195f8a0-3c1e-7000-9000-';
const CLUSTERS = 2000;
/** Spread inside a cluster against the distance between clusters. */
const SPREAD = 1;
const VOCABULARY = 20_000;
const WORDS = 10;
/** One version in this many is closed. */
const CLOSED_EVERY = 20;
const SYLLABLES =
  'ba be bi bo bu da de di do du ka ke ki ko ku la le li lo lu ma me mi mo mu na ne ni no nu ra re ri ro ru sa se si so su ta te ti to tu'.split(
    ' ',
  );

export interface Percentiles {
  p50: number;
  p95: number;
}

/** Times in milliseconds, sizes in bytes. */
export interface ScaleFigures {
  memories: number;
  rows: number;
  loadSeconds: number;
  compactSeconds: number;
  bytes: number;
  bytesPerMemory: number;
  /** Search by vector and words, without embedding the query. */
  search: Percentiles;
  /** The same with embedding the query. */
  recall: Percentiles;
  /** One ADD with its vector, written: what remember does after the decision. */
  commit: Percentiles;
  /** A sentence: extraction, embedding, retrieval, decision, commit. */
  remember: Percentiles;
  /** Look-up of an idempotency key that is not there. */
  lookup: Percentiles;
  /** Share of the ten nearest by exhaustive search that the vector search gives. */
  recallAt10: number;
  exactSearch: Percentiles;
  rss: number;
  peakRss: number;
}

export interface ScaleParts {
  memories: number;
  seed: number;
  embedder: Embedder;
  dimension: number;
  load: (namespace: string, rows: Iterable<Row>) => Promise<number>;
  compact: () => Promise<{ rows: number; bytes: number }>;
  openStore: () => MemoryStore;
  remember: (store: MemoryStore, input: RememberInput) => Promise<unknown>;
  exact: (namespace: string, vectors: Float32Array[], limit: number) => Promise<string[][]>;
  /** How many calls of each kind. */
  calls: number;
  log: (line: string) => void;
}

/** Fills an empty ledger and measures it. */
export async function benchScale(parts: ScaleParts): Promise<ScaleFigures> {
  const { memories, dimension, calls, log } = parts;
  const random = createRandom(parts.seed);
  const world = createWorld(random, dimension);
  const rows = Math.round((memories * CLOSED_EVERY) / (CLOSED_EVERY - 1));
  let started = performance.now();
  await parts.load(NAMESPACE, generateRows(world, random, rows));
  const loadSeconds = (performance.now() - started) / 1000;
  log(`${rows} rows in ${loadSeconds.toFixed(0)} s`);
  started = performance.now();
  const size = await parts.compact();
  const compactSeconds = (performance.now() - started) / 1000;
  log(`compacted and indexed in ${compactSeconds.toFixed(0)} s`);

  const vectors = Array.from({ length: calls }, () => world.vector(random));
  const texts = vectors.map(() => world.text(random, 4));
  const store = parts.openStore();
  try {
    const timed = timer(calls);
    // The first calls open files; they are not what a running server does.
    for (const vector of vectors.slice(0, 5)) await search(store, vector, texts[0]);
    const found: ScoredMemory[][] = [];
    const searches = await timed(async (i) => {
      await search(store, vectors[i], texts[i]);
    });
    for (const vector of vectors) found.push(await search(store, vector));
    const recalls = await timed(async (i) => {
      const [vector] = await parts.embedder.embed([texts[i] ?? ''], 'query');
      await search(store, vector, texts[i]);
    });
    const lookups = await timed(async (i) => {
      await store.transaction(NAMESPACE, { idempotencyKey: `none-${i}` });
    });
    const commits = await timed(async (i) => {
      await store.exclusive(NAMESPACE, (writer) =>
        writer.commit({
          namespace: NAMESPACE,
          policy: 'bench',
          idempotencyKey: `bench-${i}`,
          changes: [
            {
              operation: 'ADD',
              memoryId: `new-${i}`,
              text: texts[i] ?? '',
              speaker: 'Ann',
              saidAt: '2026-01-01T00:00:00Z',
              source: null,
              vector: vectors[i] ?? new Float32Array(dimension),
              reason: 'It is new.',
              confidence: 1,
            },
          ],
        }),
      );
    });
    const remembers = await timed(async (i) => {
      const text = `I visited ${world.text(random, 1)} with my sister in ${1990 + (i % 30)}.`;
      await parts.remember(store, {
        namespace: NAMESPACE,
        messages: [{ speaker: 'Ann', text, saidAt: '2026-01-01T00:00:00Z' }],
        source: null,
        idempotencyKey: `remember-${i}`,
        dryRun: false,
      });
    });
    const rss = process.memoryUsage().rss;
    log('exhaustive search for comparison');
    const exactTimes: number[] = [];
    let hits = 0;
    for (const [i, vector] of vectors.entries()) {
      const before = performance.now();
      const [nearest = []] = await parts.exact(NAMESPACE, [vector], 10);
      exactTimes.push(performance.now() - before);
      // Memories written after the searches are not among what these could have found.
      const own = new Set((found[i] ?? []).map(({ id }) => id));
      const old = nearest.filter((id) => id.startsWith(MEMORY_IDS));
      hits += old.length === 0 ? 1 : old.filter((id) => own.has(id)).length / old.length;
    }
    return {
      memories,
      rows: size.rows,
      loadSeconds,
      compactSeconds,
      bytes: size.bytes,
      bytesPerMemory: size.bytes / memories,
      search: searches,
      recall: recalls,
      commit: commits,
      remember: remembers,
      lookup: lookups,
      recallAt10: hits / vectors.length,
      exactSearch: percentiles(exactTimes),
      rss,
      // Kilobytes on every platform Node runs on.
      peakRss: process.resourceUsage().maxRSS * 1024,
    };
  } finally {
    await store.close();
  }
}

async function search(
  store: MemoryStore,
  vector: Float32Array | undefined,
  text?: string,
): Promise<ScoredMemory[]> {
  return store.search({ namespace: NAMESPACE, vector, text, limit: 10 });
}

interface World {
  vector: (random: Random) => Float32Array;
  text: (random: Random, words: number) => string;
}

function createWorld(random: Random, dimension: number): World {
  const centres = Array.from({ length: CLUSTERS }, () =>
    Float32Array.from({ length: dimension }, () => bell(random)),
  );
  const words = Array.from({ length: VOCABULARY }, () =>
    Array.from({ length: 3 }, () => random.pick(SYLLABLES)).join(''),
  );
  return {
    vector: () => {
      const centre = random.pick(centres);
      const vector = centre.map((x) => x + SPREAD * bell(random));
      let squares = 0;
      for (const x of vector) squares += x * x;
      const length = Math.sqrt(squares);
      return vector.map((x) => x / length);
    },
    // Few words are frequent and most are rare, as in any language.
    text: (_, count) =>
      Array.from(
        { length: count },
        () => words[Math.floor(random.next() ** 3 * VOCABULARY)] ?? '',
      ).join(' '),
  };
}

function* generateRows(world: World, random: Random, count: number): Generator<Row> {
  for (let i = 0; i < count; i += 1) {
    const id = i.toString(16).padStart(12, '0');
    yield {
      rowId: `0195f8a0-3c1e-7000-8000-${id}:0`,
      namespace: NAMESPACE,
      memoryId: `${MEMORY_IDS}${id}`,
      version: 1,
      text: world.text(random, WORDS),
      speaker: 'Ann',
      saidAt: new Date(1.6e12 + i * 1000).toISOString(),
      source: null,
      vector: world.vector(random),
      validFrom: 1.7e12 + i,
      validTo: i % CLOSED_EVERY === 0 ? 1.7e12 + i + 5 : null,
      transactionId: `0195f8a0-3c1e-7000-8000-${id}`,
      revision: i + 1,
      seq: 0,
      operation: 'ADD',
      previousText: null,
      reason: 'It is new.',
      policy: 'rules@1',
      confidence: 1,
      idempotencyKey: `import:${id}`,
    };
  }
}

/** Roughly normal, with a variance of 1. */
function bell(random: Random): number {
  return (random.next() + random.next() + random.next() + random.next() - 2) * Math.sqrt(3);
}

function timer(calls: number) {
  return async (call: (i: number) => Promise<void>): Promise<Percentiles> => {
    const times: number[] = [];
    for (let i = 0; i < calls; i += 1) {
      const start = performance.now();
      await call(i);
      times.push(performance.now() - start);
    }
    return percentiles(times);
  };
}

function percentiles(times: readonly number[]): Percentiles {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? NaN;
  return { p50: at(0.5), p95: at(0.95) };
}
