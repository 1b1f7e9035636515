import type { AnswerPolicy } from '../agents/answer-agent.js';
import { DISTILLED, RETRIEVED } from '../agents/answer.js';
import type { Decision, ManagerPolicy, Observation } from '../agents/policy.js';
import { unnamed } from '../agents/own-name.js';
import { CANDIDATES, rerank } from '../agents/rerank.js';
import { validateDecisions } from '../agents/validate.js';
import { encode, type Encoding } from '../agents/policies/features.js';
import { type Effect, effectsOf } from '../agents/policies/learned.js';
import { forward, largest, type Network } from '../agents/policies/network.js';
import type { ScoredMemory } from '../memory/records.js';
import { Bank, between, type Item, Items } from './bank.js';
import { checkAnswers, checkBank, checkRecalls, type Dialogue } from './environment/dialogues.js';
import type { PreparedEpisode, PreparedFact, Vectors } from './prepare.js';
import { type RewardKind, scoreAnswer } from './reward.js';

/** How many related memories the manager sees, as in `agents/manager.ts`. */
export const RELATED = 10;
const MOST_STATES = 20_000;
const MOST_OUTCOMES = 40_000;

/** What a bank is worth. */
export interface RewardOptions {
  kind: RewardKind;
  /** Taken off for every word that the bank holds at the end, so that repeats are not worth keeping. */
  costPerWord: number;
  /**
   * Taken off for every change to a memory that was there: of two ways to the same answers, the one that
   * leaves memories alone is better.
   */
  costPerChange: number;
}

export interface Outcome {
  /** Score of each question. */
  scores: number[];
  /** Sum of the scores less the cost of the bank. */
  reward: number;
  memories: number;
  words: number;
}

/** A state of the manager: a fact beside the memories that were retrieved for it. */
export interface State {
  /** Without the speaker's own name, which `named` puts back. */
  observation: Observation;
  encoding: Encoding;
  named: (text: string) => string;
}

/**
 * Plays episodes on private banks. Everything that repeats is remembered (encodings of states, answers on
 * equal banks); all of it is a pure function of its key, so that remembering changes no result.
 */
export class Simulator {
  readonly #states = new Map<string, State>();
  readonly #answers = new Map<string, Map<string, number>>();
  /** Of authored dialogues, by dialogue and bank. */
  readonly #outcomes = new Map<string, Outcome>();
  /** What the network of the moment does in a state; see `learned`. */
  #greedy = new WeakMap<State, number>();
  /** Texts that were embedded as the mean of their parts; see `takeApproximated`. */
  readonly #approximated = new Map<string, { speaker: string | null; text: string }>();

  readonly #items = new Items();
  #exact = false;

  /**
   * @param vectors exact vectors of texts that policies write. They are looked up while measuring only
   *   (see `measureExactly`): in training a text gets the mean of the vectors of its parts, whatever else
   *   was measured before, so that training depends on nothing but its arguments.
   */
  constructor(
    private answerer: AnswerPolicy,
    private readonly vectors: Vectors,
    readonly reward: RewardOptions,
  ) {}

