import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { extractFacts, type Utterance } from '../../agents/facts.js';
import type { Fact } from '../../agents/policy.js';
import { onDay } from './authored.js';
import { atomMatches } from './dialogue-patterns.js';
import type { Dialogue, DialogueClass, DialogueSplit } from './dialogues.js';
import type { Episode, KnownMemory } from './episode.js';
import { readJsonLines } from './json-lines.js';

/**
 * Authored notebooks (`data/notebooks`): what an assistant noted about one or two people over weeks, most of
 * it alike and yet all true. They teach and measure what must be left alone; see `data/README.md`.
 */
const NotebookSchema = z
  .object({
    id: z.string().min(1),
    /** Who says the notes, or whom an assistant drew them from. */
    speaker: z.string().nullable(),
    notes: z.array(
      z
        .object({
          text: z.string().min(1),
          /** Words that only this note has; null where it leaves nothing to know. */
          key: z.string().min(1).nullish(),
          speaker: z.string().nullish(),
          /** Earlier notes that are no longer true. */
          ends: z.array(z.int().nonnegative()).default([]),
          /** The earlier note that says the same. */
          repeats: z.int().nonnegative().optional(),
        })
        .strict(),
    ),
  })
  .strict();
export type Notebook = z.infer<typeof NotebookSchema>;
type Note = Notebook['notes'][number];

const FOLDER = fileURLToPath(new URL('../../../data/notebooks/', import.meta.url));

/** The authored notebooks of a split, file by file; each file is by one author. There are none for `dev`. */
export function notebooks(split: Exclude<DialogueSplit, 'dev'>): Notebook[] {
  const folder = `${FOLDER}${split}/`;
  return readdirSync(folder)
    .sort()
    .flatMap((name) =>
      readJsonLines(folder + name)
        .map((each) => NotebookSchema.parse(each))
        .map((each) => ({ ...each, id: `${name.split('.')[0]}-${each.id}` })),
    );
}

/**
 * Each note but the first as an episode: told beside everything that still held before it. What it ends must
 * go, what it repeats must not be there twice, all else must stay. One note is told a day.
 */
export function notebookEpisodes(notebook: Notebook): Episode[] {
  const told = notebook.notes.map((_, at) => toldAs(notebook, at));
  const facts = told.map((utterance) => extractFacts(utterance).facts);
  return notebook.notes.flatMap((note, at): Episode[] => {
    // What is not understood as a statement teaches nothing about managing it.
    if (at === 0 || facts[at]?.length === 0) return [];
    const known = knownBefore(notebook, at, facts);
    return [
      {
        id: `${notebook.id}-${at}`,
        people: [],
        known,
        steps: [{ ...(told[at] as Utterance), truth: [] }],
        questions: [],
        gold: null,
        distractors: [],
        dialogue: dialogueOf(notebook, note, at, known),
      },
    ];
  });
}

function knownBefore(
  { notes }: Notebook,
  at: number,
  facts: readonly (readonly Fact[])[],
): KnownMemory[] {
  const { ends, repeats } = notes[at] as Note;
  const earlier = notes.slice(0, at);
  const over = new Set(earlier.flatMap((note) => note.ends));
  return earlier.flatMap(({ key }, index) => {
    if (over.has(index) || key == null) return [];
    const fate = ends.includes(index) ? 'goes' : repeats === index ? 'any' : 'stays';
    const own = facts[index] ?? [];
    return own.map(({ text, speaker, saidAt }): KnownMemory => {
      const memory = { text, speaker, saidAt };
      // Of several facts of a note the key tells of one; what must become of the others is told only where all stays.
      if (own.length === 1 || atomMatches(literal(key), text))
        return { ...memory, fate, key: literal(key) };
      return { ...memory, fate: fate === 'stays' ? fate : 'any', key: null };
    });
  });
}

function dialogueOf(notebook: Notebook, note: Note, at: number, known: KnownMemory[]): Dialogue {
  const { text, key, ends, repeats } = note;
  // A note may name what it ends.
  const gone = ends.flatMap((index) => notebook.notes[index]?.key ?? []);
  const unnamed = gone.map(literal).filter((pattern) => !atomMatches(pattern, text));
  return {
    id: `${notebook.id}-${at}`,
    class: classOf(note),
    register: 'note',
    setting: 'private',
    remembers: [{ text }],
    gold: [],
    checks: {
      ...(key != null && { live_contains: [literal(key)] }),
      live_lacks: unnamed.map((pattern) => ({ pattern })),
      ...(repeats !== undefined && { live_count: { min: known.length, max: known.length } }),
    },
  };
}

function classOf({ key, ends, repeats }: Note): DialogueClass {
  if (repeats !== undefined) return 'duplicate';
  if (ends.length === 0) return 'coexisting';
  return key == null ? 'retraction' : 'superseded';
}

function toldAs({ speaker, notes }: Notebook, at: number): Utterance {
  const { text, speaker: own } = notes[at] as Note;
  return { text, speaker: own === undefined ? speaker : own, saidAt: onDay(at) };
}

/** A pattern that matches just this text, whether or not dates were written in between its words. */
const literal = (text: string): string =>
  text
    .split(' ')
    .map((word) => word.replace(/[\\^$.*+?()[\]{}|]/gu, '\\$&'))
    .join('(?: \\([^)]*\\))? ');
