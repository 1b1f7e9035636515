import { posix, win32 } from 'node:path';
import { configurationError } from '../errors.js';

/** What `setup` must know of the machine it runs on; injected, so that tests can be on any. */
export interface Host {
  platform: NodeJS.Platform;
  /** The user's home folder, absolute. */
  home: string;
  env: NodeJS.ProcessEnv;
}

/** An MCP client whose configuration file `setup` can edit. */
export interface McpClient {
  id: string;
  title: string;
  /** The file that holds the servers of this user, in every project. */
  configFile(host: Host): string;
  /** The member of that file that maps names to servers. */
  serversKey: 'mcpServers' | 'servers';
  /** Members that an entry needs beside command, args and env. */
  entryExtras?: Record<string, string>;
  /** What is left to do by hand. */
  afterwards: string;
}

const RESTART = 'Quit it wholly and start it again.';

export const CLIENTS: readonly McpClient[] = [
  {
    id: 'claude-desktop',
    title: 'Claude Desktop',
    configFile: (host) => inAppData(host, 'Claude', 'claude_desktop_config.json'),
    serversKey: 'mcpServers',
    afterwards: RESTART,
  },
  {
    id: 'claude-code',
    title: 'Claude Code',
    configFile: (host) => inHome(host, '.claude.json'),
    serversKey: 'mcpServers',
    entryExtras: { type: 'stdio' },
    afterwards: 'Sessions that you start from now on have it; /mcp shows it.',
  },
  {
    id: 'cursor',
    title: 'Cursor',
    configFile: (host) => inHome(host, '.cursor', 'mcp.json'),
    serversKey: 'mcpServers',
    afterwards: 'Switch memory-r1 on under Settings > MCP if it is not on yet.',
  },
  {
    id: 'vscode',
    title: 'VS Code',
    configFile: (host) => inAppData(host, 'Code', 'User', 'mcp.json'),
    serversKey: 'servers',
    entryExtras: { type: 'stdio' },
    afterwards: 'Run "MCP: List Servers" to start it and to confirm that you trust it.',
  },
  {
    id: 'windsurf',
    title: 'Windsurf',
    configFile: (host) => inHome(host, '.codeium', 'windsurf', 'mcp_config.json'),
    serversKey: 'mcpServers',
    afterwards: 'Press refresh in its list of MCP servers.',
  },
];

function inHome(host: Host, ...parts: string[]): string {
  return pathsOf(host).join(host.home, ...parts);
}

/** The folder where desktop programs keep their settings. */
function inAppData(host: Host, ...parts: string[]): string {
  const paths = pathsOf(host);
  if (host.platform === 'darwin')
    return paths.join(host.home, 'Library', 'Application Support', ...parts);
  if (host.platform !== 'win32')
    return paths.join(host.env['XDG_CONFIG_HOME'] || paths.join(host.home, '.config'), ...parts);
  const appData = host.env['APPDATA'];
  if (!appData)
    throw configurationError(
      'no-app-data',
      'The variable APPDATA is not set: name the file with --config.',
    );
  return paths.join(appData, ...parts);
}

function pathsOf({ platform }: Host): typeof posix {
  return platform === 'win32' ? win32 : posix;
}
