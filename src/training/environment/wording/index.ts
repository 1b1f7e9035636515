import { TEST_LIFE } from './test-life.js';
import { TEST_MANY } from './test-many.js';
import { TEST_TALK, TEST_WORK } from './test-work.js';
import { TRAIN_LIFE } from './train-life.js';
import { TRAIN_MANY } from './train-many.js';
import { TRAIN_THINGS } from './train-things.js';
import { TRAIN_TALK, TRAIN_WORK } from './train-work.js';
import type { Wording } from './types.js';

/** All wording by split; a test keeps the two apart. */
export const WORDING: Record<'train' | 'test', Wording> = {
  train: {
    families: { ...TRAIN_LIFE, ...TRAIN_THINGS, ...TRAIN_MANY, ...TRAIN_WORK },
    ...TRAIN_TALK,
  },
  test: { families: { ...TEST_LIFE, ...TEST_MANY, ...TEST_WORK }, ...TEST_TALK },
};
