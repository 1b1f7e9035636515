import type { Log } from '../log.js';
import type { Runtime } from '../runtime.js';
import type { Settings } from '../settings.js';

/** What every command is given. */
export interface CommandContext {
  settings: Settings;
  runtime: Runtime;
  log: Log;
}
