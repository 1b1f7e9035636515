import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** @param {string} name a package @returns {string} the folder it is installed in */
export const packageFolder = (name) => join(ROOT, 'node_modules', name);

/**
 * A folder that a build makes from development packages. It is made anew only where it is not current: its
 * `source.txt` tells the versions of the packages and a hash of the code that made it. An installed package
 * has the folder and not the packages; that is fine too.
 * @param {object} folder
 * @param {string} folder.target the folder, from the root of the project
 * @param {string[]} folder.packages what it is made from
 * @param {string[]} folder.code the files that make it, in `scripts/`
 * @param {(draft: string) => Promise<void>} folder.write fills an empty folder
 */
export async function deriveFolder({ target, packages, code, write }) {
  const folder = join(ROOT, target);
  const existing = await readFile(join(folder, 'source.txt'), 'utf8').catch(() => undefined);
  const stamp = await currentStamp(packages, [...code, 'derived-folder.js']);
  if (stamp === undefined && existing === undefined) {
    console.error(
      `build: ${target} is made from development packages; run "npm install" with them`,
    );
    process.exitCode = 1;
  }
  if (stamp === undefined || stamp === existing) return;
  // Written beside the target and moved, so that a build cut short leaves no half of it.
  const draft = `${folder}.${process.pid}`;
  try {
    await mkdir(draft, { recursive: true });
    await write(draft);
    await writeFile(join(draft, 'source.txt'), stamp);
    await rm(folder, { recursive: true, force: true });
    await rename(draft, folder);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  console.error(`build: wrote ${target}`);
}

/**
 * What a folder depends on; undefined where a package is not installed.
 * @param {string[]} packages
 * @param {string[]} code
 * @returns {Promise<string | undefined>}
 */
async function currentStamp(packages, code) {
  const versions = [];
  for (const name of packages) {
    const manifest = await readFile(join(packageFolder(name), 'package.json'), 'utf8').catch(
      () => undefined,
    );
    if (manifest === undefined) return undefined;
    versions.push(`${name}@${JSON.parse(manifest).version}`);
  }
  const hash = createHash('sha256');
  for (const file of code) hash.update(await readFile(join(ROOT, 'scripts', file)));
  return `${versions.join(' ')} ${hash.digest('hex').slice(0, 16)}\n`;
}
