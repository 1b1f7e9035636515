import { DISTILLED, withoutSimilarity } from '../agents/answer.js';
import { optionsOf } from '../agents/answerer/extractive.js';
import type { Place } from '../agents/answerer/learned/answer-weights.js';
import { numberOf } from '../agents/answerer/times.js';
import { stemsOf } from '../agents/answerer/words.js';
import { memoisedOf } from '../agents/memo.js';
import { f1 } from '../bench/metrics.js';
import { literally } from '../memory/text.js';
import type { Random } from '../memory/random.js';
import { Bank, type Item } from './bank.js';
import { answerPasses, type Dialogue, normaliseAnswer } from './environment/dialogues.js';
import type { Choice } from './answer-choice.js';
import type { PreparedEpisode, PreparedQuestion } from './prepare.js';
import type { Simulator } from './rollout.js';

type Check = NonNullable<Dialogue['checks']['answer']>[number];

/** A question over a bank: what may be answered, and what each answer earns. */
export interface Exercise extends Choice {
  /** As in `AnswerOptions`; the first option is the answer of the rules. */
  answers: Uint16Array;
  place: Place;
  view: View;
}

/** How a question is put; those of `SILENT` have no answer. */
const TOLD = ['gold', 'bank', 'among', 'spoken', 'before', 'conversation'] as const;
const SILENT = ['removed', 'hollow', 'estranged', 'sibling', 'unspoken', 'unsaid'] as const;
export const VIEWS = [...TOLD, ...SILENT];
export type View = (typeof VIEWS)[number];
const silences: ReadonlySet<View> = new Set(SILENT);

/** A question of an episode, with the banks that its answer can be read from. */
export interface Sheet {
  /** Id of its episode. */
  episode: string;
  /** Its episode is an authored dialogue. */
  authored: boolean;
  question: string;
  vector: Float32Array;
  check: Check;
  /** The first is the best. */
  banks: Item[][];
  /** What was told and does not hold in the end, in order. */
  past: Item[];
}

/** An answer to what is not known does harm; to say nothing where something is known helps nobody. */
const REWARD = { silence: 1, wrong: -0.5, invented: -1 };
/**
 * How much the exercises count: what is asked is mostly known, which the many ways that are made up to ask for
 * what is not known must not hide; what people themselves ask in vain tells most; and a dialogue is put in fewer
 * ways than a story.
 */
const WEIGHT = { madeUp: 0.3, inVain: 2, dialogue: 2 };
/** Share of the reward of a right answer that depends on its words. */
const BREVITY = 0.3;

/** A check that accepts a number in words also where the answer has it in digits. */
const inDigits = memoisedOf(({ contains_any, ...check }: Check): Check =>
  contains_any === undefined
    ? check
    : {
        ...check,
        contains_any: [
          ...contains_any,
          ...contains_any.flatMap((phrase) =>
            typeof phrase === 'string' ? (numberOf(phrase) ?? []) : [],
          ),
        ],
      },
);

/** What an answer earns by a check: less than 1 where it is right but long-winded, below 0 where it is wrong. */
export function rewardOf(check: Check, text: string | null): number {
  if (check.abstains) return text === null ? REWARD.silence : REWARD.invented;
  if (text === null) return 0;
  if (!answerPasses(inDigits(check), text)) return REWARD.wrong;
  const accepted = [...(check.contains_any ?? []), ...(check.equals_any ?? [])].filter(
    (phrase) => typeof phrase === 'string',
  );
  const close = accepted.length === 0 ? 1 : Math.max(...accepted.map((phrase) => f1(text, phrase)));
  return 1 - BREVITY + BREVITY * close;
}

/**
 * The checked questions of episodes.
 * @param banksOf banks beside the gold one, as managers leave them
 * @param credited leaves out the banks that do not tell the answer, so that the answer agent is not blamed for
 *   what a manager lost
 */
export function sheetsOf(
  episodes: readonly PreparedEpisode[],
  banksOf: (episode: PreparedEpisode) => Item[][],
  credited: boolean,
): Sheet[] {
  return episodes.flatMap((episode) => {
    const checks = checksOf(episode);
    if (checks.length === 0) return [];
    const gold = episode.gold ?? [];
    const banks = banksOf(episode);
    const kept = new Set(gold.map(({ text }) => text));
    const past = episode.facts.map(({ item }) => item).filter(({ text }) => !kept.has(text));
    return checks.map((check, at): Sheet => {
      const { question, vector } = episode.questions[at] as PreparedQuestion;
      const telling = banks.filter(
        (bank) => !credited || !isTold(check) || bank.some((item) => tells(check, item)),
      );
      return {
        episode: episode.id,
        authored: episode.dialogue !== undefined,
        question,
        vector,
        check,
        banks: [gold, ...telling],
        past,
      };
    });
  });
}

