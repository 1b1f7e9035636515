import { has } from '../tokens.js';
import type { Question } from './question.js';
import type { Reading } from './reading.js';
import { laterFirst, type ScoredSentence } from './relevance.js';
import { type Segment, segmentsOf } from './segments.js';
import { same } from './sorts.js';
import { plainly } from './statements.js';
import { holds } from './values.js';
import { matchableOf, stemOf, stemsOf } from './words.js';

/** Where something is or happens: what "in", "at", "on" and the like lead to in a sentence that speaks of it. */

const IN_SORT = /^(?:in|at|near|to|from)$/;
const LEADS =
  /^(?:in|at|on|inside|under|behind|near|into|onto|between|outside|to|by|with|via|through|around)$/;
/** These tell where somebody goes rather than where something is. */
const GOALS = /^(?:to|into|onto)$/;
/** And these only where nothing else does: a key is with the neighbour, a site is hosted with somebody. */
const PERSONS = /^(?:with|by|via|through|around)$/;
const GOES =
  /\b(?:go|goes|going|went|move|moves|moved|moving|travel\w*|fly|flying|flew|head\w*|drive|driving|drove|send|sent|ship\w*|deploy\w*|upload\w*|export\w*|sync\w*|relocat\w*|transfer\w*|bring|take|put)\b/i;
/** Phrases with a preposition that name no place. */
const NO_PLACE =
  /^(?:leave|holiday|vacation|call|foot|average|total|general|fact|case|time|the moment|moment|charge|favou?r|duty|sale|order|hold|least|most|first|last|once|all|winter|summer|spring|autumn|fall|mornings?|evenings?|afternoons?|nights?|weekends?|weekdays?)\b/i;
/** Verbs and nouns of a "where" question that a statement about the place need not have. */
const PLACING = new Set(
  'go be keep put place find live held happen take stay stand sit store locat locate get see watch meet host base situat hang hold buri park leav stash spend have do went visit travel'
    .split(' ')
    .map(stemOf),
);

/** "In which city": a place with a name. */
const PLACE_SORT = /^(?:in|to|from) (?:which|what) (city|town|country|village|region|state)\b/i;

/** A place and how surely it is the one, in [0, 1]. */
interface Placed {
  segment: Segment;
  fit: number;
}

/** The answer to "where is the spare key?", "where do we deploy the shop?"; null where no sentence tells. */
export function readPlace(question: Question, ranked: readonly ScoredSentence[]): Reading | null {
  const sort = PLACE_SORT.exec(question.text)?.[1]?.toLowerCase();
  const asks = sort !== undefined || (/^where\b/i.test(question.text) && question.slot === null);
  if (question.kind !== 'where' || !asks) return null;
  const people = new Set(question.people.flatMap(stemsOf));
  const sorts = sort === undefined ? [] : stemsOf(sort);
  const terms = question.terms.filter(
    (stem) => stem !== 'go' && !people.has(stem) && !sorts.includes(stem),
  );
  // Who goes to a place with a name goes there for what it is: "St Mary's" for "go to school".
  const goesTo = /\bgo(?:es)? to (\p{L}+)\W*$/iu.exec(question.text)?.[1];
  const goal = goesTo === undefined ? null : stemOf(goesTo.toLowerCase());
  const named = ranked.some(({ text }) => /\bgo(?:es)? to \p{Lu}/u.test(text));
  const telling = terms.filter((stem) => !PLACING.has(stem) && !(named && stem === goal));
  const needed = telling.length > 0 ? telling : terms;
  if (needed.length === 0) return null;
  const found = ranked.flatMap((sentence) => {
    if (sentence.about < 0.5) return [];
    const text = plainly(sentence.text);
    const have = matchableOf(text);
    const told = needed.filter((stem) => [...same(stem)].some((other) => have.has(other)));
    if (told.length < needed.length) return [];
    const placed = placesIn(question, text, needed);
    // A city has a name.
    return placed === null || (sort !== undefined && !isPlaceName(placed.segment))
      ? []
      : [{ ...placed, sentence }];
  });
  const most = Math.max(0, ...found.map(({ fit }) => fit));
  const [best] = found
    .filter(({ fit }) => fit >= most - 0.1)
    .sort((a, b) => laterFirst(a.sentence, b.sentence));
  return best === undefined
    ? null
    : { text: best.segment.text, certainty: best.fit, evidence: [best.sentence] };
}

const isPlaceName = ({ text, preposition }: Segment): boolean =>
  /^\p{Lu}[^\d]*$/u.test(text) && IN_SORT.test(preposition ?? '');

function placesIn(question: Question, text: string, needed: readonly string[]): Placed | null {
  const segmented = segmentsOf(text);
  const { segments, tokens } = segmented;
  const asked = new Set(needed.flatMap((stem) => [...same(stem)]));
  const named = segments.findLastIndex(({ stems }) => stems.some((stem) => asked.has(stem)));
  const goes = GOES.test(question.text);
  const candidates = segments.flatMap((segment, at): Placed[] => {
    const { preposition, from, to, stems } = segment;
    if (preposition === null || !LEADS.test(preposition)) return [];
    if (stems.some((stem) => asked.has(stem)) || NO_PLACE.test(segment.text)) return [];
    if (/^\d+(?:[:.]\d+)?(?: ?[ap]m)?$/i.test(segment.text)) return [];
    if (!holds(text, tokens[from]?.start ?? 0, tokens[to - 1]?.end ?? 0)) return [];
    const verb = tokens[segment.verb];
    const past = has(verb, 'PastTense') && !has(tokens[segment.verb - 1], 'Copula', 'Auxiliary');
    const own = GOALS.test(preposition)
      ? goes || past
        ? 0.9
        : 0.5
      : PERSONS.test(preposition)
        ? 0.5
        : 0.8;
    // What comes after the thing is said of it; before it only where nothing does.
    const order = at > named ? 0 : -0.2;
    return [{ segment, fit: own + order }];
  });
  const [best] = candidates.sort((a, b) => b.fit - a.fit || a.segment.from - b.segment.from);
  return best === undefined ? null : best;
}
