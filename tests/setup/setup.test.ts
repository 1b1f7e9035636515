import { spawnSync } from 'node:child_process';
import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { MAIN, temporaryFolder } from '../support/server.js';

/** Runs the command with a home folder of its own; nothing of this machine's user is read or written. */
function setup(home: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, 'setup', ...args], {
    env: { ...process.env, HOME: home, USERPROFILE: home, XDG_CONFIG_HOME: '', APPDATA: home },
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

const filesOf = (folder: string) => readdirSync(folder).sort();

test('writes, keeps a copy of what was there, and takes it back', () => {
  const home = temporaryFolder();
  const folder = join(home, '.cursor');
  const file = join(folder, 'mcp.json');
  mkdirSync(folder);
  const before = '{\n  "mcpServers": {\n    "other": { "command": "other" }\n  }\n}\n';
  writeFileSync(file, before, { mode: 0o640 });

  const planned = setup(home, 'cursor', '--dry-run', '--launch', 'npx');
  expect(planned.stdout).toMatch(
    /memory-r1-mcp[^]*Would write[^]*1 other server[^]*Nothing was changed/,
  );
  expect(planned.stdout).not.toContain('"other"');
  expect(filesOf(folder)).toEqual(['mcp.json']);
  expect(readFileSync(file, 'utf8')).toBe(before);

  const flags = ['--home', 'data', '--namespace', 'work'];
  expect(setup(home, ...flags, 'cursor', '--launch', 'npx')).toMatchObject({ status: 0 });
  const config = JSON.parse(readFileSync(file, 'utf8')) as { mcpServers: Record<string, unknown> };
  expect(config.mcpServers).toEqual({
    other: { command: 'other' },
    'memory-r1': {
      command: process.platform === 'win32' ? 'cmd' : 'npx',
      args: expect.arrayContaining(['memory-r1-mcp']) as unknown,
      env: { MEMORY_R1_HOME: join(process.cwd(), 'data'), MEMORY_R1_NAMESPACE: 'work' },
    },
  });
  expect(lstatSync(file).mode & 0o777).toBe(0o640);
  const backup = filesOf(folder).find((name) => name.endsWith('.bak')) ?? '';
  expect(readFileSync(join(folder, backup), 'utf8')).toBe(before);

  expect(setup(home, 'cursor', '--remove').stdout).toContain('Removed');
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(before));
});

test('a file that cannot be read is refused and stays as it is', () => {
  const home = temporaryFolder();
  const file = join(home, '.claude.json');
  writeFileSync(file, '{"mcpServers": {');
  const { status, stderr } = setup(home, 'claude-code');
  expect(status).toBe(2);
  expect(stderr).toMatch(/\.claude\.json cannot be read.*nothing was changed/);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(filesOf(home)).toEqual(['.claude.json']);
});

test('a link to a file elsewhere stays a link; a file of a new folder is made', () => {
  const home = temporaryFolder();
  writeFileSync(join(home, 'dotfile.json'), '{}');
  symlinkSync(join(home, 'dotfile.json'), join(home, '.claude.json'));
  expect(setup(home, 'claude-code').status).toBe(0);
  expect(lstatSync(join(home, '.claude.json')).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(home, 'dotfile.json'), 'utf8')).toContain(MAIN);
  expect(setup(home, 'windsurf').status).toBe(0);
  expect(filesOf(join(home, '.codeium', 'windsurf'))).toEqual(['mcp_config.json']);
});

test('an unknown client and a bad setting are one line each', () => {
  const home = temporaryFolder();
  expect(setup(home, 'netscape')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('it knows claude-desktop, claude-code') as string,
  });
  expect(setup(home, '--manager', 'best', 'cursor').stderr).toContain('--manager must be');
  expect(filesOf(home)).toEqual([]);
});
