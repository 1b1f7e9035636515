import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { once } from 'node:events';
import { inputError, messageOf } from '../errors.js';
import { createPolicies } from '../policies.js';
import { startRewardServer } from '../training/llm/reward-server.js';
import { createScorer } from '../training/llm/scorer.js';
import { parseState, type State, stateId } from '../training/llm/state.js';
import type { CommandContext } from './context.js';
import { interruptSignal, print } from './output.js';

export interface RewardServerFlags {
  port: number;
  data?: string;
}

/** Serves rewards until Ctrl-C. */
export async function trainRewardServer(
  { port, data }: RewardServerFlags,
  { settings, runtime, log }: CommandContext,
): Promise<void> {
  const policies = await createPolicies(settings, log);
  const { roles } = policies;
  try {
    const states = data === undefined ? new Map<string, State>() : await readStates(data);
    const { answerer } = roles;
    const scorer = createScorer({ embedder: await runtime.embedder(), answerer });
    const parts = { scorer, states, answerer: answerer.name, port, log };
    const server = await startRewardServer(parts);
    // Whoever started it waits for this line.
    print(
      `reward server at ${server.origin}, answers by ${answerer.name}, ${String(states.size)} states`,
    );
    const signal = interruptSignal();
    await Promise.race([once(signal, 'abort'), once(process, 'SIGTERM')]);
    await server.close();
  } finally {
    await policies.close();
  }
}

/** @throws MemoryR1Error `bad-states` naming the line */
async function readStates(file: string): Promise<Map<string, State>> {
  const states = new Map<string, State>();
  let line = 0;
  try {
    for await (const text of createInterface({ input: createReadStream(file) })) {
      line += 1;
      if (text.trim() === '') continue;
      const row = JSON.parse(text) as { extra_info?: { state?: unknown } } | null;
      const state = parseState(row?.extra_info?.state);
      states.set(stateId(state), state);
    }
  } catch (error) {
    throw inputError(
      'bad-states',
      `${file}, line ${String(line)}, is not from \`train export\`: ${messageOf(error)}`,
      error,
    );
  }
  return states;
}
