import { z } from 'zod';
import { brief } from '../../memory/text.js';
import { type JsonSchema, objectSchema } from './provider.js';

const EVENTS = ['ADD', 'UPDATE', 'DELETE', 'NONE'] as const;
const NO_ID = 'none';

/** What the model wants done because of one fact; `memory` is a local id that was given to it. */
export type Proposal =
  | { event: 'ADD' }
  | { event: 'UPDATE'; memory: string; text: string }
  | { event: 'DELETE'; memory: string }
  | { event: 'NONE'; memory: string | null };

/** One entry of a reply: a fact in the model's words, the message it is from and what to do. */
export interface Entry {
  from: string;
  fact: string;
  /** Or what is wrong with what it wants done. */
  proposal: Proposal | string;
}

/** Models write ids as numbers, events in lower case and leave out what they need not say. */
const entrySchema = z.object({
  from: z.coerce.string(),
  fact: z.string().trim().min(1),
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

/** What a reply may not exceed: a number of entries, and lengths in characters. */
export interface ReplyLimits {
  entries: number;
  fact: number;
  text: number;
}

/**
 * The reply's JSON Schema, with the ids of this call as the only ones that can be written. Texts have
 * a length: small models, given the room, fill it until they run out of tokens.
 */
export function decisionsSchema(
  messages: readonly string[],
  memories: readonly string[],
  limits: ReplyLimits,
): JsonSchema {
  const from: JsonSchema = { type: 'string', enum: messages };
  const fact: JsonSchema = { type: 'string', maxLength: limits.fact };
  const id: JsonSchema = { type: 'string', enum: memories };
  const text: JsonSchema = { type: 'string', maxLength: limits.text };
  const event = (name: Proposal['event']): JsonSchema => ({ type: 'string', enum: [name] });
  const known: JsonSchema = { type: 'string', enum: [NO_ID, ...memories] };
  const entries = [
    objectSchema({ from, fact, event: event('ADD') }),
    objectSchema({ from, fact, event: event('NONE'), id: known }),
  ];
  if (memories.length > 0) {
    entries.unshift(
      objectSchema({ from, fact, event: event('UPDATE'), id, text }),
      objectSchema({ from, fact, event: event('DELETE'), id }),
    );
  }
  const items = { anyOf: entries };
  return objectSchema({
    decisions: { type: 'array', minItems: 1, maxItems: limits.entries, items },
  });
}

/** The entries of a reply that have their fields, and what is wrong with the others. Null: no list. */
export function readEntries(
  json: unknown,
  memories: readonly string[],
): { entries: Entry[]; problems: string[] } | null {
  const reply = replySchema.safeParse(json);
  if (!reply.success) return null;
  const entries: Entry[] = [];
  const problems: string[] = [];
  for (const raw of reply.data) {
    const entry = entrySchema.safeParse(raw);
    if (entry.success) {
      const { from, fact } = entry.data;
      entries.push({ from, fact, proposal: propose(entry.data, memories) });
    } else {
      const issue = entry.error.issues[0];
      problems.push(`an entry has no valid "${String(issue?.path[0] ?? 'fields')}"`);
    }
  }
  return { entries, problems };
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
