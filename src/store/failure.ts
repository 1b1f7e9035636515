import { configurationError, MemoryR1Error, messageOf, providerError } from '../errors.js';

const UNWRITABLE = /permission denied|read-only file system|EACCES|EPERM|EROFS/i;
const FULL = /no space left|ENOSPC|quota exceeded|EDQUOT/i;
const MISSING = /\bnot found\b|no such file/i;
const FILE_LIMIT = /too many open files|EMFILE|ENFILE/i;
const CONFLICT = /commit conflict|too many concurrent writers|please retry/i;

/** True where LanceDB gave up on a commit because another one came first; nothing was written. */
export function isCommitConflict(error: unknown): boolean {
  return CONFLICT.test(messageOf(error));
}

/** True where a file of a version of the table is gone: that version was pruned while it was read. */
export function isMissingFile(error: unknown): boolean {
  return !(error instanceof MemoryR1Error) && MISSING.test(messageOf(error));
}

/** Whatever the storage layer threw as an error that says where, and what can be done about it. */
export function storeFailure(error: unknown, uri: string): MemoryR1Error {
  if (error instanceof MemoryR1Error) return error;
  const message = messageOf(error);
  if (FILE_LIMIT.test(message)) return tooManyFiles(uri, error);
  if (UNWRITABLE.test(message)) return unusable(uri, 'it cannot be read or written', error);
  if (FULL.test(message)) {
    return providerError(
      'store-full',
      `The disk that holds ${uri} is full; make room and repeat the call.`,
      error,
    );
  }
  if (isCommitConflict(error)) {
    return providerError(
      'store-busy',
      `Other writers kept ${uri} busy; nothing was written, repeat the call.`,
      error,
    );
  }
  // Lance adds source paths and a chain of causes; the first line says what happened.
  const first = message.split(/\n|, \/\S+\.rs:/)[0]?.slice(0, 300) ?? message;
  return providerError('store-failed', `The memory store at ${uri} failed: ${first}`, error);
}

/** A folder that can never work as it is. */
export function unusable(uri: string, why: string, cause?: unknown): MemoryR1Error {
  if (FILE_LIMIT.test(why)) return tooManyFiles(uri, cause);
  return configurationError(
    'store-unusable',
    `The data folder ${uri} cannot be used: ${why}. Make it writable, or set MEMORY_R1_HOME (or MEMORY_R1_STORE) to another folder.`,
    cause,
  );
}

function tooManyFiles(uri: string, cause: unknown): MemoryR1Error {
  return providerError(
    'too-many-files',
    `Too many files are open, so ${uri} could not be used; nothing was written. Close other programs or raise the limit (ulimit -n), then repeat the call.`,
    cause,
  );
}
