/** The part of a tokenizer.json that holds a unigram model. */
export interface UnigramJson {
  readonly model: { readonly vocab: readonly (readonly [piece: string, score: number])[] };
}

interface TrieNode {
  readonly children: Map<number, TrieNode>;
  /** Of the piece that ends here; -1 where none does. */
  id: number;
  score: number;
}

const SPACE = '▁';
const UNKNOWN = 0;

/**
 * The tokenizer of Universal Sentence Encoder Lite: a unigram model (Kudo 2018,
 * https://arxiv.org/abs/1804.10959) searched as the TensorFlow.js original does. The library's own
 * search of the same tokenizer.json differs where two splits score the same, as in "soooooo": it
 * takes the other one, and the vector moves by up to 0.08 in cosine. No setting of tokenizer.json
 * changes that.
 *
 * @param tokenizer content of the bundled model's tokenizer.json
 * @returns a function from a text to its token ids, not cut to any length
 */
export function useLiteTokenizer({ model: { vocab } }: UnigramJson): (text: string) => number[] {
  const root = emptyNode();
  vocab.forEach(([piece, score], id) => {
    let node = root;
    // UTF-16 units will do: no piece has a character of two, and unknown units are merged below.
    for (let i = 0; i < piece.length; i++) {
      const unit = piece.charCodeAt(i);
      let child = node.children.get(unit);
      if (!child) node.children.set(unit, (child = emptyNode()));
      node = child;
    }
    node.id = id;
    node.score = score;
  });

  return (text) => {
    if (text === '') return [];
    const input = SPACE + text.normalize('NFKC').replaceAll(' ', SPACE);
    // The best split of the first `end` units: its score, its last piece, and where that starts.
    const best = new Float64Array(input.length + 1);
    const last = new Int32Array(input.length + 1);
    const from = new Int32Array(input.length + 1);
    const offer = (start: number, end: number, id: number, score: number): void => {
      const total = (best[start] ?? 0) + score;
      const known = best[end] ?? 0;
      // As in the original, the later start wins a tie, and a score of 0 counts as none yet.
      if (known !== 0 && total < known) return;
      best[end] = total;
      last[end] = id;
      from[end] = start;
    };
    for (let start = 0; start < input.length; start++) {
      let found = false;
      let node = root.children.get(input.charCodeAt(start));
      for (let end = start + 1; node; end++) {
        if (node.id >= 0) {
          found = true;
          offer(start, end, node.id, node.score);
        }
        node = end < input.length ? node.children.get(input.charCodeAt(end)) : undefined;
      }
      if (!found) offer(start, start + 1, UNKNOWN, 0);
    }
    const ids: number[] = [];
    for (let end = input.length; end > 0; end = from[end] ?? 0) {
      const id = last[end] ?? UNKNOWN;
      if (id !== UNKNOWN || ids.at(-1) !== UNKNOWN) ids.push(id);
    }
    return ids.reverse();
  };
}

function emptyNode(): TrieNode {
  return { children: new Map(), id: -1, score: 0 };
}
