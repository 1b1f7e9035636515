import { DAY_MS } from '../../memory/time.js';
import type { Dialogue } from './dialogues.js';
import type { Episode, Question } from './episode.js';

/** Where a dialogue or a story gives no time, its messages are told from here on. */
export const START = Date.UTC(2026, 5, 3, 9);

/** The instant so many days after `START`, which is day 0. */
export const onDay = (day: number): string => new Date(START + day * DAY_MS).toISOString();

/**
 * An authored dialogue as an episode: its messages are the steps, and what its checks ask of `answer` and
 * `recall`, in this order, are the questions. No label of an operation is in it.
 */
export function authoredEpisode(dialogue: Dialogue): Episode {
  const { remembers, gold, checks } = dialogue;
  let now = START;
  const steps = remembers.map(({ text, speaker = null, said_at }) => {
    now += 1000;
    return { speaker, saidAt: said_at ?? new Date(now).toISOString(), text, truth: [] };
  });
  const saidAt = steps.at(-1)?.saidAt ?? new Date(now).toISOString();
  const texts = [
    ...(checks.answer ?? []).map(({ question }) => question),
    ...(checks.recall ?? []).map(({ query }) => query),
  ];
  return {
    id: dialogue.id,
    people: [],
    steps,
    questions: texts.map((question): Question => ({
      question,
      answers: [],
      asOf: saidAt,
      evidence: steps.map((_, at) => at),
      kind: 'authored',
      distractors: [],
    })),
    gold: gold.map(({ text, speaker = null }) => ({ text, speaker, saidAt })),
    distractors: [],
    dialogue,
  };
}
