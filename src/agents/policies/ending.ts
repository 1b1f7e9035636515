import { brief } from '../../memory/text.js';
import { type Candidate } from '../compare.js';
import { canonical, salient } from '../words.js';
import { endsPartly, limitOf } from '../endings.js';
import { analyse, type SentenceAnalysis } from '../language.js';
import { CANCELLED } from '../lexicon.js';
import { memoised } from '../memo.js';
import { withoutLeadIn } from '../merge.js';
import type { Decision, Fact } from '../policy.js';
import { bareStatement } from '../surroundings.js';
import { toldApart } from './apart.js';
import { aboutOthers, isRelated } from './concerns.js';

/** "The Lisbon trip is cancelled": the plan is gone, and that it was called off is what holds now. */
export function calledOff(
  fact: Fact,
  mine: SentenceAnalysis,
  candidates: readonly Candidate[],
): Decision[] | null {
  if (!CANCELLED.test(fact.text) || endsPartly(fact.text)) return null;
  const phrases = [
    bareStatement(fact.text).split(/[,;.]\s|\b(?:because|since)\b/)[0] ?? '',
    fact.text,
    ...mine.ended,
  ]
    .map((phrase) => phrase.replace(WHEN, ''))
    .map((phrase) => [...salient(analyse(phrase))].filter((word) => !GENERIC_EVENT.test(word)))
    .filter((words) => words.length > 0);
  const target = candidates.filter(isRelated).find(({ memory }) => {
    const words = salient(analyse(memory.text));
    return (
      phrases.some((matter) => matter.every((word) => words.has(word))) &&
      !CANCELLED.test(memory.text)
    );
  });
  if (!target) return null;
  if (/\b(?:forget|forgotten|scrap that|delete[d]?)\b/i.test(fact.text))
    return [
      {
        operation: 'DELETE',
        memoryId: target.memory.id,
        reason: `It takes “${brief(target.memory.text)}” back.`,
        confidence: 0.8,
      },
    ];
  return [
    {
      operation: 'UPDATE',
      memoryId: target.memory.id,
      text: fact.text,
      reason: `It calls off “${brief(target.memory.text)}”.`,
      confidence: 0.8,
    },
  ];
}

/** When it was called off is no part of what was. */
const WHEN =
  / ?\b(?:today|yesterday|tonight|this (?:morning|week)|last (?:night|week|month))(?: \([^()]*\b\d{4}\))?/gi;

/** Words of calling off, and for what can be; in stemmed form. */
const GENERIC_EVENT =
  /^(?:decis|decid|updat|statu|note|move|migrat|rollout|cancel|call|fall|through|trip|plan|event|gig|concert|show|tour|match|game|meetup|thing|happen|visit|journei|vacat|appoint|anymor|ugh|sadly|unfortun|subscrib|talk|speech|present|session|book|reserv|drop|scrap|shelv|abandon|axe|bin|after|all|go|user|forget|forgotten|want|decid|week|weekend|off)$/;

