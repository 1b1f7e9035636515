import { createMcpHandler, type McpServer } from '@modelcontextprotocol/server';
import type { Log } from '../log.js';
import { createGuardedApp, requireToken, type GuardedApp } from './guard.js';
import { scopeOf, type Grant, type Scope } from './tokens.js';

/** Where clients reach the server. */
export const MCP_PATH = '/mcp';

/** Room for the longest conversation that a person would send in one call. */
const MAX_BODY_BYTES = 4 * 1024 * 1024;

/**
 * MCP over Streamable HTTP for any number of clients, of the stateless protocol and of the ones before it,
 * behind the guard's checks of Host, Origin and body size and a bearer token.
 * @param makeServer makes a server that offers what the scope allows; called for every request
 */
export function createMcpApp(
  makeServer: (scope: Scope) => McpServer,
  grants: readonly Grant[],
  log: Log,
): GuardedApp {
  const handlerFor = (scope: Scope) =>
    createMcpHandler(() => makeServer(scope), {
      maxRequestBodySize: MAX_BODY_BYTES,
      onerror: (error) => log.warn(error.message),
    });
  const handlers = { full: handlerFor('full'), read: handlerFor('read') };
  const app = createGuardedApp({ maxBodyBytes: MAX_BODY_BYTES, log });
  app.use(
    MCP_PATH,
    requireToken((token) => scopeOf(token, grants)),
  );
  app.all(MCP_PATH, (c) => handlers[c.get('scope')].fetch(c.req.raw));
  return app;
}
