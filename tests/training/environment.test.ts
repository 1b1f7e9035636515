import { describe, expect, it } from 'vitest';
import { ATTRIBUTES } from '../../src/training/environment/attributes.js';
import { replayTruth, STORY_EVENTS } from '../../src/training/environment/episode.js';
import { generateEpisodes, STEP_RANGE } from '../../src/training/environment/generate.js';
import { NAMES, PROJECT_NAMES, RELATIONS } from '../../src/training/environment/names.js';
import { expandTemplate } from '../../src/training/environment/phrasing.js';
import { QUESTION_RANGE } from '../../src/training/environment/questions.js';
import { POOLS, type Pool } from '../../src/training/environment/values.js';
import { WORDING } from '../../src/training/environment/wording/index.js';
import { FAMILIES, type FamilyWording } from '../../src/training/environment/wording/types.js';

const SPLITS = ['train', 'test'] as const;
const episodes = {
  train: generateEpisodes({ split: 'train', seed: 7, count: 300 }),
  test: generateEpisodes({ split: 'test', seed: 7, count: 300 }),
};
const all = [...episodes.train, ...episodes.test];
const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9{}']+/g, ' ')
    .trim();

describe('generated episodes', () => {
  it('are the same for the same seed, whatever the count, and differ between seeds', () => {
    const again = generateEpisodes({ split: 'train', seed: 7, count: 3 });
    expect(again).toEqual(episodes.train.slice(0, 3));
    const other = generateEpisodes({ split: 'train', seed: 8, count: 3 });
    expect(other.map((episode) => episode.steps)).not.toEqual(
      again.map((episode) => episode.steps),
    );
  });

  it('keep to their lengths, and time never runs backwards', () => {
    for (const { steps, questions } of all) {
      expect(steps.length).toBeGreaterThanOrEqual(STEP_RANGE.least);
      expect(steps.length).toBeLessThanOrEqual(STEP_RANGE.most);
      expect(questions.length).toBeGreaterThanOrEqual(QUESTION_RANGE.least);
      expect(questions.length).toBeLessThanOrEqual(QUESTION_RANGE.most);
      const times = steps.map((step) => Date.parse(step.saidAt));
      expect(times).toEqual([...times].sort((a, b) => a - b));
      for (const { asOf } of questions) {
        expect(Date.parse(asOf)).toBeGreaterThan(times.at(-1) ?? 0);
      }
    }
  });

  it('have every kind of event and of question, in both splits', () => {
    for (const split of SPLITS) {
      const truths = episodes[split].flatMap(({ steps }) => steps.flatMap((step) => step.truth));
      expect(new Set(truths.map((truth) => truth.event))).toEqual(new Set(STORY_EVENTS));
      expect(new Set(truths.map((truth) => truth.operation)).size).toBe(4);
      const kinds = new Set(
        episodes[split].flatMap(({ questions }) => questions.map((q) => q.kind)),
      );
      expect([...kinds].sort()).toEqual(
        ['current', 'detail', 'gone', 'list', 'never', 'when', 'yes-no'].sort(),
      );
    }
  });

  it('leave no slot unfilled and no sentence without its subject', () => {
    for (const { steps, questions } of all) {
      for (const text of [...steps.map((step) => step.text), ...questions.map((q) => q.question)]) {
        expect(text).not.toMatch(/[{}[\]|]|undefined|\s\s/);
      }
    }
  });
});

describe('the hidden truth', () => {
  it('replays to the gold bank, each fact stands in its step, and operations touch what is there', () => {
    for (const { steps, gold } of all) {
      expect(replayTruth(steps)).toEqual(gold);
      const live = new Map<number, number>();
      steps.forEach((step, index) => {
        for (const truth of step.truth) {
          expect(step.text).toContain(truth.fact);
          if (truth.memory === null) {
            expect(truth.operation).toBe('NOOP');
            continue;
          }
          expect(live.get(truth.memory) ?? null).toBe(truth.concerns);
          if (truth.operation === 'DELETE') live.delete(truth.memory);
          else if (truth.operation !== 'NOOP') live.set(truth.memory, index);
        }
      });
    }
  });

  it('can answer every question from gold texts, and nothing that is gone is still there', () => {
    for (const { gold, questions } of all) {
      const bank = (gold ?? []).map((memory) => memory.text.toLowerCase()).join('\n');
      for (const { kind, answers } of questions) {
        expect(answers.length > 0).toBe(kind !== 'gone' && kind !== 'never');
        if (kind === 'current' || kind === 'detail' || kind === 'list') {
          for (const value of (answers[0] ?? '').split(/, | and /)) {
            expect(bank).toContain(value.toLowerCase());
          }
        }
      }
    }
  });

  it('never offers a right answer as a distractor', () => {
    for (const { questions } of all) {
      for (const { answers, distractors } of questions) {
        expect(distractors.filter((value) => answers.includes(value))).toEqual([]);
      }
    }
  });
});

describe('the held-out split', () => {
  const templates = (split: 'train' | 'test'): string[] => {
    const { families, ...talk } = WORDING[split];
    const lists: string[][] = Object.values(talk);
    for (const family of Object.values<FamilyWording>(families)) {
      lists.push(...(Object.values(family) as string[][]));
    }
    return lists.flat().flatMap(expandTemplate).map(plain);
  };

  it('shares no wording with training', () => {
    const train = new Set(templates('train'));
    const shared = templates('test').filter((template) => template !== '' && train.has(template));
    expect(shared).toEqual([]);
  });

  it('shares no value and no name with training', () => {
    for (const pool of Object.values<Pool>(POOLS)) {
      expect(pool.test.filter((value) => pool.train.includes(value))).toEqual([]);
    }
    const names = (split: 'train' | 'test'): string[] => [
      ...NAMES[split].she,
      ...NAMES[split].he,
      ...PROJECT_NAMES[split],
      ...RELATIONS[split].she,
      ...RELATIONS[split].he,
      ...RELATIONS[split].any,
    ];
    const train = names('train');
    expect(names('test').filter((name) => train.includes(name))).toEqual([]);
  });

  it('has attributes that training never sees', () => {
    expect(ATTRIBUTES.filter((attribute) => attribute.testOnly).length).toBeGreaterThan(10);
    const text = episodes.train.flatMap(({ steps }) => steps.map((step) => step.text)).join('\n');
    expect(text).not.toMatch(/ice cream flavour|feature flag|landlord/);
  });

  it('has wording for every family', () => {
    for (const split of SPLITS) {
      for (const family of FAMILIES) {
        expect(WORDING[split].families[family].state.length).toBeGreaterThanOrEqual(4);
      }
    }
  });
});
