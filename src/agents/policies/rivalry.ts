import { brief } from '../../memory/text.js';
import { type Candidate } from '../compare.js';
import { canonical } from '../words.js';
import { contrast, ofChange } from '../contrast.js';
import { analyse, type SentenceAnalysis } from '../language.js';
import { exchange, withoutLeadIn } from '../merge.js';
import type { Decision, Fact } from '../policy.js';
import { rival } from '../rivals.js';
import { has } from '../tokens.js';
import { toldApart } from './apart.js';

/** Words for all that one works on or with, which name no part of it; in stemmed form. */
const EVERYTHING =
  /^(?:team|compani|work|everyon|everybodi|we|us|project|repo|codebas|app|stack|org|firm|offic|all|whole)$/;

/** What a statement names before a value: in "backend goes to Render" it is the backend. */
const nounsBefore = (statement: string, value: string): string[] =>
  analyse(statement)
    .tokens.filter(({ end }) => end <= statement.indexOf(value))
    // A noun at the head of a note is taken for a command.
    .filter((token, at) => has(token, 'Noun') || (at === 0 && has(token, 'Infinitive')))
    .filter((token) => !has(token, 'Pronoun', 'Date'))
    .map(({ lemma }) => canonical(lemma))
    .filter((word) => !ofChange(word));

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
    const things = [...own, ...nounsBefore(statement, swap.to)];
    const others = things.filter((word) => !EVERYTHING.test(word) && !known.includes(word));
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
