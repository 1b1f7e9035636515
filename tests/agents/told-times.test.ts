import { expect, it } from 'vitest';
import { parseQuestion } from '../../src/agents/answerer/question.js';
import { scoreSentences } from '../../src/agents/answerer/relevance.js';
import { type ToldTime, toldTimes } from '../../src/agents/answerer/told-times.js';

/** What may answer a question, read from what Anna said on Monday, 8 May 2023, in one sentence. */
function timesOf(question: string, text: string): ToldTime[] {
  const asked = parseQuestion(question, ['Anna']);
  const memory = {
    id: 'm1',
    namespace: 'test',
    version: 1,
    text,
    speaker: 'Anna',
    saidAt: '2023-05-08T13:56:00Z',
    source: null,
    score: 1,
    similarity: 0.5,
  };
  return scoreSentences(asked, [memory]).flatMap((sentence) => toldTimes(asked, sentence));
}

it.each<[question: string, text: string, ...times: [string, string, string][]]>([
  [
    'When did Anna see Ben?',
    'I saw Ben last Friday, and Carla on 2 March 2021.',
    ['the Friday before 8 May 2023', 'last Friday', 'before'],
    ['2 March 2021', 'on 2 March 2021', 'before'],
  ],
  ['When did Anna marry?', 'We married on the 28th.', ['28 April 2023', 'the 28th', 'before']],
  ['When does Anna fly?', 'I fly on the 3rd.', ['3 June 2023', 'the 3rd', 'after']],
  ['When did Anna fly?', 'I flew on the 31st.'],
  ['In which year did Anna marry?', 'We married last year.', ['2022', 'last year', 'before']],
  ['In what month did Anna move?', 'I moved yesterday.', ['May 2023', 'yesterday', 'before']],
])('%s %s', (question, text, ...times) => {
  const year = question.includes('year');
  const said = year ? '2023' : question.includes('month') ? 'May 2023' : '8 May 2023';
  const told = timesOf(question, text).map((time) => [
    time.text,
    time.words === null ? null : text.slice(time.words.start, time.words.end),
    time.way,
  ]);
  expect(told).toEqual([...times, [said, null, 'then']]);
});

it('says whether a time lies in the period that is asked about', () => {
  const times = timesOf(
    'When did Anna swim in April 2023?',
    'I swam on 3 April 2023 and on 5 March 2023.',
  );
  expect(times.map(({ inPeriod }) => inPeriod)).toEqual([true, false, false]);
});
