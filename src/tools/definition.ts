import type { ToolAnnotations } from '@modelcontextprotocol/server';
import type { z } from 'zod';
import type { Services } from './services.js';

/** What a tool may use of the call it serves. */
export interface ToolContext {
  services: Services;
  /** Namespace to use where the call names none. */
  namespace: string;
  /** Aborts when the client cancels; honoured until a commit begins. */
  signal: AbortSignal;
  /** Tells the client how far a long call is; does nothing where the client did not ask. */
  progress: (done: number, total: number) => void;
}

/** One MCP tool: schemas, words for the model that chooses it, and what it does. */
export interface ToolDefinition<
  Input extends z.ZodObject = z.ZodObject,
  Output extends z.ZodObject = z.ZodObject,
> {
  name: string;
  title: string;
  /** For the model: when to call, first. Static: holds nothing a user said. */
  description: string;
  annotations: ToolAnnotations;
  input: Input;
  output: Output;
  /** Throws MemoryR1Error for what the caller can fix. */
  run(input: z.output<Input>, context: ToolContext): Promise<z.input<Output>>;
  /** The same result, short and readable. */
  render(output: z.input<Output>, input: z.output<Input>): string;
}

/** Keeps the schemas' types inside `run` and `render`, while catalogs hold tools of every shape. */
export function defineTool<Input extends z.ZodObject, Output extends z.ZodObject>(
  tool: ToolDefinition<Input, Output>,
): ToolDefinition {
  return tool;
}
