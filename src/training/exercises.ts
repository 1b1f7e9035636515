import { DISTILLED } from '../agents/answer.js';
import { optionsOf } from '../agents/answerer/extractive.js';
import type { AnswerOptions } from '../agents/answerer/learned/options.js';
import { stemsOf } from '../agents/answerer/words.js';
import { f1 } from '../bench/metrics.js';
import type { Random } from '../memory/random.js';
import { Bank, type Item } from './bank.js';
import { answerPasses, type Dialogue, normaliseAnswer } from './environment/dialogues.js';
import type { PreparedEpisode, PreparedQuestion } from './prepare.js';
import type { Simulator } from './rollout.js';

type Check = NonNullable<Dialogue['checks']['answer']>[number];

/** A question over a bank: what may be answered, and what each answer earns. */
export interface Exercise {
  options: AnswerOptions;
  /** In [-1, 1] for each option. */
  rewards: Float64Array;
  /** What it trains: the view of the question and its source. */
  view: string;
}

/** A question of an episode, with the banks that its answer can be read from. */
interface Sheet {
  id: string;
  question: string;
  vector: Float32Array;
  check: Check;
  /** The first is the best. */
  banks: Item[][];
}

/** An answer to what is not known does harm; to say nothing where something is known helps nobody. */
const REWARD = { silence: 1, wrong: -0.5, invented: -1 };
/** Share of the reward of a right answer that depends on its words. */
const BREVITY = 0.3;

/** What an answer earns by a check: less than 1 where it is right but long-winded, below 0 where it is wrong. */
export function rewardOf(check: Check, text: string | null): number {
  if (check.abstains) return text === null ? REWARD.silence : REWARD.invented;
  if (text === null) return 0;
  if (!answerPasses(check, text)) return REWARD.wrong;
  const accepted = [...(check.contains_any ?? []), ...(check.equals_any ?? [])].filter(
    (phrase) => typeof phrase === 'string',
  );
  const close = accepted.length === 0 ? 1 : Math.max(...accepted.map((phrase) => f1(text, phrase)));
  return 1 - BREVITY + BREVITY * close;
}

/** The questions of prepared episodes; `banksOf` gives the banks beside the gold one. */
export function sheetsOf(
  episodes: readonly PreparedEpisode[],
  banksOf: (episode: PreparedEpisode) => Item[][],
): Sheet[] {
  return episodes.flatMap((episode) => {
    const checks = episode.dialogue
      ? (episode.dialogue.checks.answer ?? [])
      : episode.questions.map(({ question, answers }): Check =>
          answers.length === 0 ? { question, abstains: true } : { question, contains_any: answers },
        );
    if (checks.length === 0) return [];
    const banks = [episode.gold ?? [], ...banksOf(episode)];
    return checks.map((check, at): Sheet => {
      const { question, vector } = episode.questions[at] as PreparedQuestion;
      return { id: `${episode.id} ${at}`, question, vector, check, banks };
    });
  });
}

const NAMED = /(?<=\s)\p{Lu}[\p{L}\d]+(?: \p{Lu}[\p{L}\d]+)*/gu;
const USER = /\b(?:the )?user(?=['’]s\b|\b)/i;

/** The question asked of somebody or something else; null where it names nobody. */
function estranged(question: string, names: readonly string[], random: Random): string | null {
  const own = [...question.matchAll(NAMED)].map(([name]) => name);
  const other = random.pick(names);
  if (own.includes(other)) return null;
  if (USER.test(question)) return question.replace(USER, other);
  return own.length === 0 ? null : question.replace(random.pick(own), other);
}

const SILENT = { abstains: true } as const;

/** Whether a memory has what a check accepts. */
function tells(check: Check, { text }: Item): boolean {
  return answerPasses({ ...check, lacks_any: undefined, equals_any: undefined }, text);
}

/**
 * The exercises of each question: over its banks, among strangers' memories, and where silence is right:
 * without the memory that tells the answer, asked of somebody else, and with a question of another episode.
 */
export function* exercisesOf(
  simulator: Simulator,
  sheets: readonly Sheet[],
  random: Random,
): Generator<Exercise> {
  const everything = sheets.flatMap(({ banks: [gold = []] }) => gold);
  const names = sheets.flatMap(({ question }) =>
    [...question.matchAll(NAMED)].map(([name]) => name),
  );
  /** Memories of other episodes that do not speak of what is asked. */
  const strangers = (count: number, question: string): Item[] => {
    const asked = new Set(stemsOf(question).filter((stem) => stem !== 'user'));
    const drawn = Array.from({ length: count }, () => random.pick(everything));
    return drawn.filter(({ text }) => {
      const told = new Set(stemsOf(text));
      return 2 * [...asked].filter((stem) => told.has(stem)).length < asked.size;
    });
  };
  const exercise = function* (
    view: string,
    question: string,
    vector: Float32Array,
    items: readonly Item[],
    check: Check,
  ): Generator<Exercise> {
    if (items.length === 0) return;
    const found = simulator.retrieve({ question, vector }, Bank.empty.with(items));
    const options = optionsOf(question, found, DISTILLED);
    if (options === null) return;
    const rewards = Float64Array.from(options.options, ({ text }) => rewardOf(check, text));
    yield { options, rewards, view };
  };
  for (const { id, question, vector, check, banks } of sheets) {
    const [gold = []] = banks;
    for (const [at, bank] of banks.entries())
      yield* exercise(at === 0 ? 'gold' : 'bank', question, vector, bank, check);
    const among = [...gold, ...strangers(random.pick([3, 10, 40]), question)];
    yield* exercise('among', question, vector, among, check);
    if (check.abstains) continue;
    const silent: Check = { question, ...SILENT };
    const phrases = (check.contains_any ?? []).some(
      (phrase) => typeof phrase === 'string' && !/^(?:yes|no)$/.test(normaliseAnswer(phrase)),
    );
    if (phrases) {
      const rest = gold.filter((item) => !tells(check, item));
      const beside = [...rest, ...strangers(random.pick([0, 1, 10]), question)];
      if (rest.length < gold.length) yield* exercise('removed', question, vector, beside, silent);
    } else
      yield* exercise(
        'removed',
        question,
        vector,
        strangers(random.pick([2, 10]), question),
        silent,
      );
    const other = estranged(question, names, random);
    if (other !== null)
      yield* exercise(
        'estranged',
        other,
        vector,
        [...gold, ...strangers(random.pick([0, 4]), other)],
        silent,
      );
    const sibling = random.pick(sheets);
    if (sibling.id.split(' ')[0] !== id.split(' ')[0])
      yield* exercise('sibling', sibling.question, sibling.vector, gold, silent);
  }
}
