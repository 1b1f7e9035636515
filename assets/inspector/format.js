/** @import {LedgerEntry} from './types.js' */

const LOCALE = navigator.language;
const number = new Intl.NumberFormat(LOCALE);
const dateTime = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeStyle: 'short' });
const day = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium' });
const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'];

/** @param {number} value */
export const formatNumber = (value) => number.format(value);

/** @param {number} instant */
export const formatTime = (instant) => dateTime.format(instant);

/** @param {number | string} instant */
export const formatDay = (instant) => day.format(new Date(instant));

/** @param {number} share in [0, 1] */
export const formatPercent = (share) => `${Math.round(share * 100)} %`;

/** @param {number} bytes */
export function formatBytes(bytes) {
  const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), units.length - 1);
  return new Intl.NumberFormat(LOCALE, {
    style: 'unit',
    unit: units[power] ?? 'byte',
    maximumFractionDigits: power === 0 ? 0 : 1,
  }).format(bytes / 1000 ** power);
}

/**
 * @param {number} count
 * @param {string} one
 * @param {string} many
 */
export const plural = (count, one, many = `${one}s`) =>
  `${formatNumber(count)} ${count === 1 ? one : many}`;

/**
 * Consecutive entries of one transaction belong together; history keeps them so.
 * @param {readonly LedgerEntry[]} entries
 * @returns {LedgerEntry[][]}
 */
export function byTransaction(entries) {
  /** @type {LedgerEntry[][]} */
  const groups = [];
  for (const entry of entries) {
    const last = groups.at(-1);
    if (last?.[0]?.transactionId === entry.transactionId) last.push(entry);
    else groups.push([entry]);
  }
  return groups;
}
