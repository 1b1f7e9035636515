import { expect, test } from 'vitest';
import { z } from 'zod';
import { inputError } from '../../src/errors.js';
import { callTool } from '../../src/tools/boundary.js';
import { defineTool, type ToolContext } from '../../src/tools/definition.js';

const logged: string[] = [];
const log = { info: () => undefined, warn: (message: string) => void logged.push(message) };
const context = async () => ({}) as ToolContext;

function toolThatThrows(error: Error) {
  return defineTool({
    name: 'broken',
    title: 'Broken',
    description: '',
    annotations: {},
    input: z.strictObject({}),
    output: z.object({}),
    run: () => Promise.reject(error),
    render: () => '',
  });
}

test('an error of ours keeps its message and code', async () => {
  const result = await callTool(
    toolThatThrows(inputError('odd', 'Send it even.')),
    {},
    context,
    log,
  );
  expect(result).toEqual({
    isError: true,
    content: [{ type: 'text', text: 'Send it even. [odd]' }],
  });
});

test('a cancelled call says that nothing was written', async () => {
  const result = await callTool(
    toolThatThrows(new DOMException('aborted', 'AbortError')),
    {},
    context,
    log,
  );
  expect(result.content).toMatchObject([{ text: expect.stringContaining('cancelled') as string }]);
});

test('a bug is one line for the caller and a stack for the log', async () => {
  const result = await callTool(toolThatThrows(new TypeError('x is undefined')), {}, context, log);
  expect(result.isError).toBe(true);
  expect(JSON.stringify(result.content)).not.toContain('boundary.test');
  expect(logged.join('\n')).toContain('boundary.test');
});
