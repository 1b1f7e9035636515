import { createHash } from 'node:crypto';
import { z } from 'zod';
import { inputError } from '../../errors.js';

/**
 * What one training example is scored from, as it travels inside data sets and requests: everything
 * that the reward depends on besides the model's output. Field names are those of the wire.
 */

/** How the ids of memories begin that a rollout adds; no memory of a state may be called so. */
export const NEW_ID = 'new';

const memory = z.object({
  id: z
    .string()
    .min(1)
    .max(200)
    .regex(/^(?!new-)/, 'must not begin with "new-": so do those that the turn adds'),
  text: z.string().min(1).max(10_000),
  speaker: z.string().max(200).nullable(),
  said_at: z.iso.datetime({ offset: true }),
});
const message = z.object({
  speaker: z.string().max(200).nullable(),
  text: z.string().min(1).max(20_000),
  said_at: z.iso.datetime({ offset: true }),
});
const asked = z.object({
  question: z.string().min(1).max(2_000),
  /** Accepted answers; empty where abstaining is right. */
  answers: z.array(z.string()).max(50),
});

const managerState = z.object({
  role: z.literal('manager'),
  /** The bank before the turn; ids are unique. */
  memories: z.array(memory).max(2_000),
  /** The turn that the manager is given. */
  messages: z.array(message).min(1).max(64),
  /** What the frozen answer agent is asked after the turn. */
  questions: z.array(asked).min(1).max(64),
});

const answererState = asked.extend({
  role: z.literal('answerer'),
  /** What was retrieved for the question, best first. */
  memories: z.array(memory).min(1).max(200),
});

export const stateSchema = z
  .discriminatedUnion('role', [managerState, answererState])
  .refine(
    ({ memories }) => new Set(memories.map(({ id }) => id)).size === memories.length,
    'two memories have the same id',
  );

export type ManagerState = z.infer<typeof managerState>;
export type AnswererState = z.infer<typeof answererState>;
export type State = ManagerState | AnswererState;
export type StateMemory = z.infer<typeof memory>;

/**
 * Reads a state from its JSON text or value.
 * @throws MemoryR1Error `bad-state`, naming the first field that is wrong
 */
export function parseState(json: unknown): State {
  let value = json;
  if (typeof json === 'string') {
    try {
      value = JSON.parse(json);
    } catch {
      throw inputError('bad-state', 'The state is no JSON; send it as `train export` wrote it.');
    }
  }
  const parsed = stateSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw inputError(
    'bad-state',
    `The state is not what \`train export\` writes: ${issue?.path.join('.') || 'it'}: ${issue?.message ?? 'invalid'}.`,
  );
}

/** The id of a state: the same for equal content, wherever it was made. */
export function stateId(state: State): string {
  return createHash('sha256').update(JSON.stringify(state)).digest('hex').slice(0, 16);
}
