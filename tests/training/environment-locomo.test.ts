import { describe, expect, it } from 'vitest';
import { parseLocomo } from '../../src/bench/locomo.js';
import {
  linkedQuestions,
  locomoEpisode,
  windowsOf,
} from '../../src/training/environment/locomo.js';
import { parseTrainingData } from '../../src/training/data.js';

/** A dialogue of our own in LoCoMo's format. */
const [sample] = parseLocomo([
  {
    sample_id: 'conv-0',
    conversation: {
      speaker_a: 'Ada',
      speaker_b: 'Bo',
      session_1_date_time: '1:56 pm on 8 May, 2023',
      session_1: [
        { speaker: 'Ada', dia_id: 'D1:1', text: 'I moved to Ghent yesterday.' },
        { speaker: 'Bo', dia_id: 'D1:2', text: 'Congratulations!' },
      ],
    },
    observation: {
      session_1_observation: { Ada: [['Ada moved to Ghent.', 'D1:1']], Bo: [] },
    },
    qa: [
      { question: 'Where does Ada live?', answer: 'Ghent', evidence: ['D1:1'], category: 4 },
      { question: 'Where is Bo?', adversarial_answer: 'Ghent', evidence: ['D1:1'], category: 5 },
    ],
  },
]);
if (!sample) throw new Error('no sample');

describe('LoCoMo as an episode', () => {
  it('takes turns or observations as steps and links questions by evidence', () => {
    const turns = locomoEpisode(sample, 'turns');
    expect(turns.steps.map((step) => step.text)).toEqual([
      'I moved to Ghent yesterday.',
      'Congratulations!',
    ]);
    expect(turns.questions).toMatchObject([
      { answers: ['Ghent'], evidence: [0], kind: 'locomo-4', asOf: '2023-05-08T14:56:00Z' },
    ]);
    expect(linkedQuestions(turns)).toMatchObject([{ step: 0, questions: [{ kind: 'locomo-4' }] }]);
    const observations = locomoEpisode(sample, 'observations');
    expect(observations.steps).toMatchObject([{ speaker: 'Ada', text: 'Ada moved to Ghent.' }]);
    expect(observations.questions[0]?.evidence).toEqual([0]);
  });

  it('asks for abstention on adversarial questions, when they are wanted', () => {
    const [question] = locomoEpisode(sample, 'turns', [5]).questions;
    expect(question).toMatchObject({ answers: [], distractors: ['Ghent'] });
  });

  it('is cut into windows that overlap, each with the questions that it can answer', () => {
    const whole = locomoEpisode(sample, 'turns');
    const [question] = whole.questions;
    if (!question) throw new Error('no question');
    const steps = Array.from({ length: 5 }, () => whole.steps).flat();
    const spread = [[1], [0, 9], [3, 4]].map((evidence) => ({ ...question, evidence }));
    const windows = windowsOf({ ...whole, steps, questions: spread }, 4);
    expect(
      windows.map(({ id, questions }) => [id.split(':').at(-1), questions.map((q) => q.evidence)]),
    ).toEqual([
      ['0', [[1]]],
      ['2', [[1, 2]]],
    ]);
  });
});

describe('what to train on', () => {
  it('is the gym or one dialogue of a file, whatever signs its path has', () => {
    expect(parseTrainingData('gym')).toEqual({ kind: 'gym' });
    expect(parseTrainingData('locomo:C:\\data\\a.json:conv-26')).toEqual({
      kind: 'locomo',
      file: 'C:\\data\\a.json',
      sample: 'conv-26',
    });
    expect(() => parseTrainingData('locomo:a.json')).toThrow(/locomo:<file>:<sample>/);
  });
});
