import { McpServer } from '@modelcontextprotocol/server';
import type { ServerContext } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import type { StandardSchemaWithJSON } from '@modelcontextprotocol/server';
import type { z } from 'zod';
import type { Scope } from './http/tokens.js';
import type { Log } from './log.js';
import { INSTRUCTIONS, PROMPTS } from './prompts.js';
import { registerResources } from './resources.js';
import type { Runtime } from './runtime.js';
import type { Settings } from './settings.js';
import { callTool } from './tools/boundary.js';
import { TOOLS } from './tools/catalog.js';
import type { ToolDefinition } from './tools/definition.js';
import { VERSION } from './version.js';

/** How long a closing server waits for a commit that is under way. */
const CLOSE_TIMEOUT_MS = 1500;

/**
 * Builds an MCP server with every tool, resource and prompt on it; makes nothing heavy.
 * @param scope `read`: only with what changes nothing
 */
export function createServer(
  settings: Settings,
  runtime: Runtime,
  log: Log,
  scope: Scope = 'full',
): McpServer {
  const server = new McpServer(
    { name: 'memory-r1', title: 'Memory-R1', version: VERSION },
    { instructions: INSTRUCTIONS, capabilities: { tools: {}, resources: {}, prompts: {} } },
  );
  const tools = scope === 'full' ? TOOLS : TOOLS.filter((tool) => tool.annotations.readOnlyHint);
  for (const tool of tools) registerTool(server, tool, settings, runtime, log);
  registerResources(server, runtime);
  for (const prompt of PROMPTS) {
    server.registerPrompt(prompt.name, prompt, ({ topic }) => ({
      messages: [{ role: 'user', content: { type: 'text', text: prompt.text(topic) } }],
    }));
  }
  return server;
}

function registerTool(
  server: McpServer,
  tool: ToolDefinition,
  settings: Settings,
  runtime: Runtime,
  log: Log,
): void {
  const config = {
    title: tool.title,
    description: tool.description,
    annotations: { title: tool.title, ...tool.annotations },
    inputSchema: describeOnly(tool.input),
    outputSchema: tool.output,
  };
  server.registerTool(tool.name, config, (args: unknown, ctx: ServerContext) =>
    callTool(
      tool,
      args,
      async () => ({
        services: await runtime.services(),
        namespace: settings.namespace,
        signal: ctx.mcpReq.signal,
        progress: progressTo(ctx),
      }),
      log,
    ),
  );
}

/**
 * The schema as clients see it, without the SDK's own check: our boundary checks the arguments, because
 * its messages tell the calling model how to mend the call.
 */
function describeOnly(schema: z.ZodObject): StandardSchemaWithJSON<unknown, unknown> {
  const standard = schema['~standard'];
  return { '~standard': { ...standard, validate: (value: unknown) => ({ value }) } };
}

/** Progress notifications for a client that sent a progress token, at most one for each percent. */
function progressTo(ctx: ServerContext): (done: number, total: number) => void {
  const progressToken = ctx.mcpReq._meta?.progressToken;
  if (progressToken === undefined) return () => undefined;
  let reported = 0;
  return (done, total) => {
    const percent = Math.floor((done / total) * 100);
    if (percent <= reported) return;
    reported = percent;
    // A client that has gone away ends the whole process elsewhere; a lost notification is no failure.
    ctx.mcpReq
      .notify({
        method: 'notifications/progress',
        params: { progressToken, progress: done, total },
      })
      .catch(() => undefined);
  };
}

/**
 * Serves this process's stdin and stdout until stdin closes or a signal comes, then ends the process
 * within two seconds: a commit under way is waited for, requests not yet committed are dropped.
 */
export function serveOnStdio(settings: Settings, runtime: Runtime, log: Log): void {
  serveStdio(() => createServer(settings, runtime, log), {
    onerror: (error) => log.warn(error.message),
  });
  let closing = false;
  const close = () => {
    if (closing) return;
    closing = true;
    setTimeout(() => process.exit(0), CLOSE_TIMEOUT_MS).unref();
    runtime.close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.warn(`while closing: ${String(error)}`);
        process.exit(0);
      },
    );
  };
  process.stdin.on('end', close);
  process.stdin.on('close', close);
  process.stdout.on('error', close);
  process.on('SIGINT', close);
  process.on('SIGTERM', close);
}
