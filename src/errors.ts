/**
 * Every failure a user can meet, split by who can fix it. Inner code throws these plainly; the tool
 * boundary and the command line turn them into one line each. Anything else that is thrown is a bug
 * of ours and is reported as `internal`.
 */
export type ErrorKind = 'input' | 'configuration' | 'provider' | 'internal';

/** An error whose message is written for the person who can fix it. */
export class MemoryR1Error extends Error {
  constructor(
    readonly kind: ErrorKind,
    /** Stable, kebab-case; relied on by clients and tests. */
    readonly code: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'MemoryR1Error';
  }
}

/** The caller sent something that cannot be used; the message says what to send instead. */
export function inputError(code: string, message: string, cause?: unknown): MemoryR1Error {
  return new MemoryR1Error('input', code, message, { cause });
}

/** The server is set up in a way that cannot work; the message names the setting or folder. */
export function configurationError(code: string, message: string, cause?: unknown): MemoryR1Error {
  return new MemoryR1Error('configuration', code, message, { cause });
}

/** A model, endpoint or the storage layer failed. */
export function providerError(code: string, message: string, cause?: unknown): MemoryR1Error {
  return new MemoryR1Error('provider', code, message, { cause });
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
