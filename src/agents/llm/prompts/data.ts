/**
 * Stored or said text as it goes into a prompt: JSON, so that quotes and line breaks cannot end it, with
 * the signs that begin chat-template marks (`<|im_start|>`, `[INST]`) escaped, since some servers read
 * such marks wherever they stand.
 */
export function asData(value: unknown): string {
  return JSON.stringify(value)
    .replace(/</g, '\\u003c')
    .replace(/\[(?=\/?(?:INST|SYS|AVAILABLE|TOOL))/g, '\\u005b');
}
