import type { AnswerPolicy } from '../../agents/answer-agent.js';
import { appendPolicy } from '../../agents/policies/append.js';
import { rulesPolicy } from '../../agents/policies/rules.js';
import type { ManagerPolicy } from '../../agents/policy.js';
import type { Embedder } from '../../embeddings/embedder.js';
import type { ForkableStore } from '../../store/in-memory-store.js';
import type { Episode, Question, Step } from '../environment/episode.js';
import type { LINKS, QUESTION_FILTERS } from './filters.js';
import { answerScores } from './parts.js';
import { agentOn, counting, memoriesOf, playTurn, restoreBank } from './play.js';
import { createSingleEmbedder } from './single-embedder.js';
import type { AnswererState, ManagerState } from './state.js';

export interface ExampleOptions {
  /** Builds the banks; the paper had a large language model do it. */
  builder: ManagerPolicy;
  /** The frozen answer agent, for `questions`. */
  answerer: AnswerPolicy;
  embedder: Embedder;
  /** A manager's bank holds what this many turns before the current one said; 0: all of them. */
  window: number;
  link: (typeof LINKS)[number];
  questions: (typeof QUESTION_FILTERS)[number];
  onTurn?: (() => void) | undefined;
  signal?: AbortSignal | undefined;
}

type Turn = ManagerState['messages'][number];

/**
 * Memory-R1's construction for the manager (arXiv 2508.19828): for every turn that some question rests
 * on, the bank built from the turns before it, the turn, and the questions.
 */
export async function* managerExamples(
  episode: Episode,
  options: ExampleOptions,
): AsyncGenerator<ManagerState> {
  const embedder = createSingleEmbedder(options.embedder);
  const turns = episode.steps.map(turnOf);
  // A turn that many banks are built from is read once as far as people are told.
  const quiet = { ...options, onTurn: undefined };
  let whole = await restoreBank([], embedder);
  const ids = counting('m');
  for (const [at, turn] of turns.entries()) {
    options.signal?.throwIfAborted();
    options.onTurn?.();
    const linked = linkedTo(episode, at, options.link);
    if (linked.length > 0) {
      const bank =
        options.window === 0
          ? whole
          : await build(turns.slice(Math.max(0, at - options.window), at), quiet, embedder);
      const questions = await kept(linked, bank, turn, options, embedder);
      if (questions.length > 0) {
        yield {
          role: 'manager',
          memories: await memoriesOf(bank),
          messages: [turn],
          questions: questions.map(({ question, answers }) => ({ question, answers })),
        };
      }
    }
    if (options.window === 0)
      whole = (await playTurn(whole, [turn], options.builder, embedder, ids)).store;
  }
}

/**
 * Memory-R1's construction for the answer agent: for every question, what is retrieved for it (60, half
 * of each speaker where there are two) from the bank built from the whole dialogue.
 */
export async function* answererExamples(
  episode: Episode,
  options: ExampleOptions,
): AsyncGenerator<AnswererState> {
  const embedder = createSingleEmbedder(options.embedder);
  const bank = await build(episode.steps.map(turnOf), options, embedder);
  const ask = agentOn(bank, options.answerer, embedder);
  for (const { question, answers } of episode.questions) {
    options.signal?.throwIfAborted();
    const { text, retrieved } = await ask(question);
    if (options.questions !== 'all' && answerScores(text, answers).em === 0) continue;
    if (retrieved.length === 0) continue;
    yield {
      ...{ role: 'answerer', question, answers },
      memories: retrieved.map(({ id, text: memory, speaker, saidAt }) => ({
        ...{ id, text: memory, speaker, said_at: saidAt },
      })),
    };
  }
}

function turnOf({ speaker, text, saidAt }: Step): Turn {
  return { speaker, text, said_at: saidAt };
}

async function build(
  turns: readonly Turn[],
  { builder, onTurn, signal }: ExampleOptions,
  embedder: Embedder,
): Promise<ForkableStore> {
  let bank = await restoreBank([], embedder);
  const ids = counting('m');
  for (const turn of turns) {
    signal?.throwIfAborted();
    bank = (await playTurn(bank, [turn], builder, embedder, ids)).store;
    onTurn?.();
  }
  return bank;
}

function linkedTo(episode: Episode, at: number, link: ExampleOptions['link']): Question[] {
  return episode.questions.filter(({ evidence }) =>
    link === 'any' ? evidence.includes(at) : Math.max(...evidence) === at,
  );
}

/** What the managers that need no model would do with a turn; a language model can do either. */
const BUILT_IN = [rulesPolicy, appendPolicy];

async function kept(
  questions: readonly Question[],
  bank: ForkableStore,
  turn: Turn,
  { questions: filter, answerer }: ExampleOptions,
  embedder: Embedder,
): Promise<Question[]> {
  if (filter === 'all') return [...questions];
  const banks = await Promise.all(
    BUILT_IN.map(async (policy) => (await playTurn(bank, [turn], policy, embedder)).store),
  );
  const right = async (store: ForkableStore, { question, answers }: Question) =>
    answerScores((await agentOn(store, answerer, embedder)(question)).text, answers).em === 1;
  const result: Question[] = [];
  for (const question of questions) {
    if (filter === 'decisive' && (await right(bank, question))) continue;
    const after = await Promise.all(banks.map((store) => right(store, question)));
    if (after.includes(true)) result.push(question);
  }
  return result;
}
