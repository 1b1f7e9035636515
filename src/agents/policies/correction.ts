import type { ScoredMemory } from '../../memory/records.js';
import { brief, literally } from '../../memory/text.js';
import { type Candidate, compare } from '../compare.js';
import { contrast, exchangedSlots } from '../contrast.js';
import { joinedTexts } from '../echoes.js';
import { analyse, type SentenceAnalysis } from '../language.js';
import { exchange, patch, supersede, swap, withoutLeadIn } from '../merge.js';
import type { Decision, Fact } from '../policy.js';
import { capital } from '../sentence-form.js';
import { aboutOthers } from './concerns.js';
import { THRESHOLDS } from './thresholds.js';

/** "Actually, …": the wording of a memory was wrong. */
export function corrected(
  fact: Fact,
  mine: SentenceAnalysis,
  candidates: readonly Candidate[],
): Decision[] | null {
  if (!mine.cues.correction) return null;
  const statement = withoutLeadIn(fact.text);
  const elliptical = mine.current.length > 0 && isElliptical(statement, mine);
  const own = candidates.filter(({ comparison }) => comparison.sameSpeaker);
  const respelt = spelling(statement, own) ?? relocated(statement, own);
  if (respelt) return respelt;
  for (const { memory, comparison, similarity } of own) {
    const wrong = mine.ended.filter((words) => holds(memory.text, words));
    const whole = wholeValue(statement, memory.text, wrong);
    const right =
      (wrong.length > 0 ? sameKind(statement, memory.text, wrong) : null) ??
      mine.current[0] ??
      (wrong.length > 0 ? rightOf(statement) : '');
    if (wrong.length === 0 || right === '') continue;
    const text = whole
      ? swap(memory.text, statement, whole.from, whole.to)
      : patch(memory.text, wrong, right);
    if (text !== null && text !== memory.text && (elliptical || comparison.overlap > 0))
      return [correction(memory, text, similarity)];
  }
  const elided = elision(statement, own);
  if (elided) return elided;
  if (elliptical) {
    const fitting = own.flatMap((candidate) => {
      const text = patch(candidate.memory.text, [], mine.current[0] ?? '');
      return text !== null && text !== candidate.memory.text ? [{ candidate, text }] : [];
    });
    fitting.sort(
      (a, b) => Date.parse(b.candidate.memory.saidAt) - Date.parse(a.candidate.memory.saidAt),
    );
    const [latest, next] = fitting;
    const clear =
      latest && (!next || latest.candidate.memory.saidAt !== next.candidate.memory.saidAt);
    return clear
      ? [correction(latest.candidate.memory, latest.text, latest.candidate.similarity)]
      : null;
  }
  const stated = analyse(statement);
  // "His name is Allen" corrects the name that was told before, whoever he is.
  const latest = [...own].sort((a, b) => Date.parse(b.memory.saidAt) - Date.parse(a.memory.saidAt));
  for (const { memory, similarity } of latest) {
    const pair = compare({ ...fact, text: statement }, memory).pairs.find(
      (each) =>
        each.sameAttribute &&
        (each.single || (each.fact.single && each.fact.family !== null)) &&
        each.subject === 'unknown' &&
        !each.sameValue,
    );
    if (pair && stated.clauses.length <= 2)
      return [correction(memory, supersedePronoun(memory.text, pair.at, statement), similarity)];
  }
  const best = own.find(({ memory, comparison, similarity }) => {
    const reread = compare({ ...fact, text: statement }, memory);
    const pair = reread.pairs.find(
      (each) => each.subject === 'same' && each.sameAttribute && each.fact.valueWords.length > 0,
    );
    return (
      (pair !== undefined && (comparison.overlap >= 0.25 || pair.single)) ||
      (similarity >= THRESHOLDS.correction &&
        reread.overlap >= 0.3 &&
        stated.clauses.length > 0 &&
        reread.pairs.some((each) => each.subject === 'same'))
    );
  });
  if (!best) return null;
  const pairs = compare({ ...fact, text: statement }, best.memory).pairs;
  const hit = pairs.find((pair) => pair.subject === 'same' && pair.sameAttribute) ?? pairs[0];
  return [
    correction(
      best.memory,
      supersede(best.memory.text, new Set(hit ? [hit.at] : [0]), statement),
      best.similarity,
    ),
  ];
}

