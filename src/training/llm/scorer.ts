import type { AnswerPolicy } from '../../agents/answer-agent.js';
import type { LlmProvider } from '../../agents/llm/provider.js';
import type { TraceEntry } from '../../agents/llm/trace.js';
import type { Embedder } from '../../embeddings/embedder.js';
import { inputError } from '../../errors.js';
import type { OperationName } from '../../memory/records.js';
import type { ForkableStore } from '../../store/in-memory-store.js';
import { mean } from '../mean.js';
import {
  answerScores,
  brevity,
  PAPER_WEIGHTS,
  type RewardParts,
  rewardOf,
  type RewardWeights,
} from './parts.js';
import {
  agentOn,
  memoriesOf,
  playAnswerer,
  playManager,
  type PlayedTurn,
  restoreBank,
} from './play.js';
import { recording, replaying } from './providers.js';
import { Recent } from './recent.js';
import { createSingleEmbedder } from './single-embedder.js';
import { type AnswererState, type ManagerState, type State, stateId } from './state.js';

/** Longer outputs are not read: no reply that the prompts ask for comes near it. */
export const MOST_CHARACTERS = 50_000;

/** Words that an answer may have; the answer prompt asks for at most as many. */
const ENOUGH_WORDS = 6;

const KEPT_BANKS = 1_000;
const KEPT_ANSWERS = 5_000;

/** What happened in a rollout, for those who look into rewards. */
export interface Score {
  reward: number;
  parts: RewardParts;
  /** Whether it was JSON of the form that was asked for, whatever stood in it. */
  well_formed: boolean;
  /** Why the output was not used as it is; null when it was. */
  problem: string | null;
  /** One for each question; null where the agent abstained, none where the output was of no use. */
  answers: (string | null)[];
  /** The manager's operations that were carried out or refused; empty for the answerer. */
  operations: {
    operation: OperationName;
    memory_id: string | null;
    text: string;
    reason: string;
  }[];
}

export interface Prompt {
  system: string;
  user: string;
}

/**
 * Scores outputs of a language model in either role. A pure function of state, output and weights, as
 * far as the answer agent is one; what it remembers only makes it faster.
 */
export interface Scorer {
  /** The prompt that serving would send in this state. @throws MemoryR1Error `no-single-prompt` */
  prompt(state: State): Promise<Prompt>;
  /** Never throws because of `completion`. */
  score(state: State, completion: string, weights?: RewardWeights): Promise<Score>;
}

