import type { JsonSchema } from './provider.js';

/**
 * What an OpenAI-compatible endpoint accepts. They differ in how a schema is passed, in the name of
 * the token limit and in whether a temperature may be set; a refusal (400, 422, 501) tells which.
 */
export interface Dialect {
  format: 'json_schema' | 'json_object' | 'none';
  tokenLimit: 'max_tokens' | 'max_completion_tokens';
  temperature: boolean;
}

export const FIRST_DIALECT: Dialect = {
  format: 'json_schema',
  tokenLimit: 'max_tokens',
  temperature: true,
};

/** Statuses with which endpoints refuse a parameter that they do not know. */
export const REFUSALS: ReadonlySet<number> = new Set([400, 422, 501]);

const WEAKER = { json_schema: 'json_object', json_object: 'none', none: null } as const;

/** The next dialect to try after a refusal with this message; null where nothing is left to leave out. */
export function adapt(dialect: Dialect, message: string): Dialect | null {
  if (dialect.tokenLimit === 'max_tokens' && /max_(?:completion_)?tokens/.test(message))
    return { ...dialect, tokenLimit: 'max_completion_tokens' };
  if (dialect.temperature && /temperature/.test(message)) return { ...dialect, temperature: false };
  const format = WEAKER[dialect.format];
  return format === null ? null : { ...dialect, format };
}

/** The `response_format` parameter; absent in the weakest dialect. */
export function responseFormat(dialect: Dialect, schema: JsonSchema) {
  switch (dialect.format) {
    case 'json_schema':
      return {
        response_format: {
          type: 'json_schema' as const,
          json_schema: { name: 'reply', strict: true, schema: withoutLengths(schema) },
        },
      };
    case 'json_object':
      return { response_format: { type: 'json_object' as const } };
    case 'none':
      return {};
  }
}

/** Several strict modes refuse lengths; what they are for, ending a loop, the token limit does there. */
function withoutLengths(schema: JsonSchema): Record<string, unknown> {
  const plain = JSON.stringify(schema, (key, value: unknown) =>
    key === 'maxLength' && typeof value === 'number' ? undefined : value,
  );
  return JSON.parse(plain) as Record<string, unknown>;
}