/** Says that something is not so any more, whatever the verb. */
const LAPSED =
  /\b(?:no longer|any ?more|after all|stopped(?! all (?:\d|(?:twen|thir|for|fif|six|seven|eigh|nine)ty))|ceased|quit|gave up|given up|got rid of|getting rid of|broke(?:n)? off|uninstalled|unsubscribed|(?:taken|took|takes|pulled|moved|dropped|kicked|rotated|come|came|stepped)(?: \p{L}+)? off (?:of )?(?:the|our|my|his|her|their|user)\b|(?:sold|gave away|given away|returned|scrapped) (?:my|our|his|her|their)\b|ended|passed away|died|fell through|decided (?:not to|against)|(?:has|have|is|are|was|were|got) (?:now |just )?(?:been )?(?:disabled|removed|switched off|turned off|shut down|discontinued|dissolved|disbanded|terminated|retired|over|lifted|resolved|settled|abolished|repealed|revoked|waived|withdrawn))\b|\bstepped down\b|\b(?:done|finished|through) with \w+ing\b|\bwon['’]t be \w+ing\b|\bnot going to\b/iu;

/** Whether a statement says that something is over or called off. */
export const tellsOfEnd = memoised((text) => LAPSED.test(text) || CANCELLED.test(text));

/** Says by its verb that something is over: "was switched off", with nothing in its place. */
const PUT_AN_END =
  /\b(?:(?:has|have|is|are|was|were|got|been) (?:now |just |also )?(?:been )?(?:disabled|removed|switched off|turned off|shut down|discontinued|dissolved|disbanded|terminated|retired|decommissioned|deleted|cancell?ed)|unsubscribed|uninstalled)\b/iu;

/** Whether a clause only ends something, so that no value in it can take another one's place. */
export const endsOnly = (clause: string): boolean =>
  PUT_AN_END.test(clause) && !/\b(?:in favou?r of|replaced|instead|from \S.* to)\b/i.test(clause);

/** "Hannah won't be joining our standup after all": the memory says just that, without the "not". */
export function lapsed(
  fact: Fact,
  mine: SentenceAnalysis,
  candidates: readonly Candidate[],
): Decision[] | null {
  if (!LAPSED.test(fact.text) || mine.cues.correction || mine.cues.addition) return null;
  // "Any more" and "after all" end something only beside a "not".
  const denied =
    mine.negated ||
    /\b(?:not|no|never|won['’]t|\w+n['’]t)\b/i.test(fact.text) ||
    !ONLY_DENIED.test(fact.text);
  if (!denied) return null;
  // What comes after the first pause may tell what holds instead.
  const parts = withoutLeadIn(fact.text).split(
    /[,;.]\s+|\s+[–—-]\s+|\s+(?:but|so|because|since)\s+/,
  );
  // "I've been taken off the rota, so I'm no longer on call": either may be the wording that is known.
  const [first = '', ...others] = parts;
  const heads = others.filter((part) => LAPSED.test(part));
  // What came first is over where it says so, or where the end is told of "it".
  if (LAPSED.test(first) || heads.every((part) => REFERS_BACK.test(part))) heads.unshift(first);
  for (const head of heads) {
    const decisions = lapsedIn(head, parts, fact, mine, candidates);
    if (decisions) return decisions;
  }
  return null;
}

const REFERS_BACK = /\b(?:it|one|them|that|this|those|these)\b/i;

function lapsedIn(
  head: string,
  parts: readonly string[],
  fact: Fact,
  mine: SentenceAnalysis,
  candidates: readonly Candidate[],
): Decision[] | null {
  const more = parts.filter((part) => part !== head).join(' ');
  const said = [...salient(analyse(head.replace(TOLD_BY, '')))].filter(
    (word) => !DENIAL.test(word),
  );
  const telling = said.filter((word) => !KIND_OF_SERVICE.test(word));
  const words = telling.length > 0 ? telling : said;
  if (words.length === 0) return null;
  const limit = limitOf(fact.text)?.toLowerCase() ?? '';
  const target = candidates
    .filter(isRelated)
    .filter(({ comparison, memory }) => {
      const old = analyse(memory.text);
      // "Switched off for Brazil" ends what was so for Brazil.
      if (!memory.text.toLowerCase().includes(limit)) return false;
      if (old.negated || LAPSED.test(memory.text) || aboutOthers(comparison.pairs)) return false;
      // "I sold my car" says nothing of my sister's.
      if (toldApart(head, memory.text)) return false;
      const known = salient(old);
      const verbs = new Set(analyse(head).clauses.map(({ verb }) => canonical(verb)));
      const hits = words.filter((word) => known.has(word)).length;
      // "Decaf coffee" is not all of "coffee": only the verb may be another one.
      const allButVerb =
        words.length >= 3 &&
        hits === words.length - 1 &&
        words.every((word) => known.has(word) || verbs.has(word));
      const names = mine.names.filter(
        (name) => head.includes(name) && !/^(?:User|The)$/.test(name),
      );
      return (
        (hits === words.length || allButVerb) &&
        (hits >= 2 || possession(mine) || names.length > 0 || old.words.length <= 3) &&
        names.every((name) => memory.text.toLowerCase().includes(name.toLowerCase()))
      );
    })
    .sort((a, b) => b.comparison.overlap - a.comparison.overlap || b.similarity - a.similarity)[0];
  if (!target) return null;
  const { memory, similarity } = target;
  const reason = `It says that “${brief(memory.text)}” no longer holds.`;
  const confidence = Math.min(0.92, 0.65 + similarity / 4);
  // That something is not there any more needs no memory of its own.
  if (possession(mine) && more.trim() === '')
    return [{ operation: 'DELETE', memoryId: memory.id, reason, confidence }];
  return [
    {
      operation: 'UPDATE',
      memoryId: memory.id,
      text: withoutLeadIn(fact.text),
      reason,
      confidence,
    },
  ];
}

const possession = ({ clauses }: SentenceAnalysis): boolean =>
  clauses.length === 1 &&
  /^(?:have|own|keep)$/.test(clauses[0]?.verb ?? '') &&
  clauses[0]?.subject.kind === 'speaker';

/** "Mum says" */
const TOLD_BY = /^(?:(?:my|the|our) )?\p{L}+ (?:says?|said|told (?:me|us))(?: that)? /iu;

/** A name tells more than these: "the Netflix subscription" is Netflix. */
const KIND_OF_SERVICE = /^(?:subscript|membership|account|servic|app|licenc|licens)$/;

const ONLY_DENIED = /\b(?:any ?more|after all)\b/i;

/** Stems of words of ending, in what is left of a statement that something ended. */
const DENIAL =
  /^(?:rid|get|took|take|taken|pull|move|kick|rotat|come|came|step|broke|broken|break|uninstal|unsubscrib|sell|sold|return|scrap|disabl|pass|awai|die|decid|against|remov|switch|turn|off|shut|discontinu|dissolv|disband|termin|retir|over|lift|resolv|settl|abolish|repeal|revok|waiv|withdrawn|down|done|through|altogeth|complet|entir|final|good|finish|enabl|activ|stop|ceas|quit|give|gave|given|plan|longer|anymor|all|go|do|be|end|now)$/;
