import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { serverEntry } from '../../src/setup/entry.js';
import { SETTING_DEFINITIONS } from '../../src/settings.js';
import { TOOLS } from '../../src/tools/catalog.js';

const ROOT = resolve(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(resolve(ROOT, file), 'utf8');
const json = (file: string): unknown => JSON.parse(read(file));

const manifest = z
  .object({ name: z.string(), mcpName: z.string(), version: z.string() })
  .parse(json('package.json'));

/** Every variable that the server reads. */
const VARIABLES = [...SETTING_DEFINITIONS.map(({ env }) => env as string), 'MEMORY_R1_LLM_API_KEY'];

describe('server.json, for the registry', () => {
  /** What its schema of 2025-12-11 asks of the fields used here, and the registry of their values. */
  const schema = z.strictObject({
    $schema: z.literal(
      'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json',
    ),
    name: z
      .string()
      .max(200)
      .regex(/^[a-zA-Z0-9.-]+\/[a-zA-Z0-9._-]+$/),
    title: z.string().min(1).max(100),
    description: z.string().min(1).max(100),
    version: z.string().regex(/^\d+\.\d+\.\d+$/),
    packages: z
      .array(
        z.strictObject({
          registryType: z.literal('npm'),
          registryBaseUrl: z.literal('https://registry.npmjs.org'),
          identifier: z.string(),
          version: z.string().regex(/^\d+\.\d+\.\d+$/),
          runtimeHint: z.literal('npx'),
          transport: z.strictObject({ type: z.literal('stdio') }),
          environmentVariables: z.array(
            z.strictObject({
              name: z.string(),
              description: z.string(),
              format: z.enum(['string', 'number', 'boolean', 'filepath']).optional(),
              isRequired: z.boolean().optional(),
              isSecret: z.boolean().optional(),
              default: z.string().optional(),
            }),
          ),
        }),
      )
      .length(1),
  });

  test('has the fields of its schema, and says what package.json says', () => {
    const server = schema.parse(json('server.json'));
    const [npm] = server.packages;
    expect(server.name).toBe(manifest.mcpName);
    expect([server.version, npm?.version]).toEqual([manifest.version, manifest.version]);
    expect(npm?.identifier).toBe(manifest.name);
    for (const { name, isSecret } of npm?.environmentVariables ?? []) {
      expect(VARIABLES).toContain(name);
      expect(isSecret ?? false).toBe(name.endsWith('_KEY'));
    }
  });
});

test('the bundle starts outside the application, and keeps the key out of sight', () => {
  const bundle = z
    .object({
      manifest_version: z.literal('0.3'),
      version: z.string(),
      server: z.object({
        mcp_config: z.object({ command: z.string(), env: z.record(z.string(), z.string()) }),
      }),
      user_config: z.record(z.string(), z.object({ sensitive: z.boolean().optional() })),
    })
    .parse(json('packaging/mcpb/manifest.json'));
  expect(bundle.version).toBe(manifest.version);
  // "node" would be the application's own, which on macOS loads no native module of others.
  expect(bundle.server.mcp_config.command).not.toBe('node');
  for (const [variable, value] of Object.entries(bundle.server.mcp_config.env)) {
    expect(VARIABLES).toContain(variable);
    const field = /^\$\{user_config\.(\w+)\}$/.exec(value)?.[1] ?? '';
    expect(bundle.user_config[field]?.sensitive ?? false).toBe(variable.endsWith('_KEY'));
  }
});

describe('the Claude Code plugin', () => {
  test('starts the published package, and its skill names every tool', () => {
    expect(json('packaging/claude-code/.claude-plugin/plugin.json')).toMatchObject({
      name: 'memory-r1',
      version: manifest.version,
    });
    expect(json('packaging/claude-code/.mcp.json')).toEqual({
      mcpServers: { 'memory-r1': npxEntry() },
    });
    const skill = read('packaging/claude-code/skills/long-term-memory/SKILL.md');
    expect(skill).toMatch(/^---\nname: long-term-memory\ndescription: .{50,1024}\n---\n/);
    for (const { name } of TOOLS) expect(skill).toContain(`\`${name}\``);
    expect(skill.length).toBeLessThan(3000);
  });
});

describe('the one-click links of the docs', () => {
  const docs = read('docs/clients.md');

  test('Cursor', () => {
    const config = /cursor\.com\/\S*install-mcp\?name=memory-r1&config=([\w%=+/]+)/.exec(docs)?.[1];
    const decoded: unknown = JSON.parse(
      Buffer.from(decodeURIComponent(config ?? ''), 'base64').toString(),
    );
    expect(decoded).toEqual(npxEntry());
  });

  test('VS Code', () => {
    const config = /vscode\.dev\/redirect\/mcp\/install\?name=memory-r1&config=([^)\s]+)/.exec(
      docs,
    )?.[1];
    expect(JSON.parse(decodeURIComponent(config ?? ''))).toEqual({ type: 'stdio', ...npxEntry() });
  });
});

function npxEntry() {
  return serverEntry({
    launch: 'npx',
    platform: 'linux',
    node: '',
    main: '',
    settings: {},
    extras: {},
  });
}
