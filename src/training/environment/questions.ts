import type { ZonedTime } from '../../memory/records.js';
import type { Random } from '../../memory/random.js';
import { attributesOf } from './attributes.js';
import type { Cast, Split } from './cast.js';
import { dateAnswers, pastAnswers } from './dates.js';
import type { Question, QuestionKind } from './episode.js';
import { capitalised, enumeration, orders, phrase, type Slots } from './phrasing.js';
import type { Held, Slot } from './slots.js';
import type { Story } from './story.js';
import { POOLS } from './values.js';
import { WORDING } from './wording/index.js';

/** Questions drawn for one episode. */
export const QUESTION_RANGE = { least: 3, most: 8 } as const;

interface Context {
  split: Split;
  cast: Cast;
  story: Story;
  asOf: ZonedTime;
  thorough: boolean;
  random: Random;
}

/** Asks about the state of the slots at the end; changed ones come first. */
export function drawQuestions(slots: readonly Slot[], context: Context): Question[] {
  const { random } = context;
  const told = slots.filter((slot) => slot.held.length > 0 || slot.goneAt !== null);
  const ordered = [
    ...random.shuffle(told.filter((slot) => slot.changed)),
    ...random.shuffle(told.filter((slot) => !slot.changed)),
  ];
  const questions = ordered.flatMap((slot) => aboutSlot(slot, told, context));
  const { least, most } = QUESTION_RANGE;
  const count = least + random.int(most - least + 1);
  const chosen = context.thorough ? questions : questions.slice(0, count);
  for (
    let tries = 0;
    tries < 8 && (chosen.length < least || (tries === 0 && random.chance(0.25)));
    tries += 1
  ) {
    const never = aboutNothing(slots, context);
    if (never && (context.thorough || chosen.length < most)) chosen.push(never);
  }
  return random.shuffle(chosen);
}

function aboutSlot(slot: Slot, all: readonly Slot[], context: Context): Question[] {
  const { random, story } = context;
  const { attribute, held } = slot;
  const family = WORDING[context.split].families[attribute.family];
  const others = all
    .filter((other) => other !== slot && other.attribute.family === attribute.family)
    .flatMap((other) => other.held.map((value) => shown(value)));
  const past = slot.past.map((value) =>
    dated(slot) ? (dateAnswers(Number(value))[0] ?? '') : value,
  );
  const distractors = [...past, ...others];
  const make = (
    templates: readonly string[],
    more: Slots,
    answers: string[],
    evidence: number[],
    kind: QuestionKind,
  ): Question => ({
    question: ask(templates, slot, more, context),
    answers,
    asOf: context.asOf,
    evidence: [...new Set(evidence)].sort((a, b) => a - b),
    kind,
    distractors: distractors.filter((value) => !answers.includes(value)),
  });
  const written = (values: readonly Held[]): number[] =>
    values.map((value) => story.writtenAt(value.memory));

  if (held.length === 0) {
    return slot.goneAt === null ? [] : [make(family.ask, {}, [], [slot.goneAt], 'gone')];
  }
  const questions: Question[] = [];
  const first = held[0] as Held;
  const kinds = new Set(held.map((value) => value.kind));
  if (family.askWhether && !dated(slot) && random.chance(0.08)) {
    questions.push(whether(slot, family.askWhether, make, written(held)));
  } else if (family.askKind && random.chance(0.5)) {
    const kind = random.pick([...kinds]);
    const some = held.filter((value) => value.kind === kind);
    const answers = listAnswers(some.map((value) => value.value));
    questions.push(
      make(
        family.askKind,
        { k: kind },
        answers,
        written(some),
        some.length > 1 ? 'list' : 'current',
      ),
    );
  } else if (dated(slot)) {
    questions.push(make(family.ask, {}, whenAnswers(slot, first), written(held), 'when'));
  } else {
    const kind = attribute.multi ? 'list' : 'current';
    const values = held.map((value) => value.value);
    const answers =
      attribute.values === 'age'
        ? [...values, `${values[0]} years old`, `${values[0]} years`]
        : listAnswers(values);
    questions.push(make(family.ask, {}, answers, written(held), kind));
  }
  for (const value of held) {
    if (!value.detail || !family.askDetail) continue;
    const slots: Slots = { v: value.value, k: value.kind, d: value.detail.text };
    questions.push(
      make(
        family.askDetail,
        slots,
        detailAnswers(value.detail.text),
        [value.detail.step],
        'detail',
      ),
    );
  }
  return questions;
}

type Make = (
  templates: readonly string[],
  more: Slots,
  answers: string[],
  evidence: number[],
  kind: QuestionKind,
) => Question;

/** "Do I work at Google?", of the value now (yes) or of one before it (no). */
function whether(
  slot: Slot,
  templates: readonly string[],
  make: Make,
  evidence: number[],
): Question {
  const first = slot.held[0] as Held;
  const before = slot.attribute.multi ? undefined : slot.past.at(-1);
  const [value, answer] = before === undefined ? [first.value, 'Yes'] : [before, 'No'];
  return make(templates, { v: value, k: first.kind }, [answer], evidence, 'yes-no');
}

/** Something that nobody ever mentioned: abstaining is right. */
function aboutNothing(slots: readonly Slot[], context: Context): Question | null {
  const { random, split, cast } = context;
  const subject = random.pick(cast.subjects);
  const attribute = random.pick(attributesOf(split, subject.of));
  if (attribute.family === 'taste' || attribute.family === 'past') return null;
  if (slots.some((slot) => slot.attribute.family === attribute.family)) return null;
  const noun = (attribute.nouns[0] ?? '').replace('{city}', random.pick(POOLS.city[split]));
  const kind = attribute.kinds?.[0] ?? '';
  const slot: Slot = {
    subject, attribute, noun, kind, held: [], past: [], goneAt: null, settled: false, changed: false, plan: [],
  }; // prettier-ignore
  return {
    question: ask(WORDING[split].families[attribute.family].ask, slot, {}, context),
    answers: [],
    asOf: context.asOf,
    evidence: [],
    kind: 'never',
    distractors: [],
  };
}

function ask(templates: readonly string[], slot: Slot, more: Slots, context: Context): string {
  const { attribute } = slot;
  const slots: Slots = {
    n: attribute.multi && attribute.values !== 'name' ? (attribute.nouns[0] ?? '') : slot.noun,
    ns: attribute.plural ?? '',
    k: slot.kind,
    ...more,
  };
  const { random } = context;
  const text = phrase(random.pick(templates), random.pick(slot.subject.asked), slots, random);
  return capitalised(text);
}

const whenAnswers = ({ attribute }: Slot, { day, told }: Held): string[] =>
  attribute.values === 'past-date' ? pastAnswers(day ?? 0, told) : dateAnswers(day ?? 0);

const dated = (slot: Slot): boolean => slot.attribute.values.endsWith('-date');

const shown = (held: Held): string =>
  held.day === null ? held.value : (dateAnswers(held.day)[0] ?? '');

/** Every order of the values, written out and with commas only. */
function listAnswers(values: readonly string[]): string[] {
  const forms = orders(values).flatMap((order) => [enumeration(order), order.join(', ')]);
  return [...new Set(forms)];
}

function detailAnswers(detail: string): string[] {
  const bare = detail.replace(/^the /, '');
  const place = bare.replace(/ floor$/, '');
  const aged = /^\d+$/.test(detail) ? [`${detail} years old`, `${detail} years`] : [];
  const version = /^\d/.test(detail) ? [`version ${detail}`] : [];
  return [...new Set([detail, bare, ...version, ...(place === bare ? [] : [place]), ...aged])];
}
