import { inputError } from '../errors.js';
import { entryOf, type Row } from './rows.js';
import type { HistoryPage } from './store.js';

/** A line's place in the history of its namespace: history runs newest first. */
export interface Place {
  revision: number;
  seq: number;
}

/** True where `row` comes after `place` on the pages of history, that is, happened earlier. */
export function isBefore(row: Place, place: Place): boolean {
  return row.revision < place.revision || (row.revision === place.revision && row.seq < place.seq);
}

/**
 * A page of at most `limit` entries.
 * @param rows newest first; one more than `limit` where there are more pages
 */
export function historyPage(rows: readonly Omit<Row, 'vector'>[], limit: number): HistoryPage {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = last !== undefined && rows.length > shown.length;
  return { entries: shown.map(entryOf), nextCursor: more ? encodeCursor(last) : null };
}

/** @throws MemoryR1Error `bad-cursor` */
export function decodeCursor(cursor: string): Place {
  const match = /^(\d{1,15})\.(\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString());
  if (!match) {
    throw inputError('bad-cursor', 'Unknown cursor: send `next_cursor` of the page before.');
  }
  return { revision: Number(match[1]), seq: Number(match[2]) };
}

function encodeCursor(place: Place): string {
  return Buffer.from(`${place.revision}.${place.seq}`).toString('base64url');
}
