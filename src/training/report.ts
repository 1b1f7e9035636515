import { type Departure, DEPARTURES } from '../agents/policies/learned-weights.js';
import type { CalibrationReport } from './calibrate.js';
import type { Progress, Trained } from './train.js';

/** A line of a chart; `null` where nothing was measured. */
interface Series {
  name: string;
  values: (number | null)[];
}

interface Chart {
  title: string;
  note: string;
  series: Series[];
}

const COLOURS = [
  '#2563eb',
  '#d97706',
  '#059669',
  '#dc2626',
  '#7c3aed',
  '#0891b2',
  '#be185d',
  '#4b5563',
  '#65a30d',
  '#9a3412',
];
const SIZE = { width: 560, height: 220, left: 46, right: 10, top: 10, bottom: 26 };

/** What was fitted for one kind of departures from the rules. */
function calibrationRows(departure: Departure, report: CalibrationReport): [string, string][] {
  const { slope, offset, threshold, departures, right, errorBefore, errorAfter } = report;
  return [
    ['departures', `${departure} what is known`],
    ['calibration slope, offset', `${slope.toFixed(2)}, ${offset.toFixed(2)}`],
    ['least confidence', threshold.toFixed(3)],
    ['made a difference in calibration', `${departures}`],
    ['of these gained', percent(right)],
    ['calibration error before / after', `${percent(errorBefore)} / ${percent(errorAfter)}`],
  ];
}

