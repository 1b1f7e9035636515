import { brief } from '../../memory/text.js';
import { type Candidate, compare } from '../compare.js';
import { canonical, salient } from '../words.js';
import { analyse, type SentenceAnalysis } from '../language.js';
import { supersede } from '../merge.js';
import type { Decision, Fact } from '../policy.js';
import { remainder } from '../remainder.js';
import { takenBack } from '../taking-back.js';

/** The words of denying; what stays is what is denied. */
const FRAME =
  /\b(?:user (?:has |now )?)?(?:withdrew|withdraws)\b|\b(?:statement|is on hold|scrap it|it was a mistake)\b|\b(?:please|actually|sorry|oh|and|hey|no|wait)\b[\s,]*|\b(?:i|that i|what i|where i) (?:said|told you|mentioned|wrote)(?: (?:about|that|earlier|before))*|\bi (?:was|am) (?:just |only )?(?:kidding|joking)\b|\bjust kidding\b|\bonly joking\b|\b(?:it|that|this)(?:'s| is| was)?(?:n't| not)? (?:actually |really )?(?:true|correct|right)\b(?: any ?more)?(?: that)?|\b(?:is|was|are|were)(?:n't| not)(?: actually| really)? (?:true|correct|right)(?: any ?more)?|\bno longer (?:true|correct|valid|applies|relevant)\b|\bi (?:lied|made (?:it|that) up)(?: about)?\b|\b(?:memory|note|thing|part|from your (?:memory|notes)|earlier|the fact that)\b/gi;
/** Words of taking back, not of what is taken back; in stemmed form. */
const OF_TAKING_BACK =
  /^(?:forget|kid|joke|true|lie|told|tell|said|whole|silli|stupid|old|earlier|forev|complet|total|entir)$/;
/** What one stops may go without saying in the wish for it: "adding", "using"; in stemmed form. */
const OF_DOING = /^(?:add|us|put|includ|write|gener|append|insert|make|produc|give|do)$/;
/** Kinds of values that a memory need not call by name: "my PIN" is the 4471 in it. */
const OF_VALUE =
  /^(?:number|code|pin|password|passcod|address|date|time|detail|login|account|figur|amount|sum|combin|info|inform)$/;

/**
 * What a retraction does: DELETE of the memory it names, or UPDATE where part of it stays or another
 * statement takes its place in the same breath. Null where it is no retraction after all.
 */
export function retract(
  fact: Fact,
  mine: SentenceAnalysis,
  candidates: readonly Candidate[],
): Decision[] | null {
  const order = takenBack(fact.text);
  // "Never mind what I said, my laptop isn't a Dell"
  const object = order?.object === '' && mine.negated ? order.rest : order?.object;
  const payload =
    object ??
    fact.text
      .replace(FRAME, ' ')
      .replace(/\s+/g, ' ')
      .replace(/^[\s,.;:!-]+|[\s,.;:!-]+$/g, '');
  const stop = order !== null && /\bstop\b/i.test(fact.text);
  const matter = [...salient(analyse(payload))].filter(
    (word) => !OF_TAKING_BACK.test(word) && !(stop && OF_DOING.test(word)),
  );
  const certain = order?.certain !== false;
  if (matter.length === 0) {
    // "The flag was removed; disregard the earlier note" says itself what is over.
    const told = order && analyse(order.before).words.length > 1;
    return certain && !told
      ? [unknown('It takes something back without saying what; forget the memory by its id.', 0.5)]
      : null;
  }
  const instead = replacement(mine, order ? order.rest : payload);
  const target = candidates
    .filter(({ comparison }) => comparison.sameSpeaker)
    .map((candidate) => ({ candidate, ...match(fact, matter, payload, candidate) }))
    .filter(({ share }) => share === 1 || (share >= 0.6 && matter.length >= 3 && certain))
    .sort(
      (a, b) =>
        b.share - a.share || b.fit - a.fit || b.candidate.similarity - a.candidate.similarity,
    )[0];
  if (!target) {
    // "User withdrew from the race because of a fracture" tells something, whatever it takes back.
    if (instead || !certain || order === null) return null;
    return [unknown(`It takes back “${brief(payload)}”, of which nothing is known.`, 0.6)];
  }
  const { memory } = target.candidate;
  const rest = remainder(memory.text, payload).filter(standsAlone).join(' ');
  const update = (text: string, reason: string): Decision[] => [
    { operation: 'UPDATE', memoryId: memory.id, text, reason, confidence: 0.8 },
  ];
  const reason = `It takes “${brief(memory.text)}” back.`;
  if (instead) return update(supersede(memory.text, target.clauses, instead), reason);
  // What is to be done no more is worth knowing too.
  if (stop) return update([rest, fact.text].join(' ').trim(), reason);
  if (rest !== '') return update(rest, `${reason} The rest of it stays.`);
  return [
    { operation: 'DELETE', memoryId: memory.id, reason, confidence: 0.6 + 0.35 * target.share },
  ];
}

const unknown = (reason: string, confidence: number): Decision => ({
  operation: 'NOOP',
  memoryId: null,
  reason,
  confidence,
});

/**
 * Whether a statement says something without the one that it stood beside: "my gf says it's good" and "interview
 * is with Sunil" belong to what is forgotten.
 */
const standsAlone = (text: string): boolean =>
  !/\b(?:it|its|that|this|them|there)\b/i.test(text) &&
  (/^(?:i['’]?m?|we|my|our|the|user|he|she|they|his|her)\b/i.test(text) ||
    /^\p{Lu}[\p{L}'’]+ (?!is\b|are\b|was\b|were\b)/u.test(text));

/** How well a memory fits what is taken back, and which of its clauses say it. */
function match(
  fact: Fact,
  matter: readonly string[],
  payload: string,
  { memory }: Candidate,
): { share: number; fit: number; clauses: Set<number> } {
  const { clauses: told } = analyse(memory.text);
  const words = [...salient(analyse(memory.text)), ...told.map(({ verb }) => canonical(verb))];
  const known = memory.text.toLowerCase();
  const valued = /\d/.test(known);
  const hits = matter.filter((word) => words.some((other) => akin(word, other)));
  const kinds = kindsOf(payload, hits);
  const named = matter.filter(
    (word) => hits.includes(word) || (!(valued && OF_VALUE.test(word)) && !kinds.has(word)),
  );
  const clauses = new Set<number>();
  told.forEach((clause, at) => {
    const own = [...clause.valueWords, ...clause.attribute.split(' '), clause.verb].map(canonical);
    if (hits.some((word) => own.some((other) => akin(word, other)))) clauses.add(at);
  });
  const { pairs } = compare({ ...fact, text: payload }, memory);
  // "The tattoo" names no person that could be another one.
  const foreign =
    pairs.length > 0 &&
    pairs.every(
      ({ subject, fact: said }) =>
        subject === 'different' &&
        said.verb !== '' &&
        (said.subject.kind === 'speaker' ||
          // In "German commit messages" nobody commits.
          (said.subject.kind === 'person' &&
            !said.subject.keys.every((key) => known.includes(key)))),
    );
  return {
    share: foreign || hits.length === 0 ? 0 : hits.length / named.length,
    fit: hits.length / Math.max(1, words.length),
    clauses,
  };
}

/** "My hobby is climbing": what kind of thing it is need not be in the memory, if the thing is. */
function kindsOf(payload: string, hits: readonly string[]): Set<string> {
  return new Set(
    analyse(payload).clauses.flatMap(({ verb, attribute, valueWords }) => {
      const value = valueWords.map(canonical);
      return verb === 'be' && value.length > 0 && value.every((word) => hits.includes(word))
        ? attribute.split(' ').map(canonical)
        : [];
    }),
  );
}

/** One word, or another of its family: "applied" and "application", "owing" and "owe". */
function akin(word: string, other: string): boolean {
  if (word === other) return true;
  const least = Math.min(word.length, other.length);
  let same = 0;
  while (same < least && word[same] === other[same]) same++;
  return same >= 5 && same >= least - 1;
}

/** "Forget the gym, I swim now": the statement after the retraction. */
function replacement(mine: SentenceAnalysis, payload: string): string | null {
  const clause = mine.clauses
    .slice(1)
    .find(
      (each) =>
        !/\b(?:true|correct|right|kidding|joking|said|told|mentioned|forget)\b/i.test(each.text) &&
        each.subject.text !== '' &&
        each.valueWords.length > 0 &&
        each.holds,
    );
  // In "forget that I said I like sushi" the later clause is what is taken back.
  if (!clause || !/[,;.–—-]\s*$/.test(mine.text.slice(0, mine.text.indexOf(clause.text))))
    return null;
  return payload.includes(clause.text) && payload !== clause.text
    ? clause.text.replace(/^(?:and|but|so)\s+/i, '')
    : null;
}
