import type { Random } from '../../memory/random.js';
import type { Cast, Split } from './cast.js';
import { Draws } from './draws.js';
import { futureWording, pastWording, type DayNumber } from './dates.js';
import type { StoryEvent, Truth } from './episode.js';
import { fairTemplates, NAMED } from './fair-templates.js';
import { capitalised, phrase, withValue, type Reference, type Slots } from './phrasing.js';
import type { Held, Slot } from './slots.js';
import { chatty } from './style.js';
import { POOLS } from './values.js';
import type { FamilyId, FamilyWording, Wording } from './wording/types.js';

/** What one event says and does. */
export interface Told {
  text: string;
  truth: Truth;
}

/** A sentence as it was typed, and as a memory of it reads at its best. */
interface Worded {
  said: string;
  clean: string;
}

/** A gold memory as it stands. */
interface Written {
  text: string;
  step: number;
}

const LAST_STATEMENT_TRIES = 3;

/** Plays events on slots: keeps what holds, draws values and words each event. */
/** Families where "my {n} is {old}" says nothing: groups of people, tastes, and what was done. */
const TALKED_OF_OTHERWISE: ReadonlySet<FamilyId> = new Set<FamilyId>([
  'member',
  'taste',
  'event',
  'past',
]);

export class Story {
  private readonly introduced = new Set<unknown>();
  private readonly memories: Written[] = [];
  private readonly lastTemplate = new Map<Slot, string>();
  private readonly draws: Draws;

  constructor(
    private readonly split: Split,
    private readonly wording: Wording,
    private readonly cast: Cast,
    private readonly random: Random,
  ) {
    this.draws = new Draws(split, cast, random);
  }

  /** Plays one event at a step said on `today`; null where it makes no sense as things stand. */
  play(slot: Slot, event: StoryEvent, step: number, today: DayNumber, glued: boolean): Told | null {
    const wording = this.wording.families[slot.attribute.family];
    switch (event) {
      case 'state':
        return slot.held.length === 0
          ? this.introduce(slot, wording.state, 'state', step, today)
          : null;
      case 'add': {
        // Hardly anybody says "also" each time: the next one is mostly told like the first.
        const cued = wording.add !== undefined && this.random.chance(0.4);
        const templates = cued ? (wording.add ?? []) : wording.state;
        return slot.held.length > 0 && slot.held.length < 3
          ? this.introduce(slot, templates, 'add', step, today)
          : null;
      }
      case 'replace':
        return this.change(slot, event, wording.state, step, today);
      case 'supersede':
        return this.change(slot, event, wording.supersede, step, today);
      case 'correct':
        return this.correct(slot, wording, step, today, glued);
      case 'retract':
        return this.retract(slot, wording, step, today);
      case 'repeat':
        return this.repeat(slot, wording, today);
      case 'elaborate':
        return this.elaborate(slot, wording, step);
      case 'refine':
        return this.refine(slot, wording, step, today);
      case 'noise':
        return null;
    }
  }

  /** Small talk, or a question: nothing to remember. */
  noise(): Told {
    const { random } = this;
    const talk = this.wording;
    const text = random.chance(0.55)
      ? random.pick(talk.smallTalk)
      : random
          .pick(talk.noiseQuestions)
          .replace(
            '{v}',
            random.pick(
              POOLS[random.pick(['company', 'city', 'food', 'hobby'] as const)][this.split],
            ),
          );
    const truth: Truth = {
      event: 'noise',
      operation: 'NOOP',
      fact: text,
      memory: null,
      concerns: null,
      text: null,
    };
    return { text, truth };
  }

  /** The step that last wrote a memory. */
  writtenAt(memory: number): number {
    return this.memories[memory]?.step ?? -1;
  }

  private introduce(
    slot: Slot,
    templates: readonly string[],
    event: StoryEvent,
    step: number,
    today: DayNumber,
  ): Told | null {
    const drawn = this.draws.value(slot, today);
    if (drawn === null) return null;
    slot.held.push(drawn);
    if (event === 'add') slot.changed = true;
    const worded = this.word(slot, templates, event, drawn, today, {});
    return this.write(worded, event, step, (drawn.memory = this.memories.length), true);
  }

