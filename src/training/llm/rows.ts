import type { Scorer } from './scorer.js';
import { type State, stateId } from './state.js';

/**
 * One example in the shape that both trainers read. TRL takes `prompt` (messages) and hands every other
 * column to the reward function; verl takes `data_source`, `prompt`, `ability`, `reward_model` and
 * `extra_info` and hands the last to `compute_score`.
 */
export interface Row {
  data_source: string;
  prompt: { role: 'system' | 'user'; content: string }[];
  ability: string;
  reward_model: {
    style: 'rule';
    /** JSON list: the accepted answers of each question. For people; scoring reads the state. */
    ground_truth: string;
  };
  extra_info: {
    id: string;
    role: State['role'];
    split: string;
    index: number;
    /** JSON of the state, all that the reward service needs. */
    state: string;
  };
}

/** @throws MemoryR1Error `no-single-prompt` where the state is no single call of the model */
export async function rowOf(
  state: State,
  scorer: Scorer,
  place: { source: string; split: string; index: number },
): Promise<Row> {
  const { system, user } = await scorer.prompt(state);
  const asked = state.role === 'manager' ? state.questions : [state];
  return {
    data_source: `memory-r1/${place.source}/${state.role}`,
    prompt: [
      { role: 'system', content: system },
      { role: 'user', content: user },
    ],
    ability: 'memory',
    reward_model: {
      style: 'rule',
      ground_truth: JSON.stringify(asked.map(({ answers }) => answers)),
    },
    extra_info: {
      ...{ id: stateId(state), role: state.role, split: place.split, index: place.index },
      state: JSON.stringify(state),
    },
  };
}
