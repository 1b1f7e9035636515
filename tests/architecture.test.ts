import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const SRC = resolve(import.meta.dirname, '../src');

/** Files of agents/ that tools know, for their types only. */
const AGENT_INTERFACES = ['agents/answer-agent', 'agents/manager', 'agents/revisions'];

/** What each folder may import of the others (itself always); `interfaces` are the named files only. */
const MAY_IMPORT: Record<string, { folders: string[]; files?: string[] }> = {
  memory: { folders: [], files: ['errors'] },
  store: { folders: ['memory'], files: ['errors', 'log'] },
  embeddings: { folders: ['memory'], files: ['errors', 'log'] },
  agents: { folders: ['memory'], files: ['errors', 'store/store', 'embeddings/embedder'] },
  tools: {
    folders: ['memory'],
    files: ['errors', 'log', 'store/store', ...AGENT_INTERFACES],
  },
  http: { folders: [], files: ['errors', 'log'] },
  setup: { folders: [], files: ['errors'] },
  inspector: {
    folders: ['memory', 'http', 'tools'],
    files: ['errors', 'log', 'version', 'runtime'],
  },
};

/** Heavy packages, each with the files that may import it. */
const ONLY_IMPORTER: Record<string, RegExp> = {
  '#lancedb': /^store\//,
  'apache-arrow': /^store\//,
  'proper-lockfile': /^store\//,
  '#transformers': /^embeddings\/worker\.ts$/,
  '@energetic-ai/embeddings': /^bench\/embedder\.ts$/,
  'hyparquet-writer': /^training\/llm\/parquet\.ts$/,
  openai: /^agents\/llm\/openai\.ts$/,
  compromise: /^agents\/tagger\.ts$/,
  'chrono-node': /^agents\/date-parser\.ts$/,
  '@modelcontextprotocol/server':
    /^(server|resources|http\/mcp|bench\/bare-server)\.ts$|^tools\/(boundary|definition)\.ts$/,
  '@modelcontextprotocol/client': /^(cli\/demo|bench\/llm)\.ts$/,
  '@hono/node-server': /^http\//,
  commander: /^(main|cli\/(program|options|train|train-llm))\.ts$/,
  'jsonc-parser': /^setup\/config-text\.ts$/,
  hono: /^http\//,
  open: /^cli\/inspect\.ts$/,
  'env-paths': /^settings\.ts$/,
};

interface Import {
  from: string;
  to: string;
}

const imports: Import[] = sourceFiles(SRC).flatMap((file) =>
  [...readFileSync(file, 'utf8').matchAll(/(?:from\s+|import\(\s*|^import\s+)'([^']+)'/gm)].map(
    ([, to = '']) => ({
      from: relative(SRC, file),
      to: to.startsWith('.') ? relative(SRC, resolve(dirname(file), to)).replace(/\.js$/, '') : to,
    }),
  ),
);

describe('the import table of the design', () => {
  test.each(Object.keys(MAY_IMPORT))('%s', (folder) => {
    const allowed = MAY_IMPORT[folder];
    const wrong = imports.filter(
      ({ from, to }) =>
        from.startsWith(`${folder}/`) &&
        isOwn(to) &&
        !to.startsWith(`${folder}/`) &&
        !allowed?.folders.some((other) => to.startsWith(`${other}/`)) &&
        !allowed?.files?.includes(to),
    );
    expect(wrong).toEqual([]);
  });

  test('no part but the commands and the training may reach bench, training or cli', () => {
    const wrong = imports.filter(
      ({ from, to }) =>
        /^(bench|training|cli)\//.test(to) && !/^(bench|training|cli)\/|^main\.ts$/.test(from),
    );
    expect(wrong).toEqual([]);
  });

  test.each(Object.keys(ONLY_IMPORTER))('%s has its one importer', (name) => {
    const importers = imports
      .filter(({ to }) => to === name || to.startsWith(`${name}/`))
      .map(({ from }) => from);
    expect(importers.length).toBeGreaterThan(0);
    expect(importers.filter((from) => !ONLY_IMPORTER[name]?.test(from))).toEqual([]);
  });

  test('no import cycles', () => {
    const graph = new Map<string, string[]>();
    for (const { from, to } of imports) {
      if (isOwn(to))
        graph.set(from.replace(/\.ts$/, ''), [...(graph.get(from.replace(/\.ts$/, '')) ?? []), to]);
    }
    expect(findCycle(graph)).toEqual([]);
  });

  test('no file of a thousand lines', () => {
    const long = sourceFiles(SRC).filter(
      (file) => readFileSync(file, 'utf8').split('\n').length > 500,
    );
    expect(long.map((file) => relative(SRC, file))).toEqual([]);
  });
});

const own = new Set(sourceFiles(SRC));

function isOwn(to: string): boolean {
  return own.has(join(SRC, `${to}.ts`));
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));
}

function findCycle(graph: Map<string, string[]>): string[] {
  const done = new Set<string>();
  const visit = (node: string, path: string[]): string[] => {
    if (path.includes(node)) return [...path.slice(path.indexOf(node)), node];
    if (done.has(node)) return [];
    for (const next of graph.get(node) ?? []) {
      const cycle = visit(next, [...path, node]);
      if (cycle.length > 0) return cycle;
    }
    done.add(node);
    return [];
  };
  for (const node of graph.keys()) {
    const cycle = visit(node, []);
    if (cycle.length > 0) return cycle;
  }
  return [];
}
