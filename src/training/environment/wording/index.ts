import { TEST_LIFE } from './test-life.js';
import { TEST_MANY } from './test-many.js';
import { TEST_TALK, TEST_WORK } from './test-work.js';
import { TRAIN_LIFE } from './train-life.js';
import { TRAIN_MANY } from './train-many.js';
import { TRAIN_THINGS } from './train-things.js';
import { TRAIN_TALK, TRAIN_WORK } from './train-work.js';
import type { Wording } from './types.js';

/** Everything that training may be worded with. */
const TRAINING: Wording = {
  families: { ...TRAIN_LIFE, ...TRAIN_THINGS, ...TRAIN_MANY, ...TRAIN_WORK },
  ...TRAIN_TALK,
};

/** Every which template of a list is kept from training for validation. */
const KEPT = 4;

/**
 * A part of the wording: of each list of statements that is long enough, every fourth for validation, the
 * rest for training. So weights are chosen, and their confidence is fitted, on wording that is new to them.
 */
function part({ families, ...talk }: Wording, validation: boolean): Wording {
  const share = (templates: string[]): string[] =>
    templates.length < KEPT
      ? templates
      : templates.filter((_, at) => (at % KEPT === KEPT - 1) === validation);
  const parted = Object.entries(families).map(([id, family]) => [
    id,
    Object.fromEntries(
      (Object.entries(family) as [string, string[]][]).map(([list, templates]) => [
        list,
        list.startsWith('ask') ? templates : share(templates),
      ]),
    ),
  ]);
  return { ...talk, families: Object.fromEntries(parted) as Wording['families'] };
}

/** All wording by split; a test keeps them apart. */
export const WORDING: Record<'train' | 'validation' | 'test', Wording> = {
  train: part(TRAINING, false),
  validation: part(TRAINING, true),
  test: { families: { ...TEST_LIFE, ...TEST_MANY, ...TEST_WORK }, ...TEST_TALK },
};
