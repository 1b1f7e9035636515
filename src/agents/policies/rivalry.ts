import { brief } from '../../memory/text.js';
import type { Candidate } from '../compare.js';
import { contrast } from '../contrast.js';
import type { SentenceAnalysis } from '../language.js';
import { exchange, withoutLeadIn } from '../merge.js';
import type { Decision, Fact } from '../policy.js';
import { rival } from '../rivals.js';
import { toldApart } from './apart.js';

/** Words for all that one works on or with, which name no part of it; in stemmed form. */
const EVERYTHING =
  /^(?:team|compani|work|everyon|everybodi|we|us|project|repo|codebas|app|stack|org|firm|offic|all|whole)$/;

/** "The monorepo was migrated to pnpm" after "the monorepo uses npm workspaces". */
export function outdone(
  fact: Fact,
  mine: SentenceAnalysis,
  candidates: readonly Candidate[],
): Decision[] | null {
  if (mine.current.length === 0 || mine.cues.addition || mine.cues.past) return null;
  const statement = withoutLeadIn(fact.text);
  for (const { memory, comparison, similarity } of candidates) {
    if (!comparison.sameSpeaker || comparison.pairs.every(({ memory: { holds } }) => !holds))
      continue;
    const swap = rival(memory.text, statement, mine.current);
    if (!swap || toldApart(statement, memory.text)) continue;
    const { own, sameThing } = contrast(statement, memory.text);
    const known = memory.text.toLowerCase();
    const others = own.filter((word) => !EVERYTHING.test(word) && !known.includes(word));
    const somebody = comparison.pairs.some(
      ({ subject, fact: { subject: who } }) => subject === 'different' && who.kind === 'person',
    );
    if (!sameThing || others.length > 0 || somebody) continue;
    return [
      {
        operation: 'UPDATE',
        memoryId: memory.id,
        text: exchange(memory.text, statement, [swap]),
        reason: `It names what took the place of ${swap.from} in “${brief(memory.text)}”.`,
        confidence: Math.min(0.9, 0.7 + similarity / 4),
      },
    ];
  }
  return null;
}
