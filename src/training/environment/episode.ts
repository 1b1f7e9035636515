import type { OperationName, ZonedTime } from '../../memory/records.js';
import type { Dialogue } from './dialogues.js';

/** What happened in the story at a step; never shown to a policy. */
export const STORY_EVENTS = [
  'state',
  'supersede',
  'replace',
  'add',
  'retract',
  'correct',
  'repeat',
  'elaborate',
  'refine',
  'noise',
] as const;
export type StoryEvent = (typeof STORY_EVENTS)[number];

/**
 * What an ideal manager would do with one fact of a step. Hidden: only the confusion report and the
 * supervised baseline read it; no observation, feature or reward is made from it.
 */
export interface Truth {
  event: StoryEvent;
  operation: OperationName;
  /** The sentence of the step that this is about. */
  fact: string;
  /** Number of the gold memory concerned, counted from 0 in the order of ADDs; null for noise. */
  memory: number | null;
  /** Index of the earlier step that last wrote that memory; null for ADD and noise. */
  concerns: number | null;
  /**
   * Text of the memory afterwards, without typos, greetings and the like that the step's own words may
   * have; null for DELETE and NOOP.
   */
  text: string | null;
}

export interface Step {
  speaker: string | null;
  saidAt: ZonedTime;
  /** What is handed to `remember`: one or more sentences. */
  text: string;
  /** Hidden, see `Truth`. Empty where nobody annotated the data (LoCoMo). */
  truth: Truth[];
}

export const QUESTION_KINDS = [
  'current',
  'list',
  'when',
  'detail',
  'yes-no',
  'gone',
  'never',
] as const;
export type QuestionKind = (typeof QUESTION_KINDS)[number] | `locomo-${number}` | 'authored';

export interface Question {
  question: string;
  /** Accepted forms, the first is canonical; empty where abstaining is right. */
  answers: string[];
  /** The instant the question is asked at: after the last step. */
  asOf: ZonedTime;
  /** Indexes of the steps that hold the answer (or that took it away). */
  evidence: number[];
  kind: QuestionKind;
  /** Wrong answers that a badly kept bank would give: past values, other people's. */
  distractors: string[];
}

export interface GoldMemory {
  text: string;
  speaker: string | null;
  saidAt: ZonedTime;
}

/**
 * What must have become of a memory at the end that was there at the beginning: it stays, it is still told (by
 * itself or in another's text, which may have been joined to it), it goes, or any of these.
 */
export type Fate = 'stays' | 'told' | 'goes' | 'any';

/** A memory that is there before the first step. */
export interface KnownMemory extends GoldMemory {
  fate: Fate;
  /** A pattern of words by which it is still there in another's text; null where only itself will do. */
  key: string | null;
}

/** One dialogue with what should be known at its end. */
export interface Episode {
  id: string;
  /** What is known before the first step; nothing where it is left out. */
  known?: KnownMemory[] | undefined;
  /** Names of those who speak or are spoken of. */
  people: string[];
  steps: Step[];
  questions: Question[];
  /** The bank an ideal manager holds at the end; null where it is not known (LoCoMo turns). */
  gold: GoldMemory[] | null;
  /** Past or other people's values in this episode that are not current answers. */
  distractors: string[];
  /** An authored dialogue, whose checks are the reward in place of its questions' answers. */
  dialogue?: Dialogue | undefined;
}

/** The bank that results from following the hidden truth, by gold memory number, in ADD order. */
export function replayTruth(steps: readonly Step[]): GoldMemory[] {
  const bank = new Map<number, GoldMemory>();
  for (const step of steps) {
    for (const truth of step.truth) {
      if (truth.memory === null || truth.operation === 'NOOP') continue;
      if (truth.operation === 'DELETE') {
        bank.delete(truth.memory);
      } else if (truth.text !== null) {
        bank.set(truth.memory, { text: truth.text, speaker: step.speaker, saidAt: step.saidAt });
      }
    }
  }
  return [...bank.entries()].sort(([a], [b]) => a - b).map(([, memory]) => memory);
}
