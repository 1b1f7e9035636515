import { z } from 'zod';
import { inputError } from '../errors.js';
import { createGuardedApp, type GuardedApp, refuse, requireToken } from '../http/guard.js';
import type { Log } from '../log.js';
import { parseNamespace } from '../memory/namespace.js';
import type { Runtime } from '../runtime.js';
import { callTool } from '../tools/boundary.js';
import { forget } from '../tools/forget.js';
import { recall } from '../tools/recall.js';
import { undo } from '../tools/undo.js';
import { VERSION } from '../version.js';
import type { Page } from './page.js';
import type { Sessions } from './session.js';

export interface InspectorParts {
  runtime: Pick<Runtime, 'store' | 'services'>;
  /** Shown first. */
  namespace: string;
  /** Where the data are, as the user knows it. */
  storeUri: string;
  sessions: Sessions;
  page: Page;
  log: Log;
}

/** Arguments of a tool call: an id or a query. */
const MAX_BODY_BYTES = 64 * 1024;
/** Versions of one memory that are shown. */
const MAX_VERSIONS = 200;

const TOOLS = new Map([recall, forget, undo].map((tool) => [tool.name, tool]));

const namespaced = z.object({ namespace: z.string() });
const count = (most: number) => z.coerce.number().int().min(0).max(most);
const QUERIES = {
  memories: namespaced.extend({ page: count(1e6), size: count(200).min(1) }),
  memory: namespaced.extend({ id: z.string().min(1) }),
  changes: namespaced.extend({ cursor: z.string().optional(), size: count(200).min(1) }),
};

/**
 * The inspector: the page's files, which anybody on this machine may have, and under /api what is stored,
 * for who has a session. Everything that changes a memory goes through the tools' own boundary.
 */
export function createInspector(parts: InspectorParts): GuardedApp {
  const { runtime, sessions, page, log } = parts;
  const app = createGuardedApp({
    maxBodyBytes: MAX_BODY_BYTES,
    pageSources: { scripts: page.scriptSources, styles: ["'self'"] },
    log,
  });

  app.post('/session', async (c) => {
    const token = sessions.redeem(await c.req.text());
    if (token === null)
      return refuse(c, 401, 'wrong-code', 'This link was used before, or was never valid.');
    return c.json({ token });
  });
  app.use(
    '/api/*',
    requireToken((token) => sessions.scopeOf(token)),
  );
  app.get('/api/overview', async (c) => {
    const { namespaces, unreadable, bytes, embedder } = await (await runtime.store()).stats();
    const { namespace, storeUri } = parts;
    return c.json({
      version: VERSION,
      namespace,
      storeUri,
      namespaces,
      unreadable,
      bytes,
      embedder,
    });
  });
  app.get('/api/activity', async (c) => {
    const { namespace } = parse(namespaced, c.req.query());
    return c.json(await (await runtime.store()).activity(namespace));
  });
  app.get('/api/memories', async (c) => {
    const { namespace, page: index, size } = parse(QUERIES.memories, c.req.query());
    const store = await runtime.store();
    const own = (await store.stats()).namespaces.find((one) => one.namespace === namespace);
    const total = own?.live ?? 0;
    // The store lists oldest first; the page shows newest first.
    const end = Math.max(total - index * size, 0);
    const offset = Math.max(end - size, 0);
    const memories = await store.list({ namespace }, { offset, limit: end - offset });
    return c.json({ total, memories: memories.reverse() });
  });
  app.get('/api/memory', async (c) => {
    const { namespace, id } = parse(QUERIES.memory, c.req.query());
    const [memory] = await (await runtime.store()).get(namespace, [id]);
    const request = { namespace, memoryId: id, limit: MAX_VERSIONS };
    const { entries, nextCursor } = await (await runtime.services()).history(request);
    if (entries.length === 0)
      return refuse(c, 404, 'unknown-memory', `"${namespace}" never had this memory.`);
    return c.json({ memory: memory ?? null, entries, isCut: nextCursor !== null });
  });
  app.get('/api/changes', async (c) => {
    const { namespace, cursor, size } = parse(QUERIES.changes, c.req.query());
    return c.json(await (await runtime.services()).history({ namespace, cursor, limit: size }));
  });
  app.get('/api/transaction', async (c) => {
    const id = c.req.query('id') ?? '';
    const transaction = await (await runtime.store()).transaction(null, { id });
    return transaction === null
      ? refuse(c, 404, 'unknown-transaction', 'There is no such transaction.')
      : c.json(transaction);
  });
  app.post('/api/tools/:name', async (c) => {
    const tool = TOOLS.get(c.req.param('name'));
    if (tool === undefined) return c.notFound();
    const context = async () => ({
      services: await runtime.services(),
      namespace: parts.namespace,
      signal: c.req.raw.signal,
      progress: () => undefined,
    });
    const result = await callTool(tool, await readJson(c.req), context, log);
    if (result.isError !== true) return c.json(result.structuredContent);
    const [content] = result.content;
    return refuse(c, 400, 'refused', content?.type === 'text' ? content.text : '');
  });

  app.get('*', async (c) => {
    const file = page.files.get(c.req.path);
    return file === undefined
      ? c.notFound()
      : c.body(file.body, 200, { 'Content-Type': file.type });
  });
  return app;
}

async function readJson(request: { json(): Promise<unknown> }): Promise<unknown> {
  try {
    return await request.json();
  } catch (cause) {
    throw inputError('bad-json', 'Send the arguments as JSON.', cause);
  }
}

function parse<T extends { namespace: string }>(schema: z.ZodType<T>, query: unknown): T {
  const parsed = schema.safeParse(query);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw inputError('bad-query', `"${issue?.path.join('.')}": ${issue?.message}.`);
  }
  return { ...parsed.data, namespace: parseNamespace(parsed.data.namespace) };
}
