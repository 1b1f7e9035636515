import type { AnswerPolicy } from '../../agents/answer-agent.js';
import { appendPolicy } from '../../agents/policies/append.js';
import type { Embedder } from '../../embeddings/embedder.js';
import type { Log } from '../../log.js';
import { createRandom, type Random } from '../../memory/random.js';
import { generateEpisodes } from '../environment/generate.js';
import { managerExamples } from './examples.js';
import { startRewardServer } from './reward-server.js';
import { createScorer, type Score } from './scorer.js';
import type { ManagerState } from './state.js';

export interface RewardBenchOptions {
  embedder: Embedder;
  answerer: AnswerPolicy;
  /** Size of every bank. */
  memories: number;
  rollouts: number;
  seed: number;
  log: Log;
}

export interface RewardBenchReport extends Pick<RewardBenchOptions, 'memories' | 'rollouts'> {
  states: number;
  questions: number;
  /** Time until every state had been scored once: its memories are embedded then. */
  warmUpSeconds: number;
  seconds: number;
  perSecond: number;
  /** Processor time of a rollout, all threads of this process together, in milliseconds. */
  cpuMs: number;
  /** Rollouts by what was asked of the manager. */
  outputs: Record<string, number>;
  meanFormat: number;
  /** Whether scoring everything a second time, in another order, gave the same scores. */
  repeatable: boolean;
}

const STATES = 32;
const BATCH = 64;

/**
 * Sends rollouts to a reward server in this process, in batches and two at a time as a trainer with two
 * workers would. No output is sent twice: each UPDATE writes a text that must be embedded.
 */
export async function benchReward(options: RewardBenchOptions): Promise<RewardBenchReport> {
  const { embedder, answerer, memories, rollouts, seed, log } = options;
  const random = createRandom(seed);
  const states = await statesOf(options, random);
  const scorer = createScorer({ embedder, answerer });
  const server = await startRewardServer({ scorer, answerer: answerer.name, port: 0, log });
  try {
    const texts = states.map((state) => JSON.stringify(state));
    const began = performance.now();
    await send(
      server.origin,
      texts.map((state) => ({ state, completion: '' })),
    );
    const outputs: Record<string, number> = {};
    const all = Array.from({ length: rollouts }, (_, at) => {
      const which = at % states.length;
      const { kind, completion } = outputFor(states[which] as ManagerState, at, random);
      outputs[kind] = (outputs[kind] ?? 0) + 1;
      return { state: texts[which] as string, completion };
    });
    const started = performance.now();
    const used = process.cpuUsage();
    const scores = await sendAll(server.origin, all);
    const seconds = (performance.now() - started) / 1000;
    const { user, system } = process.cpuUsage(used);
    const again = await sendAll(server.origin, [...all].reverse());
    return {
      ...{ memories, rollouts, outputs, seconds, states: states.length },
      questions: states.reduce((sum, { questions }) => sum + questions.length, 0) / states.length,
      warmUpSeconds: (started - began) / 1000,
      perSecond: rollouts / seconds,
      cpuMs: (user + system) / 1000 / rollouts,
      meanFormat: scores.reduce((sum, { parts }) => sum + parts.format, 0) / scores.length,
      repeatable: JSON.stringify(again.reverse()) === JSON.stringify(scores),
    };
  } finally {
    await server.close();
  }
}

export function formatRewardBench(report: RewardBenchReport): string {
  const { memories, rollouts, states, questions, outputs } = report;
  const mix = Object.entries(outputs)
    .map(([kind, count]) => `${kind} ${String(count)}`)
    .join(', ');
  return [
    `${String(rollouts)} rollouts over ${String(states)} states, ${String(memories)} memories and ${questions.toFixed(1)} questions each (${mix})`,
    `${report.perSecond.toFixed(0)} a second (${report.seconds.toFixed(1)} s; ${report.cpuMs.toFixed(1)} ms of processor time each; first look at the states: ${report.warmUpSeconds.toFixed(1)} s)`,
    `mean format ${report.meanFormat.toFixed(2)}; scored again in another order: ${report.repeatable ? 'the same scores' : 'OTHER SCORES'}`,
  ].join('\n');
}

/** States from generated dialogues, their banks filled up with other people's memories. */
async function statesOf(
  { embedder, answerer, memories, seed }: RewardBenchOptions,
  random: Random,
): Promise<ManagerState[]> {
  const episodes = generateEpisodes({ split: 'train', seed, count: STATES * 2, thorough: true });
  const filler = random
    .shuffle(episodes.flatMap(({ gold }) => gold ?? []))
    .map(({ text, speaker, saidAt }, at) => ({
      ...{ id: `filler-${String(at)}`, text, speaker, said_at: saidAt },
    }));
  const states: ManagerState[] = [];
  for (const episode of episodes) {
    const options = { embedder, answerer, builder: appendPolicy, window: 0 };
    const examples = managerExamples(episode, { ...options, link: 'last', questions: 'all' });
    let latest: ManagerState | undefined;
    for await (const example of examples) latest = example;
    if (!latest) continue;
    const more = filler.slice(0, Math.max(0, memories - latest.memories.length));
    states.push({ ...latest, memories: [...latest.memories, ...more].slice(0, memories) });
    if (states.length === STATES) break;
  }
  return states;
}

function outputFor(
  state: ManagerState,
  number: number,
  random: Random,
): { kind: string; completion: string } {
  const id = String(random.int(Math.min(10, state.memories.length)));
  const said = state.messages.map(({ text }) => text).join(' ');
  const entry = (fields: object): string =>
    JSON.stringify({
      decisions: [{ from: 'M0', fact: said, ...fields }],
    });
  const draw = random.next();
  if (draw < 0.4) return { kind: 'ADD', completion: entry({ event: 'ADD' }) };
  if (draw < 0.7) {
    const text = `${said} ${random.pick(state.memories).text} (note ${String(number)})`;
    return { kind: 'UPDATE', completion: entry({ event: 'UPDATE', id, text }) };
  }
  if (draw < 0.8) return { kind: 'DELETE', completion: entry({ event: 'DELETE', id }) };
  if (draw < 0.9) return { kind: 'NONE', completion: entry({ event: 'NONE', id }) };
  const whole = entry({ event: 'UPDATE', id, text: said });
  return { kind: 'malformed', completion: whole.slice(0, random.int(whole.length)) };
}

interface Rollout {
  state: string;
  completion: string;
}

async function sendAll(url: string, rollouts: readonly Rollout[]): Promise<Score[]> {
  const batches: Rollout[][] = [];
  for (let from = 0; from < rollouts.length; from += BATCH)
    batches.push(rollouts.slice(from, from + BATCH));
  const results: Score[][] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < batches.length) {
      const at = next++;
      results[at] = await send(url, batches[at] ?? []);
    }
  };
  await Promise.all([worker(), worker()]);
  return results.flat();
}

async function send(url: string, rollouts: readonly Rollout[]): Promise<Score[]> {
  const response = await fetch(`${url}/score`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ rollouts }),
  });
  const body = (await response.json()) as { scores?: Score[] };
  if (!body.scores) throw new Error(`the server answered ${JSON.stringify(body)}`);
  return body.scores;
}
