import { describe, expect, it } from 'vitest';
import type { Answer } from '../../src/agents/answer-agent.js';
import { extractivePolicy } from '../../src/agents/answerer/extractive.js';
import type { ScoredMemory } from '../../src/memory/records.js';

/** Asks over texts by the user, or by the one named before a tab. */
function ask(question: string, ...texts: string[]): string | null {
  return askOf(question, texts.map(memoryOf));
}

function memoryOf(said: string, index: number): ScoredMemory {
  const [text = '', speaker = 'user'] = said.split('\t').reverse();
  return {
    id: `m${index}`,
    namespace: 'test',
    version: 1,
    text,
    speaker,
    saidAt: `2024-05-0${index + 1}T10:00:00Z`,
    source: null,
    score: 0.5,
    similarity: 0.5,
  };
}

function askOf(question: string, memories: readonly ScoredMemory[]): string | null {
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
    ['Which day do we deploy?', 'Tuesday', ['We deploy on Tuesdays.']],
    [
      'What are my pets called?',
      'Milo, Pepper',
      ['My dog is called Milo.', 'A second pet joined me: a hamster named Pepper.'],
    ],
    ['Do I work at Bosch?', 'No', ['I left Bosch and I am at Siemens now.']],
  ])('%s %s', (question, answer, texts) => {
    expect(ask(question, ...texts)).toBe(answer);
  });

  it.each<[question: string, answer: string | null, texts: string[]]>([
    ["When is my mother's birthday?", 'May 12', ["My mother's birthday is on May 12."]],
    ["When is my mum's birthday?", 'May 12', ["My mother's birthday is on May 12."]],
    ['When do deploys happen?', 'Wednesday at 14:00', ['Deploys happen every Wednesday at 14:00.']],
    ['What time do deploys happen?', '14:00', ['Deploys happen every Wednesday at 14:00.']],
    ['When is the standup?', '9:30', ['The standup is at 9:30.']],
    ['Where do I work?', 'Charité', ["I'm a nurse at Charité."]],
    ['Where do I work?', null, ["I'm a regular at Moe's."]],
    ['Where does Bob work?', null, ['Bob left Google.']],
    ['What is my phone number?', '0171 5550', ['My new phone number is 0171 5550.']],
    ['What is my phone number?', '+49 171 5550', ['My phone number is +49 171 5550.']],
    [
      'What is my favourite colour?',
      'blue',
      ['My favourite colour is blue.', "Tom's favourite colour is red."],
    ],
    [
      "What is Tom's favorite color?",
      'red',
      ["Tom's favourite colour is red.", 'My favourite colour is blue.'],
    ],
    ['Where does Ben live?', 'Paris', ['Ben\tI live in Paris.', 'Ann\tI moved to Bergen.']],
    ["What is my cat's name?", null, ['I have a dog named Buddy.', 'My dog Rex is old.']],
    ["What is Bob's salary?", null, ['My salary is 50000.', 'Bob works at Google.']],
    ['Where do I work?', 'Otto', ['I work at Otto.', 'I moved to Bergen.']],
    ['What is my name?', null, ['I work at Otto.', 'My deploys happen at 14:00.']],
    ['What is my name?', 'Lena', ['My name is Lena.', "My dog's name is Rex.", 'I like tea.']],
    ['What is my name?', 'Lena', ["I'm called Lena.", 'My dog is called Rex.']],
    ['What is my address?', null, ['My email address is me@example.org.']],
    ['Do I have kids?', 'Yes', ['I have two kids.', 'I moved to Bergen.']],
    ['How much does Bob earn?', null, ['Bob works at Google.', 'Bob has 3 cats.']],
    ['How much did the bike cost?', '900 euros', ['The bike did cost 900 euros.']],
  ])('%s %s, first try', (question, answer, texts) => {
    expect(ask(question, ...texts)).toBe(answer);
  });

  it('denies of two people nothing that only one of them was asked about', () => {
    const said = ['Jon\tI lost my job as a banker.', "Gina\tI'm turning my love into a business."];
    expect(ask('Do Jon and Gina start businesses out of what they love?', ...said)).not.toBe('No');
  });

  it('counts what ended a fact even where it is not among the distilled', async () => {
    const texts = ['I work at Bosch.', 'I left Bosch.'];
    const memories = texts.map(memoryOf);
    const both = await extractivePolicy.distilAndAnswer?.('Where do I work?', memories, 1);
    expect(both?.answer.text).toBeNull();
    expect(both?.distilled).toHaveLength(1);
  });
});
