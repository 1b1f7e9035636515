/** @import {Actions, LedgerEntry, MemoryDetail} from '../types.js' */
import { html, nothing } from 'lit-html';
import { formatTime } from '../format.js';
import { account, badge, changedText } from './parts.js';

/**
 * One memory: what it says now, what can be done with it, and all its versions, newest first.
 * @param {MemoryDetail} detail
 * @param {Actions} actions
 */
export function timeline({ memory, entries, isCut }, actions) {
  const newest = entries.find(({ operation }) => operation !== 'NOOP') ?? entries[0];
  const isErased = entries.every(({ text }) => text === '');
  const text = memory?.text ?? newest?.text ?? '';
  const own = { id: newest?.memoryId ?? '', text };
  return html`
    <header class=${memory === null ? 'closed' : ''}>
      <h2 id="detail-title" tabindex="-1">${isErased ? 'An erased memory' : text}</h2>
      ${
        memory === null
          ? html`<p class="facts">
              ${isErased ? 'Its text is gone for good.' : 'Forgotten: it is no longer recalled.'}
            </p>`
          : html`<p class="facts">
              ${memory.speaker === null ? nothing : html`said by <b>${memory.speaker}</b>, `}${formatTime(
                Date.parse(memory.saidAt),
              )}${memory.source === null ? nothing : html` · from ${memory.source}`}
              · version ${memory.version}
            </p>`
      }
      <div class="buttons">
        ${
          memory === null
            ? nothing
            : html`<button @click=${() => actions.askForget(own)}>Forget…</button>`
        }
        ${
          isErased
            ? nothing
            : html`<button class="quiet-danger" @click=${() => actions.askErase(own)}>
                Erase for good…
              </button>`
        }
      </div>
    </header>
    <h3>Timeline</h3>
    <ol class="timeline">
      ${entries.map((entry) => step(entry, actions))}
    </ol>
    ${isCut ? html`<p class="count">Older versions are not shown.</p>` : nothing}
    <p class="count">Id <code>${own.id}</code></p>
  `;
}

/**
 * @param {LedgerEntry} entry
 * @param {Actions} actions
 */
function step(entry, actions) {
  return html`<li class=${entry.operation.toLowerCase()}>
    <p class="when">
      ${badge(entry.operation)}
      ${entry.version === null || entry.operation === 'DELETE' ? nothing : html`<span>version ${entry.version}</span>`}
      <time datetime=${new Date(entry.at).toISOString()}>${formatTime(entry.at)}</time>
      ${
        entry.operation === 'NOOP' || entry.text === ''
          ? nothing
          : html`<button
              class="plain"
              @click=${() => void actions.askUndo(entry.transactionId)}
              aria-label="Undo the ${entry.operation} of ${formatTime(entry.at)}"
            >
              Undo…
            </button>`
      }
    </p>
    ${changedText(entry)} ${account(entry)}
  </li>`;
}
