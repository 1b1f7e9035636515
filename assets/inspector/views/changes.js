/** @import {Actions, ChangePage, LedgerEntry, Model, Route} from '../types.js' */
import { html, nothing } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { byTransaction, formatTime, plural } from '../format.js';
import { hashOf } from '../route.js';
import { account, badge, changedText, whenLoaded } from './parts.js';

/**
 * Every transaction, newest first.
 * @param {Model} model
 * @param {Actions} actions
 */
export function changesView({ changes, route }, actions) {
  return html`<section class="changes" aria-labelledby="changes-title">
    <h2 id="changes-title">Changes</h2>
    <p class="lead">
      What was decided at each step, newest first. What one call did is one transaction: it was
      written as a whole and is undone as a whole.
    </p>
    ${whenLoaded(changes, (page) => transactions(page, route, actions, changes.state === 'loading'))}
  </section>`;
}

/**
 * @param {ChangePage} page
 * @param {Route} route
 * @param {Actions} actions
 * @param {boolean} isBusy
 */
function transactions({ entries, nextCursor }, route, actions, isBusy) {
  if (entries.length === 0) return html`<p class="empty">Nothing was ever written here.</p>`;
  return html`<ol class="transactions">
      ${repeat(
        byTransaction(entries),
        (group) => group[0]?.transactionId,
        (group) => transaction(group, route, actions),
      )}
    </ol>
    ${
      nextCursor === null
        ? nothing
        : html`<button class="more" ?disabled=${isBusy} @click=${actions.olderChanges}>
            Older changes
          </button>`
    }`;
}

/**
 * @param {LedgerEntry[]} entries of one transaction
 * @param {Route} route
 * @param {Actions} actions
 */
function transaction(entries, route, actions) {
  const [first] = entries;
  if (first === undefined) return nothing;
  const canUndo = entries.some(({ operation, text }) => operation !== 'NOOP' && text !== '');
  return html`<li>
    <header>
      <h3>
        <time datetime=${new Date(first.at).toISOString()}>${formatTime(first.at)}</time>
      </h3>
      <span class="facts">${plural(entries.length, 'operation')}</span>
      ${
        canUndo
          ? html`<button
              @click=${() => void actions.askUndo(first.transactionId)}
              aria-label="Undo the transaction of ${formatTime(first.at)}"
            >
              Undo…
            </button>`
          : nothing
      }
    </header>
    <ul>
      ${entries.map(
        (entry) =>
          html`<li class="operation">
            ${badge(entry.operation)}
            <div>
              ${changedText(entry)} ${account(entry)}
              ${
                entry.memoryId === null
                  ? nothing
                  : html`<a
                      class="open"
                      href=${hashOf({ ...route, view: 'memories', query: '', page: 0, memoryId: entry.memoryId })}
                      >Timeline<span class="visually-hidden"> of: ${entry.text}</span></a
                    >`
              }
            </div>
          </li>`,
      )}
    </ul>
  </li>`;
}
