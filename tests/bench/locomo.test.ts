import { describe, expect, it } from 'vitest';
import {
  evidenceIds,
  factStream,
  loadLocomo,
  parseLocomo,
  parseSessionTime,
} from '../../src/bench/locomo.js';

/** A small dialogue in the official format, with the oddities that the real file has. */
const file = [
  {
    sample_id: 'conv-1',
    conversation: {
      speaker_a: 'Ann',
      speaker_b: 'Ben',
      session_1_date_time: '1:56 pm on 8 May, 2023',
      session_1: [
        { speaker: 'Ann', dia_id: 'D1:1', text: 'Hi Ben!' },
        { speaker: 'Ben', dia_id: 'D1:2', text: 'Look!', blip_caption: 'a photo of a dog' },
      ],
      session_2_date_time: '12:09 am on 13 September, 2023',
      session_2: [{ speaker: 'Ann', dia_id: 'D2:1', text: 'I moved to Oslo.', img_url: ['x'] }],
      session_3_date_time: '1:00 pm on 1 October, 2023',
    },
    observation: {
      session_1_observation: { Ben: [['Ben has a dog.', ['D1:2', 'D1:1']]] },
      session_2_observation: { Ann: [['Ann moved to Oslo.', 'D2:1, D1:1']] },
    },
    qa: [
      { question: 'Where is Ann?', answer: 'Oslo', evidence: ['D2:1; D1:01', 'D'], category: 4 },
      { question: 'How many dogs?', answer: 1, evidence: ['D:1:2'], category: 1 },
      { question: 'Why?', adversarial_answer: 'because', evidence: [], category: 5 },
    ],
  },
];

describe('parseLocomo', () => {
  it('gives turns in order, dated and with shared pictures', () => {
    const [sample] = parseLocomo(file);
    expect(sample?.turns.map(({ id, text, saidAt }) => ({ id, text, saidAt }))).toEqual([
      { id: 'conv-1:D1:1', text: 'Hi Ben!', saidAt: '2023-05-08T13:56:00Z' },
      {
        id: 'conv-1:D1:2',
        text: 'Look! [shared a picture: a photo of a dog]',
        saidAt: '2023-05-08T13:56:00Z',
      },
      { id: 'conv-1:D2:1', text: 'I moved to Oslo.', saidAt: '2023-09-13T00:09:00Z' },
    ]);
    expect(sample?.speakers).toEqual(['Ann', 'Ben']);
  });

  it('reads every form of citation', () => {
    const [sample] = parseLocomo(file);
    expect(sample?.observations.map((item) => item.evidence)).toEqual([
      ['D1:2', 'D1:1'],
      ['D2:1', 'D1:1'],
    ]);
    expect(sample?.questions.map((question) => question.evidence)).toEqual([
      ['D2:1', 'D1:1'],
      ['D1:2'],
      [],
    ]);
    expect(evidenceIds(['D'])).toEqual([]);
  });

  it('keeps numbers and missing answers apart', () => {
    const [sample] = parseLocomo(file);
    expect(sample?.questions.map((question) => question.answer)).toEqual(['Oslo', '1', null]);
    expect(sample?.questions[2]?.adversarialAnswer).toBe('because');
  });

  it('streams turns, observations or both, session by session', () => {
    const [sample] = parseLocomo(file);
    if (sample === undefined) throw new Error('no sample');
    expect(factStream(sample, 'observations')).toHaveLength(2);
    expect(factStream(sample, 'both').map((item) => item.session)).toEqual([1, 1, 1, 2, 2]);
  });

  it.each([
    [{ samples: [] }, /not LoCoMo's official JSON/],
    [[{ sample_id: 'x', conversation: {}, qa: [{ question: 1 }] }], /at 0\.qa\.0\.question/],
    [[], /not LoCoMo's official JSON/],
  ])('says what is wrong with another file', (json, message) => {
    expect(() => parseLocomo(json)).toThrow(message);
  });
});

it('rejects a time in another form', () => {
  expect(() => parseSessionTime('2023-05-08')).toThrow(/expected "1:56 pm on 8 May, 2023"/);
});

it('says so when the file is not there', async () => {
  await expect(loadLocomo('/nowhere.json')).rejects.toThrow(/cannot read \/nowhere.json as JSON/);
});
