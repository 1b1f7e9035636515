import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createTrace, type TraceEntry } from '../../../src/agents/llm/trace.js';

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'memory-r1-trace-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

const entry = (user: string): TraceEntry => ({
  role: 'manager',
  policy: 'llm@1:test',
  system: 'rules',
  user,
  attempts: [
    { raw: '{}', well_formed: true, problems: [], prompt_tokens: 1, completion_tokens: 2, ms: 3 },
  ],
  parsed: [null],
  fallback: 'the reply was empty',
  ms: 4,
});

it('appends one versioned line a decision, without secrets, for its owner only', async () => {
  const file = join(folder(), 'trace.jsonl');
  const clock = { now: () => Date.parse('2024-01-02T03:04:05Z') };
  const trace = createTrace(file, { clock, secrets: ['hunter2hunter2'] });
  const secrets = [
    'hunter2hunter2',
    'sk-proj-abcdefgh12345678',
    `ghp_${'a1'.repeat(18)}`,
    'AKIAIOSFODNN7EXAMPLE',
    'Bearer abcdef1234567890',
    'my password is: correcthorse',
  ];
  trace.record(entry(secrets.join(' and ')));
  trace.record(entry('Buddy is a dog'));
  await trace.flush();
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  const [first, second] = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(second).toEqual({
    version: 2,
    at: '2024-01-02T03:04:05.000Z',
    ...entry('Buddy is a dog'),
  });
  expect(first?.['user']).toBe(
    '[redacted] and [redacted] and [redacted] and [redacted] and Bearer [redacted] and my password is: [redacted]',
  );
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

it('fails no call when it cannot be written, and says so once', async () => {
  const said: string[] = [];
  const trace = createTrace(join(folder(), 'missing', 'trace.jsonl'), {
    onFailure: (message) => said.push(message),
  });
  trace.record(entry('one'));
  trace.record(entry('two'));
  await trace.flush();
  expect(said).toEqual([expect.stringContaining('no trace is written')]);
});
