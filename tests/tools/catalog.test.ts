import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { INSTRUCTIONS, PROMPTS } from '../../src/prompts.js';
import { TOOLS } from '../../src/tools/catalog.js';

describe('the catalog', () => {
  test('has the six tools of the contract, in a fixed order', () => {
    expect(TOOLS.map(({ name }) => name)).toEqual([
      'remember',
      'recall',
      'answer',
      'forget',
      'history',
      'undo',
    ]);
  });

  test.each(TOOLS.map((tool) => [tool.name, tool] as const))(
    '%s tells a client all it needs',
    (_name, tool) => {
      expect(tool.description.length).toBeGreaterThan(80);
      expect(tool.description.length).toBeLessThan(2048);
      expect(tool.description).toMatch(/^Call this/);
      expect(Object.keys(tool.annotations).sort()).toEqual([
        'destructiveHint',
        'idempotentHint',
        'openWorldHint',
        'readOnlyHint',
      ]);
      for (const schema of [
        z.toJSONSchema(tool.input, { io: 'input' }),
        z.toJSONSchema(tool.output),
      ]) {
        expect(schema.type).toBe('object');
      }
      expect(z.toJSONSchema(tool.input, { io: 'input' }).additionalProperties).toBe(false);
    },
  );

  test('the whole list is small enough for every context', () => {
    const size = JSON.stringify(
      TOOLS.map(({ name, description, input }) => [
        name,
        description,
        z.toJSONSchema(input, { io: 'input' }),
      ]),
    ).length;
    // About 4 characters a token: under 2,000 tokens for all tools.
    expect(size).toBeLessThan(8_000);
    expect(TOOLS.reduce((sum, { description }) => sum + description.length, 0)).toBeLessThan(2_500);
    expect(INSTRUCTIONS.length).toBeLessThan(600);
    for (const prompt of PROMPTS) expect(prompt.text('x').length).toBeLessThan(600);
  });
});

describe('the thirty messages by which descriptions are judged', () => {
  const messages = z
    .array(
      z.strictObject({
        message: z.string().min(1),
        tool: z.enum(TOOLS.map(({ name }) => name)).nullable(),
      }),
    )
    .parse(
      JSON.parse(readFileSync(new URL('../fixtures/user-messages.json', import.meta.url), 'utf8')),
    );

  test('want every tool, and sometimes none', () => {
    expect(new Set(messages.map(({ message }) => message)).size).toBe(30);
    for (const tool of [...TOOLS.map(({ name }) => name), null])
      expect(messages.filter((entry) => entry.tool === tool).length).toBeGreaterThan(1);
  });

  test('are not quoted in the descriptions, which would be learning them by heart', () => {
    const words = [INSTRUCTIONS, ...TOOLS.map(({ description }) => description)]
      .join(' ')
      .toLowerCase();
    const quoted = messages.filter(({ message }) =>
      words.includes(message.toLowerCase().replace(/[.?!]$/, '')),
    );
    expect(quoted).toEqual([]);
  });
});
