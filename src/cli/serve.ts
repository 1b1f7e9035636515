import { configurationError, inputError } from '../errors.js';
import { listenOnLoopback } from '../http/listen.js';
import { createMcpApp, MCP_PATH } from '../http/mcp.js';
import { randomToken, type Grant, type Scope } from '../http/tokens.js';
import { createServer } from '../server.js';
import type { CommandContext } from './context.js';
import { print } from './output.js';

export interface ServeFlags {
  http?: boolean;
  port: number;
}

/** Environment variables of the tokens; not flags, so that they show in no process list. */
const TOKEN_VARIABLES: Record<Scope, string> = {
  full: 'MEMORY_R1_HTTP_TOKEN',
  read: 'MEMORY_R1_HTTP_READ_TOKEN',
};
const MIN_TOKEN_LENGTH = 16;

/** Serves MCP over HTTP on this machine until a signal comes; resolves when all is let go. */
export async function serve(
  flags: ServeFlags,
  { settings, runtime, log }: CommandContext,
): Promise<void> {
  if (!flags.http)
    throw inputError(
      'no-transport',
      'serve needs --http; the stdio server is memory-r1 without a command',
    );
  const tokens = { full: tokenOf('full', process.env), read: tokenOf('read', process.env) };
  const grants: Grant[] = [
    { token: tokens.full.value, scope: 'full' },
    { token: tokens.read.value, scope: 'read' },
  ];
  if (tokens.full.value === tokens.read.value)
    throw configurationError(
      'bad-setting',
      `${TOKEN_VARIABLES.full} and ${TOKEN_VARIABLES.read} must differ`,
    );
  const app = createMcpApp((scope) => createServer(settings, runtime, log, scope), grants, log);
  const server = await listenOnLoopback(app, flags.port);
  print(`MCP over HTTP: ${server.origin}${MCP_PATH} (this machine only)`);
  print('Send "Authorization: Bearer <token>" with');
  print(`  to read and write: ${tokens.full.shown}`);
  print(`  to read only:      ${tokens.read.shown}`);
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  await server.close();
}

/** The token that is set, or a new one for this run; one that is set is not printed. */
function tokenOf(scope: Scope, environment: NodeJS.ProcessEnv): { value: string; shown: string } {
  const variable = TOKEN_VARIABLES[scope];
  const value = environment[variable];
  if (!value) {
    const token = randomToken();
    return { value: token, shown: `${token} (for this run; set ${variable} to keep one)` };
  }
  if (value.length < MIN_TOKEN_LENGTH || /\s/.test(value))
    throw configurationError(
      'bad-setting',
      `${variable} must have at least ${MIN_TOKEN_LENGTH} characters and no spaces`,
    );
  return { value, shown: `the one in ${variable}` };
}
