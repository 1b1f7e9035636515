import type { Random } from '../../memory/random.js';
import { wordsOf } from '../../memory/words.js';
import { DAY_MS } from '../../memory/time.js';
import { authoredEpisode, onDay } from './authored.js';
import type { Dialogue } from './dialogues.js';
import { type Pattern, patternMatches } from './dialogue-patterns.js';
import type { Episode, GoldMemory, KnownMemory } from './episode.js';

/** How many other memories a dialogue is told among. */
const FEWEST = 4;
const MOST = 20;
/** Statements that share more of their words with a dialogue might be about what it is about. */
const MOST_SHARED = 0.5;

/** What other dialogues state, for `inCompany`: their good banks. */
export const statementsOf = (dialogues: readonly Dialogue[]): GoldMemory[] =>
  dialogues.flatMap(({ gold }) =>
    gold.map(({ text, speaker = null }) => ({
      text,
      speaker,
      saidAt: onDay(0),
    })),
  );

/**
 * An authored dialogue as an episode in a memory that already holds statements of others, which have
 * nothing to do with it and must all stay as they are.
 */
export function inCompany(
  dialogue: Dialogue,
  statements: readonly GoldMemory[],
  random: Random,
): Episode {
  const episode = authoredEpisode(dialogue);
  const own = [...dialogue.remembers, ...dialogue.gold].map(({ text }) => new Set(wordsOf(text)));
  const patterns = patternsOf(dialogue);
  const foreign = (memory: GoldMemory): boolean => {
    const words = new Set(wordsOf(memory.text));
    const shared = (theirs: ReadonlySet<string>): number =>
      [...words].filter((word) => theirs.has(word)).length;
    return (
      own.every((theirs) => shared(theirs) < MOST_SHARED * Math.min(words.size, theirs.size)) &&
      !patterns.some((pattern) => patternMatches(pattern, memory))
    );
  };
  const wanted = FEWEST + random.int(MOST - FEWEST + 1);
  const first = Date.parse(episode.steps[0]?.saidAt ?? '');
  const known: KnownMemory[] = [];
  for (let tries = 0; known.length < wanted && tries < 10 * MOST; tries += 1) {
    const memory = random.pick(statements);
    if (!foreign(memory) || known.some(({ text }) => text === memory.text)) continue;
    const saidAt = new Date(first - (wanted - known.length) * DAY_MS).toISOString();
    known.push({ ...memory, saidAt, fate: 'stays', key: null });
  }
  return {
    ...episode,
    id: `${dialogue.id}-in-company`,
    known,
    dialogue: countingOn(dialogue, known.length),
  };
}

function patternsOf({ checks }: Dialogue): Pattern[] {
  return [
    ...(checks.live_contains ?? []),
    ...(checks.live_lacks ?? []).map(({ pattern }) => pattern),
    ...(checks.live_matching ?? []).map(({ pattern }) => pattern),
    ...(checks.recall ?? []).flatMap(({ contains_any }) => contains_any),
  ];
}

/** The dialogue with its memories counted on top of those that were there. */
function countingOn(dialogue: Dialogue, there: number): Dialogue {
  const { checks } = dialogue;
  if (!checks.live_count) return dialogue;
  const { min, max } = checks.live_count;
  const live_count = {
    ...(min !== undefined && { min: min + there }),
    ...(max !== undefined && { max: max + there }),
  };
  return { ...dialogue, checks: { ...checks, live_count } };
}
