import { describe, expect, it } from 'vitest';
import type { Answer } from '../../src/agents/answer-agent.js';
import { extractivePolicy } from '../../src/agents/answerer/extractive.js';
import type { ScoredMemory } from '../../src/memory/records.js';

function ask(question: string, ...texts: string[]): string | null {
  const memories = texts.map((text, index): ScoredMemory => ({
    id: `m${index}`,
    namespace: 'test',
    version: 1,
    text,
    speaker: 'user',
    saidAt: `2024-05-0${index + 1}T10:00:00Z`,
    source: null,
    score: 0.5,
    similarity: 0.5,
  }));
  return (extractivePolicy.answer(question, memories) as Answer).text;
}

describe('facts by the form of their statements', () => {
  it.each<[question: string, answer: string | null, texts: string[]]>([
    ['What is my work laptop?', null, ['I work as an electrician.']],
    ['What is the name of my cat?', null, ['I have a dog named Buddy.']],
    [
      "What is my sister Ana's phone?",
      'iPhone 13',
      ["My sister Ana's phone is an iPhone 13.", 'My phone is a Pixel 7.'],
    ],
    ['Who is our tech lead?', 'Zoe', ['Zoe took over from Ingrid as our tech lead.']],
    ['How old am I?', '65', ['My age went from 64 to 65.']],
    ["When is my sister's birthday?", '5 May', ["My sister's birthday is 5 May."]],
    [
      'What CI system do we use?',
      'GitHub Actions',
      ['Our CI system is GitHub Actions, not Travis.'],
    ],
    ['Which day do we deploy?', 'Tuesdays', ['We deploy on Tuesdays.']],
    [
      'What are my pets called?',
      'Milo, Pepper',
      ['My dog is called Milo.', 'A second pet joined me: a hamster named Pepper.'],
    ],
    ['Do I work at Bosch?', 'No', ['I left Bosch and I am at Siemens now.']],
  ])('%s %s', (question, answer, texts) => {
    expect(ask(question, ...texts)).toBe(answer);
  });
});
