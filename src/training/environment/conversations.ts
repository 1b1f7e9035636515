import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type LocomoSample, parseLocomo } from '../../bench/locomo.js';

/**
 * Authored conversations (`data/conversations`): two people who talk over months, the notes of a careful
 * listener, and questions with the turns that answer them. They are written in LoCoMo's format, and nothing
 * of LoCoMo is in them; see `data/README.md`.
 */
export const CONVERSATION_SPLITS = ['train', 'validation', 'held-out'] as const;

const FOLDER = fileURLToPath(new URL('../../../data/conversations/', import.meta.url));

/** The conversations of a split, file by file; each file is by one author. */
export function conversations(split: (typeof CONVERSATION_SPLITS)[number]): LocomoSample[] {
  const folder = `${FOLDER}${split}/`;
  return readdirSync(folder)
    .sort()
    .flatMap((name) => parseLocomo(JSON.parse(readFileSync(folder + name, 'utf8'))));
}
