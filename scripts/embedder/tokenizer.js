/**
 * The model's SentencePiece unigram vocabulary as a Hugging Face tokenizer, such that it gives the
 * ids of the TensorFlow.js package's own tokenizer.
 */

const SPACE = '▁';
const RESERVED = 6;

/** Longest input in tokens; the model ignores what comes after (`ClipToMaxLength` in its graph). */
export const MAX_TOKENS = 128;

/**
 * @param {[piece: string, score: number | null][]} vocabulary as in the package's vocab.json
 * @returns {{ tokenizer: object, config: object }} contents of tokenizer.json and
 *   tokenizer_config.json
 */
export function convertTokenizer(vocabulary) {
  const vocab = vocabulary.map(([piece, score], index) => [
    // The first pieces are control symbols that text must never produce. A space cannot match:
    // the normalizer replaces them all.
    index < RESERVED ? `reserved ${index}` : piece,
    // The package's vocabulary has no score for the pieces with a colon and counts it as 0.
    score ?? 0,
  ]);
  const tokenizer = {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: [],
    normalizer: {
      type: 'Sequence',
      normalizers: [
        { type: 'NFKC' },
        { type: 'Replace', pattern: { String: ' ' }, content: SPACE },
        { type: 'Prepend', prepend: SPACE },
      ],
    },
    // The original search takes a best score of 0 for "not reached yet", so that a piece of score 0
    // loses to any other split where it opens the text; those pieces all begin with "▁:".
    pre_tokenizer: {
      type: 'Split',
      pattern: { Regex: `\\A${SPACE}(?=:)` },
      behavior: 'Isolated',
      invert: false,
    },
    post_processor: null,
    decoder: { type: 'Metaspace', replacement: SPACE, prepend_scheme: 'always', split: false },
    model: { type: 'Unigram', unk_id: 0, vocab, byte_fallback: false },
  };
  const config = {
    tokenizer_class: 'PreTrainedTokenizer',
    model_max_length: MAX_TOKENS,
    unk_token: vocab[0]?.[0],
    pad_token: vocab[0]?.[0],
    clean_up_tokenization_spaces: false,
  };
  return { tokenizer, config };
}
