import { expect, it } from 'vitest';
import { benchLlm, formatLlm } from '../../src/bench/llm.js';
import { startScriptedLlm } from '../support/scripted-llm.js';
import { MAIN } from '../support/server.js';

it('drives a spawned server with a language model, and counts what came of its replies', async () => {
  const added = (fact: string) => ({
    say: JSON.stringify({ decisions: [{ from: 'M0', fact, event: 'ADD' }] }),
  });
  const llm = await startScriptedLlm(
    added('I have a dog named Buddy.'),
    { say: 'I would add it.' },
    added('I adopted a poodle.'),
    { say: '{"useful":["0"],"answer":"Buddy"}' },
  );
  const options = { main: MAIN, llm: `openai:tiny@${llm.baseUrl}`, schema: 'asked' as const };
  const report = await benchLlm({ ...options, remembers: 2, answers: 1 });
  expect(report).toMatchObject({
    manager: { decisions: 2, replies: 3, wellFormed: 2, valid: 1, fallbacks: 1, noReply: 0 },
    answerer: { decisions: 1, replies: 1, wellFormed: 1, valid: 1, fallbacks: 0 },
    operations: { byTheModel: 1 },
    failed: [],
  });
  expect(llm.requests[0]?.body).not.toHaveProperty('response_format');
  expect(formatLlm([report], report)).toMatch(/manager, schema asked: 2\/3 replies well formed/);
}, 60_000);
