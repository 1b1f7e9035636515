import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { authoredEpisode, onDay } from './authored.js';
import { authoredDialogues } from './dialogues.js';
import type { Episode, Question } from './episode.js';
import { readJsonLines } from './json-lines.js';

/**
 * Authored stories (`data/stories`): messages, the memory as a careful note keeper would leave it, and
 * questions with accepted short answers. They teach the answer agent; see `data/README.md`.
 */
const StorySchema = z.object({
  class: z.string(),
  messages: z.array(z.object({ text: z.string(), speaker: z.string().optional() })),
  gold: z.array(z.string()),
  /** `a` is null where memory does not know. */
  questions: z.array(z.object({ q: z.string(), a: z.array(z.string()).nullable() })),
});

/** Files by split; each is by one author. Nobody looks at what fails in those that are held out. */
export const STORY_SPLITS = {
  train: ['a', 'b', 'd', 'e', 'g', 'h', 'j'],
  validation: ['c', 'i'],
  'held-out': ['f', 'k'],
} as const;

const FOLDER = fileURLToPath(new URL('../../../data/stories/', import.meta.url));

/** The stories of a split as episodes, one message a day; without labels. */
export function storyEpisodes(split: keyof typeof STORY_SPLITS): Episode[] {
  return STORY_SPLITS[split].flatMap((name) =>
    readJsonLines(`${FOLDER}${name}.jsonl`).map((story, at) =>
      episodeOf(`story-${name}-${at + 1}`, StorySchema.parse(story)),
    ),
  );
}

/** The dialogues and then the stories of a split. @param most at most so many of each */
export const toldEpisodes = (split: 'train' | 'validation', most: number): Episode[] => [
  ...authoredDialogues(split).slice(0, most).map(authoredEpisode),
  ...storyEpisodes(split).slice(0, most),
];

function episodeOf(id: string, story: z.infer<typeof StorySchema>): Episode {
  const speakerOf = (text: string): string | null =>
    story.messages.find((message) => message.text === text)?.speaker ?? null;
  return {
    id,
    people: [],
    steps: story.messages.map(({ text, speaker = null }, index) => ({
      speaker,
      saidAt: onDay(index),
      text,
      truth: [],
    })),
    questions: story.questions.map(({ q, a }): Question => ({
      question: q,
      answers: a ?? [],
      asOf: onDay(story.messages.length),
      evidence: story.messages.map((_, index) => index),
      kind: 'authored',
      distractors: [],
    })),
    gold: story.gold.map((text, index) => ({
      text,
      speaker: speakerOf(text),
      saidAt: onDay(index),
    })),
    distractors: [],
  };
}
