import { describe, expect, test } from 'vitest';
import { CLIENTS, type Host } from '../../src/setup/clients.js';
import { defaultLaunch, serverEntry } from '../../src/setup/entry.js';

const MAC: Host = { platform: 'darwin', home: '/Users/ida', env: {} };
const LINUX: Host = { platform: 'linux', home: '/home/ida', env: {} };
const WINDOWS: Host = {
  platform: 'win32',
  home: 'C:\\Users\\ida',
  env: { APPDATA: 'C:\\Users\\ida\\AppData\\Roaming' },
};

const fileOf = (id: string, host: Host) =>
  CLIENTS.find((client) => client.id === id)?.configFile(host);

describe('where the clients keep their servers', () => {
  test.each<[string, string, string, string]>([
    [
      'claude-desktop',
      '/Users/ida/Library/Application Support/Claude/claude_desktop_config.json',
      '/home/ida/.config/Claude/claude_desktop_config.json',
      'C:\\Users\\ida\\AppData\\Roaming\\Claude\\claude_desktop_config.json',
    ],
    [
      'claude-code',
      '/Users/ida/.claude.json',
      '/home/ida/.claude.json',
      'C:\\Users\\ida\\.claude.json',
    ],
    [
      'cursor',
      '/Users/ida/.cursor/mcp.json',
      '/home/ida/.cursor/mcp.json',
      'C:\\Users\\ida\\.cursor\\mcp.json',
    ],
    [
      'vscode',
      '/Users/ida/Library/Application Support/Code/User/mcp.json',
      '/home/ida/.config/Code/User/mcp.json',
      'C:\\Users\\ida\\AppData\\Roaming\\Code\\User\\mcp.json',
    ],
    [
      'windsurf',
      '/Users/ida/.codeium/windsurf/mcp_config.json',
      '/home/ida/.codeium/windsurf/mcp_config.json',
      'C:\\Users\\ida\\.codeium\\windsurf\\mcp_config.json',
    ],
  ])('%s', (id, mac, linux, windows) => {
    expect([MAC, LINUX, WINDOWS].map((host) => fileOf(id, host))).toEqual([mac, linux, windows]);
  });

  test('Windows without APPDATA is told what to do', () => {
    expect(() => fileOf('vscode', { ...WINDOWS, env: {} })).toThrow(/--config/);
  });
});

describe('how the clients start the server', () => {
  const options = {
    launch: 'npx' as const,
    node: '/usr/bin/node',
    main: '/opt/memory-r1/dist/main.js',
    settings: {},
    extras: {},
  };

  test('npx, through the shell on Windows', () => {
    expect(serverEntry({ ...options, platform: 'linux' })).toEqual({
      command: 'npx',
      args: ['-y', 'memory-r1-mcp'],
    });
    expect(serverEntry({ ...options, platform: 'win32' })).toEqual({
      command: 'cmd',
      args: ['/c', 'npx', '-y', 'memory-r1-mcp'],
    });
  });

  test('an installation that stays is named by its path; the cache of npx is not', () => {
    const here = '/home/ida/memory-r1/dist/main.js';
    expect(defaultLaunch(here)).toBe('node');
    expect(defaultLaunch('C:\\npm-cache\\_npx\\ab12\\node_modules\\memory-r1-mcp\\main.js')).toBe(
      'npx',
    );
    expect(serverEntry({ ...options, launch: 'node', platform: 'darwin', main: here })).toEqual({
      command: '/usr/bin/node',
      args: [here],
    });
  });
});
