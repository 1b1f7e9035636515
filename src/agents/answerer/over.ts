import { analyse } from '../language.js';
import { CANCELLED } from '../lexicon.js';
import { has } from '../tokens.js';
import { stemOf, stemsOf } from './words.js';

/** Whether a sentence says that something is over or never came to be. */

const MINE = "(?:the|my|our|his|her|their|its|user['’]s)";

/** What somebody gives up, calls off or takes back. */
const ENDED_BY_SOMEBODY =
  'quit|quits|gave up|given up|giving up|stopped|(?:to|user|me|us|him|her|them) stop|pulled out|pull out|backed out|dropped out|' +
  'stepped (?:down|back)|called (?:\\p{L}+ ){0,4}off|scrapped|ditched|dropped|ended|retired|resigned|left|sold|finished with|done with|' +
  'moved (?:off|away from|on from)|migrated (?:off|away from)|switched (?:off|away) from|got rid of|unsubscribed|shut down|closed down|' +
  'removed|deleted|turned (?:off|down)|switched off|disabled|discontinued|withdrew|withdrawn|withdraws|decided against|abandoned|abolished|decommissioned|phased out|taken down|torn down|' +
  'axed|shelved|revoked|rescinded|split up|broke up|broken up|broke off|broken off|packed in|packed (?:it|that|this) in|taken off|' +
  `took (?:\\p{L}+ ){1,4}off|pulled ${MINE} (?:\\p{L}+ )?(?:application|plug|offer|bid|entry|candidacy|proposal|request|name)|` +
  `(?:shut|closed) ${MINE}(?! (?:door|window|deal|sale|gap|lid|gate|tab|ticket|issue|case|loop|eyes?)\\b)|` +
  `(?:gave|given|sent|handed|took) (?:${MINE} (?:[\\p{L}\\d-]+ ){1,3})?back(?! to\\b)|put (?:an end|a stop) to`;
/** What comes to its end or is brought there. */
const ENDED_BY_ITSELF =
  "no longer|not any ?more|any ?more|no more|cancel(?:l?ed|s)|(?:is|are|was|were) over|(?:it|that)['’]?s over|fell through|fallen through|expired|lapsed|gone|" +
  'used to|former(?:ly)?|nobody|none of|never|' +
  "(?:is|are|was|were|been|got|gets|['’]s) (?:now |finally |all |just )?(?:lifted|pulled|settled(?! in\\b))|(?:is|are|was|been|stays?|stayed|remains?) (?:now |all day )?closed";

/** Words by which something is said to be over or never to come. */
export const OVER = new RegExp(`\\b(?:${ENDED_BY_SOMEBODY}|${ENDED_BY_ITSELF})(?![\\p{L}])`, 'iu');

/** The words of a clause that say something is over, but for an end that is asked for itself; null where none do. */
export function overIn(clause: string, asked: ReadonlySet<string>): RegExpExecArray | null {
  const words = OVER.exec(clause) ?? CANCELLED.exec(clause);
  // "Did I quit CrossFit?" asks for the end itself.
  return words === null || stemsOf(words[0]).some((stem) => asked.has(stem)) ? null : words;
}

/** Where what is said of a thing ends: another clause, or a reason. */
const NEXT_CLAUSE =
  /[,;.!?()]|\b(?:but|because|since|as|so|where|when|while|which|who)\b|\band (?!(?:I|me|user)\b)/iu;
/** What may follow an end that has no object: "was cancelled by", "is off now". */
const NO_OBJECT =
  /^\s*(?:$|(?:by|after|due|last|this|for|in|on|from|now|until|without|early|today|yesterday|already|altogether)\b)/iu;
/** What ends nothing by itself: "I have never missed a lesson", "he has gone there". */
const NO_END = /^(?:never|nobody|none of|gone|any ?more)$/i;

/** "The tennis committee" is not the tennis: whether a noun that is not asked for follows one of these stems. */
export function isOfMore(clause: string, asked: ReadonlySet<string>): boolean {
  const { tokens } = analyse(clause);
  return tokens.some((token, at) => {
    const next = tokens[at + 1];
    if (next === undefined || !asked.has(stemOf(token.word)) || /[,;:]/.test(token.post))
      return false;
    return has(next, 'Noun') && !has(next, 'Pronoun', 'Date') && !asked.has(stemOf(next.word));
  });
}

/** "The freeze was lifted", "I stopped going to the lessons": a clause says that what has one of these stems is over. */
export function endsSomething(clause: string, asked: ReadonlySet<string>): boolean {
  const words = overIn(clause, asked);
  if (words === null || NO_END.test(words[0]) || isOfMore(clause, asked)) return false;
  const speaks = (text: string): boolean => stemsOf(text).some((stem) => asked.has(stem));
  const rest = clause.slice(words.index + words[0].length);
  const object = rest.slice(0, NEXT_CLAUSE.exec(rest)?.index);
  return speaks(object) || (NO_OBJECT.test(object) && speaks(clause.slice(0, words.index)));
}

/** "The trip to Oslo was called off", "Ada and I have split up": what stands here is said to be over. */
export function endsAfter(sentence: string, end: number, asked: ReadonlySet<string>): boolean {
  const rest = sentence.slice(end);
  const clause = rest.slice(0, NEXT_CLAUSE.exec(rest)?.index);
  const words = overIn(clause, asked);
  if (words === null) return false;
  const object = clause.slice(words.index + words[0].length);
  return NO_OBJECT.test(object) || stemsOf(object).some((stem) => asked.has(stem));
}

/** Whether one of the things that a sentence says to be over has one of these stems. */
export function ends(sentence: string, asked: ReadonlySet<string>): boolean {
  return analyse(sentence).ended.some((phrase) => stemsOf(phrase).some((stem) => asked.has(stem)));
}

/** "Found a home, so our fostering is over": a clause about one of these stems, and nobody else, says that it is over. */
export function endsInClause(sentence: string, asked: ReadonlySet<string>): boolean {
  return sentence
    .split(/[,;.!?]\s|\b(?:and|but|so)\b/u)
    .some(
      (clause) =>
        !/(?<=\p{L}.*)\b\p{Lu}\p{Ll}/u.test(clause) &&
        stemsOf(clause).some((stem) => asked.has(stem)) &&
        overIn(clause, asked) !== null,
    );
}
