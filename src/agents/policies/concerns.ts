import type { ScoredMemory } from '../../memory/records.js';
import type { ClausePair } from '../clause-pairs.js';
import { type Candidate } from '../compare.js';
import { salient } from '../words.js';
import { analyse, type SentenceAnalysis } from '../language.js';
import { CUE_PATTERNS } from '../lexicon.js';
import { isVerb } from '../tokens.js';
import { tellsOfChange } from './change.js';
import { THRESHOLDS } from './thresholds.js';

/** A memory of the same speaker, near enough to be spoken of. */
export const isRelated = ({ comparison, similarity }: Candidate): boolean =>
  comparison.sameSpeaker && similarity >= THRESHOLDS.related;

/** Every clause of the one is about somebody or something else than those of the other. */
export const aboutOthers = (pairs: readonly ClausePair[]): boolean =>
  pairs.length > 0 &&
  pairs.every(
    ({ subject, fact, memory, sameAttribute }) =>
      subject === 'different' &&
      /^(?:person|speaker)$/.test(memory.subject.kind) &&
      // "I work at Siemens", "my party is on Friday", beside what is told of a brother's
      (fact.subject.kind === 'person' ||
        (fact.subject.kind === 'speaker' &&
          fact.attribute !== '' &&
          (sameAttribute || memory.subject.text.toLowerCase().endsWith(fact.attribute)))),
  );

/**
 * "At the harvest supper I do the chutney, not curd" tells of no change in what is done at the fair: of what is
 * not so, it speaks in another matter than the memory.
 */
export function contrastsOnly(
  statement: string,
  { cues }: SentenceAnalysis,
  memory: ScoredMemory,
): boolean {
  const [, matter = ''] = CONTRAST.exec(statement) ?? [];
  if (matter === '' || cues.correction || tellsOfChange(statement, memory)) return false;
  const { tokens } = analyse(matter);
  const verb = tokens.findLastIndex((_, at) => isVerb(tokens, at));
  const said = [...salient(analyse(matter.slice(0, tokens[verb]?.start ?? 0)))];
  const known = salient(analyse(memory.text));
  return said.filter((word) => known.has(word)).length * 2 < said.length;
}

/** What the last part of a statement says to be so, "not" something else. */
const CONTRAST = /(?:^|[,;]\s+)([^,;]+),? (?:and )?not\b[^,;]*$/i;

/** A year in the text before the memory was said: history, not news. */
export function olderThan(text: string, memory: ScoredMemory): boolean {
  const years = [...text.matchAll(/\b(?:19|20)\d{2}\b/g)].map((match) => Number(match[0]));
  return years.length > 0 && Math.max(...years) < Number(memory.saidAt.slice(0, 4)) - 1;
}

/** Says of itself that what was said before stays: "also", "another". "Still at six" adds nothing. */
export const comesOnTop = (text: string): boolean =>
  CUE_PATTERNS.addition.test(text.replace(/\bstill\b/gi, ''));
