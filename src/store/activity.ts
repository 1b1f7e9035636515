import type { EpochMs, OperationName } from '../memory/records.js';

/** What happened in a namespace in one span of time, and how much was live at its end. */
export interface ActivitySpan {
  from: EpochMs;
  operations: Record<OperationName, number>;
  live: number;
}

/** The past of a namespace in spans of equal length, oldest first, without gaps; empty where nothing was written. */
export interface Activity {
  spanMs: number;
  spans: ActivitySpan[];
}

/** As much of a row as activity is counted from; see `Row`. */
export interface Lifetime {
  operation: OperationName;
  validFrom: EpochMs;
  validTo: EpochMs | null;
}

/** Few enough that each is seen in a picture. */
const MAX_SPANS = 48;
const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const SPANS = [
  ...[1, 5, 15, 60, 360].map((minutes) => minutes * MINUTE),
  ...[1, 7, 28, 91, 364].map((days) => days * DAY),
];

/** Counts rows into the shortest spans of round length (UTC) that keep them few. */
export function activityOf(rows: readonly Lifetime[]): Activity {
  let first = Infinity;
  let last = -Infinity;
  for (const { validFrom, validTo } of rows) {
    first = Math.min(first, validFrom);
    last = Math.max(last, validTo ?? validFrom);
  }
  const fits = (length: number) => indexOf(last, length) - indexOf(first, length) < MAX_SPANS;
  const spanMs = SPANS.find(fits) ?? Math.ceil((last - first) / (MAX_SPANS - 1) / DAY) * DAY;
  if (rows.length === 0) return { spanMs, spans: [] };
  const start = indexOf(first, spanMs);
  const spans = Array.from({ length: indexOf(last, spanMs) - start + 1 }, (_, i) => ({
    from: (start + i) * spanMs,
    operations: { ADD: 0, UPDATE: 0, DELETE: 0, NOOP: 0 },
    live: 0,
  }));
  const at = (time: EpochMs) => spans[indexOf(time, spanMs) - start];
  for (const { operation, validFrom, validTo } of rows) {
    const begun = at(validFrom);
    if (!begun) continue;
    begun.operations[operation] += 1;
    // Tombstones and notes end when they begin: they add one and take it away again.
    begun.live += 1;
    const ended = validTo === null ? undefined : at(validTo);
    if (ended) ended.live -= 1;
  }
  let live = 0;
  for (const span of spans) span.live = live += span.live;
  return { spanMs, spans };
}

function indexOf(time: EpochMs, length: number): number {
  return Math.floor(time / length);
}
