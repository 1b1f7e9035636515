import type { ScoredMemory } from '../../memory/records.js';
import type { Clause } from '../language.js';
import { canonical } from '../words.js';
import { ENDING_VERBS } from '../lexicon.js';
import { memoised } from '../memo.js';

/** Says that a value is another one than before. */
const CHANGED =
  /\b(?:now|no longer|any ?more|from now on|going forward|as of|these days|nowadays|currently|instead|switched|switching|moved|moving|changed|changing|migrated|upgraded|downgraded|renamed|replaced|rescheduled|postponed|pushed|bumped|corrected|updated|revised|raised|lowered|slipped|cut|trimmed|slashed|capped|halved|hiked|increased|decreased|reduced|extended|shifted|delayed|brought forward|went (?:up|down)|gone (?:up|down)|(?:up|down|back) to|took over|taken over|turned|upped|grown|grew|shrunk|shrank|doubled|tripled|expanded|dropped|put (?:it|them|(?:the|my|our|its|his|her|their) \p{L}+|prices?) (?:up|down)|fell|fallen|rose|risen|climbed|became|become|swapped|converted|transferred|transitioned|renewed|reissued|had to (?:extend|move|push|delay|change|switch)|change of plans?|just (?:started|begun|turned|hit|reached)|adopted|introduced|agreed on|settled on|opted for|from (?:today|tomorrow|this \p{L}+|next \p{L}+))\b|\b(?:my|our|the|user['’]s|his|her|their) new\b|\bgot (?:a|an|myself an?) new\b/iu;
/** "Since Monday", "starting in June", "since the licence ran out": so it began. */
const STARTED =
  /\b(?:(?:since|starting|effective)(?: from| in| on)?) (?!then\b|birth\b|forever\b|\d{4}\b|(?:i|we|he|she|they) (?:was|were)\b|(?:january|february|march|april|may|june|july|august|september|october|november|december),? \d{4})(?!(?:the )?(?:age|beginning|start)\b)\p{L}*|\bthis (?:year|term|semester|season|autumn|fall|spring)\b/iu;

const saysSo = memoised((text) => CHANGED.test(text) || STARTED.test(text));

/**
 * Whether a statement says that a value is another one than before. "Since 2019" says that it is the old
 * one, unless the memory is older.
 */
export function tellsOfChange(text: string, memory: Pick<ScoredMemory, 'saidAt'>): boolean {
  if (saysSo(text)) return true;
  const year = sinceWhen(text);
  return year !== '' && Number(year) > Number(memory.saidAt.slice(0, 4));
}

const sinceWhen = memoised(
  (text) => /\b(?:since|starting|as of)\b[^,.;]{0,20}\b((?:19|20)\d{2})\b/i.exec(text)?.[1] ?? '',
);

/** What one is with, at, on or goes to has one value at a time, once it is said that it changed. */
const FUNCTIONAL =
  /^(?:be (?:with|in|on|at|under|hosted|deployed|stored|written|built|named|called|owned)|(?:deploy|host|run|store|write|build|bank|train|go|travel|commute|work|study|sit|park|sleep|stay|listen|point|publish|push|ship|report|belong|base|locate|register|insure|sign|train|subscribe|live)(?: (?:to|on|in|at|with|from|for|under|up))|drive|ride|wear|cost|own|lead|teach|supervise by|play for)$/;

export const functional = ({ attribute }: Clause): boolean => FUNCTIONAL.test(attribute);

const LEAD = /^(?:about|with|for|from|by|of|at|in|on|near|after|before|during|under)\b/i;

/**
 * Whether two values of an attribute can stand in one another's place: "is with Dagmar" says nothing of
 * "is tomorrow at 14:00", nor "is dropped on each run" of "is named quotr_test".
 */
export function comparableValues(fact: Clause, memory: Clause): boolean {
  if (fact.verb !== 'be' || memory.verb !== 'be') return true;
  const [mine, theirs] = [fact, memory].map(
    ({ value }) => LEAD.exec(value)?.[0].toLowerCase() ?? '',
  );
  if (mine === theirs) return true;
  const loose = /^(?:|at|in|on)$/;
  if (!loose.test(mine ?? '') || !loose.test(theirs ?? '')) return false;
  // "Is a ThinkPad" and "is down" tell no place that "is at the repair shop" could take.
  const bare = mine === '' ? fact : theirs === '' ? memory : null;
  return timed(fact) === timed(memory) && (bare === null || NAMES.test(bare.value));
}

const NAMES =
  /^(?:now |currently )?(?:the )?(?:\p{Lu}|.*\d|\S+\.\S|\p{Ll}+$(?<=day|tomorrow|today))/u;
const TIMED =
  /\b(?:\d{1,2}(?::\d\d)? ?(?:am|pm)|\d{1,2}:\d\d|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|today|tomorrow|tonight|noon|midnight|january|february|march|april|june|july|august|september|october|november|december|\d{4}-\d\d|\d{1,2}(?:st|nd|rd|th)|next|last)\b/i;
const timed = ({ value }: Clause): boolean => TIMED.test(value);

/** "Sanjay took over as lead on Tidewrack" after "I'm the lead on Tidewrack". */
export function passesOn(fact: Clause, memory: Clause): boolean {
  if (
    fact.verb !== 'be' ||
    memory.verb !== 'be' ||
    fact.negated ||
    fact.valueWords.length === 0 ||
    !/^the\b/i.test(memory.value) ||
    !/\b(?:taken|took|takes) over\b|\bbecame\b|\bis (?:now )?the\b/i.test(fact.text)
  )
    return false;
  const role = fact.attribute
    .split(' ')
    .filter((word) => word !== '')
    .map(canonical);
  const held = new Set(memory.valueWords.map(canonical));
  const holder = new Set(memory.subject.text.split(/\s+/).map(canonical));
  return (
    role.length > 0 &&
    role.every((word) => held.has(word)) &&
    !fact.valueWords.some((word) => holder.has(canonical(word)))
  );
}

/** The verb of a clause says that its object is over: "lost my job at Acme", "broke up with Sam". */
export const tellsOfLoss = ({ verb, attribute }: Clause): boolean =>
  ENDING_VERBS.has(verb) || ENDING_VERBS.has(attribute);
