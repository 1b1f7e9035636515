/** @import {LedgerEntry, Loaded} from '../types.js' */
import { html, nothing } from 'lit-html';
import { formatPercent } from '../format.js';
import { changedWords } from '../words.js';

/**
 * What is loaded, with the earlier value shown until a new one is there.
 * @template T
 * @param {Loaded<T>} loaded
 * @param {(value: T) => unknown} show
 */
export function whenLoaded(loaded, show) {
  if (loaded.state === 'failed') return html`<p class="failure" role="alert">${loaded.message}</p>`;
  const value = loaded.state === 'ready' ? loaded.value : loaded.previous;
  if (value === null) return html`<p class="waiting" role="status">Loading…</p>`;
  return show(value);
}

/** @param {LedgerEntry['operation']} operation */
export const badge = (operation) =>
  html`<span class="badge ${operation.toLowerCase()}">${operation}</span>`;

/**
 * Why an operation was chosen, by whom, and how sure it was.
 * @param {LedgerEntry} entry
 */
export function account({ reason, policy, confidence, source }) {
  return html`<p class="account">
    <span class="reason">${reason}</span>
    <span class="by"
      >${policy} ·
      <meter min="0" max="1" .value=${confidence} aria-hidden="true"></meter>
      ${formatPercent(confidence)} sure${source === null ? nothing : html` · from ${source}`}</span
    >
  </p>`;
}

/**
 * The text after an operation, with what went and what came word by word.
 * @param {LedgerEntry} entry
 */
export function changedText({ operation, text, previousText }) {
  if (text === '') return html`<p class="text gone">Erased: the text is gone for good.</p>`;
  if (operation === 'DELETE') return html`<p class="text"><del>${text}</del></p>`;
  if (operation === 'NOOP') return html`<p class="text unsaved">${text}</p>`;
  if (operation === 'ADD' || previousText === null || previousText === text)
    return html`<p class="text">${text}</p>`;
  const words = changedWords(previousText, text).map(({ kind, text }) => {
    if (kind === 'same') return text;
    return kind === 'gone' ? html`<del>${text}</del>` : html`<ins>${text}</ins>`;
  });
  return html`<p class="text">${words}</p>`;
}