/** A page with the curves of a training, without scripts or anything to load, for people to look at. */
export function trainingReport(
  title: string,
  facts: Record<string, string | number>,
  { progress, calibration }: Pick<Trained, 'progress' | 'calibration'>,
): string {
  const rows = [
    ...Object.entries(facts),
    ...DEPARTURES.flatMap((departure) => calibrationRows(departure, calibration[departure])),
  ];
  const charts = chartsOf(progress).filter(({ series }) =>
    series.some(({ values }) => values.some((value) => value !== null)),
  );
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escape(title)}</title>
<style>
body{font:15px/1.5 system-ui,sans-serif;max-width:1180px;margin:2rem auto;padding:0 1rem;color:#1f2937}
table{border-collapse:collapse}td,th{padding:.15rem .8rem .15rem 0;text-align:left;vertical-align:top}
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(520px,1fr));gap:1.5rem}
figure{margin:0}figcaption{font-weight:600}small{color:#6b7280}text{font-size:11px;fill:#6b7280}
</style></head><body>
<h1>${escape(title)}</h1>
<table>${rows.map(([key, value]) => `<tr><th>${escape(key)}</th><td>${escape(String(value))}</td></tr>`).join('')}</table>
<h2>Curves</h2>
<div class="charts">${charts.map(figure).join('\n')}</div>
${confusionTable(progress)}
</body></html>
`;
}

function chartsOf(progress: readonly Progress[]): Chart[] {
  const line = (name: string, pick: (each: Progress) => number | null | undefined): Series => ({
    name,
    values: progress.map((each) => pick(each) ?? null),
  });
  const names = (pick: (each: Progress) => object | undefined): string[] => [
    ...new Set(progress.flatMap((each) => Object.keys(pick(each) ?? {}))),
  ];
  return [
    {
      title: 'Reward of an episode',
      note: 'right answers less the cost of the bank: the batch while training, and held-out episodes',
      series: [
        line('batch', ({ reward, loss }) => (loss === null ? reward : null)),
        line('validation', ({ validation }) => validation?.reward),
      ],
    },
    {
      title: 'Exact match on validation',
      note: 'share of questions that the frozen answer agent answers rightly',
      series: [
        line('all', ({ validation }) => validation?.score),
        ...names(({ validation }) => validation?.kinds).map((kind) =>
          line(kind, ({ validation }) => validation?.kinds[kind]),
        ),
      ],
    },
    {
      title: 'KL divergence',
      note: 'nats: from the policy that acted, and from the reference policy',
      series: [
        line('approximate', ({ objective }) => objective?.approximateKl),
        line('reference', ({ objective }) => objective?.referenceKl),
      ],
    },
    {
      title: 'Entropy and clipping',
      note: 'entropy of one choice in nats; share of clipped samples',
      series: [
        line('entropy', ({ objective }) => objective?.entropy),
        line('clip fraction', ({ objective }) => objective?.clipFraction),
      ],
    },
    {
      title: 'Operations',
      note: 'share of the facts for which each operation is taken, on validation',
      series: names(({ validation }) => validation?.mix).map((name) =>
        line(name, ({ validation }) =>
          validation ? validation.mix[name as keyof typeof validation.mix] : null,
        ),
      ),
    },
    {
      title: 'Accuracy by event',
      note: 'share where the story’s own operation was done; never part of the reward',
      series: names(({ validation }) => validation?.accuracy).map((name) =>
        line(name, ({ validation }) => validation?.accuracy[name]),
      ),
    },
    {
      title: 'Groups that teach, critic’s explained variance',
      note: 'share of groups with a difference in reward (GRPO); explained variance (PPO)',
      series: [
        line('informative groups', ({ informative }) => informative),
        line('explained variance', ({ explainedVariance }) => explainedVariance),
      ],
    },
    {
      title: 'Loss',
      note: 'negative log-likelihood in nats (SFT)',
      series: [line('loss', ({ loss }) => loss)],
    },
  ];
}

function figure({ title, note, series }: Chart): string {
  const { width, height, left, right, top, bottom } = SIZE;
  const all = series.flatMap(({ values }) => values.filter((value) => value !== null));
  const low = Math.min(0, ...all);
  const high = Math.max(...all, low + 1e-6);
  const count = Math.max(2, ...series.map(({ values }) => values.length));
  const x = (at: number): string => (left + (at / (count - 1)) * (width - left - right)).toFixed(1);
  const y = (value: number): string =>
    (height - bottom - ((value - low) / (high - low)) * (height - top - bottom)).toFixed(1);
  const ticks = [low, (low + high) / 2, high].map(
    (value) =>
      `<line x1="${left}" x2="${width - right}" y1="${y(value)}" y2="${y(value)}" stroke="#e5e7eb"/><text x="${left - 6}" y="${y(value)}" text-anchor="end" dominant-baseline="middle">${number(value)}</text>`,
  );
  const shown = series.filter(({ values }) => values.some((value) => value !== null));
  const lines = shown.map(({ values }, at) => {
    const points = values.flatMap((value, i) => (value === null ? [] : [`${x(i)},${y(value)}`]));
    return `<polyline fill="none" stroke="${colour(at)}" stroke-width="1.6" points="${points.join(' ')}"/>`;
  });
  const legend = shown.map(
    ({ name, values }, at) =>
      `<span style="color:${colour(at)}">■</span> ${escape(name)} <small>${number(values.findLast((value) => value !== null) ?? 0)}</small>`,
  );
  return `<figure><figcaption>${escape(title)}</figcaption><small>${escape(note)}</small>
<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escape(title)}">${ticks.join('')}${lines.join('')}<text x="${left}" y="${height - 6}">iteration 1</text><text x="${width - right}" y="${height - 6}" text-anchor="end">${count}</text></svg>
<div>${legend.join(' &nbsp; ')}</div></figure>`;
}

function confusionTable(progress: readonly Progress[]): string {
  const last = progress.findLast(({ validation }) => validation !== null)?.validation;
  if (!last) return '';
  const taken = ['ADD', 'UPDATE', 'DELETE', 'DELETE+ADD', 'NOOP'] as const;
  const rows = Object.entries(last.confusion).map(
    ([event, row]) =>
      `<tr><th>${escape(event)}</th>${taken.map((name) => `<td>${row[name] ?? 0}</td>`).join('')}</tr>`,
  );
  return `<h2>What was done, by what happened (last validation)</h2><table><tr><th></th>${taken.map((name) => `<th>${name}</th>`).join('')}</tr>${rows.join('')}</table>`;
}

const colour = (at: number): string => COLOURS[at % COLOURS.length] ?? '#000';
const number = (value: number): string =>
  Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(3);
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const escape = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
