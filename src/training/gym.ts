import type { AnswerPolicy } from '../agents/answer-agent.js';
import type { Embedder } from '../embeddings/embedder.js';
import { inputError } from '../errors.js';
import type { LocomoSample } from '../bench/locomo.js';
import { Bank } from './bank.js';
import type { Episode } from './environment/episode.js';
import { generateEpisodes } from './environment/generate.js';
import { type PreparedEpisode, prepareEpisodes, Vectors } from './prepare.js';
import { type RewardOptions, Simulator } from './rollout.js';
import { prepareTalks, type Talk } from './talks.js';

/** Which episodes to draw. */
export interface GymRequest {
  split: 'train' | 'validation' | 'test';
  seed: number;
  count: number;
}

export interface GymEpisodes {
  /** Episodes with the questions that the answer agent gets right from perfect notes. */
  episodes: PreparedEpisode[];
  asked: number;
  answerable: number;
  /** Questions that the answer agent gets wrong even from the gold bank, by kind. */
  unanswerable: Record<string, number>;
}

/** Generated episodes, the frozen answer agent and the simulator that trainings and benches share. */
export interface Gym {
  simulator: Simulator;
  draw(request: GymRequest): Promise<GymEpisodes>;
  /** Makes other episodes ready; without a gold bank all their questions are kept. */
  prepare(episodes: readonly Episode[]): Promise<GymEpisodes>;
  talks(samples: readonly LocomoSample[]): Promise<Talk[]>;
  /**
   * Runs a measurement until no text that it writes has an approximated vector any more: each round
   * embeds what the last one wrote.
   */
  exactly<T>(measure: () => T): Promise<T>;
}

/** Rounds after which `exactly` gives up: changed vectors can change what is written next. */
const MOST_ROUNDS = 5;

export function createGym(parts: {
  embedder: Embedder;
  /** Vectors that other gyms have asked for as well. */
  vectors?: Vectors | undefined;
  answerer: AnswerPolicy;
  reward: RewardOptions;
  /** False keeps the questions that the answer agent gets wrong from perfect notes; see `answerable`. */
  credited?: boolean | undefined;
}): Gym {
  const { vectors = new Vectors(parts.embedder) } = parts;
  const simulator = new Simulator(parts.answerer, vectors, parts.reward);
  const prepare = async (episodes: readonly Episode[]): Promise<GymEpisodes> => {
    const prepared = await prepareEpisodes(episodes, vectors);
    return parts.credited === false ? unfiltered(prepared) : answerable(simulator, prepared);
  };
  return {
    simulator,
    draw: (request) => prepare(generateEpisodes({ ...request, thorough: true })),
    prepare,
    talks: (samples) => prepareTalks(samples, vectors),
    async exactly(measure) {
      simulator.takeApproximated();
      simulator.measureExactly(true);
      let result = measure();
      for (let round = 0; round < MOST_ROUNDS; round += 1) {
        const written = simulator.takeApproximated();
        if (written.length === 0) break;
        await vectors.addDocuments(written);
        simulator.forget();
        result = measure();
      }
      simulator.measureExactly(false);
      return result;
    },
  };
}

function unfiltered(episodes: PreparedEpisode[]): GymEpisodes {
  const asked = episodes.reduce((sum, { questions }) => sum + questions.length, 0);
  return { episodes, asked, answerable: asked, unanswerable: {} };
}

/**
 * Credit assignment towards the manager: keeps the questions that the frozen answer agent gets right on the gold bank: what it cannot read even
 * from perfect notes says nothing about the manager (an answerer that fails on perfect notes is itself at
 * fault). After this the gold bank scores 1.0.
 * @throws MemoryR1Error `gym-unanswerable` where nothing is left, naming some of the questions
 */
export function answerable(
  simulator: Simulator,
  prepared: readonly PreparedEpisode[],
): GymEpisodes {
  const unanswerable: Record<string, number> = {};
  const wrong: string[] = [];
  let asked = 0;
  const episodes = prepared.flatMap((episode) => {
    asked += episode.questions.length;
    // An authored dialogue is judged by its checks.
    if (episode.gold === null || episode.dialogue) return [episode];
    const scores = simulator.scores(episode, Bank.empty.with(episode.gold));
    const questions = episode.questions.filter((question, at) => {
      if (scores[at] === 1) return true;
      unanswerable[question.kind] = (unanswerable[question.kind] ?? 0) + 1;
      if (wrong.length < 5) wrong.push(question.question);
      return false;
    });
    return questions.length > 0 ? [{ ...episode, questions }] : [];
  });
  if (prepared.length > 0 && episodes.length === 0) {
    throw inputError(
      'gym-unanswerable',
      `The answer agent answers none of the ${asked} questions from perfect notes, so there is nothing to train on; e.g. ${wrong.map((each) => JSON.stringify(each)).join(', ')}.`,
    );
  }
  const left = episodes.reduce((sum, { questions }) => sum + questions.length, 0);
  // Answers are remembered by the question's place, which has changed.
  if (left < asked) simulator.forget();
  return { episodes, asked, answerable: left, unanswerable };
}
