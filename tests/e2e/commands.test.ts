import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { MAIN, temporaryFolder } from '../support/server.js';

interface Run {
  code: number | null;
  stdout: string;
  stderr: string;
}

function run(
  home: string,
  args: string[],
  afterStart?: (kill: (signal: NodeJS.Signals) => void, stderr: string) => void,
): Promise<Run> {
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { ...process.env, MEMORY_R1_HOME: home },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
    afterStart?.((signal) => child.kill(signal), stderr);
  });
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, stdout, stderr })));
}

function fileOf(folder: string, content: string): string {
  const file = join(folder, 'notes.jsonl');
  writeFileSync(file, content);
  return file;
}

const lines = (count: number) =>
  Array.from(
    { length: count },
    (_, at) =>
      `${JSON.stringify({ text: `Valve ${at} feeds tank ${at * 31 + 7}.`, speaker: 'Ida', said_at: '2026-01-05' })}\n`,
  ).join('');

describe('import and export', () => {
  test('a second import adds nothing, and an export can be imported elsewhere as it was', async () => {
    const folder = temporaryFolder();
    const file = fileOf(folder, `\uFEFF${lines(12)}\n`);
    const home = join(folder, 'home');
    const first = await run(home, ['import', file]);
    expect(first).toMatchObject({ code: 0, stdout: expect.stringContaining('12 ADD') as string });
    expect((await run(home, ['import', file])).stdout).toMatch(/0 ADD.*12 were imported before/);

    const copy = join(folder, 'copy.jsonl');
    await run(home, ['export', '--output', copy]);
    const elsewhere = join(folder, 'elsewhere');
    await run(elsewhere, ['import', copy]);
    const textsOf = (exported: string) =>
      exported
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { text: string }).text)
        .sort();
    const { stdout } = await run(elsewhere, ['export']);
    expect(textsOf(stdout)).toHaveLength(12);
    expect(textsOf(stdout)).toEqual(textsOf(readFileSync(copy, 'utf8')));
  }, 120_000);

  test('a bad line is refused by its number, and nothing is imported', async () => {
    const folder = temporaryFolder();
    for (const [line, message] of [
      ['{"text": "It', /notes\.jsonl:2 is not JSON/],
      ['{"note": 1}', /notes\.jsonl:2 must be/],
      ['{"text": "It poured.", "said_at": "2026-99-01"}', /notes\.jsonl:2 has a bad said_at/],
    ] as const) {
      const file = fileOf(folder, `{"text": "It rained."}\n${line}`);
      const { code, stderr } = await run(folder, ['import', file]);
      expect(code).toBe(2);
      expect(stderr.trim()).toMatch(message);
      expect(stderr).toContain('nothing was imported');
    }
    expect((await run(folder, ['export'])).stdout).toBe('');
  });

  test('Ctrl-C in the middle loses and doubles nothing', async () => {
    const folder = temporaryFolder();
    const file = fileOf(folder, lines(80));
    let asked = false;
    const interrupted = await run(folder, ['import', file], (kill, stderr) => {
      // The bar has moved: something is written, the rest is not.
      if (!asked && /[1-9]\d*\/80/.test(stderr)) {
        asked = true;
        kill('SIGINT');
      }
    });
    if (asked) expect(interrupted.code).toBe(130);
    expect((await run(folder, ['import', file])).code).toBe(0);
    const stored = (await run(folder, ['export'])).stdout.trim().split('\n');
    expect(stored).toHaveLength(80);
  }, 120_000);
});

test('stats and doctor tell programs what they tell people', async () => {
  const home = temporaryFolder();
  await run(home, ['import', fileOf(home, lines(1))]);
  expect(JSON.parse((await run(home, ['stats', '--json'])).stdout)).toMatchObject({
    namespaces: [{ namespace: 'default', live: 1 }],
  });
  const { code, stdout } = await run(home, ['doctor', '--json']);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    checks: expect.arrayContaining([
      expect.objectContaining({ name: 'embedder', ok: true }),
    ]) as unknown,
  });
});

test('weights of your own decide where they are named, and doctor says what is wrong with them', async () => {
  const home = temporaryFolder();
  const weights = join(home, 'own.json');
  const shipped = readFileSync(new URL('../../models/manager.json', import.meta.url), 'utf8');
  writeFileSync(weights, shipped);
  const own = ['--manager', `learned:${weights}`];
  expect((await run(home, [...own, 'import', fileOf(home, lines(1))])).code).toBe(0);
  writeFileSync(weights, shipped.slice(0, 1000));
  const { code, stdout } = await run(home, [...own, 'doctor']);
  expect(code).toBe(1);
  expect(stdout).toMatch(/^PROBLEM +policies: .*own\.json is not JSON/m);
});