/** @param parts.answerer the frozen answer agent that a manager's banks are judged by */
export function createScorer(parts: { embedder: Embedder; answerer: AnswerPolicy }): Scorer {
  const embedder = createSingleEmbedder(parts.embedder);
  const banks = new Recent<Promise<ForkableStore>>(KEPT_BANKS);
  const answers = new Recent<Promise<string | null>>(KEPT_ANSWERS);

  const ids = new WeakMap<State, string>();

  const playTurnOf = async (state: ManagerState, provider: LlmProvider): Promise<PlayedTurn> => {
    const id = ids.get(state) ?? stateId(state);
    ids.set(state, id);
    const bank = await banks.get(id, () => restoreBank(state.memories, embedder));
    return playManager(bank, state.messages, provider, embedder);
  };

  const scoreManager = async (state: ManagerState, completion: string): Promise<Outcome> => {
    const turn = await playTurnOf(state, replaying(completion));
    const operations = turn.operations.map(({ operation, memoryId, text, reason }) => ({
      ...{ operation, memory_id: memoryId, text, reason },
    }));
    const reading = readFormat(turn.entries);
    const { format } = reading;
    if (format < USABLE) return { ...useless(reading), operations };
    const ask = agentOn(turn.store, parts.answerer, embedder);
    // The outputs of a group make few different banks, and equal banks give equal answers.
    const held = JSON.stringify(await memoriesOf(turn.store));
    const given: (string | null)[] = [];
    for (const { question } of state.questions)
      given.push(await answers.get(`${question} ${held}`, async () => (await ask(question)).text));
    const scores = state.questions.map(({ answers: accepted }, at) =>
      answerScores(given[at] ?? null, accepted),
    );
    const said = state.messages.reduce((sum, { text }) => sum + text.length, 0);
    return {
      parts: {
        em: mean(scores.map(({ em }) => em)),
        f1: mean(scores.map((score) => score.f1)),
        format,
        // An UPDATE repeats a memory beside the fact; the JSON around each entry is some 60 characters.
        length: brevity(completion.length, 3 * said + 120 * turn.operations.length),
      },
      well_formed: reading.wellFormed,
      problem: reading.problem,
      answers: given,
      operations,
    };
  };

  const scoreAnswerer = async (state: AnswererState, completion: string): Promise<Outcome> => {
    const { entries, answer } = await playAnswerer(state, replaying(completion));
    const reading = readFormat(entries);
    const { format } = reading;
    if (format < USABLE) return useless(reading);
    const words = answer?.split(/\s+/).filter(Boolean).length ?? 0;
    const length = brevity(words, ENOUGH_WORDS);
    const scores = answerScores(answer, state.answers);
    return {
      parts: { ...scores, format, length },
      ...{ well_formed: reading.wellFormed, problem: reading.problem },
      ...{ answers: [answer], operations: [] },
    };
  };

  const outcomeOf = async (state: State, completion: string): Promise<Outcome> => {
    if (completion.length > MOST_CHARACTERS) {
      const problem = `longer than ${String(MOST_CHARACTERS)} characters`;
      return useless({ format: 0, wellFormed: false, problem });
    }
    return state.role === 'manager'
      ? scoreManager(state, completion)
      : scoreAnswerer(state, completion);
  };

  return {
    async prompt(state) {
      const { provider, requests } = recording();
      await (state.role === 'manager'
        ? playTurnOf(state, provider)
        : playAnswerer(state, provider));
      const [request] = requests;
      if (!request || requests.length > 1) {
        throw inputError(
          'no-single-prompt',
          `This ${state.role} state makes ${String(requests.length)} calls of the model and not one: there is nothing to decide in it, or too much for one call.`,
        );
      }
      return { system: request.system, user: request.user };
    },
    async score(state, completion, weights = PAPER_WEIGHTS) {
      const outcome = await outcomeOf(state, completion);
      return { reward: rewardOf(outcome.parts, weights), ...outcome };
    },
  };
}

type Outcome = Omit<Score, 'reward'>;

/** Formats from here on mean that something of the output was used. */
const USABLE = 0.5;

interface Reading {
  format: number;
  wellFormed: boolean;
  problem: string | null;
}

/** An output that cannot be used answers nothing, not even where the old bank holds the answer. */
function useless({ format, wellFormed, problem }: Reading): Outcome {
  const parts = { em: 0, f1: 0, format, length: 0 };
  return { parts, well_formed: wellFormed, problem, answers: [], operations: [] };
}

/** How far the first replies could be used; without a call there is nothing to hold against them. */
function readFormat(entries: readonly TraceEntry[]): Reading {
  const readings = entries.map(({ attempts, parsed }): Reading => {
    const problem = attempts[0]?.problems[0] ?? null;
    const wellFormed = attempts[0]?.well_formed ?? false;
    const used = Array.isArray(parsed) ? parsed.length > 0 : parsed !== null;
    const format = problem === null ? 1 : used ? USABLE : wellFormed ? USABLE / 2 : 0;
    return { format, wellFormed, problem };
  });
  return {
    format: Math.min(...readings.map(({ format }) => format), 1),
    wellFormed: readings.every(({ wellFormed }) => wellFormed),
    problem: readings.find(({ problem }) => problem !== null)?.problem ?? null,
  };
}
