/** @import {Activity} from '../types.js' */
import { html, svg } from 'lit-html';
import { formatDay, formatNumber, formatPercent, formatTime } from '../format.js';

const OPERATIONS = /** @type {const} */ (['ADD', 'UPDATE', 'DELETE', 'NOOP']);
const DAY = 86_400_000;
const WIDTH = 720;
const HEIGHT = 220;
/** Room for the axis labels: left, right, below. */
const EDGE = { left: 48, right: 8, top: 10, bottom: 24 };

/**
 * How many memories were live, as an area, over time.
 * @param {Activity} activity
 */
export function growthChart({ spans, spanMs }) {
  const most = roundUp(Math.max(2, ...spans.map(({ live }) => live)));
  const right = WIDTH - EDGE.right;
  const bottom = HEIGHT - EDGE.bottom;
  const step = (right - EDGE.left) / spans.length;
  const y = (/** @type {number} */ live) => bottom - (live / most) * (bottom - EDGE.top);
  // A step for each span: the figure is that of the span's end and no line between two is true.
  const line = spans
    .map(({ live }, i) => `V${y(live).toFixed(1)} H${(EDGE.left + (i + 1) * step).toFixed(1)}`)
    .join(' ');
  const name = (/** @type {number} */ at) => (spanMs < DAY ? formatTime(at) : formatDay(at));
  const first = spans[0]?.from ?? 0;
  const last = (spans.at(-1)?.from ?? 0) + spanMs;
  const now = spans.at(-1)?.live ?? 0;
  return html`<figure class="card">
    <figcaption><h3>Growth</h3></figcaption>
    <svg
      viewBox="0 0 ${WIDTH} ${HEIGHT}"
      role="img"
      aria-label="Live memories from ${name(first)} to ${name(last)}: ${formatNumber(now)} at the end, ${formatNumber(Math.max(...spans.map(({ live }) => live)))} at most."
    >
      ${[0, most / 2, most].map(
        (value) =>
          svg`<line class="grid" x1=${EDGE.left} x2=${right} y1=${y(value)} y2=${y(value)} />
            <text x=${EDGE.left - 8} y=${y(value) + 4} text-anchor="end">${formatNumber(value)}</text>`,
      )}
      <path class="area" d="M${EDGE.left} ${bottom} ${line} V${bottom} Z" />
      <path class="line" d="M${EDGE.left} ${bottom} ${line}" />
      <text x=${EDGE.left} y=${HEIGHT - 6}>${name(first)}</text>
      <text x=${right} y=${HEIGHT - 6} text-anchor="end">${name(last)}</text>
    </svg>
  </figure>`;
}

/**
 * What was done: the share of each operation, and the operations of each span.
 * @param {Activity} activity
 */
export function mixChart({ spans, spanMs }) {
  const totals = OPERATIONS.map((operation) => ({
    operation,
    count: spans.reduce((sum, { operations }) => sum + operations[operation], 0),
  }));
  const all = Math.max(
    1,
    totals.reduce((sum, { count }) => sum + count, 0),
  );
  const height = 120;
  const busiest = Math.max(1, ...spans.map(({ operations }) => sumOf(operations)));
  const step = (WIDTH - EDGE.left - EDGE.right) / spans.length;
  return html`<figure class="card">
    <figcaption><h3>Operations</h3></figcaption>
    <svg
      viewBox="0 0 ${WIDTH} ${height}"
      role="img"
      aria-label="Operations over time; the table has the sums."
    >
      <line
        class="grid"
        x1=${EDGE.left}
        x2=${WIDTH - EDGE.right}
        y1=${height - 1}
        y2=${height - 1}
      />
      <text x=${EDGE.left - 8} y="12" text-anchor="end">${formatNumber(busiest)}</text>
      <text x=${EDGE.left - 8} y=${height - 2} text-anchor="end">0</text>
      ${spans.map(({ operations, from }, i) => {
        let top = height - 1;
        return OPERATIONS.map((operation) => {
          const size = (operations[operation] / busiest) * (height - 6);
          top -= size;
          return size === 0
            ? ''
            : svg`<rect class=${operation.toLowerCase()} x=${EDGE.left + i * step + step * 0.1}
                y=${top} width=${Math.min(step * 0.8, 40)} height=${size}>
                <title>${operations[operation]} ${operation}, ${spanMs < DAY ? formatTime(from) : formatDay(from)}</title>
              </rect>`;
        });
      })}
    </svg>
    <table class="legend">
      <thead class="visually-hidden">
        <tr>
          <th scope="col">Operation</th>
          <th scope="col">Count</th>
          <th scope="col">Share</th>
        </tr>
      </thead>
      <tbody>
        ${totals.map(
          ({ operation, count }) =>
            html`<tr>
              <th scope="row">
                <span class="swatch ${operation.toLowerCase()}"></span>${operation}
              </th>
              <td>${formatNumber(count)}</td>
              <td>${formatPercent(count / all)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </figure>`;
}

/** @param {Record<string, number>} operations */
const sumOf = (operations) => Object.values(operations).reduce((sum, count) => sum + count, 0);

/** The next of 2, 4, 6, 10, 20, 40 …: halves of these are whole. @param {number} value */
function roundUp(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 4, 6, 10].map((factor) => factor * power).find((round) => round >= value) ?? value;
}
