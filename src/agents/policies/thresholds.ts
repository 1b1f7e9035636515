/**
 * Cosine similarities of the bundled embedder (USE-lite), measured on pairs of short statements:
 * paraphrases 0.71 to 0.94, a superseded value 0.30 to 0.90, different facts of one kind 0.70 to 0.91,
 * unrelated ones about 0.3. They overlap, so similarity only guards; the words decide.
 */
export const THRESHOLDS = {
  /** Same words, another order or form. */
  paraphrase: 0.6,
  /** Same value under another verb. */
  sameValue: 0.78,
  elaboration: 0.45,
  /** Below it two statements are not of one matter, whatever words they share. */
  related: 0.25,
  /** A correction that shares hardly a word with what it corrects. */
  correction: 0.7,
};
