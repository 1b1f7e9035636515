/**
 * Puts into `vendor/` what the server uses of LanceDB's client, transformers.js and ONNX Runtime, unchanged
 * but for two import lines.
 *
 * Why these three are not ordinary dependencies: `overrides` hold only for the root of an installation, so
 * whoever installed this package would get a second transformers.js, a second ONNX Runtime and a second
 * OpenAI client (optional dependencies of LanceDB that it does not need for what we do), onnxruntime-web
 * (141 MB that Node does not use), and onnxruntime-node's install script, which on Linux downloads CUDA
 * libraries that are not used either and fails the whole installation where that download is blocked.
 * What the three need at run time is in package.json: LanceDB's builds are optional dependencies there,
 * of which npm installs the one for the platform.
 */
import { cp, link, copyFile, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deriveFolder, packageFolder } from './derived-folder.js';

/** The Mac library is there twice: as the file that the binding loads, and under its full version. */
const LEFT_OUT = /\.d\.ts$|\.map$|libonnxruntime\.\d+\.\d+\.\d+\.dylib$/;

/**
 * @param {string} name
 * @returns {Promise<{ version: string, license: string, main: string }>}
 */
async function manifestOf(name) {
  return JSON.parse(await readFile(join(packageFolder(name), 'package.json'), 'utf8'));
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
  for (const part of parts) await linkTree(join(packageFolder(name), part), join(target, part));
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
  const source = packageFolder('@huggingface/transformers');
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

await deriveFolder({
  target: 'vendor',
  packages: ['@huggingface/transformers', '@lancedb/lancedb', 'onnxruntime-node'],
  code: ['vendor.js'],
  async write(draft) {
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
  },
});
