/** @import {Model, NamespaceStats, Overview} from '../types.js' */
import { html, nothing } from 'lit-html';
import { formatBytes, formatNumber } from '../format.js';
import { hashOf } from '../route.js';
import { growthChart, mixChart } from './charts.js';
import { whenLoaded } from './parts.js';

/** @param {Model} model */
export function overviewView({ overview, activity, route }) {
  return html`<section class="overview" aria-labelledby="overview-title">
    <h2 id="overview-title">${route.namespace}</h2>
    ${whenLoaded(overview, (value) => figures(value, route.namespace))}
    ${whenLoaded(activity, (value) =>
      value.spans.length === 0
        ? html`<p class="empty">Nothing was ever written here.</p>`
        : html`${growthChart(value)} ${mixChart(value)}`,
    )}
    ${whenLoaded(overview, (value) => namespaceTable(value, route))}
  </section>`;
}

/**
 * @param {Overview} overview
 * @param {string} namespace
 */
function figures({ namespaces, unreadable, bytes, embedder, storeUri, version }, namespace) {
  const own = namespaces.find((one) => one.namespace === namespace);
  const figure = (/** @type {string} */ title, /** @type {string} */ value) =>
    html`<div>
      <dt>${title}</dt>
      <dd>${value}</dd>
    </div>`;
  return html`${unreadable.map(
      ({ namespace, problem }) =>
        html`<p class="failure" role="alert">${namespace} cannot be read: ${problem}</p>`,
    )}
    <dl class="figures">
      ${figure('live memories', formatNumber(own?.live ?? 0))}
      ${figure('past versions and notes', formatNumber(own?.closed ?? 0))}
      ${figure('namespaces', formatNumber(namespaces.length))}
      ${bytes === null ? nothing : figure('on disk, all namespaces', formatBytes(bytes))}
    </dl>
    <p class="count">
      Memory-R1 ${version} ·
      ${embedder === null ? 'no embedder yet' : `${embedder.name}, ${embedder.dimension} dimensions`}
      · <code>${storeUri}</code>
    </p>`;
}

/**
 * @param {Overview} overview
 * @param {Model['route']} route
 */
function namespaceTable({ namespaces }, route) {
  const columns = /** @type {const} */ (['ADD', 'UPDATE', 'DELETE', 'NOOP']);
  const row = (/** @type {NamespaceStats} */ { namespace, live, closed, operations }) =>
    html`<tr>
      <th scope="row">
        <a href=${hashOf({ view: 'memories', namespace, query: '', page: 0, memoryId: null })}
          >${namespace}</a
        >${namespace === route.namespace ? ' (shown)' : nothing}
      </th>
      ${[live, closed, ...columns.map((operation) => operations[operation])].map(
        (count) => html`<td>${formatNumber(count)}</td>`,
      )}
    </tr>`;
  return html`<div class="card">
    <h3>Namespaces</h3>
    <div class="scroll" tabindex="0" role="region" aria-label="Namespaces">
      <table>
        <thead>
          <tr>
            <th scope="col">Name</th>
            ${['Live', 'Past', ...columns].map((title) => html`<th scope="col">${title}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${namespaces.map(row)}
        </tbody>
      </table>
    </div>
  </div>`;
}
