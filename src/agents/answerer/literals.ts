import { literally } from '../../memory/text.js';
import { epochOf } from '../../memory/time.js';
import type { Question } from './question.js';
import type { Reading } from './reading.js';
import type { ScoredSentence } from './relevance.js';
import { same } from './sorts.js';
import { isContent, stemOf, stemsOf, wordsOf } from './words.js';

/** Values that are known by their form alone: addresses of the net, and versions of what is named. */

const FORMS: readonly [asked: RegExp, form: RegExp][] = [
  [/\bip(?: address)?\b/i, /\b\d{1,3}(?:\.\d{1,3}){3}\b/],
  [
    /(?<!\b(?:e-?mail|web|ip|mac|delivery|shipping|billing|office|wallet) )\b(?:home |postal |street )?address\b(?! of\b)/i,
    /(?<=\b(?:lives?|living|live now|moved|address is|address:) (?:at |to )?)\d{1,4}[a-z]?(?:,? \p{Lu}[\p{L}’'-]*\p{L})+/u,
  ],
  [/\be-?mail(?: address)?\b/i, /[\p{L}\d._+-]+@[\p{L}\d-]+(?:\.[\p{L}\d-]+)+/u],
  [
    /\b(?:path|route)\b/i,
    /(?<![\p{L}\p{N}/:])(?:~|\.{1,2})?\/[\p{L}\p{N}_.~-]*[\p{L}\p{N}_](?:\/[\p{L}\p{N}_.~-]*[\p{L}\p{N}_])*/u,
  ],
  [/\bchannel\b/i, /(?<![\p{L}\p{N}])#\p{L}[\p{L}\p{N}_-]*/u],
  [/\b(?:url|link|website|web address)\b/i, /https?:\/\/[^\s,;)"]*[^\s,;)".!?]/i],
];
const VERSION =
  /\b(?:what|which) (?<before>[\p{L}][\p{L}\d.+# -]*?) version\b|\bversion of (?<after>[\p{L}][\p{L}\d.+#-]*)/iu;

/** The form that is asked for, and the words that ask for it; null where it is none of these. */
function formOf(text: string): { form: RegExp; asks: string } | null {
  const version = VERSION.exec(text);
  const name = version?.groups?.before ?? version?.groups?.after;
  if (version !== null && name !== undefined) {
    const form = new RegExp(
      `(?<=\\b${literally(name)} (?:version )?v?)\\d[\\d.]*(?!\\.?\\d)\\b`,
      'iu',
    );
    return { form, asks: version[0] };
  }
  const [asked, form] = FORMS.find(([asks]) => asks.test(text)) ?? [];
  return asked === undefined || form === undefined
    ? null
    : { form, asks: asked.exec(text)?.[0] ?? '' };
}

/** The value of the asked form in the latest of the sentences that speak of the rest of the question. */
export function readLiteral(question: Question, ranked: readonly ScoredSentence[]): Reading | null {
  const asked = formOf(question.text);
  if (asked === null || question.kind !== 'what') return null;
  const needed = wordsOf(question.text.replace(asked.asks, ' '))
    .filter((word) => isContent(word) && !/^(?:user|address|run|use|uses|team)$/.test(word))
    .map(stemOf);
  const found = ranked.flatMap((sentence) => {
    const text = asked.form.exec(sentence.text)?.[0];
    if (text === undefined || sentence.about < 0.5) return [];
    const words = sentence.text.replace(/[-@.]/g, ' ');
    const have = new Set([...stemsOf(sentence.text), ...stemsOf(words)]);
    const covered = needed.filter((stem) => [...same(stem)].some((other) => have.has(other)));
    const share = needed.length === 0 ? 1 : covered.length / needed.length;
    return share < 0.5 ? [] : [{ text, share, sentence }];
  });
  const most = Math.max(...found.map(({ share }) => share));
  const [best] = found
    .filter(({ share }) => share === most)
    .sort((a, b) => epochOf(b.sentence.memory.saidAt) - epochOf(a.sentence.memory.saidAt));
  return best === undefined ? null : { text: best.text, certainty: 0.9, evidence: [best.sentence] };
}