/** "It is Prof. Lindkvist, with a k": a name much like the one that is known. */
function spelling(statement: string, own: readonly Candidate[]): Decision[] | null {
  const nameWords = (text: string): string[] =>
    analyse(text).names.flatMap((name) => name.split(' '));
  const told = nameWords(statement);
  for (const { memory, similarity } of own) {
    // "Kowalska is my vet" is another person than "Kowalski is my dentist".
    if (contrast(statement, memory.text).extra.some((word) => !OF_SPELLING.test(word))) continue;
    const known = nameWords(memory.text);
    const pairs = told.flatMap((to) =>
      known.includes(to)
        ? []
        : known
            .filter((from) => !told.includes(from) && looksLike(from, to))
            .map((from) => ({ from, to })),
    );
    const [pair, ...more] = pairs;
    if (!pair || more.length > 0) continue;
    return [
      correction(
        memory,
        memory.text.replace(pair.from, () => pair.to),
        similarity,
      ),
    ];
  }
  return null;
}

/** What one says of the letters of a name; in stemmed form. */
const OF_SPELLING = /^(?:spell|spelt|name|surnam|letter|written|read|\p{L})$/u;

/** Names that begin alike and are about as long: one is taken for the other. */
function looksLike(one: string, other: string): boolean {
  let same = 0;
  while (same < one.length && one[same] === other[same]) same++;
  let tail = 0;
  const least = Math.min(one.length, other.length);
  while (tail < least - same && one.at(-1 - tail) === other.at(-1 - tail)) tail++;
  const alike = same >= one.length / 2 || same + tail >= least - 1;
  return same >= 3 && least >= 5 && alike && Math.abs(one.length - other.length) <= 1;
}

/** "The flight leaves from Munich" after "flies to Nairobi from Frankfurt": another name behind the same word. */
function relocated(statement: string, own: readonly Candidate[]): Decision[] | null {
  for (const { memory, comparison, similarity } of own) {
    const seen = contrast(statement, memory.text);
    const [pair, ...more] = exchangedSlots(seen);
    if (!pair || more.length > 0 || pair.from.kind !== 'name') continue;
    // "The reunion", of which one was told
    const told = seen.own.length > 0 && seen.own.every((word) => seen.sharedTopic.includes(word));
    if (comparison.overlap < 0.25 && !told) continue;
    if (aboutOthers(comparison.pairs)) continue;
    if (pair.from.lead === '' || pair.from.lead !== pair.to.lead) continue;
    const text = exchange(memory.text, statement, [{ from: pair.from.text, to: pair.to.text }]);
    return [correction(memory, text, similarity)];
  }
  return null;
}

