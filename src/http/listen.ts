import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { configurationError } from '../errors.js';
import type { GuardedApp } from './guard.js';

export interface LoopbackServer {
  /** E.g. `http://127.0.0.1:3000`. */
  origin: string;
  /** Stops listening and ends all connections. */
  close(): Promise<void>;
}

/**
 * Serves an application on 127.0.0.1, where no other machine reaches it.
 * @param port 0 for any free one
 * @throws MemoryR1Error `port-in-use`, `port-refused`
 */
export async function listenOnLoopback(app: GuardedApp, port: number): Promise<LoopbackServer> {
  const server = createAdaptorServer({ fetch: app.fetch });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? configurationError('port-in-use', `Port ${port} is in use: choose another with --port.`)
          : configurationError(
              'port-refused',
              `Cannot listen on 127.0.0.1:${port}: ${error.message}`,
              error,
            ),
      ),
    );
    server.listen(port, '127.0.0.1', resolve);
  });
  const { port: chosen } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${chosen}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
}
