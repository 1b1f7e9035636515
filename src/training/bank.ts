import { createHash } from 'node:crypto';
import type { ScoredMemory } from '../memory/records.js';
import { renderForSearch } from '../memory/text.js';
import { cosine, fuse } from '../store/fusion.js';
import { type Bag, bagOf, bm25 } from '../memory/words.js';
import { atomMatches } from './environment/dialogue-patterns.js';
import type { Fate } from './environment/episode.js';

/** One memory of a bank in training. Shared between banks and never changed. */
export interface Item {
  /** Derived from the content, so that equal banks are equal however they came about. */
  id: string;
  text: string;
  speaker: string | null;
  saidAt: string;
  vector: Float32Array;
  bag: Bag;
}

/** A memory of the start and what must have become of it; see `KnownMemory`. */
export interface KnownItem {
  item: Item;
  fate: Fate;
  key: string | null;
}

const MOST_ITEMS = 200_000;

/** Items by content, each made once. */
export class Items {
  readonly #known = new Map<string, Item>();

  /**
   * The item with this content. A vector is kept from the first time it was asked for.
   *
   * @param origin what the vector depends on besides the content: items that differ in it are different
   */
  of(
    content: { text: string; speaker: string | null; saidAt: string },
    vector: () => Float32Array,
    origin = '',
  ): Item {
    const { text, speaker, saidAt } = content;
    const key = `${speaker ?? ''}\n${saidAt}\n${origin}\n${text}`;
    const known = this.#known.get(key);
    if (known) return known;
    if (this.#known.size > MOST_ITEMS) this.#known.clear();
    const id = createHash('sha1').update(key).digest('hex').slice(0, 16);
    const bag = bagOf(renderForSearch(speaker, text));
    const item = { id, text, speaker, saidAt, vector: vector(), bag };
    this.#known.set(key, item);
    return item;
  }

  /** Forgets all items, so that vectors are asked for afresh. */
  clear(): void {
    this.#known.clear();
  }
}

/**
 * A bank that is cheap to fork: the ledger's search (same words, same fusion) over a handful of shared
 * items, without versions, transactions or promises. The ledger's own store stays the reference.
 */
export class Bank {
  private constructor(
    private readonly live: ReadonlyMap<string, Item>,
    /** How often a memory that was there was updated or deleted. */
    readonly changes: number,
  ) {}

  static readonly empty = new Bank(new Map(), 0);

  get items(): Item[] {
    return [...this.live.values()];
  }

  get size(): number {
    return this.live.size;
  }

  /** Words of all memories together. */
  get words(): number {
    let sum = 0;
    for (const item of this.live.values()) sum += item.bag.length;
    return sum;
  }

  /** Equal for banks that hold the same. */
  get signature(): string {
    return [...this.live.keys()].sort().join(' ');
  }

  /** Whether what became of a memory of the start is what must. */
  respects({ item, fate, key }: KnownItem): boolean {
    if (fate === 'any') return true;
    if (this.live.has(item.id)) return fate !== 'goes';
    if (fate === 'goes') return true;
    return key !== null && this.items.some(({ text }) => atomMatches(key, text));
  }

  /** Whether a memory of the start that must stay is no memory of its own any more. */
  hasMerged({ item, fate }: KnownItem): boolean {
    return fate === 'stays' && !this.live.has(item.id);
  }

  with(put: readonly Item[], without: readonly string[] = []): Bank {
    const live = new Map(this.live);
    for (const id of without) live.delete(id);
    for (const item of put) live.set(item.id, item);
    return new Bank(live, this.changes + without.length);
  }

  /** Best first, as the ledger's `search` orders them. */
  search(vector: Float32Array, text: string, limit: number): ScoredMemory[] {
    const all = this.items;
    const words = bm25(
      all.map((item) => item.bag),
      text,
    );
    const candidates = all.map(({ id, vector: own }, at) => ({
      item: at,
      id,
      similarity: cosine(vector, own),
      bm25: words[at] ?? 0,
    }));
    return fuse(candidates, limit).map(({ item: at, score, similarity }) => {
      const { id, text: told, speaker, saidAt } = all[at] as Item;
      return {
        id,
        namespace: 'gym',
        version: 1,
        text: told,
        speaker,
        saidAt,
        source: null,
        written: { revision: at, seq: 0 },
        score,
        similarity,
      };
    });
  }
}

/** Unit-length mean of two vectors: how a joined text is embedded where exactness is too slow. */
export function between(a: Float32Array, b: Float32Array): Float32Array {
  const mean = a.map((value, at) => value + (b[at] as number));
  let norm = 0;
  for (const value of mean) norm += value * value;
  const scale = norm > 0 ? 1 / Math.sqrt(norm) : 0;
  return mean.map((value) => value * scale);
}
