import { z } from 'zod';
import { defineTool } from './definition.js';
import { asOfField, namespaceField, queryText } from './fields.js';

export const answer = defineTool({
  name: 'answer',
  title: 'Answer from memory',
  description:
    'Call this for one direct question about something remembered ("When is my dentist appointment?", "Which ' +
    'database did we choose?"). Returns a short answer with the memories it rests on, or abstains when memory does ' +
    'not say. Use recall instead when you want to read the memories yourself.',
  annotations: {
    readOnlyHint: true,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: false,
  },
  input: z.strictObject({
    question: queryText('One question, in plain words.'),
    namespace: namespaceField,
    as_of: asOfField,
  }),
  output: z.object({
    answer: z.string().nullable().describe('Null when memory does not say.'),
    abstained: z.boolean(),
    confidence: z.number().min(0).max(1),
    evidence: z.array(z.object({ id: z.string(), text: z.string(), said_at: z.string() })),
  }),
  async run(input, { services, namespace, signal }) {
    const result = await services.answer(
      { question: input.question, namespace: input.namespace ?? namespace, asOf: input.as_of },
      { signal },
    );
    return {
      answer: result.text,
      abstained: result.text === null,
      confidence: result.confidence,
      evidence: result.evidence.map(({ id, text, saidAt }) => ({ id, text, said_at: saidAt })),
    };
  },
  render: ({ answer: text, evidence }) =>
    [
      text ?? `Memory does not say.${evidence.length > 0 ? ' The closest it has:' : ''}`,
      ...evidence.map(
        (memory) =>
          `- [${memory.said_at.slice(0, 10)}] ${JSON.stringify(memory.text)} (${memory.id})`,
      ),
    ].join('\n'),
});
