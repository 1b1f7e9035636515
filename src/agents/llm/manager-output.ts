import { z } from 'zod';
import { brief } from '../../memory/text.js';
import type { Reading } from './ask.js';
import { type JsonSchema, objectSchema } from './provider.js';

const EVENTS = ['ADD', 'UPDATE', 'DELETE', 'NONE'] as const;
const NO_ID = 'none';

/** What the model wants done with one fact; `memory` is a local id that was given to it. */
export type Proposal =
  | { event: 'ADD' }
  | { event: 'UPDATE'; memory: string; text: string }
  | { event: 'DELETE'; memory: string }
  | { event: 'NONE'; memory: string | null };

/** Proposals by local fact id; a fact that is not in it got none that can be used. */
export type TurnPlan = ReadonlyMap<string, readonly Proposal[]>;

/** Models write ids as numbers, events in lower case and leave out what they need not say. */
const entrySchema = z.object({
  fact: z.coerce.string(),
  event: z
    .string()
    .transform((event) =>
      event
        .trim()
        .toUpperCase()
        .replace(/^NOOP$/, 'NONE'),
    )
    .pipe(z.enum(EVENTS)),
  id: z
    .union([z.string(), z.number()])
    .nullish()
    .transform((id) => String(id ?? NO_ID).trim()),
  text: z
    .string()
    .nullish()
    .transform((text) => (text ?? '').trim()),
});

const replySchema = z.union([
  z.object({ decisions: z.array(z.unknown()) }).transform(({ decisions }) => decisions),
  z.array(z.unknown()),
]);

/**
 * The reply's JSON Schema, with the ids of this call as the only ones that can be written. Only an
 * UPDATE has a text, and that has a length: small models, given the room, fill it until they run out
 * of tokens.
 */
export function decisionsSchema(
  facts: readonly string[],
  memories: readonly string[],
  maxLength: number,
): JsonSchema {
  const fact: JsonSchema = { type: 'string', enum: facts };
  const id: JsonSchema = { type: 'string', enum: memories };
  const event = (name: Proposal['event']): JsonSchema => ({ type: 'string', enum: [name] });
  const entries = [
    objectSchema({ fact, event: event('ADD') }),
    objectSchema({
      fact,
      event: event('NONE'),
      id: { type: 'string', enum: [NO_ID, ...memories] },
    }),
  ];
  if (memories.length > 0) {
    entries.unshift(
      objectSchema({ fact, event: event('UPDATE'), id, text: { type: 'string', maxLength } }),
      objectSchema({ fact, event: event('DELETE'), id }),
    );
  }
  return objectSchema({
    decisions: {
      type: 'array',
      minItems: facts.length,
      maxItems: facts.length * 2,
      items: { anyOf: entries },
    },
  });
}

/**
 * Reads what the model decided. Entries that cannot be used are left out and named as problems; a
 * reply with more than `maxChanges` changes is not used at all, nor is one without a usable entry.
 */
export function readDecisions(
  json: unknown,
  facts: readonly string[],
  memories: readonly string[],
  maxChanges: number,
): Reading<TurnPlan> {
  const reply = replySchema.safeParse(json);
  if (!reply.success) return { value: null, problems: ['"decisions" must be a list'] };
  const plan = new Map<string, Proposal[]>();
  const spoilt = new Set<string>();
  const problems: string[] = [];
  for (const raw of reply.data) {
    const entry = entrySchema.safeParse(raw);
    if (!entry.success) {
      const issue = entry.error.issues[0];
      problems.push(`an entry has no valid "${String(issue?.path[0] ?? 'fields')}"`);
      continue;
    }
    const { fact } = entry.data;
    if (!facts.includes(fact)) {
      problems.push(`there is no fact "${brief(fact, 20)}"`);
      continue;
    }
    const proposal = propose(entry.data, memories);
    if (typeof proposal === 'string') {
      problems.push(proposal);
      // Half of what was meant for a fact may be worse than nothing of it.
      spoilt.add(fact);
    } else plan.set(fact, [...(plan.get(fact) ?? []), proposal]);
  }
  for (const fact of spoilt) plan.delete(fact);
  for (const fact of facts)
    if (!plan.has(fact) && !spoilt.has(fact)) problems.push(`fact "${fact}" has no entry`);
  const changes = [...plan.values()].flat().filter(({ event }) => event !== 'NONE').length;
  if (changes > maxChanges) {
    return {
      value: null,
      problems: [`${String(changes)} changes, and at most ${String(maxChanges)} are allowed`],
    };
  }
  return { value: plan.size === 0 ? null : plan, problems };
}

function propose(
  { event, id, text }: z.infer<typeof entrySchema>,
  memories: readonly string[],
): Proposal | string {
  if (event === 'ADD') return { event };
  if (id === NO_ID || id === '')
    return event === 'NONE' ? { event, memory: null } : `${event} needs the "id" of a memory`;
  if (!memories.includes(id)) return `there is no memory "${brief(id, 20)}"`;
  if (event !== 'UPDATE') return { event, memory: id };
  return text === '' ? 'UPDATE needs the whole new "text"' : { event, memory: id, text };
}
