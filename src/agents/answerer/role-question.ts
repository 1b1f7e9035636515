import { analyse } from '../language.js';
import { has, isVerb, type Token } from '../tokens.js';
import { mentionsIn } from './mentions.js';
import type { Question } from './question.js';
import { PREPOSITION } from './segments.js';
import { isContent, stemOf, wordOf } from './words.js';

/**
 * The place that a question leaves open in the statement that would answer it: "Which club does Emil play
 * for?" wants what follows `for` where Emil plays.
 */
export interface RoleQuestion {
  who: boolean;
  /** The subject of the verb or of what is said with "is", the object, or what follows a preposition. */
  role: 'subject' | 'passive' | 'predicate' | 'object' | 'preposition';
  preposition: string | null;
  /** Stem of the sort of thing asked for: `club`. */
  head: string | null;
  /** Stem of the verb; null where there is none but "be". */
  verb: string | null;
  /** Stems of everything else it names. */
  anchors: readonly string[];
  /** Those of them that name somebody. */
  owners: readonly string[];
}

const AUXILIARY =
  /^(?:is|are|am|was|were|do|does|did|has|have|had|will|can|could|should|would|must)$/;
const BE = /^(?:is|are|am|was|were|be|been)$/;
const SORT = /^(?:kind|type|sort|breed|brand|make|model|variety|species)s?$/;
/** "What style of tests": a sort only with what it is of. */
const SORT_OF = /^(?:style|flavou?r|form|genre)s?$/;
/** "Is Lena learning": the tagger takes the verb for her last name. */
const GERUND = /^(?!(?:.*thing|morning|evening|king|ring|spring)$)\p{Ll}{2,}ing$/u;
const WITH_NAME = /^(?:user|i|we|my|our|me|us|you|your)$/;

/** Who supplies something is who one is "with". */
const PROVIDER = /^(?:provider|supplier|carrier|operator|insurer|network)s?$/;

