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

type Split = (typeof CONVERSATION_SPLITS)[number];

/** The conversations of a split by the name of their file; each file is by one author. */
export function conversationsByFile(split: Split): { name: string; samples: LocomoSample[] }[] {
  const folder = `${FOLDER}${split}/`;
  return readdirSync(folder)
    .sort()
    .map((name) => ({
      name,
      samples: parseLocomo(JSON.parse(readFileSync(folder + name, 'utf8'))),
    }));
}

/** The conversations of a split, file by file. */
export const conversations = (split: Split): LocomoSample[] =>
  conversationsByFile(split).flatMap(({ samples }) => samples);
