import { z } from 'zod';
import { defineTool } from './definition.js';
import { idField, namespaceField, operationOutput } from './fields.js';

export const history = defineTool({
  name: 'history',
  title: 'History',
  description:
    'Call this when the user asks what changed in memory, when or why something was stored, updated or deleted, or ' +
    'to find the transaction to undo. Newest first; give a memory id to see that memory only.',
  annotations: {
    readOnlyHint: true,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: false,
  },
  input: z.strictObject({
    id: idField.describe('Only this memory.').optional(),
    namespace: namespaceField,
    limit: z
      .int('must be a whole number')
      .min(1, 'must be 1 to 100')
      .max(100, 'must be 1 to 100')
      .describe('Default 20.')
      .optional(),
    cursor: z
      .string()
      .max(500, 'is not a cursor from an earlier call')
      .describe('next_cursor of the page before.')
      .optional(),
  }),
  output: z.object({
    entries: z.array(
      operationOutput.omit({ confidence: true }).extend({
        transaction_id: z.string(),
        at: z.string(),
        policy: z.string(),
        source: z.string().nullable(),
      }),
    ),
    next_cursor: z.string().nullable(),
  }),
  async run(input, { services, namespace }) {
    const page = await services.history({
      namespace: input.namespace ?? namespace,
      memoryId: input.id,
      limit: input.limit ?? 20,
      cursor: input.cursor,
    });
    return {
      entries: page.entries.map((entry) => ({
        transaction_id: entry.transactionId,
        at: new Date(entry.at).toISOString(),
        operation: entry.operation,
        memory_id: entry.memoryId,
        text: entry.text,
        previous_text: entry.previousText,
        reason: entry.reason,
        policy: entry.policy,
        source: entry.source,
      })),
      next_cursor: page.nextCursor,
    };
  },
  render: ({ entries, next_cursor }) =>
    entries.length === 0
      ? 'No history.'
      : [
          ...entries.map(
            ({ at, operation, text, previous_text, reason, transaction_id }) =>
              `- ${at} ${operation} ${JSON.stringify(text)}${previous_text === null || previous_text === text ? '' : ` (was ${JSON.stringify(previous_text)})`}: ${reason} [transaction ${transaction_id}]`,
          ),
          ...(next_cursor === null ? [] : [`(more: cursor ${next_cursor})`]),
        ].join('\n'),
});
