/** @import {Actions, Memory, MemoryList, Model, Route} from '../types.js' */
import { html, nothing } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { repeat } from 'lit-html/directives/repeat.js';
import { formatDay, formatNumber, plural } from '../format.js';
import { hashOf, PAGE_SIZE } from '../route.js';
import { whenLoaded } from './parts.js';
import { timeline } from './timeline.js';

/**
 * @param {Model} model
 * @param {Actions} actions
 */
export function memoriesView({ route, list, detail }, actions) {
  return html`<div class="memories ${detail === null ? '' : 'with-detail'}">
    <section class="finder" aria-label="Memories">
      <form
        role="search"
        @submit=${(/** @type {Event} */ event) => event.preventDefault()}
        class=${list.state === 'loading' ? 'busy' : ''}
      >
        <label class="visually-hidden" for="search">Search memories by meaning and words</label>
        <input
          id="search"
          type="search"
          autocomplete="off"
          placeholder="Search by meaning or words"
          .value=${live(route.query)}
          @input=${(/** @type {{target: HTMLInputElement}} */ event) =>
            actions.search(event.target.value)}
        />
        <kbd aria-hidden="true">/</kbd>
      </form>
      ${whenLoaded(list, (value) => listOf(value, route))}
    </section>
    ${
      detail === null
        ? html`<p class="hint">Choose a memory to see what became of it, version by version.</p>`
        : html`<section class="detail" aria-label="The chosen memory">
            <a class="back" href=${hashOf({ ...route, memoryId: null })}>← All memories</a>
            ${whenLoaded(detail, (value) => timeline(value, actions))}
          </section>`
    }
  </div>`;
}

/**
 * @param {MemoryList} list
 * @param {Route} route
 */
function listOf({ total, memories, hasMore }, route) {
  if (memories.length === 0)
    return html`<p class="empty">
      ${route.query.trim() === '' ? 'Nothing is remembered here yet.' : 'Nothing like this is remembered.'}
    </p>`;
  const searching = route.query.trim() !== '';
  return html`
    <p class="count">
      ${
        searching
          ? `The ${plural(total, 'closest memory', 'closest memories')}, best first`
          : `${plural(total, 'live memory', 'live memories')}, newest first`
      }${hasMore ? '; say more to narrow it down' : ''}
    </p>
    <ol id="list">
      ${repeat(
        memories,
        ({ id }) => id,
        (memory) => row(memory, route),
      )}
    </ol>
    ${searching ? nothing : pages(total, memories.length, route)}
  `;
}

/**
 * @param {Memory} memory
 * @param {Route} route
 */
function row({ id, text, speaker, saidAt, version }, route) {
  return html`<li>
    <a
      id="row-${id}"
      href=${hashOf({ ...route, memoryId: id })}
      aria-current=${id === route.memoryId ? 'true' : nothing}
    >
      <span class="text">${text}</span>
      <span class="facts"
        >${speaker === null ? nothing : html`<b>${speaker}</b> · `}<time datetime=${saidAt}
          >${formatDay(saidAt)}</time
        >${version > 1 ? ` · version ${version}` : nothing}</span
      >
    </a>
  </li>`;
}

/**
 * @param {number} total
 * @param {number} shown
 * @param {Route} route
 */
function pages(total, shown, route) {
  if (shown === total) return nothing;
  const first = route.page * PAGE_SIZE + 1;
  const last = Math.ceil(total / PAGE_SIZE) - 1;
  const link = (/** @type {number} */ page, /** @type {string} */ title) =>
    page < 0 || page > last
      ? html`<span class="off">${title}</span>`
      : html`<a href=${hashOf({ ...route, page, memoryId: null })}>${title}</a>`;
  return html`<nav class="pages" aria-label="Pages">
    ${link(route.page - 1, '← Newer')}
    <span
      >${formatNumber(first)} – ${formatNumber(first + shown - 1)} of ${formatNumber(total)}</span
    >
    ${link(route.page + 1, 'Older →')}
  </nav>`;
}
