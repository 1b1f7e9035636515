import { z } from 'zod';
import { defineTool } from './definition.js';
import { idField, operationOutput } from './fields.js';

export const undo = defineTool({
  name: 'undo',
  title: 'Undo',
  description:
    'Call this when the user says that a change to memory was wrong. Takes the transaction_id that remember, undo or ' +
    'history returned and puts the memories back as they were before it; refuses where they changed again since. ' +
    'An undo can itself be undone.',
  annotations: {
    readOnlyHint: false,
    destructiveHint: false,
    idempotentHint: false,
    openWorldHint: false,
  },
  input: z.strictObject({
    transaction_id: idField.describe('The transaction to undo, in whichever namespace it was.'),
  }),
  output: z.object({ transaction_id: z.string(), operations: z.array(operationOutput) }),
  async run(input, { services, signal }) {
    const result = await services.undo({ transactionId: input.transaction_id }, { signal });
    return {
      transaction_id: result.id,
      operations: result.entries.map((entry) => ({
        operation: entry.operation,
        memory_id: entry.memoryId,
        text: entry.text,
        previous_text: entry.previousText,
        reason: entry.reason,
        confidence: entry.confidence,
      })),
    };
  },
  render: ({ transaction_id, operations }) =>
    [
      `Transaction ${transaction_id}`,
      ...operations.map(({ operation, text }) => `${operation}: ${JSON.stringify(text)}`),
    ].join('\n'),
});
