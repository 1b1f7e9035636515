import { epochOf } from '../../memory/time.js';
import { has } from '../tokens.js';
import { isDoer, namedDoers, speakerWho, WITH_SOMEONE } from './doers.js';
import { canBeSomebody } from './kinds.js';
import { GIFT, GIVING, LIGHT, mayBe, same, sameNoun, saysMore } from './sorts.js';
import type { Question } from './question.js';
import type { Reading } from './reading.js';
import type { ScoredSentence } from './relevance.js';
import { type RoleQuestion, roleQuestion } from './role-question.js';
import { type Segment, type Segmented, segmentsOf } from './segments.js';
import {
  type Filler,
  apposed,
  authors,
  headed,
  instruments,
  kinds,
  namedThing,
  onIt,
  says,
  TOOL,
  verbal,
} from './sort-fillers.js';
import { hasOtherSubject, isOfTheirs } from './strangers.js';
import { plainly } from './statements.js';
import { unitAfter } from './measures.js';
import { holds, rangeAfter } from './values.js';
import { matchableOf, relatedStems, stemOf, stemsOf } from './words.js';

/** Prepositions that answer for one another where the sort of thing fits. */
const AKIN: Readonly<Record<string, string>> = {
  in: 'at on inside', at: 'in on', on: 'in at', to: 'into for', into: 'to', with: 'using via at', from: 'off',
  for: 'at', by: 'with', using: 'with', about: 'on',
}; // prettier-ignore
const SELF =
  /^(?:i|we|user|the user|team|the team|me|us|you)(?: (?:\p{L}+ly|never|ever|always|also|still|just))?$/iu;

const isSelf = ({ text }: Segment): boolean => SELF.test(text);