  /** The state in which a fact meets a bank. */
  state(bank: Bank, { fact, item }: PreparedFact): State {
    const related = bank.size === 0 ? [] : bank.search(item.vector, fact.text, RELATED);
    const key = `${item.id} ${related.map(({ id }) => id).join(' ')}`;
    let state = this.#states.get(key);
    if (!state) {
      if (this.#states.size > MOST_STATES) this.#states.clear();
      const { observation, named } = unnamed({ fact, vector: item.vector, related });
      state = { observation, encoding: encode(observation), named };
      this.#states.set(key, state);
    }
    return state;
  }

  /** The bank after one of a state's options; see `agents/policies/network.ts`. */
  act(bank: Bank, fact: PreparedFact, state: State, option: number): Bank {
    const { observation, encoding, named } = state;
    const effects = effectsOf(observation.fact, encoding, option).map((effect) =>
      'text' in effect ? { ...effect, text: named(effect.text) } : effect,
    );
    return this.#apply(bank, fact, effects, (at) => encoding.candidates[at]?.memory.id);
  }

  /** The bank after the decisions of any synchronous policy, validated as the manager does. */
  follow(bank: Bank, fact: PreparedFact, policy: ManagerPolicy): { bank: Bank; taken: Decision[] } {
    const related = bank.size === 0 ? [] : bank.search(fact.item.vector, fact.fact.text, RELATED);
    const observation = { fact: fact.fact, vector: fact.item.vector, related };
    const decided = policy.decide(observation);
    if (decided instanceof Promise) throw new Error(`${policy.name} is not synchronous`);
    const taken = validateDecisions(decided, observation);
    const ids: string[] = [];
    const effects = taken.map((decision): Effect => {
      if (decision.operation === 'ADD') return decision;
      if (decision.operation === 'NOOP') return { operation: 'NOOP', candidate: null };
      ids.push(decision.memoryId);
      return { ...decision, candidate: ids.length - 1 };
    });
    return { bank: this.#apply(bank, fact, effects, (at) => ids[at]), taken };
  }

  /** Plays the facts from `from` on with the network's most likely actions. */
  greedy(network: Network, episode: PreparedEpisode, bank: Bank, from: number): Bank {
    let current = bank;
    for (let at = from; at < episode.facts.length; at += 1)
      current = this.greedyStep(network, episode, current, at);
    return current;
  }

  /** The bank after the network's most likely action on one fact. */
  greedyStep(network: Network, episode: PreparedEpisode, bank: Bank, at: number): Bank {
    const fact = episode.facts[at] as PreparedFact;
    const state = this.state(bank, fact);
    let option = this.#greedy.get(state);
    if (option === undefined) {
      option = largest(forward(network, state.encoding).probabilities);
      this.#greedy.set(state, option);
    }
    return this.act(bank, fact, state, option);
  }

  /** To be called when the weights of the network have changed. */
  learned(): void {
    this.#greedy = new WeakMap();
  }

  /** What a bank is worth at the end of an episode. */
  outcome(episode: PreparedEpisode, bank: Bank): Outcome {
    if (episode.dialogue) return this.#judged(episode, episode.dialogue, bank);
    const scores = this.scores(episode, bank);
    const { words } = bank;
    const sum = scores.reduce((total, score) => total + score, 0);
    const reward = sum - this.reward.costPerWord * words - this.reward.costPerChange * bank.changes;
    return { scores, reward, memories: bank.size, words };
  }

  /**
   * An authored dialogue is worth 1 where all its checks pass, and half of it where only those of the bank
   * do: what the frozen answer agent cannot read is not the manager's fault. Half is taken off where a memory
   * that must stay lives on in another's text only. Its score is whether all pass and none does. Words cost
   * where the bank is right, by the mean of a statement: of two right banks the one that says nothing twice is
   * better, and none is better for being empty.
   */
  #judged(episode: PreparedEpisode, dialogue: Dialogue, bank: Bank): Outcome {
    const key = `${episode.id} ${bank.changes} ${bank.signature}`;
    let outcome = this.#outcomes.get(key);
    if (!outcome) {
      const kept = this.#keeps(episode, dialogue, bank) ? 1 : 0;
      const merged = episode.known.some((memory) => bank.hasMerged(memory)) ? 1 : 0;
      const passed = kept && this.#answersRightly(episode, dialogue, bank) ? 1 : 0;
      const { costPerWord, costPerChange } = this.reward;
      const added = bank.words - episode.start.words;
      outcome = {
        scores: [passed * (1 - merged)],
        reward:
          (kept + passed - kept * merged) / 2 -
          kept * costPerWord * (added / Math.max(1, episode.facts.length)) -
          costPerChange * bank.changes,
        memories: bank.size,
        words: bank.words,
      };
      if (this.#outcomes.size > MOST_OUTCOMES) this.#outcomes.clear();
      this.#outcomes.set(key, outcome);
    }
    return outcome;
  }

  /** Whether a bank holds what it should, and it is found: all that depends on the manager alone. */
  #keeps({ known, questions }: PreparedEpisode, dialogue: Dialogue, bank: Bank): boolean {
    const asked = dialogue.checks.answer?.length ?? 0;
    return (
      known.every((memory) => bank.respects(memory)) &&
      checkBank(dialogue, bank.items).length === 0 &&
      checkRecalls(
        dialogue,
        questions.slice(asked).map((question) => this.retrieve(question, bank)),
      ).length === 0
    );
  }

  #answersRightly({ questions }: PreparedEpisode, dialogue: Dialogue, bank: Bank): boolean {
    const asked = questions.slice(0, dialogue.checks.answer?.length ?? 0);
    const answers = asked.map((question) => this.answer(question, bank));
    return checkAnswers(dialogue, answers).length === 0;
  }

