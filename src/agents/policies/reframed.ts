import { brief } from '../../memory/text.js';
import { type Candidate } from '../compare.js';
import { contrast, exchangedSlots } from '../contrast.js';
import { type Difference, differences, isCount, tellsSomething } from '../frame.js';
import { analyse, type SentenceAnalysis } from '../language.js';
import { swap, withoutLeadIn } from '../merge.js';
import type { Decision, Fact } from '../policy.js';
import { bareStatement } from '../surroundings.js';
import { tellsOfLoss } from './change.js';
import { comesOnTop, isRelated } from './concerns.js';

/**
 * The statement is the memory word for word but for one value: "takes 10 mg each morning" after "takes 5 mg
 * each morning". Of how much, how often and when there is one at a time; of other things only where the
 * statement corrects itself.
 */
export function reframed(
  fact: Fact,
  mine: SentenceAnalysis,
  candidates: readonly Candidate[],
): Decision[] | null {
  const { correction } = mine.cues;
  if (mine.negated || (comesOnTop(fact.text) && !correction)) return null;
  const statement = withoutLeadIn(fact.text);
  for (const { memory, similarity } of candidates.filter(isRelated)) {
    const old = analyse(memory.text);
    const known = bareStatement(memory.text);
    const found = differences(statement, known);
    const other = found && onlyValue(found, correction);
    if (!other || old.negated || old.clauses.some(tellsOfLoss)) continue;
    if (!correction && !isReplaced(other, old)) continue;
    const { from, to } = wholeValue(other, statement, known);
    const text = swap(known, statement, from, to);
    if (text === known) continue;
    return [
      {
        operation: 'UPDATE',
        memoryId: memory.id,
        text: text.replace(/^\p{Ll}/u, (first) =>
          known === memory.text ? first : first.toUpperCase(),
        ),
        reason: correction
          ? `It corrects “${brief(memory.text)}”.`
          : `It gives a new value for “${brief(memory.text)}”.`,
        confidence: Math.min(0.95, 0.65 + similarity / 4),
      },
    ];
  }
  return null;
}

/** The one place behind the verb in which the two differ; a correction may name its thing more shortly. */
function onlyValue(found: readonly Difference[], correction: boolean): Difference | null {
  const telling = found.filter(({ from, to }) => tellsSomething(from) || tellsSomething(to));
  const filled = telling.filter(({ from, to }) => from !== '' && to !== '');
  const [only, ...others] = correction ? filled : telling;
  if (!only || others.length > 0 || only.beforeVerb || only.from === '' || only.to === '')
    return null;
  if (correction && telling.some(({ from, to }) => from === '' && to !== '')) return null;
  return [only.from, only.to].every((words) => words.split(' ').length <= 3) ? only : null;
}

/** "10 May" for "10", where only the day differs. */
function wholeValue(
  { from, to }: Difference,
  statement: string,
  memory: string,
): { from: string; to: string } {
  const [pair, ...others] = exchangedSlots(contrast(statement, memory));
  const whole =
    pair !== undefined &&
    others.length === 0 &&
    pair.from.text.includes(from) &&
    pair.to.text.includes(to);
  return whole ? { from: pair.from.text, to: pair.to.text } : { from, to };
}

/** Whether another number or time in its place means that the first one holds no longer. */
function isReplaced({ from, to, lead }: Difference, old: SentenceAnalysis): boolean {
  if (!isCount(from) || !isCount(to)) return false;
  // "Pays Romana 21", "pays Ramona 17": each gets their own. A rank may be "Gold 2".
  if (!COPULA.test(lead) && [from, to].every(namesOne)) return false;
  // "Has a 50 mm lens", "has a meeting at nine": there may be another one.
  if (INDEFINITE.test(lead) || old.clauses.some(({ value }) => INDEFINITE.test(value)))
    return false;
  // What was done stays done, and of what one likes there are several.
  if (!old.clauses.every(({ holds, family }) => holds && family !== 'like')) return false;
  const days = DAY.test(from) || DAY.test(to);
  return (
    !days || old.clauses.every(({ subject }) => THING.test(subject.kind) || OWNED.test(old.text))
  );
}

const namesOne = (words: string): boolean =>
  words.split(' ').some((word) => /\p{Lu}/u.test(word) && !isCount(word));
const COPULA = /^(?:is|are|was|were|be|being|been)$/;
const THING = /^(?:thing|none)$/;
/** "User's weekly call is on Monday" tells of the call. */
const OWNED = /^(?:my|our|(?:the )?user['’]s) /i;
const INDEFINITE = /^(?:an?|another|some)\b(?! (?:hour|day|week|month|year)\b)/i;
const DAY =
  /\b(?:\p{L}+days?|january|february|march|april|may|june|july|august|september|october|november|december)\b/iu;
