import { brief } from '../../memory/text.js';
import { type Candidate, canonical, compare, salient } from '../compare.js';
import { analyse, type SentenceAnalysis } from '../language.js';
import { supersede, withoutClauses } from '../merge.js';
import type { Decision, Fact } from '../policy.js';

/** The words of taking back; what stays is what is taken back. */
const FRAME =
  /\b(?:user (?:has |now )?)?(?:retract(?:ed|s)|withdrew|withdraws|took back|takes back)\b|\b(?:statement|is on hold|scrap it|it was a mistake)\b|\b(?:please|actually|sorry|oh|and|hey|no|wait)\b[\s,]*|\b(?:forget|disregard|ignore|delete|remove|erase|scrap|never ?mind|don'?t (?:remember|store|keep)|i take back|i take it back)\b(?: (?:about|that|what|the (?:fact|part|bit|thing)|everything|anything|all))*|\b(?:i|that i|what i|where i) (?:said|told you|mentioned|wrote)(?: (?:about|that|earlier|before))*|\bi (?:was|am) (?:just |only )?(?:kidding|joking)(?: (?:about|when i said|that))*|\bjust kidding\b|\bonly joking\b|\b(?:it|that|this)(?:'s| is| was)?(?:n't| not)? (?:actually |really )?(?:true|correct|right)\b(?: any ?more)?(?: that)?|\b(?:is|was|are|were)(?:n't| not)(?: actually| really)? (?:true|correct|right)(?: any ?more)?|\bno longer (?:true|correct|valid|applies|relevant)\b|\bi (?:lied|made (?:it|that) up)(?: about)?\b|\b(?:memory|note|thing|part|from your (?:memory|notes)|earlier|the fact that)\b/gi;

/**
 * What a retraction does: DELETE of the memory it names, or UPDATE where it says in the same breath
 * what holds instead. Null where it is no retraction after all.
 */
export function retract(
  fact: Fact,
  mine: SentenceAnalysis,
  candidates: readonly Candidate[],
): Decision[] | null {
  const payload = fact.text
    .replace(FRAME, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[\s,.;:!-]+|[\s,.;:!-]+$/g, '');
  const matter = [...salient(analyse(payload))].filter(
    (word) => !/^(?:forget|kid|joke|true|lie|told|tell|said)$/.test(word),
  );
  if (matter.length === 0) {
    return [
      {
        operation: 'NOOP',
        memoryId: null,
        reason: 'It takes something back without saying what; forget the memory by its id.',
        confidence: 0.5,
      },
    ];
  }
  const instead = replacement(mine, payload);
  const target = candidates
    .filter(({ comparison }) => comparison.sameSpeaker)
    .map((candidate) => ({ candidate, ...match(fact, matter, payload, candidate) }))
    .filter(({ share }) => share === 1 || (share >= 0.6 && matter.length >= 3))
    .sort(
      (a, b) =>
        b.share - a.share || b.fit - a.fit || b.candidate.similarity - a.candidate.similarity,
    )[0];
  if (!target) {
    if (instead) return null;
    return [
      {
        operation: 'NOOP',
        memoryId: null,
        reason: `It takes back “${brief(payload)}”, of which nothing is known.`,
        confidence: 0.6,
      },
    ];
  }
  const { memory } = target.candidate;
  const reason = `It takes “${brief(memory.text)}” back.`;
  const rest = target.clauses.size > 0 ? withoutClauses(memory.text, target.clauses) : '';
  if (instead)
    return [
      {
        operation: 'UPDATE',
        memoryId: memory.id,
        text: supersede(memory.text, target.clauses, instead),
        reason,
        confidence: 0.8,
      },
    ];
  if (rest !== '')
    return [
      {
        operation: 'UPDATE',
        memoryId: memory.id,
        text: rest,
        reason: `${reason} The rest of it stays.`,
        confidence: 0.75,
      },
    ];
  return [
    { operation: 'DELETE', memoryId: memory.id, reason, confidence: 0.6 + 0.35 * target.share },
  ];
}

/** How well a memory fits what is taken back, and which of its clauses say it. */
function match(
  fact: Fact,
  matter: readonly string[],
  payload: string,
  { memory }: Candidate,
): { share: number; fit: number; clauses: Set<number> } {
  const words = salient(analyse(memory.text));
  const hits = matter.filter((word) => words.has(word));
  const clauses = new Set<number>();
  analyse(memory.text).clauses.forEach((clause, at) => {
    const own = new Set(
      [...clause.valueWords, ...clause.attribute.split(' '), clause.verb].map(canonical),
    );
    if (hits.some((word) => own.has(word))) clauses.add(at);
  });
  const { pairs } = compare({ ...fact, text: payload }, memory);
  // "The tattoo" names no person that could be another one.
  const foreign =
    pairs.length > 0 &&
    pairs.every(
      ({ subject, fact: said }) =>
        subject === 'different' && /speaker|person/.test(said.subject.kind) && said.verb !== '',
    );
  return {
    share: foreign ? 0 : hits.length / matter.length,
    fit: hits.length / Math.max(1, words.size),
    clauses,
  };
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
