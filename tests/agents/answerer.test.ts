import { describe, expect, it } from 'vitest';
import { extractivePolicy } from '../../src/agents/answerer/extractive.js';
import type { Answer } from '../../src/agents/answer-agent.js';
import type { ScoredMemory } from '../../src/memory/records.js';

type Said = [text: string, speaker?: string | null, saidAt?: string];

/** Memories as a search would give them: in this order, the first slightly ahead. */
function found(...said: Said[]): ScoredMemory[] {
  return said.map(([text, speaker = 'user', saidAt = '2023-05-08T13:56:00Z'], index) => ({
    id: `m${index}`,
    namespace: 'test',
    version: 1,
    text,
    speaker,
    saidAt,
    source: null,
    score: 0.8 - 0.02 * index,
    similarity: 0.5,
  }));
}

const ask = (question: string, ...said: Said[]): Answer =>
  extractivePolicy.answer(question, found(...said)) as Answer;

describe('what, who and where', () => {
  it.each<[question: string, answer: string, said: Said[]]>([
    ['Where does Anna work?', 'Meta', [["I left Google, I'm at Meta now", 'Anna']]],
    ['Where do I work?', 'Meta', [["I left Google, I'm at Meta now."], ['I like hiking.']]],
    ['Where do I live?', 'Lisbon', [['I moved to Lisbon last month.'], ['I work at Meta.']]],
    ['What is the name of my dog?', 'Buddy', [['I have a dog named Buddy.']]],
    [
      'What database do we use?',
      'Postgres',
      [['We switched from MySQL to Postgres.'], ['I adopted another dog, Scout.']],
    ],
    ['Who is Clara?', 'sister Clara', [['My sister Clara lives in Berlin.']]],
    ['What did Anna buy?', 'red bicycle', [['I bought a red bicycle.', 'Anna']]],
    ['Who is my dentist?', 'Dr. Patel', [['My dentist is Dr. Patel.'], ['I like tea.']]],
    ['What am I allergic to?', 'peanuts', [["I'm allergic to peanuts."]]],
    ['What is my favourite color?', 'green', [['My favourite color is green.']]],
    ['What does Ben do for a living?', 'teacher', [['Ben works as a teacher.', 'Ben']]],
    ["What is Ben's sister called?", 'Clara', [['My sister Clara plays chess.', 'Ben']]],
  ])('%s %s', (question, answer, said) => {
    expect(ask(question, ...said).text).toBe(answer);
  });

  it('lists across memories', () => {
    const said: Said[] = [
      ['I have a dog named Buddy.', 'Ben'],
      ['I adopted another dog, Scout.', 'Ben'],
    ];
    expect(
      ask("What are the names of Ben's dogs?", ...said)
        .text?.split(', ')
        .sort(),
    ).toEqual(['Buddy', 'Scout']);
    expect(
      ask("What are the names of Ben's dogs?", ['Ben has two dogs, Buddy and Scout.', 'Ben'])
        .text?.split(/, | and /)
        .sort(),
    ).toEqual(['Buddy', 'Scout']);
  });

  it('takes the most recent where memories disagree', () => {
    const said: Said[] = [
      ['I live in Berlin.', 'user', '2023-01-02T10:00:00Z'],
      ['I live in Oslo.', 'user', '2024-03-02T10:00:00Z'],
    ];
    expect(ask('Where do I live?', ...said).text).toBe('Oslo');
    expect(ask('Where do I live?', ...said.reverse()).text).toBe('Oslo');
  });
});

describe('when, how long, how many', () => {
  it.each<[question: string, answer: string, text: string]>([
    ['When did Anna go to the museum?', '7 May 2023', 'I went to the museum yesterday.'],
    ['When is Anna going camping?', 'June 2023', "We're going camping next month."],
    ['When did Anna paint the lake?', '2022', 'I painted the lake last year.'],
    ['When did Anna give a talk?', 'the week before 8 May 2023', 'I gave a talk last week.'],
    [
      'When did Anna join the club?',
      'the Friday before 8 May 2023',
      'I joined a club last Friday.',
    ],
    ['When is the dentist appointment?', '12 May 2023', 'My dentist appointment is on May 12th.'],
    ['When did Anna buy a car?', '8 May 2023', 'I bought a car.'],
    ['When was Anna operated on?', '28 April 2023', 'I was operated on on the 28th.'],
    ['When did Anna join the choir?', '3 May 2023', 'I joined the choir on the 3rd, by the way.'],
    ['When does Anna fly to Oslo?', 'the 12th', 'I fly to Oslo on the 12th.'],
    ['How long has Anna known her friends?', 'four years', "I've known my friends for four years."],
    ['How long ago did Anna marry?', 'ten years ago', 'I married ten years ago.'],
    ['How many cats does Anna have?', 'three', 'I have three cats and a fish.'],
    ['How often does Anna swim?', 'twice a week', 'I swim twice a week with my sister.'],
  ])('%s %s', (question, answer, text) => {
    expect(ask(question, [text, 'Anna'], ['The weather is nice.', 'Ben']).text).toBe(answer);
  });

  it('picks the event of the period that is asked about', () => {
    const said: Said[] = [
      ['We went camping last week.', 'Anna', '2023-06-27T10:00:00Z'],
      ['We went camping two days ago.', 'Anna', '2023-07-17T10:00:00Z'],
    ];
    expect(ask('When did Anna go camping in July?', ...said).text).toBe('15 July 2023');
    expect(ask('When did Anna go camping in June?', ...said).text).toBe(
      'the week before 27 June 2023',
    );
  });
});

it('answers yes or no, and which of two', () => {
  expect(ask('Does Anna like coffee?', ['I really like coffee.', 'Anna']).text).toBe('Yes');
  expect(ask('Does Anna like coffee?', ["I don't like coffee.", 'Anna']).text).toBe('No');
  expect(ask('Does Anna prefer tea or coffee?', ['I prefer coffee.', 'Anna']).text).toBe('coffee');
});

describe('abstention', () => {
  it('says nothing about what is not there', () => {
    const answer = ask('What is my blood type?', ['I like hiking in the Alps.']);
    expect(answer.text).toBeNull();
    expect(answer.confidence).toBeLessThan(0.35);
    expect(ask('What is my blood type?')).toEqual({ text: null, confidence: 0, evidence: [] });
  });

  it("does not give one person's answer for another", () => {
    const said: Said[] = [
      ['My necklace stands for love and faith.', 'Anna'],
      ['That is a lovely view.', 'Ben'],
    ];
    expect(ask("What does Ben's necklace stand for?", ...said).text).toBeNull();
    expect(ask("What does Anna's necklace stand for?", ...said).text).toBe('love and faith');
  });
});

it('cites the memory it read', () => {
  const answer = ask('Where does Anna work?', ['I like tea.', 'Anna'], ['I work at Meta.', 'Anna']);
  expect(answer.text).toBe('Meta');
  expect(answer.evidence.map(({ id }) => id)).toEqual(['m1']);
});

it('distils to the memories that speak to the question', () => {
  const memories = found(
    ...Array.from({ length: 58 }, (_, index): Said => [`I like song number ${index}.`, 'Anna']),
    ['I bought a piano.', 'Anna'],
    ['I sold my piano.', 'Ben'],
  );
  const distilled = extractivePolicy.distil('What did Anna buy?', memories, 5) as ScoredMemory[];
  expect(distilled).toHaveLength(5);
  expect(distilled[0]?.text).toBe('I bought a piano.');
});
