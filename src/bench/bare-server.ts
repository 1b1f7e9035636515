import { McpServer } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { z } from 'zod';

// The least that a server of this SDK costs: one empty tool. `bench startup` measures ours beside it.
serveStdio(() => {
  const server = new McpServer({ name: 'bare', version: '1.0.0' });
  server.registerTool('empty', { inputSchema: z.object({}) }, () => ({ content: [] }));
  return server;
});
