import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inputError } from '../errors.js';
import { resolveSettings, SETTING_DEFINITIONS, type RawSettings } from '../settings.js';
import { CLIENTS, type McpClient } from '../setup/clients.js';
import { readConfig, replaceConfig } from '../setup/config-file.js';
import { otherServers, withServer } from '../setup/config-text.js';
import { defaultLaunch, SERVER_NAME, serverEntry, type Launch } from '../setup/entry.js';
import { print } from './output.js';

export interface SetupFlags {
  remove?: boolean;
  dryRun?: boolean;
  config?: string;
  launch?: Launch;
}

/**
 * Puts this server into a client's configuration, or takes it out. Settings given as flags go along as
 * environment variables; the LLM's key never does.
 */
export async function setup(id: string, flags: SetupFlags, settings: RawSettings): Promise<void> {
  const client = clientOf(id);
  const host = { platform: process.platform, home: homedir(), env: process.env };
  const file = flags.config === undefined ? client.configFile(host) : resolve(flags.config);
  const target = { file, serversKey: client.serversKey, name: SERVER_NAME };
  const main = fileURLToPath(new URL('../main.js', import.meta.url));
  const entry = flags.remove
    ? null
    : serverEntry({
        launch: flags.launch ?? defaultLaunch(main),
        platform: host.platform,
        node: process.execPath,
        main,
        settings: environmentOf(settings),
        extras: client.entryExtras ?? {},
      });
  const before = await readConfig(file);
  const after = withServer(before, target, entry);
  const others = otherServers(before, target);
  const kept =
    others === 0
      ? ''
      : ` (${others} other ${others === 1 ? 'server stays' : 'servers stay'} as they are)`;
  if (after === before) {
    print(
      `${client.title}: nothing to do, ${file} ${entry ? 'has it already' : 'does not have it'}.`,
    );
    return;
  }
  if (entry)
    print(`"${client.serversKey}": ${JSON.stringify({ [SERVER_NAME]: entry }, null, 2)}\n`);
  if (flags.dryRun) {
    print(
      `Would ${entry ? 'write the above to' : `remove ${SERVER_NAME} from`} ${file}${kept}. Nothing was changed.`,
    );
    return;
  }
  const backup = await replaceConfig(file, after, new Date());
  print(`${entry ? 'Written to' : `Removed ${SERVER_NAME} from`} ${file}${kept}.`);
  if (backup !== null) print(`What was there before: ${backup}`);
  print(`${client.title}: ${client.afterwards}`);
}

function clientOf(id: string): McpClient {
  const client = CLIENTS.find((candidate) => candidate.id === id);
  if (client === undefined)
    throw inputError(
      'unknown-client',
      `setup knows no client "${id}"; it knows ${CLIENTS.map((known) => known.id).join(', ')}`,
    );
  return client;
}

/** The flags' values under their environment variables, checked; relative folders made absolute. */
function environmentOf(flags: RawSettings): Record<string, string> {
  const checked = resolveSettings(flags, {});
  const given: Record<string, string> = {};
  for (const { key, env } of SETTING_DEFINITIONS) {
    const value = flags[key];
    if (value === undefined) continue;
    given[env] =
      key === 'home'
        ? checked.home
        : key === 'store'
          ? checked.storeUri
          : key === 'trace'
            ? resolve(value)
            : value;
  }
  return given;
}
