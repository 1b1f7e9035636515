import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** The only way commands print; the server never calls it. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Puts a file of trained weights into a folder, made where it is missing, and says where. */
export async function writeWeights(folder: string, name: string, text: string): Promise<void> {
  const file = join(resolve(folder), name);
  await mkdir(resolve(folder), { recursive: true });
  await writeFile(file, text);
  print(`Weights: ${file}`);
}

/** For programs: one JSON value, indented. */
export function printJson(value: unknown): void {
  print(JSON.stringify(value, null, 2));
}

/** Sizes as people read them, e.g. `3.4 MB`. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}

/**
 * A signal that Ctrl-C aborts; a second Ctrl-C ends the process at once. The listener stays: libraries
 * that clean up on exit end the process themselves where nobody else listens.
 */
export function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  process.on('SIGINT', () => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
  });
  return controller.signal;
}
