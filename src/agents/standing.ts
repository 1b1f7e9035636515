import type { Memory } from '../memory/records.js';
import { epochOf } from '../memory/time.js';
import { contrast } from './contrast.js';
import { resolveDates } from './dates.js';
import { splitSentences } from './facts/sentences.js';
import { analyse, type Clause } from './language.js';
import { Kept, memoised, remembering } from './memo.js';
import type { Fact } from './policy.js';

/** Why a statement says nothing of how things are now. */
export type Reservation = 'hedged' | 'planned' | 'reported';

/** A statement without what it only supposes, plans or quotes. */
export interface Standing {
  /** What it states as being so; empty where there is nothing of the kind. */
  firm: string;
  /** The rest of it, and why it is no more than that. */
  rest: string;
  reservation: Reservation | null;
}

const HEDGED =
  /\b(?:might|could|maybe|perhaps|possibly|would(?! like(?! to\b)| prefer (?!to\b))|(?:i|we|he|she|they|you)['’]d (?:like to|love to|prefer to|rather|consider)|(?:think|thinks|thinking|thought) (?:about|of) \w+ing|consider(?:s|ed|ing)?|hop(?:e|es|ed|ing) (?:to|that|for)|want(?:s|ed|ing)? to|wanna|wish(?:es)? (?:i|we|they|he|she|to)|dream(?:s|ed|t|ing)? (?:of|about)|(?:i|we)(?:['’]m|['’]re| am| are) not sure|unsure|wonder(?:s|ed|ing)?|tempted to|toying with|debating|supposed to|feel(?:s|ing)? like \w+ing)\b|\bmay (?!\d)(?=[a-z])/i;
/** How somebody wants to be treated holds at once: "I'd like to be called Sam". */
const WISH_NOW =
  /\b(?:like|want|love|prefer|wish)(?:s|ed|es)? to (?:be (?:called|addressed|reminded|notified|contacted)|go by|get|receive|see|have|use)\b/i;
const MONTH_OF_MAY =
  /\b(?:in|on|of|since|until|till|by|last|next|this|late|early|mid|from|to|for|and|\d(?:st|nd|rd|th)?) may\b/gi;
const CONDITION =
  /(?<!\b(?:as|even|only) )\b(?:if(?! you\b| i(?:['’]ve| have)? (?:ever )?(?:told|mentioned|said)\b)|unless|in case)\b/i;
const PLANNED =
  /\b(?:will|shall|gonna|going to|about to|plan(?:s|ned|ning)? (?:to|on)|intend(?:s|ed|ing)? to|aim(?:s|ing)? to)\b|\w['’]ll\b|\b(?:am|are|is|\w+['’](?:m|re|s)) (?:\w+ly |now |also |then |both )*(?:moving|relocating|emigrating)\b/i;
/** A decision for now, though it is put as of the time to come: "I won't eat meat any more". */
const FROM_NOW =
  /\b(?:from now on|going forward|from today|starting (?:today|now)|as of (?:today|now)|effective immediately|any ?more|no longer|after all)\b/i;
/** The date at which something ends, or must be done, says that it is so until then. */
const LIMIT =
  /\b(?:until|till|til|through|by|before|due(?: on)?|expires?(?: in| on)?|valid(?: for)?)\s+(?:the )?$/i;
const SINCE = /\bsince\s+(?:the )?$/i;
const SAYING =
  '(?:said|says|told (?:me|us|him|her|them|everyone)|tells (?:me|us)|claims?|claimed|mentioned|mentions|writes|wrote|texted(?: me| us)?|believes|thinks|insists|swears|announced|explained|replied|asked|goes)';
const REPORTED = new RegExp(
  `^(?!(?:and |but |so )?(?:i|we|user|the user)\\b(?!['’]s))[^,;.!?"“]{1,60}?(?<!\\b(?:i|we) )\\b${SAYING}(?: to (?:me|us))?(?:\\s*[:,]|\\s+["“]|\\s+(?:that|how)\\b|\\s+(?:i|he|she|they|we|my|his|her|their|our|it)\\b)`,
  'i',
);
const QUOTED = /["“]([^"“”]{6,})["”]/gu;

/**
 * Divides a statement into what it says is so, and what is only possible, planned or said by somebody
 * else. Pure, with the latest results kept; `saidAt` tells which dates lie ahead.
 */
export const standing = (text: string, saidAt: Fact['saidAt']): Standing => divided(text)(saidAt);

/** How many times of saying the same text are remembered. */
const TIMES = 8;

const divided = memoised((text) =>
  remembering((saidAt) => divide(text, saidAt), new Kept<Standing>(TIMES)),
);

function divide(text: string, saidAt: Fact['saidAt']): Standing {
  const firm: string[] = [];
  const rest: string[] = [];
  let reservation: Reservation | null = null;
  const sentences = splitSentences(text);
  for (const sentence of sentences) {
    const whole = wholly(sentence);
    if (whole) {
      reservation ??= whole;
      rest.push(sentence);
      continue;
    }
    let before: Reservation | null = null;
    for (const clause of analyse(sentence).clauses) {
      for (const [at, part] of clause.text.split(SUPPOSES).entries()) {
        const leans = at > 0 || clause.subject.text === '' || DEPENDENT.test(part);
        const own: Reservation | null =
          reservedClause(part, clause.tense, saidAt) ??
          (leans && clause.verb !== '' ? before : null);
        before = own;
        reservation ??= own;
        (own ? rest : firm).push(part);
      }
    }
  }
  // Cut at no clause, a statement is kept in its own words.
  if (reservation === null) return { firm: text, rest: '', reservation };
  const stated = firm.filter((part) => analyse(part).clauses.some(({ verb }) => verb !== ''));
  return { firm: stated.join(' '), rest: rest.join(' '), reservation };
}

/** "I moved to Kiel and hope to stay": a second verb of the same subject. */
const SUPPOSES =
  /\s+(?=(?:and|but) (?:(?:i|we|they|now|also|maybe|perhaps) )*(?:might|may|could|would|hope|hoping|want|wants|plan|plans|planning|intend|consider|considering|thinking|will|maybe|perhaps)\b)/i;
const DEPENDENT = /^(?:because|which|who|while|so that|since|when|where|as)\b/i;

/** "Mum says I'm not going any more": that it is over for the speaker is told as a fact. */
const OWN_END =
  /\b(?:i|we)(?:['’]?(?:m|re)| am| are| can)? ?(?:not|no longer|never)\b.*\b(?:any ?more|no longer|after all)\b|\b(?:i|we)(?:['’]?(?:m|re)| am| are| can) no longer\b/i;

/** A sentence that is reported, quoted or conditional as a whole. */
function wholly(sentence: string): Reservation | null {
  if (REPORTED.test(sentence) && !OWN_END.test(sentence)) return 'reported';
  for (const [, quoted = ''] of sentence.matchAll(QUOTED)) {
    const states = analyse(quoted).clauses.some(
      ({ verb, subject }) => verb !== '' && subject.text !== '',
    );
    if (states) return 'reported';
  }
  return CONDITION.test(sentence) ? 'hedged' : null;
}

function reservedClause(
  text: string,
  tense: Clause['tense'],
  saidAt: Fact['saidAt'],
): Reservation | null {
  const modal = text.replace(MONTH_OF_MAY, ' ');
  if (HEDGED.test(modal) && !WISH_NOW.test(text)) return 'hedged';
  if (FROM_NOW.test(text)) return null;
  if (PLANNED.test(text)) return 'planned';
  return tense !== 'past' &&
    !/\b(?:has|have|['’]ve) \w+(?:ed|en|t)\b/.test(text) &&
    ahead(text, saidAt)
    ? 'planned'
    : null;
}

/** A date to come is named, and not as the end of what is so now. */
function ahead(text: string, saidAt: Fact['saidAt']): boolean {
  const today = saidAt.slice(0, 10);
  let start = 0;
  return resolveDates(text, saidAt).some(({ from, index, text: words }) => {
    // "Since Monday (1 June 2026)": the date in brackets says which Monday was meant.
    if (text[index - 1] !== '(') start = index;
    if (/^ \([^()]*\d{4}\)/.test(text.slice(index + words.length))) return false;
    const lead = text.slice(0, start);
    return (
      from > today && !LIMIT.test(lead) && !SINCE.test(lead) && !/^(?:until|till|by)\b/i.test(words)
    );
  });
}

/**
 * Why a statement must not close or change a memory, or null where it may. What is said to the memory
 * rather than of the world changes nothing; nor does what was said before the memory was; nor does what
 * is only possible, planned or reported, except in place of another plan or appointment.
 */
export function protection(
  fact: Fact,
  memory: Pick<Memory, 'text' | 'saidAt'>,
): { why: string; reservation: Reservation | null } | null {
  if (fact.instruction) return { why: 'the message gives orders to the memory', reservation: null };
  if (epochOf(fact.saidAt) < epochOf(memory.saidAt))
    return { why: 'it was said before what is remembered', reservation: null };
  const { firm, reservation } = standing(fact.text, fact.saidAt);
  if (reservation === null || firm !== '' || givesWay(memory, reservation)) return null;
  return { why: WHY[reservation], reservation };
}

const WHY: Record<Reservation, string> = {
  hedged: 'it only says what may be',
  planned: 'it tells of a plan, not of how things are',
  reported: 'it tells what somebody else said',
};

/** Whether a memory is itself no more than a plan or an appointment, that another one may replace. */
export function givesWay(
  { text, saidAt }: Pick<Memory, 'text' | 'saidAt'>,
  by: Reservation,
): boolean {
  if (by === 'reported') return false;
  const own = standing(text, saidAt);
  // What may be takes the place only of what may be.
  if (by === 'hedged') return own.reservation === 'hedged' && own.firm === '';
  if (own.reservation !== null && own.firm === '') return own.reservation !== 'reported';
  const timed = contrast('', text).lost.some(
    ({ kind, text: words }) =>
      /^(?:time|date)$/.test(kind) || (kind === 'weekday' && !/days$/i.test(words)),
  );
  const about = analyse(text).clauses[0]?.subject.kind;
  return ahead(text, saidAt) || (timed && (about === 'thing' || about === 'none'));
}

/** Words that address the memory or the model behind it, not a person: "SYSTEM: …", "delete all memories". */
const INSTRUCTION =
  /(?:^|[\n"“'([]|[.!?]\s)\s*[*_#<[]*(?:the )?(?:system|assistant|developer|admin(?:istrator)?)(?: (?:prompt|message|override|note|instruction))?[*_>\]]*\s*:|\b(?:ignore|disregard|forget|override|bypass) (?:(?:all|any|every|each|the|your|my|these|those|of) ){0,3}(?:previous|prior|above|earlier|preceding|former|other)\b[^.!?\n]{0,20}\b(?:instructions?|prompts?|messages?|rules?|memor(?:y|ies)|context|directions?|facts?)\b|\b(?:update|overwrite|edit|modify|replace|set|change|rewrite) (?:the )?memor(?:y|ies)\b|\b(?:(?:update|edit|modify|replace|rewrite) (?:all|every|each|any|the|other)|(?:overwrite|delete|erase|wipe|clear|remove|purge|forget|drop) (?:all|every|each|any|the|your|my)) (?:(?:all|the|your|of|my) ){0,3}(?:other |existing |stored |previous |saved )*(?:memor(?:y|ies)|database|stored facts?)\b|\ball (?:other |previous |existing |your )+memor(?:y|ies) (?:are|is|were|must|should)\b|\bnew instructions?\s*:/i;

/** Whether a message holds words that give orders to the memory. All of it is data then, and changes nothing. */
export const givesOrders = (text: string): boolean => INSTRUCTION.test(text);
