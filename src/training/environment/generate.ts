import { createRandom, deriveSeed, type Random } from '../../memory/random.js';
import { drawCast, type Cast, type Split } from './cast.js';
import { zonedTime, type DayNumber } from './dates.js';
import { replayTruth, type Episode, type Step } from './episode.js';
import { drawQuestions } from './questions.js';
import { drawSlots, type Slot } from './slots.js';
import { Story, type Told } from './story.js';
import { WORDING } from './wording/index.js';

export interface EpisodeRequest {
  /**
   * Which wording, names, values and attributes. The test's has none of the first three in common with the
   * others; validation's differs from training's in the wording of statements only.
   */
  split: keyof typeof WORDING;
  seed: number;
  count: number;
  /** Ask about everything that was told, not only about a handful: what training needs. */
  thorough?: boolean | undefined;
}

/** Steps of one episode. */
export const STEP_RANGE = { least: 6, most: 30 } as const;

const MINUTES_A_DAY = 1440;
/** 2022-01-01, in days since 1970; stories begin in the four years after it. */
const FIRST_DAY = 18_993;
const OFFSETS = [0, 60, 120, -300, -480, 330];

/** Draws episodes; equal requests give equal episodes, and episode i does not depend on `count`. */
export function generateEpisodes(request: EpisodeRequest): Episode[] {
  return Array.from({ length: request.count }, (_, index) => {
    const random = createRandom(deriveSeed(request.seed, index));
    const id = `${request.split}-${request.seed}-${index}`;
    return generateEpisode(id, request.split, request.thorough ?? false, random);
  });
}

function generateEpisode(
  id: string,
  part: EpisodeRequest['split'],
  thorough: boolean,
  random: Random,
): Episode {
  const split: Split = part === 'test' ? 'test' : 'train';
  const cast = drawCast(split, random);
  const slots = drawSlots(split, cast, 3 + random.int(8), random);
  const story = new Story(split, WORDING[part], cast, random);
  const writer = new Transcript(random);
  // One round can tell noise, an event and its correction.
  const target = STEP_RANGE.most - 2 - random.int(4);
  const noise = 0.08 + 0.2 * random.next();

  let next = pickNext(slots, random);
  while (next !== null && writer.steps.length < target) {
    if (random.chance(noise)) tellNoise(writer, story, cast, random);
    const event = next.plan.shift();
    if (event !== undefined) {
      tell(writer, story, next, event, false);
      // Slips of the tongue are mostly put right at once.
      if (next.plan[0] === 'correct' && random.chance(0.6)) {
        next.plan.shift();
        tell(writer, story, next, 'correct', true);
      }
    }
    next = pickNext(slots, random);
  }
  while (writer.steps.length < STEP_RANGE.least) tellNoise(writer, story, cast, random);

  const asOf = writer.timeAfter();
  const questions = drawQuestions(slots, { split, cast, story, asOf, thorough, random });
  return {
    id,
    people: cast.people,
    steps: writer.steps,
    questions,
    gold: replayTruth(writer.steps),
    distractors: [...new Set(questions.flatMap((question) => question.distractors))],
  };
}

/** A slot with something left to happen, in proportion to how much; null at the end. */
function pickNext(slots: readonly Slot[], random: Random): Slot | null {
  const left = slots.flatMap((slot) => slot.plan.map(() => slot));
  return left.length === 0 ? null : random.pick(left);
}

function tell(
  writer: Transcript,
  story: Story,
  slot: Slot,
  event: Parameters<Story['play']>[1],
  glued: boolean,
): void {
  const { speaker } = slot.subject;
  const pace = glued ? 'soon' : event === 'replace' ? 'late' : 'any';
  const joins = writer.begin(speaker, pace, slot);
  const step = joins ? writer.steps.length - 1 : writer.steps.length;
  const told = story.play(slot, event, step, writer.today, glued);
  if (told) writer.write(speaker, told, joins);
}

function tellNoise(writer: Transcript, story: Story, cast: Cast, random: Random): void {
  const speaker = random.pick(cast.speakers);
  writer.begin(speaker, 'soon', null);
  writer.write(speaker, story.noise(), false);
}

/** The steps so far and the running clock. */
class Transcript {
  readonly steps: Step[] = [];
  private minutes: number;
  /** What the last turn is about. */
  private readonly inTurn = new Set<Slot | null>();
  private readonly offset: number;

  constructor(private readonly random: Random) {
    const day = FIRST_DAY + random.int(4 * 365);
    this.minutes = day * MINUTES_A_DAY + 8 * 60 + random.int(12 * 60);
    this.offset = random.pick(OFFSETS);
  }

  /** The speaker's own calendar day. */
  get today(): DayNumber {
    return Math.floor(this.minutes / MINUTES_A_DAY);
  }

  /**
   * Moves the clock on for what is said next: by minutes (`soon`), at least days (`late`: nobody
   * moves house in an hour and says nothing about it) or anything. True where it is said in the same
   * breath as the step before, so that one turn holds facts about several things.
   */
  begin(speaker: string | null, pace: 'soon' | 'late' | 'any', about: Slot | null): boolean {
    const { random } = this;
    const last = this.steps.at(-1);
    const again = about !== null && this.inTurn.has(about);
    const talk = last?.truth.some((truth) => truth.event === 'noise') ?? true;
    if (
      pace === 'any' &&
      !again &&
      !talk &&
      last?.speaker === speaker &&
      last.truth.length < 3 &&
      random.chance(0.12)
    ) {
      this.inTurn.add(about);
      return true;
    }
    this.inTurn.clear();
    this.inTurn.add(about);
    const draw = pace === 'late' ? 1 : random.next();
    if (pace === 'soon' || draw < 0.4) this.minutes += 1 + random.int(20);
    else if (draw < 0.75) this.minutes += 60 + random.int(3 * MINUTES_A_DAY);
    else this.minutes += MINUTES_A_DAY * (4 + random.int(20));
    return false;
  }

  write(speaker: string | null, told: Told, joins: boolean): void {
    const last = this.steps.at(-1);
    if (joins && last) {
      const stop = /[.!?…)^]$/.test(last.text) ? '' : '.';
      last.text = `${last.text}${stop} ${told.text}`;
      last.truth.push(told.truth);
      return;
    }
    const saidAt = zonedTime(this.minutes, this.offset);
    this.steps.push({ speaker, saidAt, text: told.text, truth: [told.truth] });
  }

  /** When the questions are asked: a while after the last step. */
  timeAfter(): string {
    return zonedTime(this.minutes + 60 + this.random.int(2 * MINUTES_A_DAY), this.offset);
  }
}
