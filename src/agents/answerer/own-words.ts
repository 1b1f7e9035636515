/**
 * What a memory says in its own words: what it quotes from somebody or something else ("a ticket reads:
 * …") is told of, and states nothing.
 */

const SPEECH =
  '(?:reads?|reading|sa(?:ys?|id|ying)|shout\\w*|yell\\w*|scream\\w*|typed?|typing|wrote|writ(?:es?|ten|ing)|t(?:ells?|old|elling)|claim\\w*|ask\\w*|stat(?:es?|ed|ing)|goes|went|repl(?:y|ies|ied)|answered|joked?|insist\\w*|announced?|contain\\w*|comment|ticket|e-?mail|mail|message|prompt|page|text|note|script|song|lyrics?|story|novel)';
const REPORTED = new RegExp(`(\\b${SPEECH}\\b[^"“.!?]{0,25})(?:"[^"]+"|“[^“”]+”)`, 'giu');
const NOTICE =
  '(?:reads?|reading|comment|ticket|e-?mail|mail|message|prompt|page|text|note|newsletter|bottom|footer|sign|banner|header|contain\\w*|has this)';
/** What is written somewhere, in single quotes, which words inside may have as apostrophes: up to the last one that ends a word. */
const APOSTROPHED = new RegExp(
  `(\\b${NOTICE}\\b[^'‘.!?]{0,25}[\\s:(])(?:'|‘)(?=\\S)[^\\n]+\\S['’](?![\\p{L}\\d])`,
  'giu',
);
/** A few quoted words are a title or a name, and so are words that begin with capitals. */
const isLong = (quoted: string): boolean =>
  quoted.trim().split(/\s+/).length >= 4 && /(?<!\p{L})\p{Ll}\p{L}{3,}/u.test(quoted);

/** A text without what it reports of others' words; empty where it is nothing else. */
export function ownWords(text: string): string {
  const whole = /^“([\s\S]*)”$/u.exec(text.trim())?.[1];
  if (whole !== undefined && isLong(whole)) return '';
  return text
    .replace(/<!--[\s\S]*?-->/g, '…')
    .replace(REPORTED, (match, before: string) =>
      isLong(match.slice(before.length)) ? `${before}"…"` : match,
    )
    .replace(APOSTROPHED, (match, before: string) =>
      isLong(match.slice(before.length)) ? `${before}'…'` : match,
    );
}

/** Whether a question is about what somebody or something said. */
export const asksForWords = (question: string): boolean =>
  new RegExp(`\\b${SPEECH}\\b|\\b(?:slogan|motto|quote|words|written)\\b`, 'i').test(question);
