// What `npm install` runs. It builds, except where the tools to build are left out on purpose
// (`npm install --omit=dev`) and what they make is there already.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const here = (/** @type {string} */ path) => new URL(`../${path}`, import.meta.url);

if (existsSync(here('node_modules/typescript'))) {
  const { status } = spawnSync('npm', ['run', 'build'], {
    cwd: here('.'),
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  process.exit(status ?? 1);
}
if (
  !existsSync(here('dist/main.js')) ||
  !existsSync(here('models/embedder/config.json')) ||
  !existsSync(here('models/thesaurus/words.txt')) ||
  !existsSync(here('vendor/source.txt'))
) {
  console.error('memory-r1 is not built: run `npm install` once with the development dependencies');
  process.exit(1);
}
