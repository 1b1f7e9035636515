import { randomUUID } from 'node:crypto';
import type { EpochMs } from './records.js';

/** Time and ids come from here, so that tests and training can replay them. */
export interface Clock {
  now(): EpochMs;
}
export interface IdSource {
  next(): string;
}

export const systemClock: Clock = { now: () => Date.now() };
export const randomIds: IdSource = { next: () => randomUUID() };