const checksOf = ({ dialogue, questions }: PreparedEpisode): readonly Check[] =>
  dialogue
    ? (dialogue.checks.answer ?? [])
    : questions.map(({ question, answers }) =>
        answers.length === 0 ? { question, abstains: true } : { question, contains_any: answers },
      );

/** Whether the answer stands in a memory: yes and no do not. */
const isTold = ({ contains_any = [] }: Check): boolean =>
  contains_any.some(
    (phrase) => typeof phrase === 'string' && !/^(?:yes|no)$/.test(normaliseAnswer(phrase)),
  );

/** Whether a memory has what a check accepts. */
export const tells = ({ question, contains_any }: Check, { text }: Item): boolean =>
  contains_any !== undefined && answerPasses({ question, contains_any }, text);

const NAMED = /(?<=\s)\p{Lu}[\p{L}\d]+(?: \p{Lu}[\p{L}\d]+)*/gu;
/** Whom notes call so. */
export const USER = /\b(?:the )?user(?=['’]s\b|\b)/i;

/** The question asked of somebody or something else; null where it names nobody. */
function estranged(question: string, names: readonly string[], random: Random): string | null {
  const own = [...question.matchAll(NAMED)].map(([name]) => name);
  const other = random.pick(names);
  if (own.includes(other)) return null;
  if (USER.test(question)) return question.replace(USER, other);
  return own.length === 0 ? null : question.replace(random.pick(own), other);
}

/** Memories as `name` told them; those that speak of "the user" are notes, and nobody's words. */
const toldBy = (items: readonly Item[], name: string): Item[] =>
  items
    .filter(({ text }) => !/\buser\b/i.test(text))
    .map((item) => ({ ...item, id: `${item.id} ${name}`, speaker: name }));

const LEAD =
  '(?:\\b(?:in|on|at|to|from|with|for|by|of|as|called|named)\\s+)?(?:\\b(?:a|an|the|my|our|his|her|their)\\s+)?';

/** A memory with what a check accepts cut out of it, so that it speaks of the matter and does not tell; or null. */
function hollowed(check: Check, item: Item): Item | null {
  for (const phrase of check.contains_any ?? []) {
    if (typeof phrase !== 'string') continue;
    const place = new RegExp(
      `${LEAD}(?<![\\p{L}\\p{N}])${literally(phrase)}(?![\\p{L}\\p{N}])`,
      'giu',
    );
    const text = item.text
      .replace(place, '')
      .replace(/\s+(?=[\s,.;!?])/g, '')
      .trim();
    if (text !== item.text && stemsOf(text).length > 1 && !tells(check, { ...item, text }))
      return { ...item, id: `${item.id} hollow`, text };
  }
  return null;
}

const SPEAKERS =
  'Ottilie Bartek Fergus Noor Sunniva Tariq Joaquim Petra Caspar Imani Rosalind Bjarne'.split(' ');

/**
 * The exercises of each question: over its banks, among strangers' memories, told by somebody with a name, before
 * what was told ended, and where silence is right: without the memory that tells the answer or with the answer cut out of it, asked of
 * somebody else, and with a question of another episode.
 * @param shares of all but those over the good bank how many are made; of all, in how many the similarity of
 *   vectors is not known
 */
export function* exercisesOf(
  simulator: Simulator,
  sheets: readonly Sheet[],
  random: Random,
  shares: { made: number; unmeasured: number },
): Generator<Exercise> {
  const golds = sheets.flatMap(({ banks: [gold = []] }) => gold);
  const names = sheets.flatMap(({ question }) =>
    [...question.matchAll(NAMED)].map(([name]) => name),
  );
  const strangers = (question: string, counts: readonly number[]): Item[] =>
    strangersTo(question, golds, random.pick(counts), random);
  const put = function* (
    view: View,
    { question, vector, authored }: Pick<Sheet, 'question' | 'vector' | 'authored'>,
    items: readonly Item[],
    check: Check,
  ): Generator<Exercise> {
    if (items.length === 0 || (view !== 'gold' && !random.chance(shares.made))) return;
    const found = simulator.retrieve({ question, vector }, Bank.empty.with(items));
    const shown = random.chance(shares.unmeasured) ? found.map(withoutSimilarity) : found;
    const options = optionsOf(question, shown, DISTILLED);
    if (options === null) return;
    const rewards = Float32Array.from(options.options, ({ text }) => rewardOf(check, text));
    const silence = silences.has(view) ? WEIGHT.madeUp : check.abstains ? WEIGHT.inVain : 1;
    const weight = silence * (authored ? WEIGHT.dialogue : 1);
    const { encoding, answers, place } = options;
    yield { encoding, answers, place, rewards, weight, view };
  };
  for (const sheet of sheets) {
    const { question, check, banks } = sheet;
    const [gold = [], ...others] = banks;
    const silent: Check = { question, abstains: true };
    yield* put('gold', sheet, gold, check);
    for (const bank of others) yield* put('bank', sheet, bank, check);
    yield* put('among', sheet, [...gold, ...strangers(question, [3, 10, 40])], check);
    if (check.abstains) continue;
    // What does not hold any more held before: without this nearly all that is asked is denied.
    const before = deniedBy(check, sheet.past);
    if (before !== null)
      yield* put('before', sheet, [before, ...strangers(question, [0, 2, 10])], {
        question,
        contains_any: ['yes'],
      });
    const rest = gold.filter((item) => !tells(check, item));
    if (!isTold(check)) yield* put('removed', sheet, strangers(question, [2, 10]), silent);
    else if (rest.length < gold.length) {
      yield* put('removed', sheet, [...rest, ...strangers(question, [0, 1, 10])], silent);
      const hollow = gold.filter((item) => tells(check, item)).map((item) => hollowed(check, item));
      if (hollow.every((item) => item !== null))
        yield* put(
          'hollow',
          sheet,
          [...hollow, ...rest, ...strangers(question, [0, 1, 10])],
          silent,
        );
    }
    const other = estranged(question, names, random);
    if (other !== null) {
      const items = [...gold, ...strangers(other, [0, 4])];
      yield* put('estranged', { ...sheet, question: other }, items, silent);
    }
    const sibling = nearSibling(sheet, sheets, random);
    if (sibling !== null) yield* put('sibling', sibling, gold, silent);
    const [name = '', stranger = ''] = random.shuffle(SPEAKERS);
    const own = toldBy(gold, name);
    if (!USER.test(question) || own.length < gold.length) continue;
    const spoken = [...own, ...toldBy(strangers(question, [3, 10, 40]), stranger)];
    yield* put('spoken', { ...sheet, question: question.replace(USER, name) }, spoken, check);
    yield* put(
      'unspoken',
      { ...sheet, question: question.replace(USER, stranger) },
      spoken,
      silent,
    );
  }
}

/** The first memory that speaks of what a check denies in the end; null where it denies nothing. */
function deniedBy({ question, contains_any = [] }: Check, past: readonly Item[]): Item | null {
  if (!contains_any.some((phrase) => typeof phrase === 'string' && /^no$/i.test(phrase)))
    return null;
  const asked = contentOf(question);
  return past.find(({ text }) => shareOf(asked, stemsOf(text)) >= 0.5) ?? null;
}

/** Memories of any episodes that do not speak of what is asked. */
function strangersTo(
  question: string,
  items: readonly Item[],
  count: number,
  random: Random,
): Item[] {
  const asked = contentOf(question);
  const drawn = Array.from({ length: count }, () => random.pick(items));
  return drawn.filter(({ text }) => shareOf(asked, stemsOf(text)) < 0.5);
}

/** How many questions of other episodes are looked at for one that is near. */
const LOOKED_AT = 30;
/** A question that has more of its words in the memories may be answered by them. */
const MOST_SHARED = 0.67;

/** A question of another episode that shares words with these memories, but not all of its own. */
function nearSibling(
  { episode, banks: [gold = []] }: Sheet,
  sheets: readonly Sheet[],
  random: Random,
): Sheet | null {
  const told = gold.flatMap(({ text }) => stemsOf(text));
  let best: Sheet | null = null;
  let most = -1;
  for (let count = 0; count < LOOKED_AT; count += 1) {
    const other = random.pick(sheets);
    const share = shareOf(contentOf(other.question), told);
    const answered = gold.some((item) => tells(other.check, item));
    if (other.episode === episode || answered || share > MOST_SHARED || share <= most) continue;
    best = other;
    most = share;
  }
  return best;
}

const contentOf = (question: string): string[] =>
  stemsOf(question).filter((stem) => stem !== 'user');

/** Share of some stems that are among others. */
function shareOf(stems: readonly string[], others: readonly string[]): number {
  const among = new Set(others);
  return stems.filter((stem) => among.has(stem)).length / Math.max(1, stems.length);
}
