/** A text as it is embedded and indexed: who said it belongs to what can be searched for. */
export function renderForSearch(speaker: string | null, text: string): string {
  return speaker === null ? text : `${speaker}: ${text}`;
}

/** A text as a pattern that matches just it. */
export const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Where a text has some words by themselves, whatever their case; not as a part of other words. */
export function wholeWords(text: string, words: string): { start: number; end: number }[] {
  // With the edges in it, a pattern takes V8 a millisecond to compile.
  return [...text.matchAll(new RegExp(literally(words), 'giu'))]
    .map(({ index, 0: { length } }) => ({ start: index, end: index + length }))
    .filter(
      ({ start, end }) =>
        !/[\p{L}\d]$/u.test(text.slice(0, start)) && !/^[\p{L}\d]/u.test(text.slice(end)),
    );
}

/** A text short enough to name it inside a sentence; cut at `length` characters. */
export function brief(text: string, length = 60): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const characters = [...line];
  return characters.length <= length
    ? line
    : `${characters
        .slice(0, length - 1)
        .join('')
        .trimEnd()}…`;
}

/** The texts without those that say again what one before them says, but for the marks at its end. */
export function withoutRepeats(texts: readonly string[]): string[] {
  const kept = new Map<string, string>();
  for (const text of texts) {
    const bare = text.replace(/[\s.,;:!]+$/, '');
    if (!kept.has(bare)) kept.set(bare, text);
  }
  return [...kept.values()];
}
