import { diffWordsWithSpace } from 'diff';

/** @typedef {{kind: 'same' | 'gone' | 'new', text: string}} Piece */

/**
 * How a text became another, word by word, for reading: what only blanks or punctuation keep apart is told
 * as one piece that went and one that came, not as a mixture of both.
 * @param {string} before
 * @param {string} after
 * @returns {Piece[]}
 */
export function changedWords(before, after) {
  /** @type {Piece[]} */
  const pieces = [];
  let gone = '';
  let came = '';
  let between = '';
  const flush = () => {
    if (gone !== '') pieces.push({ kind: 'gone', text: gone });
    if (came !== '') pieces.push({ kind: 'new', text: came });
    if (between !== '') pieces.push({ kind: 'same', text: between });
    gone = came = between = '';
  };
  for (const { value, added, removed } of diffWordsWithSpace(before, after)) {
    if (!added && !removed) {
      between += value;
      if (/[\p{L}\p{N}]/u.test(value) || (gone === '' && came === '')) flush();
      continue;
    }
    gone += between + (removed ? value : '');
    came += between + (added ? value : '');
    between = '';
  }
  flush();
  return pieces;
}
