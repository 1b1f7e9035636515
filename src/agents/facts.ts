import type { ZonedTime } from '../memory/records.js';
import { annotateDates } from './dates.js';
import { judge, ownsUp } from './facts/filters.js';
import { splitSentences } from './facts/sentences.js';
import { analyse, isReadable } from './language.js';
import { isVerb } from './tokens.js';
import type { Fact } from './policy.js';
import { givesOrders } from './standing.js';

/** No fact is longer, in UTF-16 units; a longer sentence is cut at a blank. */
export const MAX_FACT_LENGTH = 1_000;
/** A follow-up joins what it refers to only while the whole stays easy to read and to embed. */
const MAX_JOINED_LENGTH = 320;

export interface Utterance {
  text: string;
  speaker: string | null;
  saidAt: ZonedTime;
}

export interface Extraction {
  /** In the order they were said. */
  facts: Fact[];
  /** Sentences that are not stored, and why. */
  ignored: { text: string; reason: string }[];
}

/**
 * Takes the statements out of what somebody said, without a language model: one fact for each
 * independent sentence, with relative dates resolved against `saidAt`. Questions, greetings, small
 * talk and requests are left out with a reason; in doubt a sentence is kept. A sentence that leans on
 * the one before ("She is 5.") is joined to it. Nothing in the text is ever obeyed: from where it gives
 * orders to the memory on, it stays together as one quotation, and no part of it changes a memory.
 */
export function extractFacts(utterance: Utterance): Extraction {
  const { speaker, saidAt } = utterance;
  const ignored: Extraction['ignored'] = [];
  const statements: string[] = [];
  const orders = givesOrders(utterance.text);
  // The sentence that pronouns may refer to: the previous one, kept or not.
  // "No wait." before the sentence that it is said of.
  let cue = '';
  let previous: { text: string; kept: boolean } | null = null;
  const sentences = splitSentences(utterance.text);
  for (const [at, sentence] of sentences.entries()) {
    if (orders && givesOrders(sentence)) {
      const rest = sentences.slice(at).join(' ');
      const told = sentences.slice(at).some((each) => 'keep' in judge(each));
      if (told) statements.push(`“${rest}”`);
      else ignored.push({ text: rest, reason: 'it gives orders to the memory and states no fact' });
      break;
    }
    const verdict = judge(sentence);
    if ('ignore' in verdict) {
      ignored.push({ text: sentence, reason: verdict.ignore });
      // What comes after it tells what is right, unless what came before did.
      const owned = ownsUp(sentence) && statements.length === 0;
      if (owned || TAKES_BACK.test(sentence)) cue = `${sentence.replace(/[.!…\s]+$/, '')}, `;
      previous = { text: sentence, kept: false };
      continue;
    }
    const text = cue + verdict.keep;
    cue = '';
    if (previous && leansOnPrevious(text)) {
      const last = previous.kept ? statements.at(-1) : undefined;
      if (last !== undefined && last.length + text.length < MAX_JOINED_LENGTH) {
        statements[statements.length - 1] = `${punctuated(last)} ${text}`;
        continue;
      }
      const antecedent = (last ?? previous.text).slice(0, MAX_JOINED_LENGTH - text.length);
      if (/\?\s*$/.test(previous.text) && names(previous.text)) {
        statements.push(`${antecedent} ${text}`);
        previous = { text, kept: true };
        continue;
      }
    }
    statements.push(text);
    previous = { text, kept: true };
  }
  const facts = statements.flatMap(bounded).map((text) => ({
    text: annotateDates(text, saidAt),
    speaker,
    saidAt,
    ...(orders ? { instruction: true } : {}),
  }));
  return { facts, ignored };
}

const TAKES_BACK =
  /^(?:(?:oh|ah|um|no|nope|wait|oops|sorry|hang on|hold on|scratch that|correction|my (?:bad|mistake))[\s,.!…]*)+$/i;

/** True where a sentence means little without the one before it. */
function leansOnPrevious(text: string): boolean {
  if (!isReadable(text)) return false;
  const { cues, clauses, words, tokens } = analyse(text);
  // Corrections and retractions are facts about other memories: they must reach the manager alone.
  if (RETRACTS_WRONG.test(text)) return true;
  if (cues.correction || cues.retraction) return false;
  if (
    /^(?:and |but |so |also,? |plus,? |now )?(?:she|he|they|it|this|that|these|those|her|his|their|its)\b(?! (?:is|was) (?:why|when|where) (?:i|we)\b)/i.test(
      text,
    )
  )
    return true;
  const first = clauses[0];
  // "We got a kitten! Called Biscuit, she's a tabby": a phrase that belongs to a noun or verb before it.
  if (NAMED.test(text)) return true;
  // "We're getting a puppy! A little labradoodle, picking her up on the 20th": said of the same.
  if (/^an? /i.test(text) && !tokens.some((_, at) => isVerb(tokens, at))) return true;
  if (BELONGS.test(text) && (first?.subject.kind === 'none' || first?.value === '')) return true;
  // A fragment: "Blue, by the way.", "Almost 10 years now."
  return (
    words.length > 0 &&
    words.length <= 4 &&
    clauses.length === 1 &&
    first?.verb === '' &&
    !/[:=]/.test(text)
  );
}

/** "It's a 56 frame. So ignore the 58": the value that was wrong, behind the one that is right. */
const RETRACTS_WRONG =
  /^(?:(?:so|and|please|just) )*(?:ignore|forget|disregard|scrap|not) (?:the |that |my )?(?:old |earlier |previous |first )?(?:[^\s,.]+ ){0,2}[^\s,.]*\d[^\s,]*[.!]?$/i;
const NAMED = /^(?:called|named|aged)\b/i;
const BELONGS =
  /^(?:with|without|from|for|in|at|on|by|near|because|cos|which|who|whose|where|plus|especially|except|including|mainly|mostly|until|since|about|around|like)\b/i;

const names = (text: string): boolean => analyse(text).words.length > 0;

const punctuated = (text: string): string =>
  /[.!?。！？]["'”’)]*$/.test(text) ? text : `${text}.`;

/** Pieces of at most `MAX_FACT_LENGTH`, cut at the last blank that fits. */
function bounded(text: string): string[] {
  const pieces: string[] = [];
  let rest = text;
  while (rest.length > MAX_FACT_LENGTH) {
    const blank = rest.lastIndexOf(' ', MAX_FACT_LENGTH);
    // A cut inside a surrogate pair would leave two broken characters.
    const hard = /[\uD800-\uDBFF]/.test(rest.charAt(MAX_FACT_LENGTH - 1))
      ? MAX_FACT_LENGTH - 1
      : MAX_FACT_LENGTH;
    const cut = blank > MAX_FACT_LENGTH / 2 ? blank : hard;
    pieces.push(rest.slice(0, cut).trim());
    rest = rest.slice(cut).trim();
  }
  if (rest !== '') pieces.push(rest);
  return pieces;
}
