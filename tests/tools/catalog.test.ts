import { describe, expect, test } from 'vitest';
import { z } from 'zod';
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
    expect(size).toBeLessThan(12_000);
  });
});
