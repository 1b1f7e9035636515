import { literally } from '../../memory/text.js';
import type { Question } from './question.js';
import type { Reading } from './reading.js';
import { laterFirst, type ScoredSentence } from './relevance.js';
import { plainly } from './statements.js';

const ASKS_DEED = /^what (?:does|do) (?:the )?(?<who>[\p{L}\d][\p{L}\d ._-]*?) do\W*$/iu;
const PERSON = /^(?:I|we|you|they|he|she|it|my|our|user|the user)\b/i;
/** What is said at the end and tells nothing. */
const REMARK = /(?:,? (?:btw|lol|too|as well|fyi))+$/i;

/**
 * "What does Sieve do?": the verb of a sentence with its subject and all that follows. What somebody does is what
 * they work as, which is read elsewhere.
 */
export function readDeed(question: Question, ranked: readonly ScoredSentence[]): Reading | null {
  const who = ASKS_DEED.exec(question.text)?.groups?.who;
  if (who === undefined || PERSON.test(who) || question.people.length > 0) return null;
  const told = new RegExp(
    `^(?:the )?${literally(who)} (?<deed>(?!(?:is|was|has|does|uses|runs|needs)\\b)\\p{Ll}+s\\b.*)`,
    'iu',
  );
  const found = ranked.flatMap((sentence) => {
    const deed = told.exec(plainly(sentence.text))?.groups?.deed;
    const text = deed?.replace(/[\s.!]+$/, '').replace(REMARK, '');
    return text === undefined ? [] : [{ text, sentence }];
  });
  const [best] = found.sort((a, b) => laterFirst(a.sentence, b.sentence));
  return best === undefined
    ? null
    : { text: best.text, certainty: 0.95, evidence: [best.sentence] };
}