  /** Score of each question on a bank; 0 for those that are not `due`. */
  scores(episode: PreparedEpisode, bank: Bank, due?: readonly boolean[]): number[] {
    const { signature } = bank;
    return episode.questions.map((question, at) => {
      if (due && !due[at]) return 0;
      const key = `${episode.id} ${question.question} ${at}`;
      const known = this.#answers.get(key) ?? new Map<string, number>();
      this.#answers.set(key, known);
      let score = known.get(signature);
      if (score === undefined) {
        if (known.size > 4_000) known.clear();
        score = scoreAnswer(this.answer(question, bank), question, this.reward.kind);
        known.set(signature, score);
      }
      return score;
    });
  }

  /** The answer agent's answer from a bank, as `agents/answer.ts` comes to it. */
  answer(question: { question: string; vector: Float32Array }, bank: Bank): string | null {
    const { answerer } = this;
    const asked = question.question;
    const found = this.retrieve(question, bank);
    if (answerer.distilAndAnswer)
      return now(answerer.distilAndAnswer(asked, found, DISTILLED), answerer).answer.text;
    const distilled = now(answerer.distil(asked, found, DISTILLED), answerer);
    return now(answerer.answer(asked, distilled), answerer).text;
  }

  /** Puts another answer agent in the place of this one. */
  answerWith(answerer: AnswerPolicy): void {
    this.answerer = answerer;
    this.#answers.clear();
    this.#outcomes.clear();
  }

  /** What is retrieved for a question. */
  retrieve(
    { question, vector }: { question: string; vector: Float32Array },
    bank: Bank,
  ): ScoredMemory[] {
    return rerank(question, bank.search(vector, question, CANDIDATES)).slice(0, RETRIEVED);
  }

  /** Whether vectors of written texts are looked up; everything that rests on others is forgotten. */
  measureExactly(exact: boolean): void {
    this.#exact = exact;
    this.forget();
  }

  /** Texts written since the last call whose vectors were approximated. */
  takeApproximated(): { speaker: string | null; text: string }[] {
    const all = [...this.#approximated.values()];
    this.#approximated.clear();
    return all;
  }

  /** Forgets states, answers and written texts. */
  forget(): void {
    this.#states.clear();
    this.#answers.clear();
    this.#outcomes.clear();
    this.#items.clear();
    this.learned();
  }

  #apply(
    bank: Bank,
    { fact, item }: PreparedFact,
    effects: readonly Effect[],
    idOf: (candidate: number) => string | undefined,
  ): Bank {
    const put: Item[] = [];
    const without: string[] = [];
    const byId = new Map(bank.items.map((each) => [each.id, each]));
    for (const effect of effects) {
      if (effect.operation === 'NOOP') continue;
      if (effect.operation === 'ADD') {
        put.push(effect.text === fact.text ? item : this.#item(effect.text, fact, item, null));
        continue;
      }
      const id = idOf(effect.candidate) ?? '';
      without.push(id);
      if (effect.operation === 'UPDATE')
        put.push(this.#item(effect.text, fact, item, byId.get(id) ?? null));
    }
    return put.length + without.length === 0 ? bank : bank.with(put, without);
  }

  /** The item that an UPDATE writes: said now, by whoever says it. */
  #item(text: string, fact: PreparedFact['fact'], item: Item, before: Item | null): Item {
    const speaker = fact.speaker ?? before?.speaker ?? null;
    if (text === fact.text && speaker === fact.speaker) return item;
    const content = { text, speaker, saidAt: fact.saidAt };
    const exact = this.#exact ? this.vectors.document(speaker, text) : undefined;
    if (exact) return this.#items.of(content, () => exact);
    this.#approximated.set(`${speaker ?? ''}\n${text}`, { speaker, text });
    return this.#items.of(
      content,
      () => (before ? between(item.vector, before.vector) : item.vector),
      `${item.id} ${before?.id ?? ''}`,
    );
  }
}

/** A result that is there at once: rollouts do not wait. */
function now<T>(result: T | Promise<T>, { name }: AnswerPolicy): T {
  if (result instanceof Promise) throw new Error(`${name} is not synchronous`);
  return result;
}
