import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { configurationError, type MemoryR1Error } from '../errors.js';

/** Where a model is loaded from. Plain data: it is sent to the worker. */
export type ModelSource =
  | { readonly kind: 'folder'; readonly folder: string; readonly dtype: ModelDtype }
  | {
      readonly kind: 'hub';
      readonly id: string;
      readonly endpoint: string;
      readonly cache: string;
    };

/** transformers.js' name for the weights' type: `onnx/model.onnx` or `onnx/model_quantized.onnx`. */
export type ModelDtype = 'fp32' | 'q8';

const BUNDLED_FOLDER = fileURLToPath(new URL('../../models/embedder', import.meta.url));

const REQUIRED_FILES = ['config.json', 'tokenizer.json', 'tokenizer_config.json'];
const WEIGHTS: readonly [file: string, dtype: ModelDtype][] = [
  ['onnx/model.onnx', 'fp32'],
  ['onnx/model_quantized.onnx', 'q8'],
];

/** A hub id is `name` or `owner/name`; everything else after `hf:` is taken for a path. */
const HUB_ID = /^[\w-][\w.-]*(\/[\w-][\w.-]*)?$/;

/** The bundled model's files. @throws MemoryR1Error `embedder-missing` */
export function bundledSource(): ModelSource {
  return folderSource(BUNDLED_FOLDER, (file) =>
    missing(
      `The bundled embedder is missing (no ${file}). Reinstall memory-r1-mcp, or run "npm run build" in a source checkout.`,
    ),
  );
}

/**
 * @param reference what follows `hf:` in the setting: a path (absolute, or beginning with `.` or `~`,
 *   or an existing folder) or a hub id
 * @throws MemoryR1Error `embedder-missing` where a local model lacks a file, `embedder-setting` where
 *   the reference is neither a path nor an id
 */
export function huggingFaceSource(
  reference: string,
  options: { endpoint: string; cache: string },
): ModelSource {
  const isPath = isAbsolute(reference) || /^[.~]/.test(reference) || existsSync(reference);
  if (isPath) {
    const folder = resolve(reference.replace(/^~(?=$|[/\\])/, homedir()));
    return folderSource(folder, (file) =>
      missing(
        `The embedder hf:${reference} has no file ${file}. Point MEMORY_R1_EMBEDDER at a folder with ${REQUIRED_FILES.join(', ')} and onnx/model.onnx, or set it to "bundled".`,
      ),
    );
  }
  if (!HUB_ID.test(reference)) {
    throw configurationError(
      'embedder-setting',
      `"hf:${reference}" is neither a path nor a model id. Use hf:<owner>/<name> or hf:<folder>.`,
    );
  }
  return { kind: 'hub', id: reference, ...options };
}

function folderSource(folder: string, missingFile: (file: string) => MemoryR1Error): ModelSource {
  for (const file of REQUIRED_FILES) {
    const path = join(folder, file);
    if (!existsSync(path)) throw missingFile(path);
  }
  for (const [file, dtype] of WEIGHTS) {
    if (existsSync(join(folder, file))) return { kind: 'folder', folder, dtype };
  }
  const found = existsSync(join(folder, 'onnx')) ? readdirSync(join(folder, 'onnx')) : [];
  const others = found.length > 0 ? ` (found ${found.join(', ')})` : '';
  throw missingFile(join(folder, 'onnx', 'model.onnx') + others);
}

function missing(message: string): MemoryR1Error {
  return configurationError('embedder-missing', message);
}
