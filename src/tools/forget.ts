import { z } from 'zod';
import { defineTool } from './definition.js';
import { idField, namespaceField, queryText } from './fields.js';

export const forget = defineTool({
  name: 'forget',
  title: 'Forget',
  description:
    'Call this only when the user asks to forget or delete something. Give the id of a memory (from recall), or a ' +
    'query: then every memory that clearly matches is forgotten, so try dry_run first. Forgotten memories are no ' +
    'longer recalled; undo brings them back. With erase, every version is removed from disk for good; nothing brings ' +
    'them back, so use it only when the user asks for permanent removal.',
  annotations: {
    readOnlyHint: false,
    destructiveHint: true,
    idempotentHint: true,
    openWorldHint: false,
  },
  input: z
    .strictObject({
      id: idField.describe('The memory to forget.').optional(),
      query: queryText('What to forget, in plain words.').optional(),
      namespace: namespaceField,
      erase: z
        .boolean()
        .describe(
          'Remove every version from disk for good; by id, memories forgotten earlier too. Cannot be undone.',
        )
        .optional(),
      dry_run: z.boolean().describe('Show what would be forgotten; change nothing.').optional(),
    })
    .refine((input) => (input.id === undefined) !== (input.query === undefined), {
      message: 'send either "id" or "query"',
    }),
  output: z.object({
    forgotten: z.array(z.object({ id: z.string(), text: z.string() })),
    erased: z.boolean(),
  }),
  async run(input, { services, namespace, signal }) {
    const forgotten = await services.forget(
      {
        namespace: input.namespace ?? namespace,
        target: input.id === undefined ? { query: input.query ?? '' } : { id: input.id },
        dryRun: input.dry_run ?? false,
        erase: input.erase ?? false,
      },
      { signal },
    );
    const erased = input.erase === true && input.dry_run !== true && forgotten.length > 0;
    return { forgotten: forgotten.map(({ id, text }) => ({ id, text })), erased };
  },
  render({ forgotten, erased }, { dry_run }) {
    if (forgotten.length === 0) return 'Nothing matches; nothing was forgotten.';
    const done = dry_run ? 'Would be forgotten' : erased ? 'Erased for good' : 'Forgotten';
    const lines = forgotten.map(({ id, text }) => `- ${JSON.stringify(text)} (${id})`);
    return [`${done}:`, ...lines].join('\n');
  },
});
