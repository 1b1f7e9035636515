import open from 'open';
import { listenOnLoopback } from '../http/listen.js';
import { createInspector } from '../inspector/app.js';
import { loadPage } from '../inspector/page.js';
import { Sessions } from '../inspector/session.js';
import type { CommandContext } from './context.js';
import { interruptSignal, print } from './output.js';

export interface InspectFlags {
  port: number;
  /** Whether to open the browser. */
  open: boolean;
}

/** Serves the inspector page until it is interrupted. */
export async function inspect(
  flags: InspectFlags,
  { runtime, settings, log }: CommandContext,
): Promise<void> {
  const interrupted = interruptSignal();
  const sessions = new Sessions();
  const app = createInspector({
    runtime,
    sessions,
    log,
    page: await loadPage(),
    namespace: settings.namespace,
    storeUri: settings.storeUri,
  });
  const server = await listenOnLoopback(app, flags.port);
  // In the fragment, which browsers send to nobody.
  const link = () => `${server.origin}/#code=${sessions.issueCode()}`;
  const first = link();
  print(`Memory inspector: ${first}`);
  print('The link works once; for another one press Enter. Ctrl-C ends the inspector.');
  // Without a browser the printed link is all there is to it.
  if (flags.open && hasScreen()) await open(first).catch(() => undefined);
  const onEnter = () => print(link());
  process.stdin.on('data', onEnter);
  await new Promise((resolve) => {
    interrupted.addEventListener('abort', resolve);
    process.once('SIGTERM', resolve);
  });
  process.stdin.off('data', onEnter).pause();
  await server.close();
}

/** On Linux a browser needs a display; over SSH it would open at the wrong end. */
function hasScreen(): boolean {
  const { DISPLAY, WAYLAND_DISPLAY, SSH_CONNECTION, WSL_DISTRO_NAME } = process.env;
  if (SSH_CONNECTION) return false;
  return process.platform !== 'linux' || Boolean(DISPLAY || WAYLAND_DISPLAY || WSL_DISTRO_NAME);
}
