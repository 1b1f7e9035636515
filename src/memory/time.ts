import { DateTime, FixedOffsetZone } from 'luxon';
import { inputError } from '../errors.js';
import type { EpochMs, ZonedTime } from './records.js';

/** Milliseconds of an hour and of a day. */
export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** A zone's largest distance from UTC, in minutes; no zone on Earth goes beyond it. */
const MAX_OFFSET = 14 * 60;

/**
 * Reads a date or a date and time in ISO 8601 (`2023-05-08`, `2023-05-08T13:56`, `…T13:56:00+02:00`; a
 * blank in place of the `T` is taken too). Without a time it is the start of that day; without an
 * offset it is read in `zone` (an IANA name or `local`, the machine's zone).
 * @throws MemoryR1Error `bad-date` for anything else and for dates that do not exist
 */
export function parseZonedTime(text: string, zone = 'local'): ZonedTime {
  const parsed = parse(text, zone);
  if (!parsed?.isValid || Math.abs(parsed.offset) > MAX_OFFSET) {
    throw inputError(
      'bad-date',
      `${JSON.stringify(text.slice(0, 80))} is not a date that exists: send ISO 8601, e.g. "2023-05-08" or "2023-05-08T13:56:00+02:00".`,
    );
  }
  return toZoned(parsed.toMillis(), parsed.offset);
}

/** Reading a date is slow beside what is done with it, and the same few are read again and again. */
const epochs = new Map<ZonedTime, EpochMs>();
const MOST_EPOCHS = 10_000;

/** The instant of a zoned time, in milliseconds since 1970. */
export function epochOf(time: ZonedTime): EpochMs {
  let epoch = epochs.get(time);
  if (epoch === undefined) {
    epoch = read(time).toMillis();
    if (epochs.size >= MOST_EPOCHS) epochs.clear();
    epochs.set(time, epoch);
  }
  return epoch;
}

/** How far the zone of a zoned time is ahead of UTC, in minutes. */
export function offsetOf(time: ZonedTime): number {
  return read(time).offset;
}

/**
 * An instant as a zoned time, in the one form that the ledger gives back: milliseconds only where there
 * are any, `Z` for an offset of 0.
 */
export function toZoned(epoch: EpochMs, offsetMinutes: number): ZonedTime {
  const time = DateTime.fromMillis(epoch, { zone: FixedOffsetZone.instance(offsetMinutes) });
  const iso = time.toISO({ suppressMilliseconds: true });
  if (iso === null) throw inputError('bad-date', `${epoch} ms is beyond the dates that exist.`);
  return iso;
}

function read(time: ZonedTime): DateTime {
  const parsed = parse(time, 'utc');
  if (!parsed?.isValid)
    throw inputError('bad-date', `${JSON.stringify(time)} is not a zoned time.`);
  return parsed;
}

function parse(text: string, zone: string): DateTime | null {
  const trimmed = text.trim();
  // Luxon takes "13:56" for today and "1356" for a year; neither is a date that anyone was told.
  if (!/^\d{4}-/.test(trimmed)) return null;
  return DateTime.fromISO(trimmed.replace(/^(\S+) (?=\d)/, '$1T'), { zone, setZone: true });
}
