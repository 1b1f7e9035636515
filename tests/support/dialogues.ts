import {
  type Dialogue,
  type DialogueOutcome,
  readDialogues,
} from '../../src/training/environment/dialogues.js';
import type { Remembered } from '../../src/training/environment/dialogue-patterns.js';

/** The server under test, through its tools or in-process; empty at the start of each dialogue. */
export interface DialogueMemory {
  remember(input: Dialogue['remembers'][number]): Promise<unknown>;
  /** Every live memory. */
  live(): Promise<Remembered[]>;
  /** Best first. */
  recall(query: string, limit: number): Promise<Remembered[]>;
  /** Null when the server abstains. */
  answer(question: string): Promise<string | null>;
}

/** Reads `dev.json` or `held-out.json`. Developers tune on `dev` only. */
export function loadDialogues(split: 'dev' | 'held-out'): Dialogue[] {
  return readDialogues(new URL(`../fixtures/dialogues/${split}.json`, import.meta.url));
}

/** Plays one dialogue and collects what `checkDialogue` judges. */
export async function playDialogue(
  dialogue: Dialogue,
  memory: DialogueMemory,
): Promise<DialogueOutcome> {
  for (const input of dialogue.remembers) await memory.remember(input);
  const recalls: Remembered[][] = [];
  for (const { query, within_top } of dialogue.checks.recall ?? []) {
    recalls.push((await memory.recall(query, within_top)).slice(0, within_top));
  }
  const answers: (string | null)[] = [];
  for (const { question } of dialogue.checks.answer ?? []) {
    answers.push(await memory.answer(question));
  }
  return { live: await memory.live(), recalls, answers };
}
