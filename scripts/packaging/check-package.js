/**
 * Installs what `npm pack` makes into an empty folder and uses it as a user would, then does the same with
 * the .mcpb bundle made of it. Needs the npm registry. `--keep <folder>` leaves tarball and bundle there.
 */
import assert from 'node:assert/strict';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CLIENTS } from '../../dist/setup/clients.js';
import { makeBundle, unpackBundle } from './bundle.js';
import { megabytes, run } from './run.js';
import { session } from './session.js';

/** What may be in the package, and nothing else. */
const ALLOWED =
  /^(dist\/.+\.js|assets\/.+\.(js|html|css|svg)|models\/.+|vendor\/.+|data\/((changes|dialogues|conversations)\/[\w-]+\/\w+\.json|notebooks\/[\w-]+\/\w+\.jsonl|stories\/\w+\.jsonl)|docs\/.+\.(md|png|svg)|package\.json|README\.md|CHANGELOG\.md|LICENSE|NOTICE)$/;
const FORBIDDEN = /\.map$|\.ts$|\.test\.|(^|\/)tests?\/|shared\//;

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const say = (/** @type {string} */ text) => console.log(text);
const work = mkdtempSync(join(tmpdir(), 'memory-r1-package-'));

/** @param {string} name */
function emptyFolder(name) {
  const folder = join(work, name);
  mkdirSync(folder);
  return folder;
}

try {
  const [packed] = JSON.parse(
    run('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', work], { cwd: ROOT }),
  );
  const paths = packed.files.map((/** @type {{ path: string }} */ { path }) => path);
  assert.deepEqual(
    paths.filter((/** @type {string} */ path) => !ALLOWED.test(path) || FORBIDDEN.test(path)),
    [],
  );
  say(
    `packed: ${paths.length} files, ${Math.round(packed.size / 1e6)} MB, unpacked ${Math.round(packed.unpackedSize / 1e6)} MB`,
  );

  const home = emptyFolder('home');
  const installed = emptyFolder('installed');
  const tarball = join(work, packed.filename);
  writeFileSync(join(installed, 'package.json'), '{ "private": true }\n');
  run('npm', ['install', '--no-audit', '--no-fund', tarball], { cwd: installed });
  const modules = join(installed, 'node_modules');
  for (const name of ['onnxruntime-node', 'onnxruntime-web', '@huggingface/transformers', 'sharp'])
    assert.ok(!existsSync(join(modules, name)), `${name} was installed as well`);
  say(`installed: ${megabytes(modules)} MB`);

  const environment = { HOME: home, USERPROFILE: home, XDG_CONFIG_HOME: '', APPDATA: home };
  for (const { id } of CLIENTS) {
    const printed = run('npx', ['memory-r1', 'setup', id, '--dry-run', '--launch', 'npx'], {
      cwd: installed,
      env: environment,
    });
    assert.match(printed, /"memory-r1-mcp"[^]*Nothing was changed/);
  }
  say(`setup --dry-run: ${CLIENTS.map(({ id }) => id).join(', ')}`);
  say(
    `npx memory-r1-mcp: ${await session({ command: 'npx', args: ['memory-r1-mcp'], cwd: installed, env: { MEMORY_R1_HOME: join(home, 'npx') } })}`,
  );

  const bundle = makeBundle({ root: ROOT, installed, work });
  const unpacked = emptyFolder('unpacked');
  unpackBundle(bundle, unpacked);
  say(`bundle: ${Math.round(statSync(bundle).size / 1e6)} MB, unpacked ${megabytes(unpacked)} MB`);
  const { mcp_config: config } = JSON.parse(
    readFileSync(join(unpacked, 'manifest.json'), 'utf8'),
  ).server;
  const { command, args } = { ...config, ...config.platform_overrides[process.platform] };
  const answer = await session({
    command,
    args: args.map((/** @type {string} */ arg) => arg.replace('${__dirname}', unpacked)),
    cwd: home,
    env: { ...config.env, MEMORY_R1_HOME: join(home, 'bundle'), MEMORY_R1_NAMESPACE: 'work' },
  });
  say(`from the bundle: ${answer}`);

  const keep = process.argv.indexOf('--keep');
  if (keep > 0) {
    const target = resolve(process.argv[keep + 1] ?? '.');
    mkdirSync(target, { recursive: true });
    for (const file of [tarball, bundle])
      copyFileSync(file, join(target, file.slice(work.length + 1)));
    say(`kept in ${target}`);
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
