import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TOOLS } from '../../dist/tools/catalog.js';
import { run } from './run.js';

/** Its validator is the one that desktop applications apply. */
const MCPB = '@anthropic-ai/mcpb@2.1.2';

/**
 * Makes the .mcpb bundle for this platform from an installed package.
 * @param {{ root: string, installed: string, work: string }} folders the clone, a folder whose
 *   node_modules holds the package, and an empty folder to work in
 * @returns {string} the bundle's file
 */
export function makeBundle({ root, installed, work }) {
  const { platform, arch } = process;
  const stage = join(work, 'bundle');
  mkdirSync(stage, { recursive: true });
  cpSync(join(installed, 'node_modules'), join(stage, 'server/node_modules'), {
    recursive: true,
    verbatimSymlinks: true,
  });
  rmSync(join(stage, 'server/node_modules/.bin'), { recursive: true, force: true });
  const runtimes = join(
    stage,
    'server/node_modules/memory-r1-mcp/vendor/onnxruntime-node/bin/napi-v6',
  );
  for (const os of readdirSync(runtimes)) {
    for (const cpu of readdirSync(join(runtimes, os))) {
      if (os !== platform || cpu !== arch) rmSync(join(runtimes, os, cpu), { recursive: true });
    }
  }
  const source = join(root, 'packaging/mcpb');
  cpSync(join(source, 'launch.sh'), join(stage, 'launch.sh'));
  cpSync(join(source, 'start.js'), join(stage, 'server/start.js'));
  writeFileSync(join(stage, 'server/package.json'), '{ "type": "module" }\n');
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const manifest = {
    ...JSON.parse(readFileSync(join(source, 'manifest.json'), 'utf8')),
    version,
    tools: TOOLS.map(({ name, description }) => ({ name, description })),
  };
  manifest.compatibility.platforms = [platform];
  writeFileSync(join(stage, 'manifest.json'), JSON.stringify(manifest, null, 2));
  run('npx', ['-y', MCPB, 'validate', 'manifest.json'], { cwd: stage });
  const file = join(work, `memory-r1-${version}-${platform}-${arch}.mcpb`);
  run('npx', ['-y', MCPB, 'pack', stage, file], { cwd: work });
  return file;
}

/**
 * @param {string} file a bundle
 * @param {string} folder where its content goes
 */
export function unpackBundle(file, folder) {
  run('npx', ['-y', MCPB, 'unpack', file, folder], { cwd: folder });
}
