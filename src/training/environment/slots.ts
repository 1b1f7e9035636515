import type { Random } from '../../memory/random.js';
import { attributesOf, type Attribute } from './attributes.js';
import type { Cast, Split, Subject } from './cast.js';
import type { DayNumber } from './dates.js';
import type { StoryEvent } from './episode.js';
import { POOLS } from './values.js';

/** One value that holds now. */
export interface Held {
  value: string;
  kind: string;
  /** For dated attributes. */
  day: DayNumber | null;
  /** The day it was told on. */
  told: DayNumber;
  /** Number of the gold memory that says it. */
  memory: number;
  /** Words of the question about its detail and the step that says it. */
  detail: { text: string; step: number } | null;
}

/** One attribute of one subject, and what became of it. */
export interface Slot {
  subject: Subject;
  attribute: Attribute;
  noun: string;
  /** What fills `{k}` where it does not depend on the value. */
  kind: string;
  held: Held[];
  /** Values that no longer hold. */
  past: string[];
  /** Steps that took the last value away. */
  goneAt: number | null;
  /** Set once an elaboration depends on the value: from then on it stays. */
  settled: boolean;
  /** Whether the subject was introduced with its full name in this slot. */
  changed: boolean;
  plan: StoryEvent[];
}

const PLANS: Record<'single' | 'dated' | 'multi', readonly [StoryEvent, number][]> = {
  single: [
    ['repeat', 18],
    ['supersede', 30],
    ['replace', 12],
    ['correct', 14],
    ['retract', 10],
    ['elaborate', 10],
    ['refine', 8],
  ],
  dated: [
    ['repeat', 15],
    ['supersede', 28],
    ['correct', 14],
    ['retract', 20],
    ['elaborate', 12],
    ['refine', 8],
  ],
  multi: [
    ['add', 42],
    ['repeat', 15],
    ['retract', 22],
    ['elaborate', 11],
    ['refine', 8],
  ],
};

/** Draws the attributes of the episode and, for each, what will happen to it. */
export function drawSlots(split: Split, cast: Cast, count: number, random: Random): Slot[] {
  const slots: Slot[] = [];
  const taken = new Set<string>();
  const add = (subject: Subject, attribute: Attribute, noun: number): void => {
    const city = random.pick(POOLS.city[split]);
    const place = attribute.nouns[noun]?.includes('{city}') ? city : '';
    const key = `${cast.subjects.indexOf(subject)} ${attribute.id} ${attribute.multi ? 0 : noun} ${place}`;
    if (taken.has(key)) return;
    taken.add(key);
    const fill = (text: string | undefined): string => (text ?? '').replace('{city}', city);
    slots.push({
      subject,
      attribute,
      noun: fill(attribute.nouns[noun]),
      kind: fill(attribute.kinds?.[noun] ?? attribute.kinds?.[0]),
      held: [],
      past: [],
      goneAt: null,
      settled: false,
      changed: false,
      plan: drawPlan(attribute, random),
    });
  };
  const tables = { person: attributesOf(split, 'person'), team: attributesOf(split, 'team') };
  for (let tries = 0; slots.length < count && tries < 4 * count; tries += 1) {
    const subject = random.pick(cast.subjects);
    const attribute = random.pick(tables[subject.of]);
    const noun = random.int(attribute.nouns.length);
    add(subject, attribute, noun);
    // Look-alikes: the same attribute of somebody else, or its sibling ("dev port", "test port").
    const others = cast.subjects.filter((other) => other !== subject && other.of === subject.of);
    if (others.length > 0 && random.chance(0.35)) add(random.pick(others), attribute, noun);
    // Two trips to two places are told alike and are two.
    else if (attribute.nouns[noun]?.includes('{city}')) add(subject, attribute, noun);
    else if (!attribute.multi && attribute.nouns.length > 1 && random.chance(0.35)) {
      add(subject, attribute, (noun + 1) % attribute.nouns.length);
    }
  }
  return slots;
}

function drawPlan(attribute: Attribute, random: Random): StoryEvent[] {
  const plan: StoryEvent[] = ['state'];
  const dated = attribute.values === 'future-date' || attribute.values === 'past-date';
  const table = PLANS[attribute.multi ? 'multi' : dated ? 'dated' : 'single'];
  const total = table.reduce((sum, [, weight]) => sum + weight, 0);
  const more = random.pick([0, 1, 1, 1, 2, 2, 3]);
  for (let index = 0; index < more; index += 1) {
    let left = random.next() * total;
    const event = table.find(([, weight]) => (left -= weight) < 0)?.[0] ?? 'repeat';
    plan.push(event);
    // What is gone may come back as something new.
    if (event === 'retract' && !attribute.multi) {
      if (random.chance(0.25)) plan.push('state');
      break;
    }
  }
  return plan;
}
