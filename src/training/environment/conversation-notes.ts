import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { extractFacts } from '../../agents/facts.js';
import type { Fact } from '../../agents/policy.js';
import { ANNOTATION } from '../../agents/dates.js';
import { factStream, type LocomoItem, type LocomoSample } from '../../bench/locomo.js';
import { CONVERSATION_SPLITS, conversationsByFile } from './conversations.js';
import type { Dialogue, DialogueClass } from './dialogues.js';
import type { Episode, KnownMemory } from './episode.js';

/**
 * The notes of authored conversations as episodes for the manager, each told beside all those before it. Readers
 * wrote down which earlier note a later one makes untrue, and which is about the very same fact (`data/changes`):
 * most notes do neither, however much they have in common with others. Such a free "ends" is often a conclusion
 * ("Ana got the keys" after "Ana lives with her cousin"), so that it allows a change and demands none.
 */
const ChangesSchema = z.record(
  z.string(),
  z.array(z.tuple([z.int().nonnegative(), z.int().nonnegative(), z.enum(['ends', 'touches'])])),
);
/** `[later, earlier, what]` of one conversation, by the numbers of its notes. */
type Changes = z.infer<typeof ChangesSchema>[string];

const FOLDER = fileURLToPath(new URL('../../../data/changes/', import.meta.url));

/** At most so many notes of those conversations of a split whose changes somebody wrote down. */
export function conversationNoteEpisodes(
  split: (typeof CONVERSATION_SPLITS)[number],
  most = Infinity,
): Episode[] {
  const episodes: Episode[] = [];
  for (const { name, samples } of conversationsByFile(split)) {
    const file = `${FOLDER}${split}/${name}`;
    if (!existsSync(file)) continue;
    const changes = ChangesSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    for (const sample of samples) {
      if (episodes.length >= most) return episodes.slice(0, most);
      const own = changes[sample.id];
      if (own === undefined) throw new Error(`${file} says nothing of ${sample.id}`);
      episodes.push(...notesOf(sample, own));
    }
  }
  return episodes.slice(0, most);
}

/** Each note but the first as an episode: what it ends may go, what it touches may be told anew, all else must stay. */
export function notesOf(sample: LocomoSample, changes: Changes): Episode[] {
  const notes = factStream(sample, 'observations');
  for (const [later, earlier] of changes)
    if (earlier >= later || later >= notes.length)
      throw new Error(`${sample.id} has no notes ${earlier} and ${later} in this order`);
  const facts = notes.map((note) => extractFacts(note).facts);
  return notes.flatMap((note, at): Episode[] => {
    const own = facts[at] ?? [];
    // What is not understood as a statement teaches nothing about managing it.
    if (at === 0 || own.length === 0) return [];
    const id = `${sample.id}-note-${at}`;
    const mine = changes.filter(([later]) => later === at);
    return [
      {
        id,
        people: [],
        known: knownBefore(
          facts.slice(0, at),
          changes.filter(([later]) => later < at),
          mine,
        ),
        steps: [{ speaker: note.speaker, saidAt: note.saidAt, text: note.text, truth: [] }],
        questions: [],
        gold: null,
        distractors: [],
        dialogue: dialogueOf(id, note, own, mine),
      },
    ];
  });
}

function knownBefore(
  facts: readonly (readonly Fact[])[],
  before: Changes,
  now: Changes,
): KnownMemory[] {
  const over = new Set(before.flatMap(([, earlier, what]) => (what === 'ends' ? earlier : [])));
  return facts.flatMap((own, index) => {
    if (over.has(index)) return [];
    const what = now.find(([, earlier]) => earlier === index)?.[2];
    return own.map(({ text, speaker, saidAt }): KnownMemory => {
      const memory = { text, speaker, saidAt };
      if (what === 'touches')
        return { ...memory, fate: 'told', key: allOf(wordsOfMatter(text, speaker)) };
      return { ...memory, fate: what === 'ends' ? 'any' : 'stays', key: null };
    });
  });
}

function dialogueOf(
  id: string,
  { speaker, saidAt, text }: LocomoItem,
  facts: readonly Fact[],
  changes: Changes,
): Dialogue {
  return {
    id,
    class: classOf(changes),
    register: 'note',
    setting: 'private',
    remembers: [{ text, speaker, said_at: saidAt }],
    gold: [],
    checks: { live_contains: facts.map((fact) => wordsOfMatter(fact.text, speaker)) },
  };
}

function classOf(changes: Changes): DialogueClass {
  if (changes.some(([, , what]) => what === 'ends')) return 'superseded';
  return changes.length > 0 ? 'elaboration' : 'coexisting';
}

/** The numbers and longer words of a fact, by which it is still told in another's text; all words of a short one. */
function wordsOfMatter(text: string, speaker: string | null): string[] {
  const bare = text.replace(ANNOTATION, '');
  const own = new Set((speaker ?? '').match(WORD));
  const words = [...new Set(bare.match(WORD))].filter(
    (word) => !own.has(word) && !/^(?:says|said)$/u.test(word),
  );
  const telling = words.filter((word) => word.length >= 4 || /\d/u.test(word));
  return telling.length > 0 ? telling : words;
}

const WORD = /[\p{L}\p{N}]+/gu;

/** A pattern of a text that has all of these words, in any order. */
const allOf = (words: readonly string[]): string =>
  words.map((word) => `(?=.*(?<![\\p{L}\\p{N}])${word}(?![\\p{L}\\p{N}]))`).join('');
