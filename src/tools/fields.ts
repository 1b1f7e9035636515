import { z } from 'zod';
import { OPERATION_NAMES } from '../memory/records.js';

/** Fields that several tools share, described once. */

/** Characters in one `text`; a longer one is better split by whoever knows its parts. */
export const MAX_TEXT = 64_000;
export const MAX_MESSAGES = 500;

const zonedTime = (about: string) =>
  z
    .string()
    .min(1, 'must be an ISO 8601 date or date-time')
    .max(64, 'must be an ISO 8601 date or date-time')
    .describe(about);

export const namespaceField = z
  .string()
  .describe('Separate memory to use, e.g. a project name. Default: the server setting.')
  .optional();

export const textField = z
  .string()
  .refine((text) => text.trim() !== '', 'must not be empty; send what should be remembered')
  .refine(
    (text) => text.length <= MAX_TEXT,
    `must be at most ${MAX_TEXT} characters; split it into several messages`,
  );

export const speakerField = z
  .string()
  .trim()
  .min(1, 'must not be empty; leave it out when nobody is named')
  .max(200, 'must be at most 200 characters');

export const saidAtField = zonedTime(
  'When it was said, ISO 8601, e.g. 2026-03-01T09:30:00+01:00. Default: now.',
);
export const asOfField = zonedTime('Answer from what was known at this time, ISO 8601.').optional();
export const sinceField = zonedTime(
  'Only what was said at or after this time, ISO 8601.',
).optional();
export const untilField = zonedTime('Only what was said before this time, ISO 8601.').optional();

export const queryText = (about: string) =>
  z
    .string()
    .refine((text) => text.trim() !== '', 'must not be empty')
    .refine((text) => text.length <= 4000, 'must be at most 4000 characters')
    .describe(about);

export const idField = z.string().min(1, 'must not be empty').max(200, 'is too long for an id');

export const operationOutput = z.object({
  operation: z.enum(OPERATION_NAMES),
  memory_id: z.string().nullable().describe('Null for a NOOP that concerns no memory.'),
  text: z.string().describe('Text after the operation; for NOOP what was not stored.'),
  previous_text: z.string().nullable(),
  reason: z.string(),
  confidence: z.number().min(0).max(1),
});
