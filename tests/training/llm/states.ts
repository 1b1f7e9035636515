import type { AnswererState, ManagerState } from '../../../src/training/llm/state.js';

const memory = (id: string, text: string) => ({
  ...{ id, text, speaker: 'Ann', said_at: '2023-05-08T13:56:00Z' },
});

/** Ann, who has a dog and now a job. */
export const newJob: ManagerState = {
  role: 'manager',
  memories: [memory('a', 'I have a dog named Buddy.'), memory('b', 'My favourite colour is teal.')],
  messages: [{ speaker: 'Ann', text: 'I work at Acme.', said_at: '2023-05-09T10:00:00Z' }],
  questions: [{ question: 'Where does Ann work?', answers: ['Acme', 'at Acme'] }],
};

export const coloursAndDogs: AnswererState = {
  role: 'answerer',
  question: 'What is the name of the dog of Ann?',
  answers: ['Buddy'],
  memories: newJob.memories,
};

const decided = (...decisions: object[]): string => JSON.stringify({ decisions });
const FACT = { from: 'M0', fact: 'I work at Acme.' };

/** What a manager can answer to `newJob`. */
export const outputs = {
  add: decided({ ...FACT, event: 'ADD' }),
  wrapped: `Sure!\n\`\`\`json\n${decided({ ...FACT, event: 'ADD' })}\n\`\`\``,
  ignore: decided({ ...FACT, event: 'NONE', id: 'none' }),
  lose: decided({ ...FACT, event: 'DELETE', id: '0' }),
  invented: decided({ from: 'M0', fact: 'I live in Paris.', event: 'ADD' }),
  unknownId: decided({ ...FACT, event: 'UPDATE', id: '9', text: 'I work at Acme.' }),
  partly: decided({ ...FACT, event: 'ADD' }, { ...FACT, event: 'EXPLODE' }),
};
