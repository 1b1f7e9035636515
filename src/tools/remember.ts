import { z } from 'zod';
import { defineTool } from './definition.js';
import {
  MAX_MESSAGES,
  namespaceField,
  operationOutput,
  saidAtField,
  speakerField,
  textField,
} from './fields.js';

export const remember = defineTool({
  name: 'remember',
  title: 'Remember',
  description:
    'Call this whenever the user states something worth knowing in a later conversation: facts about themselves, ' +
    'people, preferences, plans, decisions, corrections ("actually…"), things that ended ("I left Google"), or when ' +
    'they say "remember". Send the statement in full, self-contained words; send corrections and endings too, not ' +
    'only new facts. A manager compares it with what is stored and adds, updates, deletes or ignores, without losing ' +
    'history; the result says what was done and why. Relative dates ("yesterday") are resolved from said_at. ' +
    'Do not send questions, small talk or passwords.',
  annotations: {
    readOnlyHint: false,
    destructiveHint: false,
    idempotentHint: false,
    openWorldHint: false,
  },
  input: z
    .strictObject({
      text: textField.describe('What was said, one or more statements.').optional(),
      messages: z
        .array(
          z.strictObject({
            speaker: speakerField.describe('Who said it.'),
            text: textField.describe('What was said.'),
            said_at: saidAtField.optional(),
          }),
        )
        .min(1, 'must hold at least one message')
        .max(MAX_MESSAGES, `must hold at most ${MAX_MESSAGES} messages`)
        .describe('Instead of text: a stretch of conversation, oldest first.')
        .optional(),
      speaker: speakerField.describe('Who said it, e.g. "user" or a name.').optional(),
      said_at: saidAtField.optional(),
      namespace: namespaceField,
      source: z
        .string()
        .max(500, 'must be at most 500 characters')
        .describe('Where it comes from, e.g. a file or chat id.')
        .optional(),
      idempotency_key: z
        .string()
        .min(1, 'must not be empty')
        .max(200, 'must be at most 200 characters')
        .describe('A repeated call with the same key does nothing and returns the first result.')
        .optional(),
      dry_run: z.boolean().describe('Decide and explain, but write nothing.').optional(),
    })
    .refine((input) => (input.text === undefined) !== (input.messages === undefined), {
      message: 'send either "text" or "messages"',
    }),
  output: z.object({
    transaction_id: z.string().nullable().describe('For undo; null after a dry run.'),
    operations: z.array(operationOutput),
  }),
  async run(input, { services, namespace, signal, progress }) {
    const result = await services.remember(
      {
        namespace: input.namespace ?? namespace,
        messages: input.messages?.map((message) => ({
          speaker: message.speaker,
          text: message.text,
          saidAt: message.said_at ?? input.said_at,
        })) ?? [{ speaker: input.speaker ?? null, text: input.text ?? '', saidAt: input.said_at }],
        source: input.source ?? null,
        idempotencyKey: input.idempotency_key,
        dryRun: input.dry_run ?? false,
      },
      { signal, onProgress: progress },
    );
    return {
      transaction_id: result.transactionId,
      operations: result.operations.map((operation) => ({
        operation: operation.operation,
        memory_id: operation.memoryId,
        text: operation.text,
        previous_text: operation.previousText,
        reason: operation.reason,
        confidence: operation.confidence,
      })),
    };
  },
  render: ({ transaction_id, operations }) =>
    [
      transaction_id === null ? 'Dry run: nothing was written.' : `Transaction ${transaction_id}`,
      ...operations.map(
        ({ operation, text, previous_text, reason }) =>
          `${operation}: ${JSON.stringify(text)}${previous_text === null ? '' : ` (was ${JSON.stringify(previous_text)})`}: ${reason}`,
      ),
    ].join('\n'),
});
