/** @import {Actions, Model, View} from '../types.js' */
import { html, nothing } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { formatNumber } from '../format.js';
import { hashOf } from '../route.js';
import { changesView } from './changes.js';
import { memoriesView } from './memories.js';
import { overviewView } from './overview.js';
import { questionDialog } from './question.js';

/** @type {[View, string][]} */
const TABS = [
  ['memories', 'Memories'],
  ['changes', 'Changes'],
  ['overview', 'Overview'],
];
const THEMES = /** @type {const} */ (['auto', 'light', 'dark']);

/**
 * @param {Model} model
 * @param {Actions} actions
 */
export function shell(model, actions) {
  if (model.session === 'refused') return refused();
  const { route } = model;
  return html`
    <a class="skip" href="#main" @click=${skipToMain}>Skip to the content</a>
    <header class="bar">
      <h1><img src="/icon.svg" alt="" width="26" height="26" /><span>Memory inspector</span></h1>
      <nav aria-label="Views">
        ${TABS.map(
          ([view, title]) =>
            html`<a
              href=${hashOf({ ...route, view, memoryId: null })}
              aria-current=${route.view === view ? 'page' : nothing}
              >${title}</a
            >`,
        )}
      </nav>
      <div class="tools">
        ${namespaces(model, actions)}
        <label
          ><span class="visually-hidden">Colours</span>
          <select
            @change=${(/** @type {{target: HTMLSelectElement}} */ event) =>
              actions.setTheme(THEMES.find((theme) => theme === event.target.value) ?? 'auto')}
          >
            ${THEMES.map(
              (theme) =>
                html`<option value=${theme} ?selected=${theme === model.theme}>
                  ${{ auto: 'System colours', light: 'Light', dark: 'Dark' }[theme]}
                </option>`,
            )}
          </select></label
        >
      </div>
    </header>
    <main id="main" tabindex="-1">
      ${model.session === 'open' ? content(model, actions) : nothing}
    </main>
    ${notice(model, actions)} ${questionDialog(model.question, actions)}
  `;
}

/**
 * @param {Model} model
 * @param {Actions} actions
 */
function content(model, actions) {
  switch (model.route.view) {
    case 'memories':
      return memoriesView(model, actions);
    case 'changes':
      return changesView(model, actions);
    case 'overview':
      return overviewView(model);
  }
}

/**
 * @param {Model} model
 * @param {Actions} actions
 */
function namespaces({ overview, route }, actions) {
  const known = overview.state === 'ready' ? overview.value : null;
  const listed = known?.namespaces ?? [];
  // The one that is looked at is offered even where nothing is stored in it.
  const all = listed.some(({ namespace }) => namespace === route.namespace)
    ? listed
    : [{ namespace: route.namespace, live: 0 }, ...listed];
  return html`<label
    ><span class="visually-hidden">Namespace</span>
    <select
      id="namespace"
      .value=${live(route.namespace)}
      @change=${(/** @type {{target: HTMLSelectElement}} */ event) =>
        actions.go({ namespace: event.target.value, query: '', page: 0, memoryId: null })}
    >
      ${all.map(
        ({ namespace, live: count }) =>
          html`<option value=${namespace} ?selected=${namespace === route.namespace}>
            ${namespace} (${formatNumber(count)})
          </option>`,
      )}
    </select></label
  >`;
}

/**
 * @param {Model} model
 * @param {Actions} actions
 */
function notice({ notice }, actions) {
  return html`<div class="notice-place" role=${notice?.kind === 'failed' ? 'alert' : 'status'}>
    ${
      notice === null
        ? nothing
        : html`<div class="notice ${notice.kind}">
            <p>${notice.text}</p>
            ${
              notice.undo === null
                ? nothing
                : html`<button @click=${() => void actions.undo(notice.undo ?? '')}>Undo</button>`
            }
            <button class="plain" @click=${actions.dismiss} aria-label="Dismiss">✕</button>
          </div>`
    }
  </div>`;
}

function refused() {
  return html`<main class="refused">
    <img src="/icon.svg" alt="" width="48" height="48" />
    <h1>This link does not open the inspector</h1>
    <p>
      Each link works once, in one tab, for as long as the inspector runs. Press Enter where
      <code>memory-r1 inspect</code> runs to get another one, or start it again.
    </p>
  </main>`;
}

/** The fragment is the route, so the link must not change it. @param {Event} event */
function skipToMain(event) {
  event.preventDefault();
  document.getElementById('main')?.focus();
}
