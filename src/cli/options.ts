import { type Command, InvalidArgumentError } from 'commander';
import { createLog } from '../log.js';
import { createRuntime } from '../runtime.js';
import { resolveSettings } from '../settings.js';
import type { CommandContext } from './context.js';

/** Parses an option that takes a whole number of at least 1. */
export function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new InvalidArgumentError('must be a whole number of at least 1');
  return value;
}

/** Parses a port; 0 is any free one. */
export function portNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > 65_535)
    throw new InvalidArgumentError('must be a port: 1 to 65535, or 0 for any free one');
  return value;
}

/** What a command works with, as flags and environment say. */
export function contextOf(command: Command): CommandContext {
  const settings = resolveSettings(command.optsWithGlobals(), process.env);
  const log = createLog(process.stderr);
  return { settings, log, runtime: createRuntime(settings, log) };
}

/** Runs a command and lets go of everything it used. */
export async function withContext(
  command: Command,
  run: (context: CommandContext) => Promise<void>,
): Promise<void> {
  const context = contextOf(command);
  try {
    await run(context);
  } finally {
    await context.runtime.close();
  }
}