/** Reads the open place of a question with who, what or which; null where it has no such form. */
export function roleQuestion(question: Question): RoleQuestion | null {
  const { tokens } = analyse(question.text.replace(/\?+\s*$/, ''));
  const fronted = PREPOSITION.test(tokens[0]?.word ?? '') ? (tokens[0]?.word ?? null) : null;
  const wh = fronted === null ? 0 : 1;
  const asks = tokens[wh]?.word ?? '';
  if (!/^(?:who|whom|what|which|where)$/.test(asks)) return null;
  const helper = tokens.findIndex(({ word }, at) => at > wh && AUXILIARY.test(word));
  const verbAt = tokens.findIndex((_, at) => at > wh && isVerb(tokens, at) && at !== helper);
  // "Who gave", "which tool aligns": no helping verb, so the verb's subject is asked for.
  // "Which package manager does": what stands before "does" is what is asked for, whatever it is tagged.
  const bare =
    verbAt >= 0 &&
    (helper < 0 || (verbAt < helper && !/^(?:do|does|did)$/.test(tokens[helper]?.word ?? '')));
  const headEnd = bare ? verbAt : helper;
  if (headEnd < 0) return null;
  const all = tokens.slice(wh + 1, headEnd);
  // "Which week of the month": the week is asked for.
  const isSort = (at: number): boolean =>
    SORT.test(all[at]?.word ?? '') ||
    (all[at + 1]?.word === 'of' && SORT_OF.test(all[at]?.word ?? ''));
  const of = all.findIndex(({ word }, at) => word === 'of' && !isSort(at - 1));
  const named = of > 0 ? all.slice(0, of) : all;
  const kind = named.some((_, at) => isSort(at));
  const sort = stemsIn(named.filter((_, at) => !isSort(at)));
  const rest = tokens.slice(headEnd + 1);
  const last = rest.at(-1);
  if (last?.word === 'of') return null;
  // "What is it set to in staging?": of two prepositions the first stands for what is asked.
  const double = rest.findIndex(
    ({ word }, at) =>
      PREPOSITION.test(word) && PREPOSITION.test(rest[at + 1]?.word ?? '') && at + 2 < rest.length,
  );
  const place = double > 0 ? double : rest.length - 1;
  const stranded = PREPOSITION.test(rest[place]?.word ?? '') ? (rest[place]?.word ?? null) : null;
  const body = stranded === null ? rest : rest.filter((_, at) => at !== place);
  const who = /^whom?$/.test(asks);
  const base = {
    who,
    // "What breed is Otto?" asks for a breed.
    head: sort.at(-1) ?? (kind ? (stemsIn(named).at(-1) ?? null) : null),
    preposition: fronted ?? stranded,
    owners: mentionsIn(question.text).flatMap(({ key, relation }) =>
      [key.replace(/^rel:/, ''), relation ?? ''].map((word) => stemOf(word)),
    ),
  };
  if (bare) {
    // "Who approves pull requests?": the plural after a noun is no second verb.
    const again = rest.some(
      (_, at) => isVerb(tokens, headEnd + 1 + at) && !has(rest[at - 1], 'Adjective', 'Noun'),
    );
    if (again) return null;
    const verb = stemOf(tokens[verbAt]?.word ?? '');
    // Who supplies something is who one is "with".
    if (/^(?:suppli|provid|insur)/.test(verb))
      return {
        ...base,
        role: 'preposition',
        preposition: 'with',
        verb: null,
        anchors: stemsIn(rest),
      };
    return { ...base, role: 'subject', verb, anchors: stemsIn(rest) };
  }
  // "Who does the bookkeeping?": no helping verb, but what is done.
  const doing = tokens[helper]?.lemma === 'do' && helper === wh + 1;
  if (
    who &&
    doing &&
    base.preposition === null &&
    !rest.some((_, at) => isVerb(tokens, helper + 1 + at))
  )
    return { ...base, role: 'subject', verb: stemOf('do'), anchors: stemsIn(rest) };
  const be = BE.test(tokens[helper]?.word ?? '');
  const [next] = body;
  if (be && base.preposition === null && body.some(({ word }) => PROVIDER.test(word))) {
    const anchors = stemsIn(body.filter(({ word }) => !PROVIDER.test(word)));
    return { ...base, role: 'preposition', preposition: 'with', verb: null, anchors };
  }
  // "What is docked mode's cap?": a participle before a noun is none of the question's verbs.
  const participle = isVerb(tokens, headEnd + 1) && (has(next, 'Gerund') || !has(body[1], 'Noun'));
  if (be && next !== undefined && base.preposition === null && participle) {
    const passive = !has(next, 'Gerund');
    const verb = stemOf(next.word);
    return {
      ...base,
      role: passive ? 'passive' : 'subject',
      verb,
      anchors: stemsIn(body.slice(1)),
    };
  }
  const verbs = body.flatMap((token, at) =>
    at > 0 &&
    (double < 0 || at < double) &&
    // "The staging host", "my sewing budget": no verb.
    !has(body[at - 1], 'Determiner', 'Possessive') &&
    (GERUND.test(token.text) ||
      (has(token, 'Verb') &&
        !has(token, 'Auxiliary', ...(be ? ['PresentTense', 'Infinitive'] : []))))
      ? [at]
      : [],
  );
  // "What did she want him to say?" leaves two verbs a place; of two without "to" the last is none of the nouns.
  if (verbs.length > 1 && (be || body.some(({ word }) => word === 'to' || word === 'and')))
    return null;
  const ends = body.findIndex(({ word }, at) => at > 0 && PREPOSITION.test(word));
  // A subject of one word: what comes next is the verb, whatever it is taken for.
  const short = has(next, 'Pronoun', 'FirstName') || next?.word === 'user';
  const at = be
    ? (verbs[0] ?? -1)
    : short
      ? 1
      : (verbs.at(-1) ?? plainVerb(body) ?? (ends < 0 ? body.length : ends) - 1);
  const main = at > 0 ? body[at] : undefined;
  // Where one comes from is where one is from.
  const comes = main?.lemma === 'come' && base.preposition === 'from';
  const verb = main === undefined || comes ? null : stemOf(main.word);
  // "Go running", "take out": of two verbs the first says little.
  const light = verbs.length > 1 && main !== undefined ? verbs.map((place) => body[place]) : [];
  const anchors = stemsIn(body.filter((token) => token !== main && !light.includes(token)));
  if (base.preposition !== null) return { ...base, role: 'preposition', verb, anchors };
  if (asks === 'where') return null;
  return { ...base, role: be && verb === null ? 'predicate' : 'object', verb, anchors };
}

/** Where a verb stands that the tagger takes for a noun: "the user's son play". */
function plainVerb(body: readonly Token[]): number | undefined {
  const at = body.findIndex(({ word }, place) => place > 0 && PLAIN_VERB.test(word));
  return at < 0 ? undefined : at;
}
const PLAIN_VERB =
  /^(?:play|work|live|go|use|study|teach|run|sing|train|ride|drive|eat|drink|speak|volunteer|stay|sleep|swim|read|write|bank|shop|fly|travel|report|belong|bake|cook|want|need|keep|take|own|pay|buy|sell|watch|hate|love|prefer)$/;

/** What is asked of now is told without saying so. */
const NOWADAYS = /^(?:now|nowadays|today|currently|presently|still|again|anymore|actually)$/;

const stemsIn = (tokens: readonly Token[]): string[] => [
  ...new Set(
    tokens
      .map(wordOf)
      .filter((word) => isContent(word) && !WITH_NAME.test(word) && !NOWADAYS.test(word))
      .map(stemOf),
  ),
];
