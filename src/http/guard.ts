import type { HttpBindings } from '@hono/node-server';
import { Hono, type Context, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { secureHeaders } from 'hono/secure-headers';
import { type ErrorKind, MemoryR1Error, messageOf } from '../errors.js';
import type { Log } from '../log.js';
import type { Scope } from './tokens.js';

/** What handlers find in their context: Node's own objects, and the scope once a token was checked. */
export interface GuardedEnv {
  Bindings: HttpBindings;
  Variables: { scope: Scope };
}

export type GuardedApp = Hono<GuardedEnv>;
type Status = 400 | 401 | 403 | 404 | 413 | 500 | 502;

/** Names under which a browser or client reaches the loopback address. */
const LOOPBACK_NAMES = ['127.0.0.1', 'localhost'];

const STATUS_OF: Record<ErrorKind, Status> = {
  input: 400,
  configuration: 500,
  provider: 502,
  internal: 500,
};

export interface GuardOptions {
  /** Largest request body; a larger one is refused before anything is read from it. */
  maxBodyBytes: number;
  /** `script-src` and `style-src` of the pages served; default: none may run. */
  pageSources?: { scripts: string[]; styles: string[] };
  log: Log;
}

/**
 * A web application that only this machine's own programs and its own pages can talk to. It refuses
 * - a Host that is not a loopback name with this server's port: a rebound DNS name reaches nothing;
 * - an Origin other than its own; no CORS header is ever sent;
 * - a body over the limit.
 * Every failure is `{error: {code, message}}`. Add routes to it, and `requireToken` before those that
 * tell or change anything.
 */
export function createGuardedApp({ maxBodyBytes, pageSources, log }: GuardOptions): GuardedApp {
  const app: GuardedApp = new Hono();
  app.use(
    secureHeaders({
      // Loopback is plain HTTP; a browser that remembered otherwise would break every local server.
      strictTransportSecurity: false,
      xFrameOptions: 'DENY',
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
        ...(pageSources && {
          scriptSrc: pageSources.scripts,
          styleSrc: pageSources.styles,
          imgSrc: ["'self'"],
          connectSrc: ["'self'"],
        }),
      },
    }),
  );
  app.use(async (c, next) => {
    await next();
    c.header('Cache-Control', 'no-store');
  });
  app.use(onlyLoopbackNames);
  app.use(
    bodyLimit({
      maxSize: maxBodyBytes,
      onError: (c) => refuse(c, 413, 'too-large', `The body is over ${maxBodyBytes} bytes.`),
    }),
  );
  app.notFound((c) => refuse(c, 404, 'not-found', `There is no ${c.req.method} ${c.req.path}.`));
  app.onError((error, c) => {
    if (error instanceof MemoryR1Error)
      return refuse(c, STATUS_OF[error.kind], error.code, error.message);
    log.warn(`${c.req.method} ${c.req.path} failed: ${error.stack ?? error.message}`);
    return refuse(c, 500, 'internal', `It failed unexpectedly: ${messageOf(error)}.`);
  });
  return app;
}

/**
 * Lets through who sends `Authorization: Bearer <token>`. A header, not a cookie: browsers send a cookie of
 * 127.0.0.1 to every port of it, and send it unasked.
 * @param check what the token grants, or null; see `scopeOf`
 */
export function requireToken(
  check: (token: string) => Scope | null,
): MiddlewareHandler<GuardedEnv> {
  return async (c, next) => {
    const token = /^Bearer +(\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
    const scope = token === undefined ? null : check(token);
    if (scope === null) {
      c.header('WWW-Authenticate', 'Bearer');
      return token === undefined
        ? refuse(c, 401, 'no-token', 'Send "Authorization: Bearer <token>".')
        : refuse(c, 401, 'wrong-token', 'The token is not, or no longer, valid.');
    }
    c.set('scope', scope);
    return next();
  };
}

/** The one form of every error. */
export function refuse(c: Context, status: Status, code: string, message: string): Response {
  return c.json({ error: { code, message } }, status);
}

const onlyLoopbackNames: MiddlewareHandler<GuardedEnv> = async (c, next) => {
  const port = c.env.incoming.socket.localPort;
  const hosts = LOOPBACK_NAMES.map((name) => (port === 80 ? name : `${name}:${port}`));
  if (!hosts.includes(c.req.header('host')?.toLowerCase() ?? ''))
    return refuse(c, 403, 'wrong-host', `Use http://${hosts[0]}.`);
  const origin = c.req.header('origin');
  if (origin !== undefined && !hosts.some((host) => origin === `http://${host}`))
    return refuse(c, 403, 'foreign-origin', 'Pages of other origins may not call this server.');
  return next();
};
