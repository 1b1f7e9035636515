import { inputError } from '../errors.js';

/** Used where neither the call nor the settings name one. */
export const DEFAULT_NAMESPACE = 'default';

// Marks are part of letters in many scripts (Devanagari vowels, say). No separators, quotes or blanks:
// a namespace is also part of a resource address and of a lock file's name.
const NAMESPACE = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}._-]{0,63}$/u;

/**
 * The namespace that `text` names, in Unicode normal form C, so that the same name typed on two
 * systems is one namespace.
 * @throws MemoryR1Error `bad-namespace`
 */
export function parseNamespace(text: string): string {
  const namespace = text.normalize('NFC');
  if (!NAMESPACE.test(namespace)) {
    const shown = JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
    throw inputError(
      'bad-namespace',
      `${shown} is no namespace: use 1 to 64 letters, digits, ".", "_" or "-", starting with a letter or digit, e.g. "work" or "client-42".`,
    );
  }
  return namespace;
}
