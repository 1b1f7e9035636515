import { ResourceTemplate } from '@modelcontextprotocol/server';
import type { McpServer, ReadResourceResult } from '@modelcontextprotocol/server';
import { inputError } from './errors.js';
import { parseNamespace } from './memory/namespace.js';
import type { Runtime } from './runtime.js';

/** Memories on one page of `memory://{namespace}`: enough to browse, small enough for a context. */
const PAGE = 200;

/** `memory://{namespace}` lists what is live; `memory://{namespace}/{id}` is one memory with its history. */
export function registerResources(server: McpServer, runtime: Runtime): void {
  server.registerResource(
    'namespace',
    new ResourceTemplate('memory://{namespace}', {
      list: async () => {
        const { namespaces } = await (await runtime.store()).stats();
        return {
          resources: namespaces.map(({ namespace, live }) => ({
            uri: `memory://${encodeURIComponent(namespace)}`,
            name: namespace,
            description: `${live} live memories`,
            mimeType: 'application/json',
          })),
        };
      },
    }),
    {
      title: 'Memories of a namespace',
      description: `The first ${PAGE} live memories, oldest first.`,
      mimeType: 'application/json',
    },
    async (uri, variables) => {
      const namespace = namespaceOf(variables['namespace']);
      const memories = await (
        await runtime.store()
      ).list({ namespace }, { offset: 0, limit: PAGE });
      return json(uri, { namespace, memories });
    },
  );
  server.registerResource(
    'memory',
    new ResourceTemplate('memory://{namespace}/{id}', { list: undefined }),
    {
      title: 'One memory',
      description: 'A memory and the history of its versions, newest first.',
      mimeType: 'application/json',
    },
    async (uri, variables) => {
      const namespace = namespaceOf(variables['namespace']);
      const id = decodeURIComponent(String(variables['id']));
      const store = await runtime.store();
      const { entries } = await store.history({ namespace, memoryId: id, limit: 100 });
      if (entries.length === 0) {
        throw inputError(
          'unknown-memory',
          `There is no memory ${JSON.stringify(id)} in namespace "${namespace}".`,
        );
      }
      const [memory] = await store.get(namespace, [id]);
      return json(uri, { memory: memory ?? null, history: entries });
    },
  );
}

function namespaceOf(variable: string | string[] | undefined): string {
  return parseNamespace(decodeURIComponent(String(variable)));
}

function json(uri: URL, value: unknown): ReadResourceResult {
  return {
    contents: [
      { uri: uri.href, mimeType: 'application/json', text: JSON.stringify(value, null, 2) },
    ],
  };
}
