import type { Random } from '../../memory/random.js';
import type { Cast, Split } from './cast.js';
import type { DayNumber } from './dates.js';
import type { Held, Slot } from './slots.js';
import { POOLS, type PoolId } from './values.js';

/** Draws values for one episode, none of them twice. */
export class Draws {
  private readonly usedValues = new Set<string>();

  constructor(
    private readonly split: Split,
    private readonly cast: Cast,
    private readonly random: Random,
  ) {}

  /** A value that nothing else in the episode has or had; null when the pool is used up. */
  value(slot: Slot, today: DayNumber, before?: Held): Held | null {
    const { random } = this;
    const { attribute } = slot;
    const kind =
      attribute.multi && attribute.values !== 'name' ? random.pick(attribute.nouns) : slot.kind;
    const held: Held = {
      value: '',
      kind,
      day: null,
      told: today,
      memory: before?.memory ?? -1,
      detail: null,
    };
    // eslint-disable-next-line @typescript-eslint/switch-exhaustiveness-check -- the rest are pools
    switch (attribute.values) {
      case 'name':
        held.value = this.cast.freshName();
        return held;
      case 'child-name':
        held.value = this.cast.freshName(kind === 'daughter' ? 'she' : 'he');
        return held;
      case 'future-date':
        held.day = today + (random.chance(0.5) ? 1 + random.int(7) : 2 + random.int(40));
        break;
      case 'past-date':
        held.day = today - (random.chance(0.6) ? 1 + random.int(7) : 2 + random.int(40));
        break;
      case 'age':
        held.value = String(before ? Number(before.value) + 1 : 19 + random.int(60));
        return held;
      default:
        return this.fromPool(attribute.values, slot, held);
    }
    if (held.day === before?.day) return null;
    held.value = String(held.day);
    return held;
  }

  detail(slot: Slot, held: Held | undefined): string | null {
    const pool = slot.attribute.details;
    if (!held || held.detail || pool === undefined) return null;
    const free = POOLS[pool][this.split].filter((value) => !this.usedValues.has(value));
    if (free.length === 0) return null;
    const detail = this.random.pick(free);
    this.usedValues.add(detail);
    return detail;
  }

  private fromPool(pool: PoolId, slot: Slot, held: Held): Held | null {
    const free = POOLS[pool][this.split].filter(
      (value) => !this.usedValues.has(value) && !slot.noun.includes(value),
    );
    if (free.length === 0) return null;
    held.value = this.random.pick(free);
    this.usedValues.add(held.value);
    return held;
  }
}
