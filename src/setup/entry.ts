/** The name under which clients list the server. */
export const SERVER_NAME = 'memory-r1';

/** How a client starts a stdio server. */
export interface ServerEntry {
  type?: string;
  command: string;
  args: string[];
  env?: Record<string, string>;
}

/** `npx` fetches the package where it is not there; `node` starts this very installation. */
export type Launch = 'npx' | 'node';

export interface EntryOptions {
  launch: Launch;
  platform: NodeJS.Platform;
  /** Absolute paths of the running Node and of this program. */
  node: string;
  main: string;
  /** Settings to hand over, by environment variable. */
  settings: Record<string, string>;
  extras: Record<string, string>;
}

/** What a client's configuration holds for this server. */
export function serverEntry(options: EntryOptions): ServerEntry {
  const { settings, extras } = options;
  return {
    ...extras,
    ...commandOf(options),
    ...(Object.keys(settings).length > 0 && { env: settings }),
  };
}

function commandOf({ launch, platform, node, main }: EntryOptions): ServerEntry {
  if (launch === 'node') return { command: node, args: [main] };
  const npx = ['-y', 'memory-r1-mcp'];
  // npx is a batch file on Windows, which programs can only start through its shell.
  return platform === 'win32'
    ? { command: 'cmd', args: ['/c', 'npx', ...npx] }
    : { command: 'npx', args: npx };
}

/**
 * How clients should start what runs now: an installation that stays is named by its path, which also
 * works in desktop programs that know no PATH; npx's cache goes, so there it is npx again.
 */
export function defaultLaunch(main: string): Launch {
  return /[\\/]_npx[\\/]/.test(main) ? 'npx' : 'node';
}
