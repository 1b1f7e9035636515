import type { EpochMs } from '../memory/records.js';
import type { MemoryFilter } from './store.js';

/**
 * A text as an SQL literal for LanceDB's filters (DataFusion's dialect: the quote is the only special
 * character; backslashes and % stand for themselves).
 */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A whole number as an SQL literal; instants beyond what JavaScript counts exactly are brought back. */
export function integer(value: number): string {
  const bounded = Math.min(Number.MAX_SAFE_INTEGER, Math.max(Number.MIN_SAFE_INTEGER, value));
  return String(Math.ceil(Number.isNaN(bounded) ? 0 : bounded));
}

/** `column IN (…)`; false where there are no values. */
export function oneOf(column: string, values: readonly string[]): string {
  return values.length === 0 ? 'false' : `${column} IN (${values.map(literal).join(', ')})`;
}

/** The rows that were live at an instant, or are now. Never-live rows close when they begin. */
export function liveAt(asOf: EpochMs | undefined): string {
  if (asOf === undefined) return 'valid_to IS NULL';
  const at = integer(asOf);
  return `valid_from <= ${at} AND (valid_to IS NULL OR valid_to > ${at})`;
}

/** What people's names are compared by. */
export function speakerKey(speaker: string): string {
  return speaker.normalize('NFC').toLowerCase();
}

/** The rows of the namespace's table that a memory filter lets through. */
export function whereOf(filter: Omit<MemoryFilter, 'namespace'>): string {
  const parts = [`(${liveAt(filter.asOf)})`];
  if (filter.speaker !== undefined) {
    parts.push(`speaker_key = ${literal(speakerKey(filter.speaker))}`);
  }
  if (filter.since !== undefined) parts.push(`said_at >= ${integer(filter.since)}`);
  if (filter.until !== undefined) parts.push(`said_at < ${integer(filter.until)}`);
  return parts.join(' AND ');
}