  private change(
    slot: Slot,
    event: StoryEvent,
    templates: readonly string[] | undefined,
    step: number,
    today: DayNumber,
  ): Told | null {
    const before = slot.held[0];
    if (
      !before ||
      !templates ||
      slot.settled ||
      slot.attribute.multi !== (slot.attribute.id === 'taste')
    )
      return null;
    if (slot.attribute.id === 'taste') return this.turn(slot, before, templates, step, today);
    if (before.day !== null && before.day <= today) return null;
    const drawn = this.draws.value(slot, today, before);
    if (drawn === null) return null;
    const worded = this.word(slot, templates, event, drawn, today, { old: before.value });
    const said = this.memories[before.memory]?.text ?? '';
    this.replaceHeld(slot, before, drawn);
    const told = this.write(worded, event, step, drawn.memory, false);
    this.keepUse(told, slot, said, { before, drawn });
    return told;
  }

  /**
   * "We moved from Jest to Vitest" alone no longer says what Vitest is for: an ideal manager keeps it.
   */
  private keepUse(
    told: Told,
    slot: Slot,
    said: string,
    { before, drawn }: { before: Held; drawn: Held },
  ): void {
    const uses = [slot.noun, slot.attribute.family === 'media' ? slot.kind : slot.noun];
    const says = (text: string): boolean => uses.some((use) => text.includes(use));
    if (!NAMED.has(slot.attribute.family) || says(told.truth.text ?? '')) return;
    const old = [before.value, capitalised(before.value)].find((value) => said.includes(value));
    if (says(said) && old !== undefined) this.rewrite(told, withValue(said, old, drawn.value));
  }

  /** A taste turns into its opposite: the memory then says so. */
  private turn(
    slot: Slot,
    before: Held,
    templates: readonly string[],
    step: number,
    today: DayNumber,
  ): Told {
    const worded = this.word(slot, templates, 'supersede', before, today, {});
    this.drop(slot, before, step);
    return this.write(worded, 'supersede', step, before.memory, false);
  }

  private correct(
    slot: Slot,
    wording: FamilyWording,
    step: number,
    today: DayNumber,
    glued: boolean,
  ): Told | null {
    const before = slot.held[0];
    if (!before || !wording.correct || slot.settled) return null;
    if (before.day !== null && slot.attribute.values === 'future-date' && before.day <= today)
      return null;
    const drawn = this.draws.value(slot, today, before);
    if (drawn === null) return null;
    const said = this.memories[before.memory]?.text ?? '';
    const bare =
      glued && before.day === null && said.includes(before.value) && this.random.chance(0.5);
    const templates = bare ? this.wording.correctBare : wording.correct;
    const worded = this.word(slot, templates, 'correct', drawn, today, { old: before.value });
    this.replaceHeld(slot, before, drawn);
    const told = this.write(worded, 'correct', step, drawn.memory, false);
    if (bare) this.rewrite(told, withValue(said, before.value, drawn.value));
    else this.keepUse(told, slot, said, { before, drawn });
    return told;
  }

  private retract(slot: Slot, wording: FamilyWording, step: number, today: DayNumber): Told | null {
    if (slot.attribute.id === 'taste')
      return this.change(slot, 'supersede', wording.supersede, step, today);
    const before = slot.held.length > 0 ? this.random.pick(slot.held) : undefined;
    if (!before || !wording.retract || slot.settled || before.detail) return null;
    if (before.day !== null && before.day <= today) return null;
    // What was said can be taken back in so many words, whatever it was about.
    const explicit =
      before.day === null &&
      !TALKED_OF_OTHERWISE.has(slot.attribute.family) &&
      this.random.chance(0.35);
    const templates = explicit ? this.wording.takeBack : wording.retract;
    const worded = this.word(slot, templates, 'retract', before, today, {
      old: before.value,
    });
    this.drop(slot, before, step);
    const concerns = this.writtenAt(before.memory);
    const truth: Truth = {
      event: 'retract',
      operation: 'DELETE',
      fact: worded.said,
      memory: before.memory,
      concerns,
      text: null,
    };
    return { text: worded.said, truth };
  }