/** "Sorry, 6:14am, misread the ticket": names no thing, so the value is that of what was told last. */
function elision(said: string, own: readonly Candidate[]): Decision[] | null {
  // "14D, the handwriting on this form is awful"
  const [value = ''] = /^[^\s,;.:!]*\d[^\s,;.:!]*(?=\s*[,;–—])/.exec(said) ?? [];
  const statement = value === '' ? said : value;
  const { clauses, words } = analyse(statement.replace(OWNED_UP, ''));
  const named = clauses.some(
    ({ subject, verb }) =>
      verb !== '' &&
      subject.text !== '' &&
      !/^(?:it|that|this|they|s?he)(?:['’]s)?$/i.test(subject.text),
  );
  if (named || words.length > 6) return null;
  const latest = own.reduce<Candidate | null>(
    (last, each) =>
      last && Date.parse(last.memory.saidAt) >= Date.parse(each.memory.saidAt) ? last : each,
    null,
  );
  if (!latest) return null;
  const { memory, similarity } = latest;
  const [pair, ...others] = exchangedSlots(contrast(statement, memory.text));
  if (!pair || others.length > 0 || pair.from.kind === 'name' || pair.from.identifies) return null;
  const text = exchange(memory.text, statement, [{ from: pair.from.text, to: pair.to.text }]);
  const rest = said.slice(statement.length).replace(/^[\s,;–—-]+/, '');
  const told = OWNED_UP.test(`, ${rest}`) || analyse(rest).clauses.every(({ verb }) => verb === '');
  return [correction(memory, told ? text : joinedTexts(text, capital(rest)), similarity)];
}

/** The second half of "she's seven, I got that wrong", which says nothing of her. */
const OWNED_UP =
  /[\s,;.–—-]+(?:sorry[\s,]+)?(?:i (?:got|had|have|said|wrote|typed) (?:that|it|this) wrong|i (?:misspoke|misremembered|mistyped|misread \p{L}+ ?\p{L}*)|my (?:mistake|bad|error))[\s.!]*$/iu;

/** "His name is Allen" as said of the memory's own subject. */
function supersedePronoun(memory: string, at: number, statement: string): string {
  const subject = analyse(memory).clauses[at]?.subject.text ?? '';
  const whole = /^(?:his|her|their|its)\b/i.test(statement) && subject !== '';
  const owner = /['’]s?\b/.test(subject) ? subject.replace(/\s+\S+$/, '') : `${subject}'s`;
  return supersede(memory, new Set([at]), whole ? statement.replace(/^\S+/, owner) : statement);
}

function isElliptical(statement: string, mine: SentenceAnalysis): boolean {
  return (
    /^(?:i meant?|it'?s|it is|make (?:it|that)|that'?s|should)\b/i.test(statement) ||
    (analyse(statement).clauses[0]?.verb ?? '') === '' ||
    /^i meant?\b/i.test(mine.text.replace(/^(?:actually|sorry|no|oops|wait)[\s,]+/i, ''))
  );
}

/** "The 21st of October, not the 12th": the wrong words are a part of a value that is replaced as a whole. */
function wholeValue(
  statement: string,
  memory: string,
  wrong: readonly string[],
): { from: string; to: string } | null {
  const kindred = contrast(statement, memory).gained.filter(({ kind }) => kind === 'date');
  const [from, ...others] = contrast('', memory).lost.filter(
    ({ kind, text }) =>
      kind === 'date' &&
      wrong.some((words) => words !== text && text.toLowerCase().includes(words.toLowerCase())),
  );
  const [to] = kindred;
  return from && to && others.length === 0 && kindred.length === 1
    ? { from: from.text, to: to.text }
    : null;
}

/** The one new value of the statement that is of the kind of the wrong one: "six people, not eight" → six. */
function sameKind(statement: string, memory: string, wrong: readonly string[]): string | null {
  const { gained } = contrast(statement, memory);
  for (const words of wrong) {
    const kind = contrast('', words).lost[0]?.kind;
    const fitting = gained.filter((slot) => slot.kind === kind && slot.kind !== 'name');
    if (fitting.length === 1 && fitting[0]) return fitting[0].text;
  }
  return null;
}

/** "Blue, not green" → blue: the words beside "not". */
const rightOf = (statement: string): string =>
  /([^,.;]+?),? not\b/i
    .exec(statement)?.[1]
    ?.split(/\b(?:is|are|was|at|in|on|to)\b/i)
    .at(-1)
    ?.trim() ?? '';

/** Whether a text has these words, and not only as a part of others: 25 kg is not the 5 that was wrong. */
const holds = (text: string, words: string): boolean =>
  new RegExp(`(?<![\\p{L}\\p{N}])${literally(words)}(?![\\p{L}\\p{N}])`, 'iu').test(text);

const correction = (memory: ScoredMemory, text: string, similarity: number): Decision => ({
  operation: 'UPDATE',
  memoryId: memory.id,
  text,
  reason: `It corrects “${brief(memory.text)}”.`,
  confidence: Math.min(0.95, 0.65 + similarity / 4),
});