/** A person, a group or anything else that can do something: no number and no time. */
function canAct(segment: Segment, { text, tokens }: Segmented, who: boolean): boolean {
  const inside = tokens.slice(segment.from, segment.to);
  if (segment.preposition === 'time' || /^(?:it|them|him|her)\b/i.test(segment.text)) return false;
  if (/[`"“'‘]$/.test(text.slice(0, inside[0]?.start ?? 0))) return !who;
  if (inside.every((token) => has(token, 'Adjective', 'Adverb')) && /^\p{Ll}/u.test(segment.text))
    return false;
  return (
    !who ||
    (canBeSomebody(segment.text) &&
      !/\d/.test(segment.text) &&
      !inside.every((token) => has(token, 'Place')))
  );
}

/** Whether a segment is said to hold: "from npm to pnpm" has only one that does. */
function stands(text: string, { from, to }: Segment, { tokens }: Segmented): boolean {
  return holds(text, tokens[from]?.start ?? 0, tokens[to - 1]?.end ?? 0);
}

/** "The backups bucket is V" tells what the backups bucket is: all of it stands before the verb. */
function complements(
  { anchors, kind }: RoleQuestion,
  { segments, tokens }: Segmented,
  { clause, verb, text }: Segment,
): boolean {
  if (!has(tokens[verb], 'Copula') || (kind && /^\d/.test(text))) return false;
  const stems = segments
    .filter((segment) => segment.clause === clause && segment.verb < 0)
    .flatMap((segment) => segment.stems);
  return anchors.every((stem) => stems.includes(stem));
}

/** "User banks with Revolut": the question tells a verb where the tagger sees a noun. */
function splitAt(sentence: Segmented, verbs: ReadonlySet<string>): Segmented {
  const { tokens, stems } = sentence;
  let found = -1;
  const segments = sentence.segments.flatMap((segment): Segment[] => {
    const { from, to, clause, verb, preposition } = segment;
    if (found >= 0 && sentence.segments.find(({ to: end }) => end > found)?.clause === clause)
      return [verb < 0 ? { ...segment, verb: found } : segment];
    const at = tokens.findIndex(
      ({ word }, place) => place > from && place < to && verbs.has(stemOf(word)),
    );
    // "Does the ironing" has its verb.
    const done = tokens[verb]?.lemma === 'do' && has(tokens[from], 'Determiner');
    if (at < 0 || preposition !== null || found >= 0 || done) return [segment];
    found = at;
    const part = (first: number, end: number, after: number): Segment[] => {
      const text = tokens
        .slice(first, end)
        .map((token) => token.text + token.post)
        .join('')
        .trim();
      const own = stems.slice(first, end).filter((stem) => stem !== '');
      return own.length === 0
        ? []
        : [{ text, from: first, to: end, preposition: null, verb: after, clause, stems: own }];
    };
    return [...part(from, at, verb), ...part(at + 1, to, at)];
  });
  return { ...sentence, segments };
}

/** A number with what belongs to it: the preposition of "9 to 5" cuts no answer. */
function withUnit(
  asked: RoleQuestion,
  sentence: string,
  { text, segment }: Filler,
  { tokens, segments }: Segmented,
  known: ReadonlySet<string>,
): string {
  const end = tokens[segment.to - 1]?.end ?? 0;
  const next = segments[segments.indexOf(segment) + 1];
  // "The colleagues in Manila": where they are tells who.
  if (
    asked.who &&
    segment.preposition !== null &&
    next?.preposition === 'in' &&
    next.from === segment.to + 1 &&
    /^\p{Ll}[\p{L} -]*$/u.test(text) &&
    /^\p{Lu}/u.test(next.text)
  )
    return `${text} in ${next.text}`;
  return /\d$/.test(text)
    ? text + (rangeAfter(sentence, end, known) ?? unitAfter(sentence, end))
    : text;
}

const BACK = /^(?:it|he|she|they|them|him|her|one|ones)$/;
/** What a clause that points back has of the words of the clause before it. */
const POINTS_BACK = 0.8;

/**
 * How many of the question's words each clause has, as a share; a pronoun, or no subject at all, points back at
 * those of the last one.
 */
function clauseShares(
  { segments, tokens }: Segmented,
  needed: readonly string[],
): Map<number, number> {
  let last = { share: 0, end: 0 };
  const shares = new Map<number, number>();
  for (const clause of new Set(segments.map((segment) => segment.clause))) {
    const have = new Set(
      segments.filter((other) => other.clause === clause).flatMap(({ stems }) => stems),
    );
    const share = needed.filter((stem) => [...same(stem)].some((other) => have.has(other))).length;
    const own = needed.length === 0 ? 1 : share / needed.length;
    const end = Math.max(...segments.map((other) => (other.clause === clause ? other.to : 0)));
    const back =
      tokens.slice(last.end, end).some(({ word }) => BACK.test(word)) ||
      // "… and is treated with": the subject is that of the clause before.
      segments.every((other) => other.clause !== clause || other.verb >= 0);
    const all = back ? Math.max(own, POINTS_BACK * last.share) : own;
    if (end > last.end) last = { share: all, end };
    shares.set(clause, all);
  }
  return shares;
}

const hasVerb = ({ tokens }: Segmented, verbs: ReadonlySet<string>): boolean =>
  tokens.some(({ word }) => verbs.has(stemOf(word)));

/** The first of the segments after the verb, or the one in front of it, that fills the open place. */
function fillers(
  asked: RoleQuestion,
  sentence: Segmented,
  verbs: ReadonlySet<string>,
  known: ReadonlySet<string>,
): Filler[] {
  const { text, tokens, segments } = sentence;
  const exact = hasVerb(sentence, verbs);
  // A verb that the tagger sees after it, as in "aligns bulk reads with", governs nothing.
  const main = tokens.findIndex(({ word }) => verbs.has(stemOf(word)));
  const isVerb = ({ verb, clause, from }: Segment): boolean =>
    asked.verb === null ||
    (exact
      ? verbs.has(stemOf(tokens[verb]?.word ?? '')) ||
        (asked.role === 'subject' &&
          verb > main &&
          segments.find(({ to }) => to > main)?.clause === clause) ||
        // "My aunt does the ironing": who does it stands before "does".
        (asked.role === 'subject' &&
          verb < main &&
          from <= main &&
          tokens[verb]?.lemma === 'do' &&
          segments.find(({ to }) => to > main)?.clause === clause) ||
        // "Started swimming on Sundays with Ben": the gerund governs what follows it.
        (verb < main && from > main && has(tokens[main], 'Gerund'))
      : LIGHT.has(asked.verb));
  const bare = !saysMore(asked);
  const spoken = (segment: Segment): boolean =>
    canAct(segment, sentence, asked.who) &&
    says(segment, known) &&
    !isSelf(segment) &&
    (asked.head === null || mayBe(asked, tokens.slice(segment.from, segment.to), segment.text));
  const after = segments.filter(({ verb }) => verb >= 0).filter(isVerb);
  const clauses = new Set(after.map(({ clause }) => clause));
  const subjects = segments.filter(
    ({ clause, verb, preposition }) => clauses.has(clause) && verb < 0 && preposition === null,
  );
  const objects = after.filter(
    ({ preposition, verb, from }) =>
      preposition === null && !/[,;]/.test(text.slice(tokens[verb]?.end ?? 0, tokens[from]?.start)),
  );
  const led = (words: string): Segment[] =>
    after.filter(({ preposition }) => words.split(' ').includes(preposition ?? ''));
  const fill = (from: readonly Segment[], fit: number): Filler[] =>
    from.filter(spoken).map((segment) => ({ segment, text: segment.text, fit }));
  const passive = after.some(
    ({ verb }) =>
      has(tokens[verb], 'PastTense', 'Participle', 'Passive') &&
      has(tokens[verb - 1], 'Copula', 'Auxiliary'),
  );
  switch (asked.role) {
    case 'subject': {
      const source = GIVING.has(asked.verb ?? '')
        ? segments.filter(({ preposition }) => preposition === 'from')
        : [];
      const doer = led('by');
      const tool = asked.who || !subjects.every(isSelf) ? [] : led('with using via through');
      return [
        ...fill(source, 1),
        ...(asked.who && WITH_SOMEONE.has(asked.verb ?? '') ? fill(led('with'), 0.9) : []),
        ...fill(
          doer.map((segment) => apposed(segment, segments, tokens) ?? segment),
          1,
        ),
        ...(passive ? [] : fill(subjects, 0.9)),
        ...fill(tool, 0.9),
      ];
    }
    case 'passive':
      return [...fill(passive ? subjects : objects, 0.9), ...fill(led('with using by'), 0.8)];
    case 'predicate':
      // "What breed is Percy?" asks for what he is said to be.
      return asked.who || (asked.head !== null && !asked.kind)
        ? fill(
            subjects.filter(({ stems }) => !asked.anchors.includes(stems.at(-1) ?? '')),
            0.9,
          )
        : fill(objects.filter((segment) => complements(asked, sentence, segment)).slice(0, 1), 0.9);
    case 'object':
      // "Which editor do we use?" is not answered by whatever is used.
      if (asked.head !== null && bare) return [];
      // What one takes for it is what it "is treated with".
      return [
        ...fill(objects.slice(0, 2), 0.9),
        ...(passive && !exact && USED.has(asked.verb ?? '') ? fill(led('with using'), 0.9) : []),
      ];
    case 'preposition': {
      const own = asked.preposition ?? '';
      // "What is the branch called?": what it is said to be.
      if (/^(?:called|named)$/.test(own)) {
        const told = objects.filter((segment) => complements(asked, sentence, segment));
        return [...fill(led('named'), 1), ...fill(told.slice(0, 1), 0.9)];
      }
      return [
        ...fill(led(own), 1),
        // "Got it off Ada" says from whom.
        ...(own === 'from' && asked.who ? fill(led('off'), 0.9) : []),
        ...(asked.head !== null && !bare ? fill(led(AKIN[own] ?? ''), 0.5) : []),
      ];
    }
  }
}

/** What is used for something is what it is done with. */
const USED: ReadonlySet<string> = new Set(['take', 'use'].map(stemOf));
const DENIES = /\bnot\b|n['’]t\b|\bnever\b/i;
/** What stands before a thing that is denied: "but no pork". */
const DENIED =
  /(?:\b(?:no|not|never|cannot|without|except|nor|avoid\p{L}*|allerg\p{L}*|intoleran\p{L}*)|n['’]t)\b[^,;.]*$/iu;

/** What a word that says the same is worth beside the very word. */
const ALIKE_WORTH = 0.7;

/** How surely a sentence has an asked word: 1 the very one or a related one, less for another that says the same. */
function worthOf(stem: string, alike: ReadonlySet<string>, have: ReadonlySet<string>): number {
  if ([...relatedStems(stem)].some((other) => have.has(other))) return 1;
  return [...alike].some((other) => have.has(other)) ? ALIKE_WORTH : 0;
}

/** The verbs that answer for an asked one; who does it is no verb. */
function verbsFor(verb: string): ReadonlySet<string> {
  const all = same(verb);
  return new Set([...all].filter((stem) => ![...all].some((other) => isDoer(stem, other))));
}

/** The verbs that a sentence has of those that answer for the asked one: "picked" for "collect" in "picked up". */
const verbsIn = (have: ReadonlySet<string>, wanted: ReadonlySet<string>): Set<string> =>
  new Set(
    [...wanted]
      .filter((verb) => !verb.includes('_') || have.has(verb))
      .map((verb) => verb.split('_')[0] ?? verb),
  );

/**
 * How surely a sentence has the verb that is asked for, in [0, 1].
 * @param exact it has that verb, or one that answers for it
 */
function verbWorth(verb: string | null, exact: boolean, sentence: Segmented): number {
  if (verb === null) return 1;
  if (exact) return hasVerb(sentence, relatedStems(verb)) ? 1 : ALIKE_WORTH;
  if (LIGHT.has(verb)) return 0.6;
  return GIVING.has(verb) && GIFT.test(sentence.text) ? 0.8 : 0;
}

/** The answer that stands in the open place of the question, in a sentence that speaks of all the rest of it. */
export function readRole(question: Question, ranked: readonly ScoredSentence[]): Reading | null {
  if (!/^(?:who|what|where)$/.test(question.kind)) return null;
  const asked = roleQuestion(question);
  if (asked === null || (asked.anchors.length === 0 && asked.verb === null)) return null;
  // What somebody is called is read by its form.
  if (question.asksName && asked.role === 'predicate') return null;
  const known = new Set([
    ...(asked.head === null ? [] : [asked.head]),
    ...asked.modifiers,
    ...asked.anchors,
    ...question.people.flatMap(stemsOf),
    stemOf('user'),
  ]);
  const wanted = asked.verb === null ? new Set<string>() : verbsFor(asked.verb);
  const covers = asked.role === 'predicate' ? sameNoun : same;
  const names = question.people.flatMap((name) => name.toLowerCase().split(/\s+/)).map(stemOf);
  const needed = asked.anchors.filter((stem) => !names.includes(stem));
  let best: { text: string; certainty: number; sentence: ScoredSentence } | null = null;
  for (const sentence of ranked) {
    if (sentence.about < 0.5 || isOfTheirs(question, sentence.text)) continue;
    const text = plainly(sentence.text);
    // Days are told, though they fill no place.
    const have = matchableOf(`${text} ${sentence.text}`);
    const verbs = verbsIn(have, wanted);
    const share =
      needed.length === 0
        ? 1
        : needed.reduce((sum, stem) => sum + worthOf(stem, covers(stem), have), 0) / needed.length;
    const segmented = splitAt(segmentsOf(text), verbs);
    const exact = hasVerb(segmented, verbs);
    const verb = verbWorth(asked.verb, exact, segmented);
    if (share < 0.6) continue;
    const shares = clauseShares(segmented, needed);
    const most = Math.max(...shares.values(), 0);
    // Who is called by what they do needs no verb.
    const told: Filler[] = [
      ...(exact ? [] : namedDoers(asked, segmented).map((doer) => ({ ...doer, fit: 0.9 }))),
      ...verbal(asked, segmented),
      ...onIt(question.text, segmented),
      ...namedThing(asked, segmented),
      ...(exact ? [] : authors(asked, segmented)),
    ];
    const candidates = [
      ...told,
      ...instruments(asked, segmented),
      ...headed(asked, segmented, known),
      ...kinds(asked, segmented, text, known),
      ...(verb === 0 ? [] : fillers(asked, segmented, verbs, known)),
    ]
      // "From" is asked for where it is taken, and says nothing of an end there.
      .filter(
        ({ segment }) =>
          segment.preposition === 'from' ||
          (segment.preposition === 'off' && asked.preposition === 'from') ||
          stands(text, segment, segmented),
      )
      .filter(({ segment }) => !hasOtherSubject(question, segmented, segment))
      .filter(
        ({ segment }) =>
          !DENIES.test(question.text) ||
          DENIED.test(text.slice(0, segmented.tokens[segment.to - 1]?.start)),
      )
      .map((found) => ({
        ...found,
        fit:
          found.fit -
          (found.typed === true ? 0.2 : 0.5) * (most - (shares.get(found.segment.clause) ?? 0)),
      }));
    const [filler] = candidates.sort((a, b) => b.fit - a.fit);
    const speaker = share < 1 ? null : speakerWho(asked, sentence.memory.speaker, segmented, verbs);
    if (speaker === null && (filler === undefined || filler.text === '')) continue;
    const byNoun =
      told.some(({ segment }) => segment === filler?.segment) ||
      (asked.head !== null && TOOL.has(asked.head));
    const certainty = 0.5 * share + 0.2 * (byNoun ? 1 : verb) + 0.3 * (filler?.fit ?? 0.9);
    const later =
      best !== null &&
      certainty >= best.certainty - 0.05 &&
      epochOf(sentence.memory.saidAt) > epochOf(best.sentence.memory.saidAt);
    if (best === null || certainty > best.certainty + 0.05 || later)
      best = {
        text:
          speaker ?? (filler === undefined ? '' : withUnit(asked, text, filler, segmented, known)),
        certainty,
        sentence,
      };
  }
  return best === null
    ? null
    : { text: best.text, certainty: best.certainty, evidence: [best.sentence] };
}
