import type { CallToolResult } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { MemoryR1Error, messageOf } from '../errors.js';
import type { Log } from '../log.js';
import type { ToolContext, ToolDefinition } from './definition.js';

/**
 * The one place where a tool call enters: checks the arguments, runs the tool and turns whatever was
 * thrown into a result that tells the calling model how to fix the call. The process always goes on.
 */
export async function callTool(
  tool: ToolDefinition,
  args: unknown,
  makeContext: () => Promise<ToolContext>,
  log: Log,
): Promise<CallToolResult> {
  const parsed = tool.input.safeParse(args ?? {});
  if (!parsed.success) {
    return failure('bad-arguments', explainIssues(tool, parsed.error.issues));
  }
  try {
    const output = await tool.run(parsed.data, await makeContext());
    return {
      content: [{ type: 'text', text: tool.render(output, parsed.data) }],
      structuredContent: output,
    };
  } catch (error) {
    if (error instanceof MemoryR1Error) return failure(error.code, error.message);
    if (error instanceof Error && error.name === 'AbortError') {
      return failure('cancelled', 'The call was cancelled; nothing was written.');
    }
    // A bug of ours: the stack is for whoever reads the log, the caller gets one line.
    log.warn(
      `${tool.name} failed: ${error instanceof Error ? (error.stack ?? error.message) : messageOf(error)}`,
    );
    return failure(
      'internal',
      `${tool.name} failed unexpectedly: ${messageOf(error)}. Nothing was written by this call.`,
    );
  }
}

function failure(code: string, message: string): CallToolResult {
  return { isError: true, content: [{ type: 'text', text: `${message} [${code}]` }] };
}

/** Says what is wrong with the arguments and what the tool takes, in one line. */
function explainIssues(tool: ToolDefinition, issues: readonly z.core.$ZodIssue[]): string {
  const problems = issues.slice(0, 3).map((issue) => {
    const path = issue.path.map(String).join('.');
    if (issue.code === 'unrecognized_keys') {
      const unknown = issue.keys.map((key) => JSON.stringify(key)).join(', ');
      const known = Object.keys(shapeAt(tool.input, issue.path)).join(', ');
      return `unknown argument ${unknown}; ${path === '' ? tool.name : path} takes ${known}`;
    }
    return path === ''
      ? issue.message
      : `"${path}" ${issue.message.replace(/^Invalid input: /, '')}`;
  });
  return `${tool.name}: ${problems.join('; ')}.`;
}

/** What the object at a path of a schema takes, by name. */
function shapeAt(schema: unknown, path: readonly PropertyKey[]): Readonly<Record<string, unknown>> {
  if (schema instanceof z.ZodOptional) return shapeAt(schema.unwrap(), path);
  const [key, ...rest] = path;
  if (schema instanceof z.ZodArray) return shapeAt(schema.element, rest);
  if (!(schema instanceof z.ZodObject)) return {};
  const shape: Readonly<Record<string, unknown>> = schema.shape;
  return key === undefined ? shape : shapeAt(shape[String(key)], rest);
}
