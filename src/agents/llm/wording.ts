import { brief } from '../../memory/text.js';
import { compare, plain } from '../compare.js';
import { canonical, salient } from '../words.js';
import { analyse, type SentenceAnalysis } from '../language.js';
import type { Fact } from '../policy.js';
import { standing } from '../standing.js';
import { lacking, valuesOf } from './values.js';

/**
 * What a language model may make of what was said: it may choose, cut, join and name, and add nothing.
 * Lexical, like the checks in `guards.ts`, and likewise strict: the built-in extraction stands behind.
 */

/** A statement counts as told again from this share of its content words on, if no value is missing. */
const TOLD = 0.5;

/** Words with which a statement is put, of any person and thing. */
const FRAME = new Set([
  'user',
  'speaker',
  'person',
  'have',
  'name',
  'call',
  'say',
  'mention',
  'year',
  'old',
]);

/**
 * The statements that a worded fact tells again, closest first, or why it may not be taken. Its words
 * must be those of the statements; only whom and what it names may be from elsewhere.
 * @param said everything that was said up to and including the statements, dates resolved
 */
export function restsOn(text: string, statements: readonly Fact[], said: string): Fact[] | string {
  const same = statements.filter((statement) => plain(statement.text) === plain(text));
  if (same.length > 0) return same;
  const analysis = analyse(text);
  if (!analysis.readable) {
    const quoted = statements.filter((statement) => plain(statement.text).includes(plain(text)));
    return quoted.length > 0 ? quoted : `“${brief(text)}” does not quote what was said`;
  }
  const speaker = statements[0]?.speaker ?? '';
  const words = salient(analysis);
  const values = valuesOf(analysis);
  const named = new Set(values.map(canonical));
  const stated = statements.map((statement) => statement.text).join(' ');
  const [unsaid] = [
    ...lacking(values, `${said} ${speaker}`),
    ...unspoken(analysis, `${stated} ${speaker}`).filter((word) => !named.has(canonical(word))),
  ];
  if (unsaid !== undefined) return `“${brief(unsaid)}” in “${brief(text)}” was not said`;
  const near = statements
    .map((statement) => ({ statement, shared: share(words, salient(analyse(statement.text))) }))
    .filter(({ shared }) => shared > 0)
    .sort((a, b) => b.shared - a.shared)
    .map(({ statement }) => statement);
  const [closest] = near;
  if (!closest) return `“${brief(text)}” tells nothing that was stated`;
  return twists(text, closest) ?? near;
}

/** Whether facts that tell this statement again leave out nothing that matters. */
export function isTold(statement: Fact, facts: readonly string[]): boolean {
  const told = facts.join(' ');
  if (plain(told).includes(plain(statement.text))) return true;
  const analysis = analyse(statement.text);
  if (!analysis.readable || lacking(valuesOf(analysis), told).length > 0) return false;
  return share(salient(analysis), salient(analyse(told))) >= TOLD;
}

/** Whether a worded fact says nothing that the others, of the same speaker, do not say. */
export function addsNothing(
  text: string,
  others: readonly string[],
  speaker: string | null,
): boolean {
  if (others.length === 0) return false;
  const told = [...others, speaker ?? ''].join(' ');
  const analysis = analyse(text);
  if (!analysis.readable) return plain(told).includes(plain(text));
  const isThere = share(salient(analysis), salient(analyse(told))) === 1;
  return isThere && lacking(valuesOf(analysis), told).length === 0;
}

/** How `text` says something else than the statement it is from, though in the same words; else null. */
function twists(text: string, { speaker, saidAt, ...statement }: Fact): string | null {
  const twist = (how: string): string => `“${brief(text)}” ${how}`;
  const over = analyse(statement.text).ended;
  const saysOver = analyse(text).ended.length > 0;
  if (!saysOver && over.some((value) => unspoken(analyse(value), text).length === 0))
    return twist('says of what is over that it still holds');
  const shared = compare({ text, speaker }, { text: statement.text, speaker }).pairs.filter(
    ({ valueOverlap, sameAttribute }) => valueOverlap > 0 || sameAttribute,
  );
  if (shared.length > 0) {
    if (shared.every(({ subject }) => subject === 'different'))
      return twist('says of one what was said of another');
    // "I stopped playing" and "she no longer plays" differ in their "not" alone.
    if (shared.every(({ sameSign }) => !sameSign) && !(saysOver && over.length > 0))
      return twist('says the opposite of what was said');
  }
  const { reservation, firm } = standing(statement.text, saidAt);
  if (reservation === null || standing(text, saidAt).reservation !== null) return null;
  return unspoken(analyse(text), `${firm} ${speaker ?? ''}`).length > 0
    ? twist('makes certain what was only supposed, planned or reported')
    : null;
}

/** The content words, as lemmas, that `text` does not have in any form. */
function unspoken(analysis: SentenceAnalysis, text: string): string[] {
  const plainly = text.match(/[\p{L}\p{N}]+/gu) ?? [];
  const spoken = new Set([...salient(analyse(text)), ...plainly.map(canonical)]);
  const lower = text.toLowerCase();
  const words = salient(analysis);
  return analysis.words.filter((word) => {
    const key = canonical(word);
    return words.has(key) && !spoken.has(key) && !FRAME.has(word) && !lower.includes(key);
  });
}

/** Share of `words` that are among `others`. */
function share(words: ReadonlySet<string>, others: ReadonlySet<string>): number {
  if (words.size === 0) return 0;
  return [...words].filter((word) => others.has(word)).length / words.size;
}
