/**
 * Puts into `vendor/` what the server uses of LanceDB's client, transformers.js and ONNX Runtime, unchanged
 * but for two import lines. Runs with every build and does nothing when the result is current.
 *
 * Why these three are not ordinary dependencies: `overrides` hold only for the root of an installation, so
 * whoever installed this package would get a second transformers.js, a second ONNX Runtime and a second
 * OpenAI client (optional dependencies of LanceDB that it does not need for what we do), onnxruntime-web
 * (141 MB that Node does not use), and onnxruntime-node's install script, which on Linux downloads CUDA
 * libraries that are not used either and fails the whole installation where that download is blocked.
 * What the three need at run time is in package.json: LanceDB's builds are optional dependencies there,
 * of which npm installs the one for the platform.
 */
import { createHash } from 'node:crypto';
import {
  cp,
  link,
  copyFile,
  mkdir,
  readFile,
  readdir,
  rename,
  rm,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const MODULES = join(ROOT, 'node_modules');
const TARGET = join(ROOT, 'vendor');
const PACKAGES = ['@huggingface/transformers', '@lancedb/lancedb', 'onnxruntime-node'];

/** The Mac library is there twice: as the file that the binding loads, and under its full version. */
const LEFT_OUT = /\.d\.ts$|\.map$|libonnxruntime\.\d+\.\d+\.\d+\.dylib$/;

/**
 * @param {string} name
 * @returns {Promise<{ version: string, license: string, main: string }>}
 */
async function manifestOf(name) {
  return JSON.parse(await readFile(join(MODULES, name, 'package.json'), 'utf8'));
}

/** What the result depends on: the packages' versions and this file. */
async function currentStamp() {
  const versions = await Promise.all(
    PACKAGES.map(async (name) => `${name}@${(await manifestOf(name)).version}`),
  );
  const own = createHash('sha256').update(await readFile(fileURLToPath(import.meta.url)));
  return `${versions.join(' ')} ${own.digest('hex').slice(0, 16)}\n`;
}

/**
 * One package's folders under a new manifest that names no scripts and no dependencies. Large files are
 * linked where the file system can.
 * @param {string} name
 * @param {string} target
 * @param {string[]} parts files and folders of the package
 */
async function vendorPackage(name, target, parts) {
  const { version, license, main } = await manifestOf(name);
  await mkdir(target, { recursive: true });
  for (const part of parts) await linkTree(join(MODULES, name, part), join(target, part));
  const manifest = { name, version, license, main, type: 'commonjs' };
  await writeFile(join(target, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

/**
 * @param {string} from
 * @param {string} to
 */
async function linkTree(from, to) {
  const entries = await readdir(from, { withFileTypes: true }).catch(() => null);
  if (entries === null) {
    await link(from, to).catch(() => copyFile(from, to));
    return;
  }
  await mkdir(to, { recursive: true });
  for (const { name } of entries) {
    if (!LEFT_OUT.test(name)) await linkTree(join(from, name), join(to, name));
  }
}

/**
 * @param {string} text
 * @param {string} from must be there exactly once
 * @param {string} to
 */
function replaceOnce(text, from, to) {
  const parts = text.split(from);
  if (parts.length !== 2) {
    throw new Error(`vendor: expected one ${JSON.stringify(from)}, found ${parts.length - 1}`);
  }
  return parts.join(to);
}

/** @param {string} target */
async function vendorTransformers(target) {
  const source = join(MODULES, '@huggingface/transformers');
  const code = await readFile(join(source, 'dist/transformers.node.mjs'), 'utf8');
  await writeFile(
    join(target, 'transformers.mjs'),
    replaceOnce(
      replaceOnce(
        code,
        'requireFromHere("onnxruntime-node")',
        'requireFromHere("./onnxruntime-node")',
      ),
      'import sharp from "sharp"',
      'import sharp from "./no-images.mjs"',
    ),
  );
  // Texts only: sharp and its libraries are 20 MB. transformers.js insists on something at load time.
  await writeFile(
    join(target, 'no-images.mjs'),
    "export default function sharp() {\n  throw new Error('memory-r1 reads no images');\n}\n",
  );
  await cp(join(source, 'LICENSE'), join(target, 'transformers.LICENSE'));
}

const stamp = await currentStamp().catch(() => undefined);
const existing = await readFile(join(TARGET, 'source.txt'), 'utf8').catch(() => undefined);
if (stamp === undefined) {
  if (existing === undefined) {
    console.error('vendor: run "npm install" with the development dependencies');
    process.exitCode = 1;
  }
} else if (stamp !== existing) {
  // Written beside the target and moved, so that a build cut short leaves no half of it.
  const draft = `${TARGET}.${process.pid}`;
  try {
    await mkdir(draft, { recursive: true });
    await vendorTransformers(draft);
    await vendorPackage('onnxruntime-node', join(draft, 'onnxruntime-node'), ['bin', 'dist']);
    await vendorPackage('@lancedb/lancedb', join(draft, 'lancedb'), [
      'dist',
      'NODEJS_THIRD_PARTY_LICENSES.md',
      'RUST_THIRD_PARTY_LICENSES.html',
    ]);
    // For the compiler only; not in the published package.
    await writeFile(
      join(draft, 'transformers.d.mts'),
      "export * from '@huggingface/transformers';\n",
    );
    await writeFile(join(draft, 'lancedb/dist/index.d.ts'), "export * from '@lancedb/lancedb';\n");
    await writeFile(join(draft, 'source.txt'), stamp);
    await rm(TARGET, { recursive: true, force: true });
    await rename(draft, TARGET);
    console.error('vendor: wrote vendor');
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}