  private repeat(slot: Slot, wording: FamilyWording, today: DayNumber): Told | null {
    const held = slot.held.length > 0 ? this.random.pick(slot.held) : undefined;
    if (!held || this.isOver(slot, held, today)) return null;
    const worded = this.word(slot, wording.state, 'repeat', held, today, {});
    const truth: Truth = {
      event: 'repeat',
      operation: 'NOOP',
      fact: worded.said,
      memory: held.memory,
      concerns: this.writtenAt(held.memory),
      text: null,
    };
    return { text: worded.said, truth };
  }

  private elaborate(slot: Slot, wording: FamilyWording, step: number): Told | null {
    const held = slot.held.at(-1);
    const detail = this.draws.detail(slot, held);
    if (!held || detail === null || !wording.elaborate) return null;
    slot.settled = true;
    held.detail = { text: detail, step };
    const worded = this.word(slot, wording.elaborate, 'elaborate', held, 0, { d: detail });
    return this.write(worded, 'elaborate', step, this.memories.length, true);
  }

  private refine(slot: Slot, wording: FamilyWording, step: number, today: DayNumber): Told | null {
    const held = slot.held.at(-1);
    const detail = this.draws.detail(slot, held);
    if (!held || detail === null || !wording.refine || this.isOver(slot, held, today)) return null;
    slot.settled = true;
    held.detail = { text: detail, step };
    const worded = this.word(slot, wording.refine, 'refine', held, today, { d: detail });
    return this.write(worded, 'refine', step, held.memory, false);
  }

  private isOver(slot: Slot, held: Held, today: DayNumber): boolean {
    return slot.attribute.values === 'future-date' && held.day !== null && held.day <= today;
  }

  private replaceHeld(slot: Slot, before: Held, drawn: Held): void {
    drawn.memory = before.memory;
    slot.past.push(before.value);
    slot.held = [drawn];
    slot.changed = true;
  }

  private drop(slot: Slot, before: Held, step: number): void {
    slot.held = slot.held.filter((held) => held !== before);
    slot.past.push(before.value);
    slot.goneAt = step;
    slot.changed = true;
  }

  private write(
    { said, clean }: Worded,
    event: StoryEvent,
    step: number,
    memory: number,
    added: boolean,
  ): Told {
    const concerns = added ? null : this.writtenAt(memory);
    this.memories[memory] = { text: clean, step };
    const operation = added ? 'ADD' : 'UPDATE';
    return { text: said, truth: { event, operation, fact: said, memory, concerns, text: clean } };
  }

  private rewrite(told: Told, text: string): void {
    told.truth.text = text;
    const memory = told.truth.memory === null ? undefined : this.memories[told.truth.memory];
    if (memory) memory.text = text;
  }

  /** Words an event, as the mode's writer would. */
  private word(
    slot: Slot,
    wordings: readonly string[],
    event: StoryEvent,
    held: Held,
    today: DayNumber,
    more: Slots,
  ): Worded {
    const { random } = this;
    const { attribute } = slot;
    const templates = fairTemplates(wordings, attribute.family, event);
    let template = random.pick(templates);
    for (let tries = 0; tries < LAST_STATEMENT_TRIES; tries += 1) {
      if (template !== this.lastTemplate.get(slot)) break;
      template = random.pick(templates);
    }
    this.lastTemplate.set(slot, template);
    const slots: Slots = {
      v: held.value,
      n: attribute.multi && attribute.values !== 'name' ? (attribute.nouns[0] ?? '') : slot.noun,
      ns: attribute.plural ?? '',
      k: held.kind,
      ...more,
    };
    if (held.day !== null && attribute.values === 'past-date') {
      slots.n = slot.noun;
      slots.when = pastWording(held.day, today, random);
    } else if (held.day !== null) {
      Object.assign(slots, futureWording(held.day, today, random));
    }
    const clause = phrase(template, this.refer(slot), slots, random);
    const update = event !== 'state' && event !== 'repeat' && event !== 'elaborate';
    const keep = [held.value, more.old ?? '', more.d ?? '', slot.noun];
    const note = this.cast.mode === 'notes';
    const said = chatty(clause, { wording: this.wording, update, note, keep }, random);
    return { said, clean: `${capitalised(clause)}.` };
  }

  private refer(slot: Slot): Reference {
    const { told } = slot.subject;
    const first = told[0];
    if (first === undefined) throw new Error('a subject needs a way to be called');
    if (this.introduced.has(slot.subject)) return this.random.pick(told);
    this.introduced.add(slot.subject);
    return first;
  }
}
